//! What of the rules needs code.

use atg_sdk::prelude::*;
use atg_sdk::rules::{ApiVersion, Lookup, Problem, at, json_string};

/// Proposes the newest of the API versions that an answer lists, for all of the type; a preview only where nothing else is.
///
/// The rule does not apply where the version that was asked for is in the list: the answer is about the location then.
pub(crate) fn newest_version(
    problem: &Problem<'_>,
    lookup: &dyn Lookup,
    mut diagnosis: Diagnosis,
) -> Option<Diagnosis> {
    let listed = problem.capture("versions")?;
    if ApiVersion::all(listed).any(|version| problem.capture("version") == Some(version.0)) {
        return None;
    }
    let fix = match (ApiVersion::newest(listed), problem.type_name(lookup)) {
        (Some(version), Some(name)) => {
            let reason = if version.is_preview() {
                "the newest version; the service has previews only"
            } else {
                "the newest version that is no preview"
            };
            let value = json_string(&[&name, "@", version.0].concat());
            Some(Fix::new("set-attribute", &name, reason).path("type").value(&value))
        }
        _ => problem.fix("manual", "type", "choose an API version that the service lists"),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// Proposes the location that the source has, instead of asking a person for one.
pub(crate) fn location_of_source(
    problem: &Problem<'_>,
    lookup: &dyn Lookup,
    diagnosis: Diagnosis,
) -> Option<Diagnosis> {
    let of_source = || {
        let address = problem.address?;
        let source = lookup.source(address)?;
        let location = at(&source, "location")?.as_str()?;
        let fix = Fix::new("set-attribute", address, "the source has this location");
        Some(fix.path("location").value(&json_string(location)))
    };
    Some(instead(diagnosis, of_source()))
}

/// Proposes the plan that the source has, or to leave out one that the image does not take.
pub(crate) fn plan_of_source(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let has_too_much = problem.capture("surplus").is_some();
    let of_source = || {
        let address = problem.address?;
        if has_too_much {
            let fix = Fix::new("remove-attribute", address, "the image asks for no plan");
            return Some(fix.path("body.plan"));
        }
        let source = lookup.source(address)?;
        let fix = Fix::new("set-attribute", address, "the source has this plan");
        Some(fix.path("body.plan").value(&at(&source, "plan")?.to_text()))
    };
    Some(instead(diagnosis, of_source()))
}

/// The diagnosis with this fix instead of its own, where there is one.
fn instead(mut diagnosis: Diagnosis, fix: Option<Fix>) -> Diagnosis {
    if let Some(fix) = fix {
        diagnosis.fixes = vec![fix];
    }
    diagnosis
}

#[cfg(test)]
mod tests {
    use atg_sdk::rules::{Engine, Example, Nothing};

    /// Kind and value of what is proposed where these versions are listed.
    fn proposed(detail: &'static str, arm_type: Option<&'static str>) -> Vec<(String, String)> {
        let mut problem = Example::new("apply")
            .detail(detail)
            .address("azapi_resource.a")
            .problem();
        problem.arm_type = arm_type;
        let diagnoses = Engine::new(&crate::RULES).diagnose(&problem, &Nothing);
        let fixes = diagnoses.into_iter().flat_map(|diagnosis| diagnosis.fixes);
        fixes.map(|fix| (fix.kind, fix.value)).collect()
    }

    #[test]
    fn a_preview_is_chosen_only_where_nothing_else_is() {
        const STABLE: &str = "The api-version '2014-01-01' is invalid. The supported versions are \
                              '2020-01-01,2021-01-01-preview'.";
        const PREVIEWS: &str = "The api-version '2014-01-01' is invalid. The supported versions are \
                                '2020-01-01-preview, 2021-01-01-beta'.";
        const NONE: &str = "The api-version '2014-01-01' is invalid. The supported versions are ''.";
        let set = |value: &str| vec![("set-attribute".to_owned(), value.to_owned())];
        let by_hand = vec![("manual".to_owned(), String::new())];
        assert_eq!(proposed(STABLE, Some("A/b")), set(r#""A/b@2020-01-01""#));
        assert_eq!(proposed(PREVIEWS, Some("A/b")), set(r#""A/b@2021-01-01-beta""#));
        assert_eq!(proposed(STABLE, None), by_hand);
        assert_eq!(proposed(NONE, Some("A/b")), by_hand);
    }

    #[test]
    fn a_version_that_is_listed_is_not_the_fault() {
        const LISTED: &str =
            "The api-version '2014-01-01' is invalid. The supported versions are '2014-01-01,2020-01-01'.";
        assert_eq!(proposed(LISTED, Some("A/b")), []);
    }
}
