//! References that lead nowhere, things that are there already, and things that came too early.
//!
//! Before anything is created Terraform names what a configuration refers to and does not have; afterwards Azure does, in its own
//! words. Both are one question: is what a resource needs there, and was it there in time?

use atg_sdk::prelude::*;
use atg_sdk::rules::Rules;

mod configuration;
mod dropped;
mod exists;
mod order;
mod parents;
mod references;
mod release;
mod state;

/// All that this plugin knows.
pub const RULES: Rules = Rules::new(&[
    configuration::RULES,
    references::RULES,
    state::RULES,
    exists::RULES,
    parents::RULES,
    order::RULES,
    release::RULES,
]);

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Analyzer for Plugin {
    fn analyze(_name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        RULES.analyze(evidence, diagnoses)?;
        dropped::analyze(evidence, diagnoses)
    }
}

atg_sdk::export!(Plugin: analyzer);

#[cfg(test)]
mod tests {
    use atg_sdk::rules;

    #[test]
    fn every_rule_knows_its_examples() {
        assert_eq!(rules::check(&super::RULES), Vec::<String>::new());
    }
}
