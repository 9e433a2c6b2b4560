//! Tables that grow with the tenant, handed over in batches of columns.
//!
//! A [`Table`] is random access by row number and keeps no state; whoever reads it keeps a [`BatchEncoder`], which is used
//! again for every batch. Within one batch equal text has an equal number, whatever columns or dictionaries it came from.
//! The layout of a [`Batch`] is that of `tables.batch` in the contract.

mod encoder;
mod memory;

pub use encoder::{Batch, BatchEncoder};
pub use memory::{Cell, MemoryTable};

use crate::CoreError;

/// Cells from here up are marks, not numbers of texts.
pub const FIRST_MARK: u32 = 0xFFFF_FF00;
/// There is no value.
pub const ABSENT: u32 = 0xFFFF_FFFF;
/// There may be a value; whoever asks may not see it.
pub const REDACTED: u32 = 0xFFFF_FFFE;
/// There may be a value; it could not be read.
pub const UNKNOWN: u32 = 0xFFFF_FFFD;

/// What a batch holds at least and at most, in bytes.
pub const BATCH_BYTES: std::ops::RangeInclusive<usize> = (64 << 10)..=(4 << 20);
/// What a batch holds where the reader leaves it open. Larger ones fall out of the processor's cache.
pub const USUAL_BATCH_BYTES: usize = 512 << 10;

/// A section of rows. Implementations read bodies again where they must, so a table of a million rows costs no memory.
pub trait Table: Send + Sync {
    /// The names of all columns, in order.
    fn columns(&self) -> Vec<String>;

    /// How many rows there are, before any that [`Table::batch`] skips.
    fn rows(&self) -> u64;

    /// Encodes rows from row `from` on, of these columns only (numbers into [`Table::columns`]), until the encoder holds
    /// about `max_bytes` ([`BatchEncoder::bytes`]) or the rows end. Gives the row to go on with, which is beyond `from`
    /// unless that was the end. A table that filters may encode none and still go on.
    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError>;
}

/// Texts with numbers of their own, shared by the tables of a run.
#[derive(Debug, Default, Clone)]
pub struct Dictionary {
    heap: String,
    ends: Vec<u32>,
    /// From the hash of a text to its number; collisions are told apart by the text.
    index: hashbrown::HashTable<u32>,
}

impl Dictionary {
    /// A dictionary without texts.
    pub fn new() -> Dictionary {
        Dictionary::default()
    }

    /// The number of a text, which is taken in when new. [`UNKNOWN`] when the dictionary is full (4 GiB of text or 2³²
    /// numbers).
    pub fn number(&mut self, text: &str) -> u32 {
        let hash = hash(text);
        let Dictionary { heap, ends, index } = self;
        if let Some(known) = index.find(hash, |number| slice(heap, ends, *number) == text) {
            return *known;
        }
        let number = ends.len();
        let Ok(end) = u32::try_from(heap.len() + text.len()) else {
            return UNKNOWN;
        };
        if number >= FIRST_MARK as usize {
            return UNKNOWN;
        }
        heap.push_str(text);
        ends.push(end);
        index.insert_unique(hash, number as u32, |other| encoder::hash(slice(heap, ends, *other)));
        number as u32
    }

    /// A dictionary of these texts, and the number of each.
    pub fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> (Dictionary, Vec<u32>) {
        let mut dictionary = Dictionary::new();
        let numbers = texts.into_iter().map(|text| dictionary.number(text.as_ref()));
        let numbers = numbers.collect();
        (dictionary, numbers)
    }

    /// How long the longest text is, in bytes.
    pub fn longest(&self) -> usize {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts
            .zip(&self.ends)
            .map(|(start, end)| (end - start) as usize)
            .max()
            .unwrap_or(0)
    }

    /// The number of a text that is known.
    pub fn find(&self, text: &str) -> Option<u32> {
        let found = self.index.find(hash(text), |number| self.text(*number) == text);
        found.copied()
    }

    /// The text of a number; empty for a number that was not given out.
    pub fn text(&self, number: u32) -> &str {
        if (number as usize) < self.ends.len() {
            slice(&self.heap, &self.ends, number)
        } else {
            ""
        }
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

use encoder::hash;

fn slice<'h>(heap: &'h str, ends: &[u32], number: u32) -> &'h str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    &heap[start..ends[at] as usize]
}
