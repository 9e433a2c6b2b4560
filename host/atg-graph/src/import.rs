//! From a snapshot of any reader to a stored one.

use crate::{GraphError, GraphStore, NewScan, StoredSnapshot};
use atg_core::CoreError;
use atg_core::readers::Progress;
use atg_core::snapshot::{BodyBuffer, BodyRef, Snapshot};
use atg_core::threads::in_turn;

/// More threads than this pack faster than one can write.
const PACKERS: usize = 8;
/// Batches that they may be ahead of the one that writes, who waits for the disk now and then.
const AHEAD: usize = 16;
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
    let mut rows = BodyBuffer::default();
    for resources in snapshot.in_batches(sample) {
        snapshot.body_of_each(resources, &mut rows)?;
        keep(
            &mut places,
            resources,
            writer.upsert(&rows.iter().collect::<Vec<_>>(), scan.now)?,
        );
        progress.advance(rows.length());
    }

    let packer = writer.packer();
    in_turn(
        (scan.threads.clamp(1, PACKERS), AHEAD),
        &snapshot.in_batches(rest),
        BodyBuffer::default,
        |rows, resources| {
            snapshot.body_of_each(resources, rows)?;
            Ok::<_, GraphError>((packer.pack(&rows.iter().collect::<Vec<_>>())?, rows.length()))
        },
        |resources, (rows, bytes)| {
            keep(&mut places, resources, writer.write(&rows, scan.now)?);
            progress.advance(bytes);
            if progress.is_cancelled() {
                return Err(CoreError::request("storing was interrupted").into());
            }
            Ok(())
        },
    )?;
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
