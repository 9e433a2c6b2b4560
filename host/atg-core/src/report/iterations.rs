//! The table of changed addresses.

use std::sync::Arc;

use crate::CoreError;
use crate::iterations::IterationComparison;
use crate::table::{ABSENT, BatchEncoder, Table};

const COLUMNS: [&str; 5] = ["from", "to", "change", "type", "address"];

/// What every iteration changed: from, to, change, type, address.
pub(super) struct ChangesTable {
    compared: Arc<IterationComparison>,
}

impl ChangesTable {
    pub(super) fn new(compared: Arc<IterationComparison>) -> ChangesTable {
        ChangesTable { compared }
    }
}

impl Table for ChangesTable {
    fn columns(&self) -> Vec<String> {
        COLUMNS.map(str::to_owned).to_vec()
    }

    fn rows(&self) -> u64 {
        self.compared.row_count()
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        let mut at = from;
        while at == from || encoder.bytes() < max_bytes {
            let Some(row) = self.compared.row(at) else { break };
            for (place, column) in columns.iter().enumerate() {
                match column {
                    0 => encoder.push_text(place, &row.from.to_string()),
                    1 => encoder.push_text(place, &row.to.to_string()),
                    2 => encoder.push_text(place, row.kind.word()),
                    3 => encoder.push_text(place, row.type_name()),
                    4 => encoder.push_text(place, row.address),
                    _ => encoder.push(place, ABSENT),
                }
            }
            encoder.add_rows(1);
            at += 1;
        }
        Ok(at)
    }
}
