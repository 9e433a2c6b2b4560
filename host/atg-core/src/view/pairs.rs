//! The table of pairs.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::{self, Identities};
use super::properties::{PropertyColumns, Weight};
use super::selection::{Kept, Selection};
use super::words::{Groups, Words};
use crate::CoreError;
use crate::align::{Comparison, NONE, Verdict};
use crate::identity::Side;
use crate::table::{ABSENT, BatchEncoder, Dictionary, REDACTED, Table};

/// The columns that there always are.
const FIXED: [&str; 7] = [
    "status",
    "match-kind",
    "type",
    "resource-group",
    "properties",
    "source-id",
    "target-id",
];

/// Which dictionary is which, for the encoder.
mod slot {
    pub(super) const WORDS: usize = 0;
    pub(super) const TYPES: usize = 1;
    pub(super) const GROUPS: [usize; 2] = [2, 3];
    pub(super) const VALUES: [usize; 2] = [4, 5];
}

/// All pairs; see [`pairs`].
pub struct PairsTable {
    comparison: Arc<Comparison>,
    values: [Arc<PropertyColumns>; 2],
    paths: Vec<String>,
    /// Where each path is on either side.
    places: [Vec<Option<usize>>; 2],
    words: Words,
    types: (Dictionary, Vec<u32>),
    groups: [Groups; 2],
    kept_types: Option<Vec<bool>>,
    kept: [Kept; 2],
}

/// All pairs: status, match-kind, type, resource-group, properties, source-id, target-id, then `source:PATH` and
/// `target:PATH` of each path. A path that was not loaded is redacted.
pub fn pairs(
    comparison: Arc<Comparison>,
    source: Arc<PropertyColumns>,
    target: Arc<PropertyColumns>,
    paths: &[String],
    selection: Selection,
) -> PairsTable {
    let sides = [&comparison.source, &comparison.target];
    PairsTable {
        paths: paths.to_vec(),
        places: [source.places(paths), target.places(paths)],
        values: [source, target],
        words: Words::new(),
        types: Dictionary::of(comparison.type_names()),
        groups: sides.map(|side| Groups::new(side.groups())),
        kept_types: selection.types(comparison.type_names()),
        kept: sides.map(|side| selection.of(side)),
        comparison,
    }
}

/// Some rows: their numbers, the resources, the verdicts.
#[derive(Default)]
struct Rows {
    pairs: Vec<u32>,
    ends: [Vec<u32>; 2],
    verdicts: Vec<Verdict>,
}

impl Rows {
    fn of(&self, side: usize) -> impl Iterator<Item = u32> + '_ {
        self.ends[side].iter().copied()
    }

    /// The rows of the source, and the extras, which come last.
    fn runs(&self) -> [Range<usize>; 2] {
        let extras = self.ends[0].partition_point(|source| *source != NONE);
        [0..extras, extras..self.pairs.len()]
    }

    fn truncate(&mut self, rows: usize) {
        self.pairs.truncate(rows);
        self.ends.iter_mut().for_each(|ends| ends.truncate(rows));
        self.verdicts.truncate(rows);
    }
}

impl PairsTable {
    fn keeps(&self, pair: u32) -> bool {
        let (source, target) = self.comparison.ends(pair);
        let of_type = |types: &Vec<bool>| types[self.comparison.pair_type_number(pair) as usize];
        let in_group = if source == NONE {
            self.kept[1].has_group(&self.comparison.target, target)
        } else {
            self.kept[0].has_group(&self.comparison.source, source)
        };
        in_group && self.kept_types.as_ref().is_none_or(of_type)
    }

    fn rows_of(&self, range: Range<u64>) -> Rows {
        let mut rows = Rows::default();
        let range = range.start as u32..range.end as u32;
        if self.kept_types.is_none() && self.kept.iter().all(Kept::all) {
            self.comparison
                .append_rows(range.clone(), &mut rows.ends, &mut rows.verdicts);
            rows.pairs.extend(range);
        } else {
            for pair in range.filter(|pair| self.keeps(*pair)) {
                self.comparison
                    .append_rows(pair..pair + 1, &mut rows.ends, &mut rows.verdicts);
                rows.pairs.push(pair);
            }
        }
        rows
    }

    /// Leaves out rows at the end whose values would make the batch much larger than asked for.
    fn weigh(&self, rows: &mut Rows, columns: &[usize], max_bytes: usize) {
        let asked: Vec<(usize, Option<usize>)> =
            columns.iter().filter_map(|column| self.value_column(*column)).collect();
        let mut weight = Weight::default();
        for at in 0..rows.pairs.len() {
            let mut bytes = 0;
            for (side, place) in &asked {
                let values = &self.values[*side];
                bytes = weight.add(*side, values, values.cell(*place, rows.ends[*side][at]));
            }
            if at > 0 && bytes > max_bytes {
                rows.truncate(at);
                return;
            }
        }
    }

