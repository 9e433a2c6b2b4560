//! From the rows of several threads to one snapshot.

use super::classes::settle_classes;
use super::finder::Finder;
use super::names::{Merged, merge_groups, merge_types};
use super::resolve::{MOST_ROWS, Resolver};
use super::rows::{DRAWERS, MOST_TYPES, ReadRows, Row, flags_part, type_part, with_flags};
use super::{Bodies, Coverage, NO_GROUP, ReadCounts, Scope, Snapshot};
use crate::CoreError;
use crate::identity::Normalizer;
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
    pub fn finish(self, mut parts: Vec<ReadRows>, bodies: Arc<dyn Bodies>) -> Result<Snapshot, CoreError> {
        let types = merge_types(&parts.iter().map(|part| &part.type_table).collect::<Vec<_>>());
        let groups = merge_groups(
            &parts.iter().map(|part| &part.group_table).collect::<Vec<_>>(),
            &self.normalizer,
        );
        let places = Places::new(&parts);
        let total: usize = parts.iter().map(ReadRows::len).sum();
        if total >= MOST_ROWS || places.end > u64::from(u32::MAX) || types.names.len() >= MOST_TYPES {
            return Err(
                CoreError::request(format!("`{}` holds more than atg can number", self.scope.spelling))
                    .with_hint("narrow it with `--type` or `--resource-group`"),
            );
        }
        let mut read = ReadCounts::default();
        for part in &parts {
            read.add(&part.counts);
        }

        let mut columns = Columns::with_capacity(total);
        let (mut rows, mut order) = (Vec::new(), Vec::new());
        for drawer in 0..DRAWERS {
            rows.clear();
            for (at, part) in parts.iter_mut().enumerate() {
                let (types, groups) = (&types.handles[at], &groups.handles[at]);
                let some = part.drawers.get_mut(drawer).map(take).unwrap_or_default();
                rows.extend(some.into_iter().map(|row| Row {
                    type_word: with_flags(types[type_part(row.type_word) as usize], row.flags()),
                    group: groups.get(row.group as usize).copied().unwrap_or(NO_GROUP),
                    references: (places.starts[at][drawer] + row.references.0, row.references.1),
                    ..row
                }));
            }
            order.clear();
            order.extend(
                rows.iter()
                    .zip(0..)
                    .map(|(row, number)| ((row.key >> 64) as u64, number)),
            );
            order.sort_unstable();
            let dropped = settle_classes(&mut order, &rows, bodies.as_ref(), &self.scope.spelling)?;
            read.duplicates += dropped.rows;
            read.truncated -= dropped.truncated;
            order.iter().for_each(|(_, row)| columns.push(&rows[*row as usize]));
        }

        let resolver = Resolver {
            finder: Finder::new(&columns.keys),
            groups_of: &columns.groups,
            groups: &groups.names,
        };
        let mut leads_to = vec![0; places.end as usize];
        let mut stated = Vec::new();
        for (part, starts) in parts.into_iter().zip(&places.starts) {
            resolver.resolve(part.references, starts, &mut leads_to);
            stated.extend(part.stated);
        }
        let edges = resolver.edges(&columns.references, &leads_to, &stated, &mut read);
        let type_names = drop_unused(types, &mut columns.types);
        Ok(Snapshot {
            scope: self.scope,
            coverage: self.coverage,
            read,
            keys: columns.keys,
            digests: columns.digests,
            offsets: columns.offsets,
            lengths: columns.lengths,
            types: columns.types,
            groups: columns.groups,
            tails: columns.tails,
            type_names,
            group_names: groups.names,
            edges,
            bodies,
        })
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

/// The rows of a drawer in key order: the upper half of its key, and its number.
pub(super) type Ordered = (u64, u32);

/// Where the references of each part and drawer begin when all are numbered through, drawer by drawer.
struct Places {
    starts: Vec<[u32; DRAWERS]>,
    end: u64,
}

impl Places {
    fn new(parts: &[ReadRows]) -> Places {
        let mut places = Places {
            starts: vec![[0; DRAWERS]; parts.len()],
            end: 0,
        };
        for drawer in 0..DRAWERS {
            for (part, starts) in parts.iter().zip(&mut places.starts) {
                // What does not fit is refused by the end.
                starts[drawer] = places.end as u32;
                places.end += u64::from(part.references.of_rows(drawer));
            }
        }
        places
    }
}

/// What is kept of rows, in the order of their keys.
struct Columns {
    keys: Vec<u128>,
    digests: Vec<u128>,
    offsets: Vec<u64>,
    lengths: Vec<u32>,
    types: Vec<u32>,
    groups: Vec<u32>,
    tails: Vec<u32>,
    references: Vec<(u32, u32)>,
}

impl Columns {
    fn with_capacity(rows: usize) -> Columns {
        Columns {
            keys: Vec::with_capacity(rows),
            digests: Vec::with_capacity(rows),
            offsets: Vec::with_capacity(rows),
            lengths: Vec::with_capacity(rows),
            types: Vec::with_capacity(rows),
            groups: Vec::with_capacity(rows),
            tails: Vec::with_capacity(rows),
            references: Vec::with_capacity(rows),
        }
    }

    fn push(&mut self, row: &Row) {
        self.keys.push(row.key);
        self.digests.push(row.digest);
        self.offsets.push(row.offset);
        self.lengths.push(row.length);
        self.types.push(row.type_word);
        self.groups.push(row.group);
        self.tails.push(row.tail);
        self.references.push(row.references);
    }
}
