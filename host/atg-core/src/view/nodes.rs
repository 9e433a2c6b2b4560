//! The table of a snapshot's resources.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::{self, Identities};
use super::properties::{PropertyColumns, Weight};
use super::selection::{Kept, Selection};
use super::words::Groups;
use crate::CoreError;
use crate::snapshot::Snapshot;
use crate::table::{BatchEncoder, Dictionary, Table};

const FIXED: [&str; 4] = ["id", "type", "name", "resource-group"];

mod slot {
    pub(super) const TYPES: usize = 0;
    pub(super) const GROUPS: usize = 1;
    pub(super) const VALUES: usize = 2;
}

/// All resources of a snapshot; see [`nodes`].
pub struct NodesTable {
    snapshot: Arc<Snapshot>,
    values: Arc<PropertyColumns>,
    paths: Vec<String>,
    places: Vec<Option<usize>>,
    types: (Dictionary, Vec<u32>),
    groups: Groups,
    kept: Kept,
    range: Range<u32>,
}

/// All resources of a snapshot: id, type, name, resource-group, then each path. A path that was not loaded is redacted.
pub fn nodes(
    snapshot: Arc<Snapshot>,
    values: Arc<PropertyColumns>,
    paths: &[String],
    selection: Selection,
) -> NodesTable {
    NodesTable {
        paths: paths.to_vec(),
        places: values.places(paths),
        values,
        types: Dictionary::of(snapshot.types()),
        groups: Groups::new(snapshot.groups()),
        kept: selection.of(&snapshot),
        range: 0..snapshot.len(),
        snapshot,
    }
}

impl NodesTable {
    /// The same table of one resource alone; without a row where the selection does not keep it.
    #[must_use]
    pub fn only(self, resource: u32) -> NodesTable {
        let end = self.snapshot.len();
        NodesTable {
            range: resource.min(end)..resource.saturating_add(1).min(end),
            ..self
        }
    }

    fn rows_of(&self, range: Range<u64>) -> Vec<u32> {
        let range = self.range.start + range.start as u32..self.range.start + range.end as u32;
        let keeps = |resource: &u32| self.kept.all() || self.kept.has(&self.snapshot, *resource);
        range.filter(keeps).collect()
    }

    /// How many of the rows may be taken before their values would make the batch much larger than asked for.
    fn weigh(&self, rows: &[u32], columns: &[usize], max_bytes: usize) -> usize {
        let asked: Vec<usize> = columns.iter().filter_map(|column| self.place(*column)).collect();
        let mut weight = Weight::default();
        for (at, resource) in rows.iter().enumerate() {
            let cells = asked.iter().map(|place| self.values.cell(Some(*place), *resource));
            let bytes = cells.map(|cell| weight.add(0, &self.values, cell)).last();
            if at > 0 && bytes.unwrap_or(0) > max_bytes {
                return at;
            }
        }
        rows.len()
    }

    fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column.checked_sub(FIXED.len())?).copied().flatten()
    }

    fn encode(&self, rows: &[u32], columns: &[usize], encoder: &mut BatchEncoder) -> Result<(), CoreError> {
        let snapshot = self.snapshot.as_ref();
        for (place, column) in columns.iter().enumerate() {
            match column {
                0 | 2 => {}
                1 => {
                    let (types, numbers) = &self.types;
                    let numbers = rows.iter().map(|row| numbers[snapshot.type_of(*row).0 as usize]);
                    encoder.extend(place, slot::TYPES, types, numbers);
                }
                3 => {
                    let numbers = rows.iter().map(|row| self.groups.of(snapshot, *row));
                    encoder.extend(place, slot::GROUPS, &self.groups.dictionary, numbers);
                }
                _ => {
                    let at = self.place(*column);
                    let cells = rows.iter().map(|row| self.values.cell(at, *row));
                    encoder.extend(place, slot::VALUES, &self.values.values().dictionary, cells);
                }
            }
        }
        let (ids, names) = (blocks::places(columns, 0), blocks::places(columns, 2));
        if !ids.is_empty() || !names.is_empty() {
            let mut identities = Identities::new(snapshot);
            for row in rows {
                identities.push(*row, &ids, &names, encoder)?;
            }
        }
        encoder.add_rows(rows.len() as u32);
        Ok(())
    }
}

impl Table for NodesTable {
    fn columns(&self) -> Vec<String> {
        FIXED
            .into_iter()
            .map(str::to_owned)
            .chain(self.paths.iter().cloned())
            .collect()
    }

    fn rows(&self) -> u64 {
        self.range.len() as u64
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        blocks::encode(self.rows(), from, max_bytes, encoder, |range, encoder| {
            let rows = self.rows_of(range.clone());
            let taken = match self.values.has_long_texts() {
                true => self.weigh(&rows, columns, max_bytes),
                false => rows.len(),
            };
            self.encode(&rows[..taken], columns, encoder)?;
            let waiting = rows.get(taken);
            Ok(waiting.map_or(range.end, |row| u64::from(*row - self.range.start)))
        })
    }
}
