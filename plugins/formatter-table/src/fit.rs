//! How wide text is on a terminal, and text that fits.

use atg_sdk::sections;

/// How many columns a terminal gives to a text that steers nothing.
pub(crate) fn wide(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Ideographs and most pictures take two columns.
fn columns(character: char) -> usize {
    match u32::from(character) {
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// Text that fits: what steers is spelled out, and what is too long is cut in the middle, where ids differ least.
pub(crate) fn shorten(text: &str, width: usize) -> String {
    let text = sections::visible(text);
    let all = wide(&text);
    if all <= width {
        return text.into_owned();
    }
    if width == 0 {
        return String::new();
    }
    let head = (width - 1) / 2;
    let tail = width - 1 - head;
    let mut out = String::new();
    let mut taken = 0;
    for character in text.chars() {
        taken += columns(character);
        if taken > head {
            break;
        }
        out.push(character);
    }
    out.push('…');
    let mut skipped = 0;
    let rest = text.chars().skip_while(|character| {
        let skip = skipped < all - tail;
        skipped += if skip { columns(*character) } else { 0 };
        skip
    });
    out.extend(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_in_the_middle() {
        assert_eq!(shorten("abcdefghij", 10), "abcdefghij");
        assert_eq!(shorten("abcdefghij", 7), "abc…hij");
        assert_eq!(shorten("abcdefghij", 1), "…");
        assert_eq!(shorten("abcdefghij", 0), "");
        let shown = shorten("名前名前名前", 7);
        assert!(wide(&shown) <= 7, "{shown}");
    }
}
