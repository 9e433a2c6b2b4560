//! Bodies of `azapi_resource`, which the provider holds against the schema of their type: paths and values stand in ticks.

use atg_sdk::prelude::*;

use crate::lookup::{self, Lookup};
use crate::problem::{Problem, with};
use crate::text::{between, string, suggested};

/// The sentence about one argument of azapi, where the problem is one.
fn sentence<'p>(problem: &Problem<'p>, argument: &str) -> Option<&'p str> {
    let lead = format!("the argument \"{argument}\" is invalid");
    let (_, rest) = [problem.detail, problem.summary]
        .into_iter()
        .find_map(|text| text.split_once(&lead))?;
    Some(rest.trim_start_matches([':', '.', '\n', '\r', ' ']))
}

/// A path in the body as it stands in the configuration.
fn in_body(path: &str) -> String {
    format!("body.{path}")
}

/// `` `properties.x` is not expected here `` and `` …, it's read only ``.
pub(super) fn property_unexpected(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    let sentence = sentence(problem, "body")?;
    let path = between(sentence, "`", "` is not expected here")?;
    let place = problem.place();
    if sentence.contains("read only") || sentence.contains("read-only") {
        let message = format!("the body of {place} sets `{path}`, which only the service sets");
        let diagnosis = problem.diagnosis("body-read-only", "schema", &message).confidence(0.95);
        return Some(with(
            diagnosis,
            problem.fix("remove-attribute", &in_body(path), "it is read only"),
        ));
    }
    let message = format!("the body of {place} has a property `{path}` that the type does not have");
    let diagnosis = problem.diagnosis("body-unexpected", "schema", &message);
    let fix = match suggested(sentence) {
        Some(other) => {
            // The whole path is suggested, or the name alone.
            let name = other.rsplit('.').next().unwrap_or(other);
            let fix = problem.fix("rename-attribute", &in_body(path), &format!("it is called `{other}`"));
            fix.map(|fix| fix.value(&string(name)))
        }
        None => problem.fix("remove-attribute", &in_body(path), "the type has no such property"),
    };
    Some(with(diagnosis, fix))
}

/// `` `properties.x` is required, but no definition was found ``.
pub(super) fn property_missing(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
    let path = between(sentence(problem, "body")?, "`", "` is required")?;
    let message = format!("the body of {} has no `{path}`, which it must have", problem.place());
    let diagnosis = problem.diagnosis("body-missing", "schema", &message);
    let source = problem
        .address
        .and_then(|address| lookup.source(address))
        .unwrap_or_default();
    let fix = match lookup::at(&source, path).filter(|value| !value.is_null()) {
        Some(value) => {
            let fix = problem.fix("set-attribute", &in_body(path), "the source has this value");
            fix.map(|fix| fix.value(&value.to_text()))
        }
        None => problem.fix(
            "manual",
            &in_body(path),
            "the source does not have it; it must be chosen",
        ),
    };
    Some(with(diagnosis, fix))
}

/// `` `properties.x` is invalid, expect `string` but got … `` and whatever else is wrong with a value.
pub(super) fn property_value(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    let sentence = sentence(problem, "body")?;
    let path = between(sentence, "`", "`")?;
    let wanted = sentence.split_once("` is invalid").map_or(sentence, |(_, rest)| rest);
    let wanted = wanted
        .trim_start_matches([',', ':', ' '])
        .lines()
        .next()
        .unwrap_or_default();
    let message = format!(
        "`{path}` in the body of {} has a value that the type does not accept",
        problem.place()
    );
    let diagnosis = problem.diagnosis("body-value", "schema", &message).confidence(0.8);
    Some(with(diagnosis, problem.fix("manual", &in_body(path), wanted)))
}

