//! `fixes.json`: reading and writing it. What this version does not know is kept; a newer version of the file is refused.

use std::collections::BTreeMap;

use atg_core::CoreError;
use serde_json::{Map, Value};

use super::effect::Effect;
use super::entry::{Entry, State, Target};
use super::kind::FixKind;
use super::path::Path;
use crate::TerraformError;

/// Version of the file that this version writes.
pub const SCHEMA_VERSION: u64 = 1;

/// Reads the file: its entries, and the members beside them that are kept.
pub(super) fn read(text: &str, file: &str) -> Result<(Vec<Entry>, Map<String, Value>), TerraformError> {
    let fault = |message: String| CoreError::unreadable(file, None, None, message);
    let mut document: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        let text = error.to_string();
        let message = text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]);
        let (line, column) = (error.line().max(1) as u64, error.column().max(1) as u64);
        CoreError::unreadable(file, Some(line), Some(column), message)
            .with_hint("this file holds the fixes that atg found; mend it by hand or take it from version control")
    })?;
    match document.remove("schema_version").as_ref().map(Value::as_u64) {
        Some(Some(SCHEMA_VERSION)) => {}
        Some(Some(newer)) if newer > SCHEMA_VERSION => {
            let message = format!("its schema_version is {newer}; this atg reads {SCHEMA_VERSION}");
            return Err(fault(message).with_hint("use the newer atg that wrote it").into());
        }
        _ => {
            let message = format!("`schema_version` is missing or wrong; it should be {SCHEMA_VERSION}");
            return Err(fault(message).into());
        }
    }
    let fixes = match document.remove("fixes") {
        Some(Value::Array(fixes)) => fixes,
        None => Vec::new(),
        Some(_) => return Err(fault("`fixes` is no list".to_owned()).into()),
    };
    let mut entries: Vec<Entry> = Vec::with_capacity(fixes.len());
    let mut ids = BTreeMap::new();
    for (at, fix) in (1_usize..).zip(fixes) {
        let entry = entry(fix).map_err(|what| fault(format!("fix {at}: {what}")))?;
        if let Some(first) = ids.insert(entry.id.clone(), at) {
            let message = format!("fix {at} has the id `{}` of fix {first}", entry.id);
            return Err(fault(message).with_hint("leave one of them out, or its `id`").into());
        }
        entries.push(entry);
    }
    Ok((entries, document))
}

/// The members of one fix, taken away one by one; what is left is kept.
struct Members(Map<String, Value>);

impl Members {
    fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("`{name}` is no text")),
        }
    }

    fn object(&mut self, name: &str) -> Result<Members, String> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(Members(Map::new())),
            Some(Value::Object(members)) => Ok(Members(members)),
            Some(_) => Err(format!("`{name}` is no object")),
        }
    }

    /// Puts back what of an object was not taken.
    fn keep(&mut self, name: &str, left: Members) {
        if !left.0.is_empty() {
            self.0.insert(name.to_owned(), Value::Object(left.0));
        }
    }
}

fn entry(fix: Value) -> Result<Entry, String> {
    let Value::Object(members) = fix else {
        return Err("it is no object".to_owned());
    };
    let mut members = Members(members);
    let kind = FixKind::of(&members.text("kind")?.ok_or("`kind` is missing")?);
    let target = target(&mut members)?;
    let path = members.text("path")?.unwrap_or_default();
    let path = Path::parse(&path).map_err(|fault| fault.to_string())?;
    let value = members.0.remove("value");
    if kind.needs_value() && value.is_none() {
        return Err(format!("`{kind}` needs a `value`"));
    }
    if kind.needs_path() && path.is_empty() {
        return Err(format!("`{kind}` needs a `path`"));
    }
    let mut entry = Entry::new(kind, target, path, value);
    if let Some(id) = members.text("id")? {
        entry.id = id;
    }
    entry.reason = members.text("reason")?.unwrap_or_default();
    let attributes = members.object("attributes")?;
    for (name, value) in attributes.0 {
        let Value::String(text) = value else {
            return Err(format!("the attribute `{name}` is no text"));
        };
        entry.attributes.insert(name, text);
    }
    if let Some(word) = members.text("effect")? {
        entry.effect = word_of(&word, "effect", &Effect::ALL, Effect::word)?;
    }
    if let Some(word) = members.text("state")? {
        entry.state = word_of(&word, "state", &State::ALL, State::word)?;
    }
    let mut proposed = members.object("proposed_by")?;
    entry.plugin = proposed.text("plugin")?.unwrap_or_else(|| "user".to_owned());
    entry.rule = proposed.text("rule")?.unwrap_or_default();
    members.keep("proposed_by", proposed);
    entry.iteration = match members.0.remove("iteration") {
        None | Some(Value::Null) => 0,
        Some(number) => number
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .ok_or("`iteration` is no number of an iteration")?,
    };
    entry.at = members.text("at")?.unwrap_or_default();
    entry.explains = match members.0.remove("explains") {
        None | Some(Value::Null) => Vec::new(),
        Some(list) => serde_json::from_value(list).map_err(|_| "`explains` is no list of texts")?,
    };
    entry.before = members.text("before")?;
    entry.superseded_by = members.text("superseded_by")?;
    entry.helped = match members.0.remove("helped") {
        None | Some(Value::Null) => None,
        Some(Value::Bool(helped)) => Some(helped),
        Some(_) => return Err("`helped` is neither true nor false".to_owned()),
    };
    entry.rest = members.0;
    Ok(entry)
}

