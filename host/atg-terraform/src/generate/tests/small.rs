//! Small estates, one idea each.

mod fates;
mod laws;
mod names;
mod references;
mod secrets;

pub(super) use super::*;

/// A row below a group.
#[allow(clippy::needless_pass_by_value, reason = "callers write the value in place")]
pub(super) fn row(group: &str, type_name: &str, name: &str, properties: Value) -> Value {
    let id = id(group, type_name, name);
    let id = id
        .strip_prefix(&format!("/subscriptions/{SUBSCRIPTION}"))
        .unwrap()
        .to_owned();
    json!({"id": id, "name": name, "type": type_name, "location": "East US", "properties": properties})
}

/// The id of the same; children are named `parent/child`.
pub(super) fn id(group: &str, type_name: &str, name: &str) -> String {
    let (space, words) = type_name.split_once('/').unwrap();
    let steps: Vec<String> = words
        .split('/')
        .zip(name.split('/'))
        .map(|(word, name)| format!("{word}/{name}"))
        .collect();
    format!(
        "/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/{space}/{}",
        steps.join("/")
    )
}

pub(super) const NETWORK: &str = "Microsoft.Network/virtualNetworks";
pub(super) const SUBNET: &str = "Microsoft.Network/virtualNetworks/subnets";
pub(super) const CARD: &str = "Microsoft.Network/networkInterfaces";
pub(super) const MACHINE: &str = "Microsoft.Compute/virtualMachines";
pub(super) const DISK: &str = "Microsoft.Compute/disks";
pub(super) const STORAGE: &str = "Microsoft.Storage/storageAccounts";
pub(super) const SERVER: &str = "Microsoft.Sql/servers";
pub(super) const CLUSTER: &str = "Microsoft.ContainerService/managedClusters";
pub(super) const ROLE: &str = "Microsoft.Authorization/roleAssignments";

/// Generates with a mapping in TOML.
pub(super) fn mapped(rows: &[Value], mapping: &str) -> (Read, Yield) {
    let mapping = Mapping::parse(mapping, "mapping").unwrap();
    let overlay = Overlay::new();
    written(&estate(rows), &GenerateOptions::new(&overlay, &mapping, 1, &NoProgress))
}

#[test]
fn a_block_says_what_the_row_says() {
    let mut network = row(
        "rg-A",
        NETWORK,
        "hub",
        json!({"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "etag": "x",
        "provisioningState": "Succeeded", "nothing": null, "odd": "${a} %{b} $c"}),
    );
    network["tags"] = json!({"a": "b", "n": 7, "${k}": "v"});
    network["zones"] = json!(["1"]);
    network["managedBy"] = json!("x");
    let (read, yields) = generated(&estate(&[network]), |options| {
        options.target_subscription = Some("22222222-2222-2222-2222-222222222222");
        options.backend = None;
    });
    assert_eq!(
        *read.block("virtual_networks_hub"),
        json!({
            "type": "Microsoft.Network/virtualNetworks@2000-01-01",
            "parent_id": "${azapi_resource.resource_groups_rg_a.id}",
            "name": "hub",
            "location": "eastus",
            "tags": {"a": "b", "n": "7", "$${k}": "v"},
            "body": {
                "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "odd": "$${a} %%{b} $c"},
                "zones": ["1"]
            }
        })
    );
    assert_eq!(
        *read.block("resource_groups_rg_a"),
        json!({
            "type": "Microsoft.Resources/resourceGroups@2021-04-01",
            "parent_id": "/subscriptions/${var.subscription_id}",
            "name": "${var.iteration_prefix}rg-A",
            "location": "eastus"
        })
    );
    assert_eq!(yields.guessed_versions[NETWORK], 1);
    assert_eq!(yields.left_out["volatile"], 2);
    assert_eq!(
        read.variables["subscription_id"]["default"],
        "22222222-2222-2222-2222-222222222222"
    );
    assert_eq!(read.variables["iteration_prefix"]["default"], "ITERATION7_");
    assert!(read.variables["tenant_id"].get("default").is_none());
}

#[test]
fn the_file_is_laid_out_for_people() {
    let (read, _) = generated(&estate(&[row("g", STORAGE, "orders", json!({}))]), |_| {});
    let text = read.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "{");
    assert!(
        text.contains("\n      \"storage_accounts_orders\": {\n        \"type\": \"Microsoft.Storage/storageAccounts@"),
        "{text}"
    );
    assert!(lines.iter().all(|line| line.len() < 200));
}

#[test]
fn a_backend_is_passed_on_and_a_pack_gives_versions() {
    let pack = r#"{"Microsoft.Storage/storageAccounts": {"v": "2024-02-02", "all": ["2024-02-02"], "s": {"name": "!",
        "location": "!", "sku": {"p": {"name": "!"}}, "properties": {"p": {"state": "r", "accessTier": ""}}}}}"#;
    let pack = Pack::read(pack.as_bytes(), "pack").unwrap();
    let backend = json!({"azurerm": {"key": "atg.tfstate"}});
    let mut storage = row("g", STORAGE, "orders", json!({"state": "x", "accessTier": "Hot"}));
    storage["tags"] = json!({"a": "b"});
    storage["sku"] = json!({"name": "Standard_LRS"});
    let (overlay, mapping) = (Overlay::new(), Mapping::default());
    let mut options = GenerateOptions::new(&overlay, &mapping, 1, &NoProgress);
    options.pack = Some(&pack);
    options.backend = Some(&backend);
    let (read, yields) = written(&estate(&[storage]), &options);
    let block = read.block("storage_accounts_orders");
    assert_eq!(block["type"], "Microsoft.Storage/storageAccounts@2024-02-02");
    // The pack says that the type takes no tags.
    assert!(block.get("tags").is_none());
    assert_eq!(
        block["body"],
        json!({"properties": {"accessTier": "Hot"}, "sku": {"name": "Standard_LRS"}})
    );
    assert_eq!(read.main["terraform"]["backend"], backend);
    assert_eq!(
        read.main["terraform"]["required_providers"]["azapi"]["source"],
        "azure/azapi"
    );
    assert!(yields.guessed_versions.is_empty());
    assert_eq!(yields.left_out["read-only"], 1);
}

#[test]
fn nothing_makes_an_empty_configuration() {
    let (read, yields) = generated(&estate(&[]), |_| {});
    assert_eq!(
        (yields.counts, read.blocks.len(), read.files.len()),
        (TypeCounts::default(), 0, 1)
    );
    let mut text = Vec::new();
    yields.write(&mut text).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(
        (&document["percent"], &document["resources"]),
        (&Value::Null, &json!([]))
    );
}
