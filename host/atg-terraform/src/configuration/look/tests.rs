use crate::configuration::Configuration;
use atg_core::diagnosis::Diagnostic;
use serde_json::{Value, json};

fn look(document: &Value) -> Vec<Diagnostic> {
    look_at(&[("main.tf.json", &format!("{document:#}"))])
}

fn look_at(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    Configuration::read(files.collect()).unwrap().look()
}

/// Code, address and detail of each.
fn told(diagnostics: &[Diagnostic]) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let one = |one: &Diagnostic| format!("{} {}: {}", text(&one.code), text(&one.address), text(&one.detail));
    diagnostics.iter().map(one).collect()
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().filter_map(|one| one.code.as_deref()).collect()
}

/// One resource with these arguments.
fn of_one(arguments: &Value) -> Vec<Diagnostic> {
    look(&json!({"resource": {"azurerm_x": {"a": arguments}}}))
}

#[test]
fn references_to_nothing_are_named_with_their_place() {
    let found = look(&json!({
        "resource": {"azurerm_nic": {"a": {
            "subnet": "${azurerm_subnet.gone.id}", "again": "${azurerm_subnet.gone.name}", "v": "${var.v}", "l": "${local.l}",
            "m": "${module.m.x}", "d": "${data.azurerm_x.y.id}", "provider": "azurerm.west", "depends_on": ["azurerm_x.z"],
        }}},
        "output": {"o": {"value": "${azurerm_nic.a.id}", "depends_on": ["azurerm_nic.b"]}},
    }));
    let end = "has not been declared in the root module;";
    assert_eq!(
        told(&found),
        [
            format!(
                "undeclared-resource output.o: A managed resource \"azurerm_nic\" \"b\" {end} `depends_on[0]` refers to it."
            ),
            format!("undeclared-data azurerm_nic.a: A data resource \"azurerm_x\" \"y\" {end} `d` refers to it."),
            format!("undeclared-local azurerm_nic.a: A local value with the name \"l\" {end} `l` refers to it."),
            format!("undeclared-module azurerm_nic.a: The module \"m\" {end} `m` refers to it."),
            format!(
                "undeclared-provider azurerm_nic.a: The provider configuration azurerm.west {end} `provider` refers to it."
            ),
            format!(
                "undeclared-resource azurerm_nic.a: A managed resource \"azurerm_subnet\" \"gone\" {end} `again` refers to it."
            ),
            format!(
                "undeclared-resource azurerm_nic.a: A managed resource \"azurerm_x\" \"z\" {end} `depends_on[0]` refers to it."
            ),
            format!("undeclared-variable azurerm_nic.a: An input variable with the name \"v\" {end} `v` refers to it."),
        ]
    );
    let first = &found[1];
    assert_eq!(
        (first.phase.as_deref(), first.severity.as_deref()),
        (Some("static"), Some("error"))
    );
    assert_eq!(
        (first.file.as_deref(), first.line.as_deref()),
        (Some("main.tf.json"), Some("12"))
    );
    assert_eq!(first.resource_type.as_deref(), Some("azurerm_nic"));
    assert!(found.iter().all(|one| one.fingerprint.is_some()));
    assert_eq!(
        found,
        look_at(&[(
            "main.tf.json",
            &format!(
                "{:#}",
                json!({
                    "resource": {"azurerm_nic": {"a": {
                        "subnet": "${azurerm_subnet.gone.id}", "again": "${azurerm_subnet.gone.name}", "v": "${var.v}", "l": "${local.l}",
                        "m": "${module.m.x}", "d": "${data.azurerm_x.y.id}", "provider": "azurerm.west", "depends_on": ["azurerm_x.z"],
                    }}},
                    "output": {"o": {"value": "${azurerm_nic.a.id}", "depends_on": ["azurerm_nic.b"]}},
                })
            )
        )]),
        "the same each time"
    );
}

#[test]
fn what_hcl_files_declare_is_not_called_undeclared() {
    let json = r#"{"resource": {"azurerm_x": {"a": {"s": "${azurerm_y.b.id}${local.l}", "t": "${azurerm_y.c.id}"}}}}"#;
    let found = look_at(&[
        ("main.tf.json", json),
        ("net.tf", "resource \"azurerm_y\" \"b\" {\n}\n"),
    ]);
    assert_eq!(codes(&found), ["undeclared-resource"]);
    assert!(told(&found)[0].contains("\"azurerm_y\" \"c\""));
}

