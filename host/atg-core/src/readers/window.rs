//! A part of the input in memory.

use super::Bytes;
use std::io;
use std::ops::Deref;

/// A buffer that moves along the input: filled at its end, emptied at its front. It is zeroed where it grows and not
/// where it is filled again.
#[derive(Debug, Default)]
pub(super) struct Window {
    bytes: Vec<u8>,
    from: usize,
    to: usize,
}

impl Window {
    /// Forgets what it holds, and gives back memory beyond `most`: one long row must not cost its memory for the rest of
    /// the run.
    pub(super) fn clear(&mut self, most: usize) {
        (self.from, self.to) = (0, 0);
        if self.bytes.len() > most {
            *self = Window::default();
        }
    }

    /// Forgets the first bytes.
    pub(super) fn advance(&mut self, count: usize) {
        self.from = (self.from + count).min(self.to);
    }

    /// Appends up to `count` bytes at an offset; fewer at the end only.
    pub(super) fn append(&mut self, bytes: &dyn Bytes, offset: u64, count: usize) -> io::Result<()> {
        if self.bytes.len() < self.to + count {
            self.bytes.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        let end = self.to + count;
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        self.to += fill(bytes, offset, &mut self.bytes[self.to..end])?;
        Ok(())
    }
}

impl Deref for Window {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[self.from..self.to]
    }
}

/// Appends up to `count` bytes at an offset to a buffer of one's own; fewer at the end only.
pub(super) fn append(bytes: &dyn Bytes, buffer: &mut Vec<u8>, offset: u64, count: usize) -> io::Result<()> {
    let start = buffer.len();
    buffer.resize(start + count, 0);
    let filled = fill(bytes, offset, &mut buffer[start..]);
    buffer.truncate(start + filled.as_ref().map_or(0, |filled| *filled));
    filled.map(drop)
}

/// Reads until `into` is full or the bytes end. Gives how many were read.
fn fill(bytes: &dyn Bytes, offset: u64, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match bytes.read_at(offset + filled as u64, &mut into[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
