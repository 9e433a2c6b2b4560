//! From a snapshot of any reader to a stored one.

use crate::{GraphError, GraphStore, NewScan, StoredSnapshot};
use atg_core::CoreError;
use atg_core::readers::Progress;
use atg_core::snapshot::{BodyRef, Snapshot};

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
    let mut read = Batch::read(snapshot, rows.clone(), scan.threads)?;
    while !rows.is_empty() {
        let next = batch(rows.end);
        // The next batch is read while this one is packed and written, because writing is one thread's work.
        let (kept, next_read) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| Batch::read(snapshot, next.clone(), 1));
            let slices: Vec<&[u8]> = read.rows().collect();
            let kept = writer.upsert(&slices, scan.now);
            match reading.join() {
                Ok(next_read) => (kept, next_read),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        });
        places.extend(kept?);
        progress.advance(read.bytes());
        if progress.is_cancelled() {
            return Err(CoreError::request("storing was interrupted").into());
        }
        (rows, read) = (next, next_read?);
    }
    writer.finish(snapshot, &|resource| places[resource as usize], scan.now)
}

/// Some rows, one part a thread.
struct Batch(Vec<Part>);

#[derive(Default)]
struct Part {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Batch {
    fn read(snapshot: &Snapshot, rows: std::ops::Range<u32>, threads: usize) -> Result<Batch, CoreError> {
        let share = (rows.end - rows.start).div_ceil(threads.clamp(1, 64) as u32).max(1);
        let starts: Vec<u32> = rows.clone().step_by(share as usize).collect();
        let read = |start: u32| {
            let mut part = Part::default();
            let mut body = Vec::new();
            for resource in start..start.saturating_add(share).min(rows.end) {
                snapshot.body(resource, &mut body)?;
                part.bytes.extend_from_slice(&body);
                part.ends.push(part.bytes.len());
            }
            Ok(part)
        };
        let parts: Result<Vec<Part>, CoreError> = std::thread::scope(|scope| {
            let others: Vec<_> = starts
                .iter()
                .skip(1)
                .map(|start| scope.spawn(|| read(*start)))
                .collect();
            let mine = starts.first().map(|start| read(*start));
            let others = others.into_iter().map(|thread| match thread.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            mine.into_iter().chain(others).collect()
        });
        Ok(Batch(parts?))
    }

    fn bytes(&self) -> u64 {
        self.0.iter().map(|part| part.bytes.len() as u64).sum()
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().flat_map(|part| {
            let starts = std::iter::once(0).chain(part.ends.iter().copied());
            starts.zip(&part.ends).map(|(from, to)| &part.bytes[from..*to])
        })
    }
}
