//! Writing plugins: a new one's folder, its component, its golden cases, and what can be said of a file without running it.
//!
//! Knows nothing of the command line. It starts cargo and nothing else, and writes only into the plugin's own folder.

mod build;
mod cases;
mod difference;
mod embedded;
mod error;
mod estates;
mod expected;
mod files;
mod new;
mod project;
mod sdk;
mod test;
mod toolchain;

pub use build::{Built, build};
pub use error::AuthoringError;
pub use new::{Created, new};
pub use sdk::Renewal;
pub use test::{CaseOutcome, CaseVerdict, test};
pub use toolchain::{TARGET, Toolchain};

/// What a plugin can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Says what counts as faithful.
    Metric,
    /// Says how a report looks.
    Formatter,
    /// Says what an error means.
    Analyzer,
}

impl Role {
    /// The word of the manifest.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Metric => "metric",
            Role::Formatter => "formatter",
            Role::Analyzer => "analyzer",
        }
    }
}
