//! Operations that get in one another's way.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("transient")
        .retry("transient")
        .phases(&["plan", "apply"])
}

const fn example(code: &'static str, status: u16, detail: &'static str) -> Example {
    Example::new("apply")
        .code(code)
        .status(status)
        .summary("Failed to create/update resource")
        .detail(detail)
        .address("azapi_resource.subnet_app")
        .fix("wait", "", "")
}

pub(crate) const RULES: &[Rule] = &[
    rule("another-operation", "Another operation on the same resource, or on its parent, is still running.")
        .confidence(0.95)
        .when(&[Pattern::Code(&[
            "AnotherOperationInProgress",
            "RetryableErrorDueToAnotherOperation",
            "OperationInProgress",
            "ConflictingServerOperation",
            "ConflictingConcurrentWriteNotAllowed",
            "ConcurrentUpdateError",
            "VnetPeeringOperationInProgress",
        ])])
        .says("another operation holds what {place} needs")
        .fixes(&[FixTemplate::new("wait").because("one operation at a time on a network; a smaller parallelism has fewer of these")])
        .examples(&[example(
            "AnotherOperationInProgress",
            429,
            "Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: \
             https://management.azure.com/subscriptions/1/…/operations/2.",
        )]),
    rule("operation-superseded", "The operation was given up because a later one took its place.")
        .when(&[Pattern::Code(&[
            "CanceledAndSupersededDueToAnotherOperation",
            "Canceled",
            "OperationPreempted",
            "OperationPreemptedByHigherPriorityOperation",
            "PreemptedByAnotherOperation",
        ])])
        .says("the operation on {place} was given up for a later one")
        .fixes(&[FixTemplate::new("wait").because("look what the later operation made, then plan again")])
        .examples(&[example(
            "CanceledAndSupersededDueToAnotherOperation",
            200,
            "Operation was canceled. Another operation PutSubnetOperation superseded it.",
        )]),
    rule("storage-operation-running", "Another operation on the same storage account is running.")
        .confidence(0.95)
        .when(&[Pattern::Code(&["StorageAccountOperationInProgress", "AccountIsBeingCreated", "AccountBeingCreated"])])
        .says("another operation on the storage account of {place} is running")
        .fixes(&[FixTemplate::new("wait").because("an account takes one operation at a time")])
        .examples(&[example(
            "StorageAccountOperationInProgress",
            409,
            "An operation is currently performing on this storage account that requires exclusive access.",
        )]),
    rule("retryable", "The service itself asks to try again.")
        .confidence(0.95)
        .when(&[Pattern::Code(&["RetryableError", "RetryLater", "PleaseRetry"])])
        .says("the service asks to try {place} again")
        .fixes(&[FixTemplate::new("wait").because("the service says that it goes away")])
        .examples(&[example("RetryableError", 429, "A retryable error occurred.")]),
    rule("conflict-in-progress", "What is to be changed is still being made, changed or deleted.")
        .when(&[
            Pattern::Any(&[Pattern::Code(&["Conflict", "ConflictError", "ResourceConflict"]), Pattern::Status(&[409])]),
            Pattern::Any(&[
                Pattern::Text("in progress"),
                Pattern::Text("is being provisioned"),
                Pattern::Text("is being updated"),
                Pattern::Text("is being created"),
                Pattern::Text("provisioning state is not terminal"),
                Pattern::Text("provisioning state is not succeeded"),
                Pattern::Text("concurrent"),
                Pattern::Text("another operation"),
                Pattern::Text("try again later"),
            ]),
        ])
        .says("{place} is still being made or changed by something else")
        .fixes(&[FixTemplate::new("wait").because("the other change ends; then plan again")])
        .examples(&[example(
            "Conflict",
            409,
            "RESPONSE 409: 409 Conflict\nERROR CODE: Conflict\nThe request conflicts: the namespace is being updated, try again later.",
        )]),
];
