//! Escapes within a text.

use super::{Malformed, must_be_utf8, plain};

/// Writes a text out without its escapes. `json` begins after the opening quote. Gives the length with the closing one.
pub(super) fn unescape(json: &[u8], into: &mut Vec<u8>) -> Result<usize, Malformed> {
    into.clear();
    let mut at = 0;
    loop {
        let rest = &json[at..];
        let run = plain::run(rest);
        let (text, after) = rest.split_at(run.length);
        if !run.ascii {
            must_be_utf8(text)?;
        }
        into.extend_from_slice(text);
        at += run.length + 1;
        match after.split_first() {
            Some((b'"', _)) => return Ok(at),
            Some((b'\\', after)) => at += one(after, into)?,
            _ => return Err(Malformed),
        }
    }
}

/// The length of an escape, of which `json` begins after the backslash. Surrogates need no partner: nobody wants the text.
pub(super) fn length(json: &[u8]) -> Result<usize, Malformed> {
    match json.first() {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(1),
        Some(b'u') => code_unit(json).map(|_| UNIT),
        _ => Err(Malformed),
    }
}

/// Bytes of `uXXXX`.
const UNIT: usize = 5;

fn one(json: &[u8], into: &mut Vec<u8>) -> Result<usize, Malformed> {
    let byte = match json.first() {
        Some(byte @ (b'"' | b'\\' | b'/')) => *byte,
        Some(b'b') => 0x08,
        Some(b'f') => 0x0c,
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'u') => return character(json, into),
        _ => return Err(Malformed),
    };
    into.push(byte);
    Ok(1)
}

/// A character of one or two code units of UTF-16.
fn character(json: &[u8], into: &mut Vec<u8>) -> Result<usize, Malformed> {
    let first = code_unit(json)?;
    let (code, length) = if (0xd800..0xdc00).contains(&first) {
        let second = json[UNIT..].strip_prefix(b"\\").ok_or(Malformed)?;
        let second = code_unit(second)?;
        if !(0xdc00..0xe000).contains(&second) {
            return Err(Malformed);
        }
        (0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00), 2 * UNIT + 1)
    } else {
        (first, UNIT)
    };
    let character = char::from_u32(code).ok_or(Malformed)?;
    into.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Ok(length)
}

fn code_unit(json: &[u8]) -> Result<u32, Malformed> {
    let Some([b'u', digits @ ..]) = json.first_chunk::<UNIT>() else {
        return Err(Malformed);
    };
    digits.iter().try_fold(0, |code, digit| {
        let digit = char::from(*digit).to_digit(16).ok_or(Malformed)?;
        Ok(code << 4 | digit)
    })
}
