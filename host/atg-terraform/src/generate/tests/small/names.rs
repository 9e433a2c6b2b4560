//! Names that must change, and what the mapping says.

use super::*;

#[test]
fn shared_names_get_a_suffix_that_identity_knows() {
    let site = json!({"url": "https://orders.blob.core.windows.net/x", "ref": id("rg-long", STORAGE, "orders")});
    let address = json!({"dnsSettings": {"domainNameLabel": "orders", "fqdn": "orders.x"}});
    let rows = [
        row("rg-Long", STORAGE, "orders", json!({"primaryEndpoints": {"blob": "x"}})),
        row("rg-Long", "Microsoft.Web/sites", "app", site),
        row(
            "rg-Long",
            "Microsoft.Storage/storageAccounts/blobServices",
            "orders/default",
            json!({}),
        ),
        row("rg-Long", "Microsoft.Network/publicIPAddresses", "ip", address),
    ];
    let source = estate(&rows);
    let (read, yields) = generated(&source, |_| {});
    let name = read.block("storage_accounts_orders")["name"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(name.starts_with("orders") && name.len() == 11, "{name}");
    let site = &read.block("sites_app")["body"]["properties"];
    assert_eq!(site["url"], format!("https://{name}.blob.core.windows.net/x"));
    let label = &read.block("public_ip_addresses_ip")["body"]["properties"]["dnsSettings"];
    assert!(label["domainNameLabel"].as_str().unwrap().starts_with("orders-") && label.get("fqdn").is_none());
    assert_eq!(yields.global_names.len(), 2);
    // Another lineage has other names, another round of the same one has not.
    let (again, _) = generated(&source, |options| options.iteration = 8);
    assert_eq!(again.block("storage_accounts_orders")["name"], name);
    let (other, _) = generated(&source, |options| options.lineage = "second");
    assert_ne!(other.block("storage_accounts_orders")["name"], name);
    let mapping = yields.extended(&Mapping::default());
    let target = &mapping.resources[&id("rg-long", STORAGE, "orders").to_lowercase()];
    assert!(
        target.ends_with(&format!("/resourceGroups/rg-Long/providers/{STORAGE}/{name}")),
        "{target}"
    );
}

#[test]
fn the_mapping_names_groups_resources_places_and_sizes() {
    let mapping = "[names]\norders = \"bestellungen\"\n[resource_groups]\nrg = \"rg-neu\"\n\
                   [locations]\neastus = \"West Europe\"\n[skus]\nstandard_d2s_v3 = \"Standard_D2s_v5\"\n";
    let machine = json!({"hardwareProfile": {"vmSize": "Standard_D2s_v3"}, "location": "East US"});
    let rows = [
        row("RG", STORAGE, "orders", json!({})),
        row("RG", MACHINE, "vm", machine),
    ];
    let (read, yields) = mapped(&rows, mapping);
    let storage = read.block("storage_accounts_orders");
    assert_eq!(
        (&storage["name"], &storage["location"]),
        (&json!("bestellungen"), &json!("westeurope"))
    );
    let group = read.block("resource_groups_rg");
    let expected = (&json!("${var.iteration_prefix}rg-neu"), &json!("westeurope"));
    assert_eq!((&group["name"], &group["location"]), expected);
    let machine = &read.block("virtual_machines_vm")["body"]["properties"];
    assert_eq!(
        *machine,
        json!({"hardwareProfile": {"vmSize": "Standard_D2s_v5"}, "location": "westeurope"})
    );
    assert!(yields.mapping.resources.is_empty() && yields.mapping.resource_groups.is_empty());
}

#[test]
fn any_name_is_written_and_addressed() {
    let (long, long_group) = ("n".repeat(90), "g".repeat(90));
    let odd = [
        "ünï-名前",
        "a b(c)",
        "x.y_z",
        "X-Y-Z",
        &long,
        "${var.x}",
        "%{ if }",
        "quote\"back\\slash",
        "new\nline",
        "1",
    ];
    let mut rows: Vec<Value> = odd
        .iter()
        .map(|name| row(&long_group, NETWORK, name, json!({})))
        .collect();
    rows.extend(
        odd.iter()
            .map(|name| row("other", NETWORK, name, json!({"to": id(&long_group, NETWORK, name)}))),
    );
    let (read, yields) = generated(&estate(&rows), |_| {});
    assert_eq!(yields.counts.emitted, 20);
    assert_eq!(yields.mapping.resource_groups[&long_group].len(), 74);
    let names: Vec<&str> = read
        .blocks
        .values()
        .filter_map(|block| block["name"].as_str())
        .collect();
    for name in ["ünï-名前", "$${var.x}", "%%{ if }", "quote\"back\\slash", "new\nline"] {
        assert_eq!(names.iter().filter(|other| **other == name).count(), 2, "{name}");
    }
    let referring = read.blocks.values().filter(|block| {
        let to = block["body"]["properties"]["to"].as_str().unwrap_or_default();
        to.starts_with("${azapi_resource.") && to.ends_with(".id}")
    });
    assert_eq!(referring.count(), 10);
}

#[test]
fn large_estates_are_written_a_file_a_group() {
    const POLICY: &str = "Microsoft.Authorization/policyAssignments";
    let policy =
        json!({"id": format!("/subscriptions/{SUBSCRIPTION}/providers/{POLICY}/p"), "type": POLICY, "name": "p"});
    let rows = [
        row("rg-A", NETWORK, "a", json!({})),
        row("RG-a", NETWORK, "b", json!({})),
        row("rg.x", NETWORK, "c", json!({})),
        policy,
    ];
    let (read, yields) = generated(&estate(&rows), |options| options.shard_above = 3);
    let names: Vec<&str> = read.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(
        (names[0], names[1], names[3]),
        ("main.tf.json", "rg-rg-a.tf.json", "subscription.tf.json")
    );
    assert!(names[2].starts_with("rg-rg_x-"));
    assert_eq!(yields.files, names);
    assert_eq!(
        read.block("policy_assignments_p")["parent_id"],
        "/subscriptions/${var.subscription_id}"
    );
}
