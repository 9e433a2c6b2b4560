//! API versions, registrations and features.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

use crate::hooks::newest_version;
use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "api-version-for-type",
        "schema",
        "The type does not know the API version that it is sent with.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(
            "No registered resource provider found for location '{location}' and API version \
             '{version}' for type '{kind}'. The supported api-versions are '{versions}'",
        ),
        Pattern::Text(
            "could not be found in the namespace '{namespace}' for api version '{version}'. The \
             supported api-versions are '{versions}'",
        ),
        Pattern::Text("The api-version '{version}' is invalid. The supported versions are '{versions}'"),
    ])])
    .says("{place} asks for API version {version}, which its type does not have")
    .then(newest_version)
    .mends("sets `type` to the newest version that is no preview")
    .examples(&[
        answer!(
            "NoRegisteredProviderFound",
            400,
            "No registered resource provider found for location 'westeurope' and API version \
             '2014-01-01' for type 'virtualNetworks'. The supported api-versions are '2024-05-01, \
             2024-03-01, 2025-01-01-preview'. The supported locations are 'westeurope, northeurope'."
        )
        .arm_type("Microsoft.Network/virtualNetworks")
        .fix(
            "set-attribute",
            "type",
            r#""Microsoft.Network/virtualNetworks@2024-05-01""#,
        ),
        answer!(
            "InvalidResourceType",
            400,
            "The resource type could not be found in the namespace 'Microsoft.Web' for api version \
             '2011-01-01'. The supported api-versions are '2023-12-01,2024-04-01'."
        )
        .configuration(r#"{"type":"Microsoft.Web/sites@2011-01-01"}"#)
        .fix("set-attribute", "type", r#""Microsoft.Web/sites@2024-04-01""#),
        Example::new("scan")
            .code("InvalidApiVersionParameter")
            .detail(
                "The api-version '2021-04-01' is invalid. The supported versions are \
                 '2023-07-01,2024-03-01'.",
            )
            .arm_type("Microsoft.Search/searchServices")
            .captures(&[("version", "2021-04-01")])
            .fix(
                "set-attribute",
                "type",
                r#""Microsoft.Search/searchServices@2024-03-01""#,
            ),
    ]),
    rule(
        "api-version-unknown",
        "schema",
        "The API version is missing, malformed or not known to the service.",
    )
    .when(&[Pattern::Code(&[
        "InvalidApiVersionParameter",
        "MissingApiVersionParameter",
        "UnsupportedApiVersion",
    ])])
    .says("{place} is sent with an API version that the service does not accept")
    .fixes(&[by_hand(
        "choose a version that the type has: `az provider show --namespace NAMESPACE --query \
         resourceTypes`",
    )])
    .examples(&[
        answer!(
            "MissingApiVersionParameter",
            400,
            "The api-version query parameter (?api-version=) is required for all requests."
        ),
        Example::new("scan")
            .code("UnsupportedApiVersion")
            .status(400)
            .detail("The requested API version '2019-01-01' is not supported for this resource."),
    ]),
    rule(
        "provider-not-registered",
        "registration",
        "The subscription has not registered the namespace of the resource.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The subscription is not registered to use namespace '{namespace}'"),
        Pattern::Text("exceeded attempts to register {namespace}"),
        Pattern::Text(
            "MissingRegistrationForType: The subscription is not registered for the resource type \
             '{namespace}/",
        ),
    ])])
    .says("the subscription has not registered {namespace}, which {place} needs")
    .about("{namespace}")
    .fixes(&[FixTemplate::new("register-provider")
        .of("{address|}")
        .text("{namespace}")
        .because("the subscription must register {namespace} first")])
    .examples(&[
        answer!(
            "MissingSubscriptionRegistration",
            409,
            "The subscription is not registered to use namespace 'Microsoft.SecurityInsights'. See \
             https://aka.ms/rps-not-found for how to register subscriptions."
        )
        .fix("register-provider", "", r#""Microsoft.SecurityInsights""#),
        Example::new("scan")
            .code("MissingSubscriptionRegistration")
            .detail("The subscription is not registered to use namespace 'Microsoft.Databricks'.")
            .fix("register-provider", "", r#""Microsoft.Databricks""#),
    ]),
    rule(
        "registration-pending",
        "registration",
        "The registration of a namespace is missing or not finished.",
    )
    .when(&[Pattern::Code(&[
        "MissingSubscriptionRegistration",
        "SubscriptionNotRegistered",
        "InvalidSubscriptionRegistrationState",
        "MissingRegistrationForType",
    ])])
    .says("a namespace that {place} needs is not registered yet")
    .fixes(&[by_hand(
        "register the namespace of {type|the resource}: `az provider register --namespace \
         NAMESPACE --wait`",
    )])
    .examples(&[answer!(
        "InvalidSubscriptionRegistrationState",
        409,
        "The subscription is not in a registered state for the resource provider."
    )]),
    rule(
        "feature-not-registered",
        "registration",
        "The subscription has not registered a feature that the resource uses.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("because the '{feature}' feature is not enabled for this subscription"),
        Pattern::Text("is not registered for feature {feature}. "),
        Pattern::Text("Feature '{feature}' is not registered"),
        Pattern::Text("feature '{feature}' is not enabled for this subscription"),
    ])])
    .says("{place} needs the feature {feature}, which the subscription has not registered")
    .fixes(&[by_hand(
        "register the feature and then its namespace again: `az feature register --namespace \
         NAMESPACE --name FEATURE` for {feature}",
    )])
    .examples(&[
        answer!(
            "InvalidParameter",
            400,
            "The property 'securityProfile.encryptionAtHost' is not valid because the \
             'Microsoft.Compute/EncryptionAtHost' feature is not enabled for this subscription."
        )
        .captures(&[("feature", "Microsoft.Compute/EncryptionAtHost")]),
        answer!(
            "SubscriptionNotRegisteredForFeature",
            400,
            "Subscription 00000000-0000-0000-0000-000000000001 is not registered for feature \
             Microsoft.Network/AllowBringYourOwnPublicIpAddress. Register it first."
        )
        .captures(&[("feature", "Microsoft.Network/AllowBringYourOwnPublicIpAddress")]),
    ]),
    rule(
        "feature-not-enabled",
        "registration",
        "A feature that the resource uses is not offered to the subscription.",
    )
    .confidence(0.8)
    .when(&[Pattern::Code(&[
        "FeatureNotEnabled",
        "SubscriptionNotRegisteredForFeature",
        "PreviewFeatureNotRegistered",
        "SpecialFeatureOrQuotaIdRequired",
    ])])
    .says("{place} uses a feature that the subscription does not have")
    .fixes(&[by_hand(
        "register or request the feature, or leave it out of the resource",
    )])
    .examples(&[answer!(
        "SpecialFeatureOrQuotaIdRequired",
        400,
        "The current subscription does not have access to this model."
    )]),
    rule(
        "type-not-created-by-put",
        "schema",
        "The type cannot be created by request; the service makes it itself.",
    )
    .confidence(0.8)
    .when(&[Pattern::Any(&[
        Pattern::Text("does not support http method 'PUT'"),
        Pattern::Text("RESPONSE 405"),
        Pattern::Code(&["HttpMethodNotSupported", "MethodNotAllowed", "UnsupportedHttpVerb"]),
    ])])
    .says("{place} is of a type that cannot be created")
    .fixes(
        &[FixTemplate::new("drop-resource").because("the service makes it itself, together with what it belongs to")],
    )
    .examples(&[answer!(
        "UnsupportedHttpVerb",
        405,
        "The requested resource does not support http method 'PUT'."
    )
    .fix("drop-resource", "", "")]),
];
