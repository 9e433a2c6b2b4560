//! Writing JSON as people read it: two spaces a level, one member a line, as serde_json does it, but straight to bytes.

use super::tree::Node;

/// Two of them a level.
const SPACES: &[u8; 64] = &[b' '; 64];

/// Appends a value that begins on a line indented by `depth` levels.
pub(super) fn write(node: &Node<'_>, depth: usize, out: &mut Vec<u8>) {
    match node {
        Node::Null => out.extend_from_slice(b"null"),
        Node::Bool(true) => out.extend_from_slice(b"true"),
        Node::Bool(false) => out.extend_from_slice(b"false"),
        Node::Number(number) => write_number(number, out),
        Node::Text(text) => write_text(text, out),
        Node::List(items) if items.is_empty() => out.extend_from_slice(b"[]"),
        Node::List(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                next_line(at, depth + 1, out);
                write(item, depth + 1, out);
            }
            close(b']', depth, out);
        }
        Node::Object(members) if members.is_empty() => out.extend_from_slice(b"{}"),
        Node::Object(members) => {
            out.push(b'{');
            for (at, (name, value)) in members.iter().enumerate() {
                next_line(at, depth + 1, out);
                write_text(name, out);
                out.extend_from_slice(b": ");
                write(value, depth + 1, out);
            }
            close(b'}', depth, out);
        }
    }
}

/// Ends the line before item `at`, with a comma where there was one, and indents.
pub(super) fn next_line(at: usize, depth: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
    indent(depth, out);
}

/// Ends the last line of a list or an object, and closes it.
pub(super) fn close(bracket: u8, depth: usize, out: &mut Vec<u8>) {
    out.push(b'\n');
    indent(depth, out);
    out.push(bracket);
}

fn indent(depth: usize, out: &mut Vec<u8>) {
    let mut left = 2 * depth;
    while left > 0 {
        let some = left.min(SPACES.len());
        out.extend_from_slice(&SPACES[..some]);
        left -= some;
    }
}

fn write_number(number: &serde_json::Number, out: &mut Vec<u8>) {
    use std::io::Write as _;
    // Writing to memory does not fail.
    let _ = write!(out, "{number}");
}

/// Appends a quoted text.
pub(super) fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut written = 0;
    while let Some(length) = plain_length(&bytes[written..]) {
        let at = written + length;
        out.extend_from_slice(&bytes[written..at]);
        written = at + 1;
        match bytes[at] {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            other => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[HEX[usize::from(other >> 4)], HEX[usize::from(other & 15)]]);
            }
        }
    }
    out.extend_from_slice(&bytes[written..]);
    out.push(b'"');
}

/// How many bytes stand before the first one that is written otherwise; `None` where there is no such one. Looks at
/// eight bytes at once, because most texts have none.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let is_special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    // A byte's high bit is set where that byte is zero (or, without harm, where one below it is).
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, chunk) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk);
        let below_space = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let equal = |byte: u8| zero(word ^ (ONES * u64::from(byte)));
        if below_space | equal(b'"') | equal(b'\\') != 0
            && let Some(within) = chunk.iter().position(|byte| is_special(*byte))
        {
            return Some(8 * at + within);
        }
    }
    let within = rest.iter().position(|byte| is_special(*byte))?;
    Some(bytes.len() - rest.len() + within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn written(value: &Value) -> String {
        let mut out = Vec::new();
        write(&Node::from(value.clone()), 0, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn it_looks_like_serde_json() {
        let value =
            json!({"a": {}, "b": [], "c": [1, {"x": null}], "d": "q\"\\\u{1}\u{8}\u{c}\t\u{7f}é\u{2028}", "e": 1.5});
        assert_eq!(written(&value), serde_json::to_string_pretty(&value).unwrap());
    }

    proptest! {
        #[test]
        fn any_text_is_written_as_serde_json_writes_it(text in any::<String>(), number in any::<f64>(), whole in any::<i64>()) {
            let value = json!({text.clone(): [text, number, whole]});
            prop_assert_eq!(written(&value), serde_json::to_string_pretty(&value).unwrap());
        }
    }
}
