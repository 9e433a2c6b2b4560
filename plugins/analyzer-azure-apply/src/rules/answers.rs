//! Services that fail, are busy or take too long.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "throttled",
        "throttle",
        "The service takes no more requests for a while.",
    )
    .retry("throttle")
    .when(&[
        Pattern::Any(&[
            Pattern::Text("number of {kind} requests for subscription"),
            Pattern::Code(&[
                "TooManyRequests",
                "SubscriptionRequestsThrottled",
                "ResourceRequestsThrottled",
                "RateLimiting",
            ]),
            Pattern::Status(&[429]),
        ]),
        Pattern::Not(&[Pattern::Code(&[
            "AnotherOperationInProgress",
            "RetryableErrorDueToAnotherOperation",
            "RetryableError",
            "ReferencedResourceNotProvisioned",
        ])]),
    ])
    .says("{place} is throttled")
    .fixes(&[wait(
        "the answer says for how long: `Retry-After`; fewer requests side by side help",
    )])
    .examples(&[answer!(
        "SubscriptionRequestsThrottled",
        429,
        "Number of 'write' requests for subscription '00000000-0000-0000-0000-000000000001' \
         exceeded. Please try again after '17' seconds."
    )]),
    rule(
        "operation-canceled",
        "transient",
        "The operation was cancelled on the side of Azure.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("terminal provisioning state 'Canceled'"),
        Pattern::Text("polling failed: the operation was canceled"),
        Pattern::Text(r#"a polling status of "Cancelled""#),
    ])])
    .says("{place}: the operation was cancelled by Azure, or by somebody else")
    .fixes(&[wait("a later operation may have taken its place")])
    .examples(&[answer!(
        "ResourceDeploymentFailure",
        409,
        "The resource write operation failed to complete successfully, because it reached \
         terminal provisioning state 'Canceled'."
    )]),
    rule(
        "operation-timed-out",
        "transient",
        "The operation took longer than the provider waits; it may still come to its end.",
    )
    .retry("transient")
    .when(&[
        Pattern::Text("context deadline exceeded"),
        Pattern::Not(&[
            Pattern::Text("polling after CreateOrUpdate: context deadline exceeded"),
            Pattern::Text("the Azure API returned the following error: context deadline exceeded"),
        ]),
    ])
    .says("{place} took longer than the provider waits")
    .fixes(&[
        wait("it may come to its end meanwhile; the resource may exist then, and be imported"),
        by_hand("give it more time: `create` in its `timeouts`"),
    ])
    .examples(&[Example::new("apply")
        .summary("Failed to create/update resource")
        .detail(
            "creating/updating Resource: (ResourceId \"/subscriptions/1/a\" / Api Version \
             \"2024-05-01\"): context deadline exceeded, last retryable error: the gateway is busy",
        )
        .address("azapi_resource.a")]),
    rule(
        "service-timed-out",
        "transient",
        "The service did not finish the request in time.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Code(&["GatewayTimeout", "RequestTimeout", "ServerTimeout", "OperationTimedOut"]),
        Pattern::Status(&[408, 504]),
    ])])
    .says("{place}: the service did not answer in time")
    .fixes(&[wait("the request may have arrived: look before it is made again")])
    .examples(&[answer!(
        "GatewayTimeout",
        504,
        "The gateway did not receive a response from 'Microsoft.Web' within the specified time \
         period."
    )]),
    rule(
        "service-unavailable",
        "transient",
        "The service is not available for the moment.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Code(&["ServiceUnavailable", "ServerBusy", "ServerIsBusy"]),
        Pattern::Status(&[503]),
    ])])
    .says("{place}: the service is not available for the moment")
    .fixes(&[wait("it will be again")])
    .examples(&[
        answer!(
            "ServerBusy",
            503,
            "The server is currently unable to receive requests. Please retry your request."
        ),
        Example::new("scan")
            .code("ServiceUnavailable")
            .status(503)
            .detail("Service Unavailable"),
    ]),
    rule(
        "gateway-broken",
        "transient",
        "A gateway of Azure could not reach the service behind it.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Code(&["BadGateway", "BadGatewayConnection"]),
        Pattern::Status(&[502]),
    ])])
    .says("{place}: a gateway of Azure could not reach the service")
    .fixes(&[wait("it will be reached again")])
    .examples(&[answer!(
        "BadGatewayConnection",
        502,
        "The network connectivity issue encountered for 'Microsoft.Insights'; cannot fulfill the \
         request."
    )]),
    rule("service-failed", "transient", "The service failed inside.")
        .retry("transient")
        .when(&[Pattern::Any(&[
            Pattern::Code(&[
                "InternalServerError",
                "InternalError",
                "InternalExecutionError",
                "NetworkingInternalOperationError",
                "InternalOperationError",
            ]),
            Pattern::Status(&[500]),
        ])])
        .says("{place}: the service failed inside")
        .fixes(&[wait(
            "most such faults go away; after the third time it is a case for the support, with the \
             correlation id",
        )])
        .examples(&[answer!(
            "InternalServerError",
            500,
            "Encountered internal server error. Diagnostic information: timestamp."
        )]),
    rule(
        "deployment-failed",
        "state",
        "The resource was accepted, but its setup ended in failure.",
    )
    .confidence(0.6)
    .when(&[Pattern::Any(&[
        Pattern::Text("terminal provisioning state 'Failed'"),
        Pattern::Text("polling failed: the Azure API returned the following error"),
        Pattern::Text(r#"a polling status of "Failed""#),
        Pattern::Text(r#"the operation status was \"Failed\""#),
        Pattern::Code(&[
            "ResourceDeploymentFailure",
            "ResourceOperationFailure",
            "DeploymentFailed",
        ]),
    ])])
    .says("{place} was accepted, and then failed in its setup")
    .fixes(&[by_hand(
        "look at the activity log of the resource; it exists in a failed state, and is replaced \
         or repaired by the next apply",
    )])
    .examples(&[
        answer!(
            "ResourceDeploymentFailure",
            409,
            "The resource write operation failed to complete successfully, because it reached \
             terminal provisioning state 'Failed'."
        ),
        Example::new("apply")
            .summary(
                "creating Flexible Server: polling after Create: polling failed: the Azure API returned \
                 the following error:",
            )
            .address("azurerm_postgresql_flexible_server.a"),
    ]),
    rule(
        "out-of-memory",
        "quota",
        "The machine that runs Terraform has no memory left.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("signal: killed"),
        Pattern::Text("cannot allocate memory"),
        Pattern::Text("fatal error: runtime: out of memory"),
        Pattern::Text("out of memory"),
    ])])
    .says("this machine has no memory left")
    .about("")
    .fixes(&[by_hand(
        "run with `-parallelism=4`, split the configuration, or use a larger machine: a provider \
         can take a gigabyte",
    )])
    .examples(&[Example::new("apply").summary("fork/exec .terraform/providers/x: cannot allocate memory")]),
];
