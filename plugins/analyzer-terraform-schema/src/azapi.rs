//! Arguments of azapi beside the body: ids, identity, what stands in two places at once.

use atg_sdk::json;
use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Lookup, Pattern, Problem, Rule, at, json_string, quoted};

const PHASES: &[&str] = &["validate", "plan", "apply"];

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("schema").phases(PHASES).confidence(0.95)
}

const fn example(summary: &'static str, detail: &'static str) -> Example {
    Example::new("validate")
        .summary(summary)
        .detail(detail)
        .address("azapi_resource.app")
}

pub(crate) const RULES: &[Rule] = &[
    rule("argument-and-body", "Location, tags or identity are given as an argument and in the body, too.")
        .when(&[Pattern::Detail(
            "can't specify both the argument \"{name}\" and \"{again}\" in the argument \"{where}\"",
        )])
        .says("{place} gives `{name}` twice, as an argument and in `{where}`")
        .fixes(&[FixTemplate::new("remove-attribute")
            .path("{where}.{name}")
            .because("the argument says it already")])
        .examples(&[example(
            "Invalid configuration",
            "can't specify both the argument \"tags\" and \"tags\" in the argument \"body\"",
        )
        .fix("remove-attribute", "body.tags", "")]),
    rule("body-is-text", "The body is given as the text of JSON; since version 2 azapi takes the value itself.")
        .when(&[Pattern::Detail("The value must not be a string. From 2.0")])
        .says("the body of {place} is a text")
        .then(read_body)
        .mends("the value that the text is")
        .examples(&[
            example(
                "Invalid Type",
                "The value must not be a string. From 2.0, the value only accepts an HCL object. Please refer to the \
                 documentation for more information",
            )
            .configuration(r#"{"body":"{\"properties\":{\"a\":1}}"}"#)
            .fix("set-attribute", "body", r#"{"properties":{"a":1}}"#),
            example("Invalid Type", "The value must not be a string. From 2.0, the value only accepts an HCL object.")
                .configuration(r#"{"body":"${jsonencode(local.body)}"}"#)
                .fix("manual", "body", ""),
        ]),
    rule("sensitive-body-version", "`sensitive_body_version` is a map from paths to versions, not one version.")
        .when(&[Pattern::Detail("Inappropriate value for attribute \"sensitive_body_version\"")])
        .says("`sensitive_body_version` of {place} is not a map")
        .fixes(&[FixTemplate::new("manual")
            .path("sensitive_body_version")
            .because("give each path of `sensitive_body` a version of its own")])
        .examples(&[example(
            "Incorrect attribute value type",
            "Inappropriate value for attribute \"sensitive_body_version\": map of string required.",
        )
        .fix("manual", "sensitive_body_version", "")]),
    rule("identity-type", "The type of a managed identity is not written as azapi takes it.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("Attribute identity[0].type value must be one of: [{all}], got: \"{got}\""),
            Pattern::Detail("Attribute identity.type value must be one of: [{all}], got: \"{got}\""),
        ])])
        .says("the identity of {place} is of type `{got}`, which is written otherwise or does not exist")
        .then(identity_type)
        .mends("the same type as azapi writes it, else a person's")
        .examples(&[
            example(
                "Invalid Attribute Value Match",
                r#"Attribute identity[0].type value must be one of: ["SystemAssigned, UserAssigned" "UserAssigned" "SystemAssigned" "None"], got: "SystemAssigned,UserAssigned""#,
            )
            .configuration(r#"{"identity":{"type":"SystemAssigned,UserAssigned"}}"#)
            .fix("set-attribute", "identity.type", r#""SystemAssigned, UserAssigned""#),
            example(
                "Invalid Attribute Value Match",
                r#"Attribute identity[0].type value must be one of: ["SystemAssigned, UserAssigned" "UserAssigned" "SystemAssigned" "None"], got: "System""#,
            )
            .configuration(r#"{"identity":[{"type":"System"}]}"#)
            .fix("manual", "identity[0].type", ""),
        ]),
    rule("identity-ids-unused", "Identities are named, but the type of the identity does not include assigned ones.")
        .when(&[Pattern::Detail("`identity_ids` can only be specified when `type` includes `UserAssigned`")])
        .says("{place} names identities that its type of identity leaves out")
        .then(identity_ids)
        .mends("include `UserAssigned` in the type")
        .examples(&[example(
            "Invalid `identity` block",
            "`identity_ids` can only be specified when `type` includes `UserAssigned`",
        )
        .configuration(r#"{"identity":{"type":"SystemAssigned","identity_ids":["/subscriptions/1"]}}"#)
        .fix("set-attribute", "identity.type", r#""SystemAssigned, UserAssigned""#)]),
    rule("identity-of-other-type", "An id among the assigned identities is not that of an identity.")
        .when(&[Pattern::Detail(
            "expected resource type to be 'Microsoft.ManagedIdentity/userAssignedIdentities', got \"{got}\"",
        )])
        .says("{place} is assigned an identity that is of type {got}")
        .fixes(&[FixTemplate::new("manual")
            .path("identity.identity_ids")
            .because("ids of identities are spelt Microsoft.ManagedIdentity/userAssignedIdentities, with these capitals")])
        .examples(&[example(
            "Invalid Resource ID",
            "expected resource type to be 'Microsoft.ManagedIdentity/userAssignedIdentities', got \"Microsoft.Storage/storageAccounts\"",
        )
        .fix("manual", "identity.identity_ids", "")]),
    rule("id-is-address", "An id is given as an address of the web, with protocol or query.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("expected \"{name}\" not to contain protocol, got \"{got}\""),
            Pattern::Detail("expected \"{name}\" not to contain api-version query parameter, got \"{got}\""),
            Pattern::Detail("resource id '{got}' must start with '/'"),
        ])])
        .says("{place} has an id with something around it")
        .then(bare_id)
        .mends("the id in the address")
        .examples(&[example(
            "Invalid Resource ID",
            "expected \"parent_id\" not to contain protocol, got \"https://management.azure.com/subscriptions/1/resourceGroups/a?api-version=2020-01-01\"",
        )
        .fix("set-attribute", "parent_id", r#""/subscriptions/1/resourceGroups/a""#)]),
    rule("id-composite", "An id of Terraform's own making, two ids with `|` between them, is given where Azure's id is meant.")
        .when(&[Pattern::Detail("expected \"{name}\" not to contain character '|', got \"{got}\"")])
        .says("`{name}` of {place} is a composite id of Terraform")
        .fixes(&[FixTemplate::new("manual")
            .path("{name}")
            .because("take the id of the resource itself, as Azure writes it")])
        .examples(&[example(
            "Invalid Resource ID",
            "expected \"parent_id\" not to contain character '|', got \"/subscriptions/1/a|/subscriptions/1/b\". This usually \
             indicates a synthetic resource ID created by the AzureRM provider",
        )
        .fix("manual", "parent_id", "")]),
    rule("id-malformed", "Something that is no resource id stands where one is needed.")
        .when(&[
            Pattern::Summary("Invalid Resource ID"),
            Pattern::Any(&[
                Pattern::Detail("invalid resource ID: {what}"),
                Pattern::Detail("ID was missing the '{what}' element"),
                Pattern::Detail("ID was missing the `{what}` element"),
            ]),
        ])
        .says("{place} has an id that is none: {what}")
        .fixes(&[FixTemplate::new("manual").because("an id begins with /subscriptions/ or /providers/ and goes on in pairs")])
        .examples(&[
            example("Invalid Resource ID", "invalid resource ID: resource id 'rg1' must start with '/'")
                .fix("manual", "", ""),
            example("Invalid Resource ID", "ID was missing the 'resourceGroups' element"),
        ]),
    rule("parent-id-missing", "A resource that lies in another one does not say in which.")
        .category("reference")
        .when(&[
            Pattern::Address(&["azapi_*"]),
            Pattern::Detail("The argument \"parent_id\" is required, but no definition was found"),
        ])
        .says("{place} does not say where it lies")
        .fixes(&[FixTemplate::new("manual")
            .path("parent_id")
            .because("give the id of the group, the subscription or the resource that it belongs to")])
        .examples(&[example(
            "Missing required argument",
            "The argument \"parent_id\" is required, but no definition was found.",
        )
        .fix("manual", "parent_id", "")]),
    rule("parent-id-other-type", "A resource is put into something that its type cannot lie in.")
        .category("reference")
        .when(&[Pattern::Any(&[
            Pattern::Detail("`parent_id is invalid`: {why}"),
            Pattern::Detail("`resource_id` and `type` are not matched, {why}"),
        ])])
        .says("{place} lies where its type cannot lie: {why}")
        .fixes(&[FixTemplate::new("manual").path("parent_id").because("{why}")])
        .examples(&[example(
            "Invalid configuration",
            "`parent_id is invalid`: expect ID of resource whose scope is [ResourceGroup], but got scope Subscription",
        )
        .fix("manual", "parent_id", "")]),
    rule("update-target", "azapi_update_resource needs either an id, or a name and a parent, and not both.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("One of the arguments \"name\" or \"resource_id\" must be set"),
            Pattern::Detail("Only one of the arguments \"name\" or \"resource_id\" can be set"),
            Pattern::Detail("The argument \"name\" is required when the argument \"parent_id\" is set"),
            Pattern::Detail("The argument \"parent_id\" is required when the argument \"name\" is set"),
        ])])
        .says("{place} does not say, or says twice, what it updates")
        .fixes(&[FixTemplate::new("manual").because("give `resource_id`, or `name` and `parent_id`")])
        .examples(&[Example::new("validate")
            .summary("Invalid configuration")
            .detail("Only one of the arguments \"name\" or \"resource_id\" can be set")
            .address("azapi_update_resource.app")
            .fix("manual", "", "")]),
];

fn read_body(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let text = configuration.as_deref().and_then(|block| block.get("body")?.as_str());
    let body = text
        .and_then(|text| json::parse(text).ok())
        .filter(|body| body.as_object().is_some());
    let fix = match body {
        Some(body) => {
            let fix = problem.fix("set-attribute", "body", "the text is the JSON of an object");
            fix.map(|fix| fix.value(&body.to_text()))
        }
        None => problem.fix("manual", "body", "give the value itself, without `jsonencode`"),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// Where the type of the identity stands: JSON has the block as an object or as a list of one.
fn identity_path(problem: &Problem<'_>, lookup: &dyn Lookup) -> &'static str {
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let identity = configuration.as_deref().and_then(|block| block.get("identity"));
    if identity.is_some_and(|identity| identity.as_array().is_some()) {
        "identity[0].type"
    } else {
        "identity.type"
    }
}

fn identity_type(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let folded = |text: &str| {
        let mut words: Vec<String> = text.split(',').map(|word| word.trim().to_ascii_lowercase()).collect();
        words.sort();
        words
    };
    let (all, got) = (problem.capture("all")?, problem.capture("got")?);
    let path = identity_path(problem, lookup);
    let fix = match quoted(all).find(|accepted| folded(accepted) == folded(got)) {
        Some(accepted) => {
            let fix = problem.fix("set-attribute", path, "the provider writes it so");
            fix.map(|fix| fix.value(&json_string(accepted)))
        }
        None => problem.fix(
            "manual",
            path,
            &format!("accepted are {}", quoted(all).collect::<Vec<_>>().join("; ")),
        ),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

fn identity_ids(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let path = identity_path(problem, lookup);
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let own = configuration.as_deref().and_then(|block| at(block, path)?.as_str());
    let wanted = if own.is_some_and(|own| own.eq_ignore_ascii_case("SystemAssigned")) {
        "SystemAssigned, UserAssigned"
    } else {
        "UserAssigned"
    };
    let fix = problem.fix("set-attribute", path, "the identities that are named are assigned ones");
    diagnosis.fixes.extend(fix.map(|fix| fix.value(&json_string(wanted))));
    Some(diagnosis)
}

/// The id in `https://HOST/subscriptions/…?api-version=…`. Other texts are none of this rule's.
fn bare_id(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let got = problem.capture("got")?;
    let path = got.split_once('?').map_or(got, |(path, _)| path);
    let starts = ["/subscriptions/", "/providers/"]
        .iter()
        .filter_map(|start| path.find(start))
        .min()?;
    let name = problem.capture("name").unwrap_or("parent_id");
    let id = path[starts..].trim_end_matches('/');
    let fix = problem.fix("set-attribute", name, "it is the id in the address");
    diagnosis.fixes.extend(fix.map(|fix| fix.value(&json_string(id))));
    Some(diagnosis)
}
