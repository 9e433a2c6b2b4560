//! The names that an objective can speak of, and the other words that people use for them.

use std::collections::BTreeMap;

use crate::metric::Direction;

/// What atg may be able to check: its own figures, the metrics of this run, what `iteration_state.json` holds.
#[derive(Debug, Clone)]
pub struct Names {
    /// Folded spelling to canonical name.
    aliases: BTreeMap<String, String>,
    facts: BTreeMap<String, NamedFact>,
}

#[derive(Debug, Clone, Copy)]
struct NamedFact {
    direction: Direction,
    percent: bool,
}

/// Lower case, with `_` for every run of blanks, hyphens, underscores and dots, and before an inner capital:
/// `Resource-Groups`, `resource groups` and `resourceGroups` are one name. A slash stays, so that types stay types.
pub fn fold_name(written: &str) -> String {
    let is_type = written.contains('/');
    let mut folded = String::with_capacity(written.len());
    let mut before = ' ';
    for letter in written.trim().chars() {
        let divides = letter.is_whitespace() || matches!(letter, '-' | '_' | '.' | ':');
        let inner_capital = !is_type && letter.is_uppercase() && before.is_lowercase();
        if (divides || inner_capital) && !folded.is_empty() && !folded.ends_with('_') {
            folded.push('_');
        }
        if !divides {
            folded.extend(letter.to_lowercase());
        }
        before = letter;
    }
    folded.trim_end_matches('_').to_owned()
}

impl Names {
    /// What atg always has words for.
    pub fn standard() -> Names {
        use Direction::{Higher, Lower};
        let mut names = Names {
            aliases: BTreeMap::new(),
            facts: BTreeMap::new(),
        };
        let percents: [(&str, &[&str]); 6] = [
            (
                "fidelity",
                &[
                    "overall",
                    "overall_fidelity",
                    "fidelity_overall",
                    "total_fidelity",
                    "resource_fidelity",
                    "replication_fidelity",
                    "fidelity_percentage",
                    "fidelity_score",
                ],
            ),
            (
                "composite",
                &["composite_fidelity", "composite_score", "fidelity_composite"],
            ),
            (
                "resource_groups",
                &["resource_group_fidelity", "resource_groups_fidelity"],
            ),
            (
                "types",
                &[
                    "type_fidelity",
                    "types_fidelity",
                    "resource_type_fidelity",
                    "resource_types_fidelity",
                ],
            ),
            ("relationships", &["relationship_fidelity", "relationships_fidelity"]),
            ("properties", &["property_fidelity", "properties_fidelity"]),
        ];
        for (name, aliases) in percents {
            names.add(name, aliases, Higher, true);
        }
        let counts: [(&str, &[&str], Direction); 9] = [
            ("missing_resources", &["missing", "fidelity_missing_resources"], Lower),
            ("extra_resources", &["extra"], Lower),
            ("matched_resources", &["matched"], Higher),
            ("source_resources", &[], Higher),
            ("target_resources", &[], Higher),
            ("target_fidelity", &[], Higher),
            (
                "consecutive_passes",
                &[
                    "consecutive_successes",
                    "consecutive_successful_iterations",
                    "consecutive_passing_iterations",
                ],
                Higher,
            ),
            (
                "validation_passed",
                &["validate_passed", "validation_passes", "terraform_validate_passed"],
                Higher,
            ),
            (
                "deployment_succeeded",
                &["deployment_passed", "apply_succeeded"],
                Higher,
            ),
        ];
        for (name, aliases, direction) in counts {
            names.add(name, aliases, direction, false);
        }
        names
    }

    /// Adds a metric of this run under its name, its title and `NAME fidelity`.
    pub fn add_metric(&mut self, name: &str, title: &str, unit: &str, direction: Direction) {
        let canonical = fold_name(name);
        let singular = canonical.strip_suffix("ies").map_or_else(
            || canonical.strip_suffix('s').unwrap_or(&canonical).to_owned(),
            |stem| format!("{stem}y"),
        );
        let title = fold_name(title);
        let aliases = [
            title.clone(),
            format!("{canonical}_fidelity"),
            format!("{singular}_fidelity"),
        ];
        let aliases: Vec<&str> = aliases
            .iter()
            .map(String::as_str)
            .filter(|alias| !alias.is_empty())
            .collect();
        let percent = matches!(unit, crate::metric::PERCENT | crate::metric::RATIO);
        self.add(&canonical, &aliases, direction, percent);
    }

    fn add(&mut self, name: &str, aliases: &[&str], direction: Direction, percent: bool) {
        self.facts.insert(name.to_owned(), NamedFact { direction, percent });
        self.aliases.insert(name.to_owned(), name.to_owned());
        for alias in aliases {
            // The first to claim a word keeps it: atg's own figures, then metrics in their order.
            self.aliases
                .entry((*alias).to_owned())
                .or_insert_with(|| name.to_owned());
        }
    }

    /// The name under which a spelling is known.
    pub fn canonical(&self, written: &str) -> Option<&str> {
        self.aliases.get(&fold_name(written)).map(String::as_str)
    }

    /// Which way is better for a canonical name; higher, where nothing is known.
    pub fn direction(&self, canonical: &str) -> Direction {
        self.facts
            .get(canonical)
            .map_or(Direction::Higher, |fact| fact.direction)
    }

    /// Whether a canonical name is a percentage; not known for names that are not known.
    pub fn is_percent(&self, canonical: &str) -> Option<bool> {
        self.facts.get(canonical).map(|fact| fact.percent)
    }

    /// Every folded spelling with its canonical name, in order.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.aliases.iter().map(|(alias, name)| (alias.as_str(), name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold_to_one_name() {
        for written in [
            "Resource-Groups",
            "resource groups",
            "resourceGroups",
            " resource__groups ",
            "RESOURCE.GROUPS",
        ] {
            assert_eq!(fold_name(written), "resource_groups", "{written}");
        }
        assert_eq!(
            fold_name("Microsoft.Compute/virtualMachines"),
            "microsoft_compute/virtualmachines"
        );
        assert_eq!(fold_name("---"), "");
    }

    #[test]
    fn metrics_are_known_by_name_title_and_fidelity() {
        let mut names = Names::standard();
        names.add_metric("tags", "Tags kept", "percent", Direction::Higher);
        names.add_metric("drift-cost", "Cost of drift", "euro", Direction::Lower);
        for written in ["tags", "Tags kept", "tag fidelity", "tags_fidelity"] {
            assert_eq!(names.canonical(written), Some("tags"), "{written}");
        }
        assert_eq!(names.canonical("nothing"), None);
        assert_eq!(names.direction("drift_cost"), Direction::Lower);
        assert_eq!(names.is_percent("drift_cost"), Some(false));
        assert_eq!(names.canonical("Property fidelity"), Some("properties"));
        names.add_metric("resources", "Resource fidelity", "percent", Direction::Higher);
        assert_eq!(names.canonical("resource fidelity"), Some("fidelity"));
        assert_eq!(names.canonical("resources"), Some("resources"));
    }
}
