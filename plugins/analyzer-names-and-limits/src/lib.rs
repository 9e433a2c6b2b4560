//! Names that are taken or not allowed, and limits of subscriptions, regions, policies and networks.
//!
//! None of this is wrong with a configuration as such: the same one is accepted under another name, in another region, or with a
//! larger quota. So most of it is for people to decide; what can be decided is proposed.

use atg_sdk::prelude::*;
use atg_sdk::rules::Rules;

mod addresses;
mod capacity;
mod deleted;
mod invalid;
mod names;
mod policy;
mod quota;
mod rename;
mod tags;

/// All that this plugin knows. What is kept after its deletion comes before what is merely taken.
pub const RULES: Rules = Rules::new(&[
    deleted::RULES,
    names::RULES,
    invalid::RULES,
    tags::RULES,
    quota::RULES,
    capacity::RULES,
    policy::RULES,
    addresses::RULES,
]);

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Analyzer for Plugin {
    fn analyze(_name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        RULES.analyze(evidence, diagnoses)
    }
}

atg_sdk::export!(Plugin: analyzer);

/// A diagnostic of a creation that Azure refused.
const fn refused(code: &'static str, status: u16, detail: &'static str) -> atg_sdk::rules::Example {
    atg_sdk::rules::Example::new("apply")
        .code(code)
        .status(status)
        .summary("Failed to create/update resource")
        .detail(detail)
        .address("azapi_resource.app")
}

#[cfg(test)]
mod tests {
    use atg_sdk::rules;

    #[test]
    fn every_rule_knows_its_examples() {
        assert_eq!(rules::check(&super::RULES), Vec::<String>::new());
    }
}
