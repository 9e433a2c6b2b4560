//! All that this plugin knows, in the order in which it is asked: what is particular comes before what is general.

use atg_sdk::rules::Rules;

mod access;
mod build;
mod runner;
mod services;
mod terraform;
mod workflow;

/// The rules of this plugin.
pub const RULES: Rules = Rules::new(&[
    terraform::RULES,
    access::RULES,
    services::RULES,
    build::RULES,
    workflow::RULES,
    runner::RULES,
]);

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::rules;

    #[test]
    fn every_rule_knows_its_examples() {
        assert_eq!(rules::check(&RULES), Vec::<String>::new());
    }
}
