//! Arguments that are not expected.

use atg_sdk::json::Json;
use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, json_string, paths};

/// Arguments of azurerm and azuread that got another name, and whether the new one says the opposite.
const RENAMED: [(&str, &str, bool); 14] = [
    ("disable_bgp_route_propagation", "bgp_route_propagation_enabled", true),
    ("enable_non_ssl_port", "non_ssl_port_enabled", false),
    ("enable_https_traffic_only", "https_traffic_only_enabled", false),
    ("allow_blob_public_access", "allow_nested_items_to_be_public", false),
    ("enable_ip_forwarding", "ip_forwarding_enabled", false),
    ("enable_accelerated_networking", "accelerated_networking_enabled", false),
    ("enable_auto_scaling", "auto_scaling_enabled", false),
    ("enable_node_public_ip", "node_public_ip_enabled", false),
    ("enable_host_encryption", "host_encryption_enabled", false),
    ("enable_rbac_authorization", "rbac_authorization_enabled", false),
    ("enable_automatic_failover", "automatic_failover_enabled", false),
    (
        "enable_multiple_write_locations",
        "multiple_write_locations_enabled",
        false,
    ),
    ("enable_free_tier", "free_tier_enabled", false),
    ("application_id", "client_id", false),
];

/// Arguments that became resources of their own: type, argument, the other type.
const MOVED: [(&str, &str, &str); 8] = [
    (
        "azurerm_subnet",
        "network_security_group_id",
        "azurerm_subnet_network_security_group_association",
    ),
    (
        "azurerm_subnet",
        "route_table_id",
        "azurerm_subnet_route_table_association",
    ),
    (
        "azurerm_subnet",
        "nat_gateway_id",
        "azurerm_subnet_nat_gateway_association",
    ),
    (
        "azurerm_network_interface",
        "network_security_group_id",
        "azurerm_network_interface_security_group_association",
    ),
    (
        "azurerm_storage_account",
        "queue_properties",
        "azurerm_storage_account_queue_properties",
    ),
    (
        "azurerm_storage_account",
        "static_website",
        "azurerm_storage_account_static_website",
    ),
    ("azurerm_kubernetes_cluster", "acr_id", "azurerm_role_assignment"),
    (
        "azurerm_virtual_machine",
        "admin_ssh_key",
        "azurerm_linux_virtual_machine",
    ),
];

fn block(problem: &Problem<'_>, lookup: &dyn Lookup) -> std::rc::Rc<Json> {
    problem
        .address
        .and_then(|address| lookup.configuration(address))
        .unwrap_or_default()
}

/// Where the argument is. It may stand in a block, of which the diagnostic does not tell; where there are several, it may be
/// any, and the outermost is meant.
fn path_of(problem: &Problem<'_>, lookup: &dyn Lookup, name: &str) -> String {
    let mut found = paths(&block(problem, lookup), &|other, _| other == name);
    if found.len() == 1 {
        found.remove(0)
    } else {
        name.to_owned()
    }
}

pub(super) fn renamed(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let name = problem.capture("name")?;
    let (_, other, is_opposite) = RENAMED.iter().find(|(old, ..)| *old == name)?;
    if name == "application_id" && !problem.address.is_some_and(|address| address.starts_with("azuread_")) {
        return None;
    }
    let path = path_of(problem, lookup, name);
    let reason = format!("it is called `{other}` now");
    if !is_opposite {
        let fix = problem.fix("rename-attribute", &path, &reason);
        diagnosis.fixes.extend(fix.map(|fix| fix.value(&json_string(other))));
        return Some(diagnosis);
    }
    let reason = format!("it is called `{other}` now, and says the opposite");
    match block(problem, lookup).get(name).and_then(Json::as_bool) {
        Some(old) => {
            let value = if old { "false" } else { "true" };
            let set = problem.fix("set-attribute", other, &reason);
            diagnosis.fixes.extend(set.map(|fix| fix.value(value)));
            diagnosis.fixes.extend(problem.fix("remove-attribute", &path, &reason));
        }
        None => diagnosis.fixes.extend(problem.fix("manual", &path, &reason)),
    }
    Some(diagnosis)
}

pub(super) fn misspelt(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let (name, other) = (problem.capture("name")?, problem.capture("other")?);
    let path = path_of(problem, lookup, name);
    let fix = problem.fix("rename-attribute", &path, &format!("it is called `{other}`"));
    diagnosis.fixes.extend(fix.map(|fix| fix.value(&json_string(other))));
    Some(diagnosis)
}

pub(super) fn moved(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let name = problem.capture("name")?;
    let kind = problem.address?.split('.').next()?;
    let (.., other) = MOVED
        .iter()
        .find(|(of, argument, _)| *of == kind && *argument == name)?;
    let path = path_of(problem, lookup, name);
    let reason = format!("{other} says it");
    diagnosis.fixes.extend(problem.fix("remove-attribute", &path, &reason));
    diagnosis
        .fixes
        .extend(problem.fix("manual", "", &format!("generate {other}, or what it says is lost")));
    Some(diagnosis)
}

pub(super) fn unsupported(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let path = path_of(problem, lookup, problem.capture("name")?);
    diagnosis
        .fixes
        .extend(problem.fix("remove-attribute", &path, "the type has no such argument"));
    Some(diagnosis)
}
