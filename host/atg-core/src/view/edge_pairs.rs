//! The table of relationships of both sides.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::{self, Identities};
use super::selection::{Kept, Selection};
use super::words::Words;
use crate::CoreError;
use crate::align::{Comparison, EdgeWalk, NONE, Status};
use crate::table::{BatchEncoder, Dictionary, Table};

const COLUMNS: [&str; 6] = ["status", "kind", "source-from", "source-to", "target-from", "target-to"];

mod slot {
    pub(super) const WORDS: usize = 0;
    pub(super) const KINDS: usize = 1;
}

/// All relationships of both sides; see [`edge_pairs`].
pub struct EdgePairsTable {
    comparison: Arc<Comparison>,
    words: Words,
    kinds: (Dictionary, Vec<u32>),
    kept_kinds: Option<Vec<bool>>,
    kept: [Kept; 2],
}

/// All relationships of both sides: status, kind, source-from, source-to, target-from, target-to. A selection of types or
/// groups keeps those of which it keeps both ends.
pub fn edge_pairs(comparison: Arc<Comparison>, selection: Selection) -> EdgePairsTable {
    EdgePairsTable {
        words: Words::new(),
        kinds: Dictionary::of(comparison.edge_kinds()),
        kept_kinds: selection.kinds(comparison.edge_kinds()),
        kept: [&comparison.source, &comparison.target].map(|side| selection.of(side)),
        comparison,
    }
}

struct Row {
    number: u64,
    status: Status,
    kind: u32,
}

impl EdgePairsTable {
    fn keeps_ends(&self, walk: &mut EdgeWalk<'_>, number: u64) -> bool {
        let [source, target] = walk.ends(number);
        let (kept, snapshot, ends) = match (source, target) {
            (Some(ends), _) => (&self.kept[0], &self.comparison.source, ends),
            (None, Some(ends)) => (&self.kept[1], &self.comparison.target, ends),
            (None, None) => return false,
        };
        kept.has(snapshot, ends.0) && kept.has(snapshot, ends.1)
    }

    fn rows_of(&self, walk: &mut EdgeWalk<'_>, range: Range<u64>) -> Vec<Row> {
        let all_ends = self.kept.iter().all(Kept::all);
        let mut rows = Vec::with_capacity((range.end - range.start) as usize);
        for number in range {
            let (status, kind) = walk.status(number);
            let of_kind = |kinds: &Vec<bool>| kinds[kind as usize];
            if self.kept_kinds.as_ref().is_none_or(of_kind) && (all_ends || self.keeps_ends(walk, number)) {
                rows.push(Row { number, status, kind });
            }
        }
        rows
    }
}

impl Table for EdgePairsTable {
    fn columns(&self) -> Vec<String> {
        COLUMNS.map(str::to_owned).to_vec()
    }

    fn rows(&self) -> u64 {
        self.comparison.edge_pair_count()
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        let mut walk = self.comparison.edge_walk();
        let statuses = Status::ALL.map(|status| (status, self.words.of(status)));
        let status_number = |status: Status| statuses[status as usize].1;
        let ids = [2, 3, 4, 5].map(|column| blocks::places(columns, column));
        let wants_ids = ids.iter().any(|places| !places.is_empty());
        let mut identities = [&self.comparison.source, &self.comparison.target].map(|side| Identities::new(side));
        blocks::encode(self.rows(), from, max_bytes, encoder, |range, encoder| {
            let next = range.end;
            let rows = self.rows_of(&mut walk, range);
            for (place, column) in columns.iter().enumerate() {
                match column {
                    0 => {
                        let numbers = rows.iter().map(|row| status_number(row.status));
                        encoder.extend(place, slot::WORDS, &self.words.dictionary, numbers);
                    }
                    1 => {
                        let numbers = rows.iter().map(|row| self.kinds.1[row.kind as usize]);
                        encoder.extend(place, slot::KINDS, &self.kinds.0, numbers);
                    }
                    _ => {}
                }
            }
            for row in rows.iter().filter(|_| wants_ids) {
                for (side, ends) in walk.ends(row.number).into_iter().enumerate() {
                    let (from, to) = ends.unwrap_or((NONE, NONE));
                    for (resource, places) in [(from, &ids[2 * side]), (to, &ids[2 * side + 1])] {
                        if !places.is_empty() {
                            identities[side].push(resource, places, &[], encoder)?;
                        }
                    }
                }
            }
            encoder.add_rows(rows.len() as u32);
            Ok(next)
        })
    }
}
