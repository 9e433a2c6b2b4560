//! Columns as bytes, for a store that wants to load a snapshot without reading its bodies again.
//!
//! A [`PackedHead`] (JSON) holds what is small; rows and relationships are blocks of any size, in the snapshot's order.
//! All numbers are little-endian. A row block is, column after column: keys (16 bytes), digests (16), body offsets (8),
//! body lengths (4), types with flags (4), groups (4), tails (4). A relationship block is: how many each resource has (4),
//! then all targets (4), then all kinds (2).

use super::{Bodies, BodyRef, Coverage, Edges, GroupName, ReadCounts, Scope, Snapshot};
use crate::CoreError;
use crate::normalize::NORMALIZATION_VERSION;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a packed snapshot needs beside its blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedHead {
    /// The normalisation that the digests were made with; see [`NORMALIZATION_VERSION`].
    pub normalization: u32,
    /// What it was taken of.
    pub scope: Scope,
    /// What could be seen.
    pub coverage: Coverage,
    /// What reading met.
    pub read: ReadCounts,
    /// How many resources there are.
    pub resources: u32,
    /// How many relationships there are.
    pub relationships: u32,
    /// Types by their handle.
    pub types: Vec<String>,
    /// Groups by their handle.
    pub groups: Vec<GroupName>,
    /// Kinds of relationships by their number.
    pub kinds: Vec<String>,
}

impl PackedHead {
    /// Whether the digests are of this atg's normalisation; if not, the rows have to be read again from their bodies.
    pub fn is_current(&self) -> bool {
        self.normalization == NORMALIZATION_VERSION
    }
}

impl Snapshot {
    /// What is small of a packed snapshot.
    pub fn packed_head(&self) -> PackedHead {
        PackedHead {
            normalization: NORMALIZATION_VERSION,
            scope: self.scope.clone(),
            coverage: self.coverage.clone(),
            read: self.read.clone(),
            resources: self.len(),
            relationships: self.edges.to.len() as u32,
            types: self.type_names.clone(),
            groups: self.group_names.clone(),
            kinds: self.edges.kinds.clone(),
        }
    }

    /// A block of rows. `place` says where the body of a resource is from now on.
    pub fn pack_rows(&self, rows: std::ops::Range<u32>, mut place: impl FnMut(u32) -> BodyRef) -> Vec<u8> {
        let range = rows.start as usize..rows.end as usize;
        let places: Vec<BodyRef> = rows.map(&mut place).collect();
        let mut block = Vec::with_capacity(range.len() * ROW);
        self.keys[range.clone()]
            .iter()
            .for_each(|key| block.extend_from_slice(&key.to_le_bytes()));
        self.digests[range.clone()]
            .iter()
            .for_each(|digest| block.extend_from_slice(&digest.to_le_bytes()));
        places
            .iter()
            .for_each(|body| block.extend_from_slice(&body.offset.to_le_bytes()));
        places
            .iter()
            .for_each(|body| block.extend_from_slice(&body.len.to_le_bytes()));
        for column in [&self.types, &self.groups, &self.tails] {
            column[range.clone()]
                .iter()
                .for_each(|word| block.extend_from_slice(&word.to_le_bytes()));
        }
        block
    }

    /// The relationships of a block of rows.
    pub fn pack_edges(&self, rows: std::ops::Range<u32>) -> Vec<u8> {
        let starts = &self.edges.starts[rows.start as usize..=rows.end as usize];
        let (from, to) = (
            starts.first().map_or(0, |at| *at as usize),
            starts.last().map_or(0, |at| *at as usize),
        );
        let mut block = Vec::with_capacity(starts.len() * 4 + (to - from) * 6);
        starts
            .windows(2)
            .for_each(|pair| block.extend_from_slice(&(pair[1] - pair[0]).to_le_bytes()));
        self.edges.to[from..to]
            .iter()
            .for_each(|to| block.extend_from_slice(&to.to_le_bytes()));
        self.edges.kind[from..to]
            .iter()
            .for_each(|kind| block.extend_from_slice(&kind.to_le_bytes()));
        block
    }
}

/// Bytes of one resource in a row block.
const ROW: usize = 56;

/// Builds a snapshot from its head and blocks, in order. Blocks are checked, so that a damaged store is an error.
#[derive(Debug)]
pub struct Unpacker {
    head: PackedHead,
    keys: Vec<u128>,
    digests: Vec<u128>,
    offsets: Vec<u64>,
    lengths: Vec<u32>,
    words: [Vec<u32>; 3],
    edges: Edges,
}

