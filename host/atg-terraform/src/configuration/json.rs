//! JSON as Terraform reads it, with the place of everything: a member that stands twice in an object counts twice.

use std::cell::RefCell;
use std::fmt;

use atg_core::CoreError;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The text of a file, checked for what serde_json would tell badly. A byte order mark is passed over.
pub(super) fn text<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b str, CoreError> {
    let fault = |at: usize, message: &str| {
        let (line, column) = place(bytes, at);
        CoreError::unreadable(file, Some(line), Some(column), message)
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(fault(0, "the text is UTF-16, not UTF-8").with_hint("save the file as UTF-8"));
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(fault(at, "a zero byte stands in the text")
            .with_hint("the file was cut off or overwritten; write it again"));
    }
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if rest.trim_ascii().is_empty() {
        return Err(fault(0, "the file is empty").with_hint("an interrupted run may have left it; write it again"));
    }
    std::str::from_utf8(rest).map_err(|error| {
        let at = bytes.len() - rest.len() + error.valid_up_to();
        fault(at, "the text is not UTF-8").with_hint("save the file as UTF-8")
    })
}

/// Line and column, from 1, of a byte.
pub(super) fn place(bytes: &[u8], at: usize) -> (u64, u64) {
    let before = &bytes[..at.min(bytes.len())];
    let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    (line, (before.len() - start) as u64 + 1)
}

/// The members of an object in their order, repeated ones included; their values unread.
pub(super) struct Members<'t>(pub(super) Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Members<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members<'t>, D::Error> {
        struct Visit<'t>(std::marker::PhantomData<&'t ()>);
        impl<'de: 't, 't> Visitor<'de> for Visit<'t> {
            type Value = Members<'t>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'t>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &'t RawValue>()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit(std::marker::PhantomData))
    }
}

/// What a raw value is, by its first letter.
pub(super) fn kind_of(raw: &str) -> &'static str {
    match raw.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a text",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "nothing",
        _ => "a number",
    }
}

/// Parses a value. Of repeated members the values become one list, and their names are put into `repeated` unless all of
/// them are objects, which Terraform takes as several blocks of one kind.
pub(super) fn parse(text: &str, repeated: &mut Vec<String>) -> Result<Value, serde_json::Error> {
    let names = RefCell::new(std::mem::take(repeated));
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Repeatable(&names).deserialize(&mut json)?;
    json.end()?;
    *repeated = names.into_inner();
    Ok(value)
}

/// What serde_json says, without the place that it puts at the end.
pub(super) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}

#[derive(Clone, Copy)]
struct Repeatable<'r>(&'r RefCell<Vec<String>>);

impl<'de> DeserializeSeed<'de> for Repeatable<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Repeatable<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        let mut again: Vec<String> = Vec::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self)?;
            match object.get_mut(&name) {
                None => {
                    object.insert(name, value);
                }
                Some(Value::Array(all)) if again.contains(&name) => all.push(value),
                Some(first) => {
                    *first = Value::Array(vec![first.take(), value]);
                    again.push(name);
                }
            }
        }
        again.retain(|name| {
            let all = object.get(name).and_then(Value::as_array);
            name != "//" && !all.is_some_and(|all| all.iter().all(Value::is_object))
        });
        self.0.borrow_mut().extend(again);
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn repeated_members_are_kept_and_told() {
        let mut repeated = Vec::new();
        let text = r#"{"a": 1, "b": {"c": 1, "c": 2}, "a": [2], "d": {}, "d": {"x": 1}, "//": 1, "//": 2}"#;
        let value = parse(text, &mut repeated).unwrap();
        assert_eq!(
            value,
            json!({"a": [1, [2]], "b": {"c": [1, 2]}, "d": [{}, {"x": 1}], "//": [1, 2]})
        );
        assert_eq!(repeated, ["c", "a"]);
    }

    #[test]
    fn members_keep_their_order_and_their_place() {
        let text = "{\"b\": 1,\n \"a\": {\"x\": [1]}, \"b\": \"t\"}";
        let Members(members) = serde_json::from_str(text).unwrap();
        let found: Vec<_> = members
            .iter()
            .map(|(name, raw)| (name.as_str(), raw.get(), kind_of(raw.get())))
            .collect();
        let expected = [
            ("b", "1", "a number"),
            ("a", "{\"x\": [1]}", "an object"),
            ("b", "\"t\"", "a text"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn files_that_are_no_text_have_a_place() {
        let fault = |bytes: &[u8]| {
            std::error::Error::source(&text("x", bytes).unwrap_err())
                .unwrap()
                .to_string()
        };
        assert_eq!(fault(b" \n"), "line 1, column 1: the file is empty");
        assert_eq!(fault(b"{\n \"a\": \xff}"), "line 2, column 7: the text is not UTF-8");
        assert_eq!(fault(b"{\n\0}"), "line 2, column 1: a zero byte stands in the text");
        assert_eq!(fault(b"\xff\xfe{"), "line 1, column 1: the text is UTF-16, not UTF-8");
        assert_eq!(text("x", b"\xef\xbb\xbf{}").unwrap(), "{}");
    }
}
