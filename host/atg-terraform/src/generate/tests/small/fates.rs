//! Who is emitted, merged, skipped.

use super::*;

fn fate(yields: &Yield, name: &str) -> String {
    let of = yields
        .resources
        .iter()
        .find(|resource| resource.id.ends_with(name))
        .unwrap();
    match &of.outcome {
        Outcome::Emitted { address, .. } => address.clone(),
        Outcome::Merged { into, reason } => format!("{reason} {into}"),
        Outcome::Skipped { reason, .. } => (*reason).to_owned(),
    }
}

#[test]
fn an_identity_of_none_is_said_where_it_must_be() {
    let pack = r#"{"A.B/must": {"v": "1", "all": ["1"], "s": {"name": "!", "identity": {"f": 1, "p": {"type": "!"}}}},
        "A.B/may": {"v": "1", "all": ["1"], "s": {"name": "!", "identity": {"p": {"type": "!"}}}}}"#;
    let pack = Pack::read(pack.as_bytes(), "pack").unwrap();
    let rows = ["A.B/must", "A.B/may"].map(|of| {
        let mut row = row("g", of, "a", json!({}));
        row["identity"] = json!({"type": "None"});
        row
    });
    let (overlay, mapping) = (Overlay::new(), Mapping::default());
    let mut options = GenerateOptions::new(&overlay, &mapping, 1, &NoProgress);
    options.pack = Some(&pack);
    let (read, _) = written(&estate(&rows), &options);
    assert_eq!(read.block("must_a")["identity"], json!({"type": "None"}));
    assert!(read.block("may_a").get("identity").is_none());
}

#[test]
fn subnets_are_written_once() {
    let subnet = |name: &str, prefix: &str| {
        let properties = json!({"addressPrefix": prefix, "provisioningState": "Succeeded"});
        row("g", SUBNET, &format!("hub/{name}"), properties)
    };
    let listed = json!({"subnets": [{"name": "A", "properties": {"addressPrefix": "10.0.1.0/24"}}]});
    let rows = [
        row("g", NETWORK, "hub", listed),
        subnet("a", "10.0.1.0/24"),
        subnet("b", "10.0.2.0/24"),
        row("g", CARD, "nic", json!({"subnet": {"id": id("g", SUBNET, "hub/b")}})),
        row("g", SUBNET, "gone/x", json!({})),
    ];
    let (read, yields) = generated(&estate(&rows), |_| {});
    assert_eq!((yields.counts.emitted, yields.counts.merged), (3, 2));
    assert_eq!(
        read.block("virtual_networks_hub")["body"]["properties"]["subnets"],
        json!([
            {"name": "A", "properties": {"addressPrefix": "10.0.1.0/24"}},
            {"name": "b", "properties": {"addressPrefix": "10.0.2.0/24"}},
        ])
    );
    let card = &read.block("network_interfaces_nic")["body"]["properties"];
    assert_eq!(
        *card,
        json!({"subnet": {"id": "${azapi_resource.virtual_networks_hub.id}/subnets/b"}})
    );
    assert_eq!(
        fate(&yields, "subnets/a"),
        "inline-in-parent azapi_resource.virtual_networks_hub"
    );
    // A child whose parent the source does not hold stands for itself.
    let parent = &read.block("subnets_gone_x")["parent_id"];
    assert_eq!(
        *parent,
        "${azapi_resource.resource_groups_g.id}/providers/Microsoft.Network/virtualNetworks/gone"
    );
    assert_eq!(yields.outside.count, 1);
}

#[test]
fn what_comes_with_another_resource_is_merged() {
    const ENDPOINT: &str = "Microsoft.Network/privateEndpoints";
    let os = id("g", DISK, "os");
    let machine = json!({"storageProfile": {
        "osDisk": {"createOption": "FromImage", "managedDisk": {"id": os, "storageAccountType": "Premium_LRS"}},
        "dataDisks": [{"createOption": "Empty", "lun": 0, "managedDisk": {"id": id("g", DISK, "data")}}]}});
    let mut system = row(
        "g",
        DISK,
        "os",
        json!({"osType": "Linux", "creationData": {"createOption": "FromImage"}}),
    );
    system["managedBy"] = id("g", MACHINE, "vm").into();
    let mut data = row("g", DISK, "data", json!({"creationData": {"createOption": "Empty"}}));
    data["managedBy"] = id("g", MACHINE, "vm").into();
    let rows = [
        row("g", MACHINE, "vm", machine),
        system,
        data,
        row(
            "g",
            "Microsoft.Compute/snapshots",
            "snap",
            json!({"creationData": {"sourceResourceId": os}}),
        ),
        row("g", ENDPOINT, "pe", json!({})),
        row(
            "g",
            CARD,
            "pe.nic",
            json!({"privateEndpoint": {"id": id("g", ENDPOINT, "pe")}}),
        ),
    ];
    let (read, yields) = generated(&estate(&rows), |_| {});
    assert_eq!(
        fate(&yields, "disks/os"),
        "made-with-another azapi_resource.virtual_machines_vm"
    );
    assert_eq!(
        fate(&yields, "pe.nic"),
        "made-with-another azapi_resource.private_endpoints_pe"
    );
    let storage = &read.block("virtual_machines_vm")["body"]["properties"]["storageProfile"];
    let own = json!({"createOption": "FromImage", "managedDisk": {"storageAccountType": "Premium_LRS"}});
    assert_eq!(storage["osDisk"], own);
    let attached =
        json!([{"createOption": "Attach", "lun": 0, "managedDisk": {"id": "${azapi_resource.disks_data.id}"}}]);
    assert_eq!(storage["dataDisks"], attached);
    // Nothing refers to the machine, but its disk is there only after it.
    let snapshot = read.block("snapshots_snap");
    assert_eq!(snapshot["depends_on"], json!(["azapi_resource.virtual_machines_vm"]));
    let source = &snapshot["body"]["properties"]["creationData"]["sourceResourceId"];
    assert_eq!(
        *source,
        "${azapi_resource.resource_groups_g.id}/providers/Microsoft.Compute/disks/os"
    );
}

