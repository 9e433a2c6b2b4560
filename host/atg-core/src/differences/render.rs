//! Values of a tree as canonical JSON.

use super::DifferenceValue;
use super::tree::{Node, Tree, Value};
use crate::sensitive::{REDACTED_TEXT, is_sensitive, looks_secret};
use std::fmt::Write;

/// The value of a node at a path; `redact` leaves out what may be a secret.
pub(super) fn render(tree: &Tree, node: Option<&Node>, path: &str, redact: bool) -> DifferenceValue {
    let Some(node) = node else {
        return DifferenceValue::Absent;
    };
    if matches!(node.value, Value::Unknown) {
        return DifferenceValue::Unknown;
    }
    let secret = |text| looks_secret(tree.text(text));
    if redact && (is_sensitive(path) || matches!(node.value, Value::Text(text) if secret(text))) {
        return DifferenceValue::Redacted;
    }
    let mut json = String::new();
    write_value(tree, node, redact, &mut json);
    DifferenceValue::Json(json)
}

fn write_value(tree: &Tree, node: &Node, redact: bool, json: &mut String) {
    match node.value {
        Value::Null => json.push_str("null"),
        Value::Bool(value) => json.push_str(if value { "true" } else { "false" }),
        // Writing to a string does not fail.
        Value::Unsigned(value) => drop(write!(json, "{value}")),
        Value::Signed(value) => drop(write!(json, "{value}")),
        Value::Float(value) => drop(write!(json, "{value}")),
        Value::Text(text) if redact && looks_secret(tree.text(text)) => write_text(REDACTED_TEXT, json),
        Value::Text(text) => write_text(tree.text(text), json),
        Value::Unknown => json.push_str("\"(unknown)\""),
        Value::Object(children) => {
            let mut members: Vec<(&str, &Node)> = tree
                .children(children)
                .iter()
                .map(|child| (tree.text(child.name), child))
                .collect();
            members.sort_by_key(|(name, _)| *name);
            json.push('{');
            for (position, (name, member)) in members.into_iter().enumerate() {
                if position > 0 {
                    json.push(',');
                }
                write_text(name, json);
                json.push(':');
                if redact && is_sensitive(name) {
                    write_text(REDACTED_TEXT, json);
                } else {
                    write_value(tree, member, redact, json);
                }
            }
            json.push('}');
        }
        Value::List(children, _) => {
            json.push('[');
            for (position, item) in tree.children(children).iter().enumerate() {
                if position > 0 {
                    json.push(',');
                }
                write_value(tree, item, redact, json);
            }
            json.push(']');
        }
    }
}

fn write_text(text: &str, json: &mut String) {
    // A string always has a JSON form.
    json.push_str(&serde_json::to_string(text).unwrap_or_default());
}
