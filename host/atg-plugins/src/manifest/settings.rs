//! `[settings.KEY]`: typed, with defaults; what users write is checked before a plugin sees it.

use std::collections::BTreeMap;

use atg_core::spelling::nearest;

/// One setting of a plugin.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// What a value must be.
    pub kind: SettingType,
    /// What it is where the user says nothing.
    pub default: Option<SettingValue>,
    /// One sentence; may be empty.
    pub description: String,
}

/// What a value must be.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingType {
    /// true or false.
    Boolean,
    /// A whole number.
    Integer {
        /// At least this.
        min: Option<i64>,
        /// At most this.
        max: Option<i64>,
    },
    /// A finite number.
    Number {
        /// At least this.
        min: Option<f64>,
        /// At most this.
        max: Option<f64>,
    },
    /// Text.
    String {
        /// One of these; any text where there is none.
        choices: Vec<String>,
    },
}

/// A value of a setting.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingValue {
    /// true or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// Text.
    String(String),
}

impl SettingValue {
    /// As the contract hands it to the plugin.
    pub fn json(&self) -> String {
        match self {
            SettingValue::Boolean(value) => value.to_string(),
            SettingValue::Integer(value) => value.to_string(),
            SettingValue::Number(value) => serde_json::Value::from(*value).to_string(),
            SettingValue::String(value) => serde_json::Value::from(value.as_str()).to_string(),
        }
    }
}

/// Why what a user wrote is no value of a setting. `key` and the plugin's id make the sentence whole: "setting `ID.KEY` …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingError {
    /// The key, as the user wrote it.
    pub key: String,
    /// `wants a whole number, not `x``.
    pub fault: String,
    /// What to do.
    pub hint: Option<String>,
}

impl SettingType {
    /// The word of the manifest.
    pub const fn word(&self) -> &'static str {
        match self {
            SettingType::Boolean => "boolean",
            SettingType::Integer { .. } => "integer",
            SettingType::Number { .. } => "number",
            SettingType::String { .. } => "string",
        }
    }

    /// Reads what a user wrote.
    fn read(&self, text: &str) -> Option<SettingValue> {
        match self {
            SettingType::Boolean => match text {
                "true" => Some(SettingValue::Boolean(true)),
                "false" => Some(SettingValue::Boolean(false)),
                _ => None,
            },
            SettingType::Integer { .. } => text.parse().ok().map(SettingValue::Integer),
            SettingType::Number { .. } => text
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map(SettingValue::Number),
            SettingType::String { .. } => Some(SettingValue::String(text.to_owned())),
        }
    }

    /// Whether a value is one of this type and within its bounds.
    pub(super) fn takes(&self, value: &SettingValue) -> bool {
        match (self, value) {
            (SettingType::Boolean, SettingValue::Boolean(_)) => true,
            (SettingType::Integer { min, max }, SettingValue::Integer(value)) => {
                min.is_none_or(|min| *value >= min) && max.is_none_or(|max| *value <= max)
            }
            (SettingType::Number { min, max }, SettingValue::Number(value)) => {
                min.is_none_or(|min| *value >= min) && max.is_none_or(|max| *value <= max)
            }
            (SettingType::String { choices }, SettingValue::String(value)) => {
                choices.is_empty() || choices.contains(value)
            }
            _ => false,
        }
    }

    /// What it takes, in words.
    pub(crate) fn words(&self) -> String {
        fn bounds<T: std::fmt::Display>(what: &str, min: Option<T>, max: Option<T>) -> String {
            match (min, max) {
                (None, None) => what.to_owned(),
                (Some(min), None) => format!("{what} of at least {min}"),
                (None, Some(max)) => format!("{what} of at most {max}"),
                (Some(min), Some(max)) => format!("{what} from {min} to {max}"),
            }
        }
        match self {
            SettingType::Boolean => "true or false".to_owned(),
            SettingType::Integer { min, max } => bounds("a whole number", *min, *max),
            SettingType::Number { min, max } => bounds("a number", *min, *max),
            SettingType::String { choices } if choices.is_empty() => "a text".to_owned(),
            SettingType::String { choices } => format!("one of {}", choices.join(", ")),
        }
    }
}

/// All settings as JSON: the given ones checked, and the defaults of the others.
pub(super) fn resolve(
    settings: &BTreeMap<String, Setting>,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, SettingError> {
    let mut resolved: BTreeMap<String, String> = settings
        .iter()
        .filter_map(|(key, setting)| Some((key.clone(), setting.default.as_ref()?.json())))
        .collect();
    for (key, text) in given {
        let wrong = |fault: String, hint: Option<String>| SettingError {
            key: key.clone(),
            fault,
            hint,
        };
        let Some(setting) = settings.get(key) else {
            let hint = match nearest(key, settings.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if settings.is_empty() => "the plugin has no settings".to_owned(),
                None => format!("there are {}", settings.keys().cloned().collect::<Vec<_>>().join(", ")),
            };
            return Err(wrong("is not known to the plugin".to_owned(), Some(hint)));
        };
        let value = setting
            .kind
            .read(text)
            .filter(|value| setting.kind.takes(value))
            .ok_or_else(|| {
                let fault = format!("wants {}, not `{}`", setting.kind.words(), text.escape_debug());
                wrong(
                    fault,
                    setting
                        .default
                        .as_ref()
                        .map(|default| format!("its default is {}", default.json())),
                )
            })?;
        resolved.insert(key.clone(), value.json());
    }
    Ok(resolved)
}
