//! What is wrong with a resource as such: its name, its type, its being there twice.

use atg_sdk::prelude::*;

use crate::lookup::Lookup;
use crate::problem::{Problem, with};
use crate::text::{between, quoted, string, suggested};

/// `Duplicate resource "TYPE" configuration`.
pub(super) fn duplicate(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    let kind = between(problem.summary, "Duplicate resource \"", "\" configuration")?;
    let name = between(problem.detail, "resource named \"", "\"")?;
    let address = format!("{kind}.{name}");
    let message = match between(problem.detail, "already declared at ", ". ") {
        Some(place) => format!("{address} is there twice, first at {place}"),
        None => format!("{address} is there twice"),
    };
    let diagnosis = problem
        .about(Some(&address), "duplicate-resource", "naming", &message)
        .confidence(0.95);
    let reason = "names must be unique within a type";
    Some(diagnosis.fix(Fix::new("rename-resource", &address, reason).value(&string(&format!("{name}_2")))))
}

/// `Invalid resource name`: only letters, digits, `_` and `-`, and no digit first.
pub(super) fn invalid_name(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    if problem.summary != "Invalid resource name" {
        return None;
    }
    let message = format!("{} has a name that Terraform does not allow", problem.place());
    let diagnosis = problem.diagnosis("invalid-name", "naming", &message).confidence(0.95);
    let name = problem.address.and_then(|address| Some(address.split_once('.')?.1));
    let fix = name.and_then(|name| {
        let fix = problem.fix(
            "rename-resource",
            "",
            "a name begins with a letter or `_`, and has letters, digits, `_` and `-`",
        )?;
        Some(fix.value(&string(&allowed(name))))
    });
    Some(with(diagnosis, fix))
}

/// A name with `_` for everything that is not allowed.
fn allowed(name: &str) -> String {
    let is_allowed = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let name: String = name
        .chars()
        .map(|letter| if is_allowed(letter) { letter } else { '_' })
        .collect();
    let good = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
    if good { name } else { format!("_{name}") }
}

/// `Invalid resource type`: this version of the provider does not have it.
pub(super) fn unknown_type(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    if problem.summary != "Invalid resource type" {
        return None;
    }
    let kind = quoted(problem.detail).next()?;
    let message = format!("the provider does not know the type `{kind}`");
    let reason = match suggested(problem.detail) {
        Some(other) => format!("the type is called `{other}`"),
        None => "pin a version of the provider that knows the type, or generate it with azapi".to_owned(),
    };
    let diagnosis = problem.about(Some(kind), "unknown-type", "schema", &message);
    Some(diagnosis.fix(Fix::new("manual", problem.address.unwrap_or(kind), &reason)))
}

/// The folder was not initialised, or no longer is.
pub(super) fn not_initialised(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    const SUMMARIES: [&str; 5] = [
        "Missing required provider",
        "Inconsistent dependency lock file",
        "Could not load plugin",
        "Required plugins are not installed",
        "Module not installed",
    ];
    SUMMARIES.contains(&problem.summary).then(|| {
        let message = format!("the folder is not initialised: {}", problem.summary);
        let diagnosis = problem.about(None, "not-initialised", "state", &message);
        diagnosis.fix(Fix::new(
            "manual",
            "",
            "run `terraform init` in the folder, then validate again",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{One, diagnose, fixes};
    use super::*;

    #[test]
    fn a_resource_that_is_there_twice_gets_another_name() {
        let detail = "A azurerm_subnet resource named \"app\" was already declared at main.tf.json:1,37-38. Resource names \
                      must be unique per type in each module.";
        let diagnosis = diagnose(
            r#"Duplicate resource "azurerm_subnet" configuration"#,
            detail,
            One::default(),
        );
        assert_eq!(
            diagnosis.finding.message,
            "azurerm_subnet.app is there twice, first at main.tf.json:1,37-38"
        );
        assert_eq!(fixes(&diagnosis), [("rename-resource", "", r#""app_2""#)]);
    }

    #[test]
    fn names_are_made_of_what_is_allowed() {
        for (name, wanted) in [
            ("1 a", "_1_a"),
            ("Failure Anomalies - x", "Failure_Anomalies_-_x"),
            ("ok", "ok"),
            ("", "_"),
        ] {
            assert_eq!(allowed(name), wanted);
        }
        let problem = Problem {
            summary: "Invalid resource name",
            address: Some("azurerm_subnet.1 a"),
            ..Problem::default()
        };
        let diagnosis = super::super::apply(&problem, &One::default()).unwrap();
        assert_eq!(fixes(&diagnosis), [("rename-resource", "", r#""_1_a""#)]);
    }

    #[test]
    fn a_type_that_the_provider_does_not_know() {
        let detail = r#"The provider hashicorp/azurerm does not support resource type "azurerm_subnett". Did you mean "azurerm_subnet"?"#;
        let diagnosis = diagnose("Invalid resource type", detail, One::default());
        assert_eq!(diagnosis.finding.subject.as_deref(), Some("azurerm_subnett"));
        assert!(diagnosis.fixes[0].reason.contains("`azurerm_subnet`"));
    }

    #[test]
    fn a_folder_that_was_not_initialised() {
        let diagnosis = diagnose(
            "Missing required provider",
            "This configuration requires provider x",
            One::default(),
        );
        assert_eq!(
            (diagnosis.category.as_str(), diagnosis.finding.subject),
            ("state", None)
        );
    }
}