    /// Side and place of a column of values.
    fn value_column(&self, column: usize) -> Option<(usize, Option<usize>)> {
        let at = column.checked_sub(FIXED.len())?;
        let (path, side) = (at / 2, at % 2);
        Some((side, self.places[side].get(path).copied().flatten()))
    }

    fn encode(&self, rows: &Rows, columns: &[usize], encoder: &mut BatchEncoder) -> Result<(), CoreError> {
        let comparison = self.comparison.as_ref();
        let words = &self.words;
        let dictionary = &words.dictionary;
        let verdicts = || rows.verdicts.iter();
        for (place, column) in columns.iter().enumerate() {
            match column {
                0 => encoder.extend(
                    place,
                    slot::WORDS,
                    dictionary,
                    verdicts().map(|verdict| words.status(*verdict)),
                ),
                1 => encoder.extend(
                    place,
                    slot::WORDS,
                    dictionary,
                    verdicts().map(|verdict| words.kind(*verdict)),
                ),
                2 => {
                    let (types, numbers) = &self.types;
                    for (side, run) in [Side::Source, Side::Target].into_iter().zip(rows.runs()) {
                        let of_run = comparison.type_numbers(side, &rows.ends[side as usize][run]);
                        encoder.extend(place, slot::TYPES, types, of_run.map(|number| numbers[number as usize]));
                    }
                }
                3 => self.encode_groups(rows, place, encoder),
                4 => encoder.extend(
                    place,
                    slot::WORDS,
                    dictionary,
                    verdicts().map(|verdict| words.properties(*verdict)),
                ),
                // Read below, so that a body is read once for both of its uses.
                5 | 6 => {}
                _ => match self.value_column(*column) {
                    Some((side, at)) => {
                        let values = self.values[side].as_ref();
                        let dictionary = &values.values().dictionary;
                        match at.map(|at| values.values().column(at)) {
                            Some([]) => encoder.fill(place, ABSENT, rows.pairs.len()),
                            Some(cells) => {
                                // Whether there is a partner cannot be foretold: nothing branches on it.
                                let last = cells.len() - 1;
                                let numbers = rows.of(side).map(|resource| {
                                    let cell = cells[(resource as usize).min(last)];
                                    if resource == NONE { ABSENT } else { cell }
                                });
                                encoder.extend(place, slot::VALUES[side], dictionary, numbers);
                            }
                            None => encoder.fill(place, REDACTED, rows.pairs.len()),
                        }
                    }
                    None => encoder.fill(place, ABSENT, rows.pairs.len()),
                },
            }
        }
        for (side, snapshot) in [&comparison.source, &comparison.target].into_iter().enumerate() {
            let ids = blocks::places(columns, 5 + side);
            if !ids.is_empty() {
                let mut identities = Identities::new(snapshot);
                for resource in rows.of(side) {
                    identities.push(resource, &ids, &[], encoder)?;
                }
            }
        }
        encoder.add_rows(rows.pairs.len() as u32);
        Ok(())
    }

    /// The group of the source; of an extra that of the target.
    fn encode_groups(&self, rows: &Rows, place: usize, encoder: &mut BatchEncoder) {
        let snapshots = [&self.comparison.source, &self.comparison.target];
        for (side, run) in rows.runs().into_iter().enumerate() {
            let groups = &self.groups[side];
            let numbers = rows.ends[side][run]
                .iter()
                .map(|resource| groups.of(snapshots[side], *resource));
            encoder.extend(place, slot::GROUPS[side], &groups.dictionary, numbers);
        }
    }
}

impl Table for PairsTable {
    fn columns(&self) -> Vec<String> {
        let values = self
            .paths
            .iter()
            .flat_map(|path| [format!("source:{path}"), format!("target:{path}")]);
        FIXED.into_iter().map(str::to_owned).chain(values).collect()
    }

    fn rows(&self) -> u64 {
        u64::from(self.comparison.pair_count())
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        let long = self.values.iter().any(|values| values.has_long_texts());
        blocks::encode(self.rows(), from, max_bytes, encoder, |range, encoder| {
            let mut rows = self.rows_of(range.clone());
            let all = rows.pairs.len();
            if long {
                self.weigh(&mut rows, columns, max_bytes);
            }
            self.encode(&rows, columns, encoder)?;
            let cut = rows.pairs.len() < all;
            Ok(rows
                .pairs
                .last()
                .filter(|_| cut)
                .map_or(range.end, |last| u64::from(*last) + 1))
        })
    }
}
