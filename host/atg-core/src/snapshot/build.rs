//! From the columns of several threads to one snapshot.

use super::classes::settle_classes;
use super::columns::{Columns, MOST_TYPES, Stated, flags_part, type_part, with_flags};
use super::edges::Finder;
use super::names::{Merged, merge_groups, merge_types};
use super::resolve::{MOST_ROWS, Resolver};
use super::{Bodies, Coverage, NO_GROUP, ReadCounts, Scope, Snapshot};
use crate::CoreError;
use crate::identity::Normalizer;
use crate::threads::both;
use std::mem::take;
use std::sync::Arc;

/// The kind of a relationship that was found in a body.
pub(crate) const REFERENCES: &str = "references";

/// What a reader knows of a snapshot before its rows.
pub struct SnapshotBuilder {
    /// What it was taken of.
    pub scope: Scope,
    /// What could be seen.
    pub coverage: Coverage,
    /// The normaliser that the rows were read with.
    pub normalizer: Normalizer,
}

impl SnapshotBuilder {
    /// Merges what the threads collected. The result does not depend on how the rows were spread or ordered. Reads
    /// bodies only of resources that share their canonical id with another one of the same group.
    pub fn finish(self, mut parts: Vec<Columns>, bodies: Arc<dyn Bodies>) -> Result<Snapshot, CoreError> {
        let total: usize = parts.iter().map(Columns::len).sum();
        let types = merge_types(&parts.iter().map(|part| &part.type_table).collect::<Vec<_>>());
        let groups = merge_groups(
            &parts.iter().map(|part| &part.group_table).collect::<Vec<_>>(),
            &self.normalizer,
        );
        if total >= MOST_ROWS || types.names.len() >= MOST_TYPES {
            return Err(
                CoreError::request(format!("`{}` holds more than atg can number", self.scope.spelling))
                    .with_hint("narrow it with `--type` or `--resource-group`"),
            );
        }
        let mut read = ReadCounts::default();
        for part in &parts {
            read.add(&part.counts);
        }
        for (part, (types, groups)) in parts.iter_mut().zip(types.handles.iter().zip(&groups.handles)) {
            renumber(part, types, groups);
        }

        let places = Places::new(&parts);
        let mut order = sorted_order(&parts, total);
        let dropped = settle_classes(&mut order, &parts, &places, bodies.as_ref(), &self.scope.spelling)?;
        read.duplicates += dropped.rows;
        read.truncated -= dropped.truncated;

        let (digests, offsets) = (
            each(&mut parts, |part| &mut part.digests),
            each(&mut parts, |part| &mut part.offsets),
        );
        let (lengths, types_of) = (
            each(&mut parts, |part| &mut part.lengths),
            each(&mut parts, |part| &mut part.types),
        );
        let tails = each(&mut parts, |part| &mut part.tails);
        // Column by column, so that the old one is gone before the next is made.
        let columns = || {
            let of_bodies = (gather(&order, &places, offsets), gather(&order, &places, lengths));
            let digests = gather(&order, &places, digests);
            (
                of_bodies,
                digests,
                gather(&order, &places, types_of),
                gather(&order, &places, tails),
            )
        };
        let relationships = || {
            let keys = gather(&order, &places, each(&mut parts, |part| &mut part.keys));
            let groups_of = gather(&order, &places, each(&mut parts, |part| &mut part.groups));
            let resolver = Resolver {
                finder: Finder::new(&keys),
                groups_of: &groups_of,
                groups: &groups.names,
            };
            let stated: Vec<Stated> = parts.iter_mut().flat_map(|part| take(&mut part.stated)).collect();
            let edges = resolver.edges(&order, &places, &mut parts, &stated, &mut read);
            (keys, groups_of, edges)
        };
        let (((offsets, lengths), digests, mut type_words, tails), (keys, groups_of, edges)) =
            both(columns, relationships);
        let type_names = drop_unused(types, &mut type_words);
        Ok(Snapshot {
            scope: self.scope,
            coverage: self.coverage,
            read,
            keys,
            digests,
            offsets,
            lengths,
            types: type_words,
            groups: groups_of,
            tails,
            type_names,
            group_names: groups.names,
            edges,
            bodies,
        })
    }
}

/// From a part's own handles to the merged ones.
fn renumber(part: &mut Columns, types: &[u32], groups: &[u32]) {
    for word in &mut part.types {
        *word = with_flags(types[type_part(*word) as usize], flags_part(*word));
    }
    for group in &mut part.groups {
        if *group != NO_GROUP {
            *group = groups[*group as usize];
        }
    }
}

/// Types whose rows all turned out to be duplicates cannot exist; those that only filtered rows named can.
fn drop_unused(types: Merged<String>, words: &mut [u32]) -> Vec<String> {
    let mut used = vec![false; types.names.len()];
    for word in words.iter() {
        used[type_part(*word) as usize] = true;
    }
    if used.iter().all(|used| *used) {
        return types.names;
    }
    let mut next = 0;
    let renumbered: Vec<u32> = used
        .iter()
        .map(|used| {
            next += u32::from(*used);
            next.saturating_sub(1)
        })
        .collect();
    for word in words.iter_mut() {
        *word = with_flags(renumbered[type_part(*word) as usize], flags_part(*word));
    }
    types
        .names
        .into_iter()
        .zip(used)
        .filter_map(|(name, used)| used.then_some(name))
        .collect()
}

/// Where the rows of each part begin when all are numbered through.
pub(super) struct Places(Vec<u32>);

impl Places {
    fn new(parts: &[Columns]) -> Places {
        let mut next = 0;
        let start = |part: &Columns| {
            let start = next;
            next += part.len() as u32;
            start
        };
        Places(parts.iter().map(start).collect())
    }

    /// Part and row of a number.
    pub(super) fn of(&self, row: u32) -> (usize, usize) {
        // Counted, not searched: a processor cannot guess in which part the next row is.
        let part = self.0.iter().skip(1).map(|start| usize::from(*start <= row)).sum();
        (part, (row - self.0[part]) as usize)
    }
}

/// A row in key order: the upper half of its key, and its number.
pub(super) type Ordered = (u64, u32);

fn sorted_order(parts: &[Columns], total: usize) -> Vec<Ordered> {
    let mut order = Vec::with_capacity(total);
    let keys = parts.iter().flat_map(|part| &part.keys);
    order.extend(keys.zip(0_u32..).map(|(key, row)| ((key >> 64) as u64, row)));
    order.sort_unstable();
    order
}

/// One column of each part, taken out.
fn each<T>(parts: &mut [Columns], column: impl Fn(&mut Columns) -> &mut Vec<T>) -> Vec<Vec<T>> {
    parts.iter_mut().map(|part| take(column(part))).collect()
}

/// A column in the order of the keys.
fn gather<T: Copy>(order: &[Ordered], places: &Places, parts: Vec<Vec<T>>) -> Vec<T> {
    let of = |(_, row): &Ordered| {
        let (part, at) = places.of(*row);
        parts[part][at]
    };
    let gathered = order.iter().map(of).collect();
    drop(parts);
    gathered
}
