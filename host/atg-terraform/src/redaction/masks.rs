//! Terraform's own marks: what `plan` and `show` call sensitive, in clear beside the mark.

use serde_json::{Map, Value};

use super::{REDACTED, Redactor, patterns};

/// Pairs of values and the marks of those.
const MARKED: [(&str, &str); 3] = [
    ("before", "before_sensitive"),
    ("after", "after_sensitive"),
    ("values", "sensitive_values"),
];

/// Masked texts of this length and more are sought everywhere else in the document; shorter ones are words.
const TELLING: usize = 8;

/// Replaces in `value` what `mask` marks with `true`, and returns the texts that were there.
pub fn apply(value: &mut Value, mask: &Value) -> Vec<String> {
    let mut removed = Vec::new();
    masked(value, mask, &mut removed);
    removed
}

/// Removes all secrets from a document of `show -json`, a plan or a state: what it marks, sensitive variables and outputs,
/// the same texts wherever else they are, and what `redactor` knows.
pub fn document(document: &mut Value, redactor: &Redactor) {
    let mut removed = Vec::new();
    variables(document, &mut removed);
    marked(document, &mut removed);
    removed.retain(|text| text.len() >= TELLING);
    removed.sort_unstable();
    removed.dedup();
    if !removed.is_empty() {
        Redactor::new(&removed).json(document);
    }
    redactor.json(document);
}

fn masked(value: &mut Value, mask: &Value, removed: &mut Vec<String>) {
    match mask {
        Value::Bool(true) => remove(value, removed),
        Value::Array(masks) => {
            if let Value::Array(items) = value {
                for (item, mask) in items.iter_mut().zip(masks) {
                    masked(item, mask, removed);
                }
            }
        }
        Value::Object(masks) => {
            if let Value::Object(members) = value {
                for (name, mask) in masks {
                    if let Some(member) = members.get_mut(name) {
                        masked(member, mask, removed);
                    }
                }
            }
        }
        _ => {}
    }
}

/// What is not there is no secret: null stays, so that a reader can tell.
fn remove(value: &mut Value, removed: &mut Vec<String>) {
    if !value.is_null() {
        texts(value, removed);
        *value = Value::String(REDACTED.to_owned());
    }
}

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

fn marked(value: &mut Value, removed: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| marked(item, removed)),
        Value::Object(object) => {
            for (values, marks) in MARKED {
                if let Some(mask) = object.get(marks).cloned()
                    && let Some(value) = object.get_mut(values)
                {
                    masked(value, &mask, removed);
                }
            }
            if object.get("sensitive") == Some(&Value::Bool(true))
                && let Some(value) = object.get_mut("value")
            {
                remove(value, removed);
            }
            for (name, member) in object.iter_mut() {
                match member.get_mut("constant_value") {
                    Some(value) if patterns::names_a_secret(name) => remove(value, removed),
                    _ => marked(member, removed),
                }
            }
        }
        _ => {}
    }
}

/// Variables that the configuration declares sensitive: their values and defaults carry no mark of their own.
fn variables(document: &mut Value, removed: &mut Vec<String>) {
    let mut sensitive: Vec<String> = Vec::new();
    if let Some(Value::Object(declared)) = document.pointer_mut("/configuration/root_module/variables") {
        for (name, variable) in declared.iter_mut().filter(|(_, variable)| is_sensitive(variable)) {
            sensitive.push(name.clone());
            if let Some(default) = variable.get_mut("default") {
                remove(default, removed);
            }
        }
    }
    if let Some(Value::Object(given)) = document.get_mut("variables") {
        let given: &mut Map<String, Value> = given;
        for name in &sensitive {
            if let Some(value) = given.get_mut(name).and_then(|variable| variable.get_mut("value")) {
                remove(value, removed);
            }
        }
    }
}

fn is_sensitive(variable: &Value) -> bool {
    variable.get("sensitive") == Some(&Value::Bool(true))
}
