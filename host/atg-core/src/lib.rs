//! What atg knows about estates: snapshots, identity, alignment, differences, figures, objectives.
//!
//! Knows nothing of files, networks, clocks, databases, Terraform binaries or WebAssembly: bytes come in through
//! [`readers`], values go out. No I/O, no async.

pub mod error;

pub use error::CoreError;
