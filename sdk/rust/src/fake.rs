//! A host in memory, for `cargo test` in a plugin: no WebAssembly, no atg.
//!
//! Build what the plugin would be shown, call it, and look at what it handed over:
//!
//! ```
//! use atg_sdk::fake::{self, Table};
//! # use atg_sdk::prelude::*;
//! # struct Kept;
//! # impl Metric for Kept {
//! #     fn measure(_: &str, comparison: &Comparison, score: &Scorecard, _: &Findings) -> Result<(), Error> {
//! #         let select = Select::new().properties(&["location"]);
//! #         let (kept, total) = comparison.pairs(&select)?.count_equal("source:location", "target:location")?;
//! #         score.ratio(kept, total);
//! #         Ok(())
//! #     }
//! # }
//! let pairs = Table::new(&["status", "source:location", "target:location"])
//!     .row(&["matched", "westeurope", "westeurope"])
//!     .row(&["matched", "westeurope", "eastus"])
//!     .row(&["missing", "westeurope", fake::ABSENT]);
//! let measured = fake::measure::<Kept>("kept", fake::Comparison::new().pairs(pairs)).unwrap();
//! assert_eq!(measured.ratio, Some((1, 2)));
//! ```
//!
//! As atg does, it hands over the rows and columns that a selector asks for, and a property only where it is asked for. What
//! a manifest declares it does not know, and it keeps no limits.

mod estate;
pub(crate) mod host;
mod outcome;
mod select;
mod table;

pub use estate::{CaseFile, Comparison, Report, Snapshot};
pub use outcome::{Measured, analyze, measure, render, with_settings};
pub use table::{ABSENT, REDACTED, Table, UNKNOWN};
