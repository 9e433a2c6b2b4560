//! The plugin's own settings.

use crate::host;
use crate::json::{self, Json};

/// What a setting can be read as.
pub trait Setting: Sized {
    /// From the setting's JSON; none where it is of another type.
    fn from_json(json: &Json) -> Option<Self>;
}

impl Setting for bool {
    fn from_json(json: &Json) -> Option<bool> {
        json.as_bool()
    }
}

impl Setting for String {
    fn from_json(json: &Json) -> Option<String> {
        json.as_str().map(str::to_owned)
    }
}

impl Setting for f64 {
    fn from_json(json: &Json) -> Option<f64> {
        json.as_f64()
    }
}

impl Setting for i64 {
    fn from_json(json: &Json) -> Option<i64> {
        match json {
            Json::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl<T: Setting> Setting for Vec<T> {
    fn from_json(json: &Json) -> Option<Vec<T>> {
        json.as_array()?.iter().map(T::from_json).collect()
    }
}

/// A setting that the manifest declares: what the user set, else its default. None where the manifest does not declare it,
/// or declares another type.
pub fn setting<T: Setting>(key: &str) -> Option<T> {
    T::from_json(&json::parse(&host::setting(key)?).ok()?)
}
