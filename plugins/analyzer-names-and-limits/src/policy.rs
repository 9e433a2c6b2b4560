//! What the policies of the target forbid.

use atg_sdk::rules::{FixTemplate, Pattern, Rule};

use crate::refused;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("policy")
        .phases(&["plan", "apply"])
        .confidence(0.95)
}

pub(crate) const RULES: &[Rule] = &[
    rule("policy-wants-tag", "A policy of the target refuses resources without a certain tag.")
        .confidence(0.85)
        .when(&[
            Pattern::Code(&["RequestDisallowedByPolicy", "PolicyViolation"]),
            Pattern::Any(&[
                Pattern::Text("Require a tag on"),
                Pattern::Text("Require a tag and its value"),
                Pattern::Text("tagName"),
                Pattern::Text("\"field\":\"tags"),
            ]),
        ])
        .says("a policy of the target wants a tag that {place} does not have")
        .fixes(&[FixTemplate::new("manual").path("tags").because("add the tag that the policy wants, or ask for an exemption")])
        .examples(&[refused(
            "RequestDisallowedByPolicy",
            403,
            "Resource 'shop' was disallowed by policy. Policy identifiers: '[{\"policyAssignment\":{\"name\":\"Require a tag on \
             resources\"}}]'.",
        )
        .fix("manual", "tags", "")]),
    rule("policy-wants-region", "A policy of the target allows some regions only.")
        .confidence(0.85)
        .when(&[
            Pattern::Code(&["RequestDisallowedByPolicy", "PolicyViolation"]),
            Pattern::Any(&[Pattern::Text("Allowed locations"), Pattern::Text("listOfAllowedLocations")]),
        ])
        .says("a policy of the target does not allow the region of {place}")
        .fixes(&[FixTemplate::new("manual").path("location").because("map the region to one that the policy allows, or ask for an exemption")])
        .examples(&[refused(
            "RequestDisallowedByPolicy",
            403,
            "Resource 'shop' was disallowed by policy. Policy identifiers: '[{\"policyAssignment\":{\"name\":\"Allowed locations\"}}]'.",
        )
        .fix("manual", "location", "")]),
    rule("policy-wants-other-type", "A policy of the target does not allow this type, or this size.")
        .confidence(0.85)
        .when(&[
            Pattern::Code(&["RequestDisallowedByPolicy", "PolicyViolation"]),
            Pattern::Any(&[
                Pattern::Text("Not allowed resource types"),
                Pattern::Text("Allowed resource types"),
                Pattern::Text("Allowed virtual machine size SKUs"),
                Pattern::Text("listOfAllowedSKUs"),
            ]),
        ])
        .says("a policy of the target does not allow the type, or the size, of {place}")
        .fixes(&[FixTemplate::new("manual").because("ask for an exemption, or choose what the policy allows; without it the target is less than the source")])
        .examples(&[refused(
            "RequestDisallowedByPolicy",
            403,
            "Resource 'shop' was disallowed by policy. Policy identifiers: '[{\"policyAssignment\":{\"name\":\"Allowed virtual machine \
             size SKUs\"}}]'.",
        )
        .fix("manual", "", "")]),
    rule("policy-denies", "A policy of the target refuses the resource as it is.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Resource '{resource}' was disallowed by policy"),
            Pattern::Code(&["RequestDisallowedByPolicy", "PolicyViolation", "DisallowedByPolicy"]),
        ])])
        .says("a policy of the target refuses {place}")
        .fixes(&[FixTemplate::new("manual").because("the answer names the policy: comply with it, or ask its owner for an exemption")])
        .examples(&[refused(
            "RequestDisallowedByPolicy",
            403,
            "Resource 'shop' was disallowed by policy. Reasons: 'Storage accounts must use TLS 1.2'. See error details for policy \
             resource IDs.",
        )
        .captures(&[("resource", "shop")])
        .fix("manual", "", "")]),
    rule("managed-by-service", "The group, or the resource, belongs to a service, which alone may make or change it.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Text("is a managed resource group"),
            Pattern::Text("managed resource group cannot be"),
            Pattern::Text("is managed by {owner} and cannot be"),
            Pattern::Code(&["ManagedResourceGroupOperationNotAllowed", "ResourceGroupManagedByMismatch"]),
        ])])
        .says("{place} belongs to a service, which makes it by itself")
        .fixes(&[FixTemplate::new("drop-resource").because("the service that it belongs to makes it; generate that service in its place")])
        .examples(&[refused("ResourceGroupManagedByMismatch", 409, "The managed resource group cannot be created or changed by other resources than its owner.")
            .fix("drop-resource", "", "")]),
];