/// A type or an api-version that the provider's schemas do not have.
pub(super) fn api_version(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
    let sentence = sentence(problem, "type")?;
    let supported = between(sentence, "[", "]").unwrap_or_default();
    let newest = supported
        .split([',', ' ', '"', '\''])
        .filter(|version| is_stable(version))
        .max();
    let place = problem.place();
    let configuration = problem
        .address
        .and_then(|address| lookup.configuration(address))
        .unwrap_or_default();
    let name = configuration
        .get("type")
        .and_then(|kind| kind.as_str()?.split_once('@'))
        .map(|(name, _)| name);
    match (newest, name) {
        (Some(newest), Some(name)) => {
            let message = format!("the provider does not know this api-version of {place}");
            let fix = problem.fix("set-attribute", "type", "the newest version that is no preview");
            let diagnosis = problem.diagnosis("api-version", "schema", &message);
            Some(with(
                diagnosis,
                fix.map(|fix| fix.value(&string(&format!("{name}@{newest}")))),
            ))
        }
        _ => {
            let message = format!("the provider does not know the type or the api-version of {place}");
            let reason =
                "choose an api-version that the provider knows, or switch off `schema_validation_enabled` for it";
            let diagnosis = problem.diagnosis("api-version", "schema", &message);
            Some(with(diagnosis, problem.fix("manual", "type", reason)))
        }
    }
}

/// `2024-05-01`, and no preview.
fn is_stable(version: &str) -> bool {
    let pattern = "dddd-dd-dd";
    let fits = |(wanted, found): (char, char)| {
        if wanted == 'd' {
            found.is_ascii_digit()
        } else {
            found == wanted
        }
    };
    version.len() == pattern.len() && pattern.chars().zip(version.chars()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{One, diagnose, fixes};

    const SUMMARY: &str = "Invalid configuration";

    fn body(sentence: &str) -> String {
        format!(
            "embedded schema validation failed: the argument \"body\" is invalid:\n{sentence}\n You can try to update."
        )
    }

    #[test]
    fn properties_that_are_not_expected() {
        let diagnosis = diagnose(
            SUMMARY,
            &body("`properties.etag` is not expected here, it's read only"),
            One::default(),
        );
        assert_eq!(diagnosis.finding.rule, "body-read-only");
        assert_eq!(fixes(&diagnosis), [("remove-attribute", "body.properties.etag", "")]);
        let text = body("`properties.adressSpace` is not expected here. Do you mean `properties.addressSpace`? ");
        let diagnosis = diagnose(SUMMARY, &text, One::default());
        assert_eq!(
            fixes(&diagnosis),
            [("rename-attribute", "body.properties.adressSpace", r#""addressSpace""#)]
        );
        let diagnosis = diagnose(
            SUMMARY,
            &body("`properties.more` is not expected here."),
            One::default(),
        );
        assert_eq!(fixes(&diagnosis), [("remove-attribute", "body.properties.more", "")]);
    }

    #[test]
    fn properties_that_are_missing_come_from_the_source() {
        let text = body("`properties.sku.tier` is required, but no definition was found");
        let known = One {
            source: r#"{"properties":{"sku":{"tier":"Basic"}}}"#,
            ..One::default()
        };
        let diagnosis = diagnose(SUMMARY, &text, known);
        assert_eq!(
            fixes(&diagnosis),
            [("set-attribute", "body.properties.sku.tier", r#""Basic""#)]
        );
        assert_eq!(
            fixes(&diagnose(SUMMARY, &text, One::default())),
            [("manual", "body.properties.sku.tier", "")]
        );
    }

    #[test]
    fn values_that_are_not_accepted() {
        let text = body("`properties.count` is invalid, expect `integer` but got `string`");
        let diagnosis = diagnose(SUMMARY, &text, One::default());
        assert_eq!(diagnosis.finding.rule, "body-value");
        assert_eq!(diagnosis.fixes[0].reason, "expect `integer` but got `string`");
    }

    #[test]
    fn an_api_version_that_is_not_known() {
        let text = "the argument \"type\" is invalid: the `type`'s api-version is invalid.\n The supported versions are \
                    [2022-01-01, 2023-05-01, 2024-01-01-preview]. Do you want to ignore this validation?";
        let known = One {
            configuration: r#"{"type":"Microsoft.Network/virtualNetworks@1999-01-01"}"#,
            ..One::default()
        };
        let diagnosis = diagnose(SUMMARY, text, known);
        let wanted = (
            "set-attribute",
            "type",
            r#""Microsoft.Network/virtualNetworks@2023-05-01""#,
        );
        assert_eq!(fixes(&diagnosis), [wanted]);
        assert_eq!(
            fixes(&diagnose(SUMMARY, text, One::default())),
            [("manual", "type", "")]
        );
    }
}
