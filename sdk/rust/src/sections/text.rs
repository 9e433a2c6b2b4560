//! Numbers and names as people read them, and text that cannot steer what shows it.

use std::borrow::Cow;

use crate::Cell;

/// A count with separators from five digits on: `1674`, `12,345`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A percentage with at least one decimal, and as many as it was written with: `30.8`, `95.0`, `94.95`.
pub fn percent(value: f64) -> String {
    let mut text = value.to_string();
    match text.find('.') {
        None => text.push_str(".0"),
        // More than anybody writes down: a float that was computed.
        Some(dot) if text.len() - dot > 7 => text = one_decimal(value),
        Some(_) => {}
    }
    text
}

/// A percentage that was computed, with one decimal: never rounded onto 100 or onto a target that it misses.
pub(super) fn computed_percent(value: f64, target: Option<f64>) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    let up_onto = |bound: f64| value < bound && rounded >= bound;
    let down_onto = |bound: f64| value > bound && rounded <= bound;
    if up_onto(100.0) || target.is_some_and(up_onto) {
        one_decimal((value * 10.0).floor() / 10.0)
    } else if target.is_some_and(down_onto) {
        one_decimal((value * 10.0).ceil() / 10.0)
    } else {
        one_decimal(value)
    }
}

fn one_decimal(value: f64) -> String {
    let mut text = ((value * 10.0).round() / 10.0).to_string();
    if !text.contains('.') {
        text.push_str(".0");
    }
    text
}

/// A member's or section's name as a heading: `resource_groups` becomes `Resource groups`.
pub fn title_of(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split(['_', '-', ' ']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let word = if word == "id" { "ID" } else { word };
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if out.is_empty() => {
                out.extend(first.to_uppercase());
                out.push_str(characters.as_str());
            }
            _ => out.push_str(word),
        }
    }
    out
}

/// Control characters, marks of direction, and characters without width that join nothing.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Text of an estate for a place that shows it: what [`is_hidden`] is spelled out as `⟨U+202E⟩`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if !is_hidden(character) {
            out.push(character);
            continue;
        }
        out.push_str("⟨U+");
        let code = u32::from(character);
        for shift in [16, 12, 8, 4, 0]
            .into_iter()
            .filter(|shift| *shift < 16 || code > 0xFFFF)
        {
            out.extend(char::from_digit(code >> shift & 0xF, 16).map(|digit| digit.to_ascii_uppercase()));
        }
        out.push('⟩');
    }
    Cow::Owned(out)
}

/// A cell as people read it; an absent one is empty.
pub fn cell<'a>(cell: &Cell<'a>) -> &'a str {
    match *cell {
        Cell::Text(text) => text,
        Cell::Absent => "",
        Cell::Redacted => "(not shown)",
        Cell::Unknown => "(unknown)",
    }
}
