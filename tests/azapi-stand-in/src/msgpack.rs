//! MessagePack, as Terraform writes values in it: unknown values are extensions, numbers that fit no number are texts, and a
//! value whose type is not known beforehand is a pair of type and value.

use serde_json::Value as Json;

use crate::kind::Kind;
use crate::value::Value;

mod write;

pub(crate) use write::{write, write_members};

/// What is not MessagePack, or not of the kind that it should be.
#[derive(Debug, thiserror::Error)]
#[error("Terraform sent a value that cannot be read, at byte {at}")]
pub(crate) struct Garbled {
    at: usize,
}

/// How deep values may nest.
const DEEPEST: usize = 128;

/// The value of a kind in these bytes; no bytes are null.
pub(crate) fn read(bytes: &[u8], kind: &Kind) -> Result<Value, Garbled> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    Reading { bytes, at: 0 }.value(kind, 0)
}

/// The members of an object as they stand, so that most of them can be sent back untouched; none for null.
pub(crate) fn members(bytes: &[u8]) -> Result<Vec<(String, &[u8])>, Garbled> {
    let mut reading = Reading { bytes, at: 0 };
    if bytes.is_empty() || bytes[0] == NIL {
        return Ok(Vec::new());
    }
    let length = reading.map_length()?;
    let mut members = Vec::new();
    for _ in 0..length {
        let name = reading.text()?;
        let from = reading.at;
        reading.skip(0)?;
        members.push((name, &bytes[from..reading.at]));
    }
    Ok(members)
}

/// Null, in bytes.
pub(crate) const NIL: u8 = 0xc0;

/// A value that is not known, in bytes.
pub(crate) const UNKNOWN: [u8; 3] = [0xd4, 0, 0];

/// An empty object whose type is not known beforehand, in bytes.
pub(crate) const EMPTY_OBJECT: &[u8] = b"\x92\xc4\x0d[\"object\",{}]\x80";

