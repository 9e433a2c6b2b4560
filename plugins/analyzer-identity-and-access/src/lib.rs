//! Who signs in, and what they may do: error codes of Entra, the states of the Azure CLI, managed identities and pipelines,
//! roles, and subscriptions that cannot be used.

use atg_sdk::prelude::*;

mod hooks;
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
