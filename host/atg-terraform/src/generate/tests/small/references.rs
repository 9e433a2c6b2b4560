//! Ids in bodies.

use super::*;

#[test]
fn ids_become_references_wherever_they_stand() {
    let network = id("rg", NETWORK, "hub");
    let properties = json!({
        "exact": network.to_uppercase(),
        "below": format!("{network}/subnets/a"),
        "within": format!("see {network}, or https://portal/#resource{network}/overview"),
        "group": format!("/subscriptions/{SUBSCRIPTION}/resourceGroups/Rg"),
        "role": format!("/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/r"),
        "subscriptionId": SUBSCRIPTION.to_uppercase(),
        "tenantId": "AAAAAAAA-0000-4000-8000-000000000001",
        "issuer": "https://sts.windows.net/aaaaaaaa-0000-4000-8000-000000000001/",
    });
    let rows = [row("rg", NETWORK, "hub", json!({})), row("RG", CARD, "nic", properties)];
    let (read, yields) = generated(&estate(&rows), |_| {});
    let hub = "${azapi_resource.virtual_networks_hub.id}";
    assert_eq!(
        read.block("network_interfaces_nic")["body"]["properties"],
        json!({
            "exact": hub,
            "below": format!("{hub}/subnets/a"),
            "within": format!("see {hub}, or https://portal/#resource{hub}/overview"),
            "group": "${azapi_resource.resource_groups_rg.id}",
            "role": "/subscriptions/${var.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/r",
            "subscriptionId": "${var.subscription_id}",
            "tenantId": "${var.tenant_id}",
            "issuer": "https://sts.windows.net/${var.tenant_id}/",
        })
    );
    assert_eq!((yields.outside.count, yields.resource_groups), (0, 1));
}

#[test]
fn what_lies_outside_stays_and_is_counted() {
    let other = "33333333-3333-3333-3333-333333333333";
    let far = id("rg-far", NETWORK, "far");
    let properties = json!({
        "missing": id("rg", NETWORK, "missing"),
        "far": far,
        "other": format!("/subscriptions/{other}/resourceGroups/x"),
    });
    let mapping = format!("[subscriptions]\n{other:?} = \"44444444-4444-4444-4444-444444444444\"\n");
    let (read, yields) = mapped(&[row("rg", CARD, "nic", properties)], &mapping);
    assert_eq!(
        read.block("network_interfaces_nic")["body"]["properties"],
        json!({
            "missing": "${azapi_resource.resource_groups_rg.id}/providers/Microsoft.Network/virtualNetworks/missing",
            "far": far,
            "other": "/subscriptions/44444444-4444-4444-4444-444444444444/resourceGroups/x",
        })
    );
    assert_eq!(yields.outside.count, 3);
    let mut paths: Vec<&str> = yields
        .outside
        .first
        .iter()
        .map(|outside| outside.path.as_str())
        .collect();
    paths.sort_unstable();
    assert_eq!(paths, ["properties.far", "properties.missing", "properties.other"]);
    assert_eq!(yields.outside.first[0].address, "azapi_resource.network_interfaces_nic");
}

#[test]
fn a_resource_never_refers_to_itself() {
    const BALANCER: &str = "Microsoft.Network/loadBalancers";
    let front = format!("{}/frontendIPConfigurations/front", id("rg", BALANCER, "lb"));
    let properties = json!({
        "frontendIPConfigurations": [{"name": "front", "id": front, "properties": {}}],
        "loadBalancingRules": [{"name": "r", "properties": {"frontendIPConfiguration": {"id": front}}}],
    });
    let (read, _) = generated(&estate(&[row("rg", BALANCER, "lb", properties)]), |_| {});
    let front = "${azapi_resource.resource_groups_rg.id}/providers/Microsoft.Network/loadBalancers/lb\
                 /frontendIPConfigurations/front";
    assert_eq!(
        read.block("load_balancers_lb")["body"]["properties"],
        json!({
            "frontendIPConfigurations": [{"name": "front", "properties": {}}],
            "loadBalancingRules": [{"name": "r", "properties": {"frontendIPConfiguration": {"id": front}}}],
        })
    );
}

#[test]
fn circles_are_opened() {
    let rows = [
        row("a", NETWORK, "one", json!({"peer": {"id": id("b", NETWORK, "two")}})),
        row("b", NETWORK, "two", json!({"peer": {"id": id("a", NETWORK, "one")}})),
    ];
    let (read, yields) = generated(&estate(&rows), |_| {});
    assert_eq!(
        (yields.given_up.count, yields.given_up.first[0].how),
        (1, "written-out")
    );
    let peers = ["one", "two"].map(|name| {
        let block = read.block(&format!("virtual_networks_{name}"));
        block["body"]["properties"]["peer"]["id"].as_str().unwrap()
    });
    let written = peers
        .iter()
        .filter(|peer| peer.contains("/providers/Microsoft.Network/virtualNetworks/"));
    assert_eq!(written.count(), 1, "{peers:?}");
}

