//! Arguments one by one: form of types and ids, texts that may not be empty, words that must be one of a few, limits of tags.

use crate::ids;
use crate::protocol::{Diagnostic, Step};
use crate::value::Value;

/// Texts in these lists may not be empty.
const LISTS_OF_TEXTS: [&str; 3] = ["ignore_body_changes", "ignore_other_items_in_list", "locks"];

const IDENTITY_TYPES: [&str; 4] = ["SystemAssigned, UserAssigned", "UserAssigned", "SystemAssigned", "None"];

/// What is wrong with the arguments of a block, each for itself.
pub(super) fn look(block: &str, config: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(text) = config.get("type").text() {
        found.extend(type_problem(text));
    }
    for name in ["parent_id", "resource_id"] {
        if let Some(id) = config.get(name).text() {
            let problems = ids::problems(id, name).into_iter();
            found.extend(
                problems.map(|problem| Diagnostic::new("Invalid Resource ID", problem).at(&[Step::Attribute(name)])),
            );
        }
    }
    // The name of an azapi_resource is left to its definition.
    if block != "azapi_resource" && config.get("name").text() == Some("") {
        found.push(too_short("name", &[Step::Attribute("name")]));
    }
    if config.get("body").text().is_some() {
        found.push(text_for_body());
    }
    for name in LISTS_OF_TEXTS {
        for (number, item) in config.get(name).items().iter().enumerate() {
            if item.text() == Some("") {
                found.push(too_short(&format!("{name}[{number}]"), &item_of(name, number)));
            }
        }
    }
    for (name, words) in [
        ("method", &["POST", "PATCH", "PUT", "DELETE", "GET", "HEAD"][..]),
        ("when", &["apply", "destroy"][..]),
    ] {
        if let Some(word) = config.get(name).text() {
            found.extend(none_of(name, word, words, &[Step::Attribute(name)]));
        }
    }
    if block == "azapi_resource" {
        tags(config.get("tags"), &mut found);
        identity(config.get("identity"), &mut found);
    }
    found
}

fn type_problem(text: &str) -> Option<Diagnostic> {
    let detail = if text.is_empty() {
        "expected \"type\" to not be an empty string, got "
    } else if text.split('@').count() != 2 {
        "expected \"type\" to be <resource-type>@<api-version>"
    } else {
        return None;
    };
    Some(Diagnostic::new("Invalid Resource Type", detail).at(&[Step::Attribute("type")]))
}

fn text_for_body() -> Diagnostic {
    Diagnostic::new(
        "Invalid Type",
        "The value must not be a string. From 2.0, the value only accepts an HCL object. Please refer to the documentation for \
         more information: \
         https://registry.terraform.io/providers/Azure/azapi/latest/docs/guides/2.0-upgrade-guide#dynamic-properties-support",
    )
    .at(&[Step::Attribute("body")])
}

fn tags(tags: &Value, found: &mut Vec<Diagnostic>) {
    let Some(tags) = tags.members() else { return };
    if tags.len() > 50 {
        found.push(Diagnostic::new(
            "Invalid tags",
            "a maximum of 50 tags can be applied to each ARM resource",
        ));
    }
    for (name, value) in tags {
        if name.len() > 512 {
            let detail = format!(
                "the maximum length for a tag key is 512 characters: {name:?} is {} characters",
                name.len()
            );
            found.push(Diagnostic::new("Invalid tags", detail));
        }
        if let Some(text) = value.text().filter(|text| text.len() > 256) {
            let detail = format!(
                "the maximum length for a tag value is 256 characters: the value for {name:?} is {} characters",
                text.len()
            );
            found.push(Diagnostic::new("Invalid tags", detail));
        }
    }
}

fn identity(blocks: &Value, found: &mut Vec<Diagnostic>) {
    for (number, block) in blocks.items().iter().enumerate() {
        let at = item_of("identity", number);
        let below = |name| [&at[..], &[Step::Attribute(name)]].concat();
        let of = block.get("type").text();
        if let Some(of) = of {
            found.extend(none_of(
                &format!("identity[{number}].type"),
                of,
                &IDENTITY_TYPES,
                &below("type"),
            ));
        }
        let ids = block.get("identity_ids").items();
        if !ids.is_empty() && !block.get("type").is_unknown() && !of.is_some_and(|of| of.contains("UserAssigned")) {
            let detail = "`identity_ids` can only be specified when `type` includes `UserAssigned`";
            found.push(Diagnostic::new("Invalid `identity` block", detail).at(&at));
        }
        for problem in ids.iter().filter_map(Value::text).filter_map(ids::identity_problem) {
            found.push(Diagnostic::new("Invalid Resource ID", problem).at(&below("identity_ids")));
        }
    }
}

fn item_of(name: &'static str, number: usize) -> Vec<Step> {
    vec![Step::Attribute(name), Step::Item(number as u64)]
}

fn too_short(spelled: &str, at: &[Step]) -> Diagnostic {
    let detail = format!("Attribute {spelled} string length must be at least 1, got: 0");
    Diagnostic::new("Invalid Attribute Value Length", detail).at(at)
}

fn none_of(spelled: &str, word: &str, words: &[&str], at: &[Step]) -> Option<Diagnostic> {
    if words.contains(&word) {
        return None;
    }
    let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    let detail = format!(
        "Attribute {spelled} value must be one of: [{}], got: {word:?}",
        words.join(" ")
    );
    Some(Diagnostic::new("Invalid Attribute Value Match", detail).at(at))
}
