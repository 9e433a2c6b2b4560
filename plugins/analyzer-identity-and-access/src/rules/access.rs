//! What an identity may do in Azure.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "deny-assignment",
        "permission",
        "A deny assignment of a managed resource forbids the action.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("denied because of the deny assignment with name '{name}'"),
        Pattern::Code(&["DenyAssignmentAuthorizationFailed"]),
    ])])
    .says("a deny assignment forbids what is asked of {place}: {name|see its text}")
    .fixes(&[by_hand(
        "leave the resource out: what a service manages for itself is made by that service",
    )])
    .examples(&[answer!(
        "DenyAssignmentAuthorizationFailed",
        403,
        "The client 'a' with object id 'b' has permission to perform action \
         'Microsoft.Storage/storageAccounts/write' on scope \
         '/subscriptions/1/resourceGroups/databricks-rg'; however, the access is denied because \
         of the deny assignment with name 'System deny assignment created by Azure Databricks' \
         and Id '1' at scope '/subscriptions/1/resourceGroups/databricks-rg'."
    )
    .captures(&[("name", "System deny assignment created by Azure Databricks")])]),
    rule(
        "condition-not-met",
        "permission",
        "A role is given under a condition, and the request does not meet it.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("ABAC condition"),
        Pattern::Text("role assignment condition"),
    ])])
    .says("a role holds only under a condition that the request to {place} does not meet")
    .fixes(&[by_hand(
        "widen the condition of the role assignment, or do what it allows",
    )])
    .examples(&[answer!(
        "AuthorizationFailed",
        403,
        "The client 'a' with object id 'b' has an authorization with ABAC condition that is not \
         fulfilled to perform action 'Microsoft.Authorization/roleAssignments/write' over scope \
         '/subscriptions/1'."
    )]),
    rule(
        "linked-tenant",
        "permission",
        "What the resource refers to lies in a subscription of another tenant.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[Pattern::Text(
        "the current tenant '{tenant}' is not authorized to access linked subscription \
         '{subscription}'",
    )])])
    .says(
        "{place} refers to something in the subscription {subscription|of another tenant}, which \
         this tenant may not use",
    )
    .fixes(&[by_hand(
        "refer to a copy in the target, or make the link with an identity that belongs to both \
         tenants",
    )])
    .examples(&[answer!(
        "LinkedAuthorizationFailed",
        403,
        "The client has permission to perform action \
         'Microsoft.Network/virtualNetworks/peer/action' on scope '/subscriptions/1/v', however \
         the current tenant '00000000-0000-0000-0000-0000000000aa' is not authorized to access \
         linked subscription '00000000-0000-0000-0000-000000000002'."
    )
    .captures(&[("subscription", "00000000-0000-0000-0000-000000000002")])]),
    rule(
        "linked-authorization",
        "permission",
        "The identity may make the resource, but may not use something that the resource refers to.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(
            "it does not have permission to perform action(s) '{action}' on the linked scope(s) \
             '{scope}'",
        ),
        Pattern::Text("it does not have permission to perform action '{action}' on the linked scope '{scope}'"),
        Pattern::Code(&["LinkedAuthorizationFailed"]),
    ])])
    .says("{place} refers to something that the identity may not use: {action|see its text}")
    .fixes(&[by_hand(
        "give the identity a role with `{action|the action}` on {scope|what is referred to}",
    )])
    .examples(&[answer!(
        "LinkedAuthorizationFailed",
        403,
        "The client 'a' with object id 'b' has permission to perform action \
         'Microsoft.Network/networkInterfaces/write' on scope '/subscriptions/1/n'; however, it \
         does not have permission to perform action(s) \
         'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) \
         '/subscriptions/1/s' (respectively) or the linked scope(s) are invalid."
    )
    .captures(&[
        ("action", "Microsoft.Network/virtualNetworks/subnets/join/action"),
        ("scope", "/subscriptions/1/s"),
    ])]),
    rule(
        "may-not-register",
        "permission",
        "The identity may not register namespaces in the subscription.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("perform action '{namespace}/register/action' over scope '{scope}'"),
        Pattern::Text("ensuring Resource Providers are registered"),
    ])])
    .says("the identity may not register {namespace|namespaces} in the subscription")
    .about("{namespace}")
    .fixes(&[by_hand(
        "let an owner register {namespace|them} once, and set `resource_provider_registrations = \
         \"none\"` (azurerm) or `skip_provider_registration` (azapi)",
    )])
    .examples(&[
        answer!(
            "AuthorizationFailed",
            403,
            "The client '00000000-0000-0000-0000-00000000000a' with object id \
             '00000000-0000-0000-0000-00000000000b' does not have authorization to perform action \
             'Microsoft.Databricks/register/action' over scope '/subscriptions/1' or the scope is \
             invalid. If access was recently granted, please refresh your credentials."
        )
        .captures(&[("namespace", "Microsoft.Databricks")]),
        Example::new("plan").summary("Error: Error ensuring Resource Providers are registered."),
    ]),
    rule("may-not-assign-roles", "permission", "The identity may not give roles.")
        .when(&[Pattern::Text(
            "with object id '{object}' does not have authorization to perform action \
             'Microsoft.Authorization/roleAssignments/{verb}' over scope '{scope}'",
        )])
        .says("the identity may not give roles, which {place} does")
        .fixes(&[by_hand(
            "`az role assignment create --assignee-object-id {object} --role \"Role Based Access \
             Control Administrator\" --scope {scope}`; Contributor does not include it",
        )])
        .examples(&[answer!(
            "AuthorizationFailed",
            403,
            "The client '00000000-0000-0000-0000-00000000000a' with object id \
             '00000000-0000-0000-0000-00000000000b' does not have authorization to perform action \
             'Microsoft.Authorization/roleAssignments/write' over scope \
             '/subscriptions/1/resourceGroups/a/providers/Microsoft.Authorization/roleAssignments/r' \
             or the scope is invalid. If access was recently granted, please refresh your \
             credentials."
        )
        .captures(&[("object", "00000000-0000-0000-0000-00000000000b"), ("verb", "write")])]),
    rule(
        "may-not-read",
        "permission",
        "The identity may not read; what it cannot see is not missing.",
    )
    .when(&[Pattern::Text(
        "with object id '{object}' does not have authorization to perform action '{action}/read' \
         over scope '{scope}'",
    )])
    .says("the identity may not read {action} at {scope}")
    .about("{scope}")
    .fixes(&[by_hand(
        "`az role assignment create --assignee-object-id {object} --role Reader --scope {scope}`",
    )])
    .examples(&[Example::new("scan")
        .code("AuthorizationFailed")
        .status(403)
        .detail(
            "The client '00000000-0000-0000-0000-00000000000a' with object id \
             '00000000-0000-0000-0000-00000000000b' does not have authorization to perform action \
             'Microsoft.Web/sites/read' over scope '/subscriptions/1/resourceGroups/a' or the scope \
             is invalid. If access was recently granted, please refresh your credentials.",
        )
        .captures(&[
            ("action", "Microsoft.Web/sites"),
            ("scope", "/subscriptions/1/resourceGroups/a"),
        ])]),
    rule("may-not-write", "permission", "The identity may not do what is asked.")
        .when(&[Pattern::Text(
            "with object id '{object}' does not have authorization to perform action '{action}' over \
             scope '{scope}'",
        )])
        .says("the identity may not perform {action} on {place}")
        .fixes(&[by_hand(
            "`az role assignment create --assignee-object-id {object} --role Contributor --scope \
             {scope}`, or a role of its own with `{action}`; a fresh assignment takes some minutes",
        )])
        .examples(&[answer!(
            "AuthorizationFailed",
            403,
            "The client '00000000-0000-0000-0000-00000000000a' with object id \
             '00000000-0000-0000-0000-00000000000b' does not have authorization to perform action \
             'Microsoft.Resources/subscriptions/resourcegroups/write' over scope \
             '/subscriptions/1/resourcegroups/a' or the scope is invalid. If access was recently \
             granted, please refresh your credentials."
        )
        .captures(&[
            ("action", "Microsoft.Resources/subscriptions/resourcegroups/write"),
            ("scope", "/subscriptions/1/resourcegroups/a"),
        ])]),
    rule("not-authorized", "permission", "The identity may not do what is asked.")
        .confidence(0.7)
        .when(&[
            Pattern::Any(&[
                Pattern::Text("does not have authorization to perform action"),
                Pattern::Code(&["AuthorizationFailed", "Unauthorized"]),
            ]),
            Pattern::Not(&[Pattern::Text("quota")]),
        ])
        .says("the identity may not do what is asked of {place}")
        .fixes(&[by_hand(
            "give it a role at the subscription or the resource group; a fresh assignment takes some \
             minutes",
        )])
        .examples(&[answer!(
            "AuthorizationFailed",
            403,
            "The client does not have authorization to perform action."
        )]),
];
