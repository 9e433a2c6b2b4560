//! Tables that grow with the tenant: batches of columns, read row by row.

use std::cell::OnceCell;

use crate::bindings::atg::plugin::tables;
use crate::{Error, host};

mod words;

use words::Words;

/// Numbers of texts are below this; what is above is a mark.
const FIRST_MARK: u32 = 0xFFFF_FF00;
const ABSENT: u32 = 0xFFFF_FFFF;
const REDACTED: u32 = 0xFFFF_FFFE;
const UNKNOWN: u32 = 0xFFFF_FFFD;

/// A table, read from front to back.
pub struct Cursor {
    inner: host::Cursor,
    columns: Vec<String>,
}

/// A column of a table, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column(usize);

impl Column {
    /// Its place among [`Cursor::columns`], counted from 0.
    pub const fn place(self) -> usize {
        self.0
    }
}

impl From<usize> for Column {
    /// The column at a place among [`Cursor::columns`]; one beyond the last reads as absent.
    fn from(place: usize) -> Column {
        Column(place)
    }
}

impl Cursor {
    pub(crate) fn new(inner: host::Cursor) -> Cursor {
        let columns = inner.columns();
        Cursor { inner, columns }
    }

    /// The names of the columns, in the order of the cells.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// A column by its name.
    ///
    /// # Errors
    ///
    /// `unsupported` where the table has no such column.
    pub fn column(&self, name: &str) -> Result<Column, Error> {
        let place = self.columns.iter().position(|column| column == name);
        place.map(Column).ok_or_else(|| {
            let message = format!("there is no column `{name}`; there are {}", self.columns.join(", "));
            Error::new("unsupported", &message)
        })
    }

    /// The next batch; none at the end.
    ///
    /// # Errors
    ///
    /// What the host could not read.
    #[allow(clippy::should_implement_trait, reason = "it can fail, and lends nothing")]
    pub fn next(&mut self) -> Result<Option<Batch>, Error> {
        match self.inner.next(0)? {
            Some(batch) => Batch::new(batch, self.columns.len()).map(Some),
            None => Ok(None),
        }
    }

    /// Of the matched rows with a value in both columns: how many have the same value, and how many there are.
    ///
    /// # Errors
    ///
    /// As [`Cursor::column`] and [`Cursor::next`]. The table must have a column `status`.
    pub fn count_equal(mut self, one: &str, other: &str) -> Result<(u32, u32), Error> {
        let (status, one, other) = (self.column("status")?, self.column(one)?, self.column(other)?);
        let (mut equal, mut total) = (0, 0);
        while let Some(batch) = self.next()? {
            let Some(matched) = batch.find("matched") else { continue };
            for row in batch.rows().filter(|row| row.number(status) == matched) {
                let (left, right) = (row.number(one), row.number(other));
                if left < FIRST_MARK && right < FIRST_MARK {
                    total += 1;
                    equal += u32::from(left == right);
                }
            }
        }
        Ok((equal, total))
    }
}

/// Some rows of a table. Within a batch equal text has an equal number, so most questions are answered by comparing
/// numbers.
#[derive(Debug)]
pub struct Batch {
    rows: usize,
    columns: usize,
    heap: Vec<u8>,
    offsets: Words,
    cells: Words,
    /// Whether the heap is UTF-8. Who compares numbers only never pays for looking.
    is_text: OnceCell<bool>,
}

