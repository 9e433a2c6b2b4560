//! One row of the source, taken apart: what becomes an argument of the block, and what becomes its body.

use std::borrow::Cow;

use super::rules::TypeFacts;
use super::tree::{Members, Node};

/// What a text ends with whose rest was cut off.
pub(super) const CUT_OFF: &str = "...(truncated)";

/// What of a row is part of the body where no schema says more.
const BODY: [&str; 6] = ["properties", "sku", "kind", "zones", "plan", "extendedLocation"];

/// What is never part of the body: arguments of the block, columns of Resource Graph, and what only a service writes.
const NOT_BODY: [&str; 14] = [
    "id",
    "name",
    "type",
    "apiVersion",
    "location",
    "tags",
    "identity",
    "resourceGroup",
    "subscriptionId",
    "tenantId",
    "etag",
    "systemData",
    "resources",
    "aliases",
];

/// A row.
#[derive(Debug)]
pub(super) struct Row<'b> {
    /// The full ARM id, without a slash at its end.
    pub(super) id: Cow<'b, str>,
    /// As it is compared: lower case, no spaces.
    pub(super) location: Option<String>,
    /// An object, or null.
    pub(super) tags: Node<'b>,
    /// ARM's object, or null.
    pub(super) identity: Node<'b>,
    /// The version that the row was read with, where it says so.
    pub(super) api_version: Option<Cow<'b, str>>,
    /// The tenant, where the row says so.
    pub(super) tenant: Option<Cow<'b, str>>,
    /// The id of the resource that manages it, where the row says so.
    pub(super) managed_by: Option<Cow<'b, str>>,
    /// What is sent as the body, as the source has it.
    pub(super) body: Node<'b>,
    /// Whether the properties are there but cannot be read.
    pub(super) cut_off: bool,
}

impl<'b> Row<'b> {
    /// Reads one row; `None` where it is no JSON object with an id.
    pub(super) fn read(bytes: &'b [u8], facts: &TypeFacts<'_>) -> Option<Row<'b>> {
        let Some(Node::Object(members)) = Node::parse(bytes) else {
            return None;
        };
        let mut row = Row {
            id: Cow::Borrowed(""),
            location: None,
            tags: Node::Null,
            identity: Node::Null,
            api_version: None,
            tenant: None,
            managed_by: None,
            body: Node::Null,
            cut_off: false,
        };
        let mut body: Members<'b> = Vec::with_capacity(4);
        for (name, value) in members {
            match &*name {
                "id" => row.id = text(value)?,
                "location" => row.location = text(value).map(|text| fold_location(&text)),
                "tags" => row.tags = structured(value, &mut false),
                "identity" => row.identity = structured(value, &mut false),
                "apiVersion" => row.api_version = text(value),
                "tenantId" => row.tenant = text(value),
                "properties" => match structured(value, &mut row.cut_off) {
                    Node::Null => {}
                    value => body.push((name, value)),
                },
                _ => {
                    if name == "managedBy" {
                        row.managed_by = value.text().map(|id| Cow::Owned(id.to_owned()));
                    }
                    let taken = match facts.schema {
                        Some(_) => !NOT_BODY.contains(&&*name) && facts.takes(&name),
                        None => BODY.contains(&&*name),
                    };
                    let value = if taken {
                        structured(value, &mut false)
                    } else {
                        Node::Null
                    };
                    // Resource Graph gives every column in every row.
                    if !matches!(&value, Node::Null) && value.text() != Some("") {
                        body.push((name, value));
                    }
                }
            }
        }
        while let Some(shorter) = row.id.strip_suffix('/') {
            row.id = Cow::Owned(shorter.to_owned());
        }
        row.location = row.location.filter(|location| !location.is_empty());
        row.body = Node::Object(body);
        (!row.id.is_empty()).then_some(row)
    }
}

fn text(node: Node<'_>) -> Option<Cow<'_, str>> {
    match node {
        Node::Text(text) => Some(text),
        _ => None,
    }
}

/// Some exports hold objects as JSON within text.
fn structured<'b>(node: Node<'b>, cut_off: &mut bool) -> Node<'b> {
    let Node::Text(text) = node else { return node };
    let json = text.trim();
    if json.is_empty() {
        return Node::Null;
    }
    if json == "null" {
        return Node::Null;
    }
    if !json.starts_with(['{', '[']) {
        *cut_off = true;
        return Node::Text(text);
    }
    match Node::parse(json.as_bytes()) {
        Some(node) => node.into_owned(),
        None => {
            *cut_off = true;
            Node::Null
        }
    }
}

/// A location without spaces, in lower case: `East US` is `eastus`.
pub(super) fn fold_location(location: &str) -> String {
    let letters = location.chars().filter(|letter| *letter != ' ');
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Pack;
    use serde_json::json;

    fn body(row: &str, pack: Option<&Pack>) -> serde_json::Value {
        let facts = TypeFacts::of("A.B/c", pack);
        Row::read(row.as_bytes(), &facts).unwrap().body.into_value()
    }

    #[test]
    fn a_row_is_taken_apart() {
        let text = r#"{"id":"/subscriptions/S/","location":"East US","tags":{"a":"b"},"kind":"","sku":null,"zones":["1"],
            "tenantId":"T","resourceGroup":"g","managedBy":"x","placement":{"a":1},"properties":"{\"a\":[1]}"}"#;
        let facts = TypeFacts::of("A.B/c", None);
        let row = Row::read(text.as_bytes(), &facts).unwrap();
        assert_eq!(
            (&*row.id, row.location.as_deref()),
            ("/subscriptions/S", Some("eastus"))
        );
        assert_eq!((row.tenant.as_deref(), row.cut_off), (Some("T"), false));
        assert_eq!(row.body.into_value(), json!({"properties": {"a": [1]}, "zones": ["1"]}));
    }

    #[test]
    fn a_pack_says_what_else_belongs_to_the_body() {
        let pack = r#"{"A.B/c": {"v": "1", "all": ["1"], "s": {"placement": "", "managedBy": "r", "id": "r"}}}"#;
        let pack = Pack::read(pack.as_bytes(), "pack").unwrap();
        let row = r#"{"id":"/s","placement":{"a":1},"managedBy":"x","zones":["1"],"properties":{}}"#;
        assert_eq!(body(row, Some(&pack)), json!({"placement": {"a": 1}, "properties": {}}));
    }

    #[test]
    fn what_cannot_be_read_is_known() {
        let facts = TypeFacts::of("A.B/c", None);
        for cut in [
            r#"{"id":"/s","properties":"{\"a\":1...(truncated)"}"#,
            r#"{"id":"/s","properties":"text"}"#,
        ] {
            assert!(Row::read(cut.as_bytes(), &facts).unwrap().cut_off, "{cut}");
        }
        for none in ["[]", "{", r#"{"name":"a"}"#, r#"{"id":7}"#] {
            assert!(Row::read(none.as_bytes(), &facts).is_none(), "{none}");
        }
    }
}
