//! Markdown: text that is only text, headings, tables.

use atg_sdk::json::Json;
use atg_sdk::sections;

/// Text of an estate where Markdown is read. What could begin markup, a link, a mention or a column is a character reference,
/// which works in cells and out of them; control characters and marks of direction are spelled out.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let (mut before, text) = (' ', sections::visible(text));
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '\\' => out.push_str("&#92;"),
            '`' => out.push_str("&#96;"),
            '*' => out.push_str("&#42;"),
            '[' => out.push_str("&#91;"),
            ']' => out.push_str("&#93;"),
            '~' => out.push_str("&#126;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '!' => out.push_str("&#33;"),
            '$' => out.push_str("&#36;"),
            // Within a word they mean nothing.
            '_' if !(before.is_alphanumeric() && next.is_alphanumeric()) => out.push_str("&#95;"),
            // `http://` and `www.` become links by themselves.
            ':' if next == '/' => out.push_str("&#58;"),
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("&#46;"),
            // A list, where a line begins.
            '-' | '+' | '=' if out.is_empty() => {
                out.push_str("&#");
                out.push_str(&u32::from(character).to_string());
                out.push(';');
            }
            plain => out.push(plain),
        }
        before = character;
    }
    out
}

/// A heading of the second level.
pub(crate) fn heading(title: &str, out: &mut String) {
    out.push_str("\n## ");
    out.push_str(title);
    out.push_str("\n\n");
}

/// The head of a table. A column whose head ends in `:` is aligned to the right.
pub(crate) fn head(columns: &[&str], out: &mut String) {
    row(
        columns.iter().map(|column| column.strip_suffix(':').unwrap_or(column)),
        out,
    );
    out.push('|');
    for column in columns {
        out.push_str(if column.ends_with(':') { "---:|" } else { "---|" });
    }
    out.push('\n');
}

/// A row of cells that are markup already.
pub(crate) fn row<T: AsRef<str>>(cells: impl IntoIterator<Item = T>, out: &mut String) {
    out.push('|');
    for cell in cells {
        out.push(' ');
        out.push_str(cell.as_ref());
        out.push_str(" |");
    }
    out.push('\n');
}

/// Ten blocks, as many of them full as the share says; full and empty ones only where it is all or nothing.
pub(crate) fn bar(share: f64) -> String {
    let full = blocks(share, 10);
    ["█".repeat(full), "░".repeat(10 - full)].concat()
}

fn blocks(share: f64, all: usize) -> usize {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    let full = (share.clamp(0.0, 1.0) * all as f64).round() as usize;
    match full {
        0 if share > 0.0 => 1,
        full if full >= all && share < 1.0 => all - 1,
        full => full,
    }
}

/// Anything as a list of names and values.
pub(crate) fn notes(title: &str, json: &Json, out: &mut String) {
    let lines = sections::notes(json);
    if lines.is_empty() {
        return;
    }
    heading(&text(title), out);
    for (name, value) in lines {
        note(&name, &value, out);
    }
}

/// One line of such a list.
pub(crate) fn note(name: &str, value: &str, out: &mut String) {
    out.push_str("- ");
    if !name.is_empty() {
        out.push_str(&text(name));
        out.push_str(if value.is_empty() { "" } else { ": " });
    }
    out.push_str(&text(value));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_makes_no_markup() {
        assert_eq!(text("a|b\\|c"), "a&#124;b&#92;&#124;c");
        assert_eq!(text("<script>&amp;"), "&lt;script&gt;&amp;amp;");
        assert_eq!(text("two\nlines"), "two⟨U+000A⟩lines");
        assert_eq!(text("[x](http://a) www.b"), "&#91;x&#93;(http&#58;//a) www&#46;b");
        assert_eq!(text("azurerm_subnet.s1 _x_"), "azurerm_subnet.s1 &#95;x&#95;");
        assert_eq!(text("- item"), "&#45; item");
        assert_eq!(
            text("Microsoft.Network/virtualNetworks"),
            "Microsoft.Network/virtualNetworks"
        );
    }

    #[test]
    fn only_everything_is_a_full_bar() {
        assert_eq!((bar(0.0), bar(0.001)), ("░░░░░░░░░░".into(), "█░░░░░░░░░".into()));
        assert_eq!((bar(0.999), bar(1.0)), ("█████████░".into(), "██████████".into()));
    }
}
