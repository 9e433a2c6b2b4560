//! Walks the outline of a JSON text that need not fit into memory: one value at a time.

use super::super::place::error_at;
use super::super::window::append;
use super::super::{BYTE_ORDER_MARK, Bytes, LONGEST_ROW, Progress};
use crate::CoreError;
use memchr::{memchr, memchr2};
use std::ops::Range;

/// How much is read at a time.
const STEP: usize = 1 << 20;
/// How much of the end is looked at to find where the rows end.
const TAIL: u64 = 256;

pub(super) struct Scanner<'a> {
    bytes: &'a dyn Bytes,
    file: &'a str,
    progress: &'a dyn Progress,
    buffer: Vec<u8>,
    /// Where the buffer begins.
    base: u64,
    /// What of the buffer is done with.
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a dyn Bytes, file: &'a str, progress: &'a dyn Progress) -> Scanner<'a> {
        Scanner {
            bytes,
            file,
            progress,
            buffer: Vec::new(),
            base: 0,
            at: 0,
        }
    }

    /// Where the scanner stands.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Reads more, after throwing away what is done with; false at the end.
    fn fill(&mut self) -> Result<bool, CoreError> {
        self.buffer.drain(..self.at);
        self.base += self.at as u64;
        self.at = 0;
        let known = self.buffer.len();
        append(
            self.bytes,
            &mut self.buffer,
            self.base + known as u64,
            STEP.max(known / 2),
        )
        .map_err(|source| CoreError::Bytes {
            file: self.file.to_owned(),
            source,
        })?;
        self.progress.advance((self.buffer.len() - known) as u64);
        Ok(self.buffer.len() > known)
    }

    /// The next byte that is not white space; the scanner then stands on it. `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<u8>, CoreError> {
        loop {
            if self.base == 0 && self.at == 0 && self.buffer.starts_with(BYTE_ORDER_MARK) {
                self.at = BYTE_ORDER_MARK.len();
            }
            while let Some(byte) = self.buffer.get(self.at) {
                if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                    return Ok(Some(*byte));
                }
                self.at += 1;
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// The same where the text must go on.
    pub(super) fn expect(&mut self) -> Result<u8, CoreError> {
        match self.next()? {
            Some(byte) => Ok(byte),
            None => Err(self.ended()),
        }
    }

    /// Goes beyond the byte that the scanner stands on.
    pub(super) fn step(&mut self) {
        self.at += 1;
    }

    /// Goes beyond this byte.
    pub(super) fn take(&mut self, byte: u8, otherwise: &str) -> Result<(), CoreError> {
        if self.expect()? != byte {
            return Err(self.fault(otherwise));
        }
        self.step();
        Ok(())
    }

    /// Goes beyond one of two bytes; true for the first.
    pub(super) fn take_either(&mut self, yes: u8, no: u8, otherwise: &str) -> Result<bool, CoreError> {
        let byte = self.expect()?;
        if byte != yes && byte != no {
            return Err(self.fault(otherwise));
        }
        self.step();
        Ok(byte == yes)
    }

    /// Goes into a list; false, and beyond it, where it is empty.
    pub(super) fn open_list(&mut self, otherwise: &str) -> Result<bool, CoreError> {
        self.take(b'[', otherwise)?;
        if self.expect()? == b']' {
            self.step();
            return Ok(false);
        }
        Ok(true)
    }

    /// Goes to the next item of a list; false, and beyond the list, where there is none.
    pub(super) fn next_item(&mut self) -> Result<bool, CoreError> {
        let more = self.take_either(b',', b']', "expected `,` or `]`")?;
        if more {
            self.expect()?;
        }
        Ok(more)
    }

    /// Goes to an offset further on.
    pub(super) fn jump(&mut self, offset: u64) -> Result<(), CoreError> {
        self.buffer.clear();
        (self.base, self.at) = (offset, 0);
        self.take(b']', "expected `]`")
    }

    /// The text of the value that the scanner stands on, which then stands behind it. Only its outline is looked at:
    /// whoever parses it meets what else is wrong.
    pub(super) fn value(&mut self) -> Result<&[u8], CoreError> {
        let mut length = 0;
        let (mut depth, mut quoted) = (0_u64, false);
        loop {
            let rest = &self.buffer[self.at..];
            let end = outline(rest, &mut length, &mut depth, &mut quoted);
            if let Some(end) = end {
                if end == 0 {
                    return Err(self.fault("expected a value"));
                }
                if end > LONGEST_ROW {
                    return Err(self.too_long());
                }
                let from = self.at;
                self.at += end;
                return Ok(&self.buffer[from..from + end]);
            }
            if length > LONGEST_ROW {
                return Err(self.too_long());
            }
            if !self.fill()? {
                return Err(self.ended());
            }
        }
    }

    /// Where the rows are, if the list that the scanner stands in looks as if each row had a line of its own and nothing
    /// followed the list.
    pub(super) fn rows_on_lines(&mut self) -> Result<Option<Range<u64>>, CoreError> {
        let from = self.offset();
        while memchr(b'\n', &self.buffer[self.at..]).is_none() && self.buffer.len() - self.at < 4 * STEP {
            if !self.fill()? {
                return Ok(None);
            }
        }
        let rest = &self.buffer[self.at..];
        let first = memchr(b'\n', rest).map(|end| rest[..end].trim_ascii_end());
        if !first.is_some_and(|first| first.starts_with(b"{") && (first.ends_with(b"},") || first.ends_with(b"}"))) {
            return Ok(None);
        }
        let start = self.bytes.len().saturating_sub(TAIL).max(from);
        let mut tail = Vec::new();
        append(self.bytes, &mut tail, start, TAIL as usize).map_err(|source| CoreError::Bytes {
            file: self.file.to_owned(),
            source,
        })?;
        let list = tail.trim_ascii_end().strip_suffix(b"}").map(<[u8]>::trim_ascii_end);
        let rows = list
            .and_then(|list| list.strip_suffix(b"]"))
            .map(<[u8]>::trim_ascii_end);
        Ok(rows.map(|rows| from..start + rows.len() as u64))
    }

    fn fault(&self, message: &str) -> CoreError {
        error_at(self.bytes, self.file, self.offset(), message)
    }

    fn too_long(&self) -> CoreError {
        self.fault(&format!("the row is longer than {} MiB", LONGEST_ROW >> 20))
    }

    fn ended(&self) -> CoreError {
        let end = self.base + self.buffer.len() as u64;
        error_at(self.bytes, self.file, end, "the file ends before its JSON does")
            .with_hint("it may be cut off: write or download it again")
    }
}

/// Goes on through the outline of one value; gives its length once it is complete. `length` is how far it got.
fn outline(text: &[u8], length: &mut usize, depth: &mut u64, quoted: &mut bool) -> Option<usize> {
    while let Some(rest) = text.get(*length..).filter(|rest| !rest.is_empty()) {
        if *quoted {
            let Some(found) = memchr2(b'"', b'\\', rest) else {
                *length = text.len();
                return None;
            };
            if rest[found] == b'\\' {
                if rest.len() < found + 2 {
                    *length += found;
                    return None;
                }
                *length += found + 2;
                continue;
            }
            *quoted = false;
            *length += found + 1;
            if *depth == 0 {
                return Some(*length);
            }
            continue;
        }
        match rest[0] {
            b'"' => *quoted = true,
            b'{' | b'[' => *depth += 1,
            b'}' | b']' if *depth == 0 => return Some(*length),
            b'}' | b']' => {
                *depth -= 1;
                if *depth == 0 {
                    return Some(*length + 1);
                }
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if *depth == 0 => return Some(*length),
            _ => {}
        }
        *length += 1;
    }
    None
}
