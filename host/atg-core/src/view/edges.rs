//! The table of a snapshot's relationships.

use std::sync::Arc;

use super::blocks::{self, Identities};
use super::selection::{Kept, Selection};
use crate::CoreError;
use crate::snapshot::{Edge, Snapshot};
use crate::table::{BatchEncoder, Dictionary, Table};

const COLUMNS: [&str; 5] = ["from", "kind", "to", "from-type", "to-type"];

mod slot {
    pub(super) const KINDS: usize = 0;
    pub(super) const TYPES: usize = 1;
}

/// All relationships of a snapshot; see [`edges`].
pub struct EdgesTable {
    snapshot: Arc<Snapshot>,
    kinds: (Dictionary, Vec<u32>),
    types: (Dictionary, Vec<u32>),
    kept_kinds: Option<Vec<bool>>,
    kept: Kept,
}

/// All relationships of a snapshot: from, kind, to, from-type, to-type. A selection of types or groups keeps those of which
/// it keeps both ends.
pub fn edges(snapshot: Arc<Snapshot>, selection: Selection) -> EdgesTable {
    let kinds = snapshot.edges().kinds();
    EdgesTable {
        kinds: Dictionary::of(kinds),
        kept_kinds: selection.kinds(kinds),
        types: Dictionary::of(snapshot.types()),
        kept: selection.of(&snapshot),
        snapshot,
    }
}

impl EdgesTable {
    fn keeps(&self, edge: &Edge) -> bool {
        let ends = || self.kept.has(&self.snapshot, edge.from) && self.kept.has(&self.snapshot, edge.to);
        let of_kind = |kinds: &Vec<bool>| kinds[usize::from(edge.kind)];
        self.kept_kinds.as_ref().is_none_or(of_kind) && (self.kept.all() || ends())
    }
}

impl Table for EdgesTable {
    fn columns(&self) -> Vec<String> {
        COLUMNS.map(str::to_owned).to_vec()
    }

    fn rows(&self) -> u64 {
        self.snapshot.edges().len()
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        let snapshot = self.snapshot.as_ref();
        let mut walk = snapshot.edges().walk();
        let mut identities = Identities::new(snapshot);
        let ids = [0, 2].map(|column| blocks::places(columns, column));
        blocks::encode(self.rows(), from, max_bytes, encoder, |range, encoder| {
            let next = range.end;
            let all = range.map(|number| walk.get(number as u32));
            let rows: Vec<Edge> = all.filter(|edge| self.keeps(edge)).collect();
            for (place, column) in columns.iter().enumerate() {
                let of_type = |resource: u32| self.types.1[snapshot.type_of(resource).0 as usize];
                match column {
                    1 => {
                        let numbers = rows.iter().map(|edge| self.kinds.1[usize::from(edge.kind)]);
                        encoder.extend(place, slot::KINDS, &self.kinds.0, numbers);
                    }
                    3 => encoder.extend(
                        place,
                        slot::TYPES,
                        &self.types.0,
                        rows.iter().map(|edge| of_type(edge.from)),
                    ),
                    4 => encoder.extend(
                        place,
                        slot::TYPES,
                        &self.types.0,
                        rows.iter().map(|edge| of_type(edge.to)),
                    ),
                    _ => {}
                }
            }
            for edge in &rows {
                for (places, resource) in ids.iter().zip([edge.from, edge.to]) {
                    if !places.is_empty() {
                        identities.push(resource, places, &[], encoder)?;
                    }
                }
            }
            encoder.add_rows(rows.len() as u32);
            Ok(next)
        })
    }
}
