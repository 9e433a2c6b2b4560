//! How fidelity develops: one record a tracked run, a line of JSON each, and what changed from one to the next.
//!
//! Knows nothing of the file that the lines stand in. Lines of other tools that have the published keys (`timestamp`,
//! `source`, `target`, `fidelity`) are records too.

mod change;
mod history;
mod keys;
mod record;

pub use change::Change;
pub use history::{TornLine, last_of_same_scopes, parse_history};
pub use record::{Record, RecordSide};
