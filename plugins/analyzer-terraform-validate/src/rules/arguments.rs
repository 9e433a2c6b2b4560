//! Arguments and blocks that are not expected, missing or of another type.

use atg_sdk::prelude::*;

use crate::lookup::{self, Lookup};
use crate::problem::{Problem, with};
use crate::text::{between, quoted, string, suggested};

/// `Unsupported argument`, `Unsupported block type`, and in JSON `Extraneous JSON object property`.
pub(super) fn unexpected(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
    const SUMMARIES: [&str; 3] = [
        "Unsupported argument",
        "Unsupported block type",
        "Extraneous JSON object property",
    ];
    if !SUMMARIES.contains(&problem.summary) {
        return None;
    }
    let name = quoted(problem.detail).next()?;
    let message = format!(
        "{} has an argument `{name}` that the type does not have",
        problem.place()
    );
    let diagnosis = problem
        .diagnosis("unsupported-argument", "schema", &message)
        .confidence(0.95);
    // It may stand in a block, of which the diagnostic does not tell; where there are several, it may be any.
    let configuration = problem
        .address
        .and_then(|address| lookup.configuration(address))
        .unwrap_or_default();
    let paths = lookup::paths(&configuration, &|other, _| other == name);
    let path = match paths.as_slice() {
        [only] => only.as_str(),
        _ => name,
    };
    let fix = match suggested(problem.detail) {
        Some(other) => {
            let reason = format!("it is called `{other}`");
            problem
                .fix("rename-attribute", path, &reason)
                .map(|fix| fix.value(&string(other)))
        }
        None if problem.summary == "Unsupported block type" => {
            problem.fix("remove-block", path, "the type has no such block")
        }
        None => problem.fix("remove-attribute", path, "the type has no such argument"),
    };
    Some(with(diagnosis, fix))
}

/// `Missing required argument`, and `Insufficient … blocks`.
pub(super) fn missing(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
    let name = match between(problem.summary, "Insufficient ", " blocks") {
        Some(name) => name,
        None if problem.summary == "Missing required argument" => quoted(problem.detail).next()?,
        None => return None,
    };
    let message = format!("{} has no `{name}`, which it must have", problem.place());
    let diagnosis = problem
        .diagnosis("missing-argument", "schema", &message)
        .confidence(0.95);
    let source = problem
        .address
        .and_then(|address| lookup.source(address))
        .unwrap_or_default();
    let fix = match source.get(name).filter(|value| !value.is_null()) {
        Some(value) => {
            let fix = problem.fix("set-attribute", name, "the source has this value");
            fix.map(|fix| fix.value(&value.to_text()))
        }
        None => {
            let reason = format!("the source does not say what `{name}` is; it must be chosen");
            problem.fix("manual", name, &reason)
        }
    };
    Some(with(diagnosis, fix))
}

/// `Incorrect attribute value type`: `Inappropriate value for attribute "tags": map of string required.`
pub(super) fn wrong_type(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    if problem.summary != "Incorrect attribute value type" {
        return None;
    }
    let name = between(problem.detail, "Inappropriate value for attribute \"", "\"")?;
    let wanted = problem
        .detail
        .split_once("\": ")
        .map_or("another type", |(_, wanted)| wanted.trim_end_matches('.'));
    let message = format!(
        "`{name}` of {} has a value of the wrong type: {wanted}",
        problem.place()
    );
    let diagnosis = problem.diagnosis("wrong-type", "schema", &message);
    Some(with(diagnosis, problem.fix("manual", name, wanted)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{One, diagnose, fixes};

    #[test]
    fn an_argument_that_is_not_expected_is_renamed_or_removed() {
        let summary = "Extraneous JSON object property";
        let detail = r#"No argument or block type is named "inptu". Did you mean "input"?"#;
        let diagnosis = diagnose(summary, detail, One::default());
        assert_eq!(fixes(&diagnosis), [("rename-attribute", "inptu", r#""input""#)]);
        let detail = r#"No argument or block type is named "enabled"."#;
        let known = |configuration| One {
            configuration,
            ..One::default()
        };
        let diagnosis = diagnose(summary, detail, known(r#"{"settings":[{"enabled":true}]}"#));
        assert_eq!(fixes(&diagnosis), [("remove-attribute", "settings[0].enabled", "")]);
        let diagnosis = diagnose(summary, detail, known(r#"{"a":{"enabled":true},"b":{"enabled":true}}"#));
        assert_eq!(fixes(&diagnosis), [("remove-attribute", "enabled", "")]);
        let detail = r#"An argument named "location" is not expected here."#;
        let diagnosis = diagnose("Unsupported argument", detail, One::default());
        assert_eq!(fixes(&diagnosis), [("remove-attribute", "location", "")]);
        let detail = r#"Blocks of type "delegation" are not expected here."#;
        let diagnosis = diagnose("Unsupported block type", detail, One::default());
        assert_eq!(fixes(&diagnosis), [("remove-block", "delegation", "")]);
    }

    #[test]
    fn a_missing_argument_is_taken_from_the_source() {
        let detail = r#"The argument "location" is required, but no definition was found."#;
        let known = One {
            source: r#"{"location":"westeurope","sku":null}"#,
            ..One::default()
        };
        let diagnosis = diagnose("Missing required argument", detail, known);
        assert_eq!(fixes(&diagnosis), [("set-attribute", "location", r#""westeurope""#)]);
        let known = One {
            source: r#"{"sku":null}"#,
            ..One::default()
        };
        let detail = r#"The argument "sku" is required, but no definition was found."#;
        assert_eq!(
            fixes(&diagnose("Missing required argument", detail, known)),
            [("manual", "sku", "")]
        );
        let diagnosis = diagnose(
            "Insufficient ip_configuration blocks",
            "At least 1 are required.",
            One::default(),
        );
        assert_eq!(fixes(&diagnosis), [("manual", "ip_configuration", "")]);
    }

    #[test]
    fn a_value_of_another_type() {
        let detail = r#"Inappropriate value for attribute "tags": map of string required."#;
        let diagnosis = diagnose("Incorrect attribute value type", detail, One::default());
        assert!(
            diagnosis.finding.message.ends_with("map of string required"),
            "{}",
            diagnosis.finding.message
        );
        assert_eq!(fixes(&diagnosis), [("manual", "tags", "")]);
    }
}
