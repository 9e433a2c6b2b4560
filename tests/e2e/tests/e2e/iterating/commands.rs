//! `generate`, `analyze`, `explain`, `schema`, and a run that only foresees.

use serde_json::json;

use super::{PACK, document, estate, iterate, prepared, row};
use crate::snapshot;

#[test]
fn a_dry_run_runs_and_writes_nothing() {
    let (sandbox, terraform) = prepared(&estate());
    snapshot!(iterate(&sandbox, &["--dry-run", "--schema-pack", PACK]).exits(0));
    assert_eq!(terraform.calls(), []);
    assert!(!sandbox.path().join("demos").exists());
}

#[test]
fn generate_writes_once_and_never_over_something() {
    let (sandbox, _) = prepared(&estate());
    let line = format!("atg generate --source arg:source.jsonl --schema-pack {PACK} --output infra");
    snapshot!(sandbox.line(&line).exits(0));
    let first = sandbox.read("infra/main.tf.json");
    snapshot!(sandbox.line(&line).exits(1));
    sandbox.line(&line.replace("infra", "again")).exits(0);
    assert_eq!(sandbox.read("again/main.tf.json"), first);
}

#[test]
fn the_backend_and_the_target_are_passed_through() {
    let (sandbox, _) = prepared(&estate());
    sandbox.write(
        "backend.json",
        r#"{"azurerm": {"storage_account_name": "state", "key": "replica.tfstate"}}"#,
    );
    let subscription = "22222222-2222-2222-2222-222222222222";
    let line = format!(
        "atg generate --source arg:source.jsonl --backend backend.json --target-subscription {subscription} --output infra"
    );
    sandbox.line(&line).exits(0);
    let main: serde_json::Value = serde_json::from_str(&sandbox.read("infra/main.tf.json")).expect("JSON");
    assert_eq!(main["terraform"]["backend"]["azurerm"]["key"], "replica.tfstate");
    assert_eq!(main["variable"]["subscription_id"]["default"], subscription);
    sandbox.write("backend.json", "[]");
    snapshot!(sandbox.line(&line.replace("infra", "other")).exits(1));
}

#[test]
fn the_life_of_a_resource() {
    let mut rows = estate();
    rows.push(row("rg-net", "Microsoft.Resources/deployments", "d-1", &json!({})));
    let (sandbox, _) = prepared(&rows);
    iterate(&sandbox, &["--until-stable", "--min-fidelity", "50"]).exits(0);
    snapshot!(sandbox.line("atg explain stdata001").exits(0));
    snapshot!(sandbox.line("atg explain D-1 --iteration 1").exits(0));
    snapshot!(sandbox.line("atg explain stdata002").exits(1));
    let life = sandbox
        .line("atg explain azapi_resource.virtual_networks_vnet_1 --format json")
        .exits(0)
        .json();
    assert_eq!(life["type"], "Microsoft.Network/virtualNetworks");
}

#[test]
fn an_iteration_is_analyzed_and_fixes_are_taken_when_they_are_wanted() {
    let (sandbox, _) = prepared(&estate());
    // One round alone: its fixes are in the overlay already.
    iterate(&sandbox, &[]).exits(3);
    let taken = sandbox.read("demos/fixes.json");
    snapshot!(sandbox.line("atg analyze --iteration 1").exits(0));
    // Another overlay, which has none of them yet.
    let run = sandbox
        .line("atg analyze --iteration 1 --apply --overlay other.json")
        .exits(0);
    assert!(
        run.stdout().contains("-") && run.stdout().contains("fixes taken into other.json"),
        "{run}"
    );
    let fixes = |text: &str| -> Vec<serde_json::Value> {
        let file: serde_json::Value = serde_json::from_str(text).expect("fixes");
        let fixes = file["fixes"].as_array().expect("fixes").clone();
        fixes
            .into_iter()
            .map(|fix| json!([fix["kind"], fix["path"], fix["target"], fix["effect"]]))
            .collect()
    };
    assert_eq!(fixes(&sandbox.read("other.json")), fixes(&taken));
    assert_eq!(document(&sandbox, 1, "analysis.json")["schema_version"], 1);
}

#[test]
fn a_configuration_alone_is_looked_at() {
    let (sandbox, _) = prepared(&[]);
    let before = json!({ "resource": {
        "azurerm_subnet": { "a": { "name": "a", "virtual_network_name": "${azurerm_virtual_network.gone.name}" } },
        "azurerm_key_vault": { "kv": { "name": "kv", "tenant_id": "00000000-0000-0000-0000-000000000000" } },
        "azurerm_app_service": { "web": { "name": "web", "app_service_plan_id": "/subscriptions/xxx/resourceGroups/a" } },
    } });
    let mut after = before.clone();
    after["resource"]
        .as_object_mut()
        .expect("resources")
        .remove("azurerm_subnet");
    sandbox.write("90.tf.json", before.to_string());
    sandbox.write("91.tf.json", after.to_string());
    snapshot!(sandbox.line("atg analyze --file 90.tf.json").exits(0));
    snapshot!(sandbox.line("atg analyze --file 90.tf.json --file 91.tf.json").exits(0));
}

#[test]
fn the_log_of_a_job_is_read() {
    let (sandbox, _) = prepared(&[]);
    sandbox.write(
        "job.log",
        "2026-01-01T00:00:00.0000000Z Run terraform plan\n\
         2026-01-01T00:00:02.0000000Z Error: Error acquiring the state lock\n\
         2026-01-01T00:00:03.0000000Z ##[error]Process completed with exit code 137.\n",
    );
    snapshot!(sandbox.line("atg analyze --file job.log").exits(0));
}

#[test]
fn a_checkout_that_is_none_is_told() {
    let (sandbox, _) = prepared(&[]);
    sandbox.write("checkout/README.md", "nothing here");
    snapshot!(sandbox.line("atg schema build checkout").exits(1));
    assert!(!sandbox.path().join("arm-schema.json.gz").exists());
}