fn target(members: &mut Members) -> Result<Target, String> {
    let mut object = members.object("target")?;
    let target = match (object.text("type")?, object.text("address")?) {
        (Some(type_name), None) => Target::Type(super::entry::bare_type(&type_name).to_owned()),
        (None, Some(address)) => Target::Resource {
            address,
            source: object.text("source")?,
        },
        _ => return Err("`target` needs a `type` or an `address`, and not both".to_owned()),
    };
    members.keep("target", object);
    Ok(target)
}

fn word_of<T: Copy>(word: &str, what: &str, all: &[T], spelling: fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|known| spelling(*known) == word);
    found.ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|known| spelling(*known)).collect();
        format!("`{word}` is no {what}; there are {}", words.join(", "))
    })
}

/// The file, pretty, ending in a line break; the same entries give the same bytes in any order.
pub(super) fn write(entries: &[Entry], rest: &Map<String, Value>) -> String {
    let mut document = rest.clone();
    document.insert("schema_version".to_owned(), SCHEMA_VERSION.into());
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| a.order(b));
    document.insert("fixes".to_owned(), sorted.into_iter().map(members_of).collect());
    let mut text = format!("{:#}", Value::Object(document));
    text.push('\n');
    text
}

fn members_of(entry: &Entry) -> Value {
    let mut members = entry.rest.clone();
    let mut text = |name: &str, text: &str| {
        if !text.is_empty() {
            members.insert(name.to_owned(), text.into());
        }
    };
    text("id", &entry.id);
    text("kind", entry.kind.word());
    text("path", &entry.path.to_string());
    text("reason", &entry.reason);
    text("effect", entry.effect.word());
    text("state", entry.state.word());
    text("at", &entry.at);
    text("before", entry.before.as_deref().unwrap_or_default());
    text("superseded_by", entry.superseded_by.as_deref().unwrap_or_default());
    let mut object = |name: &str, pairs: &[(&str, &str)]| {
        let Value::Object(inner) = members.entry(name).or_insert_with(|| Value::Object(Map::new())) else {
            return;
        };
        for (name, text) in pairs.iter().filter(|(_, text)| !text.is_empty()) {
            inner.insert((*name).to_owned(), (*text).into());
        }
    };
    match &entry.target {
        Target::Type(type_name) => object("target", &[("type", type_name)]),
        Target::Resource { address, source } => {
            object(
                "target",
                &[("address", address), ("source", source.as_deref().unwrap_or_default())],
            );
        }
    }
    object("proposed_by", &[("plugin", &entry.plugin), ("rule", &entry.rule)]);
    if !entry.attributes.is_empty() {
        let attributes = entry.attributes.iter();
        members.insert(
            "attributes".to_owned(),
            attributes
                .map(|(name, text)| (name.clone(), Value::from(text.as_str())))
                .collect(),
        );
    }
    if let Some(value) = &entry.value {
        members.insert("value".to_owned(), value.clone());
    }
    if !entry.explains.is_empty() {
        members.insert("explains".to_owned(), entry.explains.clone().into());
    }
    if let Some(helped) = entry.helped {
        members.insert("helped".to_owned(), helped.into());
    }
    members.insert("iteration".to_owned(), entry.iteration.into());
    Value::Object(members)
}

#[cfg(test)]
mod tests;
