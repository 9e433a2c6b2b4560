//! What several formatters need of a report's sections, with types: figures, metrics, the trend, iterations.
//!
//! A report may hold more than is read here, and less: what is not there is `None` or an empty list, never an error. Knows
//! nothing of markup or terminals.

mod change;
mod figures;
mod iterations;
mod metrics;
mod notes;
mod objective;
mod text;
mod trend;
mod types;

pub use change::{Change, change};
pub use figures::{
    Coverage, Figures, Matching, SideRow, coverage, differences, figures, matching, report_title, sides,
};
pub use iterations::{Iteration, IterationChange, iteration_changes, iterations};
pub use metrics::{FailureRow, MetricRow, Standing, metrics};
pub use notes::notes;
pub use objective::{Criterion, Gate, Objective, gates, objective};
pub use text::{cell, count, is_hidden, percent, title_of, visible};
pub use trend::{TrendPoint, time, trend};
pub use types::{TypeRow, by_type, largest_first};

#[cfg(test)]
mod tests;
