//! What `terraform plan` and `terraform apply` make of the provider, without a cloud.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::workspace::{Workspace, is_real};

fn blocks() -> BTreeMap<String, Value> {
    let group = json!({"type": "Microsoft.Resources/resourceGroups@2025-04-01", "name": "g", "location": "West Europe",
                       "parent_id": "/subscriptions/00000000-0000-0000-0000-000000000001", "body": {}});
    let network = json!({"type": "Microsoft.Network/virtualNetworks@2025-07-01", "name": "v", "location": "westeurope",
                         "parent_id": "${azapi_resource.group.id}", "identity": {"type": "SystemAssigned"},
                         "body": {"properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
                         "schema_validation_enabled": false, "retry": {"error_message_regex": ["busy"]}});
    let lock = json!({"type": "Microsoft.Authorization/locks@2020-05-01", "name": "l", "body": {"properties": {"level": "CanNotDelete"}},
                      "parent_id": "${azapi_resource.network.id}", "sensitive_body": {"properties": {"notes": "secret"}}});
    let update =
        json!({"type": "Microsoft.Network/virtualNetworks@2025-07-01", "resource_id": "${azapi_resource.network.id}"});
    let action = json!({"type": "Microsoft.Network/virtualNetworks@2025-07-01", "resource_id": "${azapi_resource.network.id}", "action": "x"});
    BTreeMap::from([
        ("azapi_resource.group".to_owned(), group),
        ("azapi_resource.network".to_owned(), network),
        ("azapi_resource.lock".to_owned(), lock),
        ("azapi_update_resource.update".to_owned(), update),
        ("azapi_resource_action.action".to_owned(), action),
    ])
}

fn changes(messages: &[Value]) -> Vec<String> {
    let planned = messages.iter().filter(|message| message["type"] == "planned_change");
    let mut changes: Vec<String> = planned
        .map(|message| {
            let change = &message["change"];
            format!(
                "{} {}",
                change["action"].as_str().unwrap_or_default(),
                change["resource"]["addr"].as_str().unwrap_or_default()
            )
        })
        .collect();
    changes.sort();
    changes
}

#[test]
fn a_plan_of_new_resources_needs_no_cloud() {
    let workspace = Workspace::new(&blocks(), &json!({}), None);
    let (succeeded, messages) = workspace.stream(&["plan", "-json", "-input=false", "-out=plan"]);
    assert!(succeeded, "{messages:#?}");
    let expected: Vec<String> = blocks().keys().map(|address| format!("create {address}")).collect();
    assert_eq!(changes(&messages), expected);
    let shown = workspace.run(&["show", "-json", "plan"]);
    let plan: Value = serde_json::from_slice(&shown.stdout).expect("a plan");
    let changes = plan["resource_changes"].as_array().expect("changes");
    let of = |address: &str| {
        &changes
            .iter()
            .find(|change| change["address"] == address)
            .expect("a change")["change"]
    };
    let network = of("azapi_resource.network");
    assert_eq!(network["after"]["ignore_missing_property"], true);
    assert_eq!(network["after_unknown"]["id"], true);
    assert_eq!(network["after_unknown"]["output"], true);
    assert_eq!(network["after_unknown"]["identity"][0]["principal_id"], true);
    assert_eq!(network["after"]["tags"], Value::Null);
    assert_eq!(of("azapi_resource.group")["after"]["location"], "West Europe");
    assert_eq!(of("azapi_resource_action.action")["after"]["method"], "POST");
    // What is write-only reaches no plan.
    assert_eq!(of("azapi_resource.lock")["after"]["sensitive_body"], Value::Null);
    // The configuration that a plan quotes holds what was written there by hand.
    assert!(!plan["resource_changes"].to_string().contains("\"secret\""));
}

#[test]
fn a_resource_without_a_name_cannot_be_planned() {
    let mut blocks = blocks();
    blocks.retain(|address, _| address == "azapi_resource.group");
    blocks.values_mut().for_each(|block| block["name"] = Value::Null);
    let workspace = Workspace::new(&blocks, &json!({}), None);
    assert_eq!(workspace.validate().len(), 0);
    let (succeeded, messages) = workspace.stream(&["plan", "-json", "-input=false"]);
    assert!(!succeeded);
    let detail = "The argument \"name\" is required, but no definition was found.";
    assert!(
        messages.iter().any(|message| message["diagnostic"]["detail"] == detail),
        "{messages:#?}"
    );
}

#[test]
fn defaults_of_the_provider_fill_in_what_is_left_out() {
    let mut blocks = blocks();
    blocks.retain(|address, _| address == "azapi_resource.group");
    for block in blocks.values_mut() {
        block["name"] = Value::Null;
        block["location"] = Value::Null;
    }
    let provider = json!({"provider": {"azapi": {"default_name": "n", "default_location": "northeurope", "default_tags": {"a": "b"}}}});
    let workspace = Workspace::new(&blocks, &provider, None);
    let output = workspace.run(&["plan", "-input=false", "-no-color", "-out=plan"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let plan: Value = serde_json::from_slice(&workspace.run(&["show", "-json", "plan"]).stdout).expect("a plan");
    let after = &plan["resource_changes"][0]["change"]["after"];
    assert_eq!(
        (&after["name"], &after["location"], &after["tags"]),
        (&json!("n"), &json!("northeurope"), &json!({"a": "b"}))
    );
}

#[test]
fn an_apply_says_that_there_is_no_cloud() {
    if is_real() {
        // The real provider would look for one.
        return;
    }
    let mut blocks = blocks();
    blocks.retain(|address, _| address == "azapi_resource.group");
    let workspace = Workspace::new(&blocks, &json!({}), None);
    let (succeeded, messages) = workspace.stream(&["apply", "-json", "-input=false", "-auto-approve"]);
    assert!(!succeeded);
    assert!(messages.iter().any(|message| message["type"] == "apply_errored"));
    assert!(
        messages
            .iter()
            .any(|message| message["diagnostic"]["summary"] == "No cloud"),
        "{messages:#?}"
    );
}
