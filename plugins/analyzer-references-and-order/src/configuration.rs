//! What a look at the configuration alone shows, before any Terraform has run. References are told there in Terraform's own
//! words, so that their rules are those of [`crate::references`].

use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Lookup, Pattern, Problem, Rule, json_string};

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("schema")
        .phases(&["static"])
        .confidence(0.95)
}

const fn example(code: &'static str, summary: &'static str, detail: &'static str) -> Example {
    Example::new("static")
        .code(code)
        .summary(summary)
        .detail(detail)
        .at("main.tf.json", "7")
}

pub(crate) const RULES: &[Rule] = &[
    rule(
        "placeholder-subscription",
        "An id names a subscription that was never filled in.",
    )
    .category("reference")
    .when(&[
        Pattern::Code(&["placeholder-subscription"]),
        Pattern::Detail("`{path}` names the subscription `{subscription}`"),
    ])
    .says("`{path}` of {place} names the subscription `{subscription}`, a placeholder")
    .fixes(&[FixTemplate::new("manual")
        .path("{path}")
        .because("refer to the resource itself in place of its id, or put in the target's subscription")])
    .examples(&[example(
        "placeholder-subscription",
        "Placeholder in place of a subscription",
        "`service_plan_id` names the subscription `xxx`, which is no id of a subscription.",
    )
    .address("azurerm_windows_web_app.shop")
    .captures(&[("path", "service_plan_id"), ("subscription", "xxx")])
    .fix("manual", "service_plan_id", "")]),
    rule("placeholder-value", "A text still waits to be replaced.")
        .when(&[
            Pattern::Code(&["placeholder-value"]),
            Pattern::Detail("`{path}` holds the placeholder"),
        ])
        .says("`{path}` of {place} holds a placeholder")
        .then(from_source)
        .mends("what the source has there, else a person's")
        .examples(&[
            example(
                "placeholder-value",
                "Placeholder in place of a value",
                "`name` holds the placeholder `<your-name>`, which waits to be replaced.",
            )
            .address("azapi_resource.shop")
            .source(r#"{"name":"shop"}"#)
            .fix("set-attribute", "name", r#""shop""#),
            example(
                "placeholder-value",
                "Placeholder in place of a value",
                "`admin_password` holds the placeholder, which waits to be replaced.",
            )
            .address("azurerm_windows_virtual_machine.web")
            .fix("manual", "admin_password", ""),
        ]),
    rule(
        "zero-tenant",
        "A tenant of zeros stands where a real one is meant: it was taken out, or never known.",
    )
    .category("identity")
    .when(&[Pattern::Code(&["zero-tenant-id"]), Pattern::Detail("`{path}` holds")])
    .says("`{path}` of {place} names a tenant of zeros")
    .fixes(&[FixTemplate::new("manual")
        .path("{path}")
        .because("take the target's tenant, such as `${{data.azurerm_client_config.current.tenant_id}}`")])
    .examples(&[example(
        "zero-tenant-id",
        "Tenant of zeros",
        "`tenant_id` holds 00000000-0000-0000-0000-000000000000, which is nobody's.",
    )
    .address("azurerm_key_vault.secrets")
    .fix("manual", "tenant_id", "")]),
    rule("zero-subscription", "An id lies in a subscription of zeros.")
        .category("reference")
        .when(&[
            Pattern::Code(&["zero-subscription-id"]),
            Pattern::Detail("`{path}` names the subscription"),
        ])
        .says("`{path}` of {place} names a subscription of zeros")
        .fixes(&[FixTemplate::new("manual")
            .path("{path}")
            .because("refer to the resource itself in place of its id, or put in the target's subscription")])
        .examples(&[example(
            "zero-subscription-id",
            "Subscription of zeros",
            "`scopes[0]` names the subscription 00000000-0000-0000-0000-000000000000, which is nobody's.",
        )
        .address("azurerm_monitor_metric_alert.cpu")
        .fix("manual", "scopes[0]", "")]),
    rule("zero-id", "An id of zeros stands where that of a person, an application or a thing is meant.")
        .category("identity")
        .when(&[Pattern::Code(&["zero-id"]), Pattern::Detail("`{path}` holds")])
        .says("`{path}` of {place} holds an id of zeros")
        .fixes(&[FixTemplate::new("manual")
            .path("{path}")
            .because("map the principal, or the thing, to the one that the target has")])
        .examples(&[example(
            "zero-id",
            "Id of zeros",
            "`principal_id` holds 00000000-0000-0000-0000-000000000000, which is nobody's.",
        )
        .address("azurerm_role_assignment.reader")
        .fix("manual", "principal_id", "")]),
    rule("other-subscription", "Most ids point to one subscription, and these point to another.")
        .category("reference")
        .confidence(0.6)
        .when(&[
            Pattern::Code(&["other-subscription"]),
            Pattern::Detail("to the subscription {other}; most of the configuration points to {most}."),
        ])
        .says("{place} points to the subscription {other}, and most of the configuration to {most}")
        .fixes(&[FixTemplate::new("manual").because("if it belongs to the estate, refer to it; if it is shared by all, it may stay")])
        .examples(&[example(
            "other-subscription",
            "Ids of another subscription",
            "One id points to the subscription 11111111-1111-1111-1111-111111111111; most of the configuration points to \
             22222222-2222-2222-2222-222222222222.",
        )
        .warning()
        .address("azurerm_private_endpoint.vault")
        .captures(&[("most", "22222222-2222-2222-2222-222222222222")])
        .fix("manual", "", "")]),
    rule("two-for-one-resource", "Two blocks would create one and the same resource.")
        .category("naming")
        .when(&[
            Pattern::Code(&["duplicate-name"]),
            Pattern::Detail("would create `{name}`, as `{other}` does"),
        ])
        .says("{place} would create `{name}`, as {other} does")
        .fixes(&[FixTemplate::new("manual").because("give one of the two another name, or take away the one that is there twice")])
        .examples(&[example(
            "duplicate-name",
            "Two blocks for one resource",
            "`azurerm_subnet.b` would create `default`, as `azurerm_subnet.a` does: case does not tell names apart in Azure.",
        )
        .address("azurerm_subnet.b")
        .says("azurerm_subnet.b would create `default`, as azurerm_subnet.a does")
        .fix("manual", "", "")]),
    rule("address-declared-twice", "One address is declared twice.")
        .category("naming")
        .when(&[
            Pattern::Code(&["duplicate-address"]),
            Pattern::Detail("`{own}` was already declared at {there}. An address"),
        ])
        .says("{own} is declared twice, first at {there}")
        .fixes(&[FixTemplate::new("manual").because("generate it anew, or take one of the two away")])
        .examples(&[example(
            "duplicate-address",
            "Duplicate address",
            "`azurerm_subnet.app` was already declared at main.tf.json:3. An address can be declared once.",
        )
        .address("azurerm_subnet.app")
        .captures(&[("there", "main.tf.json:3")])
        .fix("manual", "", "")]),
    rule("argument-repeated", "An argument stands twice in one object; the second one wins unseen.")
        .when(&[
            Pattern::Code(&["repeated-argument"]),
            Pattern::Detail("`{name}` stands more than once in one object"),
        ])
        .says("`{name}` of {place} is given twice")
        .fixes(&[FixTemplate::new("manual").path("{name}").because("keep the one value that is meant")])
        .examples(&[example(
            "repeated-argument",
            "Argument given twice",
            "`location` stands more than once in one object; only one of its values can be meant.",
        )
        .address("azurerm_subnet.app")
        .fix("manual", "location", "")]),
    rule("argument-empty", "An argument that must hold something holds nothing.")
        .when(&[
            Pattern::Code(&["empty-argument"]),
            Pattern::Detail("`{name}` holds nothing, and must"),
        ])
        .says("`{name}` of {place} is empty")
        .fixes(&[FixTemplate::new("manual")
            .path("{name}")
            .because("what it was filled with was not scanned or not generated: generate it, or leave the resource out, with the reason")])
        .examples(&[example("empty-argument", "Empty argument", "`network_interface_ids` holds nothing, and must.")
            .warning()
            .address("azurerm_linux_virtual_machine.web")
            .fix("manual", "network_interface_ids", "")]),
    rule("expression-as-text", "A reference is written as a text: without `${{…}}` nothing is referred to.")
        .category("reference")
        .when(&[
            Pattern::Code(&["bare-expression"]),
            Pattern::Detail("`{path}` holds the text `{text}`; Terraform takes it"),
        ])
        .says("`{path}` of {place} is the text `{text}`, and no reference")
        .fixes(&[FixTemplate::new("set-attribute")
            .path("{path}")
            .text("${{{text}}}")
            .because("so it is the reference that it looks like")])
        .examples(&[example(
            "bare-expression",
            "Expression as a text",
            "`subnet_id` holds the text `azurerm_subnet.app.id`; Terraform takes it as an expression only in \
             `${azurerm_subnet.app.id}`.",
        )
        .warning()
        .address("azurerm_network_interface.web")
        .fix("set-attribute", "subnet_id", r#""${azurerm_subnet.app.id}""#)]),
    rule("secret-in-clear", "A secret stands in the configuration for everybody to read.")
        .category("secret")
        .when(&[
            Pattern::Code(&["hard-coded-secret"]),
            Pattern::Detail("`{path}` holds a secret in clear"),
        ])
        .says("`{path}` of {place} is a secret in clear")
        .fixes(&[FixTemplate::new("manual")
            .path("{path}")
            .because("give it through a variable that is marked as sensitive, and change the secret: it was readable")])
        .examples(&[example(
            "hard-coded-secret",
            "Secret in clear",
            "`administrator_login_password` holds a secret in clear; a variable marked sensitive keeps it out of files.",
        )
        .warning()
        .address("azurerm_mssql_server.main")
        .fix("manual", "administrator_login_password", "")]),
];

/// What the source has at the same place, where that is a text and no secret.
fn from_source(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let path = problem.capture("path")?;
    let source = problem.address.and_then(|address| lookup.source(address));
    let there = path.strip_prefix("body.").unwrap_or(path);
    let value = source
        .as_deref()
        .and_then(|source| atg_sdk::rules::at(source, there)?.as_str());
    let fix = match value.filter(|value| !value.is_empty() && !value.starts_with("***")) {
        Some(value) => {
            let fix = problem.fix("set-attribute", path, "the source has this value");
            fix.map(|fix| fix.value(&json_string(value)))
        }
        None => problem.fix("manual", path, "put the real value, or a reference, in its place"),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}
