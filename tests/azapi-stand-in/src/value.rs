//! Values of arguments, as Terraform sends them.

use atg_terraform::schema::{Inspect, Look};

/// A value that may not be known yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Unknown,
    Null,
    Boolean(bool),
    /// As it is written.
    Number(String),
    Text(String),
    /// `true`: a list or set, of one type; `false`: a tuple.
    List(Vec<Value>, bool),
    /// In the order of names. `true`: a map, of one type; `false`: an object.
    Object(Vec<(String, Value)>, bool),
}

impl Value {
    /// A member of an object or map; absent ones are null.
    pub(crate) fn get(&self, name: &str) -> &Value {
        self.member(name).unwrap_or(&Value::Null)
    }

    /// A member of an object or map, if it is there.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        self.members()?
            .iter()
            .find(|(member, _)| member == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn members(&self) -> Option<&[(String, Value)]> {
        match self {
            Value::Object(members, _) => Some(members),
            _ => None,
        }
    }

    pub(crate) fn items(&self) -> &[Value] {
        match self {
            Value::List(items, _) => items,
            _ => &[],
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown)
    }

    /// Whether nothing in it is unknown.
    pub(crate) fn is_known_throughout(&self) -> bool {
        match self {
            Value::Unknown => false,
            Value::List(items, _) => items.iter().all(Value::is_known_throughout),
            Value::Object(members, _) => members.iter().all(|(_, value)| value.is_known_throughout()),
            _ => true,
        }
    }

    /// This object with a member put in or replaced.
    pub(crate) fn put(&mut self, name: &str, value: Value) {
        if let Value::Object(members, _) = self {
            match members.binary_search_by(|(member, _)| member.as_str().cmp(name)) {
                Ok(place) => members[place].1 = value,
                Err(place) => members.insert(place, (name.to_owned(), value)),
            }
        }
    }
}

impl Inspect for Value {
    fn look(&self) -> Look<'_, Value> {
        match self {
            Value::Unknown => Look::Unknown,
            Value::Null => Look::Null,
            Value::Boolean(_) => Look::Boolean,
            Value::Number(_) => Look::Number,
            Value::Text(text) => Look::Text(text),
            Value::List(items, uniform) => Look::List(items, *uniform),
            Value::Object(members, uniform) => Look::Object(
                members.iter().map(|(name, value)| (name.as_str(), value)).collect(),
                *uniform,
            ),
        }
    }
}
