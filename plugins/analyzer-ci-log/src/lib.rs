//! What the log of a pipeline tells: GitHub Actions and Azure DevOps, and the tools that run in them.
//!
//! A diagnostic of a log is a line, or a block of lines that belong together, in its summary.

use atg_sdk::prelude::*;

mod rules;
mod shapes;

pub use rules::RULES;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Analyzer for Plugin {
    fn analyze(_name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        RULES.analyze(evidence, diagnoses)
    }
}

atg_sdk::export!(Plugin: analyzer);
