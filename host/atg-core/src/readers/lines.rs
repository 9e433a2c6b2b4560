//! Rows of one or several inputs, one a line, read by several threads.
//!
//! All inputs share one queue of chunks, so that no thread waits for another's file. A row belongs to the chunk that it
//! begins in; whoever reads that chunk reads on to the row's end.

use super::place::{error_at, row_error};
use super::window::Window;
use super::{BYTE_ORDER_MARK, Bytes, LONGEST_ROW, Progress};
use crate::CoreError;
use crate::filter::Filter;
use crate::identity::{Normalizer, Side};
use crate::normalize::{FaultyRow, RowReader};
use crate::snapshot::{BodyRef, ReadRows, RowFlags};
use crate::threads::on_each;
use memchr::memchr;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// What a thread takes at a time. The row that lies across the end of a chunk is read twice, which costs more the smaller
/// the chunks are; larger ones than this gain nothing.
const CHUNK: u64 = 1 << 20;
/// How much of a chunk is in memory at a time: as much as stays in a processor's own cache from its arrival until it was
/// looked at.
const PIECE: u64 = 128 << 10;
/// How much is read at a time to complete the last row of a chunk.
const STEP: usize = 16 << 10;

/// One input of rows.
pub(super) struct LineInput<'a> {
    pub(super) bytes: &'a dyn Bytes,
    pub(super) file: &'a str,
    pub(super) side: Side,
    pub(super) normalizer: Normalizer,
    /// Where the rows are.
    pub(super) rows: Range<u64>,
    /// Whether every row but the last ends in a comma.
    pub(super) commas: bool,
}

/// What is wrong, and where: input and offset, so that the first fault of the first input is the one reported.
struct Fault {
    input: usize,
    offset: u64,
    kind: FaultKind,
}

enum FaultKind {
    Row(FaultyRow),
    /// A comma is missing, or there is one too many.
    Comma,
    Bytes(std::io::Error),
}

/// Reads all inputs; gives the rows of each, by thread.
pub(super) fn read_lines(
    inputs: &[LineInput<'_>],
    filter: &Filter,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Vec<Vec<ReadRows>>, CoreError> {
    let queue = Queue::new(inputs);
    let threads = threads.clamp(1, queue.chunks.max(1) as usize);
    let parts = on_each(threads, || queue.work(filter, progress));
    if let Some(fault) = queue.fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
        let input = &inputs[fault.input];
        return Err(match fault.kind {
            FaultKind::Row(row) => row_error(input.bytes, input.file, fault.offset, row),
            FaultKind::Comma => error_at(input.bytes, input.file, fault.offset, "expected `,` between rows"),
            FaultKind::Bytes(source) => CoreError::Bytes {
                file: input.file.to_owned(),
                source,
            },
        });
    }
    let mut by_input: Vec<Vec<ReadRows>> = inputs.iter().map(|_| Vec::with_capacity(threads)).collect();
    for part in parts {
        for (input, read) in by_input.iter_mut().zip(part) {
            input.push(read);
        }
    }
    Ok(by_input)
}

struct Queue<'a> {
    inputs: &'a [LineInput<'a>],
    /// The number of the first chunk of each input.
    first: Vec<u64>,
    chunks: u64,
    next: AtomicU64,
    /// Chunks from here on need not be read any more.
    stop: AtomicU64,
    fault: Mutex<Option<Fault>>,
}

