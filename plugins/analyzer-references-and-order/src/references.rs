//! References that lead nowhere, or in a circle, as Terraform tells of them.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

mod cycle;
mod undeclared;

const PHASES: &[&str] = &["static", "validate", "plan", "apply"];

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("reference").phases(PHASES)
}

const fn example(summary: &'static str, detail: &'static str) -> Example {
    Example::new("validate")
        .summary(summary)
        .detail(detail)
        .address("azurerm_subnet.app")
}

/// A reference to something that has not been declared; the hook finds the references.
const fn undeclared_rule(id: &'static str, cause: &'static str) -> Rule {
    rule(id, cause)
        .says("{target} is referred to, but is not in the configuration")
        .about("{target}")
        .then(undeclared::take_out)
        .mends("take out the references, one fix each; else generate what is missing")
}

pub(crate) const RULES: &[Rule] = &[
    undeclared_rule("undeclared-data-source", "A data source is referred to that the configuration does not have.")
        .says("data.{kind}.{name} is referred to, but is not in the configuration")
        .about("data.{kind}.{name}")
        .when(&[Pattern::Detail("A data resource \"{kind}\" \"{name}\" has not been declared in")])
        .examples(&[example(
            "Reference to undeclared resource",
            r#"A data resource "azurerm_client_config" "current" has not been declared in the root module."#,
        )
        .configuration(r#"{"tenant_id":"${data.azurerm_client_config.current.tenant_id}"}"#)
        .fix("remove-attribute", "tenant_id", "")]),
    undeclared_rule("undeclared-resource", "A resource is referred to that was not generated, or was skipped.")
        .says("{kind}.{name} is referred to, but is not in the configuration")
        .about("{kind}.{name}")
        .when(&[Pattern::Detail("resource \"{kind}\" \"{name}\" has not been declared in")])
        .examples(&[
            example(
                "Reference to undeclared resource",
                r#"A managed resource "azurerm_virtual_network" "main" has not been declared in the root module."#,
            )
            .configuration(
                r#"{"virtual_network_name":"${azurerm_virtual_network.main.name}",
                    "other":["${azurerm_virtual_network.main_2.name}","${azurerm_virtual_network.main}"]}"#,
            )
            .says("azurerm_virtual_network.main is referred to, but is not in the configuration")
            .fix("remove-attribute", "virtual_network_name", "")
            .fix("remove-attribute", "other[1]", ""),
            example(
                "Reference to undeclared resource",
                r#"A managed resource "azurerm_subnet" "gateway" has not been declared in the root module."#,
            )
            .fix("manual", "", ""),
            Example::new("static")
                .code("undeclared-resource")
                .summary("Reference to undeclared resource")
                .detail(
                    "A managed resource \"azurerm_subnet\" \"default\" has not been declared in the root module; \
                     `ip_configuration.subnet_id` refers to it.",
                )
                .address("azurerm_network_interface.web")
                .configuration(r#"{"ip_configuration":{"subnet_id":"${azurerm_subnet.default.id}"}}"#)
                .fix("remove-attribute", "ip_configuration.subnet_id", ""),
        ]),
    undeclared_rule("undeclared-module", "A module is referred to that the configuration does not call.")
        .says("module.{name} is referred to, but is not in the configuration")
        .about("module.{name}")
        .when(&[Pattern::Any(&[
            Pattern::Detail("No module call named \"{name}\" is declared in"),
            Pattern::Detail("The module \"{name}\" has not been declared in"),
        ])])
        .examples(&[example("Reference to undeclared module", r#"No module call named "net" is declared in the root module."#)
            .configuration(r#"{"a":"${module.net.id}"}"#)
            .fix("remove-attribute", "a", "")]),
    rule("undeclared-provider", "A configuration of a provider is named that is not there.")
        .when(&[Pattern::Detail("The provider configuration {name} has not been declared in")])
        .says("the provider configuration {name} is named, but is not in the configuration")
        .about("provider.{name}")
        .fixes(&[FixTemplate::new("manual").because("configure the provider with this alias, or take out `provider`")])
        .examples(&[Example::new("static")
            .code("undeclared-provider")
            .summary("Reference to undeclared provider")
            .detail("The provider configuration azurerm.hub has not been declared in the root module; `provider` refers to it.")
            .address("azurerm_subnet.app")
            .captures(&[("name", "azurerm.hub")])
            .fix("manual", "", "")]),
    undeclared_rule("undeclared-variable", "A variable is referred to that the configuration does not declare.")
        .says("var.{name} is referred to, but is not in the configuration")
        .about("var.{name}")
        .when(&[Pattern::Detail("An input variable with the name \"{name}\" has not been declared")])
        .then(undeclared::declare)
        .mends("declare the variable")
        .examples(&[example(
            "Reference to undeclared input variable",
            r#"An input variable with the name "prefix" has not been declared. This variable can be declared with a variable "prefix" {} block."#,
        )
        .fix("manual", "", "")]),
    undeclared_rule("undeclared-local", "A local value is referred to that the configuration does not have.")
        .says("local.{name} is referred to, but is not in the configuration")
        .about("local.{name}")
        .when(&[Pattern::Detail("A local value with the name \"{name}\" has not been declared")])
        .then(undeclared::declare)
        .mends("declare the value")
        .examples(&[example(
            "Reference to undeclared local value",
            r#"A local value with the name "tags" has not been declared."#,
        )
        .fix("manual", "", "")]),
    rule("each-without-for-each", "`each`, `count` or `self` is used where there is none.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Reference to \"each\" in context without for_each"),
            Pattern::Summary("Reference to \"count\" in non-counted context"),
            Pattern::Summary("Invalid \"self\" reference"),
            Pattern::Summary("Invalid \"each\" attribute"),
        ])])
        .says("{place} uses `each`, `count` or `self` where there is none")
        .fixes(&[FixTemplate::new("manual").because("{detail}")])
        .examples(&[example(
            "Reference to \"count\" in non-counted context",
            "The \"count\" object can only be used in \"module\", \"resource\", and \"data\" blocks, and only when the \"count\" \
             argument is set.",
        )
        .fix("manual", "", "")]),
    rule("attribute-not-exported", "A reference names an attribute that the other resource does not have.")
        .when(&[
            Pattern::Summary("Unsupported attribute"),
            Pattern::Any(&[
                Pattern::Detail("This object has no argument, nested block, or exported attribute named \"{name}\""),
                Pattern::Detail("This object does not have an attribute named \"{name}\""),
            ]),
        ])
        .says("{place} refers to an attribute `{name}` that is not there")
        .fixes(&[FixTemplate::new("manual").because("refer to an attribute that the type exports, such as `id`, `name` or `output`")])
        .examples(&[example(
            "Unsupported attribute",
            r#"This object has no argument, nested block, or exported attribute named "virtual_network_id"."#,
        )
        .captures(&[("name", "virtual_network_id")])
        .fix("manual", "", "")]),
    rule("index-missing", "A resource that is there several times is referred to without a key, or one that is not with one.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Missing resource instance key"),
            Pattern::Summary("Unexpected resource instance key"),
            Pattern::Summary("Invalid index"),
            Pattern::Summary("Attempt to index null value"),
            Pattern::Summary("Attempt to get attribute from null value"),
        ])])
        .says("{place} refers to an item that there is none of")
        .fixes(&[FixTemplate::new("manual").because("{detail}")])
        .examples(&[example(
            "Missing resource instance key",
            "Because azurerm_subnet.app has \"count\" set, its attributes must be accessed on specific instances.",
        )
        .fix("manual", "", "")]),
    rule("cycle", "Resources refer to one another in a circle; while one is there, no other reference is checked.")
        .when(&[Pattern::Text("Cycle: {members}")])
        .says("{members} refer to one another in a circle")
        .then(cycle::members)
        .mends("break the circle where a parent refers to its child")
        .examples(&[Example::new("validate")
            .summary("Cycle: azurerm_subnet.a, azurerm_network_security_group.b")
            .says("azurerm_network_security_group.b, azurerm_subnet.a refer to one another in a circle")
            .fix("manual", "", ""),
            Example::new("static")
                .code("dependency-cycle")
                .summary("Dependency cycle")
                .detail("Cycle: azurerm_subnet.a, azurerm_network_security_group.b, azurerm_subnet.a")
                .address("azurerm_subnet.a")
                .says("azurerm_network_security_group.b, azurerm_subnet.a refer to one another in a circle")]),
    rule("refers-to-itself", "A resource refers to itself.")
        .when(&[Pattern::Summary("Self-referential block")])
        .says("{place} refers to itself")
        .then(cycle::itself)
        .mends("take out the reference")
        .examples(&[example(
            "Self-referential block",
            "Configuration for azurerm_subnet.app may not refer to itself.",
        )
        .configuration(r#"{"name":"app","tags":{"me":"${azurerm_subnet.app.id}"}}"#)
        .fix("remove-attribute", "tags.me", "")]),
    rule("depends-on-invalid", "`depends_on` names something that is no resource, module or data source.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid depends_on reference"),
            Pattern::Summary("depends_on must be a list"),
            Pattern::Detail("depends_on"),
        ])])
        .says("{place} depends on something that is no resource")
        .fixes(&[FixTemplate::new("manual")
            .path("depends_on")
            .because("name whole resources, such as azapi_resource.a, without an attribute: {detail}")])
        .examples(&[example(
            "Invalid depends_on reference",
            "References in depends_on must be to a whole object (resource, etc), not to an attribute of an object.",
        )
        .fix("manual", "depends_on", "")]),
    rule("reference-form", "A reference is not written as one.")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid reference"),
            Pattern::Summary("Invalid attribute name"),
            Pattern::Summary("Invalid resource name in reference"),
        ])])
        .says("{place} refers to something in a form that is none")
        .fixes(&[FixTemplate::new("manual").because("{detail}")])
        .examples(&[example(
            "Invalid reference",
            "A reference to a resource type must be followed by at least one attribute access, specifying the resource name.",
        )
        .fix("manual", "", "")]),
];
