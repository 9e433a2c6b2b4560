//! Differences within pairs: only pairs whose digests differ are read again.

use super::{AlignOptions, Comparison, PropertyState, READ_TOGETHER, Status};
use crate::CoreError;
use crate::differences::{BodyComparer, Collected, DifferenceKind, merge};
use crate::snapshot::{RowFlags, Snapshot, read_identity};
use crate::threads::in_chunks;

/// What one thread works with and finds.
struct Worker<'n> {
    comparer: BodyComparer<'n>,
    bodies: [Vec<u8>; 2],
    found: Collected,
    states: Vec<(u32, PropertyState)>,
}

/// Fills in the states of properties and, where asked, the differences.
pub(super) fn compare(comparison: &mut Comparison, options: &AlignOptions<'_>) -> Result<(), CoreError> {
    let mut open = first_look(comparison, options.compare_properties);
    if open.is_empty() {
        return Ok(());
    }
    comparison.source.sort_by_place(&mut open, |pair| *pair);
    let [of_source, of_target] = &comparison.normalizers;
    let (source, target) = (comparison.source.as_ref(), comparison.target.as_ref());
    let worker = || Worker {
        comparer: BodyComparer::new(of_source, of_target),
        bodies: [Vec::new(), Vec::new()],
        found: Collected::default(),
        states: Vec::new(),
    };
    let workers = in_chunks(
        options.threads,
        open.len() as u64,
        READ_TOGETHER,
        options.progress,
        worker,
        |worker, range| {
            for pair in &open[range.start as usize..range.end as usize] {
                let Some(partner) = comparison.pair(*pair).target else {
                    continue;
                };
                source.body(*pair, &mut worker.bodies[0])?;
                target.body(partner, &mut worker.bodies[1])?;
                options
                    .progress
                    .advance((worker.bodies[0].len() + worker.bodies[1].len()) as u64);
                worker.pair(*pair, source.type_name(*pair), options);
            }
            Ok(())
        },
    )?;
    let (mut found, mut states) = (Vec::new(), Vec::new());
    for worker in workers {
        found.push(worker.found);
        states.push(worker.states);
    }
    for (pair, state) in states.into_iter().flatten() {
        let verdict = &mut comparison.verdicts[pair as usize];
        *verdict = verdict.with_properties(state);
    }
    comparison.differences = merge(found);
    Ok(())
}

impl Worker<'_> {
    fn pair(&mut self, pair: u32, type_name: &str, options: &AlignOptions<'_>) {
        let [source, target] = &self.bodies;
        let found = self.comparer.compare(source, target);
        let drift = options.drift;
        let id = if drift.is_empty() {
            None
        } else {
            read_identity(source).map(|identity| identity.id)
        };
        let id = id.filter(|id| drift.concerns(id, type_name));
        let mut state = PropertyState::Equal;
        for (position, difference) in (0_u32..).zip(found) {
            if id
                .as_ref()
                .is_some_and(|id| drift.accepts_path(id, type_name, &difference.path).is_some())
            {
                self.found.push_accepted(pair, position);
                continue;
            }
            self.found.push(pair, &difference.pattern, difference.kind);
            state = match difference.kind {
                DifferenceKind::Unknown if state == PropertyState::Equal => PropertyState::Unknown,
                DifferenceKind::Unknown => state,
                _ => PropertyState::Different,
            };
        }
        self.states.push((pair, state));
    }
}

/// What digests and flags say. Gives the pairs that have to be read again; all others are settled.
fn first_look(comparison: &mut Comparison, read_again: bool) -> Vec<u32> {
    let mut open = Vec::new();
    let (source, target) = (comparison.source.as_ref(), comparison.target.as_ref());
    for (pair, (verdict, partner)) in (0..).zip(comparison.verdicts.iter_mut().zip(&comparison.target_of)) {
        if verdict.status() != Status::Matched {
            continue;
        }
        let unknown = has_unknown(source, pair) || has_unknown(target, *partner);
        let state = if foreign(source, pair) != foreign(target, *partner) {
            PropertyState::Unknown
        } else if source.digest(pair) == target.digest(*partner) && !unknown {
            PropertyState::Equal
        } else if read_again {
            open.push(pair);
            continue;
        } else if unknown {
            PropertyState::Unknown
        } else {
            PropertyState::Different
        };
        *verdict = verdict.with_properties(state);
    }
    open
}

fn has_unknown(snapshot: &Snapshot, resource: u32) -> bool {
    snapshot.flags(resource).has(RowFlags::UNKNOWN)
}

fn foreign(snapshot: &Snapshot, resource: u32) -> bool {
    snapshot.flags(resource).has(RowFlags::FOREIGN_PROPERTIES)
}
