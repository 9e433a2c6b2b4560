//! Values into bytes; always in the widest form, which every reader takes.

use super::{NIL, UNKNOWN};
use crate::value::Value;

/// Writes an object of these members.
pub(crate) fn write_members<'a>(members: impl ExactSizeIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut bytes = vec![0xdf];
    bytes.extend_from_slice(&u32::try_from(members.len()).unwrap_or(u32::MAX).to_be_bytes());
    for (name, value) in members {
        write_text(name, &mut bytes);
        bytes.extend_from_slice(value);
    }
    bytes
}

/// Writes a value whose type is known beforehand.
pub(crate) fn write(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_value(value, &mut bytes);
    bytes
}

fn write_value(value: &Value, bytes: &mut Vec<u8>) {
    match value {
        Value::Unknown => bytes.extend_from_slice(&UNKNOWN),
        Value::Null => bytes.push(NIL),
        Value::Boolean(is) => bytes.push(if *is { 0xc3 } else { 0xc2 }),
        Value::Number(text) | Value::Text(text) => write_text(text, bytes),
        Value::List(items, _) => {
            bytes.push(0xdd);
            bytes.extend_from_slice(&u32::try_from(items.len()).unwrap_or(u32::MAX).to_be_bytes());
            for item in items {
                write_value(item, bytes);
            }
        }
        Value::Object(members, _) => {
            bytes.push(0xdf);
            bytes.extend_from_slice(&u32::try_from(members.len()).unwrap_or(u32::MAX).to_be_bytes());
            for (name, value) in members {
                write_text(name, bytes);
                write_value(value, bytes);
            }
        }
    }
}

fn write_text(text: &str, bytes: &mut Vec<u8>) {
    bytes.push(0xdb);
    bytes.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend_from_slice(text.as_bytes());
}
