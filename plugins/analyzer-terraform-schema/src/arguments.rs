//! Arguments that are not expected, missing, of another type, or in one another's way.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

use crate::CHECKS;

mod absent;
mod kinds;
mod surplus;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("schema").phases(CHECKS).confidence(0.95)
}

const fn example(summary: &'static str, detail: &'static str, address: &'static str) -> Example {
    Example::new("validate")
        .summary(summary)
        .detail(detail)
        .address(address)
}

/// The three ways in which Terraform says that it does not know an argument.
const SURPLUS: Pattern = Pattern::Any(&[
    Pattern::Detail("No argument or block type is named \"{name}\""),
    Pattern::Detail("An argument named \"{name}\" is not expected here"),
    Pattern::Detail("This object does not have an attribute named \"{name}\" to set"),
]);

pub(crate) const RULES: &[Rule] = &[
    rule("argument-renamed", "The provider has given the argument another name in a newer version.")
        .when(&[SURPLUS])
        .says("`{name}` of {place} has another name in this version of the provider")
        .then(surplus::renamed)
        .mends("rename it, and turn it round where the new name says the opposite")
        .examples(&[
            example(
                "Extraneous JSON object property",
                r#"No argument or block type is named "enable_https_traffic_only"."#,
                "azurerm_storage_account.logs",
            )
            .fix("rename-attribute", "enable_https_traffic_only", r#""https_traffic_only_enabled""#),
            example(
                "Unsupported argument",
                r#"An argument named "disable_bgp_route_propagation" is not expected here."#,
                "azurerm_route_table.hub",
            )
            .configuration(r#"{"disable_bgp_route_propagation":true}"#)
            .fix("set-attribute", "bgp_route_propagation_enabled", "false")
            .fix("remove-attribute", "disable_bgp_route_propagation", ""),
        ]),
    rule("argument-misspelt", "Terraform does not know the argument and knows one of almost the same name.")
        .when(&[
            SURPLUS,
            Pattern::Any(&[
                Pattern::Detail("Did you mean \"{other}\"?"),
                Pattern::Detail("Did you mean to define argument \"{other}\"?"),
            ]),
        ])
        .says("`{name}` of {place} is called `{other}`")
        .then(surplus::misspelt)
        .mends("rename it")
        .examples(&[example(
            "Extraneous JSON object property",
            r#"No argument or block type is named "inptu". Did you mean "input"?"#,
            "terraform_data.a",
        )
        .fix("rename-attribute", "inptu", r#""input""#)]),
    rule("argument-is-a-block", "Something is given as an argument that is a block, or the other way round.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("Did you mean to define a block of type \"{name}\"?"),
            Pattern::Detail("Did you mean to define argument \"{name}\"? If so, use the equals sign"),
        ])])
        .says("`{name}` of {place} is a block where an argument stands, or an argument where a block does")
        .fixes(&[FixTemplate::new("manual").path("{name}").because("write a block without, and an argument with, the equals sign")])
        .examples(&[example(
            "Unsupported argument",
            r#"An argument named "tags" is not expected here. Did you mean to define a block of type "tags"?"#,
            "azurerm_subnet.app",
        )
        .fix("manual", "tags", "")]),
    rule("argument-moved", "What the argument says is said by a resource of its own in this provider.")
        .when(&[SURPLUS])
        .says("`{name}` of {place} is said by a resource of its own")
        .then(surplus::moved)
        .mends("take it out, and generate the other resource")
        .examples(&[example(
            "Extraneous JSON object property",
            r#"No argument or block type is named "network_security_group_id"."#,
            "azurerm_subnet.app",
        )
        .fix("remove-attribute", "network_security_group_id", "")
        .fix("manual", "", "")]),
    rule("argument-of-no-place", "Resources of this type are global: the argument for a place is not theirs.")
        .when(&[
            Pattern::Any(&[
                Pattern::Detail("No argument or block type is named \"location\""),
                Pattern::Detail("An argument named \"location\" is not expected here"),
            ]),
            Pattern::Addressed,
        ])
        .says("{place} is of a type that has no `location`")
        .fixes(&[FixTemplate::new("remove-attribute").path("location").because("the type is global, or lies where its parent lies")])
        .examples(&[example(
            "Extraneous JSON object property",
            r#"No argument or block type is named "location"."#,
            "azurerm_monitor_metric_alert.cpu",
        )
        .fix("remove-attribute", "location", "")]),
    rule("argument-unsupported", "The type has no such argument in this version of the provider.")
        .when(&[SURPLUS])
        .says("{place} has an argument `{name}` that the type does not have")
        .then(surplus::unsupported)
        .mends("take it out, in whatever block it is")
        .examples(&[
            example(
                "Extraneous JSON object property",
                r#"No argument or block type is named "enabled"."#,
                "azurerm_dev_test_schedule.evening",
            )
            .configuration(r#"{"notification_settings":[{"enabled":true}]}"#)
            .fix("remove-attribute", "notification_settings[0].enabled", ""),
            Example::new("validate")
                .summary("Unsupported argument")
                .detail(r#"An argument named "zone" is not expected here."#)
                .at("main.tf.json", "7")
                .says("main.tf.json, line 7 has an argument `zone` that the type does not have"),
        ]),
    rule("secret-missing", "A secret must be given, which Azure never shows, so that the source does not have it.")
        .category("secret")
        .when(&[Pattern::Any(&[
            Pattern::Detail("The argument \"{name}\" is required, but no definition was found"),
            Pattern::Text("\"{name}\": all of `{others}` must be specified"),
            Pattern::Text("\"{name}\": one of `{others}` must be specified"),
        ])])
        .says("`{name}` of {place} is a secret that the source does not show")
        .then(absent::secret)
        .mends("give it through a sensitive variable")
        .examples(&[
            example(
                "Missing required argument",
                r#"The argument "administrator_login_password" is required, but no definition was found."#,
                "azurerm_mssql_server.main",
            )
            .fix("manual", "administrator_login_password", ""),
            example(
                r#"Missing required argument"#,
                r#""admin_password": all of `admin_password,admin_username` must be specified"#,
                "azurerm_windows_virtual_machine.web",
            ),
        ]),
    rule("argument-missing", "An argument that the type requires is not there.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("The argument \"{name}\" is required, but no definition was found"),
            Pattern::Detail("Must set a configuration value for the {name} attribute as the provider has marked it as required"),
        ])])
        .says("{place} has no `{name}`, which it must have")
        .then(absent::argument)
        .mends("set what the source says in Azure's words, else a person's")
        .examples(&[
            example(
                "Missing required argument",
                r#"The argument "account_replication_type" is required, but no definition was found."#,
                "azurerm_storage_account.logs",
            )
            .source(r#"{"sku":{"name":"Standard_LRS"}}"#)
            .fix("set-attribute", "account_replication_type", r#""LRS""#),
            example(
                "Missing required argument",
                r#"The argument "create_option" is required, but no definition was found."#,
                "azurerm_snapshot.disk",
            )
            .source(r#"{"properties":{"createOption":"Copy"}}"#)
            .fix("set-attribute", "create_option", r#""Copy""#),
            example(
                "Missing required argument",
                r#"The argument "publish_content_link" is required, but no definition was found."#,
                "azurerm_automation_runbook.stop",
            )
            .fix("manual", "publish_content_link", ""),
        ]),
    rule("arguments-one-of", "Of several arguments one, or all of them, must be given.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Text("\"{name}\": one of `{others}` must be specified"),
            Pattern::Text("\"{name}\": all of `{others}` must be specified"),
            Pattern::Detail("At least one of these attributes must be configured: [{others}]"),
            Pattern::Detail("No attribute specified when one (and only one) of [{others}] is required"),
        ])])
        .says("{place} must have one, or all, of {others}")
        .fixes(&[FixTemplate::new("manual").path("{name|}").because("give what is needed of {others}")])
        .examples(&[example(
            "Missing required argument",
            r#""log_analytics_workspace_id": one of `eventhub_name,log_analytics_workspace_id,storage_account_id` must be specified"#,
            "azurerm_monitor_diagnostic_setting.all",
        )
        .fix("manual", "log_analytics_workspace_id", "")]),
    rule("arguments-conflict", "Two arguments are given of which only one may be.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Text("\"{name}\": conflicts with {other}"),
            Pattern::Text("\"{name}\": only one of `{other}` can be specified"),
            Pattern::Detail("Attribute \"{name}\" cannot be specified when \"{other}\" is specified"),
            Pattern::Detail("{name} attributes specified when one (and only one) of [{other}] is required"),
        ])])
        .says("{place} gives `{name}` beside {other}, which exclude each other")
        .fixes(&[FixTemplate::new("manual").path("{name}").because("keep the one that the source really uses")])
        .examples(&[example(
            "Conflicting configuration arguments",
            r#""ip_rules": conflicts with virtual_network_subnet_ids"#,
            "azurerm_storage_account_network_rules.a",
        )
        .captures(&[("other", "virtual_network_subnet_ids")])
        .fix("manual", "ip_rules", "")]),
    rule("argument-other-type", "An argument is given a value of another type.")
        .confidence(0.9)
        .when(&[Pattern::Detail("Inappropriate value for attribute \"{name}\": {wanted}")])
        .says("`{name}` of {place} has a value of another type: {wanted}")
        .then(kinds::other_type)
        .mends("the same value in the other type where nothing is lost, else a person's")
        .examples(&[
            example(
                "Incorrect attribute value type",
                r#"Inappropriate value for attribute "retention_in_days": a number is required."#,
                "azurerm_log_analytics_workspace.logs",
            )
            .configuration(r#"{"retention_in_days":"thirty"}"#)
            .fix("manual", "retention_in_days", ""),
            example(
                "Incorrect attribute value type",
                r#"Inappropriate value for attribute "address_prefixes": list of string required."#,
                "azurerm_subnet.app",
            )
            .configuration(r#"{"address_prefixes":"10.0.0.0/24"}"#)
            .fix("set-attribute", "address_prefixes", r#"["10.0.0.0/24"]"#),
            example(
                "Incorrect attribute value type",
                r#"Inappropriate value for attribute "tags": element "team": string required."#,
                "azapi_resource.app",
            )
            .configuration(r#"{"tags":{"team":{"name":"x"}}}"#)
            .fix("manual", "tags.team", ""),
        ]),
    rule("argument-computed", "An argument is given that only the provider works out.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("Can't configure a value for \"{name}\": its value will be decided automatically"),
            Pattern::Detail("Cannot set value for this attribute as the provider has marked it as read-only"),
        ])])
        .says("{place} sets `{name|an argument}`, which only the provider works out")
        .fixes(&[FixTemplate::new("remove-attribute").path("{name}").because("the provider works it out")])
        .examples(&[example(
            "Value for unconfigurable attribute",
            r#"Can't configure a value for "id": its value will be decided automatically based on the result of applying this configuration."#,
            "azurerm_subnet.app",
        )
        .fix("remove-attribute", "id", "")]),
    rule("argument-deprecated", "The provider takes an argument still, and will not for long.")
        .retry("no")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Argument is deprecated"),
            Pattern::Summary("Deprecated attribute"),
            Pattern::Summary("Deprecated Resource"),
            Pattern::Summary("Deprecated value used"),
        ])])
        .says("{place} uses something that the provider will give up")
        .fixes(&[FixTemplate::new("manual").because("read what takes its place: {detail}")])
        .examples(&[Example::new("validate")
            .warning()
            .summary("Argument is deprecated")
            .detail("This property has been deprecated in favour of `https_traffic_only_enabled`")
            .address("azurerm_storage_account.logs")
            .fix("manual", "", "")]),
];
