//! The table of what is missing or extra.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::{self, Identities};
use super::words::Groups;
use crate::CoreError;
use crate::align::{Comparison, NONE, Status};
use crate::snapshot::{GroupName, Snapshot};
use crate::table::{BatchEncoder, Dictionary, Table};

const COLUMNS: [&str; 4] = ["id", "type", "name", "resource-group"];

/// Up to so many resources are sorted by their ids, for which they are read once more. More are sorted by type and group
/// alone, and within a group by the key of their ids.
const SORTED_BY_ID: usize = 100_000;

/// Resources of one status; see [`resources`].
pub struct ResourcesTable {
    comparison: Arc<Comparison>,
    /// Pairs, sorted for people.
    pairs: Vec<u32>,
    /// Their ids, where they were read for sorting.
    ids: Option<Vec<String>>,
    types: (Dictionary, Vec<u32>),
    groups: [Groups; 2],
}

/// The resources that are missing, extra, or of another status: id, type, name, resource-group, sorted by type, group and id.
/// Of a matched pair it is the source.
pub fn resources(comparison: Arc<Comparison>, status: Status) -> ResourcesTable {
    let headings = Headings::new(&comparison);
    let mut rows: Vec<(u64, u32)> = (0..comparison.pair_count())
        .filter(|pair| comparison.verdict(*pair).status() == status)
        .map(|pair| (headings.of(&comparison, pair), pair))
        .collect();
    // A body that cannot be read is told when the table is.
    let by_id = (rows.len() <= SORTED_BY_ID)
        .then(|| sorted_by_id(&comparison, &rows).ok())
        .flatten();
    let (pairs, ids) = match by_id {
        Some((pairs, ids)) => (pairs, Some(ids)),
        None => {
            rows.sort_unstable();
            (rows.into_iter().map(|(_, pair)| pair).collect(), None)
        }
    };
    ResourcesTable {
        pairs,
        ids,
        types: Dictionary::of(comparison.type_names()),
        groups: [&comparison.source, &comparison.target].map(|side| Groups::new(side.groups())),
        comparison,
    }
}

/// What resources are sorted under before their ids: type, then group by its printed name, those outside of groups first.
struct Headings {
    /// Of each side's groups: one more than the place of the name among those of both.
    groups: [Vec<u32>; 2],
}

impl Headings {
    fn new(comparison: &Comparison) -> Headings {
        let sides = [comparison.source.groups(), comparison.target.groups()];
        let mut names: Vec<&String> = sides
            .iter()
            .flat_map(|groups| groups.iter().map(|group| &group.printed))
            .collect();
        names.sort_unstable();
        names.dedup();
        let place = |group: &GroupName| 1 + names.partition_point(|other| **other < group.printed) as u32;
        Headings {
            groups: sides.map(|groups| groups.iter().map(place).collect()),
        }
    }

    fn of(&self, comparison: &Comparison, pair: u32) -> u64 {
        let side = usize::from(comparison.ends(pair).0 == NONE);
        let (snapshot, resource) = of_pair(comparison, pair);
        let group = snapshot.group_of(resource);
        let group = group.map_or(0, |group| self.groups[side][group.0 as usize]);
        u64::from(comparison.pair_type_number(pair)) << 32 | u64::from(group)
    }
}

/// Pairs under their headings, sorted by the ids within, and the ids.
fn sorted_by_id(comparison: &Comparison, rows: &[(u64, u32)]) -> Result<(Vec<u32>, Vec<String>), CoreError> {
    let read = |(found, buffer): &mut (Vec<(u64, String, u32)>, Vec<u8>), range: Range<u64>| {
        for (heading, pair) in &rows[range.start as usize..range.end as usize] {
            let (snapshot, resource) = of_pair(comparison, *pair);
            found.push((*heading, snapshot.identity(resource, buffer)?.id.into_owned(), *pair));
        }
        Ok(())
    };
    let parts = comparison.read_in_chunks(rows.len() as u64, Default::default, read)?;
    let mut found: Vec<_> = parts.into_iter().flat_map(|(found, _)| found).collect();
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, id, pair)| (pair, id)).unzip())
}

fn of_pair(comparison: &Comparison, pair: u32) -> (&Snapshot, u32) {
    match comparison.ends(pair) {
        (NONE, target) => (&comparison.target, target),
        (source, _) => (&comparison.source, source),
    }
}

impl Table for ResourcesTable {
    fn columns(&self) -> Vec<String> {
        COLUMNS.map(str::to_owned).to_vec()
    }

    fn rows(&self) -> u64 {
        self.pairs.len() as u64
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        let comparison = self.comparison.as_ref();
        let (ids, names) = (blocks::places(columns, 0), blocks::places(columns, 2));
        let mut identities = [&comparison.source, &comparison.target].map(|side| Identities::new(side));
        blocks::encode(self.rows(), from, max_bytes, encoder, |range, encoder| {
            let rows = &self.pairs[range.start as usize..range.end as usize];
            for (place, column) in columns.iter().enumerate() {
                match column {
                    1 => {
                        let numbers = rows
                            .iter()
                            .map(|pair| self.types.1[comparison.pair_type_number(*pair) as usize]);
                        encoder.extend(place, 0, &self.types.0, numbers);
                    }
                    3 => {
                        for pair in rows {
                            let side = usize::from(comparison.ends(*pair).0 == NONE);
                            let (snapshot, resource) = of_pair(comparison, *pair);
                            let groups = &self.groups[side];
                            let number = groups.of(snapshot, resource);
                            encoder.extend(place, 1 + side, &groups.dictionary, std::iter::once(number));
                        }
                    }
                    _ => {}
                }
            }
            for (at, pair) in rows.iter().enumerate().filter(|_| !ids.is_empty() || !names.is_empty()) {
                if let Some(known) = &self.ids {
                    blocks::push_identity(&known[range.start as usize + at], &ids, &names, encoder);
                    continue;
                }
                let (source, target) = comparison.ends(*pair);
                let (side, resource) = if source == NONE { (1, target) } else { (0, source) };
                identities[side].push(resource, &ids, &names, encoder)?;
            }
            encoder.add_rows(rows.len() as u32);
            Ok(range.end)
        })
    }
}