struct Reading<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reading<'a> {
    fn garbled<T>(&self) -> Result<T, Garbled> {
        Err(Garbled { at: self.at })
    }

    fn peek(&self) -> Result<u8, Garbled> {
        self.bytes.get(self.at).copied().ok_or(Garbled { at: self.at })
    }

    fn byte(&mut self) -> Result<u8, Garbled> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(byte)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Garbled> {
        let taken = self.at.checked_add(length).and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or(Garbled { at: self.at })?;
        self.at += length;
        Ok(taken)
    }

    /// A big-endian number of so many bytes.
    fn number(&mut self, bytes: usize) -> Result<u64, Garbled> {
        Ok(self
            .take(bytes)?
            .iter()
            .fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    fn length(&mut self, bytes: usize) -> Result<usize, Garbled> {
        let length = self.number(bytes)?;
        usize::try_from(length).or_else(|_| self.garbled())
    }

    fn map_length(&mut self) -> Result<usize, Garbled> {
        match self.byte()? {
            byte @ 0x80..=0x8f => Ok(usize::from(byte & 0x0f)),
            0xde => self.length(2),
            0xdf => self.length(4),
            _ => self.garbled(),
        }
    }

    fn list_length(&mut self) -> Result<usize, Garbled> {
        match self.byte()? {
            byte @ 0x90..=0x9f => Ok(usize::from(byte & 0x0f)),
            0xdc => self.length(2),
            0xdd => self.length(4),
            _ => self.garbled(),
        }
    }

    /// The bytes of a text or of bytes.
    fn bytes(&mut self) -> Result<&'a [u8], Garbled> {
        let length = match self.byte()? {
            byte @ 0xa0..=0xbf => usize::from(byte & 0x1f),
            0xc4 | 0xd9 => self.length(1)?,
            0xc5 | 0xda => self.length(2)?,
            0xc6 | 0xdb => self.length(4)?,
            _ => return self.garbled(),
        };
        self.take(length)
    }

    fn text(&mut self) -> Result<String, Garbled> {
        let bytes = self.bytes()?;
        String::from_utf8(bytes.to_vec()).or_else(|_| self.garbled())
    }

    /// Passes over an extension, whatever it says of the unknown value.
    fn extension(&mut self) -> Result<bool, Garbled> {
        let length = match self.peek()? {
            byte @ 0xd4..=0xd8 => {
                self.at += 1;
                1 << (byte - 0xd4)
            }
            byte @ 0xc7..=0xc9 => {
                self.at += 1;
                self.length(1 << (byte - 0xc7))?
            }
            _ => return Ok(false),
        };
        self.take(length + 1)?;
        Ok(true)
    }

    fn value(&mut self, kind: &Kind, depth: usize) -> Result<Value, Garbled> {
        if depth > DEEPEST {
            return self.garbled();
        }
        if self.peek()? == NIL {
            self.at += 1;
            return Ok(Value::Null);
        }
        if self.extension()? {
            return Ok(Value::Unknown);
        }
        Ok(match kind {
            Kind::Boolean => match self.byte()? {
                0xc2 => Value::Boolean(false),
                0xc3 => Value::Boolean(true),
                _ => return self.garbled(),
            },
            Kind::Number => Value::Number(self.number_text()?),
            Kind::Text => Value::Text(self.text()?),
            Kind::Dynamic => {
                if self.list_length()? != 2 {
                    return self.garbled();
                }
                let kind = serde_json::from_slice::<Json>(self.bytes()?).ok();
                match kind.as_ref().and_then(Kind::read) {
                    Some(kind) => self.value(&kind, depth + 1)?,
                    None => return self.garbled(),
                }
            }
            Kind::List(item) => {
                let length = self.list_length()?;
                Value::List(
                    (0..length)
                        .map(|_| self.value(item, depth + 1))
                        .collect::<Result<_, _>>()?,
                    true,
                )
            }
            Kind::Tuple(items) => {
                if self.list_length()? != items.len() {
                    return self.garbled();
                }
                Value::List(
                    items
                        .iter()
                        .map(|item| self.value(item, depth + 1))
                        .collect::<Result<_, _>>()?,
                    false,
                )
            }
            Kind::Map(item) => {
                let length = self.map_length()?;
                let mut members = Vec::new();
                for _ in 0..length {
                    members.push((self.text()?, self.value(item, depth + 1)?));
                }
                sorted(members, true)
            }
            Kind::Object(kinds) => {
                let length = self.map_length()?;
                let mut members = Vec::new();
                for _ in 0..length {
                    let name = self.text()?;
                    match kinds.get(&name) {
                        Some(kind) => members.push((name, self.value(kind, depth + 1)?)),
                        None => self.skip(depth + 1)?,
                    }
                }
                sorted(members, false)
            }
        })
    }

    fn number_text(&mut self) -> Result<String, Garbled> {
        Ok(match self.peek()? {
            0xa0..=0xbf | 0xd9..=0xdb => self.text()?,
            byte => {
                self.at += 1;
                match byte {
                    0x00..=0x7f => byte.to_string(),
                    0xe0..=0xff => byte.cast_signed().to_string(),
                    0xca => f32::from_bits(self.number(4)? as u32).to_string(),
                    0xcb => f64::from_bits(self.number(8)?).to_string(),
                    0xcc..=0xcf => self.number(1 << (byte - 0xcc))?.to_string(),
                    0xd0 => (self.number(1)? as u8).cast_signed().to_string(),
                    0xd1 => (self.number(2)? as u16).cast_signed().to_string(),
                    0xd2 => (self.number(4)? as u32).cast_signed().to_string(),
                    0xd3 => self.number(8)?.cast_signed().to_string(),
                    _ => return self.garbled(),
                }
            }
        })
    }

    fn skip(&mut self, depth: usize) -> Result<(), Garbled> {
        if depth > DEEPEST {
            return self.garbled();
        }
        if self.extension()? {
            return Ok(());
        }
        match self.peek()? {
            0xc0 | 0xc2 | 0xc3 => self.at += 1,
            0x80..=0x8f | 0xde | 0xdf => {
                for _ in 0..self.map_length()? {
                    self.skip(depth + 1)?;
                    self.skip(depth + 1)?;
                }
            }
            0x90..=0x9f | 0xdc | 0xdd => {
                for _ in 0..self.list_length()? {
                    self.skip(depth + 1)?;
                }
            }
            0xa0..=0xbf | 0xc4..=0xc6 | 0xd9..=0xdb => {
                self.bytes()?;
            }
            _ => {
                self.number_text()?;
            }
        }
        Ok(())
    }
}

fn sorted(mut members: Vec<(String, Value)>, uniform: bool) -> Value {
    members.sort_by(|one, other| one.0.cmp(&other.0));
    Value::Object(members, uniform)
}

#[cfg(test)]
mod tests;
