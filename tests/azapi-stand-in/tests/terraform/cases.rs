//! Blocks by hand, one for each thing that a provider can say at `terraform validate`, in one configuration. What is
//! expected holds for the stand-in and for the real azapi.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::workspace::Workspace;

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
    fn resource(&mut self, of: &str, body: Value, expected: &[&str]) {
        self.with(of, json!({"body": body}), expected);
    }

    /// The same with more or other arguments; null takes one away.
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

fn bodies(cases: &mut Cases) {
    let storage = json!({"kind": "StorageV2", "sku": {"name": "Standard_LRS"}});
    cases.resource(STORAGE, storage, &[]);
    cases.resource(
        STORAGE,
        json!({"kind": "StorageV2"}),
        &["`sku` is required, but no definition was found"],
    );
    cases.resource(STORAGE, json!({"kind": "Any", "sku": {"name": "Other"}}), &[]);
    cases.resource(
        STORAGE,
        json!({"kind": 1, "sku": {"name": "Other"}}),
        &["`kind`'s value `` is invalid"],
    );
    cases.resource(
        STORAGE,
        json!({"kind": "Storage", "sku": {"name": "x"}, "properties": {"accessTier": "hot"}}),
        &["`properties.accessTier`'s value `hot` is invalid"],
    );
    cases.resource(
        STORAGE,
        json!({"kind": "Storage", "sku": {}, "id": "x", "type": "x", "apiVersion": "x", "name": "ignored"}),
        &[
            "`apiVersion` is not expected here, it's read only",
            "`id` is not expected here, it's read only",
            "`sku.name` is required, but no definition was found",
            "`type` is not expected here, it's read only",
        ],
    );
    cases.resource(
        STORAGE,
        json!({"kind": "Storage", "sku": "x"}),
        &["`sku` is invalid, expect `object` but got `basetypes.StringValue`"],
    );
    cases.resource(
        STORAGE,
        json!({"kind": "Storage", "sku": [1]}),
        &["`sku` is invalid, expect `object` but got `basetypes.TupleValue`"],
    );
    cases.resource(STORAGE, json!({"kind": null, "sku": null}), &[]);
    cases.resource(
        STORAGE,
        json!({"Kind": "Storage", "sku": {"name": "x"}}),
        &[
            "`Kind` is not expected here",
            "`kind` is required, but no definition was found",
        ],
    );
    cases.resource(
        STORAGE,
        json!({"kind": "Storage", "sku": {"name": "x"}, "properties": {"provisioningState": null}}),
        &["`properties.provisioningState` is not expected here, it's read only"],
    );
    cases.resource(
        NETWORK,
        json!({"properties": {"subnets": {"name": "x"}}}),
        &["`properties.subnets` is invalid, expect `array` but got `basetypes.ObjectValue`"],
    );
    cases.resource(
        NETWORK,
        json!({"properties": {"subnets": [{"name": "a", "etag": "x"}, {"naem": "b"}]}}),
        &[
            "`properties.subnets.0.etag` is not expected here, it's read only",
            "`properties.subnets.1.naem` is not expected here",
        ],
    );
    cases.resource(
        NETWORK,
        json!({"properties": {"addressSpace": {"addressPrefixes": "10.0.0.0/16"}, "enableDdosProtection": "yes"}}),
        &["`properties.addressSpace.addressPrefixes` is invalid, expect `array` but got `basetypes.StringValue`"],
    );
    cases.resource(
        NETWORK,
        json!({"properties": {"flowTimeoutInMinutes": "4"}}),
        &["`properties.flowTimeoutInMinutes` is invalid, expect `integer` but got `basetypes.StringValue`"],
    );
    cases.resource(NETWORK, json!({"properties": {"flowTimeoutInMinutes": 4.5}}), &[]);
    cases.resource(
        FIREWALL,
        json!({"properties": {"securityRules": [{"name": "r", "properties": {"access": "Deny", "direction": "Inbound", "protocol": "Tcp"}}]}}),
        &["`properties.securityRules.0.properties.priority` is required, but no definition was found"],
    );
    cases.resource(
        VAULT,
        json!({"properties": {"sku": {"family": "B", "name": "standard"}, "tenantId": "x"}}),
        &["`properties.tenantId` is invalid, string length is less than 36"],
    );
    cases.resource(
        VAULT,
        json!({"properties": {"sku": {"family": "A", "name": "gold"}, "tenantId": "g0000000-0000-0000-0000-000000000001"}}),
        &[
            "`properties.sku.name`'s value `gold` is invalid",
            "`properties.tenantId` is invalid, string does not match pattern ^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$",
        ],
    );
    cases.resource("Microsoft.Network/routeTables@2025-07-01", json!({}), &[]);
    cases.resource(
        "microsoft.network/ROUTETABLES@2025-07-01",
        json!({"nothing": 1}),
        &["`nothing` is not expected here"],
    );
    // An older version is one that there is; only the newest is in the pack, so it is only used rightly here.
    cases.resource(
        "Microsoft.Network/routeTables@2023-09-01",
        json!({"properties": {}}),
        &[],
    );
}

