//! What a look at the configuration alone shows, before any Terraform has run.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Lookup, Pattern, Problem, Rule, quoted};

use crate::references::without;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("reference")
        .phases(&["static"])
        .confidence(0.95)
}

const fn example(code: &'static str, summary: &'static str) -> Example {
    Example::new("static").code(code).summary(summary)
}

pub(crate) const RULES: &[Rule] = &[
    rule(
        "static-undeclared",
        "Something is referred to that the configuration does not have.",
    )
    .when(&[Pattern::Code(&["undeclared-reference"])])
    .says("{summary}")
    .then(undeclared)
    .mends("take out the references, one fix each; else generate what is missing")
    .examples(&[example("undeclared-reference", "a reference leads nowhere")
        .detail("azurerm_network_interface.web refers to `azurerm_subnet.default`, which is not declared")
        .address("azurerm_network_interface.web")
        .configuration(r#"{"ip_configuration":{"subnet_id":"${azurerm_subnet.default.id}"}}"#)
        .fix("remove-attribute", "ip_configuration.subnet_id", "")]),
    rule("static-cycle", "Resources refer to one another in a circle.")
        .when(&[Pattern::Code(&["cycle"])])
        .says("{summary}")
        .fixes(&[FixTemplate::new("manual").because("break the circle where a parent refers to its child")])
        .examples(&[example("cycle", "resources refer to one another in a circle")
            .detail("azurerm_subnet.a, azurerm_network_security_group.b")
            .address("azurerm_subnet.a")
            .fix("manual", "", "")]),
    rule(
        "static-placeholder",
        "A value was never filled in: it is a placeholder.",
    )
    .category("schema")
    .when(&[Pattern::Code(&["placeholder"])])
    .says("{summary}")
    .fixes(&[FixTemplate::new("manual").because("put the real value, or a reference, in its place: {detail|}")])
    .examples(&[example("placeholder", "`service_plan_id` holds a placeholder")
        .detail("/subscriptions/xxx/resourceGroups/rg/providers/Microsoft.Web/serverFarms/plan")
        .address("azurerm_windows_web_app.shop")
        .fix("manual", "", "")]),
    rule(
        "static-zero-id",
        "An id of zeros stands where a real tenant, subscription or object is meant.",
    )
    .category("identity")
    .when(&[Pattern::Code(&["zero-id"])])
    .says("{summary}")
    .fixes(&[FixTemplate::new("manual").because(
        "take the id from the target: `data.azurerm_client_config.current.tenant_id`, or the mapping of principals",
    )])
    .examples(&[example("zero-id", "`tenant_id` is all zeros")
        .detail("00000000-0000-0000-0000-000000000000")
        .address("azurerm_key_vault.secrets")
        .fix("manual", "", "")]),
    rule(
        "static-duplicate-name",
        "Two resources of one type have one name in one place: only one of them can be created.",
    )
    .category("naming")
    .when(&[Pattern::Code(&["duplicate-name"])])
    .says("{summary}")
    .fixes(&[FixTemplate::new("manual")
        .because("give one of them another name, or take away the one that is there twice: {detail|}")])
    .examples(&[example("duplicate-name", "two resources have one name")
        .detail("azurerm_subnet.a and azurerm_subnet.b are both called `default` in the same network")
        .address("azurerm_subnet.b")
        .fix("manual", "", "")]),
    rule("static-unreadable", "A file of the configuration cannot be read.")
        .category("schema")
        .when(&[Pattern::Code(&["unreadable", "bad-json", "bad-hcl"])])
        .says("{place}: {summary}")
        .about("{file|}")
        .fixes(&[FixTemplate::new("manual")
            .of("{file|}")
            .because("{detail|write the file anew}")])
        .examples(&[example("unreadable", "the file is no JSON").at("main.tf.json", "3")]),
];

/// The names in ticks or quotes: the one that is not the address itself is what is missing.
fn undeclared(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let texts = [problem.summary, problem.detail];
    let names = texts
        .iter()
        .flat_map(|text| text.split('`').skip(1).step_by(2).chain(quoted(text)));
    let mut targets = names.filter(|name| name.contains('.') && Some(*name) != problem.address);
    if let Some(target) = targets.next() {
        // A reference may go on into an attribute.
        let steps = if target.starts_with("data.") { 3 } else { 2 };
        let target: Vec<&str> = target.split('.').take(steps).collect();
        let target = target.join(".");
        diagnosis.finding.message = format!("{target} is referred to, but is not in the configuration");
        let reason = format!("without {target} there is nothing that it could refer to");
        diagnosis.fixes = without(problem, lookup, &target, &reason);
        diagnosis.finding.subject = Some(target);
    }
    if diagnosis.fixes.is_empty() {
        let reason = "generate what is missing, or take out the reference to it";
        diagnosis.fixes.extend(problem.fix("manual", "", reason));
    }
    Some(diagnosis)
}