#[test]
fn cycles_are_spelled_out_once() {
    let found = look(&json!({"resource": {"azurerm_x": {
        "a": {"v": "${azurerm_x.b.id}"}, "b": {"v": ["${azurerm_x.c.id}", "${azurerm_x.a.id}"]}, "c": {"v": "${azurerm_x.a.id}"},
        "d": {"v": "${azurerm_x.a.id}"}, "e": {"depends_on": ["azurerm_x.e"]},
    }}}));
    assert_eq!(
        told(&found),
        [
            "dependency-cycle azurerm_x.a: Cycle: azurerm_x.a, azurerm_x.b, azurerm_x.a",
            "self-reference azurerm_x.e: Configuration for azurerm_x.e may not refer to itself, as it does at `depends_on[0]`.",
        ]
    );
    let locals = look(&json!({"locals": {"a": "${local.b}", "b": "${local.a}"}}));
    assert_eq!(codes(&locals), ["dependency-cycle"]);
    let variable = json!({"variable": {"v": {"validation": {"condition": "${var.v != \"\"}", "error_message": "x"}}}});
    assert_eq!(told(&look(&variable)), [""; 0], "a variable may speak of itself");
}

#[test]
fn placeholders_and_zeros_are_named_with_their_paths() {
    let zero = "00000000-0000-0000-0000-000000000000";
    let found = of_one(&json!({
        "a_plan_id": "/subscriptions/xxx/resourceGroups/g", "tenant_id": zero, "object_id": zero,
        "access": [{"tenantId": zero}], "scope": format!("/subscriptions/{zero}/resourceGroups/g"),
        "subscription_id": "my-subscription", "open": "/subscriptions/${var.s}/x", "opened": "${var.subscription_id}",
        "real": "/subscriptions/11111111-1111-1111-1111-111111111111",
    }));
    let names = "undeclared-variable";
    let told: Vec<String> = told(&found).into_iter().filter(|one| !one.starts_with(names)).collect();
    let place = |what: &str, path: &str| format!("{what} azurerm_x.a: `{path}` holds {zero}, which is nobody's.");
    assert_eq!(told, [
        "placeholder-subscription azurerm_x.a: `a_plan_id` names the subscription `xxx`, which is no id of a subscription.".to_owned(),
        "placeholder-subscription azurerm_x.a: `subscription_id` names the subscription `my-subscription`, which is no id of a subscription.".to_owned(),
        place("zero-id", "object_id"),
        format!("zero-subscription-id azurerm_x.a: `scope` names the subscription {zero}, which is nobody's."),
        place("zero-tenant-id", "access[0].tenantId"),
        place("zero-tenant-id", "tenant_id"),
    ]);
}

#[test]
fn texts_that_wait_to_be_replaced() {
    for text in [
        "REPLACE_ME",
        "<your name>",
        "TODO: name",
        "changeme",
        "CHANGE_ME",
        "your-vm-here",
        "xxx",
        "placeholder",
    ] {
        assert_eq!(codes(&of_one(&json!({"name": text}))), ["placeholder-value"], "{text}");
    }
    for text in [
        "TODOS",
        "password",
        "<a> and <b>",
        "x",
        "yourself",
        "a<b>",
        "xxl",
        "my-todo-app",
        "",
    ] {
        assert_eq!(codes(&of_one(&json!({"name": text}))), [""; 0], "{text}");
    }
}

#[test]
fn secrets_are_told_of_and_never_told() {
    let found = of_one(&json!({
        "admin_password": "hunter2", "os_profile": {"admin_password": "P@ssw0rd1234"},
        "connection": "Endpoint=sb://x;SharedAccessKey=abcdef==",
        "key_vault_secret_id": "https://v.vault.azure.net/secrets/a", "password_policy": "strict", "tags": {"token": "blue"},
        "generated_password": "${random_password.a.result}", "secret_permissions": ["Get"], "user_data_replace_on_change": false,
    }));
    let found: Vec<Diagnostic> = found
        .into_iter()
        .filter(|one| one.code.as_deref() != Some("undeclared-resource"))
        .collect();
    assert_eq!(
        codes(&found),
        ["hard-coded-secret", "hard-coded-secret", "placeholder-value"]
    );
    let all = told(&found).join("\n");
    for secret in ["hunter2", "P@ssw0rd1234", "abcdef"] {
        assert!(!all.contains(secret), "{all}");
    }
}

