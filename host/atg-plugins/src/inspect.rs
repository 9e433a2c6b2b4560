//! What a plugin's file says of itself; never runs it.

mod rows;

use serde::Serialize;

use crate::catalog::{Origin, digest, hex};
use crate::check::{self, Interface};
use crate::error::PluginError;
use crate::manifest::{Manifest, Provides, Reads, Setting, SettingValue};

/// A plugin, as `atg plugin inspect` shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What people read.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// An SPDX expression; may be empty.
    pub license: String,
    /// The contract that it was written for.
    pub contract: String,
    /// file, project, user or built-in.
    pub origin: &'static str,
    /// The file, or `ID@VERSION`.
    pub name: String,
    /// SHA-256 of the component, in hexadecimal.
    pub sha256: String,
    /// Bytes of the component.
    pub size: u64,
    /// What it provides.
    pub provides: Vec<ProvidesView>,
    /// What it may see.
    pub reads: ReadsView,
    /// What it asks for.
    pub limits: LimitsView,
    /// Its settings, by key.
    pub settings: Vec<SettingView>,
    /// What it imports and exports, and how that stands against what this atg offers.
    pub interfaces: Vec<Interface>,
}

/// One thing that a plugin provides.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ProvidesView {
    /// A metric.
    Metric {
        /// Its name.
        name: String,
        /// What people read.
        title: String,
        /// Its unit.
        unit: String,
        /// `higher` or `lower` is better.
        direction: &'static str,
        /// What it asks for.
        target: Option<f64>,
        /// Where it deserves a warning.
        warn: Option<f64>,
        /// Whether the objective needs its target.
        gate: bool,
        /// Its share in the composite.
        weight: f64,
    },
    /// A formatter.
    Formatter {
        /// Its name.
        name: String,
        /// What people read.
        title: String,
        /// Its media type.
        media_type: String,
        /// Its files' extension.
        extension: String,
        /// Whether its bytes are no text.
        binary: bool,
    },
    /// An analyzer.
    Analyzer {
        /// Its name.
        name: String,
        /// What people read.
        title: String,
        /// Phases that it wants.
        phases: Vec<String>,
        /// Texts of which a diagnostic must hold one.
        #[serde(rename = "match")]
        matches: Vec<String>,
    },
}

/// What a plugin may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadsView {
    /// Globs over types.
    pub types: Vec<String>,
    /// Paths of properties.
    pub properties: Vec<String>,
    /// Sections of a report.
    pub sections: Vec<String>,
    /// Globs over kinds of relationships.
    pub relationships: Vec<String>,
}

/// What a plugin asks for; nothing where it is content with what is usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitsView {
    /// Bytes of memory.
    pub memory: Option<u64>,
    /// Milliseconds of a call.
    pub timeout_ms: Option<u64>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SettingView {
    /// Its key.
    pub key: String,
    /// boolean, integer, number or string.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What it is where the user says nothing.
    pub default: serde_json::Value,
    /// What it takes, in words.
    pub takes: String,
    /// One sentence; may be empty.
    pub description: String,
}

/// Looks at a component. `name` is what messages call it.
///
/// # Errors
///
/// Bytes that are no component or carry no manifest. A plugin that would not load here is no error: its interfaces say why.
pub fn inspect(name: &str, origin: &Origin, bytes: &[u8]) -> Result<Inspection, PluginError> {
    let (manifest, surface) = check::look(name, bytes)?;
    let (major, minor) = manifest.contract;
    Ok(Inspection {
        id: manifest.id.clone(),
        version: manifest.version.to_string(),
        title: manifest.title.clone(),
        description: manifest.description.clone(),
        license: manifest.license.clone(),
        contract: format!("{major}.{minor}"),
        origin: origin.word(),
        name: name.to_owned(),
        sha256: hex(&digest(bytes)),
        size: bytes.len() as u64,
        provides: manifest.provides.iter().map(provides).collect(),
        reads: reads(&manifest.reads),
        limits: limits(&manifest),
        settings: manifest.settings.iter().map(|(key, one)| setting(key, one)).collect(),
        interfaces: check::interfaces(&surface),
    })
}

fn provides(provides: &Provides) -> ProvidesView {
    match provides.clone() {
        Provides::Metric(metric) => ProvidesView::Metric {
            name: metric.name,
            title: metric.title,
            unit: metric.unit,
            direction: metric.direction.word(),
            target: metric.target,
            warn: metric.warn,
            gate: metric.gate,
            weight: metric.weight,
        },
        Provides::Formatter(formatter) => ProvidesView::Formatter {
            name: formatter.name,
            title: formatter.title,
            media_type: formatter.media_type,
            extension: formatter.extension,
            binary: formatter.binary,
        },
        Provides::Analyzer(analyzer) => ProvidesView::Analyzer {
            name: analyzer.name,
            title: analyzer.title,
            phases: analyzer.phases,
            matches: analyzer.matches,
        },
    }
}

fn reads(reads: &Reads) -> ReadsView {
    let Reads {
        types,
        properties,
        sections,
        relationships,
    } = reads.clone();
    ReadsView {
        types,
        properties,
        sections,
        relationships,
    }
}

fn limits(manifest: &Manifest) -> LimitsView {
    let milliseconds = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    LimitsView {
        memory: manifest.limits.memory,
        timeout_ms: manifest.limits.timeout.map(milliseconds),
    }
}

fn setting(key: &str, setting: &Setting) -> SettingView {
    let default = match &setting.default {
        None => serde_json::Value::Null,
        Some(SettingValue::Boolean(value)) => (*value).into(),
        Some(SettingValue::Integer(value)) => (*value).into(),
        Some(SettingValue::Number(value)) => (*value).into(),
        Some(SettingValue::String(value)) => value.as_str().into(),
    };
    SettingView {
        key: key.to_owned(),
        kind: setting.kind.word(),
        default,
        takes: setting.kind.words(),
        description: setting.description.clone(),
    }
}
