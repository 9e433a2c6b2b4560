//! Blocks by hand, one for each thing that a provider can say at `terraform validate`, in one configuration. What is
//! expected holds for the stand-in and for the real azapi.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::workspace::Workspace;

mod arguments;
mod bodies;
mod others;

const GROUP: &str = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g";
const STORAGE: &str = "Microsoft.Storage/storageAccounts@2026-04-01";
const VAULT: &str = "Microsoft.KeyVault/vaults@2026-02-01";
const NETWORK: &str = "Microsoft.Network/virtualNetworks@2025-07-01";
const FIREWALL: &str = "Microsoft.Network/networkSecurityGroups@2025-07-01";

/// Blocks and what must be said of them.
#[derive(Default)]
struct Cases {
    blocks: BTreeMap<String, Value>,
    expected: BTreeMap<String, Vec<String>>,
}

impl Cases {
    fn add(&mut self, of: &str, block: Value, expected: &[&str]) {
        let address = format!("{of}.c{}", self.blocks.len());
        if !expected.is_empty() {
            let mut lines: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
            lines.sort();
            self.expected.insert(address.clone(), lines);
        }
        self.blocks.insert(address, block);
    }

    /// A resource in a group, with a location.
    #[allow(clippy::needless_pass_by_value, reason = "callers write the value in place")]
    fn resource(&mut self, of: &str, body: Value, expected: &[&str]) {
        self.with(of, json!({"body": body}), expected);
    }

    /// The same with more or other arguments; null takes one away.
    #[allow(clippy::needless_pass_by_value, reason = "callers write the value in place")]
    fn with(&mut self, of: &str, arguments: Value, expected: &[&str]) {
        let mut block = json!({"type": of, "parent_id": GROUP, "name": "example", "location": "westeurope"});
        for (name, value) in arguments.as_object().into_iter().flatten() {
            block[name] = value.clone();
        }
        if let Some(members) = block.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        self.add("azapi_resource", block, expected);
    }
}

#[test]
fn every_case_is_said_as_expected() {
    let mut cases = Cases::default();
    bodies::bodies(&mut cases);
    arguments::arguments(&mut cases);
    arguments::identities(&mut cases);
    arguments::types_and_ids(&mut cases);
    bodies::unknown_values(&mut cases);
    others::other_resources(&mut cases);
    let beside = json!({
        "variable": {"unknown": {}, "unknown_flag": {"type": "bool"}, "unknown_list": {"type": "list(string)"}},
        "data": {"azapi_resource": {
            "right": {"type": NETWORK, "parent_id": GROUP, "name": "v"},
            "group": {"type": "Microsoft.Resources/resourceGroups@2025-04-01", "name": "g"},
            "neither": {"type": NETWORK},
            "empty": {"type": NETWORK, "name": "", "parent_id": GROUP}
        }}
    });
    for (address, line) in [
        (
            "data.azapi_resource.neither",
            "Invalid configuration: One of the arguments \"name\" or \"resource_id\" must be set",
        ),
        (
            "data.azapi_resource.empty",
            "Invalid Attribute Value Length: Attribute name string length must be at least 1, got: 0",
        ),
    ] {
        cases.expected.insert(address.to_owned(), vec![line.to_owned()]);
    }
    let said = Workspace::new(&cases.blocks, &beside, None).validate();
    let mut wrong = Vec::new();
    for address in cases.blocks.keys().chain(said.keys()).chain(cases.expected.keys()) {
        let nothing = Vec::new();
        let heard = said.get(address).unwrap_or(&nothing);
        let expected = cases.expected.get(address).unwrap_or(&nothing);
        if heard != expected {
            let block = cases.blocks.get(address).cloned().unwrap_or_default();
            wrong.push(format!(
                "{address} {block}\n  said     {heard:?}\n  expected {expected:?}"
            ));
        }
    }
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "{} of {} cases\n{}",
        wrong.len(),
        cases.blocks.len(),
        wrong.join("\n")
    );
}
