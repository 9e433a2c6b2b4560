//! Small tables that are held whole.

use super::{ABSENT, BatchEncoder, REDACTED, Table, UNKNOWN};
use crate::CoreError;

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cell {
    /// A text.
    Text(String),
    /// There is none.
    Absent,
    /// There may be one; whoever asks may not see it.
    Redacted,
    /// There may be one; it could not be read.
    Unknown,
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell::Text(text.into())
    }
}

/// A table whose rows are held in memory: findings, coverage, breakdowns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemoryTable {
    columns: Vec<String>,
    cells: Vec<Cell>,
}

impl MemoryTable {
    /// A table of these columns. Rows that are short are filled with [`Cell::Absent`]; what is too long is cut.
    pub fn new<N: Into<String>>(
        columns: impl IntoIterator<Item = N>,
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> MemoryTable {
        let columns: Vec<String> = columns.into_iter().map(Into::into).collect();
        let mut cells = Vec::new();
        for mut row in rows {
            row.resize(columns.len(), Cell::Absent);
            cells.extend(row);
        }
        MemoryTable { columns, cells }
    }
}

impl Table for MemoryTable {
    fn columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    fn rows(&self) -> u64 {
        (self.cells.len() / self.columns.len().max(1)) as u64
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        Ok(encoder.fill_by_row(from..self.rows(), max_bytes, |at, encoder| {
            let row = &self.cells[at as usize * self.columns.len()..][..self.columns.len()];
            for (place, column) in columns.iter().enumerate() {
                match &row[*column] {
                    Cell::Text(text) => encoder.push_text(place, text),
                    Cell::Absent => encoder.push(place, ABSENT),
                    Cell::Redacted => encoder.push(place, REDACTED),
                    Cell::Unknown => encoder.push(place, UNKNOWN),
                }
            }
        }))
    }
}
