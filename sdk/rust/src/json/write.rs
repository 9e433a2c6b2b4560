//! The writer. It appends to a text that the caller owns, so that nothing is written twice.

use super::Json;

/// Appends a text as a JSON string. Control characters, line separators and marks that turn the direction of text are
/// escaped, so that a document can be looked at on a terminal; everything else stands as it is.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let short = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "",
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        if short.is_empty() {
            unit(u32::from(character), out);
        } else {
            out.push_str(short);
        }
        plain = at + character.len_utf8();
    }
    out.push_str(&text[plain..]);
    out.push('"');
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
