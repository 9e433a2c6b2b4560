//! Limits of tags.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Lookup, Pattern, Problem, Rule, member};

use crate::refused;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("quota")
        .phases(&["validate", "plan", "apply"])
        .confidence(0.95)
}

const fn checked(detail: &'static str) -> Example {
    Example::new("validate")
        .summary("Invalid tags")
        .detail(detail)
        .address("azapi_resource.app")
}

pub(crate) const RULES: &[Rule] = &[
    rule(
        "tags-too-many",
        "A resource takes at most 50 tags, an automation account or a DNS zone 15.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("a maximum of {most} tags can be applied to each ARM resource"),
        Pattern::Text("more than the maximum of {most} tags"),
        Pattern::Code(&["TooManyTags", "TagLimitExceeded", "InvalidTagCount"]),
    ])])
    .says("{place} has more tags than are allowed")
    .fixes(&[FixTemplate::new("manual")
        .path("tags")
        .because("take out the tags that nobody needs, or put several into one as JSON")])
    .examples(&[checked("a maximum of 50 tags can be applied to each ARM resource")
        .captures(&[("most", "50")])
        .fix("manual", "tags", "")]),
    rule(
        "tag-too-long",
        "The name of a tag has at most 512 letters, its value at most 256.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("the value for \"{tag}\" is {length} characters"),
        Pattern::Text("the maximum length for a tag key is {most} characters: \"{tag}\" is"),
        Pattern::Code(&[
            "TagValueTooLong",
            "TagNameTooLong",
            "InvalidTagValueLength",
            "InvalidTagNameLength",
        ]),
    ])])
    .says("{place} has a tag that is too long")
    .then(tag)
    .mends("a person shortens it")
    .examples(&[checked(
        "the maximum length for a tag value is 256 characters: the value for \"cost.centre\" is 257 characters",
    )
    .captures(&[("tag", "cost.centre"), ("length", "257")])
    .fix("manual", r#"tags["cost.centre"]"#, "")]),
    rule(
        "tag-name-not-allowed",
        "The name of a tag has one of < > % & \\ ? / or begins like one of Azure's own.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The tag names '{tag}' have reserved characters"),
        Pattern::Text("tag name '{tag}' has reserved"),
        Pattern::Code(&["InvalidTagNameCharacters", "ReservedTagName", "InvalidTagName"]),
    ])])
    .says("{place} has a tag whose name is not allowed")
    .then(tag)
    .mends("a person gives it another name")
    .examples(&[refused(
        "InvalidTagNameCharacters",
        400,
        "The tag names 'cost/centre' have reserved characters '<,>,%,&,\\,?,/' or control characters.",
    )
    .fix("manual", "tags.cost/centre", "")]),
];

fn tag(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let path = problem
        .capture("tag")
        .map_or_else(|| "tags".to_owned(), |tag| member("tags", tag));
    let reason = "shorten it, or call it otherwise: a tag is information of the source, so nothing is cut by itself";
    diagnosis.fixes.extend(problem.fix("manual", &path, reason));
    Some(diagnosis)
}
