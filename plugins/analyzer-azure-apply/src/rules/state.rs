//! Resources whose state stands in the way.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule("locked", "policy", "A lock forbids the change.")
        .retry("no")
        .when(&[Pattern::Any(&[
            Pattern::Text("cannot perform {operation} operation because following scope(s) are locked: '{locks}'"),
            Pattern::Code(&["ScopeLocked"]),
        ])])
        .says("a lock forbids to {operation|change} {place}: {locks|see its text}")
        .fixes(&[by_hand(
            "take the lock away for the time of the deployment, or leave the resource alone: `az \
             lock list`",
        )])
        .examples(&[
            answer!(
                "ScopeLocked",
                409,
                "The scope '/subscriptions/1/resourceGroups/rg-a' cannot perform write operation because \
                 following scope(s) are locked: '/subscriptions/1/resourceGroups/rg-a'. Please remove \
                 the lock and try again."
            )
            .captures(&[("operation", "write")]),
            Example::new("apply")
                .code("ScopeLocked")
                .status(409)
                .summary(
                    "deleting Subnet: unexpected status 409 (409 Conflict) with error: ScopeLocked: the \
                     scope is locked",
                )
                .address("azurerm_subnet.a"),
        ]),
    rule(
        "account-not-ready",
        "transient",
        "The account that the resource belongs to is still being set up.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("in state Accepted"),
        Pattern::Code(&["AccountProvisioningStateInvalid"]),
    ])])
    .says("{place} belongs to an account that is still being set up")
    .fixes(&[wait("the account takes no changes until it is done")])
    .examples(&[answer!(
        "AccountProvisioningStateInvalid",
        409,
        "Call to Microsoft.CognitiveServices/accounts failed. Error message: Account oai-main in \
         state Accepted"
    )
    .fix("wait", "", "")]),
    rule(
        "contents-being-deleted",
        "transient",
        "A container, share, queue or table of this name is being deleted.",
    )
    .retry("transient")
    .when(&[Pattern::Code(&[
        "ContainerBeingDeleted",
        "ShareBeingDeleted",
        "QueueBeingDeleted",
        "TableBeingDeleted",
    ])])
    .says("{place}: one of this name is being deleted")
    .fixes(&[wait("the name is free again half a minute after the deletion")])
    .examples(&[answer!(
        "ContainerBeingDeleted",
        409,
        "The specified container is being deleted. Try operation later."
    )
    .fix("wait", "", "")]),
    rule(
        "account-property-fixed",
        "state",
        "A property of a storage account is fixed when the account is made.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The property '{property}' was specified in the input, but it cannot be updated"),
        Pattern::Code(&["AccountPropertyCannotBeUpdated"]),
    ])])
    .says("{place} changes {property|a property}, which is fixed when the account is made")
    .fixes(&[by_hand(
        "leave {property|it} as the target has it, or make a new account",
    )])
    .examples(&[answer!(
        "AccountPropertyCannotBeUpdated",
        400,
        "The property 'isHnsEnabled' was specified in the input, but it cannot be updated as it \
         is read-only."
    )
    .captures(&[("property", "isHnsEnabled")])]),
    rule(
        "dependency-failed",
        "state",
        "Something that the resource needs exists, but could not be set up.",
    )
    .confidence(0.95)
    .when(&[Pattern::Any(&[
        Pattern::Text("is not in Succeeded state. Resource is in Failed state"),
        Pattern::Text("is in Failed provisioning state"),
    ])])
    .says("{place} needs a resource that is in a failed state")
    .fixes(&[by_hand(
        "repair or replace the failed resource first: `az resource show --ids ID --query \
         properties.provisioningState`",
    )])
    .examples(&[answer!(
        "ReferencedResourceNotProvisioned",
        409,
        "Cannot proceed with operation because resource \
         /subscriptions/1/resourceGroups/a/providers/Microsoft.Network\
         /virtualNetworks/v/subnets/s used by resource \
         /subscriptions/1/resourceGroups/a/providers/Microsoft.Network/networkInterfaces/n is \
         not in Succeeded state. Resource is in Failed state and the last operation that \
         updated/is updating the resource is PutSubnetOperation."
    )]),
    rule("machine-not-running", "state", "The virtual machine must run for this.")
        .when(&[Pattern::Any(&[
            Pattern::Text("when the VM is not running"),
            Pattern::Text("VM is not running"),
        ])])
        .says("{place} needs a virtual machine that runs, and it does not")
        .fixes(&[by_hand("start the virtual machine, then deploy again")])
        .examples(&[answer!(
            "OperationNotAllowed",
            409,
            "Cannot modify extensions in the VM when the VM is not running."
        )]),
    rule(
        "conflict",
        "state",
        "The state of the resource does not allow the request.",
    )
    .confidence(0.4)
    .when(&[
        Pattern::Code(&["Conflict", "ConflictError", "OperationNotAllowed"]),
        Pattern::Not(&[
            Pattern::Text("in progress"),
            Pattern::Text("being"),
            Pattern::Text("try again later"),
            Pattern::Text("another operation"),
            Pattern::Text("concurrent"),
            Pattern::Text("already exists"),
            Pattern::Text("quota"),
            Pattern::Text("limit"),
        ]),
    ])
    .says("{place} is in a state that does not allow the request")
    .fixes(&[by_hand("read the text of the answer: it names the state")])
    .examples(&[answer!(
        "Conflict",
        409,
        "The request could not be completed due to a conflict with the current state of the \
         resource."
    )]),
];
