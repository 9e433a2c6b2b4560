//! Subnets, private endpoints and zones.

use atg_sdk::rules::{Pattern, Rule};

use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "subnet-delegation-missing",
        "schema",
        "The subnet must be delegated to the service that is put into it.",
    )
    .confidence(0.95)
    .when(&[Pattern::Any(&[
        Pattern::Text("Subnet {subnet} requires any of the following delegation(s) [{services}]"),
        Pattern::Text("must be delegated to the service '{services}'"),
        Pattern::Code(&["SubnetMissingRequiredDelegation"]),
    ])])
    .says("{place}: its subnet lacks the delegation to {services|the service in it}")
    .fixes(&[by_hand(
        "delegate the subnet to {services|the service} in `properties.delegations`, and keep the \
         delegation while the service is in it",
    )])
    .examples(&[answer!(
        "SubnetMissingRequiredDelegation",
        400,
        "Subnet /subscriptions/1/resourceGroups/a/providers/Microsoft.Network\
         /virtualNetworks/v/subnets/apps requires any of the following delegation(s) \
         [Microsoft.App/environments] to reference service association link x."
    )
    .captures(&[("services", "Microsoft.App/environments")])]),
    rule(
        "subnet-delegated",
        "schema",
        "The subnet is delegated to one service, and something else is put into it.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("cannot be created as subnet {subnet} is delegated"),
        Pattern::Text("Subnet {subnet} is delegated to {service} and cannot be used"),
        Pattern::Code(&["PrivateEndpointCreationNotAllowedAsSubnetIsDelegated"]),
    ])])
    .says("{place} is put into a subnet that is delegated: {subnet|see its text}")
    .fixes(&[by_hand("use a subnet of its own, without a delegation")])
    .examples(&[answer!(
        "PrivateEndpointCreationNotAllowedAsSubnetIsDelegated",
        400,
        "Private endpoint pe-a cannot be created as subnet \
         /subscriptions/1/resourceGroups/a/providers/Microsoft.Network\
         /virtualNetworks/v/subnets/apps is delegated."
    )]),
    rule(
        "subnet-network-policies",
        "schema",
        "The subnet applies network policies to private endpoints or private link services.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(
            "cannot be created in a subnet {subnet} since it has private {kind} network policies \
             enabled",
        ),
        Pattern::Code(&[
            "PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled",
            "PrivateLinkServiceCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled",
        ]),
    ])])
    .says("{place} meets the network policies of its subnet")
    .fixes(&[by_hand(
        "turn them off on the subnet: `privateEndpointNetworkPolicies` or \
         `privateLinkServiceNetworkPolicies` is `Disabled`",
    )])
    .examples(&[answer!(
        "PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled",
        400,
        "Private endpoint pe-a cannot be created in a subnet /subscriptions/1/s since it has \
         private endpoint network policies enabled."
    )
    .captures(&[("subnet", "/subscriptions/1/s")])]),
    rule(
        "private-endpoint-group",
        "schema",
        "The private endpoint names a part of the service that the service does not have.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Error message: Invalid groupId"),
        Pattern::Text("unknown group id"),
        Pattern::Text("missing group id"),
    ])])
    .says("{place} names a part of the service that it does not have")
    .fixes(&[by_hand(
        "correct `groupIds`: `az network private-link-resource list --id ID`",
    )])
    .examples(&[answer!(
        "BadRequest",
        400,
        "Call to Microsoft.SignalRService/SignalR failed. Error message: Invalid groupId"
    )]),
    rule(
        "private-endpoint-not-approved",
        "permission",
        "A private endpoint waits for the approval of the owner of its service.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("private endpoint connection is not approved"),
        Pattern::Code(&["PrivateEndpointConnectionNotApproved"]),
    ])])
    .says("{place} needs a private endpoint connection that is not approved")
    .fixes(&[by_hand(
        "let the owner of the service approve it: `az network private-endpoint-connection \
         approve`",
    )])
    .examples(&[answer!(
        "PrivateEndpointConnectionNotApproved",
        400,
        "The private endpoint connection is not approved."
    )]),
    rule(
        "private-zone-overlap",
        "exists",
        "A network is linked to another private zone of the same name.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("A virtual network cannot be linked to multiple zones with overlapping namespaces"),
        Pattern::Text("is already linked to zone '{zone}'"),
    ])])
    .says("{place}: the network is linked to a zone of that name already")
    .fixes(&[by_hand(
        "use the link that is there, or unlink the network from the other zone",
    )])
    .examples(&[answer!(
        "BadRequest",
        400,
        "A virtual network cannot be linked to multiple zones with overlapping namespaces. You \
         tried to link virtual network with 'privatelink.blob.core.windows.net' and \
         'privatelink.blob.core.windows.net' zones."
    )]),
    rule(
        "zone-not-delegated",
        "state",
        "The DNS records that prove the ownership of a name are not there.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("A TXT record pointing from {record} to {value} was not found"),
        Pattern::Text("A CNAME record pointing from {record} to {value} was not found"),
    ])])
    .says("{place}: the custom name is not proven in DNS: {record|see its text}")
    .fixes(&[by_hand(
        "add the record {record|that the text names} in the zone, wait until it is seen, then \
         deploy again",
    )])
    .examples(&[answer!(
        "BadRequest",
        400,
        "A TXT record pointing from asuid.www.example.com to 4F3A was not found."
    )
    .captures(&[("record", "asuid.www.example.com")])]),
];