fn arguments(cases: &mut Cases) {
    let right = json!({"kind": "Storage", "sku": {"name": "x"}});
    cases.with(
        STORAGE,
        json!({"body": right, "name": "Not-Right"}),
        &["`name` is invalid, string does not match pattern ^[a-z0-9]+$"],
    );
    cases.with(
        STORAGE,
        json!({"body": right, "name": "ab"}),
        &["`name` is invalid, string length is less than 3"],
    );
    cases.with(STORAGE, json!({"body": right, "name": null}), &[]);
    cases.with(STORAGE, json!({"body": right, "location": null}), &[]);
    cases.with(STORAGE, json!({"body": null}), &[]);
    cases.with(STORAGE, json!({"body": {}, "schema_validation_enabled": false}), &[]);
    cases.with(
        STORAGE,
        json!({"body": {}, "schema_validation_enabled": "${var.unknown_flag}"}),
        &[],
    );
    cases.with(
        STORAGE,
        json!({"body": "text"}),
        &["Invalid Type: The value must not be a string. From 2.0, the value only accepts an HCL object. Please refer to the \
           documentation for more information: https://registry.terraform.io/providers/Azure/azapi/latest/docs/guides/\
           2.0-upgrade-guide#dynamic-properties-support"],
    );
    cases.with(STORAGE, json!({"body": "${tomap({a = 1})}"}), &[]);
    cases.with(STORAGE, json!({"body": [1]}), &[]);
    cases.with(
        STORAGE,
        json!({"parent_id": null, "body": right}),
        &["Missing required argument: The argument \"parent_id\" is required, but no definition was found."],
    );
    cases.with(
        "Microsoft.Resources/resourceGroups@2025-04-01",
        json!({"parent_id": null, "body": {}}),
        &[],
    );
    cases.with(
        "microsoft.resources/resourcegroups@2025-04-01",
        json!({"parent_id": null, "body": {"properties": {"a": 1}}}),
        &["`properties.a` is not expected here"],
    );
    cases.with(
        STORAGE,
        json!({"body": {"tags": {}, "location": "x", "kind": "Storage", "sku": {"name": "x"}}, "tags": {"a": "b"}}),
        &[
            "Invalid configuration: can't specify both the argument \"location\" and \"location\" in the argument \"body\"",
            "Invalid configuration: can't specify both the argument \"tags\" and \"tags\" in the argument \"body\"",
        ],
    );
    cases.with(
        STORAGE,
        json!({"body": {"identity": {"type": "None"}}, "identity": {"type": "SystemAssigned"}}),
        &["Invalid configuration: can't specify both the argument \"identity\" and \"identity\" in the argument \"body\""],
    );
    cases.with(
        STORAGE,
        json!({"location": null, "body": {"location": 1, "kind": "Storage", "sku": {"name": "x"}}}),
        &["`location` is invalid, expect `string` but got `basetypes.NumberValue`"],
    );
    cases.with(
        STORAGE,
        json!({"body": right, "sensitive_body": {"sku": {"tier": "x"}}}),
        &["`sku.tier` is not expected here, it's read only"],
    );
    cases.with(
        STORAGE,
        json!({"body": {"kind": "Storage"}, "sensitive_body": {"sku": {"name": "x"}}}),
        &[],
    );
    cases.with(
        STORAGE,
        json!({"body": right, "locks": ["a", ""]}),
        &["Invalid Attribute Value Length: Attribute locks[1] string length must be at least 1, got: 0"],
    );
    cases.with(
        STORAGE,
        json!({"body": right, "tags": {"a": "x".repeat(257)}}),
        &["Invalid tags: the maximum length for a tag value is 256 characters: the value for \"a\" is 257 characters"],
    );
    let many: serde_json::Map<String, Value> = (0..51).map(|number| (format!("t{number}"), json!("x"))).collect();
    cases.with(
        STORAGE,
        json!({"body": right, "tags": many}),
        &["Invalid tags: a maximum of 50 tags can be applied to each ARM resource"],
    );
    cases.with(STORAGE, json!({"body": right, "tags": {"a": 1, "b": true}}), &[]);
    cases.with(
        "Microsoft.Authorization/locks@2020-05-01",
        json!({"body": {"properties": {"level": "ReadOnly"}}, "location": null, "tags": {"a": "b"}}),
        &["`tags` is not expected here"],
    );
    cases.with(
        "Microsoft.Authorization/locks@2020-05-01",
        json!({"body": {"properties": {"level": "ReadOnly"}}}),
        &["`location` is not expected here"],
    );
}

