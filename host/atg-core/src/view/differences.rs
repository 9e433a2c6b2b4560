//! The table of differences.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::{self, Identities};
use super::selection::{Kept, Selection};
use crate::CoreError;
use crate::align::{Comparison, DetailReader};
use crate::differences::{Difference, DifferenceKind, DifferenceValue};
use crate::table::{ABSENT, BatchEncoder, Dictionary, REDACTED, Table, UNKNOWN};

const COLUMNS: [&str; 8] = [
    "type",
    "path",
    "kind",
    "source-id",
    "target-id",
    "source-value",
    "target-value",
    "exact-path",
];

mod slot {
    pub(super) const TYPES: usize = 0;
    pub(super) const PATHS: usize = 1;
    pub(super) const KINDS: usize = 2;
}

const KINDS: [DifferenceKind; 4] = [
    DifferenceKind::Changed,
    DifferenceKind::Added,
    DifferenceKind::Removed,
    DifferenceKind::Unknown,
];

/// All differences; see [`differences`].
pub struct DifferencesTable {
    comparison: Arc<Comparison>,
    types: (Dictionary, Vec<u32>),
    paths: (Dictionary, Vec<u32>),
    kinds: (Dictionary, Vec<u32>),
    kept_types: Option<Vec<bool>>,
    kept: Kept,
    /// For every path whether it may be seen.
    visible: Vec<bool>,
    redact: bool,
    /// Whether `path` has the items of lists, as people want to read it.
    exact: bool,
}

/// All differences that count and whose path may be seen: type, path (with the items of lists left open), kind, source-id,
/// target-id, source-value, target-value, exact-path (with the items of lists). `may_see` is asked once a path; `redact`
/// leaves out what may be a secret. Ids, values and exact paths cost reading both bodies again.
pub fn differences(
    comparison: Arc<Comparison>,
    selection: Selection,
    may_see: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    redact: bool,
) -> DifferencesTable {
    let found = comparison.differences();
    DifferencesTable {
        types: Dictionary::of(comparison.type_names()),
        paths: Dictionary::of(found.paths()),
        kinds: Dictionary::of(KINDS.map(DifferenceKind::word)),
        kept_types: selection.types(comparison.type_names()),
        kept: selection.of(&comparison.source),
        visible: found.paths().iter().map(|path| may_see(path)).collect(),
        redact,
        exact: false,
        comparison,
    }
}

impl DifferencesTable {
    /// The same with the items of lists in `path`.
    pub(crate) fn exact(self) -> DifferencesTable {
        DifferencesTable { exact: true, ..self }
    }

    fn keeps(&self, difference: Difference) -> bool {
        let pair = difference.pair;
        let of_type = |types: &Vec<bool>| types[self.comparison.pair_type_number(pair) as usize];
        // A difference is one of a matched pair, whose number is that of its source.
        self.visible[difference.path.0 as usize]
            && self.kept_types.as_ref().is_none_or(of_type)
            && self.kept.has_group(&self.comparison.source, pair)
    }

    fn rows_of(&self, range: Range<u64>) -> Vec<(u64, Difference)> {
        let all = range.map(|number| (number, self.comparison.differences().get(number)));
        all.filter(|(_, difference)| self.keeps(*difference)).collect()
    }

    fn encode_numbers(&self, rows: &[(u64, Difference)], columns: &[usize], encoder: &mut BatchEncoder) {
        for (place, column) in columns.iter().enumerate() {
            match column {
                0 => {
                    let number = |pair: u32| self.types.1[self.comparison.pair_type_number(pair) as usize];
                    let numbers = rows.iter().map(|(_, difference)| number(difference.pair));
                    encoder.extend(place, slot::TYPES, &self.types.0, numbers);
                }
                1 if !self.exact => {
                    let numbers = rows
                        .iter()
                        .map(|(_, difference)| self.paths.1[difference.path.0 as usize]);
                    encoder.extend(place, slot::PATHS, &self.paths.0, numbers);
                }
                2 => {
                    let at = |kind: DifferenceKind| KINDS.iter().position(|other| *other == kind).unwrap_or(3);
                    let numbers = rows.iter().map(|(_, difference)| self.kinds.1[at(difference.kind)]);
                    encoder.extend(place, slot::KINDS, &self.kinds.0, numbers);
                }
                _ => {}
            }
        }
    }
}

impl Table for DifferencesTable {
    fn columns(&self) -> Vec<String> {
        // Where `path` is exact, nobody needs it a second time.
        let count = COLUMNS.len() - usize::from(self.exact);
        COLUMNS.iter().take(count).map(|name| (*name).to_owned()).collect()
    }

    fn rows(&self) -> u64 {
        self.comparison.differences().len()
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        let comparison = self.comparison.as_ref();
        let places = |column| blocks::places(columns, column);
        let (ids, values) = ([places(3), places(4)], [places(5), places(6)]);
        let mut exact = places(7);
        if self.exact {
            exact.extend(places(1));
        }
        let mut identities = [&comparison.source, &comparison.target].map(|side| Identities::new(side));
        let wants_details = values.iter().any(|places| !places.is_empty()) || !exact.is_empty();
        let mut details = wants_details.then(|| DetailReader::new(comparison, self.redact));
        blocks::encode(self.rows(), from, max_bytes, encoder, |range, encoder| {
            let mut rows = self.rows_of(range.clone());
            let mut next = range.end;
            for at in 0..rows.len() {
                let (number, difference) = rows[at];
                // Values can be long: the rest of the block waits.
                if at > 0 && encoder.bytes() >= max_bytes {
                    rows.truncate(at);
                    next = number;
                    break;
                }
                let (source, target) = comparison.ends(difference.pair);
                for (side, resource) in [source, target].into_iter().enumerate() {
                    if !ids[side].is_empty() {
                        identities[side].push(resource, &ids[side], &[], encoder)?;
                    }
                }
                if let Some(details) = &mut details {
                    let detail = details.get(number)?;
                    exact.iter().for_each(|place| encoder.push_text(*place, &detail.path));
                    for (places, value) in values.iter().zip([&detail.source, &detail.target]) {
                        places.iter().for_each(|place| push_value(encoder, *place, value));
                    }
                }
            }
            self.encode_numbers(&rows, columns, encoder);
            encoder.add_rows(rows.len() as u32);
            Ok(next)
        })
    }
}

fn push_value(encoder: &mut BatchEncoder, place: usize, value: &DifferenceValue) {
    match value {
        DifferenceValue::Absent => encoder.push(place, ABSENT),
        DifferenceValue::Redacted => encoder.push(place, REDACTED),
        DifferenceValue::Unknown => encoder.push(place, UNKNOWN),
        DifferenceValue::Json(json) => encoder.push_text(place, json),
    }
}
