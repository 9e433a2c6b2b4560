//! Where scans are kept: the [`GraphStore`] trait and its SQLite backend.
//!
//! Knows nothing of Azure, Terraform, plugins, terminals or clocks: rows come in as the raw JSON that a scan saw, or as a
//! [`Snapshot`](atg_core::snapshot::Snapshot) that a reader made; a snapshot comes out. The time is told by the caller.

mod error;
mod export;
mod import;
mod rebuild;
mod spelling;
pub mod sqlite;
mod stated;
mod store;

pub use error::{GraphError, Unusable};
pub use export::{Redaction, export};
pub use import::import;
pub use sqlite::SqliteStore;
pub use store::{GraphStore, NewScan, PackedRows, Pruned, RowPacker, ScanWriter, ScopeSummary, StoredSnapshot};