impl Batch {
    pub(crate) fn new(batch: tables::Batch, columns: usize) -> Result<Batch, Error> {
        let broken = || Error::new("bad-data", "the host handed over a broken batch");
        let batch = Batch {
            rows: batch.rows as usize,
            columns,
            heap: batch.heap,
            offsets: Words::new(batch.offsets),
            cells: Words::new(batch.cells),
            is_text: OnceCell::new(),
        };
        if batch.cells.len() == batch.rows * columns && !batch.offsets.is_empty() {
            Ok(batch)
        } else {
            Err(broken())
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> u32 {
        self.rows as u32
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// How many texts there are: numbers of texts are below this.
    pub fn texts(&self) -> u32 {
        self.offsets.len() as u32 - 1
    }

    /// The text of a number; none for marks.
    #[inline]
    pub fn text(&self, number: u32) -> Option<&str> {
        // A mark plus one would be 0 where addresses have 32 bits.
        let [from, to] = *self.offsets.get(number as usize..)?.first_chunk()?;
        let ends = from as usize..to as usize;
        if *self.is_text.get_or_init(|| std::str::from_utf8(&self.heap).is_ok()) {
            // SAFETY: the whole heap is UTF-8 and is never written; `get` looks whether a text ends where a character does.
            return unsafe { std::str::from_utf8_unchecked(&self.heap) }.get(ends);
        }
        // A host that breaks its word for one text has not done so for all.
        std::str::from_utf8(self.heap.get(ends)?).ok()
    }

    /// The number of a text, where the batch has it.
    pub fn find(&self, text: &str) -> Option<u32> {
        let found = self.offsets.windows(2).position(|ends| {
            let length = ends[1].wrapping_sub(ends[0]) as usize;
            length == text.len() && self.heap.get(ends[0] as usize..ends[1] as usize) == Some(text.as_bytes())
        });
        found.map(|number| number as u32)
    }

    /// The numbers of one column, a row each; empty where there is no such column.
    #[inline]
    pub fn column(&self, column: impl Into<Column>) -> &[u32] {
        let Column(at) = column.into();
        if at < self.columns {
            &self.cells[at * self.rows..][..self.rows]
        } else {
            &[]
        }
    }

    /// The rows, in order.
    #[inline]
    pub fn rows(&self) -> Rows<'_> {
        Rows { batch: self, at: 0 }
    }
}

/// The rows of a batch.
#[derive(Debug, Clone)]
pub struct Rows<'b> {
    batch: &'b Batch,
    at: usize,
}

impl<'b> Iterator for Rows<'b> {
    type Item = Row<'b>;

    #[inline]
    fn next(&mut self) -> Option<Row<'b>> {
        let row = Row {
            batch: self.batch,
            at: self.at,
        };
        self.at += 1;
        (row.at < self.batch.rows).then_some(row)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.batch.rows.saturating_sub(self.at);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Rows<'_> {}

/// One row of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Row<'b> {
    batch: &'b Batch,
    at: usize,
}

/// What stands in one place of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'b> {
    /// A text.
    Text(&'b str),
    /// There is no value.
    Absent,
    /// There may be a value; this plugin may not see it.
    Redacted,
    /// There may be a value; it could not be read.
    Unknown,
}

impl<'b> Row<'b> {
    /// The number that stands in a column: equal text of one batch has an equal number.
    #[inline]
    pub fn number(self, column: Column) -> u32 {
        let batch = self.batch;
        // The same for all rows, so that a loop asks once.
        if column.0 >= batch.columns {
            return ABSENT;
        }
        // SAFETY: `Batch::new` has seen that there are `columns * rows` cells, and `rows()` makes no row beyond the last.
        unsafe { *batch.cells.get_unchecked(column.0 * batch.rows + self.at) }
    }

    /// The text that stands in a column; none where it is absent, redacted or unknown.
    #[inline]
    pub fn text(self, column: Column) -> Option<&'b str> {
        self.batch.text(self.number(column))
    }

    /// What stands in a column.
    pub fn cell(self, column: Column) -> Cell<'b> {
        let number = self.number(column);
        match self.batch.text(number) {
            Some(text) => Cell::Text(text),
            None => Cell::of_mark(number),
        }
    }
}

impl Cell<'_> {
    /// What a number that is no text's stands for.
    pub const fn of_mark(number: u32) -> Cell<'static> {
        match number {
            REDACTED => Cell::Redacted,
            UNKNOWN => Cell::Unknown,
            _ => Cell::Absent,
        }
    }
}

#[cfg(test)]
mod tests;
