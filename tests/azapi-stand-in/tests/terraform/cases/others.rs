//! The other resources.

use serde_json::json;

use super::{Cases, GROUP, NETWORK, STORAGE};

pub(super) fn other_resources(cases: &mut Cases) {
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
