//! The rows of each fixture.

use serde_json::{Value, json};

use super::words::HARMFUL;
use super::{Estate, scope};
use crate::CANARY;
use crate::estate::Side;

const ACCOUNT: &str = "Microsoft.Storage/storageAccounts";
const MACHINE: &str = "Microsoft.Compute/virtualMachines";
const NETWORK: &str = "Microsoft.Network/virtualNetworks";
const VAULT: &str = "Microsoft.KeyVault/vaults";

fn id(side: Side, group: &str, path: &str) -> String {
    format!(
        "/subscriptions/{}/resourceGroups/{group}/providers/{path}",
        scope(side).0
    )
}

/// A group as this side calls it: the target's carry the prefix.
fn group(side: Side, name: &str) -> String {
    match side {
        Side::Source => name.to_owned(),
        Side::Target => format!("ITERATION182_{name}"),
    }
}

fn row(id: &str, type_name: &str, group: &str, properties: Value) -> Value {
    let mut row = json!({
        "id": id,
        "name": id.rsplit('/').next(),
        "type": type_name,
        "location": "eastus",
        "resourceGroup": group,
        "tags": {"environment": "test"},
    });
    row["properties"] = properties;
    row
}

/// A resource without a child path, in the group `rg-edge`.
fn simple(side: Side, type_name: &str, name: &str, properties: Value) -> Value {
    let group = group(side, "rg-edge");
    row(
        &id(side, &group, &format!("{type_name}/{name}")),
        type_name,
        &group,
        properties,
    )
}

fn listed(rows: Vec<Value>) -> Estate {
    Estate {
        rows,
        coverage: json!({}),
    }
}

