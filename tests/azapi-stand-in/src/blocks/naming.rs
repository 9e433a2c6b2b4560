//! Which of `name`, `parent_id` and `resource_id` go together.

use crate::blocks::resource::{RESOURCE_GROUP, split};
use crate::definitions::Definitions;
use crate::ids;
use crate::protocol::Diagnostic;
use crate::value::Value;

fn wrong(detail: impl Into<String>) -> Diagnostic {
    Diagnostic::new("Invalid configuration", detail)
}

/// `azapi_update_resource`.
pub(super) fn update_resource(config: &Value, definitions: &Definitions) -> Vec<Diagnostic> {
    let is_set = |name: &str| !config.get(name).is_null();
    let (name, parent, id) = (is_set("name"), is_set("parent_id"), is_set("resource_id"));
    let mut found = Vec::new();
    if !name && parent {
        found.push(wrong(
            "The argument \"name\" is required when the argument \"parent_id\" is set",
        ));
    }
    if name && !parent {
        found.push(wrong(
            "The argument \"parent_id\" is required when the argument \"name\" is set",
        ));
    }
    if !name && !id {
        found.push(wrong("One of the arguments \"name\" or \"resource_id\" must be set"));
    }
    if name && id {
        found.push(wrong(
            "Only one of the arguments \"name\" or \"resource_id\" can be set",
        ));
    }
    let known = |name: &str| config.get(name).text().filter(|text| !text.is_empty());
    if found.is_empty()
        && let (Some(_), Some(parent), Some(of)) = (known("name"), known("parent_id"), config.get("type").text())
    {
        found.extend(parent_problem(parent, of, definitions).map(wrong));
    }
    found
}

/// The data source `azapi_resource`.
pub(super) fn data_source(config: &Value) -> Vec<Diagnostic> {
    let is_set = |name: &str| !config.get(name).is_null();
    let of = config
        .get("type")
        .text()
        .and_then(split)
        .map(|(of, _)| of)
        .unwrap_or_default();
    let (name, parent, id) = (is_set("name"), is_set("parent_id"), is_set("resource_id"));
    let mut found = Vec::new();
    if !name && parent {
        found.push(wrong(
            "The argument \"name\" is required when the argument \"parent_id\" is set",
        ));
    }
    if name && !parent && !of.eq_ignore_ascii_case(RESOURCE_GROUP) {
        found.push(wrong(
            "The argument \"parent_id\" is required when the argument \"name\" is set",
        ));
    }
    if !name && !id && !of.eq_ignore_ascii_case("Microsoft.Resources/subscriptions") {
        found.push(wrong("One of the arguments \"name\" or \"resource_id\" must be set"));
    }
    if name && id {
        found.push(wrong(
            "Exactly one of the arguments \"name\" or \"resource_id\" can be set",
        ));
    }
    found
}

/// Whether a parent can hold the type: the scope of a type at the top, the parent's type of one below.
fn parent_problem(parent: &str, of: &str, definitions: &Definitions) -> Option<String> {
    let Some((of, version)) = split(of) else {
        return Some("`type` is invalid, it should be like `ResourceProvider/resourceTypes@ApiVersion`".to_owned());
    };
    match of.split('/').count() {
        1 => None,
        2 => {
            let schema = definitions.find(of)?;
            let is_known = schema.api_versions().iter().any(|known| known == version);
            let scopes = schema.scopes().filter(|_| is_known)?;
            let scope = scope(parent);
            let all = [
                ("Tenant", scopes.tenant()),
                ("ManagementGroup", scopes.management_group()),
                ("Subscription", scopes.subscription()),
                ("ResourceGroup", scopes.resource_group()),
                ("Extension", scopes.extension()),
            ];
            let names: Vec<&str> = all.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
            if names.is_empty() || scopes.extension() || names.contains(&scope) {
                return None;
            }
            Some(format!(
                "`parent_id is invalid`: expect ID of resource whose scope is [{}], but got scope {scope}",
                names.join(" ")
            ))
        }
        _ => {
            let wanted = of.rsplit_once('/').map_or("", |(parent, _)| parent);
            let is = if parent == "/" {
                "Microsoft.Resources/tenants".to_owned()
            } else {
                ids::read(parent).ok()?.resource_type
            };
            (!is.eq_ignore_ascii_case(wanted)).then(|| format!("`parent_id is invalid`: expect ID of `{wanted}`"))
        }
    }
}

/// The scope that an id is of.
fn scope(id: &str) -> &'static str {
    let parts: Vec<&str> = id
        .trim_matches('/')
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let before = parts
        .iter()
        .take_while(|part| !part.eq_ignore_ascii_case("providers"))
        .count();
    let is = |place: usize, word: &str| parts.get(place).is_some_and(|part| part.eq_ignore_ascii_case(word));
    match before {
        0 if is(1, "Microsoft.Management") && is(2, "managementGroups") => "ManagementGroup",
        0 => "Tenant",
        2 if is(0, "subscriptions") => "Subscription",
        4 if is(0, "subscriptions") && is(2, "resourceGroups") => "ResourceGroup",
        _ => "Unknown",
    }
}