#[test]
fn a_parent_cannot_refer_to_its_child() {
    const POOL: &str = "Microsoft.Sql/servers/elasticPools";
    let pool = id("g", POOL, "s/p");
    let properties = json!({"default": {"id": pool}, "text": format!("uses {pool}")});
    let rows = [row("g", SERVER, "s", properties), row("g", POOL, "s/p", json!({}))];
    let (read, yields) = generated(&estate(&rows), |_| {});
    let server = read.block("servers_s");
    let name = server["name"].as_str().unwrap();
    let above = "${azapi_resource.resource_groups_g.id}/providers/Microsoft.Sql/servers";
    let expected = json!({"text": format!("uses {above}/{name}/elasticPools/p")});
    assert_eq!(server["body"]["properties"], expected);
    assert_eq!(
        read.block("elastic_pools_s_p")["parent_id"],
        "${azapi_resource.servers_s.id}"
    );
    assert_eq!(yields.given_up.count, 2);
}

#[test]
fn back_references_go() {
    let rows = [
        row(
            "g",
            CARD,
            "nic",
            json!({"virtualMachine": {"id": id("g", MACHINE, "vm")}}),
        ),
        row(
            "g",
            MACHINE,
            "vm",
            json!({"networkProfile": {"networkInterfaces": [{"id": id("g", CARD, "nic")}]}}),
        ),
    ];
    let (read, yields) = generated(&estate(&rows), |_| {});
    assert_eq!((yields.given_up.count, yields.left_out["back-reference"]), (0, 1));
    let cards = &read.block("virtual_machines_vm")["body"]["properties"]["networkProfile"]["networkInterfaces"];
    assert_eq!(*cards, json!([{"id": "${azapi_resource.network_interfaces_nic.id}"}]));
}

const SYSTEM: &str = "10000000-0000-0000-0000-000000000001";
const ASSIGNED: &str = "10000000-0000-0000-0000-000000000002";
const CLIENT: &str = "10000000-0000-0000-0000-000000000003";
const STRANGER: &str = "10000000-0000-0000-0000-000000000004";
const MAPPED: &str = "10000000-0000-0000-0000-000000000005";

fn role(name: &str, principal: &str) -> Value {
    let definition = format!("/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/r");
    let mut role = row(
        "g",
        ROLE,
        name,
        json!({"principalId": principal, "roleDefinitionId": definition}),
    );
    role["id"] = format!("{}/providers/{ROLE}/{name}", id("g", MACHINE, "vm")).into();
    role["location"] = Value::Null;
    role
}

#[test]
fn identities_are_referred_to_and_strangers_asked_for() {
    const USER: &str = "Microsoft.ManagedIdentity/userAssignedIdentities";
    let mut machine = row("g", MACHINE, "vm", json!({"clientId": CLIENT}));
    machine["identity"] = json!({"type": "systemassigned,UserAssigned", "principalId": SYSTEM, "tenantId": "x",
        "userAssignedIdentities": {id("g", USER, "me").to_lowercase(): {"principalId": ASSIGNED, "clientId": CLIENT}}});
    let user = row(
        "g",
        USER,
        "me",
        json!({"principalId": ASSIGNED, "clientId": CLIENT, "tenantId": "t"}),
    );
    let rows = [
        user,
        machine,
        role("r1", SYSTEM),
        role("r2", ASSIGNED),
        role("r3", STRANGER),
        role("r4", MAPPED),
    ];
    let mapping = format!("[principals]\n{MAPPED:?} = \"20000000-0000-0000-0000-000000000005\"\n");
    let (read, yields) = mapped(&rows, &mapping);
    let machine = read.block("virtual_machines_vm");
    let me = "azapi_resource.user_assigned_identities_me";
    let identity = json!({"type": "SystemAssigned, UserAssigned", "identity_ids": [format!("${{{me}.id}}")]});
    assert_eq!(machine["identity"], identity);
    assert_eq!(
        machine["body"]["properties"]["clientId"],
        format!("${{{me}.output.properties.clientId}}")
    );
    let principal = |name: &str| {
        let block = read.block(&format!("role_assignments_{name}"));
        block["body"]["properties"]["principalId"].as_str().unwrap()
    };
    assert_eq!(
        principal("r1"),
        "${azapi_resource.virtual_machines_vm.identity[0].principal_id}"
    );
    assert_eq!(principal("r2"), format!("${{{me}.output.properties.principalId}}"));
    assert_eq!(
        principal("r3"),
        format!("${{var.principal_{}}}", STRANGER.replace('-', "_"))
    );
    assert_eq!(principal("r4"), "20000000-0000-0000-0000-000000000005");
    assert_eq!(yields.unmapped_principals.len(), 1);
    let role = read.block("role_assignments_r1");
    assert_eq!(role["parent_id"], "${azapi_resource.virtual_machines_vm.id}");
    let definition = &role["body"]["properties"]["roleDefinitionId"];
    assert_eq!(
        *definition,
        "/subscriptions/${var.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/r"
    );
    assert!(arm::is_guid(role["name"].as_str().unwrap()));
    assert!(role.get("location").is_none());
}

#[test]
fn the_same_tenant_keeps_its_people() {
    let vault = row(
        "g",
        "Microsoft.KeyVault/vaults",
        "kv",
        json!({"accessPolicies": [{"objectId": STRANGER}]}),
    );
    let (read, yields) = generated(&estate(&[vault]), |options| {
        options.target_tenant = Some("AAAAAAAA-0000-4000-8000-000000000001");
    });
    let policies = &read.block("vaults_kv")["body"]["properties"]["accessPolicies"];
    assert_eq!(policies[0]["objectId"], STRANGER);
    assert!(yields.unmapped_principals.is_empty());
}
