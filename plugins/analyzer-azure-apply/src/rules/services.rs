//! App Service, API Management, containers and other services.

use atg_sdk::rules::{Pattern, Rule};

use crate::shapes::{answer, by_hand, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "plan-lacks-feature",
        "schema",
        "The App Service plan is too small for what the site asks for.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("There was a conflict. {feature} cannot be set for this site as the plan"),
        Pattern::Text("as the plan does not allow it"),
        Pattern::Text("Cannot use the SKU {tier} with {feature} for site"),
        Pattern::Text("The following feature is not supported for the pricing tier: {feature}"),
    ])])
    .says("{place}: its plan does not allow {feature|what the site asks for}")
    .fixes(&[by_hand("leave {feature|it} out, or use the plan of the source")])
    .examples(&[
        answer!(
            "Conflict",
            409,
            "There was a conflict. AlwaysOn cannot be set for this site as the plan does not allow \
             it. For more information on pricing and features, please see: \
             https://aka.ms/appservicepricingdetails"
        )
        .captures(&[("feature", "AlwaysOn")]),
        answer!(
            "Conflict",
            409,
            "Cannot use the SKU Basic with File Change Audit for site app-a."
        )
        .captures(&[("tier", "Basic"), ("feature", "File Change Audit")]),
    ]),
    rule(
        "plan-not-in-group",
        "region",
        "The resource group cannot hold a plan of this kind beside those it has.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Requested features '{features}' not available in resource group {group}. Please"),
        Pattern::Text("Requested features are not supported in region"),
        Pattern::Text("Linux workers are not available in resource group"),
        Pattern::Text("Windows workers are not available in resource group"),
    ])])
    .says("{place}: group or region does not offer plans of this kind")
    .fixes(&[by_hand(
        "use another resource group for Linux or dynamic plans, or another region",
    )])
    .examples(&[answer!(
        "Conflict",
        409,
        "Requested features 'Dynamic SKU, Linux Worker' not available in resource group rg-a. \
         Please try using a different resource group or create a new one."
    )
    .captures(&[("group", "rg-a")])]),
    rule(
        "plan-not-found-here",
        "reference",
        "The App Service plan is of another region, operating system or group than the site.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Cannot find WebSpace with name {plan}."),
        Pattern::Text("Cannot find serverFarm with name {plan}."),
    ])])
    .says("{place}: its plan is not where the site looks for it: {plan}")
    .fixes(&[by_hand(
        "put the site on the plan that it has in the source, in the same region and of the same \
         operating system",
    )])
    .examples(&[answer!(
        "NotFound",
        404,
        "Cannot find WebSpace with name rg-a-WestEuropewebspace-Linux."
    )
    .captures(&[("plan", "rg-a-WestEuropewebspace-Linux")])]),
    rule(
        "api-service-busy",
        "transient",
        "The API Management service is still being activated or changed.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("is transitioning at this time"),
        Pattern::Text("Activation in progress"),
        Pattern::Code(&["ServiceLocked"]),
    ])])
    .says("{place}: API Management is still at work; it may take most of an hour")
    .fixes(&[wait("the service takes no change while it is being activated")])
    .examples(&[answer!(
        "ServiceLocked",
        409,
        "The API Service apim-a is transitioning at this time. Please try the request again \
         later."
    )
    .fix("wait", "", "")]),
    rule(
        "api-activation-failed",
        "state",
        "The API Management service could not be activated in its network.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Failed to connect to management endpoint"),
        Pattern::Text("does not have the necessary network connectivity"),
        Pattern::Code(&["ActivationFailed"]),
    ])])
    .says("{place}: API Management could not be activated")
    .fixes(&[by_hand(
        "give its subnet the security rules and the public address that the service asks for, \
         then delete and make it again",
    )])
    .examples(&[answer!(
        "ActivationFailed",
        400,
        "Failed to connect to management endpoint at apim-a.management.azure-api.net:3443 for a \
         service deployed in a virtual network."
    )]),
    rule(
        "model-not-offered",
        "region",
        "The model, or its version, is not offered in the region or any more.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("of account deployment is not supported"),
        Pattern::Text("The specified SKU {tier} for model {model} is not supported in this region"),
        Pattern::Code(&[
            "DeploymentModelNotSupported",
            "ServiceModelDeprecated",
            "ServiceModelDeprecating",
        ]),
    ])])
    .says("{place}: the model is not offered here")
    .fixes(&[by_hand(
        "choose a model and version that the region has: `az cognitiveservices model list \
         --location LOCATION`",
    )])
    .examples(&[answer!(
        "DeploymentModelNotSupported",
        400,
        "The model 'Format: OpenAI, Name: gpt-35-turbo, Version: 0301' of account deployment is \
         not supported."
    )]),
    rule(
        "webhook-not-answering",
        "state",
        "The address that should get events does not answer the handshake.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Webhook validation handshake failed for {url}. Http"),
        Pattern::Text("Webhook validation handshake failed"),
        Pattern::Text("Destination endpoint not found"),
    ])])
    .says("{place}: the receiver of the events does not answer: {url|see its text}")
    .fixes(&[by_hand(
        "deploy the receiver first, with its code; then the subscription",
    )])
    .examples(&[answer!(
        "Url validation",
        400,
        "Webhook validation handshake failed for \
         https://func-a.azurewebsites.net/runtime/webhooks/EventGrid. Http POST request retuned \
         404."
    )
    .captures(&[("url", "https://func-a.azurewebsites.net/runtime/webhooks/EventGrid")])]),
    rule(
        "container-image",
        "secret",
        "The image of a container cannot be read from its registry.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The image '{image}' in container group"),
        Pattern::Text("unable to pull image using Managed identity"),
        Pattern::Text("Field 'template.containers.{container}.image' is invalid"),
        Pattern::Text("Failed to pull image"),
        Pattern::Code(&["InaccessibleImage"]),
    ])])
    .says("{place}: the image {image|of the container} cannot be read")
    .fixes(&[by_hand(
        "copy the image into a registry of the target, and let the identity pull it",
    )])
    .examples(&[
        answer!(
            "InaccessibleImage",
            400,
            "The image 'crmain.azurecr.io/api:7' in container group 'ci-a' is not accessible. Please \
             check the image and registry credential."
        )
        .captures(&[("image", "crmain.azurecr.io/api:7")]),
        answer!(
            "InvalidParameterValueInContainerTemplate",
            400,
            "The following field(s) are either invalid or missing. Field \
             'template.containers.api.image' is invalid with details: 'GET https: UNAUTHORIZED: \
             authentication required'."
        ),
    ]),
];
