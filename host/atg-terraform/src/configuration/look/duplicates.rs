//! What is there twice: addresses, arguments, and names that Azure takes once.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Problem, Seen};
use crate::configuration::{Block, BlockKind, Configuration, references};

/// Arguments of azurerm that name what a resource lies in.
const PARENTS: [&str; 46] = [
    "account_name",
    "api_management_name",
    "application_gateway_id",
    "automation_account_name",
    "cdn_frontdoor_profile_id",
    "cluster_name",
    "container_registry_name",
    "cosmosdb_account_id",
    "data_factory_id",
    "database_name",
    "endpoint_name",
    "eventhub_name",
    "express_route_circuit_name",
    "firewall_policy_id",
    "key_vault_id",
    "kubernetes_cluster_id",
    "lab_name",
    "loadbalancer_id",
    "managed_instance_id",
    "mssql_server_id",
    "namespace_id",
    "namespace_name",
    "network_security_group_name",
    "network_watcher_name",
    "parent_id",
    "private_dns_zone_name",
    "profile_name",
    "recovery_vault_name",
    "registry_name",
    "resource_group_name",
    "route_table_name",
    "scope",
    "server_id",
    "server_name",
    "service_plan_name",
    "storage_account_id",
    "storage_account_name",
    "target_resource_id",
    "topic_id",
    "topic_name",
    "virtual_hub_id",
    "virtual_machine_id",
    "virtual_machine_scale_set_id",
    "virtual_network_name",
    "workspace_id",
    "zone_name",
];

/// An argument that stands twice in one object.
pub(super) fn repeated(block: Block<'_>, names: &[String], seen: &mut Seen) {
    for name in names {
        let detail = format!("`{name}` stands more than once in one object; only one of its values can be meant.");
        seen.push(
            block,
            Problem::error("repeated-argument", "Argument given twice", detail),
        );
    }
}

/// Addresses that are declared again.
pub(super) fn addresses(configuration: &Configuration, seen: &mut Seen) {
    for second in &configuration.seconds {
        let block = configuration.shown(&configuration.blocks[second.first as usize]);
        let file = &configuration.files[second.piece.file as usize].name;
        let detail = format!(
            "`{}` was already declared at {}:{}. An address can be declared once.",
            block.address(),
            block.file(),
            block.line()
        );
        let problem = Problem::error("duplicate-address", "Duplicate address", detail);
        seen.push_at(block, file, second.piece.line, problem);
    }
}

/// Type, parents and name of a resource in Azure, in lower case.
type Key = (String, Vec<String>, String);

/// Resources by what they would be called in Azure.
#[derive(Default)]
pub(super) struct Names(BTreeMap<Key, Vec<String>>);

impl Names {
    pub(super) fn meet(&mut self, configuration: &Configuration, block: Block<'_>, body: &Map<String, Value>) {
        if let Some(key) = key(configuration, block, body) {
            self.0.entry(key).or_default().push(block.address());
        }
    }

    pub(super) fn tell(self, configuration: &Configuration, seen: &mut Seen) {
        for ((_, _, name), addresses) in self.0 {
            let mut addresses = addresses.into_iter();
            let Some(first) = addresses.next() else { continue };
            for address in addresses {
                let Some(block) = configuration.find(&address) else {
                    continue;
                };
                let name = name.escape_debug();
                let detail = format!(
                    "`{address}` would create `{name}`, as `{first}` does: case does not tell names apart in Azure."
                );
                seen.push(
                    block,
                    Problem::error("duplicate-name", "Two blocks for one resource", detail),
                );
            }
        }
    }
}

fn key(configuration: &Configuration, block: Block<'_>, body: &Map<String, Value>) -> Option<Key> {
    if block.kind() != BlockKind::Resource || body.contains_key("count") || body.contains_key("for_each") {
        return None;
    }
    let type_name = block.type_name();
    let name = meant(configuration, body.get("name")?.as_str()?);
    if type_name == "azapi_resource" {
        let arm = body.get("type")?.as_str()?;
        let arm = arm.split_once('@').map_or(arm, |(arm, _)| arm).to_lowercase();
        let parent = body.get("parent_id").and_then(Value::as_str).unwrap_or_default();
        return Some((arm, vec![meant(configuration, parent)], name));
    }
    if !type_name.starts_with("azurerm_") {
        return None;
    }
    let parent = |parent: &&str| {
        Some(format!(
            "{parent}={}",
            meant(configuration, body.get(*parent)?.as_str()?)
        ))
    };
    let parents: Vec<String> = PARENTS.iter().filter_map(parent).collect();
    // Without a parent that is known here nothing can be told, but a group lies in the subscription.
    (!parents.is_empty() || type_name == "azurerm_resource_group").then(|| (type_name.to_owned(), parents, name))
}

/// A text as Azure sees it: in lower case, and a reference to a written name in place of it.
fn meant(configuration: &Configuration, text: &str) -> String {
    let written = || {
        let inner = text.strip_prefix("${")?.strip_suffix('}')?;
        let [reference] = <[_; 1]>::try_from(references(text)).ok()?;
        if inner.trim() != format!("{}.{}", reference.address, reference.attribute) || reference.attribute != "name" {
            return None;
        }
        let body = configuration.find(&reference.address)?.body();
        body.get("name")?
            .as_str()
            .filter(|name| !name.contains("${"))
            .map(str::to_lowercase)
    };
    written().unwrap_or_else(|| text.to_lowercase())
}