impl Unpacker {
    /// Begins with the head.
    pub fn new(head: PackedHead) -> Unpacker {
        let mut edges = Edges {
            kinds: head.kinds.clone(),
            ..Edges::default()
        };
        edges.starts.push(0);
        let rows = head.resources.min(MOST_AHEAD) as usize;
        Unpacker {
            head,
            keys: Vec::with_capacity(rows),
            digests: Vec::with_capacity(rows),
            offsets: Vec::with_capacity(rows),
            lengths: Vec::with_capacity(rows),
            words: [
                Vec::with_capacity(rows),
                Vec::with_capacity(rows),
                Vec::with_capacity(rows),
            ],
            edges,
        }
    }

    /// Takes in the next block of rows.
    pub fn push_rows(&mut self, block: &[u8]) -> Result<(), CoreError> {
        if !block.len().is_multiple_of(ROW) {
            return Err(self.damaged("a block of rows has a wrong length"));
        }
        let rows = block.len() / ROW;
        let mut rest = block;
        self.keys
            .extend(column::<16>(&mut rest, rows).map(|bytes| u128::from_le_bytes(*bytes)));
        self.digests
            .extend(column::<16>(&mut rest, rows).map(|bytes| u128::from_le_bytes(*bytes)));
        self.offsets
            .extend(column::<8>(&mut rest, rows).map(|bytes| u64::from_le_bytes(*bytes)));
        self.lengths
            .extend(column::<4>(&mut rest, rows).map(|bytes| u32::from_le_bytes(*bytes)));
        for words in &mut self.words {
            words.extend(column::<4>(&mut rest, rows).map(|bytes| u32::from_le_bytes(*bytes)));
        }
        Ok(())
    }

    /// Takes in the relationships of the next `rows` resources.
    pub fn push_edges(&mut self, rows: u32, block: &[u8]) -> Result<(), CoreError> {
        let counted = rows as usize * 4;
        if block.len() < counted {
            return Err(self.damaged("a block of relationships has a wrong length"));
        }
        let mut rest = block;
        let counts: Vec<u32> = column::<4>(&mut rest, rows as usize)
            .map(|bytes| u32::from_le_bytes(*bytes))
            .collect();
        let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        if rest.len() as u64 != total * 6 {
            return Err(self.damaged("a block of relationships has a wrong length"));
        }
        let mut end = self.edges.to.len() as u32;
        for count in counts {
            end += count;
            self.edges.starts.push(end);
        }
        let total = total as usize;
        self.edges
            .to
            .extend(column::<4>(&mut rest, total).map(|bytes| u32::from_le_bytes(*bytes)));
        self.edges
            .kind
            .extend(column::<2>(&mut rest, total).map(|bytes| u16::from_le_bytes(*bytes)));
        Ok(())
    }

    /// Ends with the place of the bodies. Checks that every number leads somewhere.
    pub fn finish(self, bodies: Arc<dyn Bodies>) -> Result<Snapshot, CoreError> {
        let rows = self.keys.len();
        let expected = (self.head.resources as usize, self.head.relationships as usize);
        if (rows, self.edges.to.len()) != expected || self.edges.starts.len() != rows + 1 {
            return Err(self.damaged("it holds another number of rows than it says"));
        }
        if self.keys.windows(2).any(|pair| pair[0] > pair[1]) {
            return Err(self.damaged("its rows are out of order"));
        }
        let [types, groups, _] = &self.words;
        let leads = types
            .iter()
            .all(|word| (super::rows::type_part(*word) as usize) < self.head.types.len())
            && groups
                .iter()
                .all(|group| *group == super::NO_GROUP || (*group as usize) < self.head.groups.len())
            && self.edges.to.iter().all(|to| (*to as usize) < rows)
            && self
                .edges
                .kind
                .iter()
                .all(|kind| usize::from(*kind) < self.head.kinds.len());
        if !leads {
            return Err(self.damaged("a number leads nowhere"));
        }
        let [types, groups, tails] = self.words;
        let head = self.head;
        Ok(Snapshot {
            scope: head.scope,
            coverage: head.coverage,
            read: head.read,
            keys: self.keys,
            digests: self.digests,
            offsets: self.offsets,
            lengths: self.lengths,
            types,
            groups,
            tails,
            type_names: head.types,
            group_names: head.groups,
            edges: self.edges,
            bodies,
        })
    }

    fn damaged(&self, what: &str) -> CoreError {
        CoreError::unreadable(
            &self.head.scope.spelling,
            None,
            None,
            format!("the stored snapshot is damaged: {what}"),
        )
        .with_hint("import it again")
    }
}

/// A damaged head must not make us reserve gigabytes.
const MOST_AHEAD: u32 = 16_000_000;

/// Takes a column of `rows` values off the front; the caller has checked the length.
fn column<'b, const N: usize>(rest: &mut &'b [u8], rows: usize) -> impl Iterator<Item = &'b [u8; N]> {
    let (column, after) = rest.split_at((rows * N).min(rest.len()));
    *rest = after;
    column.as_chunks::<N>().0.iter()
}
