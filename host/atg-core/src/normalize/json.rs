//! Reads JSON byte by byte, once, without making anything of it.
//!
//! It accepts what `serde_json` accepts, and of what it does not it says only that: whoever meets a bad row reads it again
//! with a parser that can name the place. Text is handed out where it lies; only text with escapes is copied.

mod escapes;
mod number;
mod plain;
#[cfg(test)]
mod tests;

pub(crate) use number::Number;
use std::borrow::Cow;

/// How many bytes stand before the first one that a JSON string cannot hold as it is: a quote, a backslash, a control
/// character. All of them where there is none.
pub fn plain_length(text: &[u8]) -> usize {
    plain::run(text).length
}

/// The text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Stands before some byte of a JSON text.
#[derive(Debug)]
pub(crate) struct Scanner<'j> {
    json: &'j [u8],
    at: usize,
    /// Whether a line's end is white space.
    lines: bool,
    /// The text read last, where it had escapes.
    unescaped: Vec<u8>,
    /// The ends of the containers that are being skipped.
    ends: Vec<u8>,
}

/// Where a text that was read stands.
enum Text<'j> {
    Here(&'j [u8]),
    Unescaped,
}

impl<'j> Scanner<'j> {
    pub(crate) fn new(json: &'j [u8]) -> Scanner<'j> {
        Scanner {
            json,
            at: 0,
            lines: true,
            unescaped: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Reads what begins and ends in the first line.
    pub(crate) fn of_line(json: &'j [u8]) -> Scanner<'j> {
        Scanner {
            lines: false,
            ..Scanner::new(json)
        }
    }

    /// How many bytes were taken.
    pub(crate) fn taken(&self) -> usize {
        self.at
    }

    /// The next byte that is no white space; it is not taken.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Result<u8, Malformed> {
        loop {
            match self.json.get(self.at) {
                Some(byte) if *byte > b' ' => return Ok(*byte),
                Some(b' ' | b'\r' | b'\t') => self.at += 1,
                Some(b'\n') if self.lines => self.at += 1,
                _ => return Err(Malformed),
            }
        }
    }

    /// Takes the first byte of a container, and of an empty one the last too. Whether it holds anything.
    #[inline]
    pub(crate) fn enter(&mut self, end: u8) -> Result<bool, Malformed> {
        self.at += 1;
        let holds = self.peek()? != end;
        self.at += usize::from(!holds);
        Ok(holds)
    }

    /// Takes the comma or the end after a value in a container. Whether another one follows.
    #[inline(always)]
    pub(crate) fn follows(&mut self, end: u8) -> Result<bool, Malformed> {
        let byte = self.peek()?;
        if byte != b',' && byte != end {
            return Err(Malformed);
        }
        self.at += 1;
        Ok(byte == b',')
    }

    /// Takes a member's name and its colon.
    #[inline(always)]
    pub(crate) fn name(&mut self) -> Result<&[u8], Malformed> {
        if self.peek()? != b'"' {
            return Err(Malformed);
        }
        let name = self.take_text()?;
        if self.peek()? != b':' {
            return Err(Malformed);
        }
        self.at += 1;
        Ok(self.resolve(&name))
    }

    /// Takes a text, whose quote was peeked. What is returned is UTF-8.
    #[inline(always)]
    pub(crate) fn text(&mut self) -> Result<&[u8], Malformed> {
        let text = self.take_text()?;
        Ok(self.resolve(&text))
    }

    /// Takes a text, whose quote was peeked, to keep it.
    pub(crate) fn own_text(&mut self) -> Result<Cow<'j, str>, Malformed> {
        let text = match self.take_text()? {
            Text::Here(text) => std::str::from_utf8(text).map(Cow::Borrowed),
            Text::Unescaped => std::str::from_utf8(&self.unescaped).map(|text| Cow::Owned(text.to_owned())),
        };
        text.map_err(|_| Malformed)
    }

    /// Takes `true`, `false` or `null`.
    #[inline]
    pub(crate) fn word(&mut self, word: &'static [u8]) -> Result<(), Malformed> {
        if !self.json[self.at..].starts_with(word) {
            return Err(Malformed);
        }
        self.at += word.len();
        Ok(())
    }

    /// Takes a number.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<Number, Malformed> {
        let (number, length) = number::read(&self.json[self.at..])?;
        self.at += length;
        Ok(number)
    }

    /// Takes one value of any kind and depth.
    pub(crate) fn skip(&mut self) -> Result<(), Malformed> {
        self.ends.clear();
        loop {
            match self.peek()? {
                b'"' => self.skip_text()?,
                b'{' => {
                    if self.enter(b'}')? {
                        self.ends.push(b'}');
                        self.skip_name()?;
                        continue;
                    }
                }
                b'[' => {
                    if self.enter(b']')? {
                        self.ends.push(b']');
                        continue;
                    }
                }
                b't' => self.word(b"true")?,
                b'f' => self.word(b"false")?,
                b'n' => self.word(b"null")?,
                _ => {
                    self.number()?;
                }
            }
            loop {
                let Some(end) = self.ends.last().copied() else {
                    return Ok(());
                };
                if self.follows(end)? {
                    if end == b'}' {
                        self.skip_name()?;
                    }
                    break;
                }
                self.ends.pop();
            }
        }
    }

    /// Nothing but white space may follow.
    pub(crate) fn finish(&mut self) -> Result<(), Malformed> {
        match self.peek() {
            Err(Malformed) if self.at == self.json.len() => Ok(()),
            _ => Err(Malformed),
        }
    }

    #[inline(always)]
    fn take_text(&mut self) -> Result<Text<'j>, Malformed> {
        let rest = &self.json[self.at + 1..];
        let run = plain::run(rest);
        match rest.get(run.length) {
            Some(b'"') => {
                let text = &rest[..run.length];
                if !run.ascii {
                    must_be_utf8(text)?;
                }
                self.at += run.length + 2;
                Ok(Text::Here(text))
            }
            Some(b'\\') => {
                self.at += 1 + escapes::unescape(rest, &mut self.unescaped)?;
                Ok(Text::Unescaped)
            }
            _ => Err(Malformed),
        }
    }

    #[inline(always)]
    fn resolve<'t>(&'t self, text: &Text<'t>) -> &'t [u8] {
        match text {
            Text::Here(text) => text,
            Text::Unescaped => &self.unescaped,
        }
    }

    fn skip_name(&mut self) -> Result<(), Malformed> {
        if self.peek()? != b'"' {
            return Err(Malformed);
        }
        self.skip_text()?;
        if self.peek()? != b':' {
            return Err(Malformed);
        }
        self.at += 1;
        Ok(())
    }

    fn skip_text(&mut self) -> Result<(), Malformed> {
        self.at += 1;
        loop {
            let rest = &self.json[self.at..];
            let run = plain::run(rest);
            if !run.ascii {
                must_be_utf8(&rest[..run.length])?;
            }
            self.at += run.length + 1;
            match rest.get(run.length) {
                Some(b'"') => return Ok(()),
                Some(b'\\') => self.at += escapes::length(&rest[run.length + 1..])?,
                _ => return Err(Malformed),
            }
        }
    }
}

#[cold]
fn must_be_utf8(text: &[u8]) -> Result<(), Malformed> {
    std::str::from_utf8(text).map(drop).map_err(|_| Malformed)
}
