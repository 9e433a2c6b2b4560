//! Text that comes line by line, in which a private key takes many.

use std::borrow::Cow;

use super::{REDACTED, Redactor};

/// A redactor for the lines of one stream.
#[derive(Debug, Clone)]
pub struct LineRedactor<'a> {
    redactor: &'a Redactor,
    in_key: bool,
}

impl<'a> LineRedactor<'a> {
    pub(super) fn new(redactor: &'a Redactor) -> LineRedactor<'a> {
        LineRedactor {
            redactor,
            in_key: false,
        }
    }

    /// The next line without secrets.
    pub fn line<'l>(&mut self, line: &'l str) -> Cow<'l, str> {
        let mut rest = line;
        let mut removed = false;
        if self.in_key {
            if let Some(end) = end_of_key(line) {
                self.in_key = false;
                removed = true;
                rest = &line[end..];
            } else if part_of_key(line) {
                return Cow::Borrowed(REDACTED);
            } else {
                self.in_key = false;
            }
        }
        // The form of a key without end removes all that follows its beginning on this line.
        self.in_key = rest
            .rfind("-----BEGIN ")
            .is_some_and(|start| end_of_key(&rest[start..]).is_none());
        let clean = self.redactor.text(rest);
        match removed {
            true => Cow::Owned(format!("{REDACTED}{clean}")),
            false => clean,
        }
    }
}

/// Behind the last line of a key.
fn end_of_key(text: &str) -> Option<usize> {
    let start = text.find("-----END ")?;
    let name = start + "-----END ".len();
    Some(text[name..].find("-----").map_or(text.len(), |end| name + end + 5))
}

/// Base64, one of the headers above it, or an empty line; within the frame that Terraform may draw, or behind a number.
fn part_of_key(line: &str) -> bool {
    let bare = line.trim().trim_start_matches(['│', '|']).trim_start();
    let bare = match bare.split_once(": ") {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => rest.trim(),
        Some(("Proc-Type" | "DEK-Info" | "Version" | "Comment", _)) => "",
        _ => bare,
    };
    bare.trim_matches(['"', ',', '\''])
        .trim_end_matches("\\n")
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}
