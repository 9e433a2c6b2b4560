//! Taking sentences apart.

use crate::json;

/// What stands between two texts.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

/// Everything in double quotes, in its order.
pub fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// The name that a sentence suggests: `Did you mean "x"?`, or in ticks.
pub fn suggested(text: &str) -> Option<&str> {
    let leads = [
        ("Did you mean \"", "\""),
        ("Did you mean `", "`"),
        ("Do you mean `", "`"),
        ("Do you mean \"", "\""),
    ];
    leads
        .into_iter()
        .find_map(|(before, after)| between(text, before, after))
}

/// A text as a JSON string, for the value of a fix.
pub fn json_string(text: &str) -> String {
    let mut out = String::new();
    json::write_string(text, &mut out);
    out
}

/// Whether a text holds another, in any case (ASCII).
pub fn contains(text: &str, other: &str) -> bool {
    find(text.as_bytes(), other.as_bytes(), 0).is_some()
}

/// Whether a text begins with another, in any case (ASCII).
pub fn starts_with(text: &str, other: &str) -> bool {
    let head = text.as_bytes().get(..other.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(other.as_bytes()))
}

/// Where a text stands in another from a place on, in any case (ASCII).
pub(super) fn find(text: &[u8], other: &[u8], from: usize) -> Option<usize> {
    let Some(first) = other.first() else {
        return (from <= text.len()).then_some(from);
    };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let last = text.len().checked_sub(other.len())?;
    let mut at = from;
    let tail = other.len() - 1;
    while at <= last {
        at += text[at..=last]
            .iter()
            .position(|byte| *byte == lower || *byte == upper)?;
        // Most of what begins alike ends otherwise.
        let ends_alike = text[at + tail].eq_ignore_ascii_case(&other[tail]);
        if ends_alike && text[at..at + other.len()].eq_ignore_ascii_case(other) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The last place where a text stands in another, in any case (ASCII).
pub(super) fn rfind(text: &[u8], other: &[u8]) -> Option<usize> {
    let last = text.len().checked_sub(other.len())?;
    (0..=last)
        .rev()
        .find(|at| text[*at..*at + other.len()].eq_ignore_ascii_case(other))
}

/// Whether what stands at a place of a text is named as a code there, and is not a word of a sentence.
pub(super) fn is_code_at(text: &[u8], at: usize, length: usize) -> bool {
    let ends = at + length;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if at > 0 && is_word(&text[at - 1]) || text.get(ends).is_some_and(is_word) {
        return false;
    }
    let before = &text[..at];
    if before.last() == Some(&b'(') && text.get(ends) == Some(&b')') {
        return true;
    }
    let Some(letter) = before
        .iter()
        .rposition(|byte| !matches!(byte, b' ' | b'"' | b'\'' | b'=' | b':' | b'\\' | b'`'))
    else {
        // A text that begins with a code and a colon names it, too.
        return text.get(ends) == Some(&b':');
    };
    let lead = &before[..=letter];
    let is_named = lead.len() >= 4 && lead[lead.len() - 4..].eq_ignore_ascii_case(b"code") && letter + 1 < at;
    // Words joined together, such as `StorageAccountAlreadyTaken`, stand in no sentence.
    let capitals = text[at..ends].iter().filter(|byte| byte.is_ascii_uppercase()).count();
    is_named || (capitals >= 2 && length >= 12 && text[at..ends].iter().any(u8::is_ascii_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_come_apart() {
        assert_eq!(between("a resource named \"x\" here", "named \"", "\""), Some("x"));
        assert_eq!(between("named \"x", "named \"", "\""), None);
        assert_eq!(quoted(r#"a "b" c "d""#).collect::<Vec<_>>(), ["b", "d"]);
        assert_eq!(suggested("No such. Did you mean \"input\"?"), Some("input"));
        assert_eq!(suggested("No such. Do you mean `sku.name`?"), Some("sku.name"));
        assert_eq!(json_string("a\"b"), r#""a\"b""#);
        assert!(contains("aBc", "bC") && !contains("abc", "bd") && contains("abc", ""));
        assert!(starts_with("Error: x", "error") && !starts_with("Er", "error"));
    }

    #[test]
    fn places_are_found_from_both_ends() {
        assert_eq!(find(b"abcABC", b"bC", 0), Some(1));
        assert_eq!(find(b"abcABC", b"bC", 2), Some(4));
        assert_eq!(find(b"abc", b"abcd", 0), None);
        assert_eq!(find(b"abc", b"", 4), None);
        assert_eq!(find(b"abc", b"c", 9), None);
        assert_eq!(rfind(b"abcABC", b"bc"), Some(4));
        assert_eq!(rfind(b"a", b"bc"), None);
    }

    #[test]
    fn a_code_is_told_from_a_word() {
        let is_code = |text: &str, code: &str| is_code_at(text.as_bytes(), text.find(code).unwrap(), code.len());
        assert!(is_code("ERROR CODE: Conflict", "Conflict"));
        assert!(is_code("Conflict: it is being changed", "Conflict"));
        assert!(is_code("because QuotaExceededHere was met", "QuotaExceededHere"));
        assert!(!is_code("a Conflict arose", "Conflict"));
        assert!(!is_code("codeConflict", "Conflict"));
    }
}
