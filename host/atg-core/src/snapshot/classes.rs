//! Resources that share a canonical id: several copies in one estate, or one row given twice.

use super::build::Ordered;
use super::rows::{Row, RowFlags};
use super::{Bodies, BodyRef, read_identity};
use crate::CoreError;
use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_128;

/// What was left out because its id stands in another row.
#[derive(Debug, Default)]
pub(super) struct Dropped {
    pub(super) rows: u64,
    pub(super) truncated: u64,
}

/// Brings rows with equal keys into an order that does not depend on the input's, and leaves out repeated ids.
pub(super) fn settle_classes(
    order: &mut Vec<Ordered>,
    rows: &[Row],
    bodies: &dyn Bodies,
    file: &str,
) -> Result<Dropped, CoreError> {
    let key = |row: u32| rows[row as usize].key;
    let mut dropped = Dropped::default();
    let mut doomed = Vec::new();
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && order[to].0 == order[from].0 {
            to += 1;
        }
        if to - from > 1 {
            // Equal upper halves are nearly always equal keys.
            order[from..to].sort_unstable_by_key(|(_, row)| key(*row));
            let settler = Settler { rows, bodies, file };
            let mut start = from;
            while start < to {
                let this = key(order[start].1);
                let end = start + order[start..to].iter().take_while(|(_, row)| key(*row) == this).count();
                settler.settle(&mut order[start..end], &mut doomed)?;
                start = end;
            }
        }
        from = to;
    }
    if !doomed.is_empty() {
        doomed.sort_unstable();
        order.retain(|(_, row)| doomed.binary_search(row).is_err());
        dropped.rows = doomed.len() as u64;
        let unknown = |row: &&u32| rows[**row as usize].flags().has(RowFlags::UNKNOWN);
        dropped.truncated = doomed.iter().filter(unknown).count() as u64;
    }
    Ok(dropped)
}

struct Settler<'s> {
    rows: &'s [Row],
    bodies: &'s dyn Bodies,
    file: &'s str,
}

impl Settler<'_> {
    /// One class. Groups are numbered in the order of their names, so copies in different groups need no body.
    fn settle(&self, class: &mut [Ordered], doomed: &mut Vec<u32>) -> Result<(), CoreError> {
        if class.len() < 2 {
            return Ok(());
        }
        let group = |row: u32| self.rows[row as usize].group;
        class.sort_unstable_by_key(|(_, row)| group(*row));
        let mut from = 0;
        while from < class.len() {
            let this = group(class[from].1);
            let to = from + class[from..].iter().take_while(|(_, row)| group(*row) == this).count();
            if to - from > 1 {
                self.settle_by_id(&mut class[from..to], doomed)?;
            }
            from = to;
        }
        Ok(())
    }

    /// Rows of one key in one group: the same id twice, or ids that differ in a prefix or the subscription.
    fn settle_by_id(&self, class: &mut [Ordered], doomed: &mut Vec<u32>) -> Result<(), CoreError> {
        let mut buffer = Vec::new();
        let before = doomed.len();
        // By id: the row that stays, chosen by content, so that the order of the input does not choose.
        let mut stays: HashMap<String, (u128, u128, u32)> = HashMap::new();
        for (_, number) in class.iter() {
            let row = &self.rows[*number as usize];
            let body = BodyRef {
                offset: row.offset,
                len: row.length,
            };
            self.bodies.read(body, &mut buffer).map_err(|source| CoreError::Bytes {
                file: self.file.to_owned(),
                source,
            })?;
            let id = read_identity(&buffer)
                .map(|identity| identity.id.to_ascii_lowercase())
                .unwrap_or_default();
            let id = id.trim_end_matches('/').to_owned();
            let candidate = (row.digest, xxh3_128(&buffer), *number);
            match stays.get_mut(&id) {
                None => {
                    stays.insert(id, candidate);
                }
                Some(kept) => {
                    let loser = if (candidate.0, candidate.1) < (kept.0, kept.1) {
                        std::mem::replace(kept, candidate)
                    } else {
                        candidate
                    };
                    doomed.push(loser.2);
                }
            }
        }
        let mut kept: Vec<(&String, u32)> = stays.iter().map(|(id, (.., row))| (id, *row)).collect();
        kept.sort_unstable();
        let upper = class[0].0;
        let (first, rest) = class.split_at_mut(kept.len());
        for (slot, (_, row)) in first.iter_mut().zip(&kept) {
            *slot = (upper, *row);
        }
        // What is left of this class is doomed; which one stands where does not matter any more.
        for (slot, row) in rest.iter_mut().zip(&doomed[before..]) {
            *slot = (upper, *row);
        }
        Ok(())
    }
}
