//! References that lead nowhere, or in a circle.

use atg_sdk::json::Json;
use atg_sdk::prelude::*;

use crate::lookup::{self, Lookup};
use crate::problem::{Problem, with};
use crate::text::{between, quoted, suggested};

/// `Reference to undeclared resource`, module, input variable or local value.
pub(super) fn undeclared(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
    let what = problem.summary.strip_prefix("Reference to undeclared ")?;
    let names: Vec<&str> = quoted(problem.detail).take(2).collect();
    let target = match (what, names.as_slice()) {
        ("resource", [kind, name]) if problem.detail.starts_with("A data resource") => format!("data.{kind}.{name}"),
        ("resource", [kind, name]) => format!("{kind}.{name}"),
        ("module", [name, ..]) => format!("module.{name}"),
        ("input variable", [name, ..]) => format!("var.{name}"),
        ("local value", [name, ..]) => format!("local.{name}"),
        _ => return None,
    };
    let message = format!("{target} is referred to, but is not in the configuration");
    let mut diagnosis = problem.about(Some(&target), "undeclared-reference", "reference", &message);
    let reason = format!("without {target} there is nothing that it could refer to");
    let Some(address) = problem.address else {
        return Some(diagnosis);
    };
    let configuration = lookup.configuration(address).unwrap_or_default();
    for path in lookup::paths(&configuration, &|_, value| refers_to(value, &target)) {
        diagnosis.fixes.extend(problem.fix("remove-attribute", &path, &reason));
    }
    if diagnosis.fixes.is_empty() {
        let reason = format!("generate {target}, or take out the reference to it");
        diagnosis.fixes.extend(problem.fix("manual", "", &reason));
    }
    Some(diagnosis)
}

/// Whether a text holds the address, and not only one that begins like it.
fn refers_to(value: &Json, address: &str) -> bool {
    let Some(text) = value.as_str() else { return false };
    let goes_on =
        |rest: &str| rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_' || next == '-');
    text.match_indices(address)
        .any(|(at, _)| !goes_on(&text[at + address.len()..]))
}

/// `${TYPE.NAME.attribute}` with an attribute that the type does not have.
pub(super) fn unsupported_attribute(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    if problem.summary != "Unsupported attribute" {
        return None;
    }
    let name = quoted(problem.detail).next()?;
    let message = format!("{} refers to an attribute `{name}` that is not there", problem.place());
    let reason = match suggested(problem.detail) {
        Some(other) => format!("the attribute is called `{other}`"),
        None => "refer to an attribute that the type exports, such as `id` or `name`".to_owned(),
    };
    let diagnosis = problem.diagnosis("unsupported-attribute", "reference", &message);
    Some(with(diagnosis, problem.fix("manual", "", &reason)))
}

/// `Cycle: a, b, c`. A cycle hides every other diagnostic about references.
pub(super) fn cycle(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    let members = problem.summary.strip_prefix("Cycle: ")?;
    let mut members: Vec<&str> = members
        .split(", ")
        .map(str::trim)
        .filter(|member| !member.is_empty())
        .collect();
    // Terraform names them in any order.
    members.sort_unstable();
    let first = *members.first()?;
    let message = format!("{} refer to one another in a circle", members.join(", "));
    let reason = "break the circle where a parent refers to its child; other problems may show up once it is gone";
    let diagnosis = problem.about(Some(first), "cycle", "reference", &message);
    Some(diagnosis.fix(Fix::new("manual", first, reason)))
}

/// `Self-referential block`.
pub(super) fn refers_to_itself(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
    if problem.summary != "Self-referential block" {
        return None;
    }
    let named = between(problem.detail, "Configuration for ", " may not refer to itself");
    let address = problem.address.or(named)?;
    let problem = Problem {
        address: Some(address),
        ..*problem
    };
    let message = format!("{address} refers to itself");
    let mut diagnosis = problem.diagnosis("refers-to-itself", "reference", &message);
    let configuration = lookup.configuration(address).unwrap_or_default();
    for path in lookup::paths(&configuration, &|_, value| refers_to(value, address)) {
        diagnosis
            .fixes
            .extend(problem.fix("remove-attribute", &path, "a resource cannot be made from itself"));
    }
    Some(diagnosis)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{One, diagnose, fixes};

    const UNDECLARED: &str =
        r#"A managed resource "azurerm_virtual_network" "main" has not been declared in the root module."#;

    #[test]
    fn a_reference_to_nothing_names_what_is_not_there_and_where_it_is_named() {
        let configuration = r#"{"name":"app","virtual_network_name":"${azurerm_virtual_network.main.name}",
            "other":["${azurerm_virtual_network.main_2.name}","${azurerm_virtual_network.main}"]}"#;
        let known = One {
            configuration,
            ..One::default()
        };
        let diagnosis = diagnose("Reference to undeclared resource", UNDECLARED, known);
        assert_eq!(
            diagnosis.finding.subject.as_deref(),
            Some("azurerm_virtual_network.main")
        );
        assert_eq!(diagnosis.category, "reference");
        let wanted = [
            ("remove-attribute", "virtual_network_name", ""),
            ("remove-attribute", "other[1]", ""),
        ];
        assert_eq!(fixes(&diagnosis), wanted);
        let diagnosis = diagnose("Reference to undeclared resource", UNDECLARED, One::default());
        assert_eq!(fixes(&diagnosis), [("manual", "", "")]);
    }

    #[test]
    fn modules_variables_and_data_are_named_as_terraform_does() {
        for (what, detail, wanted) in [
            (
                "module",
                r#"No module call named "m" is declared in the root module."#,
                "module.m",
            ),
            (
                "input variable",
                r#"An input variable with the name "x" has not been declared."#,
                "var.x",
            ),
            (
                "local value",
                r#"A local value with the name "y" has not been declared."#,
                "local.y",
            ),
            (
                "resource",
                r#"A data resource "a" "b" has not been declared in the root module."#,
                "data.a.b",
            ),
        ] {
            let diagnosis = diagnose(&format!("Reference to undeclared {what}"), detail, One::default());
            assert_eq!(diagnosis.finding.subject.as_deref(), Some(wanted));
        }
    }

    #[test]
    fn an_attribute_that_is_not_there() {
        let detail =
            r#"This object has no argument, nested block, or exported attribute named "nope". Did you mean "name"?"#;
        let diagnosis = diagnose("Unsupported attribute", detail, One::default());
        assert!(
            diagnosis.finding.message.contains("`nope`"),
            "{}",
            diagnosis.finding.message
        );
        assert!(diagnosis.fixes[0].reason.contains("`name`"));
    }

    #[test]
    fn a_circle_is_the_same_in_any_order() {
        let one = diagnose("Cycle: b.y, a.x", "", One::default());
        let other = diagnose("Cycle: a.x, b.y", "", One::default());
        assert_eq!(one, other);
        assert_eq!(one.finding.subject.as_deref(), Some("a.x"));
    }

    #[test]
    fn what_refers_to_itself() {
        let known = One {
            configuration: r#"{"id":"${azurerm_subnet.app.id}","name":"app"}"#,
            ..One::default()
        };
        let detail = "Configuration for azurerm_subnet.app may not refer to itself.";
        let diagnosis = diagnose("Self-referential block", detail, known);
        assert_eq!(fixes(&diagnosis), [("remove-attribute", "id", "")]);
    }
}
