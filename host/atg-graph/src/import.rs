//! From a snapshot of any reader to a stored one.

use crate::{GraphError, GraphStore, NewScan, StoredSnapshot};
use atg_core::CoreError;
use atg_core::readers::Progress;
use atg_core::snapshot::{BodyRef, Snapshot};
use atg_core::threads::both;

/// Rows that are read and kept at a time.
const BATCH: u32 = 8192;

/// Stores a snapshot that was read without mapping and filter: all of it, as it is. `progress` is told bytes of rows.
pub fn import(
    store: &dyn GraphStore,
    snapshot: &Snapshot,
    scan: &NewScan<'_>,
    progress: &dyn Progress,
) -> Result<StoredSnapshot, GraphError> {
    let mut writer = store.begin_scan(scan)?;
    let mut places: Vec<BodyRef> = Vec::with_capacity(snapshot.len() as usize);
    // In the snapshot's order, so that a comparison later walks through the store from front to back.
    let batch = |from: u32| from..from.saturating_add(BATCH).min(snapshot.len());
    let mut rows = batch(0);
    let mut read = Batch::read(snapshot, rows.clone())?;
    while !rows.is_empty() {
        let next = batch(rows.end);
        // The next batch is read while this one is packed and written, because writing is one thread's work.
        let (kept, next_read) = both(
            || writer.upsert(&read.rows().collect::<Vec<_>>(), scan.now),
            || Batch::read(snapshot, next.clone()),
        );
        places.extend(kept?);
        progress.advance(read.bytes.len() as u64);
        if progress.is_cancelled() {
            return Err(CoreError::request("storing was interrupted").into());
        }
        (rows, read) = (next, next_read?);
    }
    writer.finish(snapshot, &|resource| places[resource as usize], scan.now)
}

/// Some rows.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Batch {
    fn read(snapshot: &Snapshot, rows: std::ops::Range<u32>) -> Result<Batch, CoreError> {
        let mut batch = Batch::default();
        let mut body = Vec::new();
        for resource in rows {
            snapshot.body(resource, &mut body)?;
            batch.bytes.extend_from_slice(&body);
            batch.ends.push(batch.bytes.len());
        }
        Ok(batch)
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| &self.bytes[from..*to])
    }
}
