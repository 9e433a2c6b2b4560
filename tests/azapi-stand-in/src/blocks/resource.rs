//! `azapi_resource`.

use crate::blocks::body;
use crate::definitions::Definitions;
use crate::protocol::Diagnostic;
use crate::value::Value;

/// The type that needs no parent: its parent is the subscription.
pub(super) const RESOURCE_GROUP: &str = "Microsoft.Resources/resourceGroups";

/// What is wrong with a block; at the first thing that makes the rest meaningless, it ends.
pub(super) fn validate(config: &Value, definitions: &Definitions) -> Vec<Diagnostic> {
    let Some(of) = config.get("type").text() else {
        return Vec::new();
    };
    if config.get("parent_id").is_null() && !split(of).is_some_and(|(of, _)| of.eq_ignore_ascii_case(RESOURCE_GROUP)) {
        return vec![missing("parent_id")];
    }
    for place in ["body", "sensitive_body"] {
        let twice = said_twice(config, place);
        if !twice.is_empty() {
            return twice;
        }
    }
    let is_wanted = match config.get("schema_validation_enabled") {
        Value::Null => true,
        Value::Boolean(is_wanted) => *is_wanted,
        _ => false,
    };
    if !is_wanted {
        return Vec::new();
    }
    let problem = match split(of) {
        None => "the argument \"type\" is invalid: `type` is invalid, it should be like \
                 `ResourceProvider/resourceTypes@ApiVersion`"
            .to_owned(),
        Some((of, version)) => match schema_problem(of, version, config, definitions) {
            None => return Vec::new(),
            Some(problem) => format!(
                "embedded schema validation failed: {problem} You can try to update `azapi` provider to the latest version or \
                 disable the validation using the feature flag `schema_validation_enabled = false` within the resource block"
            ),
        },
    };
    vec![Diagnostic::new("Invalid configuration", problem)]
}

/// `Type@version` in two.
pub(super) fn split(of: &str) -> Option<(&str, &str)> {
    of.split_once('@').filter(|(_, version)| !version.contains('@'))
}

pub(super) fn missing(argument: &str) -> Diagnostic {
    let detail = format!("The argument \"{argument}\" is required, but no definition was found.");
    Diagnostic::new("Missing required argument", detail)
}

fn said_twice(config: &Value, place: &str) -> Vec<Diagnostic> {
    let body = config.get(place);
    if !matches!(body, Value::Object(_, false)) {
        return Vec::new();
    }
    let is_said = |name: &str| match config.get(name) {
        Value::Null | Value::Unknown => false,
        Value::List(blocks, _) => !blocks.is_empty(),
        _ => true,
    };
    let twice = ["tags", "location", "identity"]
        .into_iter()
        .filter(|name| is_said(name) && body.member(name).is_some());
    twice
        .map(|name| {
            let detail =
                format!("can't specify both the argument \"{name}\" and \"{name}\" in the argument \"{place}\"");
            Diagnostic::new("Invalid configuration", detail)
        })
        .collect()
}

/// What is wrong with type, version or body. Of a version that the pack does not describe, the body is not looked at.
fn schema_problem(of: &str, version: &str, config: &Value, definitions: &Definitions) -> Option<String> {
    let Some(schema) = definitions.find(of) else {
        return Some(format!(
            "the argument \"type\" is invalid.\n resource type {of} can't be found.\n"
        ));
    };
    if !schema.api_versions().iter().any(|known| known == version) {
        let versions = schema.api_versions().join(", ");
        return Some(format!(
            "the argument \"type\"'s api-version is invalid.\n The supported versions are [{versions}].\n"
        ));
    }
    if schema.api_version() != version {
        return None;
    }
    let problems = schema.check(&body::whole(config));
    if problems.is_empty() {
        return None;
    }
    let lines: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
    Some(format!("the argument \"body\" is invalid:\n{lines}"))
}
