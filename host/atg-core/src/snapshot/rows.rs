//! What one thread of a reader collects: rows, and tables of names, merged once at the end.

use super::bodies::BodyRef;
use super::names::{GroupTable, TypeTable};
use super::references::References;
use super::{NO_GROUP, ReadCounts};
use crate::identity::{ArmId, IdKind, Key, Normalizer};
use crate::normalize::{RowKind, RowReader};

/// What reading a row showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowFlags(u8);

impl RowFlags {
    /// An iteration prefix was removed from the id.
    pub const PREFIXED: RowFlags = RowFlags(1);
    /// A mapped name or group is in the id.
    pub const MAPPED: RowFlags = RowFlags(2);
    /// The mapping names this resource, or one above it.
    pub const EXPLICIT: RowFlags = RowFlags(4);
    /// Something in the body could not be read.
    pub const UNKNOWN: RowFlags = RowFlags(8);
    /// The properties are in words that are not ARM's.
    pub const FOREIGN_PROPERTIES: RowFlags = RowFlags(16);
    /// An extension resource.
    pub const EXTENSION: RowFlags = RowFlags(32);

    /// Whether all of these are set.
    pub const fn has(self, flags: RowFlags) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// Sets or clears.
    pub fn set(&mut self, flags: RowFlags, on: bool) {
        self.0 = if on { self.0 | flags.0 } else { self.0 & !flags.0 };
    }
}

/// Types and flags share a word: handle below, flags above.
const TYPE_BITS: u32 = 24;
/// How many types a snapshot can tell apart.
pub(crate) const MOST_TYPES: usize = 1 << TYPE_BITS;

pub(super) fn type_part(word: u32) -> u32 {
    word & ((1 << TYPE_BITS) - 1)
}

pub(super) fn flags_part(word: u32) -> RowFlags {
    RowFlags((word >> TYPE_BITS) as u8)
}

pub(super) fn with_flags(handle: u32, flags: RowFlags) -> u32 {
    handle | u32::from(flags.0) << TYPE_BITS
}

/// A relationship that the input states, by canonical ids.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    pub(super) from: (Key, Option<String>),
    pub(super) kind: String,
    pub(super) to: (Key, Option<String>),
}

/// The leading bits of a key that tell its drawer. A drawer of a million rows, and a part as large of their sorted keys, fit
/// into what a processor has for itself; rows would have to be fetched from far away one by one otherwise.
pub(super) const DRAWER_BITS: u32 = 6;
/// How many drawers there are. All keys of one are below all keys of the next.
pub(super) const DRAWERS: usize = 1 << DRAWER_BITS;

/// Which drawer a key is in.
pub(super) fn drawer_of(key: u128) -> usize {
    (key >> (u128::BITS - DRAWER_BITS)) as usize
}

/// What is kept of a row: one line of a processor's cache.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) key: u128,
    pub(super) digest: u128,
    pub(super) offset: u64,
    pub(super) length: u32,
    /// Type and flags.
    pub(super) type_word: u32,
    pub(super) group: u32,
    pub(super) tail: u32,
    /// The number of its first reference among those of the drawer, and how many it has.
    pub(super) references: (u32, u32),
}

impl Row {
    pub(super) fn flags(&self) -> RowFlags {
        flags_part(self.type_word)
    }
}

/// Rows that one thread read.
#[derive(Debug, Default)]
pub struct ReadRows {
    /// In each the rows as they were met.
    pub(super) drawers: Vec<Vec<Row>>,
    pub(super) references: References,
    pub(super) type_table: TypeTable,
    pub(super) group_table: GroupTable,
    pub(super) stated: Vec<Stated>,
    /// What this part met.
    pub counts: ReadCounts,
}

impl ReadRows {
    /// No rows yet.
    pub fn new() -> ReadRows {
        ReadRows::default()
    }

    /// How many resources were pushed.
    pub fn len(&self) -> usize {
        self.drawers.iter().map(Vec::len).sum()
    }

    /// Whether no resource was pushed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes in what a reader just read: `kind` is its answer, `body` is where the row can be read again. `extra` is
    /// added to the flags (such as [`RowFlags::FOREIGN_PROPERTIES`]).
    pub fn push(&mut self, reader: &RowReader<'_>, kind: RowKind, body: BodyRef, extra: RowFlags) {
        match kind {
            RowKind::Resource => self.push_resource(reader, body, extra),
            RowKind::Group => {
                self.counts.groups_listed += 1;
                if let Some(group) = reader.group() {
                    self.group_table.handle(group);
                }
            }
            RowKind::Outside => self.counts.outside += 1,
            RowKind::Filtered => self.counts.filtered += 1,
        }
    }

    fn push_resource(&mut self, reader: &RowReader<'_>, body: BodyRef, extra: RowFlags) {
        let row = reader.view();
        let flags = RowFlags(row.flags.0 | extra.0);
        // The builder refuses more types than fit.
        let handle = self.type_table.handle(row.type_name) & ((1 << TYPE_BITS) - 1);
        let group = row.resource_group.map(|group| self.group_table.handle(group));
        let drawer = drawer_of(row.key.0);
        self.drawers.resize_with(DRAWERS, Vec::new);
        self.drawers[drawer].push(Row {
            key: row.key.0,
            digest: row.digest.0,
            offset: body.offset,
            length: body.len,
            type_word: with_flags(handle, flags),
            group: group.unwrap_or(NO_GROUP),
            tail: row.tail,
            // Repeated ones are told apart from distinct ones when the snapshot is built.
            references: self.references.extend(drawer, row.references),
        });
        self.counts.truncated += u64::from(flags.has(RowFlags::UNKNOWN));
    }

    /// Takes in a relationship that the input states; ends that turn out to be no resources are counted as dangling.
    pub fn push_relationship(&mut self, normalizer: &Normalizer, from: &str, kind: &str, to: &str) {
        match (end_of(normalizer, from), end_of(normalizer, to)) {
            (Some(from), Some(to)) => self.stated.push(Stated {
                from,
                kind: kind.to_owned(),
                to,
            }),
            _ => self.counts.dangling += 1,
        }
    }
}

fn end_of(normalizer: &Normalizer, id: &str) -> Option<(Key, Option<String>)> {
    let parsed = ArmId::parse(id).filter(|parsed| parsed.kind() == IdKind::Resource)?;
    let group = parsed.resource_group().map(str::to_ascii_lowercase);
    Some((normalizer.key(id)?.key, group))
}
