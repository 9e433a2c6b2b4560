//! The rules, in the order in which they are asked; the first that knows a problem answers.

mod arguments;
mod bodies;
mod references;
mod resources;
mod values;

use atg_sdk::prelude::*;

use crate::lookup::Lookup;
use crate::problem::Problem;

type Rule = fn(&Problem<'_>, &dyn Lookup) -> Option<Diagnosis>;

/// Each knows one kind of sentence. Those of bodies come before those of arguments, because a body is an argument.
const RULES: [Rule; 16] = [
    references::undeclared,
    references::unsupported_attribute,
    references::cycle,
    references::refers_to_itself,
    resources::duplicate,
    resources::invalid_name,
    resources::unknown_type,
    resources::not_initialised,
    bodies::api_version,
    bodies::property_unexpected,
    bodies::property_missing,
    bodies::property_value,
    arguments::unexpected,
    arguments::missing,
    arguments::wrong_type,
    values::not_one_of,
];

/// What the rules say of a problem.
pub(crate) fn apply(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
    RULES.iter().find_map(|rule| rule(problem, lookup))
}

/// What the tests of the rules share.
#[cfg(test)]
mod testing {
    use super::*;
    use atg_sdk::json::{Json, parse};

    /// One address, of which something may be known.
    #[derive(Clone, Copy, Default)]
    pub(super) struct One {
        pub(super) configuration: &'static str,
        pub(super) source: &'static str,
    }

    impl Lookup for One {
        fn configuration(&self, _: &str) -> Option<Json> {
            parse(self.configuration).ok()
        }

        fn source(&self, _: &str) -> Option<Json> {
            parse(self.source).ok()
        }
    }

    /// What the rules say of a diagnostic of `azurerm_subnet.app`.
    #[track_caller]
    pub(super) fn diagnose(summary: &str, detail: &str, known: One) -> Diagnosis {
        let problem = Problem {
            summary,
            detail,
            address: Some("azurerm_subnet.app"),
            ..Problem::default()
        };
        apply(&problem, &known).unwrap_or_else(|| panic!("no rule knows `{summary}`"))
    }

    /// Kind, path and value of each fix.
    pub(super) fn fixes(diagnosis: &Diagnosis) -> Vec<(&str, &str, &str)> {
        let fixes = diagnosis.fixes.iter();
        fixes
            .map(|fix| (fix.kind.as_str(), fix.path.as_str(), fix.value.as_str()))
            .collect()
    }
}
