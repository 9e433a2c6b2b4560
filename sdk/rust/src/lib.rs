//! The Rust SDK for atg plugins: metrics, formatters and analyzers as WebAssembly components.
//!
//! Implement a role for a type and [`export!`] it; `atg plugin new` writes a working example. Data crosses in batches of
//! columns, and comparing by number is the natural way: see [`Batch`]. Natively (`cargo test`) the host is a [`fake`] one.
//!
//! The SDK has no dependency, so that a plugin builds without a network. The contract itself is in `wit/`; its comments
//! are the manual.

#[doc(hidden)]
#[rustfmt::skip]
#[allow(missing_docs, unreachable_pub, unused_qualifications, clippy::pedantic)]
pub mod bindings;
mod diagnoses;
mod error;
#[doc(hidden)]
pub mod export;
#[cfg(not(target_arch = "wasm32"))]
pub mod fake;
mod findings;
mod graph;
mod host;
pub mod json;
pub mod log;
mod portions;
pub mod prelude;
mod reports;
mod roles;
pub mod rules;
pub mod run;
#[doc(hidden)]
pub mod runtime;
mod scores;
pub mod sections;
mod settings;
mod tables;
mod tally;

pub use diagnoses::{Diagnoses, Diagnosis, Evidence, Fix};
pub use error::Error;
pub use findings::{Finding, Findings, Severity};
pub use graph::{Comparison, Select, Snapshot};
pub use reports::{Document, DocumentWriter, Report};
pub use roles::{Analyzer, Formatter, Metric};
pub use scores::Scorecard;
pub use settings::{Setting, setting};
pub use tables::{Batch, Cell, Column, Cursor, Row, Rows};
pub use tally::Tally;
