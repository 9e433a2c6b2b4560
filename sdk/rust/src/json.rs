//! JSON without dependencies: a value, a strict reader, a writer.
//!
//! Members keep their order and numbers keep their text, so what is read can be written again exactly as it was. Knows
//! nothing of what a document means.

mod read;
mod write;

use std::fmt;

use crate::Error;

pub use write::write_string;

/// How deep arrays and objects may lie in one another.
pub const MAX_DEPTH: usize = 128;

/// Any JSON value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as its text: `95.0` stays `95.0`.
    Number(String),
    /// A string, its escapes resolved.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, its members in their order.
    Object(Vec<(String, Json)>),
}

/// Reads one JSON document.
///
/// # Errors
///
/// `bad-data`, with line and column, for anything that RFC 8259 does not allow, for lone surrogates, and for documents
/// deeper than [`MAX_DEPTH`].
pub fn parse(text: &str) -> Result<Json, Error> {
    read::document(text)
}

impl Json {
    /// The member of an object; of members with the same name, the last one.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.as_object()?
            .iter()
            .rev()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The nearest float of a number; none where it is beyond all floats.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Json::Number(text) => text.parse().ok().filter(|value: &f64| value.is_finite()),
            _ => None,
        }
    }

    /// A number that is written as a whole one and is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Json::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The items of an array.
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of an object, in their order.
    pub fn as_object(&self) -> Option<&[(String, Json)]> {
        match self {
            Json::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// Without any white space.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        write::compact(self, &mut out);
        out
    }

    /// Over several lines, two spaces a level, without a line end at the end.
    pub fn to_pretty(&self) -> String {
        let mut out = String::new();
        self.write_pretty(0, &mut out);
        out
    }

    /// As [`to_pretty`](Self::to_pretty), for a value that begins in a line already indented by `level` steps.
    pub fn write_pretty(&self, level: usize, out: &mut String) {
        write::pretty(self, level, out);
    }
}

impl fmt::Display for Json {
    /// As [`Json::to_text`]; `{:#}` as [`Json::to_pretty`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&if f.alternate() {
            self.to_pretty()
        } else {
            self.to_text()
        })
    }
}

#[cfg(test)]
mod tests;