fn identities(cases: &mut Cases) {
    let right = json!({"kind": "Storage", "sku": {"name": "x"}});
    let identity = format!("{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i");
    cases.with(
        STORAGE,
        json!({"body": right, "identity": {"type": "SystemAssigned, UserAssigned", "identity_ids": [identity]}}),
        &[],
    );
    cases.with(STORAGE, json!({"body": right, "identity": {"type": "None"}}), &[]);
    cases.with(
        STORAGE,
        json!({"body": right, "identity": {"type": "systemassigned"}}),
        &["Invalid Attribute Value Match: Attribute identity[0].type value must be one of: [\"SystemAssigned, UserAssigned\" \
           \"UserAssigned\" \"SystemAssigned\" \"None\"], got: \"systemassigned\""],
    );
    cases.with(
        STORAGE,
        json!({"body": right, "identity": {"type": "SystemAssigned", "identity_ids": [identity]}}),
        &["Invalid `identity` block: `identity_ids` can only be specified when `type` includes `UserAssigned`"],
    );
    cases.with(
        STORAGE,
        json!({"body": right, "identity": {"type": "UserAssigned", "identity_ids": [GROUP]}}),
        &["Invalid Resource ID: expected resource type to be 'Microsoft.ManagedIdentity/userAssignedIdentities', got \"Microsoft.Resources/resourceGroups\""],
    );
    cases.with(
        "Microsoft.Network/routeTables@2025-07-01",
        json!({"identity": {"type": "SystemAssigned"}, "body": {}}),
        &["`identity` is not expected here"],
    );
}

fn types_and_ids(cases: &mut Cases) {
    cases.with("", json!({"body": {}}), &[
        "Invalid Resource Type: expected \"type\" to not be an empty string, got",
        "Invalid configuration: the argument \"type\" is invalid: `type` is invalid, it should be like `ResourceProvider/resourceTypes@ApiVersion`",
    ]);
    cases.with("Microsoft.Network/routeTables", json!({"body": {}}), &[
        "Invalid Resource Type: expected \"type\" to be <resource-type>@<api-version>",
        "Invalid configuration: the argument \"type\" is invalid: `type` is invalid, it should be like `ResourceProvider/resourceTypes@ApiVersion`",
    ]);
    let wrapped = |problem: &str| {
        format!(
            "Invalid configuration: embedded schema validation failed: {problem} You can try to update `azapi` provider to the \
             latest version or disable the validation using the feature flag `schema_validation_enabled = false` within the \
             resource block"
        )
    };
    let unknown =
        wrapped("the argument \"type\" is invalid.\n resource type Microsoft.Nothing/things can't be found.\n");
    cases.with("Microsoft.Nothing/things@2024-01-01", json!({"body": {}}), &[&unknown]);
    cases.with(
        "Microsoft.Nothing/things@2024-01-01",
        json!({"body": {}, "schema_validation_enabled": false}),
        &[],
    );
    let version = wrapped(
        "the argument \"type\"'s api-version is invalid.\n The supported versions are [2015-08-31-preview, 2018-11-30, \
         2021-09-30-preview, 2022-01-31-preview, 2023-01-31, 2023-07-31-preview, 2024-11-30, 2025-01-31-preview, \
         2025-05-31-preview].\n",
    );
    cases.with(
        "Microsoft.ManagedIdentity/userAssignedIdentities@1999-01-01",
        json!({"body": {}}),
        &[&version],
    );
    cases.with(
        NETWORK,
        json!({"body": {}, "parent_id": "rg"}),
        &["Invalid Resource ID: invalid resource ID: resource id 'rg' must start with '/'"],
    );
    cases.with(NETWORK, json!({"body": {}, "parent_id": "/"}), &[]);
    cases.with(
        NETWORK,
        json!({"body": {}, "parent_id": "https://management.azure.com/subscriptions/x?api-version=1"}),
        &[
            "Invalid Resource ID: expected \"parent_id\" not to contain api-version query parameter, got \"https://management.azure.com/subscriptions/x?api-version=1\"",
            "Invalid Resource ID: expected \"parent_id\" not to contain protocol, got \"https://management.azure.com/subscriptions/x?api-version=1\"",
            "Invalid Resource ID: invalid resource ID: resource id 'https://management.azure.com/subscriptions/x?api-version=1' must start with '/'",
        ],
    );
    cases.with(
        NETWORK,
        json!({"body": {}, "parent_id": format!("{GROUP}/providers/Microsoft.Network")}),
        &[&format!(
            "Invalid Resource ID: invalid resource ID: {GROUP}/providers/Microsoft.Network"
        )],
    );
}

