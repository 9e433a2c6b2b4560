//! Arguments beside the body.

use serde_json::{Value, json};

use super::{Cases, GROUP, NETWORK, STORAGE};

pub(super) fn arguments(cases: &mut Cases) {
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

pub(super) fn identities(cases: &mut Cases) {
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

pub(super) fn types_and_ids(cases: &mut Cases) {
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
        "the argument \"type\"'s api-version is invalid.\n The supported versions are [2015-01-01, 2016-09-01, \
         2017-04-01, 2020-05-01].\n",
    );
    cases.with(
        "Microsoft.Authorization/locks@1999-01-01",
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
