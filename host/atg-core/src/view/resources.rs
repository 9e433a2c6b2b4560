//! The table of what is missing or extra.

use std::sync::Arc;

use super::blocks::{self, Identities};
use super::words::Groups;
use crate::CoreError;
use crate::align::{Comparison, NONE, Status};
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
    let mut pairs: Vec<u32> = (0..comparison.pair_count())
        .filter(|pair| comparison.verdict(*pair).status() == status)
        .collect();
    let by_type_and_group = |pair: &u32| {
        let (snapshot, resource) = of_pair(&comparison, *pair);
        let group = snapshot.group_name(resource).map(|group| group.printed.as_str());
        (comparison.pair_type_number(*pair), group)
    };
    pairs.sort_by(|a, b| by_type_and_group(a).cmp(&by_type_and_group(b)));
    // A body that cannot be read is told when the table is.
    let ids = (pairs.len() <= SORTED_BY_ID)
        .then(|| read_ids(&comparison, &pairs).ok())
        .flatten();
    let ids = ids.map(|ids| {
        let mut rows: Vec<(u32, String)> = pairs.iter().copied().zip(ids).collect();
        let key = |row: &(u32, String)| by_type_and_group(&row.0);
        rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.1.cmp(&b.1)));
        let (sorted, ids) = rows.into_iter().unzip();
        pairs = sorted;
        ids
    });
    ResourcesTable {
        pairs,
        ids,
        types: Dictionary::of(comparison.type_names()),
        groups: [&comparison.source, &comparison.target].map(|side| Groups::new(side.groups())),
        comparison,
    }
}

fn read_ids(comparison: &Comparison, pairs: &[u32]) -> Result<Vec<String>, CoreError> {
    let mut buffer = Vec::new();
    let ids = pairs.iter().map(|pair| {
        let (snapshot, resource) = of_pair(comparison, *pair);
        Ok(snapshot.identity(resource, &mut buffer)?.id.into_owned())
    });
    ids.collect()
}

fn of_pair(comparison: &Comparison, pair: u32) -> (&crate::snapshot::Snapshot, u32) {
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
