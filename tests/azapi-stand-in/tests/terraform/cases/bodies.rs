//! Bodies, with values that are known and values that are not.

use serde_json::json;

use super::{Cases, FIREWALL, NETWORK, STORAGE, VAULT};

pub(super) fn bodies(cases: &mut Cases) {
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

pub(super) fn unknown_values(cases: &mut Cases) {
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
