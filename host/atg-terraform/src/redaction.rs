//! Secrets leave no trace: what is shown, logged or written goes through here.
//!
//! Known values are removed in every spelling in which a tool may print them; what only looks like a secret (tokens, keys,
//! signatures, private keys) is removed by its form. Terraform's own marks of sensitive values are in [`masks`]. All of it
//! takes time linear in the text. What stands in the place of a secret is [`REDACTED`].

mod lines;
pub mod masks;
mod patterns;
mod spellings;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use regex::Regex;
use serde_json::{Map, Value};

pub use lines::LineRedactor;

/// What stands in the place of a secret.
pub const REDACTED: &str = "[redacted]";

/// The least length of a known secret, in bytes: removing shorter ones would remove half of every text.
pub const SHORTEST: usize = 4;

/// Removes known secrets and what looks like one.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    known: Vec<Regex>,
}

impl Redactor {
    /// A redactor that knows these values: as they are, URL-encoded, escaped as in JSON, any of them as often as it may be,
    /// and in base64, also inside of something longer. Values shorter than [`SHORTEST`] are not known by value.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Redactor {
        let secrets: Vec<String> = secrets.into_iter().map(|secret| secret.as_ref().to_owned()).collect();
        Redactor {
            known: spellings::expressions(&secrets),
        }
    }

    /// The text without secrets; the text itself where there is none in it.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for known in &self.known {
            if let Cow::Owned(changed) = known.replace_all(&text, REDACTED) {
                text = Cow::Owned(changed);
            }
        }
        patterns::remove(text)
    }

    /// Removes secrets from every text in a JSON value, names of members included, and the values of members whose name says
    /// that they are secret. The JSON stays JSON.
    pub fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(changed) = self.text(text) {
                    *text = changed;
                }
            }
            Value::Number(number) => {
                if let Cow::Owned(changed) = self.text(&number.to_string()) {
                    *value = Value::String(changed);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item)),
            Value::Object(object) => {
                self.names(object);
                for (name, member) in object {
                    match member {
                        Value::String(text) if patterns::names_a_secret(name) && !text.contains("${") => {
                            *member = Value::String(REDACTED.to_owned());
                        }
                        member => self.json(member),
                    }
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn names(&self, object: &mut Map<String, Value>) {
        let secret: Vec<String> = object
            .keys()
            .filter(|name| matches!(self.text(name), Cow::Owned(_)))
            .cloned()
            .collect();
        for name in secret {
            if let Some(member) = object.remove(&name) {
                object.insert(self.text(&name).into_owned(), member);
            }
        }
    }

    /// For the lines of one stream, in their order.
    pub fn lines(&self) -> LineRedactor<'_> {
        LineRedactor::new(self)
    }
}
