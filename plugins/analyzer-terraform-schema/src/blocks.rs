//! Blocks and what names them.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Lookup, Pattern, Problem, Rule};

use crate::CHECKS;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("schema").phases(CHECKS).confidence(0.95)
}

const fn example(summary: &'static str, detail: &'static str) -> Example {
    Example::new("validate").summary(summary).detail(detail)
}

pub(crate) const RULES: &[Rule] = &[
    rule("block-unsupported", "The type has no such block.")
        .when(&[Pattern::Detail("Blocks of type \"{name}\" are not expected here")])
        .says("{place} has a block `{name}` that the type does not have")
        .fixes(&[FixTemplate::new("remove-block").path("{name}").because("the type has no such block")])
        .examples(&[example("Unsupported block type", r#"Blocks of type "delegation" are not expected here."#)
            .address("azurerm_subnet.app")
            .fix("remove-block", "delegation", "")]),
    rule("blocks-too-few", "A block that the type requires is not there often enough.")
        .when(&[Pattern::Summary("Insufficient {name} blocks")])
        .says("{place} has no `{name}` block, or too few")
        .then(features)
        .mends("an empty block where that suffices, else a person's")
        .examples(&[
            example("Insufficient ip_configuration blocks", r#"At least 1 "ip_configuration" blocks are required."#)
                .address("azurerm_network_interface.web")
                .fix("manual", "ip_configuration", ""),
            example("Insufficient features blocks", r#"At least 1 "features" blocks are required."#)
                .fix("manual", "features", "{}"),
        ]),
    rule("blocks-too-many", "A block is there more often than the type allows.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Too many {name} blocks"),
            Pattern::Summary("Duplicate {name} block"),
        ])])
        .says("{place} has more `{name}` blocks than the type allows")
        .fixes(&[FixTemplate::new("manual").path("{name}").because("{detail}")])
        .examples(&[example("Too many identity blocks", r#"No more than 1 "identity" blocks are allowed"#)
            .address("azurerm_linux_web_app.shop")
            .fix("manual", "identity", "")]),
    rule("type-of-resource-unknown", "This version of the provider does not have the type.")
        .confidence(0.9)
        .when(&[Pattern::Any(&[
            Pattern::Detail("does not support resource type \"{name}\""),
            Pattern::Detail("does not support data source \"{name}\""),
        ])])
        .says("the provider does not know the type `{name}`")
        .about("{name}")
        .fixes(&[FixTemplate::new("manual")
            .because("pin a version of the provider that knows the type, or generate it with azapi")])
        .examples(&[example(
            "Invalid resource type",
            r#"The provider hashicorp/azurerm does not support resource type "azurerm_subnett". Did you mean "azurerm_subnet"?"#,
        )
        .address("azurerm_subnett.app")
        .says("the provider does not know the type `azurerm_subnett`")]),
    rule("label-invalid", "A name in Terraform has letters that are not allowed, or begins with a digit.")
        .category("naming")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid resource name"),
            Pattern::Summary("Invalid variable name"),
            Pattern::Summary("Invalid output name"),
            Pattern::Summary("Invalid data resource name"),
            Pattern::Detail("A name must start with a letter or underscore"),
        ])])
        .says("{place} has a name that Terraform does not allow")
        .fixes(&[FixTemplate::new("manual")
            .because("a name begins with a letter or `_`, and has letters, digits, `_` and `-` only: generate it anew")])
        .examples(&[example(
            "Invalid resource name",
            "A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.",
        )
        .address("azurerm_monitor_smart_detector_alert_rule.Failure Anomalies - shop")
        .fix("manual", "", "")]),
    rule("label-missing", "A block lacks one of its labels, or a list stands where an object is meant.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Missing block label"),
            Pattern::Summary("Extraneous block label"),
            Pattern::Summary("Invalid import block"),
            Pattern::Summary("Missing name for {what}"),
        ])])
        .says("a block in {place} is not nested as its kind is")
        .fixes(&[FixTemplate::new("manual")
            .because("in JSON each label is an object of its own, and `import` is a list of objects")])
        .examples(&[example("Missing block label", "At least one object property is required, whose name represents the block type.")
            .at("imports.tf.json", "1")]),
    rule("declared-twice", "Two resources, variables or outputs have one name.")
        .category("naming")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Duplicate resource \"{kind}\" configuration"),
            Pattern::Summary("Duplicate data \"{kind}\" configuration"),
            Pattern::Summary("Duplicate {kind} declaration"),
            Pattern::Summary("Duplicate output definition"),
            Pattern::Summary("Duplicate module call"),
        ])])
        .says("{kind|a name} is declared twice in {place}")
        .then(declared_twice)
        .mends("a person's: generate it anew, or take one away")
        .examples(&[
            example(
                r#"Duplicate resource "azurerm_subnet" configuration"#,
                "A azurerm_subnet resource named \"app\" was already declared at main.tf.json:1,37-38. Resource names must be \
                 unique per type in each module.",
            )
            .at("main.tf.json", "1")
            .says("azurerm_subnet.app is there twice, first at main.tf.json:1,37-38"),
            example("Duplicate variable declaration", "A variable named \"prefix\" was already declared at a.tf:1,1-18."),
        ]),
    rule("argument-twice", "A member of an object is there twice.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Attribute redefined"),
            Pattern::Summary("Duplicate argument"),
            Pattern::Summary("Duplicate JSON object property"),
            Pattern::Summary("Duplicate provider configuration"),
            Pattern::Summary("Duplicate required providers configuration"),
        ])])
        .says("{place} says the same thing twice")
        .fixes(&[FixTemplate::new("manual").because("{detail}")])
        .examples(&[example("Duplicate provider configuration", "A default provider configuration for \"azapi\" was already given at providers.tf.json:1,1.")
            .at("main.tf.json", "3")]),
];

/// The provider's own block of switches may be empty; any other must be filled.
fn features(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let name = problem.capture("name")?;
    let address = problem
        .address
        .unwrap_or(if name == "features" { "provider.azurerm" } else { "" });
    let fix = if name == "features" {
        Fix::new("manual", address, "the provider wants the block, which may be empty").value("{}")
    } else {
        Fix::new("manual", address, problem.detail)
    };
    diagnosis.fixes.push(fix.path(name));
    Some(diagnosis)
}

fn declared_twice(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    use atg_sdk::rules::between;
    let named = between(problem.detail, "resource named \"", "\"");
    if let (Some(kind), Some(name)) = (problem.capture("kind"), named) {
        let address = format!("{kind}.{name}");
        diagnosis.finding.message = match between(problem.detail, "already declared at ", ". ") {
            Some(place) => format!("{address} is there twice, first at {place}"),
            None => format!("{address} is there twice"),
        };
        diagnosis.finding.subject = Some(address);
    }
    let address = diagnosis.finding.subject.clone().unwrap_or_default();
    let reason = "names are unique within a type: generate it anew, or take one of the two away";
    Some(diagnosis.fix(Fix::new("manual", &address, reason)))
}
