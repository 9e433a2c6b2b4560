//! The tables of a manifest, one function each.

use std::collections::{BTreeMap, BTreeSet};

use atg_core::metric::Direction;
use atg_core::spelling::{duration, size};
use toml::de::DeTable;

use super::reader::{Reader, Value, fault};
use super::settings::{Setting, SettingType, SettingValue};
use super::{
    AnalyzerProvides, FormatterProvides, MAX_MANIFEST, Manifest, ManifestError, ManifestLimits, MetricProvides,
    Provides, Reads,
};

/// Reads and checks the text.
pub(super) fn manifest(text: &str) -> Result<Manifest, ManifestError> {
    if text.len() > MAX_MANIFEST {
        return Err(fault(
            text,
            &(0..0),
            format!("the manifest is larger than {} KiB", MAX_MANIFEST >> 10),
            None,
        ));
    }
    let table = DeTable::parse(text).map_err(|error| {
        fault(
            text,
            &error.span().unwrap_or(0..0),
            format!("this is not TOML: {}", error.message()),
            None,
        )
    })?;
    let root = Reader::root(text, &table);
    let plugin = root.wanted("plugin")?.table("[plugin]")?;
    let id_value = plugin.wanted("id")?;
    let id = word(&id_value)?;
    let version_value = plugin.wanted("version")?;
    let version = semver::Version::parse(&version_value.string()?)
        .map_err(|_| version_value.fault("is not a version", "three numbers: `0.1.0`".to_owned()))?;
    let title = plugin.wanted("title")?.string()?;
    let description = optional(&plugin, "description", Value::string)?.unwrap_or_default();
    let license = optional(&plugin, "license", Value::string)?.unwrap_or_default();
    let contract = contract(&plugin.wanted("contract")?)?;
    plugin.check()?;

    let provides = root.wanted("provides")?;
    let items = provides.list()?;
    if items.is_empty() {
        return Err(provides.fault(
            "is empty",
            "a plugin provides at least one metric, formatter or analyzer".to_owned(),
        ));
    }
    let mut names = BTreeSet::new();
    let mut provided = Vec::new();
    for item in &items {
        let one = self::provides(&item.table("[[provides]]")?)?;
        if !names.insert((one.role().word(), one.name().to_owned())) {
            return Err(item.fault(&format!("has the {} `{}` twice", one.role().word(), one.name()), None));
        }
        provided.push(one);
    }
    let reads = root
        .get("reads")
        .map(|value| reads(&value.table("[reads]")?))
        .transpose()?
        .unwrap_or_default();
    let limits = root
        .get("limits")
        .map(|value| limits(&value.table("[limits]")?))
        .transpose()?
        .unwrap_or_default();
    let mut settings = BTreeMap::new();
    if let Some(value) = root.get("settings") {
        for (key, value) in value.table("[settings]")?.entries() {
            if !is_word(key) {
                return Err(value.fault("cannot be a setting's key", NAME_HINT.to_owned()));
            }
            let one = setting(&value.table(&format!("[settings.{key}]"))?)?;
            settings.insert(key.to_owned(), one);
        }
    }
    root.check()?;
    Ok(Manifest {
        id,
        version,
        title,
        description,
        license,
        contract,
        provides: provided,
        reads,
        limits,
        settings,
    })
}

const NAME_HINT: &str = "lower-case letters, digits and single dashes, a letter first: `location-kept`";

