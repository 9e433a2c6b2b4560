//! Bodies that a service does not take.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

use crate::hooks::location_of_source;
use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "member-not-known",
        "schema",
        "The body has a member that the service does not know.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Could not find member '{member}' on object of type '{kind}'. Path '{path}'"),
        Pattern::Text(
            "The property '{member}' does not exist on type '{kind}'. Make sure to only use property \
             names that are defined by the type. Path '{path}'",
        ),
    ])])
    .says("{place} has a member `{path}` that the service does not know")
    .fixes(&[FixTemplate::new("remove-attribute")
        .path("body.{path}")
        .because("the service does not know it in this API version")])
    .mends("removes the member")
    .examples(&[answer!(
        "InvalidRequestContent",
        400,
        "The request content was invalid and could not be deserialized: 'Could not find member \
         'tier' on object of type 'ResourceDefinition'. Path 'properties.tier', line 1, position \
         96.'."
    )
    .captures(&[("member", "tier")])
    .fix("remove-attribute", "body.properties.tier", "")]),
    rule(
        "value-not-convertible",
        "schema",
        "A value of the body is not of the type that the service expects.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Error converting value {value} to type '{kind}'. Path '{path}'"),
        Pattern::Text("Could not convert {value} to {kind}. Path '{path}'"),
        Pattern::Text("Cannot deserialize the current JSON {value} into type '{kind}'"),
    ])])
    .says("{place} has a value that cannot be read as {kind}: {path|see its text}")
    .fixes(&[by_hand("give `{path}` a value of the right type")])
    .examples(&[
        answer!(
            "InvalidRequestFormat",
            400,
            "Cannot parse the request. Error converting value \\\"yes\\\" to type 'System.Boolean'. \
             Path 'properties.enableDdosProtection', line 1, position 210."
        )
        .captures(&[("path", "properties.enableDdosProtection"), ("kind", "System.Boolean")]),
        answer!(
            "BadRequest",
            400,
            "Cannot deserialize the current JSON object (e.g. {\\\"name\\\":\\\"value\\\"}) into \
             type 'System.Collections.Generic.List'."
        ),
    ]),
    rule(
        "location-missing",
        "schema",
        "The type needs a location, and none is sent.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The location property is required for this definition"),
        Pattern::Code(&["LocationRequired"]),
    ])])
    .says("{place} has no location, and its type needs one")
    .fixes(&[by_hand("set `location`")])
    .then(location_of_source)
    .mends("sets the location of the source")
    .examples(&[
        answer!(
            "LocationRequired",
            400,
            "The location property is required for this definition."
        )
        .source(r#"{"location":"westeurope"}"#)
        .fix("set-attribute", "location", r#""westeurope""#),
        answer!(
            "LocationRequired",
            400,
            "The location property is required for this definition."
        )
        .fix("manual", "", ""),
    ]),
    rule(
        "required-parameter-missing",
        "schema",
        "The body lacks a value without which the resource cannot be made.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Required parameter '{parameter}' is missing (null)"),
        Pattern::Text("Required property '{parameter}' not found in JSON"),
        Pattern::Text("The required property '{parameter}' is missing"),
        Pattern::Text("Missing required parameter '{parameter}'"),
        Pattern::Text("Parameter '{parameter}' is required"),
        Pattern::Text("The parameter {parameter} is required"),
    ])])
    .says("{place} lacks `{parameter}`")
    .fixes(&[by_hand(
        "set `{parameter}`: a scan cannot see it, or the source has it under another name",
    )])
    .examples(&[
        answer!(
            "InvalidParameter",
            400,
            "Required parameter 'adminPassword' is missing (null)."
        )
        .captures(&[("parameter", "adminPassword")]),
        answer!(
            "InvalidRequestContent",
            400,
            "The request content was invalid and could not be deserialized: 'Required property 'sku' \
             not found in JSON. Path 'properties', line 1, position 40.'."
        )
        .captures(&[("parameter", "sku")]),
    ]),
    rule(
        "value-of-parameter",
        "schema",
        "A value is not one that the service accepts.",
    )
    .confidence(0.8)
    .when(&[Pattern::Any(&[
        Pattern::Text("The value of parameter {parameter} is invalid"),
        Pattern::Text("The parameter {parameter} has an invalid value"),
        Pattern::Text("The value '{value}' is not valid for parameter '{parameter}'"),
        Pattern::Text("Invalid value given for parameter {parameter}."),
        Pattern::Text("'{value}' is not a valid value for property '{parameter}'"),
        Pattern::Text("An invalid value was provided for '{parameter}'"),
        Pattern::Text("Parameter '{parameter}' is invalid"),
    ])])
    .says("{place} sends a value for {parameter} that the service does not accept")
    .fixes(&[by_hand("correct {parameter}")])
    .examples(&[
        answer!(
            "InvalidParameter",
            400,
            "The value of parameter imageReference.publisher is invalid."
        )
        .captures(&[("parameter", "imageReference.publisher")]),
        answer!("BadRequest", 400, "The parameter LinuxFxVersion has an invalid value.")
            .captures(&[("parameter", "LinuxFxVersion")]),
    ]),
    rule(
        "body-too-large",
        "schema",
        "The request is larger than the service takes.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("RESPONSE 413"),
        Pattern::Code(&["RequestContentTooLarge", "RequestBodyTooLarge"]),
    ])])
    .says("{place} is sent with a body that is too large")
    .fixes(&[by_hand(
        "make the body smaller: split the resource, or keep large content outside of it",
    )])
    .examples(&[answer!(
        "RequestContentTooLarge",
        413,
        "The request content size exceeds the maximum size of '4 MB'."
    )]),
    rule(
        "answer-too-large",
        "schema",
        "The answer of a query is larger than Resource Graph gives.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Response payload size is {size}, and has exceeded the limit of {limit}. Please"),
        Pattern::Code(&["ResponsePayloadTooLarge"]),
    ])])
    .says("the query gives more than Resource Graph hands out at once")
    .fixes(&[by_hand(
        "ask for fewer rows a page, or leave `properties` out of the query",
    )])
    .examples(
        &[Example::new("scan").code("ResponsePayloadTooLarge").status(400).detail(
            "Response payload size is 17803456, and has exceeded the limit of 16777216. Please \
             consider querying less data at a time and make paginated call if needed.",
        )],
    ),
    rule(
        "preflight-failed",
        "schema",
        "The service checked the resource before making it, and found a fault that it does not name.",
    )
    .confidence(0.5)
    .when(&[Pattern::Code(&[
        "InvalidTemplateDeployment",
        "DeploymentFailed",
        "PreflightValidationCheckFailed",
        "InvalidTemplate",
    ])])
    .says("{place} did not pass the check before its deployment")
    .fixes(&[by_hand(
        "read the inner errors of the answer: the first of them names the cause",
    )])
    .examples(&[answer!(
        "InvalidTemplateDeployment",
        400,
        "The template deployment failed because of policy violation or validation. See error \
         details and https://aka.ms/arm-deploy for usage details."
    )]),
    rule(
        "request-not-accepted",
        "schema",
        "The service does not accept the body.",
    )
    .confidence(0.4)
    .when(&[Pattern::Code(&[
        "InvalidRequestContent",
        "InvalidRequestFormat",
        "InvalidParameter",
        "InvalidParameterValue",
        "InvalidInput",
        "InvalidJson",
        "ValidationError",
        "BadRequest",
    ])])
    .says("{place} has a body that the service does not accept")
    .fixes(&[by_hand("read the text of the answer: it names the value")])
    .examples(&[
        answer!("BadRequest", 400, "The request is invalid."),
        answer!("InvalidRequestContent", 400, "The request content was invalid."),
    ]),
];
