//! What the checks of Terraform and its providers mean before anything is created, and how they are mended.
//!
//! Terraform checks the form of a configuration, azapi the bodies against the schema of their type, azurerm its arguments. All
//! speak in sentences that have not changed for years; the tables know those sentences. azapi tells of all that is wrong
//! with a body in one diagnostic, a line each: each line is answered by itself.

use atg_sdk::prelude::*;
use atg_sdk::rules::Rules;

mod arguments;
mod azapi;
mod blocks;
mod bodies;
mod expressions;
mod place;
mod providers;
mod setup;
mod types;
mod values;
mod variables;

/// The phases in which configurations are checked.
const CHECKS: &[&str] = &["init", "validate", "plan"];

/// All that this plugin knows. Bodies come first: a body is an argument, too.
pub const RULES: Rules = Rules::new(&[
    types::RULES,
    bodies::RULES,
    azapi::RULES,
    values::RULES,
    arguments::RULES,
    blocks::RULES,
    expressions::RULES,
    variables::RULES,
    providers::RULES,
    setup::RULES,
])
.lines_after(&["the argument \"body\" is invalid:"]);

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Analyzer for Plugin {
    fn analyze(_name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        RULES.analyze(evidence, diagnoses)
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
