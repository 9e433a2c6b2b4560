//! Cleaning what is written to a terminal.

use std::io::{self, Write};

use super::{Clean, clean};

/// Bytes that may wait for the end of their line.
const LONGEST: usize = 64 << 10;

/// Passes bytes on, line by line, cleaned. What is no UTF-8 is replaced. Call [`CleanWriter::finish`] at the end.
#[derive(Debug)]
pub struct CleanWriter<W: Write> {
    out: W,
    keep: Clean,
    waiting: Vec<u8>,
}

impl<W: Write> CleanWriter<W> {
    /// A writer that keeps lines, and colours where asked.
    pub fn new(out: W, colours: bool) -> CleanWriter<W> {
        let keep = if colours { Clean::Coloured } else { Clean::Text };
        CleanWriter {
            out,
            keep,
            waiting: Vec::new(),
        }
    }

    /// Writes the rest and hands back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.pass_on(self.waiting.len())?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn pass_on(&mut self, count: usize) -> io::Result<()> {
        let text = clean(&String::from_utf8_lossy(&self.waiting[..count]), self.keep);
        self.waiting.drain(..count);
        self.out.write_all(text.as_bytes())
    }

    /// How much can be cleaned on its own: whole lines, or all but an unfinished character or order of a long one.
    fn ready(&self) -> usize {
        if let Some(end) = self.waiting.iter().rposition(|byte| *byte == b'\n') {
            return end + 1;
        }
        if self.waiting.len() < LONGEST {
            return 0;
        }
        let tail = self.waiting.len() - 64;
        let order = self.waiting[tail..]
            .iter()
            .position(|byte| *byte == 0x1b)
            .map(|at| tail + at);
        let character = self.waiting.iter().rposition(|byte| *byte & 0xc0 != 0x80);
        order.or(character).unwrap_or(self.waiting.len())
    }
}

impl<W: Write> Write for CleanWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        self.waiting.extend_from_slice(bytes);
        self.pass_on(self.ready())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
