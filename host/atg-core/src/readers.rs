//! From bytes to a [`Snapshot`]: one module a format.
//!
//! Readers know neither files nor networks: they are given [`Bytes`] to read from at any offset, and keep them for
//! reading bodies again.

pub mod document;
pub mod resource_graph;
pub mod terraform;

mod bytes;
mod lines;
mod place;
mod window;

pub use bytes::{ByteBodies, Bytes};

use crate::filter::Filter;
use crate::identity::Side;
use crate::mapping::Mapping;

/// The longest row that is read; a longer one is an error, and never more than this is held of it.
pub const LONGEST_ROW: usize = 64 << 20;

/// Some programs write it before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What a reader is told beside the bytes.
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// Which side of a comparison is read.
    pub side: Side,
    /// What is called differently in the target on purpose.
    pub mapping: &'a Mapping,
    /// What to keep.
    pub filter: &'a Filter,
    /// How many threads may work; at least 1.
    pub threads: usize,
    /// Who is told how far it is.
    pub progress: &'a dyn Progress,
}

/// Is told how far a reader is. Called from several threads, several times a mebibyte.
pub trait Progress: Send + Sync {
    /// So many more bytes were read.
    fn advance(&self, bytes: u64);

    /// Whether to stop; a reader that is stopped returns an error.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn advance(&self, _: u64) {}
}
