//! `atg iterate` and what belongs to it, on a real Terraform.

mod bad_input;
mod commands;
mod example;
mod fixes;
mod interrupted;
mod passes;

use atg_e2e::terraform::Terraform;
use atg_e2e::{Run, Sandbox};
use serde_json::{Value, json};

/// The schema that the stand-in itself has, as a pack for generation.
const PACK: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../azapi-stand-in/src/definitions/small.json"
);

const SUBSCRIPTION: &str = "/subscriptions/11111111-1111-1111-1111-111111111111";

/// A row of Resource Graph.
fn row(group: &str, kind: &str, name: &str, more: &Value) -> Value {
    let mut row = json!({
        "id": format!("{SUBSCRIPTION}/resourceGroups/{group}/providers/{kind}/{name}"),
        "name": name, "type": kind, "location": "westeurope", "resourceGroup": group,
        "subscriptionId": "11111111-1111-1111-1111-111111111111", "properties": {},
    });
    for (member, value) in more.as_object().into_iter().flatten() {
        row[member] = value.clone();
    }
    row
}

/// A network with a guarded subnet, the guard, and an account that shows what only the service sets.
fn estate() -> Vec<Value> {
    let guard = format!("{SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network/networkSecurityGroups/nsg-1");
    vec![
        row(
            "rg-net",
            "Microsoft.Network/virtualNetworks",
            "vnet-1",
            &json!({ "tags": { "env": "prod" }, "properties": {
                "provisioningState": "Succeeded", "addressSpace": { "addressPrefixes": ["10.0.0.0/16"] },
                "subnets": [{ "name": "app", "properties": {
                    "addressPrefix": "10.0.1.0/24", "networkSecurityGroup": { "id": guard } } }],
            } }),
        ),
        row(
            "rg-net",
            "Microsoft.Network/networkSecurityGroups",
            "nsg-1",
            &json!({ "properties": { "provisioningState": "Succeeded", "securityRules": [] } }),
        ),
        row(
            "rg-data",
            "Microsoft.Storage/storageAccounts",
            "stdata001",
            &json!({ "kind": "StorageV2", "sku": { "name": "Standard_LRS", "tier": "Standard" }, "properties": {
                "accessTier": "Hot", "minimumTlsVersion": "TLS1_2", "provisioningState": "Succeeded" } }),
        ),
    ]
}

/// Writes rows as `source.jsonl`.
fn write(sandbox: &Sandbox, rows: &[Value]) {
    let text: Vec<String> = rows.iter().map(Value::to_string).collect();
    sandbox.write("source.jsonl", text.join("\n") + "\n");
}

/// A sandbox with an estate and a Terraform.
fn prepared(rows: &[Value]) -> (Sandbox, Terraform) {
    let mut sandbox = Sandbox::new();
    let terraform = Terraform::new(&mut sandbox);
    write(&sandbox, rows);
    (sandbox, terraform)
}

/// `atg iterate` over `source.jsonl`, with further arguments.
fn iterate(sandbox: &Sandbox, more: &[&str]) -> Run {
    let mut arguments = vec!["iterate", "--source", "arg:source.jsonl"];
    arguments.extend(more);
    sandbox.atg(&arguments)
}

/// What the state file says.
fn state(sandbox: &Sandbox) -> Value {
    serde_json::from_str(&sandbox.read("demos/iteration_state.json")).expect("a state")
}

/// A member of every round, in their order.
fn of_rounds(state: &Value, member: &str) -> Vec<Value> {
    let rounds = state["rounds"].as_array().expect("rounds");
    rounds.iter().map(|round| round[member].clone()).collect()
}

/// A file of an iteration as JSON.
fn document(sandbox: &Sandbox, iteration: u32, name: &str) -> Value {
    let text = sandbox.read(&format!("demos/iteration{iteration}/{name}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name} of {iteration}: {error}"))
}

/// Emitted, merged and skipped make the source in every iteration, and every skip has its reason.
fn yields_add_up(sandbox: &Sandbox, iterations: impl IntoIterator<Item = u32>) {
    for iteration in iterations {
        let yields = document(sandbox, iteration, "yield.json");
        let count = |member: &str| {
            yields[member]
                .as_u64()
                .unwrap_or_else(|| panic!("{member} in {yields}"))
        };
        assert_eq!(count("emitted") + count("merged") + count("skipped"), count("source"));
        let resources = yields["resources"].as_array().expect("resources");
        assert_eq!(resources.len() as u64, count("source"));
        let skipped = resources
            .iter()
            .filter(|one| one["address"].is_null() && one["merged_into"].is_null());
        let reasons =
            skipped.map(|one| yields["reasons"][one["reason"].as_str().expect("a reason")]["sentence"].is_string());
        let reasons: Vec<bool> = reasons.collect();
        assert_eq!(reasons.len() as u64, count("skipped"));
        assert!(reasons.iter().all(|told| *told));
    }
}
