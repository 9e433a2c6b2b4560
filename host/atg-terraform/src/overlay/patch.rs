//! What fixes change, as a patch to be read before it is applied.

use std::fmt::Write as _;

use atg_core::sensitive::REDACTED_TEXT;
use serde_json::Value;

use super::path::Path;
use super::place::Block;
use crate::configuration::{is_secret, without_secrets};

/// One difference of two versions of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where; items are numbered as in the version before, new ones as in the version after.
    pub path: Path,
    /// What stood there; `None` for something new.
    pub old: Option<Value>,
    /// What stands there now; `None` for something gone.
    pub new: Option<Value>,
}

/// What differs, each as deep as it goes, in the order of the blocks. Equal items at the beginning and the end of a list
/// are passed over, so that one item less is one change.
pub fn diff(before: &Block, after: &Block) -> Vec<Change> {
    let mut changes = Vec::new();
    objects(&Path::default(), before, after, &mut changes);
    changes
}

fn objects(path: &Path, before: &Block, after: &Block, changes: &mut Vec<Change>) {
    let new = after.iter().filter(|(name, _)| !before.contains_key(*name));
    let mut names: Vec<&String> = before.keys().chain(new.map(|(name, _)| name)).collect();
    names.sort_unstable();
    for name in names {
        values(&path.member(name), before.get(name), after.get(name), changes);
    }
}

fn values(path: &Path, before: Option<&Value>, after: Option<&Value>, changes: &mut Vec<Change>) {
    match (before, after) {
        (before, after) if before == after => {}
        (Some(Value::Object(before)), Some(Value::Object(after))) => objects(path, before, after, changes),
        (Some(Value::Array(before)), Some(Value::Array(after))) => lists(path, before, after, changes),
        (before, after) => changes.push(Change {
            path: path.clone(),
            old: before.cloned(),
            new: after.cloned(),
        }),
    }
}

fn lists(path: &Path, before: &[Value], after: &[Value], changes: &mut Vec<Change>) {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (old, new) = (&before[start..], &after[start..]);
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    for at in 0..old.len().max(new.len()) {
        values(&path.item(start + at), old.get(at), new.get(at), changes);
    }
}

/// The changes of one resource as text: its address twice, as of two files, then each path with the lines that go and
/// come. Secrets are replaced. Empty where nothing changes.
pub fn patch(address: &str, changes: &[Change]) -> String {
    let mut text = String::new();
    if changes.is_empty() {
        return text;
    }
    // Writing to a text cannot fail.
    let _ = writeln!(text, "--- {address}\n+++ {address}");
    for change in changes {
        let _ = writeln!(text, "@@ {} @@", change.path);
        for (sign, value) in [('-', &change.old), ('+', &change.new)] {
            let Some(value) = value else { continue };
            for line in format!("{:#}", shown(&change.path, value)).lines() {
                let _ = writeln!(text, "{sign}{line}");
            }
        }
    }
    text
}

fn shown(path: &Path, value: &Value) -> Value {
    let spelled = path.to_string();
    match value {
        Value::String(text) if is_secret(&spelled, text) => REDACTED_TEXT.into(),
        value => without_secrets(&spelled, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn block(value: Value) -> Block {
        match value {
            Value::Object(block) => block,
            _ => Block::new(),
        }
    }

    fn shown(before: Value, after: Value) -> String {
        patch("azapi_resource.a", &diff(&block(before), &block(after)))
    }

    #[test]
    fn changes_are_as_deep_as_they_go() {
        let before = json!({"name": "a", "body": {"x": {"y": 1, "z": 2}, "gone": [1]}});
        let after = json!({"name": "a", "body": {"x": {"y": 1, "z": 3}, "new": {"deep": true}}});
        let expected = "--- azapi_resource.a\n+++ azapi_resource.a\n@@ body.gone @@\n-[\n-  1\n-]\n@@ body.new @@\n+{\n\
            +  \"deep\": true\n+}\n@@ body.x.z @@\n-2\n+3\n";
        assert_eq!(shown(before.clone(), after), expected);
        assert_eq!(shown(before.clone(), before), "");
    }

    #[test]
    fn one_item_less_is_one_change() {
        let paths = |before: Value, after: Value| -> Vec<String> {
            let changes = diff(&block(json!({"l": before})), &block(json!({"l": after})));
            changes.iter().map(|change| change.path.to_string()).collect()
        };
        assert_eq!(paths(json!([1, 2, 3]), json!([2, 3])), ["l[0]"]);
        assert_eq!(paths(json!([1, 2, 3]), json!([1, 3])), ["l[1]"]);
        assert_eq!(paths(json!([1]), json!([1, 2, 3])), ["l[1]", "l[2]"]);
        assert_eq!(
            paths(json!([{"a": 1, "b": 2}, 2]), json!([{"a": 1, "b": 3}, 2])),
            ["l[0].b"]
        );
        assert_eq!(paths(json!([1, 1]), json!([1])), ["l[1]"]);
    }

    #[test]
    fn secrets_are_not_shown() {
        let before = json!({"body": {"adminPassword": "hunter22", "note": "AccountKey=abcdefgh;x"}});
        let after = json!({"body": {"adminPassword": "${var.password}", "auth": {"token": {"a": "leak", "n": 5}}}});
        let text = shown(before, after);
        for secret in ["hunter22", "AccountKey", "leak", "5"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert!(text.contains("+\"${var.password}\""), "{text}");
    }

    #[test]
    fn what_stands_in_an_estate_does_not_break_lines() {
        let text = shown(json!({}), json!({"tags": {"a\nb": "c\n+d"}}));
        assert_eq!(text.lines().count(), 6, "{text}");
    }
}
