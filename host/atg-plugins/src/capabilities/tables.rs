//! `tables`: batches of columns. What may not be seen is marked here, before it is read, let alone crosses.

use std::sync::Arc;

use atg_core::table::{BATCH_BYTES, BatchEncoder, Table, USUAL_BATCH_BYTES};
use wasmtime::component::{HasData, Resource, ResourceTable};

use super::bindings::atg::plugin::tables::{Batch, Host, HostCursor};
use super::{Refusal, gone, keep};
use crate::deadline::Deadline;

/// Tables that a guest may read at a time; each holds a batch and what renumbers its texts.
const CURSORS: usize = 32;

/// What of a table is handed over.
pub(crate) struct View {
    table: Arc<dyn Table>,
    /// Names in the order of the cells.
    names: Vec<String>,
    /// Numbers, in the table, of the columns that may be seen.
    seen: Vec<usize>,
    /// Places, among the names, of the others.
    hidden: Vec<usize>,
}

impl View {
    /// All columns of a table.
    pub(crate) fn all(table: Arc<dyn Table>) -> View {
        let names = table.columns();
        View {
            table,
            seen: (0..names.len()).collect(),
            hidden: Vec::new(),
            names,
        }
    }

    /// Some columns of a table: `plan` says of each name, in the table's order, whether it is wanted, and whether it may be
    /// seen. Cells of those that may not are marked as redacted.
    pub(crate) fn planned(table: Arc<dyn Table>, mut plan: impl FnMut(&str) -> (bool, bool)) -> View {
        let (mut names, mut seen, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
        for (number, name) in table.columns().into_iter().enumerate() {
            let (wanted, may_see) = plan(&name);
            if !wanted {
                continue;
            }
            if may_see {
                seen.push(number);
            } else {
                hidden.push(names.len());
            }
            names.push(name);
        }
        View {
            table,
            names,
            seen,
            hidden,
        }
    }

    fn encoder(&self) -> BatchEncoder {
        BatchEncoder::hiding(self.seen.len(), &self.hidden)
    }

    /// Rows from one on, and the row to go on with; nothing at the end.
    fn batch(
        &self,
        mut from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
        deadline: &Deadline,
    ) -> Result<Option<(Batch, u64)>, Refusal> {
        while from < self.table.rows() {
            deadline.check()?;
            from = self.table.batch(&self.seen, from, max_bytes, encoder)?;
            if encoder.rows() == 0 {
                continue;
            }
            let batch = encoder.finish();
            return Ok(Some((
                Batch {
                    rows: batch.rows,
                    heap: batch.heap,
                    offsets: batch.offsets,
                    cells: batch.cells,
                },
                from,
            )));
        }
        Ok(None)
    }

    /// The first rows, for tables of a handful.
    pub(crate) fn first(&self, deadline: &Deadline) -> Result<Option<Batch>, Refusal> {
        let mut encoder = self.encoder();
        let batch = self.batch(0, USUAL_BATCH_BYTES, &mut encoder, deadline)?;
        Ok(batch.map(|(batch, _)| batch))
    }
}

/// A table that is being read.
pub struct OpenCursor {
    view: View,
    at: u64,
    /// Made for the first batch, dropped after the last.
    encoder: Option<BatchEncoder>,
    count: Arc<()>,
}

/// The tables that one guest is reading.
#[derive(Debug, Default)]
pub(crate) struct Cursors {
    open: Arc<()>,
}

impl Cursors {
    /// Opens a table for the guest.
    pub(crate) fn open(&self, handles: &mut ResourceTable, view: View) -> Result<Resource<OpenCursor>, Refusal> {
        if Arc::strong_count(&self.open) > CURSORS {
            return Err(Refusal::new(
                "too-large",
                format!("{CURSORS} tables are being read; close one first"),
            ));
        }
        Ok(self.open_unchecked(handles, view)?)
    }

    /// The same for a small table, where the contract knows no error.
    pub(crate) fn open_unchecked(
        &self,
        handles: &mut ResourceTable,
        view: View,
    ) -> wasmtime::Result<Resource<OpenCursor>> {
        keep(
            handles,
            OpenCursor {
                view,
                at: 0,
                encoder: None,
                count: Arc::clone(&self.open),
            },
        )
    }
}

/// The view: handles and the clock.
pub(crate) struct TablesView<'a> {
    pub(crate) handles: &'a mut ResourceTable,
    pub(crate) deadline: &'a Deadline,
}

impl HasData for Cursors {
    type Data<'a> = TablesView<'a>;
}

impl Host for TablesView<'_> {}

impl HostCursor for TablesView<'_> {
    fn columns(&mut self, cursor: Resource<OpenCursor>) -> wasmtime::Result<Vec<String>> {
        Ok(self.handles.get(&cursor).map_err(gone)?.view.names.clone())
    }

    fn next(&mut self, cursor: Resource<OpenCursor>, max_bytes: u32) -> Result<Option<Batch>, Refusal> {
        let cursor = self.handles.get_mut(&cursor).map_err(gone)?;
        let max_bytes = match max_bytes {
            0 => USUAL_BATCH_BYTES,
            bytes => (bytes as usize).clamp(*BATCH_BYTES.start(), *BATCH_BYTES.end()),
        };
        let view = &cursor.view;
        let encoder = cursor.encoder.get_or_insert_with(|| view.encoder());
        match view.batch(cursor.at, max_bytes, encoder, self.deadline)? {
            Some((batch, next)) => {
                cursor.at = next;
                Ok(Some(batch))
            }
            None => {
                cursor.at = u64::MAX;
                cursor.encoder = None;
                Ok(None)
            }
        }
    }

    fn drop(&mut self, cursor: Resource<OpenCursor>) -> wasmtime::Result<()> {
        let cursor = self.handles.delete(cursor).map_err(gone)?;
        drop(cursor.count);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use atg_core::table::{Cell, MemoryTable, REDACTED};
    use std::time::Duration;

    #[test]
    fn what_may_not_be_seen_is_marked_in_its_place() {
        let rows = (0..3).map(|number| vec![Cell::from(format!("id {number}")), "a".into(), Cell::from("x")]);
        let table: Arc<dyn Table> = Arc::new(MemoryTable::new(["id", "type", "more"], rows));
        let view = View::planned(table, |name| (name != "more", name != "id"));
        assert_eq!(view.names, ["id", "type"]);
        let deadline = Deadline::new(Duration::from_secs(60), Arc::default());
        let batch = view.first(&deadline).unwrap().unwrap();
        assert_eq!((batch.rows, batch.heap.as_slice()), (3, b"a".as_slice()));
        let cells: Vec<u32> = batch
            .cells
            .chunks(4)
            .map(|cell| u32::from_le_bytes(cell.try_into().unwrap()))
            .collect();
        assert_eq!(cells, [REDACTED, REDACTED, REDACTED, 0, 0, 0]);
    }

    #[test]
    fn rows_without_a_column_are_still_counted() {
        let table: Arc<dyn Table> = Arc::new(MemoryTable::new(["id"], [vec![Cell::from("secret")]]));
        let deadline = Deadline::new(Duration::from_secs(60), Arc::default());
        let view = View::planned(table, |_| (true, false));
        let batch = view.first(&deadline).unwrap().unwrap();
        assert_eq!(
            (batch.rows, batch.heap.len(), batch.cells),
            (1, 0, REDACTED.to_le_bytes().to_vec())
        );
    }
}
