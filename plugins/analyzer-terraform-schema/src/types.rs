//! Types and api-versions of `azapi_resource`.

use atg_sdk::prelude::*;
use atg_sdk::rules::{ApiVersion, Example, FixTemplate, Lookup, Pattern, Problem, Rule, json_string};

use crate::CHECKS;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("schema").phases(CHECKS).confidence(0.95)
}

pub(crate) const RULES: &[Rule] = &[
    rule("api-version-unknown", "The provider's schemas do not have this api-version of the type.")
        .when(&[
            Pattern::Detail("the argument \"type\"'s api-version is invalid"),
            Pattern::Detail("The supported versions are [{versions}]"),
        ])
        .says("the provider does not know this api-version of {type|the type}")
        .about("{type|}")
        .then(newest)
        .mends("the newest api-version that is no preview, for all of the type")
        .examples(&[Example::new("validate")
            .summary("Invalid configuration")
            .detail(
                "embedded schema validation failed: the argument \"type\"'s api-version is invalid.\n The supported versions \
                 are [2022-09-01, 2023-05-01, 2024-01-01, 2025-01-01-preview].\n You can try to update `azapi` provider to the \
                 latest version or disable the validation using the feature flag `schema_validation_enabled = false` within \
                 the resource block",
            )
            .address("azapi_resource.storage_logs")
            .configuration(r#"{"type":"Microsoft.Storage/storageAccounts@1999-01-01"}"#)
            .says("the provider does not know this api-version of Microsoft.Storage/storageAccounts")
            .fix("set-attribute", "type", r#""Microsoft.Storage/storageAccounts@2024-01-01""#)]),
    rule("type-unknown", "The provider's schemas do not have this type at all.")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Detail("resource type {name} can't be found"),
            Pattern::Detail("resource type `{name}` can't be found"),
        ])])
        .says("the provider does not know the type {name}")
        .about("{name}")
        .fixes(&[FixTemplate::new("set-attribute")
            .of("{name}")
            .path("schema_validation_enabled")
            .json("false")
            .because("without a schema nothing can be checked before it is created; a newer provider may know the type")])
        .examples(&[Example::new("validate")
            .summary("Invalid configuration")
            .detail(
                "embedded schema validation failed: the argument \"type\" is invalid.\n resource type \
                 Microsoft.Graph/bookings can't be found.\n You can try to update `azapi` provider to the latest version or \
                 disable the validation using the feature flag `schema_validation_enabled = false` within the resource block",
            )
            .address("azapi_resource.bookings")
            .captures(&[("name", "Microsoft.Graph/bookings")])
            .fix("set-attribute", "schema_validation_enabled", "false")]),
    rule("type-form", "A type is not written as TYPE@API-VERSION.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("it should be like `ResourceProvider/resourceTypes@ApiVersion`"),
            Pattern::Detail("expected \"type\" to be <resource-type>@<api-version>"),
            Pattern::Detail("expected \"type\" to not be an empty string"),
        ])])
        .says("the type of {place} is not written as TYPE@API-VERSION")
        .fixes(&[FixTemplate::new("manual").path("type").because("write the type, `@`, and an api-version")])
        .examples(&[
            Example::new("validate")
                .summary("Invalid Resource Type")
                .detail("expected \"type\" to be <resource-type>@<api-version>")
                .address("azapi_resource.storage_logs")
                .fix("manual", "type", ""),
            Example::new("validate")
                .summary("Invalid configuration")
                .detail("the argument \"type\" is invalid: `type` is invalid, it should be like `ResourceProvider/resourceTypes@ApiVersion`")
                .address("azapi_resource.storage_logs"),
        ]),
];

/// The newest version that is no preview, else the newest.
fn newest(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let newest = ApiVersion::newest(problem.capture("versions")?);
    let fix = match (newest, problem.type_name(lookup)) {
        (Some(version), Some(name)) => {
            let reason = if version.is_preview() {
                "the newest version there is"
            } else {
                "the newest version that is no preview"
            };
            let value = json_string(&format!("{name}@{}", version.0));
            Some(Fix::new("set-attribute", &name, reason).path("type").value(&value))
        }
        _ => problem.fix("manual", "type", "choose an api-version that the provider knows"),
    };
    Some(Diagnosis {
        fixes: fix.into_iter().collect(),
        ..diagnosis
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::rules::{Engine, Nothing};

    fn fixes(versions: &str, arm_type: Option<&str>) -> Vec<Fix> {
        let detail =
            format!("the argument \"type\"'s api-version is invalid.\n The supported versions are [{versions}].");
        let problem = Problem {
            phase: "validate",
            detail: &detail,
            address: Some("azapi_resource.a"),
            arm_type,
            ..Problem::default()
        };
        let diagnoses = Engine::new(&crate::RULES).diagnose(&problem, &Nothing);
        diagnoses.into_iter().flat_map(|diagnosis| diagnosis.fixes).collect()
    }

    #[test]
    fn previews_are_the_last_resort() {
        let of = |versions| fixes(versions, Some("A/b")).remove(0).value;
        assert_eq!(of("2020-01-01, 2021-01-01-preview"), r#""A/b@2020-01-01""#);
        assert_eq!(of("2020-01-01-preview, 2021-01-01-alpha"), r#""A/b@2021-01-01-alpha""#);
        assert_eq!(fixes("", Some("A/b")).remove(0).kind, "manual");
        assert_eq!(fixes("2020-01-01", None).remove(0).kind, "manual");
    }
}
