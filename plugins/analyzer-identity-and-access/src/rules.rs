//! All that this plugin knows, in the order in which it is asked: what is particular comes before what is general.

use atg_sdk::rules::Rules;

mod access;
mod contents;
mod grants;
mod secrets;
mod sources;
mod tenants;
mod tokens;
mod users;

/// The phases in which somebody signs in, or is refused.
pub(crate) const PHASES: &[&str] = &["init", "plan", "apply", "scan", "auth"];

/// The rules of this plugin.
pub const RULES: Rules = Rules::new(&[
    secrets::RULES,
    tenants::RULES,
    users::RULES,
    tokens::RULES,
    grants::RULES,
    contents::RULES,
    access::RULES,
    sources::RULES,
]);

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::rules::{self, Engine, Nothing};

    #[test]
    fn every_rule_knows_its_examples() {
        assert_eq!(rules::check(&RULES), Vec::<String>::new());
    }

    #[test]
    fn every_fix_can_be_filled_in() {
        let engine = Engine::new(&RULES);
        for entry in rules::catalogue(&RULES) {
            let problem = entry.example.unwrap().problem();
            let fixes: Vec<_> = engine
                .diagnose(&problem, &Nothing)
                .into_iter()
                .flat_map(|diagnosis| diagnosis.fixes)
                .collect();
            for kind in entry.fix_kinds {
                assert!(fixes.iter().any(|fix| fix.kind == kind), "{}: {kind}", entry.id);
            }
        }
    }
}
