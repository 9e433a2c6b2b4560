//! What of a body counts, and its digest.
//!
//! One rule set serves two readers of the same JSON: the digest of every row while it is loaded, and the small tree that
//! the difference engine builds of the few rows whose digests differ. Both are made by [`walk::Walker`], so two bodies
//! have equal digests exactly when they have no difference.
//!
//! * Members that a service writes by itself never count; the table with the reasons is in [`members`].
//! * `null`, `{}` and `[]` as a member equal its absence.
//! * The digest of an object is a sum over its members, so their order does not matter. The items of a list are matched
//!   by `name` where every item has one and all differ, else by `id` likewise, else by position.
//! * Strings that carry an ARM id, an iteration prefix, a location or the own subscription are compared in canonical form.

mod by_name;
mod json;
pub mod members;
mod row;
mod text;
mod top;
pub(crate) mod walk;

pub use json::plain_length;
pub(crate) use row::{FaultyRow, canonical_group};
pub use row::{RowKind, RowReader, RowView};
pub(crate) use text::Strings;
pub(crate) use top::{Head, read_head, walk_row};

/// Version of the rules above. Digests stored under another version are made again from the bodies.
pub const NORMALIZATION_VERSION: u32 = 1;

/// 128-bit digest of all of a body that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub u128);