#[test]
fn groups_that_azure_fills_are_left_to_it() {
    let rows = [
        row("g", CLUSTER, "aks", json!({"nodeResourceGroup": "MC_g_aks"})),
        row("MC_g_aks", STORAGE, "inside", json!({})),
        row("g", CARD, "nic", json!({"x": id("mc_G_aks", STORAGE, "inside")})),
    ];
    let (read, yields) = generated(&estate(&rows), |_| {});
    assert_eq!(
        fate(&yields, "inside"),
        "in-managed-group azapi_resource.managed_clusters_aks"
    );
    assert_eq!((yields.resource_groups, yields.resource_groups_emitted), (2, 1));
    let properties = &read.block("managed_clusters_aks")["body"]["properties"];
    assert_eq!(
        *properties,
        json!({"nodeResourceGroup": "${var.iteration_prefix}MC_g_aks"})
    );
    let first = &read.block("network_interfaces_nic")["depends_on"];
    assert_eq!(*first, json!(["azapi_resource.managed_clusters_aks"]));
}

#[test]
fn what_cannot_be_made_is_skipped_with_a_reason() {
    let mut cut = row("g", STORAGE, "cut", json!({}));
    cut["properties"] = "{\"a\": 1...(truncated)".into();
    let rows = [
        row("g", "Microsoft.ClassicCompute/domainNames", "old", json!({})),
        row("g", "Microsoft.Sql/servers/databases", "s/master", json!({})),
        cut,
        row("g", STORAGE, "fine", json!({"a": "b...(truncated)", "c": "d"})),
    ];
    let (read, yields) = generated(&estate(&rows), |_| {});
    assert_eq!((yields.counts.emitted, yields.counts.skipped), (1, 3));
    for (name, code) in [("old", "classic"), ("master", "made-by-azure"), ("cut", "cut-off")] {
        assert_eq!(fate(&yields, name), code);
        assert_eq!(yields.reasons[code].count, 1);
    }
    assert_eq!(
        read.block("storage_accounts_fine")["body"]["properties"],
        json!({"c": "d"})
    );
    assert_eq!(yields.left_out["cut-off"], 1);
    let mut text = Vec::new();
    yields.write(&mut text).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    let figures = (&document["emitted"], &document["source"], &document["percent"]);
    assert_eq!(figures, (&json!(1), &json!(4), &json!(25.0)));
    assert_eq!(document["resources"].as_array().unwrap().len(), 4);
    assert_eq!(String::from_utf8(text).unwrap().matches("\n    {\"id\":").count(), 4);
}

#[test]
fn locks_come_last() {
    let mut lock = row("g", "Microsoft.Authorization/locks", "l", json!({"level": "ReadOnly"}));
    lock["location"] = Value::Null;
    let rows = [
        row("g", STORAGE, "a", json!({})),
        row("h", STORAGE, "b", json!({})),
        lock,
    ];
    let (read, _) = generated(&estate(&rows), |_| {});
    assert_eq!(
        read.block("locks_l")["depends_on"],
        json!(["azapi_resource.storage_accounts_a"])
    );
}

#[test]
fn two_that_would_be_one_in_the_target_are_not_both_made() {
    let rows = [
        row("a", NETWORK, "v", json!({})),
        row("B", NETWORK, "V", json!({})),
        row("b", NETWORK, "w", json!({})),
    ];
    let (_, yields) = mapped(&rows, "[resource_groups]\nb = \"a\"\n");
    assert_eq!(
        (
            yields.counts.emitted,
            yields.counts.skipped,
            yields.resource_groups_emitted
        ),
        (2, 1, 1)
    );
    assert_eq!(yields.reasons["same-id-in-target"].count, 1);
}

#[test]
fn fixes_change_blocks_and_leave_out_resources() {
    let fixes = json!({"schema_version": 1, "fixes": [
        {"kind": "drop-resource", "target": {"address": "azapi_resource.virtual_networks_hub"}, "reason": "no quota"},
        {"kind": "set-attribute", "target": {"type": STORAGE}, "path": "type", "value": "Microsoft.Storage/storageAccounts@2024-01-01"},
        {"kind": "remove-attribute", "target": {"type": STORAGE}, "path": "body.properties.bad"},
    ]});
    let overlay = Overlay::read(&fixes.to_string(), "fixes.json").unwrap();
    let mapping = Mapping::default();
    let options = GenerateOptions::new(&overlay, &mapping, 1, &NoProgress);
    let rows = [
        row("g", NETWORK, "hub", json!({})),
        row("g", SUBNET, "hub/a", json!({})),
        row("g", STORAGE, "st", json!({"bad": 1, "good": "${x}"})),
    ];
    let (read, yields) = written(&estate(&rows), &options);
    assert_eq!(yields.counts.skipped, 2);
    assert_eq!(
        (fate(&yields, "hub"), fate(&yields, "subnets/a")),
        ("left-out-by-fix".into(), "left-out-by-fix".into())
    );
    let storage = read.block("storage_accounts_st");
    assert_eq!(storage["type"], "Microsoft.Storage/storageAccounts@2024-01-01");
    assert_eq!(storage["body"], json!({"properties": {"good": "$${x}"}}));
    assert!(yields.guessed_versions.is_empty());
    assert_eq!(yields.fixes.values().map(|counts| counts.applied).sum::<u64>(), 2);
}
