//! JSON as it is rewritten: text stays in the row's bytes until it is changed, and members stand in a list.
//!
//! A map of maps would cost several times as much to make and to drop as all the rewriting does.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Members of an object, in any order; of two of one name the later one counts.
pub(super) type Members<'b> = Vec<(Cow<'b, str>, Node<'b>)>;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'b> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'b, str>),
    List(Vec<Node<'b>>),
    Object(Members<'b>),
}

impl<'b> Node<'b> {
    /// Parses one row; `None` for anything that is not JSON.
    pub(super) fn parse(bytes: &'b [u8]) -> Option<Node<'b>> {
        // Checked as a whole: every text on its own would cost more.
        serde_json::from_str(std::str::from_utf8(bytes).ok()?).ok()
    }

    /// An owned text.
    pub(super) fn of(text: impl Into<String>) -> Node<'static> {
        Node::Text(Cow::Owned(text.into()))
    }

    /// An object of named values.
    pub(super) fn object<const N: usize>(members: [(&'static str, Node<'b>); N]) -> Node<'b> {
        let members = members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value));
        Node::Object(members.collect())
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn items(&self) -> &[Node<'b>] {
        match self {
            Node::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn members(&self) -> &[(Cow<'b, str>, Node<'b>)] {
        match self {
            Node::Object(members) => members,
            _ => &[],
        }
    }

    /// A member by its exact name.
    pub(super) fn get(&self, name: &str) -> Option<&Node<'b>> {
        self.members()
            .iter()
            .rfind(|(own, _)| own == name)
            .map(|(_, value)| value)
    }

    /// What stands at a dotted path of members.
    pub(super) fn at(&self, path: &str) -> Option<&Node<'b>> {
        path.split('.').try_fold(self, |node, name| node.get(name))
    }

    /// The text at a dotted path of members.
    pub(super) fn text_at(&self, path: &str) -> Option<&str> {
        self.at(path)?.text()
    }

    /// Takes a member out.
    pub(super) fn take(&mut self, name: &str) -> Option<Node<'b>> {
        let Node::Object(members) = self else { return None };
        let place = members.iter().rposition(|(own, _)| own == name)?;
        Some(members.swap_remove(place).1)
    }

    /// A member by its exact name, made where it is missing. `null` becomes an object; `None` for other values.
    pub(super) fn entry(&mut self, name: &str) -> Option<&mut Node<'b>> {
        if *self == Node::Null {
            *self = Node::Object(Vec::new());
        }
        let Node::Object(members) = self else { return None };
        let place = members.iter().rposition(|(own, _)| own == name);
        let place = place.unwrap_or_else(|| {
            members.push((Cow::Owned(name.to_owned()), Node::Null));
            members.len() - 1
        });
        members.get_mut(place).map(|(_, value)| value)
    }

    /// Sorts members by name at every depth, so that their order in the input never shows.
    pub(super) fn sort(&mut self) {
        match self {
            Node::Object(members) => {
                if !members.is_sorted_by(|one, other| one.0 < other.0) {
                    members.sort_by(|one, other| one.0.cmp(&other.0));
                    // Of equal names the last one counts, as in a map.
                    members.reverse();
                    members.dedup_by(|one, other| one.0 == other.0);
                    members.reverse();
                }
                members.iter_mut().for_each(|(_, value)| value.sort());
            }
            Node::List(items) => items.iter_mut().for_each(Node::sort),
            _ => {}
        }
    }

    /// The same without borrowing.
    pub(super) fn into_owned(self) -> Node<'static> {
        match self {
            Node::Null => Node::Null,
            Node::Bool(truth) => Node::Bool(truth),
            Node::Number(number) => Node::Number(number),
            Node::Text(text) => Node::Text(Cow::Owned(text.into_owned())),
            Node::List(items) => Node::List(items.into_iter().map(Node::into_owned).collect()),
            Node::Object(members) => Node::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
                    .collect(),
            ),
        }
    }

    /// For what works on serde_json's own values.
    pub(super) fn into_value(self) -> Value {
        match self {
            Node::Null => Value::Null,
            Node::Bool(truth) => Value::Bool(truth),
            Node::Number(number) => Value::Number(number),
            Node::Text(text) => Value::String(text.into_owned()),
            Node::List(items) => Value::Array(items.into_iter().map(Node::into_value).collect()),
            Node::Object(members) => Value::Object(into_map(members)),
        }
    }
}

/// Members as serde_json keeps them.
pub(super) fn into_map(members: Members<'_>) -> Map<String, Value> {
    let members = members.into_iter();
    members
        .map(|(name, value)| (name.into_owned(), value.into_value()))
        .collect()
}

impl From<Value> for Node<'static> {
    fn from(value: Value) -> Node<'static> {
        match value {
            Value::Null => Node::Null,
            Value::Bool(truth) => Node::Bool(truth),
            Value::Number(number) => Node::Number(number),
            Value::String(text) => Node::of(text),
            Value::Array(items) => Node::List(items.into_iter().map(Node::from).collect()),
            Value::Object(members) => Node::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name), value.into()))
                    .collect(),
            ),
        }
    }
}

impl<'de: 'b, 'b> Deserialize<'de> for Node<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(truth))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node<'de>, E> {
        Ok(Number::from_f64(number).map_or(Node::Null, Node::Number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::of(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut members = Vec::with_capacity(8);
        while let Some((Name(name), value)) = access.next_entry()? {
            members.push((name, value));
        }
        Ok(Node::Object(members))
    }
}

/// A member's name, borrowed where it holds no escape.
struct Name<'b>(Cow<'b, str>);

impl<'de: 'b, 'b> Deserialize<'de> for Name<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(Reading)? {
            Node::Text(text) => Ok(Name(text)),
            _ => Err(D::Error::custom("a member without a name")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_read_and_become_values_again() {
        let text = r#"{"b":[1,-2,2.5,null,true],"a":"x\ny","b":{"d":1,"c":"é"}}"#;
        let mut node = Node::parse(text.as_bytes()).unwrap();
        assert!(matches!(node.get("a"), Some(Node::Text(Cow::Owned(_)))));
        node.sort();
        assert_eq!(node.members().len(), 2);
        assert_eq!(node.text_at("b.c"), Some("é"));
        assert_eq!(node.into_value(), json!({"a": "x\ny", "b": {"c": "é", "d": 1}}));
        assert_eq!(Node::parse(b"{"), None);
        assert_eq!(Node::parse(b"[1] 2"), None);
    }

    #[test]
    fn members_are_made_where_they_are_missing() {
        let mut node = Node::Null;
        *node.entry("a").and_then(|node| node.entry("b")).unwrap() = Node::Bool(true);
        assert_eq!(Node::Bool(true).entry("a"), None);
        assert_eq!(node.clone().into_value(), json!({"a": {"b": true}}));
        assert_eq!(node.take("a"), Some(Node::object([("b", Node::Bool(true))])));
        assert_eq!(node.take("a"), None);
        assert_eq!(Node::from(json!({"x": [1, "a"]})).into_value(), json!({"x": [1, "a"]}));
    }
}
