//! The writer. It appends to a text that the caller owns, so that nothing is written twice.

use super::Json;

/// Appends a text as a JSON string. Control characters, line separators and marks that turn the direction of text are
/// escaped, so that a document can be looked at on a terminal; everything else stands as it is.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    loop {
        let (plain, other) = rest.split_at(plain_length(rest.as_bytes()));
        out.push_str(plain);
        let Some(character) = other.chars().next() else { break };
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => unit(u32::from(character), out),
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                unit(u32::from(character), out);
            }
            _ => out.push(character),
        }
        rest = &other[character.len_utf8()..];
    }
    out.push('"');
}

/// How many bytes stand before the first one that is not ASCII, or is not in a JSON string as it is. Eight are looked at
/// together: nearly all text is nothing else.
fn plain_length(text: &[u8]) -> usize {
    let (words, _) = text.as_chunks();
    let plain = 8 * words.iter().take_while(|word| all_plain(**word)).count();
    let byte = |byte: &&u8| matches!(**byte, b' '..=b'~') && !matches!(**byte, b'"' | b'\\');
    plain + text[plain..].iter().take_while(byte).count()
}

/// May be wrong where a byte of the eight is not plain, never where all are.
fn all_plain(word: [u8; 8]) -> bool {
    let each = |byte: u8| u64::from_le_bytes([byte; 8]);
    let word = u64::from_le_bytes(word);
    let below = |word: u64, byte: u8| word.wrapping_sub(each(byte)) & !word;
    let is = |byte: u8| below(word ^ each(byte), 1);
    (word | below(word, b' ') | is(b'"') | is(b'\\') | is(0x7f)) & each(0x80) == 0
}

/// A code unit as `\u001b`.
fn unit(unit: u32, out: &mut String) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.push(char::from_digit(unit >> shift & 0xF, 16).unwrap_or('0'));
    }
}

pub(super) fn compact(json: &Json, out: &mut String) {
    match json {
        Json::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                compact(item, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (at, (name, value)) in members.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                write_string(name, out);
                out.push(':');
                compact(value, out);
            }
            out.push('}');
        }
        simple => scalar(simple, out),
    }
}

pub(super) fn pretty(json: &Json, level: usize, out: &mut String) {
    match json {
        Json::Array(items) if !items.is_empty() => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                next_line(at, level + 1, out);
                pretty(item, level + 1, out);
            }
            line(level, out);
            out.push(']');
        }
        Json::Object(members) if !members.is_empty() => {
            out.push('{');
            for (at, (name, value)) in members.iter().enumerate() {
                next_line(at, level + 1, out);
                write_string(name, out);
                out.push_str(": ");
                pretty(value, level + 1, out);
            }
            line(level, out);
            out.push('}');
        }
        simple => compact(simple, out),
    }
}

fn next_line(at: usize, level: usize, out: &mut String) {
    out.push_str(if at == 0 { "" } else { "," });
    line(level, out);
}

fn line(level: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..level {
        out.push_str("  ");
    }
}

fn scalar(json: &Json, out: &mut String) {
    match json {
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Number(text) => out.push_str(text),
        Json::String(text) => write_string(text, out),
        _ => out.push_str("null"),
    }
}
