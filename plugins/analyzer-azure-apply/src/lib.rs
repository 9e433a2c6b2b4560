//! What Azure answers when it does not do what it is asked: error codes of Azure Resource Manager and of the services behind
//! it, and the way there.
//!
//! Names that are taken, quotas, policies and throttling belong to `names-and-limits`; what is missing or exists already to
//! `references-and-order`; who may do what to `identity-and-access`.

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