fn unknown_values(cases: &mut Cases) {
    cases.with("${var.unknown}", json!({"body": {"anything": 1}}), &[]);
    cases.with(STORAGE, json!({"name": "${var.unknown}", "parent_id": "${var.unknown}", "body": {"kind": "${var.unknown}", "sku": "${var.unknown}"}}), &[]);
    cases.with(
        STORAGE,
        json!({"body": {"kind": "${var.unknown}", "sku": {"name": "x", "more": "${var.unknown}"}}}),
        &["`sku.more` is not expected here"],
    );
    cases.with(STORAGE, json!({"body": "${jsondecode(var.unknown)}"}), &[]);
    cases.with(STORAGE, json!({"body": {"kind": "$${literal}", "sku": {"name": "x"}, "properties": {"accessTier": "a-${var.unknown}"}}}), &[]);
    cases.with(
        NETWORK,
        json!({"body": {"properties": {"subnets": "${[for name in var.unknown_list : {naem = name}]}"}}}),
        &[],
    );
    cases.with(
        NETWORK,
        json!({"body": {"properties": {"addressSpace": "${azapi_resource.c0.output}"}}}),
        &[],
    );
}

fn other_resources(cases: &mut Cases) {
    let id = format!("{GROUP}/providers/Microsoft.Network/virtualNetworks/v");
    let update = "azapi_update_resource";
    cases.add(
        update,
        json!({"type": NETWORK, "resource_id": id, "body": {"anything": {"goes": 1}}}),
        &[],
    );
    cases.add(update, json!({"type": NETWORK, "parent_id": GROUP, "name": "v"}), &[]);
    cases.add(
        update,
        json!({"type": NETWORK}),
        &["Invalid configuration: One of the arguments \"name\" or \"resource_id\" must be set"],
    );
    cases.add(
        update,
        json!({"type": NETWORK, "parent_id": GROUP, "name": "v", "resource_id": id}),
        &["Invalid configuration: Only one of the arguments \"name\" or \"resource_id\" can be set"],
    );
    cases.add(
        update,
        json!({"type": NETWORK, "resource_id": id, "parent_id": GROUP}),
        &["Invalid configuration: The argument \"name\" is required when the argument \"parent_id\" is set"],
    );
    cases.add(
        update,
        json!({"type": NETWORK, "parent_id": "/subscriptions/x", "name": "v"}),
        &["Invalid configuration: `parent_id is invalid`: expect ID of resource whose scope is [ResourceGroup], but got scope Subscription"],
    );
    cases.add(
        update,
        json!({"type": "Microsoft.Network/virtualNetworks/subnets@2025-07-01", "parent_id": GROUP, "name": "s"}),
        &["Invalid configuration: `parent_id is invalid`: expect ID of `Microsoft.Network/virtualNetworks`"],
    );
    let action = "azapi_resource_action";
    cases.add(
        action,
        json!({"type": STORAGE, "resource_id": id, "action": "listKeys", "body": {"anything": 1}}),
        &[],
    );
    cases.add(
        action,
        json!({"type": STORAGE, "resource_id": "x"}),
        &["Invalid Resource ID: invalid resource ID: resource id 'x' must start with '/'"],
    );
    cases.add(
        action,
        json!({"type": STORAGE, "resource_id": id, "method": "post", "when": "never"}),
        &[
            "Invalid Attribute Value Match: Attribute method value must be one of: [\"POST\" \"PATCH\" \"PUT\" \"DELETE\" \"GET\" \"HEAD\"], got: \"post\"",
            "Invalid Attribute Value Match: Attribute when value must be one of: [\"apply\" \"destroy\"], got: \"never\"",
        ],
    );
}

#[test]
fn every_case_is_said_as_expected() {
    let mut cases = Cases::default();
    for add in [
        bodies,
        arguments,
        identities,
        types_and_ids,
        unknown_values,
        other_resources,
    ] {
        add(&mut cases);
    }
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
