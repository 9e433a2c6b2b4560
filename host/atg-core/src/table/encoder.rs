//! Makes batches.

use super::{Dictionary, FIRST_MARK, REDACTED};
use hashbrown::HashTable;
use std::hash::{BuildHasher, Hasher};

/// Some rows, in the layout of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// How many rows.
    pub rows: u32,
    /// The text of every distinct string, without separators.
    pub heap: Vec<u8>,
    /// Little-endian `u32`s, one more than there are strings.
    pub offsets: Vec<u8>,
    /// Little-endian `u32`s, column after column.
    pub cells: Vec<u8>,
}

/// Collects the cells of one batch, column by column, and its texts. Used again for every batch of a table.
#[derive(Debug, Default)]
pub struct BatchEncoder {
    heap: String,
    offsets: Vec<u32>,
    index: HashTable<u32>,
    columns: Vec<Vec<u32>>,
    /// Places, in the finished batch, of columns that nobody fills.
    hidden: Vec<usize>,
    /// Rows that were told by [`BatchEncoder::add_rows`].
    rows: u32,
    renumbered: Vec<Renumbered>,
}

/// What numbers the texts of one dictionary have in the batch at hand.
#[derive(Debug, Default)]
struct Renumbered {
    /// For every text its number, or [`NEW`].
    numbers: Vec<u32>,
    /// Those that have one, to be forgotten with the batch.
    known: Vec<u32>,
}

/// A text that the batch does not hold yet. No number of a text is as high.
const NEW: u32 = u32::MAX;

impl BatchEncoder {
    /// An encoder for that many columns.
    pub fn new(columns: usize) -> BatchEncoder {
        BatchEncoder {
            columns: vec![Vec::new(); columns],
            offsets: vec![0],
            ..BatchEncoder::default()
        }
    }

    /// An encoder whose batches have a column of [`REDACTED`] at each of these places, beside the `columns` that a table
    /// fills: hand the table only the columns that may be seen, and it never reads the others.
    pub fn hiding(columns: usize, hidden: &[usize]) -> BatchEncoder {
        let mut hidden = hidden.to_vec();
        hidden.sort_unstable();
        hidden.dedup();
        BatchEncoder {
            hidden,
            ..BatchEncoder::new(columns)
        }
    }

    /// How many rows there are once a table's `batch` is done.
    pub fn rows(&self) -> u32 {
        self.columns.first().map_or(self.rows, |column| column.len() as u32)
    }

    /// Tells of rows, which without any column nobody would know of. Tables call it for all their rows.
    pub fn add_rows(&mut self, rows: u32) {
        self.rows += rows;
    }

    /// Lets `push` append rows one by one until the batch has about `max_bytes` or they end, but one at least. Gives the row
    /// to go on with.
    pub fn fill_by_row(
        &mut self,
        rows: std::ops::Range<u64>,
        max_bytes: usize,
        mut push: impl FnMut(u64, &mut BatchEncoder),
    ) -> u64 {
        let mut at = rows.start;
        while at < rows.end && (at == rows.start || self.bytes() < max_bytes) {
            push(at, self);
            self.add_rows(1);
            at += 1;
        }
        at
    }

    /// How many bytes the batch has so far.
    pub fn bytes(&self) -> usize {
        let cells: usize = self.columns.iter().map(Vec::len).sum();
        self.heap.len() + 4 * (self.offsets.len() + cells + self.hidden.len() * self.rows as usize)
    }

    /// The number of a text in this batch.
    pub fn text(&mut self, text: &str) -> u32 {
        let hash = hash(text);
        let BatchEncoder {
            heap, offsets, index, ..
        } = self;
        if let Some(known) = index.find(hash, |number| slice(heap, offsets, *number) == text) {
            return *known;
        }
        let number = offsets.len() as u32 - 1;
        heap.push_str(text);
        // A table stops at a few MiB; one text is no longer than a row, 256 MiB.
        offsets.push(heap.len() as u32);
        index.insert_unique(hash, number, |other| self::hash(slice(heap, offsets, *other)));
        number
    }

    /// Appends a cell that [`BatchEncoder::text`] gave, or a mark.
    pub fn push(&mut self, column: usize, cell: u32) {
        self.columns[column].push(cell);
    }

    /// Appends a text.
    pub fn push_text(&mut self, column: usize, text: &str) {
        let number = self.text(text);
        self.columns[column].push(number);
    }

    /// Appends the same cell for many rows.
    pub fn fill(&mut self, column: usize, cell: u32, rows: usize) {
        let cells = &mut self.columns[column];
        cells.resize(cells.len() + rows, cell);
    }

    /// Appends numbers of a dictionary, or marks, to a column. `slot` tells the dictionaries of a table apart (0, 1, …): one
    /// slot always means the same dictionary.
    pub fn extend(&mut self, column: usize, slot: usize, dictionary: &Dictionary, numbers: impl Iterator<Item = u32>) {
        if self.renumbered.len() <= slot {
            self.renumbered.resize_with(slot + 1, Renumbered::default);
        }
        let Renumbered {
            numbers: mut in_batch,
            mut known,
        } = std::mem::take(&mut self.renumbered[slot]);
        // One place more, which stands for all marks: whether a cell is one cannot be foretold, so nothing may branch on it.
        let marks = dictionary.len();
        in_batch.resize(marks, NEW);
        in_batch.push(0);
        let mut cells = std::mem::take(&mut self.columns[column]);
        cells.extend(numbers.map(|number| {
            let place = &mut in_batch[(number as usize).min(marks)];
            if *place == NEW {
                *place = self.text(dictionary.text(number));
                known.push(number);
            }
            if (number as usize) < marks {
                *place
            } else {
                number.max(FIRST_MARK)
            }
        }));
        in_batch.truncate(marks);
        self.columns[column] = cells;
        self.renumbered[slot] = Renumbered {
            numbers: in_batch,
            known,
        };
    }

