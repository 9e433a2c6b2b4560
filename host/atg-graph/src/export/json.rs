//! Walks over the text of JSON without taking it apart: what is copied stays byte by byte.

use std::borrow::Cow;

/// The text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the row is no JSON")]
pub(super) struct Fault;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    List,
    Text,
    /// A number, `true`, `false` or `null`.
    Word,
}

/// A text with its quotes and escapes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) raw: &'t str,
    escaped: bool,
}

impl<'t> Text<'t> {
    /// The text itself.
    pub(super) fn value(self) -> Result<Cow<'t, str>, Fault> {
        if self.escaped {
            serde_json::from_str(self.raw).map(Cow::Owned).map_err(|_| Fault)
        } else {
            Ok(Cow::Borrowed(&self.raw[1..self.raw.len() - 1]))
        }
    }
}

/// Deeper rows are not stored.
const DEEPEST: u32 = 512;

/// A place in a text of JSON.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Cursor<'t> {
        Cursor { text, at: 0, depth: 0 }
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(*byte);
            }
            self.at += 1;
        }
        Err(Fault)
    }

    /// What comes next.
    pub(super) fn kind(&mut self) -> Result<Kind, Fault> {
        match self.byte()? {
            b'{' => Ok(Kind::Object),
            b'[' => Ok(Kind::List),
            b'"' => Ok(Kind::Text),
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => Ok(Kind::Word),
            _ => Err(Fault),
        }
    }

    /// Takes the brace or bracket that begins an object or list.
    pub(super) fn open(&mut self) -> Result<(), Fault> {
        if !matches!(self.byte()?, b'{' | b'[') || self.depth >= DEEPEST {
            return Err(Fault);
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Whether another member or item comes; takes the comma before it, or the brace or bracket at the end.
    pub(super) fn more(&mut self, first: bool) -> Result<bool, Fault> {
        match self.byte()? {
            b'}' | b']' => {
                self.depth = self.depth.checked_sub(1).ok_or(Fault)?;
                self.at += 1;
                Ok(false)
            }
            b',' if !first => {
                self.at += 1;
                match self.byte()? {
                    b'}' | b']' => Err(Fault),
                    _ => Ok(true),
                }
            }
            _ if first => Ok(true),
            _ => Err(Fault),
        }
    }

    /// Takes the colon behind a member's name.
    pub(super) fn colon(&mut self) -> Result<(), Fault> {
        if self.byte()? != b':' {
            return Err(Fault);
        }
        self.at += 1;
        Ok(())
    }

    /// Takes a text.
    pub(super) fn text(&mut self) -> Result<Text<'t>, Fault> {
        if self.byte()? != b'"' {
            return Err(Fault);
        }
        let (start, bytes) = (self.at, self.text.as_bytes());
        let mut escaped = false;
        let mut at = start + 1;
        loop {
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    at += 2;
                }
                Some(0..=0x1f) | None => return Err(Fault),
                Some(_) => at += 1,
            }
        }
        self.at = at + 1;
        Ok(Text {
            raw: &self.text[start..=at],
            escaped,
        })
    }

    /// Takes a number, `true`, `false` or `null`.
    pub(super) fn word(&mut self) -> Result<&'t str, Fault> {
        self.byte()?;
        let rest = &self.text.as_bytes()[self.at..];
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let length = rest.iter().take_while(is_part).count();
        let word = &self.text[self.at..self.at + length];
        // Numbers beyond every machine's stay as they are, too.
        if !matches!(word, "true" | "false" | "null")
            && !word.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        {
            return Err(Fault);
        }
        self.at += length;
        Ok(word)
    }

    /// The text that a member of the object that comes next has; the cursor stays where it is.
    pub(super) fn member_ahead(&self, wanted: &str) -> Result<Option<Text<'t>>, Fault> {
        let mut ahead = self.clone();
        ahead.open()?;
        let mut first = true;
        while ahead.more(first)? {
            first = false;
            let name = ahead.text()?;
            ahead.colon()?;
            if name.value()?.eq_ignore_ascii_case(wanted) && ahead.kind()? == Kind::Text {
                return ahead.text().map(Some);
            }
            ahead.skip()?;
        }
        Ok(None)
    }

    fn skip(&mut self) -> Result<(), Fault> {
        match self.kind()? {
            Kind::Text => self.text().map(|_| ()),
            Kind::Word => self.word().map(|_| ()),
            kind => {
                self.open()?;
                let mut first = true;
                while self.more(first)? {
                    first = false;
                    if kind == Kind::Object {
                        self.text()?;
                        self.colon()?;
                    }
                    self.skip()?;
                }
                Ok(())
            }
        }
    }

    /// Checks that nothing is left.
    pub(super) fn end(mut self) -> Result<(), Fault> {
        if self.byte().is_err() && self.depth == 0 {
            Ok(())
        } else {
            Err(Fault)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(text: &str) -> Result<(), Fault> {
        let mut cursor = Cursor::new(text);
        cursor.skip()?;
        cursor.end()
    }

    #[test]
    fn what_is_json_is_walked_over() {
        for text in [
            "{}",
            " [ ] ",
            "{\"a\":[1,-2.5e+10,true,null,\"x\\\"y\"]}",
            "\"\\\\\"",
            "[[[{\"a\":{}}]]]",
            "0",
            "\"é名\"",
        ] {
            assert!(walked(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_none_is_a_fault() {
        for text in [
            "", "{", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "\"open", "\"\\", "tru", "[1 2]", "{} x", "nul", "\"\n\"",
            "}",
        ] {
            assert!(walked(text).is_err(), "{text}");
        }
        assert!(walked(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn a_name_is_found_ahead() {
        let cursor = Cursor::new("{\"value\":{\"name\":\"inner\"},\"Name\":\"outer\"}");
        let found = cursor
            .member_ahead("name")
            .and_then(|found| found.ok_or(Fault))
            .and_then(Text::value);
        assert_eq!(found.as_deref(), Ok("outer"));
    }
}
