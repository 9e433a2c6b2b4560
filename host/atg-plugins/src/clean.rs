//! Text of plugins and estates, made harmless for terminals and logs.

mod writer;

pub use writer::CleanWriter;

use std::borrow::Cow;

/// What a text may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clean {
    /// One line without colours.
    Line,
    /// Several lines, with tabs, without colours.
    Text,
    /// Several lines, with colours by SGR.
    Coloured,
}

/// Removes what a terminal would obey, and what makes text run backwards or hides it. In a [`Clean::Line`] every run of line
/// ends and tabs becomes one space.
pub fn clean(text: &str, keep: Clean) -> String {
    if is_clean(text, keep) {
        text.to_owned()
    } else {
        washed(text, keep)
    }
}

/// The same for one line, without copying what is clean already.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    if is_clean(text, Clean::Line) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(washed(text, Clean::Line))
    }
}

/// The same for a text that is owned.
pub(crate) fn cleaned(text: String) -> String {
    if is_clean(&text, Clean::Line) {
        text
    } else {
        washed(&text, Clean::Line)
    }
}

/// Cuts a text to a number of bytes, with a sign that it was cut.
pub(crate) fn cut(text: String, bytes: usize) -> String {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}

fn is_clean(text: &str, keep: Clean) -> bool {
    // Beyond ASCII everything is looked at by its character.
    if text.is_ascii() {
        return text
            .bytes()
            .all(|byte| is_plain(byte) || (keep != Clean::Line && matches!(byte, b'\n' | b'\t')));
    }
    text.chars()
        .all(|character| is_harmless(character) || (keep != Clean::Line && matches!(character, '\n' | '\t')))
}

const fn is_plain(byte: u8) -> bool {
    byte >= 0x20 && byte != 0x7f
}

/// Whether a character neither commands a terminal nor changes how others are read. The list of those that do:
/// <https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>, the line and paragraph separators, and tags.
fn is_harmless(character: char) -> bool {
    !(character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'))
}

fn washed(text: &str, keep: Clean) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        rest = match character {
            '\u{1b}' | '\u{9b}' | '\u{9d}' | '\u{90}' | '\u{98}' | '\u{9e}' | '\u{9f}' => {
                let (order, after) = order(rest);
                if keep == Clean::Coloured && is_colour(order) {
                    out.push_str(order);
                }
                after
            }
            '\n' | '\t' if keep != Clean::Line => {
                out.push(character);
                after
            }
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' if keep == Clean::Line => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
                after
            }
            harmless if is_harmless(harmless) => {
                out.push(harmless);
                after
            }
            _ => after,
        };
    }
    out
}

/// Splits off the order that a text begins with (ECMA-48: control sequences, and strings up to their terminator). One
/// that does not end reaches to the end of its line at most, so that it cannot swallow what follows.
fn order(text: &str) -> (&str, &str) {
    let mut characters = text.char_indices();
    let introducer = match characters.next() {
        Some((_, '\u{1b}')) => characters.next().map(|(_, next)| next),
        Some((_, '\u{9b}')) => Some('['),
        Some((_, '\u{9d}')) => Some(']'),
        Some((_, _)) => Some('P'),
        None => None,
    };
    let string = match introducer {
        Some('[') => false,
        Some(']' | 'P' | 'X' | '^' | '_') => true,
        // Intermediate characters, then a last one.
        Some(' '..='/') => {
            let end = text.len() - characters.as_str().trim_start_matches(|c| matches!(c, ' '..='/')).len();
            let last = text[end..]
                .chars()
                .next()
                .filter(|last| !last.is_control())
                .map_or(0, char::len_utf8);
            return text.split_at(end + last);
        }
        Some(other) if !other.is_control() => return text.split_at(text.len() - characters.as_str().len()),
        // A lone escape: what follows is looked at on its own.
        _ => return text.split_at(text.chars().next().map_or(0, char::len_utf8)),
    };
    while let Some((at, character)) = characters.next() {
        let after = at + character.len_utf8();
        match character {
            '\n' | '\r' => return text.split_at(at),
            '@'..='~' if !string => return text.split_at(after),
            '\u{7}' | '\u{9c}' if string => return text.split_at(after),
            '\u{1b}' if string && characters.as_str().starts_with('\\') => return text.split_at(after + 1),
            '\u{1b}' => return text.split_at(at),
            ' '..='?' => {}
            _ if string => {}
            _ => return text.split_at(at),
        }
    }
    (text, "")
}

/// Whether an order is a colour or an emphasis. Hiding text (8) is none.
fn is_colour(order: &str) -> bool {
    let Some(parameters) = order.strip_prefix("\u{1b}[").and_then(|rest| rest.strip_suffix('m')) else {
        return false;
    };
    let mut numbers = parameters.split(';');
    while let Some(number) = numbers.next() {
        let known = match number.parse::<u8>() {
            Ok(38 | 48) => match numbers.next() {
                Some("5") => numbers.next().is_some_and(is_level),
                Some("2") => (0..3).all(|_| numbers.next().is_some_and(is_level)),
                _ => false,
            },
            Ok(0..=4 | 7 | 9 | 22..=24 | 27 | 29..=37 | 39..=47 | 49 | 90..=97 | 100..=107) => true,
            Ok(_) => false,
            Err(_) => number.is_empty(),
        };
        if !known {
            return false;
        }
    }
    true
}

fn is_level(number: &str) -> bool {
    number.parse::<u8>().is_ok()
}

#[cfg(test)]
mod tests;
