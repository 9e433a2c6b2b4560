//! What atg knows about estates: snapshots, identity, alignment, differences, figures, objectives.
//!
//! Knows nothing of files, networks, clocks, databases, Terraform binaries or WebAssembly: bytes come in through
//! [`readers`], values go out. No I/O, no async.

pub mod align;
pub mod diagnosis;
pub mod differences;
pub mod drift;
pub mod error;
pub mod fidelity;
pub mod figures;
pub mod filter;
pub mod identity;
pub mod iterations;
pub mod mapping;
pub mod metric;
pub mod normalize;
pub mod objective;
pub mod prehashed;
pub mod readers;
pub mod report;
pub mod sensitive;
pub mod snapshot;
pub mod spelling;
pub mod table;
pub mod threads;
pub mod trend;
pub mod view;

pub use error::CoreError;
