//! JSON as Terraform reads it: a member that stands twice in an object counts twice, as a list of both would.

use crate::CoreError;
use crate::readers::BYTE_ORDER_MARK;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// Parses one file. Errors name the file, line and column.
pub(crate) fn parse(file: &str, bytes: &[u8]) -> Result<Value, CoreError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(
            CoreError::unreadable(file, Some(1), Some(1), "the text is UTF-16, not UTF-8")
                .with_hint("save the file as UTF-8; in PowerShell add `-Encoding utf8`"),
        );
    }
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(CoreError::unreadable(file, Some(1), Some(1), "the file is empty")
            .with_hint("an interrupted run may have left it; write it again"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = place(bytes, error.valid_up_to());
        CoreError::unreadable(file, Some(line), Some(column), "the text is not UTF-8")
            .with_hint("save the file as UTF-8")
    })?;
    if let Some(at) = memchr::memchr(0, bytes) {
        let (line, column) = place(bytes, at);
        let error = CoreError::unreadable(file, Some(line), Some(column), "a zero byte stands in the text");
        return Err(error.with_hint("the file was cut off or overwritten; write it again"));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let parsed = Repeatable
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value));
    parsed.map_err(|error| {
        let text = error.to_string();
        // serde_json ends its text with the place, which stands beside it here.
        let message = text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]);
        let (line, column) = (error.line().max(1) as u64, error.column().max(1) as u64);
        let fault = CoreError::unreadable(file, Some(line), Some(column), message);
        if error.is_eof() {
            fault.with_hint("the file is cut off; write it again")
        } else {
            fault
        }
    })
}

fn place(bytes: &[u8], at: usize) -> (u64, u64) {
    let before = &bytes[..at.min(bytes.len())];
    let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    (line, (before.len() - start) as u64 + 1)
}

struct Repeatable;

impl<'de> DeserializeSeed<'de> for Repeatable {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

struct Wrapped(Value);

impl<'de> Deserialize<'de> for Wrapped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Wrapped, D::Error> {
        Repeatable.deserialize(deserializer).map(Wrapped)
    }
}

impl<'de> Visitor<'de> for Repeatable {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
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
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Wrapped(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        let mut repeated = BTreeSet::new();
        while let Some((name, Wrapped(value))) = members.next_entry::<String, Wrapped>()? {
            match object.get_mut(&name) {
                None => {
                    object.insert(name, value);
                }
                Some(Value::Array(all)) if repeated.contains(&name) => all.push(value),
                Some(first) => {
                    *first = Value::Array(vec![first.take(), value]);
                    repeated.insert(name);
                }
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fault(bytes: &[u8]) -> String {
        let error = parse("x.tf.json", bytes).unwrap_err();
        assert_eq!(error.to_string(), "cannot read `x.tf.json`");
        std::error::Error::source(&error).unwrap().to_string()
    }

    #[test]
    fn repeated_members_are_kept() {
        let value = parse("x", br#"{"a": 1, "b": [1], "a": 2, "b": 3, "a": [4]}"#).unwrap();
        assert_eq!(value, json!({"a": [1, 2, [4]], "b": [[1], 3]}));
    }

    #[test]
    fn plain_json_is_itself() {
        let text = br#"{"n": null, "t": true, "i": -3, "u": 18446744073709551615, "f": 1.5, "s": "\u00e4", "l": [{}]}"#;
        assert_eq!(
            parse("x", text).unwrap(),
            serde_json::from_slice::<Value>(text).unwrap()
        );
        assert_eq!(parse("x", b"\xef\xbb\xbf{}").unwrap(), json!({}));
    }

    #[test]
    fn faults_have_a_place() {
        assert_eq!(fault(b""), "line 1, column 1: the file is empty");
        assert_eq!(fault(b"{\n \"a\": \xff}"), "line 2, column 7: the text is not UTF-8");
        assert_eq!(fault(b"{\n\0}"), "line 2, column 1: a zero byte stands in the text");
        assert_eq!(fault(b"\xff\xfe{"), "line 1, column 1: the text is UTF-16, not UTF-8");
        assert!(fault(b"{\"a\": [1, 2").starts_with("line 1, column 11: EOF"));
        assert!(fault(b"{} {}").starts_with("line 1, column 4: trailing"));
        assert!(fault("[".repeat(5000).as_bytes()).contains("recursion limit"));
    }
}
