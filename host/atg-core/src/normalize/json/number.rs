//! Numbers, as exact as 64 bits are.

use super::Malformed;

/// A number: a whole one where it is written as one and fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// A whole one from 0 on.
    Unsigned(u64),
    /// A whole one below 0.
    Negative(i64),
    /// Any other; finite.
    Float(f64),
}

/// More digits may not fit into 64 bits.
const DIGITS: usize = 19;

/// The number that a text begins with, and its length.
#[inline]
pub(super) fn read(json: &[u8]) -> Result<(Number, usize), Malformed> {
    let negative = json.first() == Some(&b'-');
    let from = usize::from(negative);
    let (mut at, mut value) = (from, 0_u64);
    while let Some(digit @ b'0'..=b'9') = json.get(at) {
        // Where it overflows, there are too many digits, and it is read again.
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        at += 1;
    }
    if at == from || (json[from] == b'0' && at > from + 1) {
        return Err(Malformed);
    }
    if at - from > DIGITS || matches!(json.get(at), Some(b'.' | b'e' | b'E')) {
        return long_or_fractional(json, from, at);
    }
    let number = if negative {
        below_zero(value)
    } else {
        Some(Number::Unsigned(value))
    };
    match number {
        Some(number) => Ok((number, at)),
        None => Ok((float(&json[..at])?, at)),
    }
}

#[cold]
fn long_or_fractional(json: &[u8], from: usize, mut at: usize) -> Result<(Number, usize), Malformed> {
    let whole = at;
    if json.get(at) == Some(&b'.') {
        at = digits(json, at + 1)?;
    }
    if let Some(b'e' | b'E') = json.get(at) {
        let sign = usize::from(matches!(json.get(at + 1), Some(b'+' | b'-')));
        at = digits(json, at + 1 + sign)?;
    }
    if at == whole
        && let Some(value) = text(&json[from..at])?.parse().ok()
    {
        let number = if from == 0 {
            Some(Number::Unsigned(value))
        } else {
            below_zero(value)
        };
        if let Some(number) = number {
            return Ok((number, at));
        }
    }
    Ok((float(&json[..at])?, at))
}

/// The end of one digit or more.
fn digits(json: &[u8], from: usize) -> Result<usize, Malformed> {
    let count = json
        .get(from..)
        .unwrap_or_default()
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if count == 0 { Err(Malformed) } else { Ok(from + count) }
}

/// The negative of a value; `None` where it does not fit, or is the zero that has a sign.
fn below_zero(value: u64) -> Option<Number> {
    0_i64
        .checked_sub_unsigned(value)
        .filter(|value| *value < 0)
        .map(Number::Negative)
}

fn float(json: &[u8]) -> Result<Number, Malformed> {
    match text(json)?.parse() {
        Ok(value) if f64::is_finite(value) => Ok(Number::Float(value)),
        _ => Err(Malformed),
    }
}

fn text(json: &[u8]) -> Result<&str, Malformed> {
    std::str::from_utf8(json).map_err(|_| Malformed)
}