impl<'a> Queue<'a> {
    fn new(inputs: &'a [LineInput<'a>]) -> Queue<'a> {
        let mut chunks = 0;
        let first = inputs
            .iter()
            .map(|input| {
                let first = chunks;
                chunks += (input.rows.end - input.rows.start).div_ceil(CHUNK);
                first
            })
            .collect();
        let (next, stop) = (AtomicU64::new(0), AtomicU64::new(u64::MAX));
        Queue {
            inputs,
            first,
            chunks,
            next,
            stop,
            fault: Mutex::new(None),
        }
    }

    fn work(&self, filter: &Filter, progress: &dyn Progress) -> Vec<ReadRows> {
        let mut readers: Vec<RowReader<'_>> = self
            .inputs
            .iter()
            .map(|input| RowReader::new(input.side, &input.normalizer, filter))
            .collect();
        let mut read: Vec<ReadRows> = self.inputs.iter().map(|_| ReadRows::new()).collect();
        let mut window = Window::default();
        loop {
            let chunk = self.next.fetch_add(1, Ordering::Relaxed);
            if chunk >= self.chunks || chunk >= self.stop.load(Ordering::Relaxed) || progress.is_cancelled() {
                return read;
            }
            let input = self.first.iter().rposition(|first| *first <= chunk).unwrap_or(0);
            let rows = &self.inputs[input].rows;
            let start = rows.start + (chunk - self.first[input]) * CHUNK;
            let done = self.read_chunk(input, start, &mut window, &mut readers[input], &mut read[input]);
            if let Err((offset, kind)) = done {
                self.stop.fetch_min(chunk, Ordering::Relaxed);
                let mut first = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
                if first
                    .as_ref()
                    .is_none_or(|other| (input, offset) < (other.input, other.offset))
                {
                    *first = Some(Fault { input, offset, kind });
                }
            }
            let end = (start + CHUNK).min(rows.end);
            progress.advance(end - start);
        }
    }

    fn read_chunk(
        &self,
        input: usize,
        start: u64,
        window: &mut Window,
        reader: &mut RowReader<'_>,
        read: &mut ReadRows,
    ) -> Result<(), (u64, FaultKind)> {
        let LineInput { rows, commas, .. } = &self.inputs[input];
        let end = (start + CHUNK).min(rows.end);
        window.clear(8 * CHUNK as usize);
        // Where the window begins. One byte before the chunk tells whether a row begins with it.
        let mut offset = if start > rows.start { start - 1 } else { start };
        self.read_on(input, offset, window, end)?;
        if offset < start {
            loop {
                let newline = memchr(b'\n', window);
                let passed = newline.map_or(window.len(), |at| at + 1);
                window.advance(passed);
                offset += passed as u64;
                if newline.is_some() {
                    break;
                }
                if passed == 0 || offset >= end {
                    return Ok(());
                }
                self.read_on(input, offset, window, end)?;
            }
        } else if window.starts_with(BYTE_ORDER_MARK) {
            window.advance(BYTE_ORDER_MARK.len());
            offset += BYTE_ORDER_MARK.len() as u64;
        }
        let mut usual = 0;
        while offset < end {
            // Who reads the row finds its end, which saves looking for it. It is looked for where the row may not be all there.
            let walked = (window.len() > 2 * usual).then(|| reader.look_ahead(window)).flatten();
            let length = self.row_length(input, offset, walked.unwrap_or(0), window, end)?;
            usual = length;
            if window.is_empty() {
                return Ok(());
            }
            let length_inside = length.min((rows.end - offset) as usize);
            let mut row = window[..length_inside].trim_ascii_end();
            if *commas && !row.is_empty() {
                let last = offset + length_inside as u64 >= rows.end;
                row = match (row.strip_suffix(b","), last) {
                    (Some(row), false) => row,
                    (None, true) => row,
                    _ => return Err((offset, FaultKind::Comma)),
                };
            }
            if row.len() > LONGEST_ROW {
                return Err((offset, too_long()));
            }
            if !row.is_empty() {
                let kind = match walked {
                    Some(walked) if walked == row.len() => reader.read_walked(row),
                    _ => reader.read(row),
                };
                let kind = kind.map_err(|fault| (offset, FaultKind::Row(fault)))?;
                let body = BodyRef {
                    offset,
                    len: row.len() as u32,
                };
                read.push(reader, kind, body, RowFlags::default());
            }
            window.advance(length + 1);
            offset += length as u64 + 1;
        }
        Ok(())
    }

    /// The length of the row that the window begins with, of which some is known to be within a line; the rest of it is read
    /// first where it has not been.
    #[inline]
    fn row_length(
        &self,
        input: usize,
        offset: u64,
        mut known: usize,
        window: &mut Window,
        end: u64,
    ) -> Result<usize, (u64, FaultKind)> {
        loop {
            if let Some(length) = memchr(b'\n', &window[known..]) {
                return Ok(known + length);
            }
            known = window.len();
            if known > LONGEST_ROW {
                return Err((offset, too_long()));
            }
            self.read_on(input, offset, window, end)?;
            if window.len() == known {
                return Ok(known);
            }
        }
    }

    /// Appends the next piece of a chunk to the window, or a little of what follows its end.
    fn read_on(&self, input: usize, offset: u64, window: &mut Window, end: u64) -> Result<(), (u64, FaultKind)> {
        let from = offset + window.len() as u64;
        let count = match end.checked_sub(from) {
            Some(left @ 1..) => left.min(PIECE) as usize,
            _ => STEP.max(window.len() / 4),
        };
        let read = window.append(self.inputs[input].bytes, from, count);
        read.map_err(|error| (offset, FaultKind::Bytes(error)))
    }
}

fn too_long() -> FaultKind {
    let message = format!("the row is longer than {} MiB", LONGEST_ROW >> 20);
    FaultKind::Row(FaultyRow {
        line: 1,
        column: 1,
        message,
    })
}
