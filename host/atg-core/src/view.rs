//! A comparison and its snapshots as tables, with the columns that the plugin contract names.
//!
//! Knows nothing of plugins: who may see what is told by a [`Selection`], by which [`PropertyColumns`] are handed over, and
//! by which columns are asked for. Nothing is read that was not asked for: ids and names cost reading a body again, all else
//! is numbers.

// A selection is made for one table and has no use after it.
#![allow(clippy::needless_pass_by_value)]

mod blocks;
mod counts;
mod differences;
mod edge_pairs;
mod edges;
mod nodes;
mod pairs;
mod properties;
mod resources;
mod selection;
mod words;

pub(crate) use counts::by_type_with;
pub use counts::{by_type, counts, coverage, type_edges};
pub use differences::{DifferencesTable, differences};
pub use edge_pairs::{EdgePairsTable, edge_pairs};
pub use edges::{EdgesTable, edges};
pub use nodes::{NodesTable, nodes};
pub use pairs::{PairsTable, pairs};
pub use properties::PropertyColumns;
pub use resources::{ResourcesTable, resources};
pub use selection::Selection;
