//! Reading an `atg.toml`: every key is known, every value of the right kind, paths start at the file's folder.

use std::path::Path;

use atg_core::spelling::nearest;
use toml::{Table, Value};

use super::keys::{self, KEYS, Kind};
use super::layers::Layer;
use super::profiles::{MEMBERS, Profile};
use crate::errors::Error;

/// Tables that hold names of the user's own.
const TABLES: [&str; 3] = ["plugin", "grant", "profile"];

/// Reads one file.
pub(crate) fn read(path: &Path) -> Result<Layer, Error> {
    let bytes = std::fs::read(path).map_err(|error| {
        let hint = "name a file with `--config` that is there and that you may read";
        refused(path).because(error).hint(hint)
    })?;
    let text = String::from_utf8(bytes).map_err(|error| refused(path).because(error.utf8_error()))?;
    let table: Table = text
        .parse()
        .map_err(|error: toml::de::Error| refused(path).because(place(&text, &error)))?;
    let file = File { path, text: &text };
    let mut layer = Layer::default();
    for (name, value) in table {
        match (name.as_str(), value) {
            ("plugin", Value::Table(plugins)) => file.plugins(&mut layer, plugins)?,
            ("grant", Value::Table(grants)) => file.grants(&mut layer, grants)?,
            ("profile", Value::Table(profiles)) => file.profiles(&mut layer, profiles)?,
            (_, value) => file.value(&mut layer, &name, value)?,
        }
    }
    Ok(layer)
}

fn refused(path: &Path) -> Error {
    Error::usage(format!("cannot read `{}`", path.display()))
}

fn place(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', ", ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => {
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
            format!("line {line}, column {column}: {message}")
        }
        None => message,
    }
}

struct File<'a> {
    path: &'a Path,
    text: &'a str,
}

impl File<'_> {
    /// A fault of a key: its line is where the key first begins a line.
    fn fault(&self, key: &str, message: &str) -> Error {
        let member = key.rsplit('.').next().unwrap_or(key);
        let begins = |line: &str| {
            let line = line.trim_start().trim_start_matches(['[', '"', '\'']);
            line.strip_prefix(key)
                .or_else(|| line.strip_prefix(member))
                .is_some_and(|rest| {
                    !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_' || next == '-')
                })
        };
        let line = self
            .text
            .lines()
            .position(begins)
            .map(|index| format!("line {}: ", index + 1))
            .unwrap_or_default();
        refused(self.path).because(format!("{line}{message}"))
    }

    fn unknown<'k>(&self, key: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> Error {
        let error = self.fault(key, &format!("`{key}` is no setting"));
        let word = key.rsplit('.').next().unwrap_or(key);
        match nearest(word, known.clone()) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint(format!(
                "known are {}",
                known.into_iter().collect::<Vec<_>>().join(", ")
            )),
        }
    }

    fn value(&self, layer: &mut Layer, name: &str, value: Value) -> Result<(), Error> {
        let names = KEYS
            .iter()
            .map(|key| key.name)
            .filter(|name| *name != "config")
            .chain(TABLES);
        let Some(key) = keys::find(name).filter(|key| key.name != "config") else {
            return Err(self.unknown(name, names));
        };
        let texts = match (key.kind, value) {
            (Kind::List, Value::Array(items)) => items
                .into_iter()
                .map(|item| self.text(name, key.kind, item))
                .collect::<Result<_, _>>()?,
            (Kind::Boolean, Value::Boolean(said)) => vec![said.to_string()],
            (Kind::Number, Value::Integer(number)) => vec![number.to_string()],
            (Kind::Decimal, Value::Integer(number)) => vec![number.to_string()],
            (Kind::Decimal, Value::Float(number)) => vec![number.to_string()],
            (Kind::Duration | Kind::Size, Value::Integer(number)) => vec![number.to_string()],
            (Kind::Text | Kind::Path | Kind::Duration | Kind::Size | Kind::Word(_), value) => {
                vec![self.text(name, key.kind, value)?]
            }
            (kind, value) => return Err(self.kind(name, kind, &value)),
        };
        let texts = match (key.name, key.kind) {
            ("graph", _) => texts.iter().map(|text| self.store(text)).collect(),
            ("plugins", _) => texts.iter().map(|text| self.plugin(text)).collect(),
            (_, Kind::Path) => texts.iter().map(|text| self.beside(text)).collect(),
            _ => texts,
        };
        layer.values.insert(key.name, (texts, None));
        Ok(())
    }

    fn text(&self, key: &str, kind: Kind, value: Value) -> Result<String, Error> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(self.kind(key, kind, &other)),
        }
    }

    fn kind(&self, key: &str, kind: Kind, value: &Value) -> Error {
        self.fault(
            key,
            &format!("`{key}` wants {}, found {}", kind.wants(), value.type_str()),
        )
    }

    /// A path as seen from the file, short where the file lies in the working folder.
    fn beside(&self, text: &str) -> String {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.map_or_else(
            || text.to_owned(),
            |folder| folder.join(text).to_string_lossy().into_owned(),
        )
    }

    fn store(&self, text: &str) -> String {
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        if path.contains("://") {
            text.to_owned()
        } else {
            format!("sqlite:{}", self.beside(path))
        }
    }

    /// A plugin named by a path starts at the file; one named by its name stays.
    fn plugin(&self, text: &str) -> String {
        if text.contains(['/', '\\']) || text.ends_with(".wasm") {
            self.beside(text)
        } else {
            text.to_owned()
        }
    }

    fn plugins(&self, layer: &mut Layer, plugins: Table) -> Result<(), Error> {
        for (id, settings) in plugins {
            let Value::Table(settings) = settings else {
                return Err(self.fault(
                    &format!("plugin.{id}"),
                    &format!("`plugin.{id}` wants a table of its settings"),
                ));
            };
            for (key, value) in settings {
                let text = match value {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                layer.plugin_settings.insert((id.clone(), key), text);
            }
        }
        Ok(())
    }

    fn grants(&self, layer: &mut Layer, grants: Table) -> Result<(), Error> {
        for (id, what) in grants {
            let key = format!("grant.{id}");
            let what = match what {
                Value::String(one) => vec![one],
                Value::Array(items) => items
                    .into_iter()
                    .map(|item| self.text(&key, Kind::List, item))
                    .collect::<Result<_, _>>()?,
                other => return Err(self.kind(&key, Kind::List, &other)),
            };
            layer.grants.insert(id, what);
        }
        Ok(())
    }

    fn profiles(&self, layer: &mut Layer, profiles: Table) -> Result<(), Error> {
        for (name, members) in profiles {
            let Value::Table(members) = members else {
                let key = format!("profile.{name}");
                return Err(self.fault(&key, &format!("`{key}` wants a table with `subscription_id`")));
            };
            let mut profile = Profile::default();
            for (member, value) in members {
                let key = format!("profile.{name}.{member}");
                if !MEMBERS.contains(&member.as_str()) {
                    return Err(self.unknown(&key, MEMBERS));
                }
                profile.set(&member, self.text(&key, Kind::Text, value)?, None);
            }
            layer.profiles.insert(name, profile);
        }
        Ok(())
    }
}
