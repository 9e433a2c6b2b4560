//! Peerings, gateways, security groups and addresses.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "peering-disconnected",
        "state",
        "The other side of the peering was deleted or made anew.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("because remote peering {remote} referencing parent virtual network"),
        Pattern::Code(&["RemotePeeringIsDisconnected"]),
    ])])
    .says("{place} cannot peer: the other side is disconnected")
    .fixes(&[by_hand(
        "delete the peering on the other side as well ({remote|see its text}), then make both \
         again",
    )])
    .examples(&[answer!(
        "RemotePeeringIsDisconnected",
        400,
        "Cannot create or update peering /subscriptions/1/p because remote peering \
         /subscriptions/1/q referencing parent virtual network /subscriptions/1/v is in \
         Disconnected state. Update or re-create the remote peering to get it back to Initiated \
         state."
    )
    .captures(&[("remote", "/subscriptions/1/q")])]),
    rule(
        "peering-gateway",
        "schema",
        "The peering uses a gateway of the other network, which has none or does not offer it.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("cannot have UseRemoteGateway"),
        Pattern::Code(&["RemoteVnetHasNoGateways"]),
    ])])
    .says("{place} asks for a gateway that the other network does not offer")
    .fixes(&[FixTemplate::new("set-attribute")
        .path("body.properties.useRemoteGateways")
        .json("false")
        .because("it can be turned on when the other network has a gateway")])
    .mends("sets `useRemoteGateways` to false: it can be turned on when the other network has a gateway")
    .examples(&[answer!(
        "RemoteVnetHasNoGateways",
        400,
        "Peering /subscriptions/1/p cannot have UseRemoteGateway flag set to true because remote \
         virtual network /subscriptions/1/hub referenced by the peering does not have any \
         gateways."
    )
    .fix("set-attribute", "body.properties.useRemoteGateways", "false")]),
    rule(
        "gateway-subnet",
        "naming",
        "A gateway, firewall or bastion must stand in the subnet of a fixed name.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(r#"must be exactly "{name}" to be used"#),
        Pattern::Text("to reference a gateway subnet with name {name}"),
        Pattern::Text("must be named {name}."),
    ])])
    .says("{place} must stand in a subnet named {name}")
    .fixes(&[by_hand(
        "use the subnet {name}; such names take no prefix and no suffix",
    )])
    .examples(&[Example::new("plan")
        .summary(
            "The name of the Subnet for \"ip_configuration.0.subnet_id\" must be exactly \
             \"AzureBastionSubnet\" to be used for the Azure Bastion Host resource",
        )
        .address("azurerm_bastion_host.a")
        .captures(&[("name", "AzureBastionSubnet")])]),
    rule(
        "security-rules-conflict",
        "schema",
        "Two security rules of a group have one priority and one direction.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Security rule {one} conflicts with rule {other}. Rules"),
        Pattern::Code(&["SecurityRuleConflict"]),
    ])])
    .says("two security rules of {place} have the same priority: {one|see its text}")
    .fixes(&[by_hand(
        "give one of them another priority, or leave one out where a rule stands both inline and \
         as a resource",
    )])
    .examples(&[answer!(
        "SecurityRuleConflict",
        400,
        "Security rule AllowHttps conflicts with rule AllowWeb. Rules cannot have the same \
         Priority and Direction."
    )
    .captures(&[("one", "AllowHttps"), ("other", "AllowWeb")])]),
    rule(
        "security-rules-of-bastion",
        "policy",
        "The security group of a bastion subnet lacks rules that the service needs.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("does not have necessary rules for Azure Bastion Subnet"),
        Pattern::Code(&[
            "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
            "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup",
        ]),
    ])])
    .says("{place} is behind a security group that lacks rules which its service needs")
    .fixes(&[by_hand(
        "add the rules that the service documents before the group is bound to the subnet",
    )])
    .examples(&[answer!(
        "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
        400,
        "Network security group nsg-a does not have necessary rules for Azure Bastion Subnet \
         AzureBastionSubnet."
    )]),
    rule(
        "public-ip-tier",
        "schema",
        "A public address and what uses it are of different tiers.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Basic SKU public IP"),
        Pattern::Text("SKU of Load Balancer and Public IP"),
        Pattern::Code(&[
            "PublicIPAndLBSkuDoNotMatch",
            "DifferentSkuLoadBalancersAndPublicIPAddressNotAllowed",
        ]),
    ])])
    .says("{place} and its public address are of different tiers")
    .fixes(&[by_hand(
        "use `Standard` for both, with static allocation: `Basic` is retired",
    )])
    .examples(&[answer!(
        "DifferentSkuLoadBalancersAndPublicIPAddressNotAllowed",
        400,
        "Different basic sku and standard sku load balancer or public Ip resources in \
         availability set is not allowed."
    )]),
    rule(
        "firewall-faulted",
        "state",
        "A firewall that uses the policy is in a failed state, or busy.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("faulted referenced firewalls"),
        Pattern::Code(&["FirewallPolicyUpdateFailed"]),
    ])])
    .says("{place}: a firewall that uses it is in a failed state, or busy")
    .fixes(&[
        wait("a firewall that is being changed takes no new policy"),
        by_hand("repair the firewall first: it must be in the state Succeeded"),
    ])
    .examples(&[answer!(
        "FirewallPolicyUpdateFailed",
        400,
        "Put on Firewall Policy fwp-a Failed with 1 faulted referenced firewalls"
    )]),
    rule(
        "networks-differ",
        "schema",
        "The network cards of a machine stand in different networks.",
    )
    .when(&[Pattern::Code(&["SubnetsNotInSameVnet"])])
    .says("{place} joins subnets of different networks")
    .fixes(&[by_hand("put all network cards of a machine into one network")])
    .examples(&[answer!(
        "SubnetsNotInSameVnet",
        400,
        "Subnet s1 is not in the same Virtual Network as the subnets of other VMs in the \
         availability set."
    )]),
    rule(
        "gateway-certificate",
        "secret",
        "An application gateway cannot read its certificate from the key vault.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("accessing and validating KeyVault Secrets associated with Application Gateway"),
        Pattern::Code(&[
            "ApplicationGatewayKeyVaultSecretException",
            "UserAssignedIdentityDoesNotHaveGetPermissionOnKeyVault",
            "ApplicationGatewaySslCertificateDataMustBeSpecified",
        ]),
    ])])
    .says("{place} has no certificate that it can use")
    .fixes(&[by_hand(
        "put the certificate into a vault of the target, and let the identity of the gateway \
         read it",
    )])
    .examples(&[answer!(
        "ApplicationGatewayKeyVaultSecretException",
        400,
        "Problem occured while accessing and validating KeyVault Secrets associated with \
         Application Gateway '/subscriptions/1/agw'. See details below:"
    )]),
];
