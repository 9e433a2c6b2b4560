//! From a snapshot of any reader to a stored one.

use crate::{GraphError, GraphStore, NewScan, PackedRows, RowPacker, StoredSnapshot};
use atg_core::CoreError;
use atg_core::readers::Progress;
use atg_core::snapshot::{BodyRef, Snapshot};
use std::ops::Range;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

/// Rows that are read, packed and written at a time.
const BATCH: usize = 4096;
/// Batches that each thread may be ahead of the one that writes, which waits for the disk now and then.
const AHEAD: usize = 8;
/// Rows from everywhere that the store is shown first.
const SAMPLE: usize = 1000;

/// Stores a snapshot that was read without mapping and filter: all of it, as it is. `progress` is told bytes of rows.
pub fn import(
    store: &dyn GraphStore,
    snapshot: &Snapshot,
    scan: &NewScan<'_>,
    progress: &dyn Progress,
) -> Result<StoredSnapshot, GraphError> {
    let mut writer = store.begin_scan(scan)?;
    let mut places = vec![BodyRef { offset: 0, len: 0 }; snapshot.len() as usize];
    let order = order(snapshot);
    let (sample, rest) = order.split_at(SAMPLE.min(order.len()));
    let mut rows = Rows::default();
    rows.read(snapshot, sample)?;
    keep(&mut places, sample, writer.upsert(&rows.all(), scan.now)?);
    progress.advance(rows.length());

    let packer = writer.packer();
    std::thread::scope(|threads| {
        let packed = Packed::begin(threads, snapshot, packer.as_ref(), rest, scan.threads);
        for (number, resources) in rest.chunks(BATCH).enumerate() {
            let (rows, bytes) = packed.take(number)?;
            keep(&mut places, resources, writer.write(&rows, scan.now)?);
            progress.advance(bytes);
            if progress.is_cancelled() {
                return Err(CoreError::request("storing was interrupted").into());
            }
        }
        Ok::<(), GraphError>(())
    })?;
    writer.finish(snapshot, &|resource| places[resource as usize], scan.now)
}

fn keep(places: &mut [BodyRef], resources: &[u32], kept: Vec<BodyRef>) {
    for (resource, place) in resources.iter().zip(kept) {
        places[*resource as usize] = place;
    }
}

/// All resources in the order in which their bodies lie, which is how they are read fastest; but first some from
/// everywhere, because a store learns from its first rows what rows look like.
fn order(snapshot: &Snapshot) -> Vec<u32> {
    let by_place = snapshot.by_place();
    let step = by_place.len().div_ceil(SAMPLE).max(1);
    let sampled = |at: usize| at.is_multiple_of(step);
    let all = || by_place.iter().copied().enumerate();
    let sample = all().filter(|(at, _)| sampled(*at));
    let rest = all().filter(|(at, _)| !sampled(*at));
    sample.chain(rest).map(|(_, resource)| resource).collect()
}

/// Batches of rows, read and packed ahead by several threads: the first one has the first batch, the next one the next, and
/// so on in turn, so that they come in order and none is far ahead.
struct Packed(Vec<Receiver<Result<(PackedRows, u64), GraphError>>>);

impl Packed {
    fn begin<'s>(
        scope: &'s Scope<'s, '_>,
        snapshot: &'s Snapshot,
        packer: &'s dyn RowPacker,
        resources: &'s [u32],
        threads: usize,
    ) -> Packed {
        let threads = threads.clamp(1, 64);
        let begin = |thread: usize| {
            let (sender, receiver) = sync_channel(AHEAD);
            let batches = resources.chunks(BATCH).skip(thread).step_by(threads);
            scope.spawn(move || pack(snapshot, packer, batches, &sender));
            receiver
        };
        Packed((0..threads).map(begin).collect())
    }

    /// The batch of a number; they must be taken in order.
    fn take(&self, number: usize) -> Result<(PackedRows, u64), GraphError> {
        match self.0[number % self.0.len()].recv() {
            Ok(packed) => packed,
            // Its panic goes on when the threads are joined.
            Err(_) => Err(CoreError::request("a thread that packs rows came to an end").into()),
        }
    }
}

fn pack<'b>(
    snapshot: &Snapshot,
    packer: &dyn RowPacker,
    batches: impl Iterator<Item = &'b [u32]>,
    sender: &SyncSender<Result<(PackedRows, u64), GraphError>>,
) {
    let mut rows = Rows::default();
    for resources in batches {
        let packed = rows
            .read(snapshot, resources)
            .map_err(GraphError::from)
            .and_then(|()| packer.pack(&rows.all()))
            .map(|packed| (packed, rows.length()));
        // Nobody waits for more where something failed.
        if sender.send(packed).is_err() {
            return;
        }
    }
}

/// Some rows.
#[derive(Default)]
struct Rows {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
}

impl Rows {
    fn read(&mut self, snapshot: &Snapshot, resources: &[u32]) -> Result<(), CoreError> {
        snapshot.body_of_each(resources, &mut self.bytes, &mut self.ranges)
    }

    fn all(&self) -> Vec<&[u8]> {
        self.ranges.iter().map(|range| &self.bytes[range.clone()]).collect()
    }

    fn length(&self) -> u64 {
        self.ranges.iter().map(|range| range.len() as u64).sum()
    }
}