    /// Hands over the batch and makes the encoder ready for the next.
    pub fn finish(&mut self) -> Batch {
        let rows = self.rows();
        debug_assert!(
            self.columns.iter().all(|column| column.len() as u32 == rows),
            "ragged batch"
        );
        let width = self.columns.len() + self.hidden.len();
        let mut cells = Vec::with_capacity(4 * rows as usize * width);
        let mut columns = self.columns.iter_mut();
        for place in 0..width {
            let hidden = self.hidden.binary_search(&place).is_ok();
            match if hidden { None } else { columns.next() } {
                Some(column) => {
                    append_words(&mut cells, column);
                    column.clear();
                }
                None => cells.extend(std::iter::repeat_n(REDACTED.to_le_bytes(), rows as usize).flatten()),
            }
        }
        let mut offsets = Vec::with_capacity(4 * self.offsets.len());
        append_words(&mut offsets, &self.offsets);
        let batch = Batch {
            rows,
            heap: self.heap.as_bytes().to_vec(),
            offsets,
            cells,
        };
        self.heap.clear();
        self.offsets.truncate(1);
        self.index.clear();
        self.rows = 0;
        for Renumbered { numbers, known } in &mut self.renumbered {
            for number in known.drain(..) {
                numbers[number as usize] = NEW;
            }
        }
        batch
    }
}

fn append_words(bytes: &mut Vec<u8>, words: &[u32]) {
    bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
}

fn slice<'h>(heap: &'h str, offsets: &[u32], number: u32) -> &'h str {
    &heap[offsets[number as usize] as usize..offsets[number as usize + 1] as usize]
}

pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = foldhash::fast::FixedState::with_seed(0).build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

impl Batch {
    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.cells.len() / 4 / (self.rows as usize).max(1)
    }

    /// The cell of a row and column: the number of a string, or a mark.
    pub fn cell(&self, row: u32, column: usize) -> u32 {
        word(&self.cells, column * self.rows as usize + row as usize)
    }

    /// The text of a row and column; `None` for a mark.
    pub fn text(&self, row: u32, column: usize) -> Option<&str> {
        let number = self.cell(row, column);
        if number >= FIRST_MARK {
            return None;
        }
        let (from, to) = (
            word(&self.offsets, number as usize),
            word(&self.offsets, number as usize + 1),
        );
        std::str::from_utf8(&self.heap[from as usize..to as usize]).ok()
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[4 * at..4 * at + 4]);
    u32::from_le_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::super::{ABSENT, Cell, MemoryTable, REDACTED, Table};
    use super::*;

    #[test]
    fn equal_text_has_an_equal_number_across_dictionaries_and_columns() {
        let (mut one, mut two) = (Dictionary::new(), Dictionary::new());
        let (a, b) = (one.number("alpha"), one.number("beta"));
        let b_of_two = two.number("beta");
        let mut encoder = BatchEncoder::new(3);
        for _ in 0..2 {
            encoder.extend(0, 0, &one, [b, a, ABSENT].into_iter());
            encoder.extend(1, 1, &two, [b_of_two, REDACTED, b_of_two].into_iter());
            for text in ["gamma", "alpha", ""] {
                encoder.push_text(2, text);
            }
            let batch = encoder.finish();
            assert_eq!((batch.rows, batch.columns()), (3, 3));
            assert_eq!(batch.cell(0, 0), batch.cell(0, 1));
            assert_eq!(batch.cell(1, 0), batch.cell(1, 2));
            assert_eq!(batch.text(0, 2), Some("gamma"));
            assert_eq!(batch.text(2, 2), Some(""));
            assert_eq!((batch.cell(2, 0), batch.cell(1, 1)), (ABSENT, REDACTED));
            assert_eq!(batch.offsets.len(), 4 * 5);
        }
    }

    #[test]
    fn hidden_columns_are_redacted_and_rows_count_without_columns() {
        let table = MemoryTable::new(["a", "b"], [vec![Cell::from("x"), Cell::from("y")]]);
        let mut encoder = BatchEncoder::hiding(1, &[0, 2]);
        table.batch(&[1], 0, 0, &mut encoder).unwrap();
        // At least one row, however small the batch is to be.
        let batch = encoder.finish();
        assert_eq!((batch.rows, batch.columns()), (1, 3));
        assert_eq!((batch.cell(0, 0), batch.cell(0, 2)), (REDACTED, REDACTED));
        assert_eq!(batch.text(0, 1), Some("y"));
        let mut none = BatchEncoder::new(0);
        table.batch(&[], 0, 1000, &mut none).unwrap();
        assert_eq!(none.finish().rows, 1);
    }

    #[test]
    fn a_table_in_memory_comes_out_in_batches() {
        let rows = (0..10_000).map(|n| vec![Cell::Text(format!("row {n}")), Cell::Absent]);
        let table = MemoryTable::new(["name", "note"], rows);
        let mut encoder = BatchEncoder::new(1);
        let (mut at, mut seen) = (0, 0);
        while at < table.rows() {
            at = table.batch(&[0], at, 64 << 10, &mut encoder).unwrap();
            assert!(encoder.bytes() < 66 << 10);
            let batch = encoder.finish();
            for row in 0..batch.rows {
                assert_eq!(batch.text(row, 0), Some(format!("row {seen}").as_str()));
                seen += 1;
            }
        }
        assert_eq!(seen, 10_000);
    }
}
