//! Values that a provider does not accept.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

use crate::CHECKS;

mod mended;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("schema").phases(CHECKS)
}

const fn example(summary: &'static str, address: &'static str) -> Example {
    Example::new("validate").summary(summary).address(address)
}

pub(crate) const RULES: &[Rule] = &[
    rule("child-name-with-parent", "The name of a child has its parent's in front, as Azure's lists write it.")
        .category("naming")
        .when(&[Pattern::Any(&[
            Pattern::Text("expected value of {name} to not contain any of \"/\", got {got}"),
            Pattern::Text("a valid name can't contain '/'"),
        ])])
        .says("the name of {place} has its parent's name in front")
        .then(mended::last_segment)
        .mends("the last part of the name")
        .examples(&[example(
            r#"expected value of name to not contain any of "/", got web01/AzureMonitorLinuxAgent"#,
            "azurerm_virtual_machine_extension.agent",
        )
        .configuration(r#"{"name":"web01/AzureMonitorLinuxAgent"}"#)
        .fix("set-attribute", "name", r#""AzureMonitorLinuxAgent""#)]),
    rule("value-case", "A value is written with other capitals than the provider accepts.")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Text("expected {name} to be one of [{all}], got {got}"),
            Pattern::Text("Attribute {name} value must be one of: [{all}], got: {got}"),
            Pattern::Text("{name} must be one of: [{all}], got {got}"),
        ])])
        .says("`{name}` of {place} is `{got}`, which the provider writes otherwise")
        .then(mended::other_case)
        .mends("set it as the provider writes it")
        .examples(&[
            example(
                r#"expected sku_name to be one of ["standard" "premium"], got Standard"#,
                "azurerm_key_vault.secrets",
            )
            .fix("set-attribute", "sku_name", r#""standard""#),
            example("Invalid Attribute Value Match", "azurerm_redis_cache.cache")
                .detail(r#"Attribute sku value must be one of: ["Basic" "Premium"], got: "basic""#)
                .fix("set-attribute", "sku", r#""Basic""#),
        ]),
    rule("value-not-accepted", "A value is not among those that the provider accepts.")
        .when(&[Pattern::Any(&[
            Pattern::Text("expected {name} to be one of [{all}], got {got}"),
            Pattern::Text("Attribute {name} value must be one of: [{all}], got: {got}"),
            Pattern::Text("{name} must be one of: [{all}], got {got}"),
        ])])
        .says("`{name}` of {place} is `{got}`, which is not accepted")
        .then(mended::not_accepted)
        .mends("the number without its decimals where that is accepted, else a person's")
        .examples(&[
            example(r#"expected redis_version to be one of ["4" "6"], got 6.0"#, "azurerm_redis_cache.cache")
                .fix("set-attribute", "redis_version", r#""6""#),
            example(r#"expected tier to be one of ["Hot" "Cool"], got Archive"#, "azurerm_storage_account.a")
                .fix("manual", "tier", ""),
        ]),
    rule("value-no-uuid", "Something that is no UUID stands where one is needed, such as a placeholder.")
        .category("identity")
        .when(&[Pattern::Any(&[
            Pattern::Text("expected \"{name}\" to be a valid UUID, got {got}"),
            Pattern::Text("expected {name} to be a valid UUID, got {got}"),
        ])])
        .says("`{name}` of {place} is no UUID")
        .fixes(&[FixTemplate::new("manual").path("{name}").because("`{got|an empty text}` is no UUID: take the id from the target's directory")])
        .examples(&[example(
            "expected \"client_id\" to be a valid UUID, got principal-3fa9",
            "azuread_service_principal.deploy",
        )
        .fix("manual", "client_id", "")]),
    rule("value-no-address", "Something that is no network address or range stands where one is needed.")
        .when(&[Pattern::Any(&[
            Pattern::Text("expected {name} to be a valid IPv4 Value, got {got}"),
            Pattern::Text("expected {name} to contain a valid Value, got: {got} with err:"),
            Pattern::Text("expected {name} to contain a valid CIDR, got {got}"),
            Pattern::Text("\"{got}\" is not a valid IPv4 CIDR"),
            Pattern::Text("{got} is not a valid CIDR"),
            Pattern::Text("invalid CIDR address: {got}"),
        ])])
        .says("{place} has a network range that is none: `{got}`")
        .then(mended::range)
        .mends("the range with the numbers that are left out, else a person's")
        .examples(&[
            example("invalid CIDR address: 172.19.20/22", "azurerm_subnet.app")
                .configuration(r#"{"address_prefixes":["172.19.20/22"]}"#)
                .fix("set-attribute", "address_prefixes[0]", r#""172.19.20.0/22""#),
            example("expected ip_address to be a valid IPv4 Value, got none", "azurerm_firewall.a")
                .fix("manual", "ip_address", ""),
        ]),
    rule("value-length", "A text is shorter or longer than the provider accepts.")
        .when(&[Pattern::Any(&[
            Pattern::Text("expected length of {name} to be in the range ({range}), got {got}"),
            Pattern::Text("expected length of {name} to be at most {range}, got {got}"),
        ])])
        .says("`{name}` of {place} is too short or too long: {range} is allowed")
        .fixes(&[FixTemplate::new("manual").path("{name}").because("its length is to be within {range}")])
        .examples(&[example(
            "expected length of description to be in the range (1 - 140), got Everything that the team ever wrote",
            "azurerm_network_security_rule.deny",
        )
        .fix("manual", "description", "")]),
    rule("value-out-of-range", "A number is smaller or larger than the provider accepts.")
        .when(&[Pattern::Any(&[
            Pattern::Text("expected {name} to be in the range ({range}), got {got}"),
            Pattern::Text("expected {name} to be at least ({range}), got {got}"),
            Pattern::Text("expected {name} to be at most ({range}), got {got}"),
            Pattern::Text("expected {name} to be divisible by {range}, got: {got}"),
        ])])
        .says("`{name}` of {place} is {got}, and is to be within {range}")
        .fixes(&[FixTemplate::new("manual").path("{name}").because("it is to be within {range}")])
        .examples(&[example(
            "expected retention_in_days to be in the range (30 - 730), got 7",
            "azurerm_log_analytics_workspace.logs",
        )
        .captures(&[("range", "30 - 730"), ("got", "7")])
        .fix("manual", "retention_in_days", "")]),
    rule("value-empty", "A text is empty that the provider wants filled.")
        .when(&[Pattern::Any(&[
            Pattern::Text("expected \"{name}\" to not be an empty string"),
            Pattern::Text("expected {name} to not be an empty string"),
            Pattern::Text("\"{name}\" must not be empty"),
        ])])
        .says("`{name}` of {place} is empty")
        .fixes(&[FixTemplate::new("remove-attribute").path("{name}").because("an empty text says nothing")])
        .examples(&[example("expected \"source_uri\" to not be an empty string, got ", "azurerm_managed_disk.data")
            .fix("remove-attribute", "source_uri", "")]),
    rule("id-segment-case", "A segment of a resource id is written with other capitals than the provider takes.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Text("ID was missing the `{segment}` element"),
            Pattern::Text("the segment at position {position} didn't match. Expected \"{segment}\""),
            Pattern::Text("expected the segment \"{got}\" to be \"{segment}\""),
        ])])
        .says("{place} has an id whose segment `{segment}` is written otherwise")
        .then(mended::segment)
        .mends("the id with the segment as the provider writes it")
        .examples(&[example("ID was missing the `serverFarms` element", "azurerm_linux_web_app.shop")
            .configuration(r#"{"service_plan_id":"/subscriptions/1/resourceGroups/a/providers/Microsoft.Web/serverfarms/p"}"#)
            .fix(
                "set-attribute",
                "service_plan_id",
                r#""/subscriptions/1/resourceGroups/a/providers/Microsoft.Web/serverFarms/p""#,
            )]),
    rule("id-of-other-kind", "An id is given that is not of the kind that the argument takes.")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Text("parsing \"{got}\": {why}"),
            Pattern::Text("parsing the {kind} ID: {why}"),
            Pattern::Text("cannot parse Azure ID: {why}"),
        ])])
        .says("{place} has an id that is not of the kind that is needed: {why}")
        .fixes(&[FixTemplate::new("manual").because("give the id of a resource of the right type, as Azure writes it: {why}")])
        .examples(&[example(
            r#"parsing "/subscriptions/1/resourceGroups/a/providers/microsoft.insights/components/b": parsing segment "staticMicrosoftInsights": parsing the AppInsights ID"#,
            "azurerm_monitor_metric_alert.cpu",
        )
        .fix("manual", "", "")]),
    rule("value-not-json", "A text that is to be JSON is none.")
        .when(&[Pattern::Any(&[
            Pattern::Text("\"{name}\" contains an invalid JSON: {why}"),
            Pattern::Text("{name} is not valid JSON: {why}"),
        ])])
        .says("`{name}` of {place} is no JSON: {why}")
        .fixes(&[FixTemplate::new("manual").path("{name}").because("it is to be JSON: {why}")])
        .examples(&[example(
            "\"policy_rule\" contains an invalid JSON: unexpected end of JSON input",
            "azurerm_policy_definition.tags",
        )
        .fix("manual", "policy_rule", "")]),
    rule("value-refused", "The provider's own check of an argument refuses its value.")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Detail("Attribute {name} {wanted}, got: {got}"),
            Pattern::Summary("Invalid regular expression"),
            Pattern::Summary("Invalid Attribute Value"),
        ])])
        .says("{name|an argument} of {place} has a value that the provider refuses")
        .fixes(&[FixTemplate::new("manual").path("{name|}").because("{wanted|read what the provider says of it}")])
        .examples(&[
            example("Invalid Attribute Value", "azapi_resource.app")
                .detail("Attribute retry.interval_seconds value must be at least 1, got: 0")
                .captures(&[("wanted", "value must be at least 1"), ("got", "0")])
                .fix("manual", "retry.interval_seconds", ""),
            example("Invalid regular expression", "azapi_resource.app")
                .detail("error parsing regexp: missing closing ): `(`")
                .fix("manual", "", ""),
        ]),
];
