//! Rows are encoded by blocks, column by column within each.

use std::ops::Range;

use crate::CoreError;
use crate::align::NONE;
use crate::identity::ArmId;
use crate::snapshot::Snapshot;
use crate::table::{ABSENT, BatchEncoder};

/// Rows that are worked on at once.
pub(super) const BLOCK: u64 = 512;

/// Lets `block` encode rows from `from` on until the batch is full or the rows end. It gives the row to go on with, which is
/// beyond the begin of its range.
pub(super) fn encode(
    rows: u64,
    from: u64,
    max_bytes: usize,
    encoder: &mut BatchEncoder,
    mut block: impl FnMut(Range<u64>, &mut BatchEncoder) -> Result<u64, CoreError>,
) -> Result<u64, CoreError> {
    let mut at = from;
    while at < rows && (at == from || encoder.bytes() < max_bytes) {
        at = block(at..(at + BLOCK).min(rows), encoder)?;
    }
    Ok(at)
}

/// Reads ids and names again, one body after the other.
pub(super) struct Identities<'s> {
    snapshot: &'s Snapshot,
    buffer: Vec<u8>,
}

impl<'s> Identities<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Identities<'s> {
        Identities {
            snapshot,
            buffer: Vec::new(),
        }
    }

    /// Appends a resource's id and name, each where a column is asked for; [`NONE`] has neither.
    pub(super) fn push(
        &mut self,
        resource: u32,
        ids: &[usize],
        names: &[usize],
        encoder: &mut BatchEncoder,
    ) -> Result<(), CoreError> {
        if resource == NONE {
            for column in ids.iter().chain(names) {
                encoder.push(*column, ABSENT);
            }
            return Ok(());
        }
        let identity = self.snapshot.identity(resource, &mut self.buffer)?;
        push_identity(&identity.id, ids, names, encoder);
        Ok(())
    }
}

/// Appends an id and the name in it, each where a column is asked for.
pub(super) fn push_identity(id: &str, ids: &[usize], names: &[usize], encoder: &mut BatchEncoder) {
    let name = match names {
        [] => None,
        _ => ArmId::parse(id).map(|id| id.name().to_owned()),
    };
    for (columns, text) in [(ids, Some(id)), (names, name.as_deref())] {
        if let Some((first, others)) = columns.split_first() {
            let number = text.map_or(ABSENT, |text| encoder.text(text));
            encoder.push(*first, number);
            others.iter().for_each(|column| encoder.push(*column, number));
        }
    }
}

/// The places at which a column was asked for.
pub(super) fn places(columns: &[usize], column: usize) -> Vec<usize> {
    let asked = columns.iter().enumerate().filter(|(_, asked)| **asked == column);
    asked.map(|(place, _)| place).collect()
}
