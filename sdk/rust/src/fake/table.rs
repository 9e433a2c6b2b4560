//! Tables of the fake host.

use std::collections::HashMap;

use crate::bindings::atg::plugin::tables;

/// Stands for no value.
pub const ABSENT: &str = "\u{0}absent";
/// Stands for a value that the plugin may not see.
pub const REDACTED: &str = "\u{0}redacted";
/// Stands for a value that could not be read.
pub const UNKNOWN: &str = "\u{0}unknown";

/// Rows of the largest batch, where nothing else is said.
const LARGEST: usize = 4096;

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    per_batch: Option<usize>,
}

impl Table {
    /// A table of these columns without rows.
    pub fn new(columns: &[&str]) -> Table {
        Table {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            rows: Vec::new(),
            per_batch: None,
        }
    }

    /// The same table with one more row; what is short is filled with [`ABSENT`].
    #[must_use]
    pub fn row(mut self, cells: &[&str]) -> Table {
        let mut row: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        row.resize(self.columns.len(), ABSENT.to_owned());
        self.rows.push(row);
        self
    }

    /// The same table, handed over in batches of so many rows. Without it batches begin with one row and grow, so that a
    /// test notices where a plugin takes a number from one batch to the next.
    #[must_use]
    pub fn in_batches_of(mut self, rows: usize) -> Table {
        self.per_batch = Some(rows.max(1));
        self
    }

    /// These rows and columns: a column by its name and its place, where the table has it.
    pub(super) fn part(&self, columns: &[(String, Option<usize>)], keep: impl Fn(&[String]) -> bool) -> Table {
        let cell = |row: &[String], place: Option<usize>| place.map_or(ABSENT, |place| row[place].as_str()).to_owned();
        let rows = self.rows.iter().filter(|row| keep(row));
        Table {
            columns: columns.iter().map(|(name, _)| name.clone()).collect(),
            rows: rows
                .map(|row| columns.iter().map(|(_, place)| cell(row, *place)).collect())
                .collect(),
            per_batch: self.per_batch,
        }
    }

    /// The place of a column.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The row whose `id` is this one, as a table of its own.
    pub(super) fn row_of(&self, id: &str) -> Option<Table> {
        let place = self.place("id")?;
        let row = self.rows.iter().find(|row| row[place] == id)?;
        Some(Table {
            columns: self.columns.clone(),
            rows: vec![row.clone()],
            per_batch: None,
        })
    }

    pub(super) fn batches(&self) -> Vec<tables::Batch> {
        let (mut batches, mut left, mut size) = (Vec::new(), self.rows.as_slice(), self.per_batch.unwrap_or(1));
        while !left.is_empty() {
            let (rows, rest) = left.split_at(size.min(left.len()));
            batches.push(self.batch(rows));
            left = rest;
            if self.per_batch.is_none() {
                size = (size * 2).min(LARGEST);
            }
        }
        batches
    }

    fn batch(&self, rows: &[Vec<String>]) -> tables::Batch {
        let mut heap = Vec::new();
        let mut offsets = 0_u32.to_le_bytes().to_vec();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut cells = Vec::new();
        for column in 0..self.columns.len() {
            for row in rows {
                let number = match row[column].as_str() {
                    ABSENT => 0xFFFF_FFFF,
                    REDACTED => 0xFFFF_FFFE,
                    UNKNOWN => 0xFFFF_FFFD,
                    text => {
                        let next = numbers.len() as u32;
                        *numbers.entry(text).or_insert_with(|| {
                            heap.extend_from_slice(text.as_bytes());
                            offsets.extend_from_slice(&(heap.len() as u32).to_le_bytes());
                            next
                        })
                    }
                };
                cells.extend_from_slice(&number.to_le_bytes());
            }
        }
        tables::Batch {
            rows: rows.len() as u32,
            heap,
            offsets,
            cells,
        }
    }
}
