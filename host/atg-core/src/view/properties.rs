//! Values at paths, by path.

use crate::CoreError;
use crate::snapshot::{Snapshot, ValueColumns, ValueOptions};
use crate::table::{ABSENT, REDACTED};
use hashbrown::HashSet;

/// Values at paths of all resources of a snapshot.
#[derive(Debug, Default)]
pub struct PropertyColumns {
    paths: Vec<String>,
    values: ValueColumns,
    longest: usize,
}

impl PropertyColumns {
    /// No column. Every path is then redacted.
    pub fn none() -> PropertyColumns {
        PropertyColumns::default()
    }

    /// Reads the values at these paths, each path once.
    pub fn load(
        snapshot: &Snapshot,
        paths: &[String],
        options: ValueOptions<'_>,
    ) -> Result<PropertyColumns, CoreError> {
        let mut seen = HashSet::new();
        let paths: Vec<String> = paths
            .iter()
            .filter(|path| seen.insert(path.as_str()))
            .cloned()
            .collect();
        let values = if paths.is_empty() {
            ValueColumns::default()
        } else {
            snapshot.load_columns(&paths, options)?
        };
        Ok(PropertyColumns {
            paths,
            longest: values.dictionary.longest(),
            values,
        })
    }

    /// The paths that were loaded.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Where each of these paths is.
    pub(super) fn places(&self, paths: &[String]) -> Vec<Option<usize>> {
        let place = |path: &String| self.paths.iter().position(|other| other == path);
        paths.iter().map(place).collect()
    }

    pub(super) fn values(&self) -> &ValueColumns {
        &self.values
    }

    /// The cell of a resource; a resource that does not exist has no value.
    pub(super) fn cell(&self, place: Option<usize>, resource: u32) -> u32 {
        let Some(place) = place else { return REDACTED };
        let column = self.values.column(place);
        column.get(resource as usize).copied().unwrap_or(ABSENT)
    }

    /// Whether a text is so long that rows must be weighed before they are taken.
    pub(super) fn has_long_texts(&self) -> bool {
        self.longest > LONG
    }
}

/// Texts up to here are no danger to the size of a batch, because rows are taken by [`super::blocks::BLOCK`].
const LONG: usize = 512;

/// Weighs the long texts of rows.
#[derive(Debug, Default)]
pub(super) struct Weight {
    seen: HashSet<(usize, u32)>,
    bytes: usize,
}

impl Weight {
    /// Adds a cell of a side's columns (0 or 1), if its text was not added before; gives the sum.
    pub(super) fn add(&mut self, side: usize, columns: &PropertyColumns, cell: u32) -> usize {
        let length = columns.values.dictionary.text(cell).len();
        if length > LONG && self.seen.insert((side, cell)) {
            self.bytes += length;
        }
        self.bytes
    }
}
