//! Tokens and subscriptions.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "token-of-other-tenant",
        "auth",
        "The token is of another tenant than the subscription.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("must match the tenant '{tenant}' associated with this subscription"),
        Pattern::Code(&["InvalidAuthenticationTokenTenant"]),
    ])])
    .says("the token is of another tenant than the subscription: {tenant|see its text}")
    .about("")
    .fixes(&[by_hand(
        "sign in to the tenant {tenant|of the subscription}: set `tenant_id` of the profile",
    )])
    .examples(&[answer!(
        "InvalidAuthenticationTokenTenant",
        401,
        "The access token is from the wrong issuer 'https://sts.windows.net/1/'. It must match \
         the tenant 'https://sts.windows.net/2/' associated with this subscription."
    )
    .captures(&[("tenant", "https://sts.windows.net/2/")])]),
    rule(
        "token-of-other-audience",
        "auth",
        "The token is for another service, or another cloud.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("has been obtained for wrong audience or resource '{audience}'"),
        Pattern::Code(&["InvalidAuthenticationTokenAudience"]),
    ])])
    .says("the token is for {audience|another service}")
    .about("")
    .fixes(&[by_hand(
        "set `cloud` of the profile: each cloud has an audience of its own",
    )])
    .examples(&[answer!(
        "InvalidAuthenticationTokenAudience",
        401,
        "The access token has been obtained for wrong audience or resource \
         'https://management.core.usgovcloudapi.net'. It should exactly match with one of the \
         allowed audiences 'https://management.core.windows.net/'."
    )
    .captures(&[("audience", "https://management.core.usgovcloudapi.net")])]),
    rule(
        "token-expired",
        "auth",
        "The token has run out in the middle of the work.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("The access token expiry UTC time '{expiry}' is earlier than current UTC time"),
        Pattern::Code(&["ExpiredAuthenticationToken"]),
    ])])
    .says("the token has run out")
    .about("")
    .fixes(&[wait("a new token is got with the next call")])
    .examples(&[
        answer!(
            "ExpiredAuthenticationToken",
            401,
            "The access token expiry UTC time '3/1/2026 10:00:00 AM' is earlier than current UTC \
             time '3/1/2026 10:00:05 AM'."
        ),
        Example::new("scan")
            .code("ExpiredAuthenticationToken")
            .status(401)
            .detail(
                "The access token expiry UTC time '3/1/2026 10:00:00 AM' is earlier than current UTC \
                 time '3/1/2026 10:00:05 AM'.",
            ),
    ]),
    rule(
        "clock-wrong",
        "auth",
        "The clock of this machine is wrong, so that tokens are not valid yet or any more.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("token is not yet valid"),
        Pattern::Text("due to time skew"),
    ])])
    .says("the clock of this machine is wrong")
    .about("")
    .fixes(&[by_hand("set the clock (NTP), then sign in again")])
    .examples(&[Example::new("auth").detail(
        "IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom (UTC): \
         3/1/2026 10:05:00 AM, Current time (UTC): 3/1/2026 9:50:00 AM.",
    )]),
    rule("token-not-valid", "auth", "The token is missing or malformed.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Authentication failed. The 'Authorization' header is missing"),
            Pattern::Code(&[
                "InvalidAuthenticationToken",
                "AuthenticationFailed",
                "InvalidAuthenticationInfo",
            ]),
        ])])
        .says("the token is missing or malformed")
        .about("")
        .fixes(&[by_hand("sign in again; a proxy may take the header away")])
        .examples(&[
            answer!("InvalidAuthenticationToken", 401, "The access token is invalid."),
            Example::new("scan")
                .code("AuthenticationFailed")
                .status(401)
                .detail("Authentication failed. The 'Authorization' header is missing."),
        ]),
    rule(
        "subscription-not-found",
        "auth",
        "The subscription does not exist, or the identity does not see it.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The subscription '{subscription}' could not be found"),
        Pattern::Text("Subscription '{subscription}' could not be found"),
        Pattern::Code(&["SubscriptionNotFound"]),
    ])])
    .says(
        "the subscription {subscription|of the profile} does not exist, or the identity does not see \
         it",
    )
    .about("{subscription}")
    .fixes(&[by_hand(
        "check `subscription_id` and `tenant_id` of the profile, and give the identity a role in \
         the subscription",
    )])
    .examples(&[Example::new("scan")
        .code("SubscriptionNotFound")
        .status(404)
        .detail("The subscription '00000000-0000-0000-0000-000000000001' could not be found.")
        .captures(&[("subscription", "00000000-0000-0000-0000-000000000001")])]),
    rule(
        "subscription-malformed",
        "auth",
        "What should be the id of a subscription is none.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The provided subscription identifier '{subscription}' is malformed or invalid"),
        Pattern::Code(&["InvalidSubscriptionId"]),
    ])])
    .says("{subscription|what is given} is no id of a subscription")
    .fixes(&[by_hand("replace the placeholder by the id of the target")])
    .examples(&[Example::new("plan")
        .code("InvalidSubscriptionId")
        .status(400)
        .detail("The provided subscription identifier 'xxx' is malformed or invalid.")
        .address("azurerm_linux_web_app.a")
        .captures(&[("subscription", "xxx")])]),
    rule(
        "subscription-read-only",
        "auth",
        "The subscription is disabled, and can only be read.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("The subscription '{subscription}' is disabled"),
        Pattern::Code(&["ReadOnlyDisabledSubscription"]),
    ])])
    .says("the subscription {subscription|of the profile} is disabled and can only be read")
    .about("{subscription}")
    .fixes(&[by_hand("let its owner settle the billing, or use another subscription")])
    .examples(&[answer!(
        "ReadOnlyDisabledSubscription",
        409,
        "The subscription '00000000-0000-0000-0000-000000000001' is disabled and therefore \
         marked as read only. You cannot perform any write actions on this subscription until it \
         is re-enabled."
    )
    .captures(&[("subscription", "00000000-0000-0000-0000-000000000001")])]),
    rule(
        "subscription-kind",
        "policy",
        "The kind of the subscription does not allow what is asked.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text(
            "The current subscription type is not permitted to perform operations on any provider \
             namespace",
        ),
        Pattern::Text("The operation is not permitted for namespace"),
        Pattern::Code(&["DisallowedOperation", "DisallowedProvider"]),
    ])])
    .says("the kind of the subscription does not allow {place}")
    .fixes(&[by_hand(
        "use a subscription of another kind: some hold no resources, others only some services",
    )])
    .examples(&[
        answer!(
            "DisallowedOperation",
            403,
            "The current subscription type is not permitted to perform operations on any provider \
             namespace. Please use a different subscription."
        ),
        answer!(
            "DisallowedProvider",
            403,
            "The operation is not permitted for namespace 'Microsoft.Network'. List of permitted \
             provider namespaces is 'Microsoft.Web'."
        ),
    ]),
    rule(
        "write-needs-second-factor",
        "policy",
        "Azure asks for a second factor before a user may change anything.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Users must authenticate with multi-factor authentication"),
        Pattern::Text("must use multi-factor authentication to create or update resources"),
    ])])
    .says("a user without a second factor may not change anything in Azure")
    .about("")
    .fixes(&[by_hand(
        "sign in again with a second factor (`az login --tenant TENANT`), or use an application \
         or a managed identity",
    )])
    .examples(&[answer!(
        "RequestDisallowedByAzure",
        403,
        "Resource 'a' was disallowed by Azure: Users must authenticate with multi-factor \
         authentication to create or update resources."
    )]),
    rule("tenants-differ", "auth", "Profile and token are not of one tenant.")
        .retry("no")
        .when(&[Pattern::Any(&[Pattern::Text(
            "mismatch between supplied Tenant ID and",
        )])])
        .says("profile and token are not of one tenant")
        .about("")
        .fixes(&[by_hand(
            "correct `tenant_id` or `subscription_id` of the profile: nothing is written before they \
             agree",
        )])
        .examples(&[Example::new("plan").summary("Invalid `tenant_id` value").detail(
            "mismatch between supplied Tenant ID and that provided by AKS Workload Identity - please \
             remove, ensure they match, or disable use_aks_workload_identity",
        )]),
];