/// Whether a text is an id: lower-case words with single dashes between them.
pub(super) fn is_word(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn word(value: &Value<'_>) -> Result<String, ManifestError> {
    let text = value.string()?;
    if is_word(&text) {
        Ok(text)
    } else {
        Err(value.fault(&format!("cannot be `{text}`"), NAME_HINT.to_owned()))
    }
}

fn optional<'a, T>(
    table: &Reader<'a>,
    key: &'static str,
    read: impl FnOnce(&Value<'a>) -> Result<T, ManifestError>,
) -> Result<Option<T>, ManifestError> {
    table.get(key).map(|value| read(&value)).transpose()
}

/// `0.1`.
fn contract(value: &Value<'_>) -> Result<(u64, u64), ManifestError> {
    let text = value.string()?;
    let number = |part: &str| {
        part.parse()
            .ok()
            .filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    text.split_once('.')
        .and_then(|(major, minor)| Some((number(major)?, number(minor)?)))
        .ok_or_else(|| {
            value.fault(
                &format!("cannot be `{text}`"),
                "two numbers: `contract = \"0.1\"`".to_owned(),
            )
        })
}

fn provides(table: &Reader<'_>) -> Result<Provides, ManifestError> {
    let kind_value = table.wanted("kind")?;
    let kind = kind_value.string()?;
    let name = word(&table.wanted("name")?)?;
    let title = table.wanted("title")?.string()?;
    let provides = match kind.as_str() {
        "metric" => Provides::Metric(metric(table, name, title)?),
        "formatter" => {
            let extension_value = table.wanted("extension")?;
            let extension = extension_value.string()?;
            if extension.is_empty() || !extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                let hint = "letters and digits, without the dot: `extension = \"html\"`".to_owned();
                return Err(extension_value.fault(&format!("cannot be `{extension}`"), hint));
            }
            Provides::Formatter(FormatterProvides {
                name,
                title,
                media_type: table.wanted("media-type")?.string()?,
                extension,
                binary: optional(table, "binary", Value::boolean)?.unwrap_or(false),
            })
        }
        "analyzer" => Provides::Analyzer(AnalyzerProvides {
            name,
            title,
            phases: optional(table, "phases", Value::strings)?.unwrap_or_default(),
            matches: optional(table, "match", Value::strings)?.unwrap_or_default(),
        }),
        other => {
            let hint = "metric, formatter or analyzer".to_owned();
            return Err(kind_value.fault(&format!("cannot be `{other}`"), hint));
        }
    };
    table.check()?;
    Ok(provides)
}

fn metric(table: &Reader<'_>, name: String, title: String) -> Result<MetricProvides, ManifestError> {
    let unit = optional(table, "unit", Value::string)?.unwrap_or_else(|| atg_core::metric::PERCENT.to_owned());
    let direction = optional(table, "direction", |value| match value.string()?.as_str() {
        "higher" => Ok(Direction::Higher),
        "lower" => Ok(Direction::Lower),
        other => Err(value.fault(
            &format!("cannot be `{other}`"),
            "`higher` or `lower`: which way is better".to_owned(),
        )),
    })?
    .unwrap_or_default();
    let target = optional(table, "target", Value::number)?;
    let warn = optional(table, "warn", Value::number)?;
    let gate = optional(table, "gate", |value| {
        let gate = value.boolean()?;
        if gate && target.is_none() {
            return Err(value.fault(
                "wants a `target` beside it",
                "a gate is met where its target is: `target = 100.0`".to_owned(),
            ));
        }
        Ok(gate)
    })?
    .unwrap_or(false);
    let weight = optional(table, "weight", |value| {
        let weight = value.number()?;
        if weight < 0.0 {
            Err(value.fault("is less than nothing", "0: shown beside the composite".to_owned()))
        } else {
            Ok(weight)
        }
    })?
    .unwrap_or(0.0);
    Ok(MetricProvides {
        name,
        title,
        unit,
        direction,
        target,
        warn,
        gate,
        weight,
    })
}

fn reads(table: &Reader<'_>) -> Result<Reads, ManifestError> {
    let usual = Reads::default();
    let reads = Reads {
        types: optional(table, "types", Value::strings)?.unwrap_or(usual.types),
        properties: optional(table, "properties", Value::strings)?.unwrap_or(usual.properties),
        sections: optional(table, "sections", Value::strings)?.unwrap_or(usual.sections),
        relationships: optional(table, "relationships", Value::strings)?.unwrap_or(usual.relationships),
    };
    table.check()?;
    Ok(reads)
}

fn limits(table: &Reader<'_>) -> Result<ManifestLimits, ManifestError> {
    let memory = optional(table, "memory", |value| {
        let text = value.string()?;
        size(&text).filter(|bytes| *bytes > 0).ok_or_else(|| {
            value.fault(
                &format!("cannot be `{text}`"),
                "a size: `memory = \"64MiB\"`".to_owned(),
            )
        })
    })?;
    let timeout = optional(table, "timeout", |value| {
        let text = value.string()?;
        duration(&text)
            .filter(|time| !time.is_zero())
            .ok_or_else(|| value.fault(&format!("cannot be `{text}`"), "a time: `timeout = \"5s\"`".to_owned()))
    })?;
    table.check()?;
    Ok(ManifestLimits { memory, timeout })
}

fn setting(table: &Reader<'_>) -> Result<Setting, ManifestError> {
    let type_value = table.wanted("type")?;
    let kind = match type_value.string()?.as_str() {
        "boolean" => SettingType::Boolean,
        "integer" => SettingType::Integer {
            min: optional(table, "min", Value::integer)?,
            max: optional(table, "max", Value::integer)?,
        },
        "number" => SettingType::Number {
            min: optional(table, "min", Value::number)?,
            max: optional(table, "max", Value::number)?,
        },
        "string" => SettingType::String {
            choices: optional(table, "choices", Value::strings)?.unwrap_or_default(),
        },
        other => {
            let hint = "boolean, integer, number or string".to_owned();
            return Err(type_value.fault(&format!("cannot be `{other}`"), hint));
        }
    };
    let default = optional(table, "default", |value| {
        let default = match kind {
            SettingType::Boolean => SettingValue::Boolean(value.boolean()?),
            SettingType::Integer { .. } => SettingValue::Integer(value.integer()?),
            SettingType::Number { .. } => SettingValue::Number(value.number()?),
            SettingType::String { .. } => SettingValue::String(value.string()?),
        };
        if kind.takes(&default) {
            Ok(default)
        } else {
            Err(value.fault(&format!("is not {}", kind.words()), None))
        }
    })?;
    let description = optional(table, "description", Value::string)?.unwrap_or_default();
    table.check()?;
    Ok(Setting {
        kind,
        default,
        description,
    })
}