/// Four resources as they usually are.
pub(super) fn plain(side: Side) -> Estate {
    let network = simple(
        side,
        NETWORK,
        "vnet-plain",
        json!({"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}),
    );
    let machine = simple(
        side,
        MACHINE,
        "vm-plain",
        json!({"hardwareProfile": {"vmSize": "Standard_D2s_v5"}, "network": {"id": network["id"]}}),
    );
    let account = simple(
        side,
        ACCOUNT,
        "stplain",
        json!({"accessTier": "Hot", "minimumTlsVersion": "TLS1_2"}),
    );
    let vault = simple(side, VAULT, "kv-plain", json!({"enableSoftDelete": true}));
    listed(vec![network, machine, account, vault])
}

/// Each text as name, group, tag, member and value: one resource in both estates, and one in this estate alone.
pub(super) fn harmful(side: Side) -> Estate {
    let mut rows = Vec::new();
    for (at, text) in HARMFUL.iter().enumerate() {
        // Every second pair differs, so that the value appears in the table of differences.
        let changed = side == Side::Target && at % 2 == 1;
        let value = if changed {
            format!("{} (changed)", text.value)
        } else {
            text.value.to_owned()
        };
        let group = group(side, &format!("rg-{at}-{}", text.name));
        let properties = json!({"description": value, "settings": {text.name: text.value}});
        let shared = format!("Contoso.Edge/wid|gets<b>/{}", text.name);
        let mut both = row(
            &id(side, &group, &shared),
            "Contoso.Edge/wid|gets<b>",
            &group,
            properties.clone(),
        );
        both["tags"] = json!({text.name: text.value, "owner": text.value});
        rows.push(both);
        let word = if side == Side::Source { "source" } else { "target" };
        let own = format!("Contoso.Edge/{word}Only/{}", text.name);
        rows.push(row(
            &id(side, &group, &own),
            &format!("Contoso.Edge/{word}Only"),
            &group,
            properties,
        ));
    }
    listed(rows)
}

/// Unreadable on one side or on both; one pair also differs in what can be read.
pub(super) fn truncated(side: Side) -> Estate {
    let source = side == Side::Source;
    let whole = json!({"accessTier": "Hot", "minimumTlsVersion": "TLS1_2"});
    let cut = json!("{\"accessTier\":\"Hot\",\"minimumTlsVer...(truncated)");
    let inner = json!({"accessTier": if source { "Hot" } else { "Cool" }, "description": "a long text that ends...(truncated)"});
    listed(vec![
        simple(side, ACCOUNT, "stboth", cut.clone()),
        simple(side, ACCOUNT, "stone", if source { cut } else { whole.clone() }),
        simple(
            side,
            ACCOUNT,
            "stinner",
            if source {
                inner
            } else {
                json!({"accessTier": "Cool", "description": "a long text that ends well"})
            },
        ),
        simple(side, ACCOUNT, "stwhole", whole.clone()),
        // Some tools store the object as text: that can be read.
        simple(
            side,
            ACCOUNT,
            "sttext",
            if source { whole.to_string().into() } else { whole },
        ),
    ])
}

/// The same five resources, spelled otherwise in the target.
pub(super) fn spellings(side: Side) -> Estate {
    let source = side == Side::Source;
    let group = if source {
        "rg-Edge"
    } else {
        "iteration007_ITERATION12_RG-EDGE"
    };
    let at = |path: &str| {
        let id = id(side, group, path);
        if source {
            id
        } else {
            id.to_uppercase().replace("/SUBSCRIPTIONS/", "/Subscriptions/")
        }
    };
    let network = at("Microsoft.Network/virtualNetworks/vnet-Edge");
    let subnet = at("Microsoft.Network/virtualNetworks/vnet-Edge/subnets/default");
    let (first, second) = (
        json!({"name": "allow-https", "properties": {"priority": 100, "direction": "Inbound"}}),
        json!({"properties": {"direction": "Inbound", "priority": 200}, "name": "allow-ssh"}),
    );
    let rules = if source {
        json!([first, second])
    } else {
        json!([second, first])
    };
    let mut rows = vec![
        row(
            &network,
            NETWORK,
            group,
            json!({"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}),
        ),
        // Tools spell a child type with and without its parent.
        row(
            &subnet,
            if source {
                "Microsoft.Network/virtualNetworks/subnets"
            } else {
                "Microsoft.Network/subnets"
            },
            group,
            json!({"addressPrefix": "10.1.0.0/24"}),
        ),
        row(
            &at("Microsoft.Network/networkSecurityGroups/nsg-Edge"),
            "Microsoft.Network/networkSecurityGroups",
            group,
            json!({"securityRules": rules, "provisioningState": if source { "Succeeded" } else { "Updating" }}),
        ),
        row(
            &at("Microsoft.Compute/virtualMachines/vm-Edge"),
            MACHINE,
            group,
            json!({"subnet": {"id": subnet}}),
        ),
        row(
            &at("Microsoft.Authorization/locks/keep"),
            "Microsoft.Authorization/locks",
            group,
            json!({"level": "CanNotDelete"}),
        ),
    ];
    if !source {
        rows.reverse();
        for row in &mut rows {
            row["location"] = "East US".into();
            row["type"] = row["type"].as_str().unwrap_or_default().to_lowercase().into();
            row["etag"] = "W/\"0815\"".into();
        }
    }
    listed(rows)
}

/// The plain estate with repeated rows; the target lacks its last resource.
pub(super) fn duplicates(side: Side) -> Estate {
    let mut rows = plain(side).rows;
    if side == Side::Target {
        rows.pop();
    }
    let mut again: Vec<Value> = rows.iter().take(2).cloned().collect();
    again.extend(rows.first().filter(|_| side == Side::Source).cloned());
    for row in &mut again {
        row["id"] = row["id"].as_str().unwrap_or_default().to_uppercase().into();
    }
    rows.extend(again);
    listed(rows)
}

/// The plain estate; in the target three times.
pub(super) fn copies(side: Side) -> Estate {
    let plain_rows = plain(side).rows;
    if side == Side::Source {
        return listed(plain_rows);
    }
    let prefixes = ["ITERATION182_", "iteration0183_", "Iteration184_ITERATION9_"];
    let rows = prefixes.iter().flat_map(|prefix| {
        let text = Value::from(plain_rows.clone())
            .to_string()
            .replace("ITERATION182_", prefix);
        match serde_json::from_str(&text) {
            Ok(Value::Array(rows)) => rows,
            _ => Vec::new(),
        }
    });
    listed(rows.collect())
}

/// The source sees subnets and a role assignment that the target cannot; the target sees extensions that the source
/// cannot; a vault is simply missing.
pub(super) fn coverage(side: Side) -> Estate {
    let source = side == Side::Source;
    let mut rows = plain(side).rows;
    let group = group(side, "rg-edge");
    let child =
        |path: &str, type_name: &str, properties: Value| row(&id(side, &group, path), type_name, &group, properties);
    let state = |state: &str, detail: &str| json!({"state": state, "detail": detail});
    if source {
        for name in ["default", "workload", "gateway"] {
            let path = format!("{NETWORK}/vnet-plain/subnets/{name}");
            rows.push(child(
                &path,
                "Microsoft.Network/virtualNetworks/subnets",
                json!({"addressPrefix": "10.1.0.0/24"}),
            ));
        }
        let path = "Microsoft.Authorization/roleAssignments/0f0f0f0f-0000-4000-8000-000000000001";
        rows.push(child(
            path,
            "Microsoft.Authorization/roleAssignments",
            json!({"principalType": "User"}),
        ));
        let coverage = json!({"Microsoft.Compute/virtualMachines/extensions": state("skipped", "this scan did not list children")});
        return Estate { rows, coverage };
    }
    rows.pop();
    for name in ["monitor", "security"] {
        let path = format!("{MACHINE}/vm-plain/extensions/{name}");
        rows.push(child(
            &path,
            "Microsoft.Compute/virtualMachines/extensions",
            json!({"publisher": "Contoso"}),
        ));
    }
    let coverage = json!({
        "Microsoft.Network/virtualNetworks/subnets": state("skipped", "this scan did not list children"),
        "Microsoft.Authorization/roleAssignments": state("forbidden", "no right to read role assignments"),
    });
    Estate { rows, coverage }
}

/// The plain estate with a canary wherever secrets stand; each pair differs in its secret.
pub(super) fn secrets(side: Side) -> Estate {
    let word = if side == Side::Source { "source" } else { "target" };
    let secret = |place: &str| format!("{CANARY}-{place}-{word}");
    let mut rows = plain(side).rows;
    let places = ["adminPassword", "connectionString", "primaryKey", "sasToken"];
    for (row, place) in rows.iter_mut().zip(places) {
        row["tags"]["password"] = secret("tag").into();
        row["properties"][place] = secret(place).into();
        row["properties"]["osProfile"] =
            json!({"customData": secret("customData"), "secrets": [{"value": secret("list")}]});
    }
    listed(rows)
}