#[test]
fn expressions_without_their_braces() {
    let found =
        of_one(&json!({"ssh_key": "var.key", "id": "azurerm_y.b.id", "kind": "azurerm_y", "host": "data.example.com"}));
    assert_eq!(codes(&found), ["bare-expression", "bare-expression"]);
    assert!(told(&found)[1].ends_with("Terraform takes it as an expression only in `${var.key}`."));
}

#[test]
fn two_blocks_for_one_resource() {
    let found = look(&json!({"resource": {
        "azurerm_resource_group": {"a": {"name": "Lab"}, "b": {"name": "LAB"}, "c": {"name": "other"}},
        "azurerm_subnet": {
            "s": {"name": "x", "resource_group_name": "${azurerm_resource_group.a.name}", "virtual_network_name": "v"},
            "t": {"name": "X", "resource_group_name": "lab", "virtual_network_name": "V"},
            "u": {"name": "x", "resource_group_name": "lab", "virtual_network_name": "w"},
        },
        "azapi_resource": {
            "p": {"type": "Microsoft.A/b@2024-01-01", "name": "n", "parent_id": "${azurerm_resource_group.a.id}"},
            "q": {"type": "microsoft.a/B@2023-01-01", "name": "N", "parent_id": "${azurerm_resource_group.a.id}"},
            "r": {"type": "Microsoft.A/c@2024-01-01", "name": "n", "parent_id": "${azurerm_resource_group.a.id}"},
        },
        "tls_private_key": {"k": {"name": "n"}, "l": {"name": "n"}},
    }}));
    let names: Vec<String> = told(&found)
        .into_iter()
        .map(|one| one.split(": case").next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "duplicate-name azapi_resource.q: `azapi_resource.q` would create `n`, as `azapi_resource.p` does",
            "duplicate-name azurerm_resource_group.b: `azurerm_resource_group.b` would create `lab`, as `azurerm_resource_group.a` does",
            "duplicate-name azurerm_subnet.t: `azurerm_subnet.t` would create `x`, as `azurerm_subnet.s` does",
        ]
    );
}

#[test]
fn addresses_and_arguments_given_twice() {
    let found = look_at(&[
        (
            "a.tf.json",
            "{\"resource\": {\"azurerm_x\": {\"a\": {\"n\": 1, \"n\": 2}}}}",
        ),
        (
            "b.tf.json",
            "{\n\"resource\": {\"azurerm_x\": {\"a\": {}, \"b\": [{}, {}]}}}",
        ),
    ]);
    assert_eq!(
        told(&found),
        [
            "repeated-argument azurerm_x.a: `n` stands more than once in one object; only one of its values can be meant.",
            "duplicate-address azurerm_x.a: `azurerm_x.a` was already declared at a.tf.json:1. An address can be declared once.",
            "duplicate-address azurerm_x.b: `azurerm_x.b` was already declared at b.tf.json:2. An address can be declared once.",
        ]
    );
    assert_eq!(
        (found[1].file.as_deref(), found[1].line.as_deref()),
        (Some("b.tf.json"), Some("2"))
    );
}

#[test]
fn ids_that_point_elsewhere_and_empty_arguments() {
    let id = |digit: &str| {
        format!(
            "/subscriptions/{0}-{1}-{1}-{1}-{0}{1}/x",
            digit.repeat(8),
            digit.repeat(4)
        )
    };
    let found = of_one(&json!({
        "one": id("1"), "two": id("1").to_uppercase().replace("SUBSCRIPTIONS", "subscriptions"), "three": id("1"), "four": id("2"),
        "address_space": [], "ip_configuration": [{}], "sku": "Basic", "tags": {},
    }));
    assert_eq!(
        codes(&found),
        ["empty-argument", "empty-argument", "other-subscription"]
    );
    assert!(
        told(&found)[2].contains("One id points to the subscription 22222222-"),
        "{:?}",
        told(&found)
    );
    assert!(found.iter().all(|one| one.severity.as_deref() == Some("warning")));
    assert_eq!(
        codes(&of_one(&json!({"one": id("1"), "two": id("2")}))),
        [""; 0],
        "neither is most"
    );
}
