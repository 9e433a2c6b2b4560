//! Text of an estate inside markup and inside the data block.

use atg_sdk::sections::is_hidden;

/// Text as HTML, in content and in quoted attributes. What would steer the direction of text or is not visible at all is
/// spelled out as `⟨U+202E⟩`; what could look like an address to a careless scanner is a reference.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '=' => out.push_str("&#61;"),
            '/' => out.push_str("&#47;"),
            '(' => out.push_str("&#40;"),
            hidden if is_hidden(hidden) => out.push_str(&format!("⟨U+{:04X}⟩", u32::from(hidden))),
            plain => out.push(plain),
        }
    }
    out
}

/// Text as a JSON string that can stand inside a script element: nothing in it ends the element, opens a comment, or
/// reads as markup or as an address.
pub(crate) fn json(text: &str, out: &mut String) {
    out.push('"');
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '/' if before == '/' || before == ':' => out.push_str("\\/"),
            '<' | '>' | '&' | '=' | '(' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            hidden if is_hidden(hidden) => {
                let mut units = [0; 2];
                for unit in hidden.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            plain => out.push(plain),
        }
        before = character;
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            text("<img src=x onerror='a()'>"),
            "&lt;img src&#61;x onerror&#61;&#39;a&#40;)&#39;&gt;"
        );
        assert_eq!(text("a\u{202e}b\n\u{e9}"), "a⟨U+202E⟩b⟨U+000A⟩é");
    }

    #[test]
    fn data_stays_data() {
        let mut out = String::new();
        json("</script><!-- \"x\\ http://a\u{2028}\u{1}", &mut out);
        assert_eq!(out, r#""\u003c/script\u003e\u003c!-- \"x\\ http:\/\/a\u2028\u0001""#);
    }
}
