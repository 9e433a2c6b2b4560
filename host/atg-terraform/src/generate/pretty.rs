//! Writing JSON as people read it: two spaces a level, one member a line, as serde_json does it, but straight to bytes.

use atg_core::normalize::plain_length;

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
    let mut rest = text.as_bytes();
    loop {
        let (plain, special) = rest.split_at(plain_length(rest));
        out.extend_from_slice(plain);
        let Some((byte, after)) = special.split_first() else {
            break;
        };
        rest = after;
        match byte {
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
    out.push(b'"');
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
