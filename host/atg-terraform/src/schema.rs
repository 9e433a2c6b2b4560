//! What ARM types look like: schema packs.
//!
//! A pack says of every ARM type which API versions there are and, for one of them, which parts of a body are required,
//! read-only or write-only. [`Pack::read`] takes the bytes of one, [`build::build`] makes one from a checkout of
//! `Azure/bicep-types-az`.
//!
//! # Format
//!
//! One JSON object, plain or gzip: type name → `{"v": version, "all": [version…], "s": properties}`. `v` is the version
//! that `s` describes: the newest generally available one, or the newest preview where there is none. A part is one of
//!
//! | value | meaning |
//! |---|---|
//! | `""` | a leaf that takes anything; also where a pack was cut |
//! | `"!"` | required |
//! | `"r"` | read-only, with all below it |
//! | `"w"` | write-only: secret-like, a scan cannot see it |
//! | `{"p": properties}` | an object |
//! | `{"a": properties}` | a list of such objects |
//!
//! where the last two may carry `"f"`: 1 required + 4 write-only. Packs of our own carry more, so that values can be
//! checked too:
//!
//! | value | meaning |
//! |---|---|
//! | `"s"`, `"i"`, `"b"`, after any of `!`, `r`, `w`: `"!ws"` | text, number, boolean |
//! | `{"t": [least, most, pattern]}` | text with limits; each may be null |
//! | `{"e": [value…], "o": true}` | one of the values; with `o`, these are only the known ones |
//! | `{"l": part, "n": [least, most]}` | a list of anything, with limits |
//! | `{"p": …, "m": part}` | an object that also takes other names |
//! | `{"p": …, "k": name, "c": {value: part}}` | an object with a discriminator; each case is an object of what it adds |
//! | `{"u": [part…]}` | any of several |
//! | `{"d": index}` | a part that is written down once for the type, at this index of its `"d"`; cycles go through here |
//!
//! `m`, `k` and `c` may also stand beside `s`, and so may `"in"`: two sums of what can hold a resource, to be read and to be
//! written (1 tenant, 2 management group, 4 subscription, 8 resource group, 16 any resource; 0: cannot be written at all).
//!
//! # What a check cannot see
//!
//! Without the additions a pack knows neither kinds nor values of leaves, and of an object with a discriminator only the
//! union of its cases. And a pack describes one version: what another version of the type has is unknown.

pub mod build;
mod check;
mod decode;
mod encode;
mod facts;
mod minimal;
mod pack;
mod path;
mod prune;
mod rule;

pub use check::{BodyProblem, Inspect, Look, ProblemKind};
pub use facts::{Kind, Part};
pub use pack::{Pack, Scopes, TypeSchema};
pub use prune::{Pruned, Why};

#[cfg(test)]
mod tests;
