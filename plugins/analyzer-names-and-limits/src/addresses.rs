//! Network addresses: ranges that overlap, lie outside, are full; addresses that are taken.

use atg_sdk::rules::{FixTemplate, Pattern, Rule};

use crate::refused;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("schema")
        .phases(&["plan", "apply"])
        .confidence(0.95)
}

const fn by_hand(path: &'static str, reason: &'static str) -> FixTemplate {
    FixTemplate::new("manual").path(path).because(reason)
}

pub(crate) const RULES: &[Rule] = &[
    rule("subnet-outside-network", "The range of a subnet does not lie in the ranges of its network.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The address prefix {prefix} for subnet {subnet} is not within"),
            Pattern::Text("Subnet '{subnet}' is not valid because its IP address range is outside the IP address range of virtual network"),
            Pattern::Code(&["NetcfgSubnetRangeOutsideVnet", "SubnetNotInVnetAddressSpace"]),
        ])])
        .says("the subnet {place} lies outside of its network")
        .fixes(&[by_hand("body.properties.addressPrefix", "give the network all of its ranges, as the source has them: one range is not all")])
        .examples(&[refused(
            "NetcfgSubnetRangeOutsideVnet",
            400,
            "Subnet 'app' is not valid because its IP address range is outside the IP address range of virtual network 'hub'.",
        )
        .captures(&[("subnet", "app")])
        .fix("manual", "body.properties.addressPrefix", "")]),
    rule("subnets-overlap", "Two subnets of a network share addresses.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Subnet '{subnet}' is not valid because its IP address range overlaps with that of an existing subnet"),
            Pattern::Code(&["NetcfgSubnetRangesOverlap", "NetcfgInvalidSubnet", "SubnetsOverlap"]),
        ])])
        .says("the range of the subnet {place} overlaps with another, or is none")
        .fixes(&[by_hand("body.properties.addressPrefix", "take the range of the source; where the network is there already, see what lies in it")])
        .examples(&[refused("NetcfgInvalidSubnet", 400, "Subnet 'app' is not valid because its IP address range overlaps with that of an existing subnet in virtual network 'hub'.")
            .captures(&[("subnet", "app")])]),
    rule("networks-overlap", "Two networks that are to be joined share addresses.")
        .when(&[Pattern::Code(&[
            "VnetAddressSpacesOverlap",
            "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet",
            "VirtualNetworkAddressSpaceOverlap",
            "AddressSpaceOverlap",
        ])])
        .says("{place} joins networks that share addresses")
        .fixes(&[by_hand("", "renumber one of the two networks, or leave out the peering")])
        .examples(&[refused(
            "VnetAddressSpacesOverlap",
            400,
            "Cannot create or update peering hub-to-spoke. Virtual networks cannot be peered because their address spaces overlap.",
        )
        .fix("manual", "", "")]),
    rule("address-taken", "Something else has this fixed address.")
        .when(&[Pattern::Any(&[
            Pattern::Text("IP configuration {configuration} is using the private IP address {address_taken} which is already allocated"),
            Pattern::Code(&["PrivateIPAddressInUse", "IPAddressInUse", "StaticIPAddressInUse"]),
        ])])
        .says("the address of {place} is taken")
        .fixes(&[by_hand("body.properties.ipConfigurations[*].properties.privateIPAddress", "free the address, choose another one, or let Azure choose (`Dynamic`)")])
        .examples(&[refused(
            "PrivateIPAddressInUse",
            400,
            "IP configuration web is using the private IP address 10.0.1.4 which is already allocated to resource /subscriptions/1/…/nic.",
        )
        .fix("manual", "body.properties.ipConfigurations[*].properties.privateIPAddress", "")]),
    rule("address-outside-subnet", "A fixed address does not lie in its subnet.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Private static IP address {ip} does not belong to the range of subnet prefix {prefix}"),
            Pattern::Code(&["PrivateIPAddressNotInSubnet", "PrivateIPAddressNotInAnyAssignedPrefix", "IPAddressNotInSubnetRange"]),
        ])])
        .says("the address of {place} does not lie in its subnet")
        .fixes(&[by_hand("body.properties.ipConfigurations[*].properties.privateIPAddress", "put it into the subnet that the source has it in")])
        .examples(&[refused(
            "PrivateIPAddressNotInSubnet",
            400,
            "Private static IP address 10.1.0.4 does not belong to the range of subnet prefix 10.0.0.0/24.",
        )
        .captures(&[("ip", "10.1.0.4")])]),
    rule("address-reserved", "Azure keeps the first four addresses and the last one of each subnet for itself.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["PrivateIPAddressInReservedRange", "PrivateIPAddressIsReserved"]),
            Pattern::Text("falls within reserved IP range"),
        ])])
        .says("the address of {place} is one that Azure keeps for itself")
        .fixes(&[by_hand("body.properties.ipConfigurations[*].properties.privateIPAddress", "the first that is free in a subnet ends in 4")])
        .examples(&[refused(
            "PrivateIPAddressInReservedRange",
            400,
            "Private static IP address 10.0.0.1 falls within reserved IP range of subnet prefix 10.0.0.0/24.",
        )]),
    rule("subnet-full", "The subnet has no addresses left.")
        .category("quota")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["SubnetIsFull", "NotEnoughIPAddresses", "InsufficientSubnetSize", "SubnetWithInsufficientIPs"]),
            Pattern::Text("does not have enough capacity for"),
        ])])
        .says("the subnet of {place} has no addresses left")
        .fixes(&[by_hand("", "a larger range for the subnet, or another subnet; ranges grow only while nothing lies behind them")])
        .examples(&[refused("SubnetIsFull", 400, "Subnet app with address prefix 10.0.1.0/28 does not have enough capacity for 12 IP addresses.").fix("manual", "", "")]),
    rule("range-too-small", "The subnet is smaller than the service wants.")
        .when(&[Pattern::Any(&[
            Pattern::Text("subnet must be at least /{length}"),
            Pattern::Text("Subnet prefix length must be {length}"),
            Pattern::Code(&["SubnetTooSmall", "InvalidSubnetSize", "SubnetSizeNotSupported", "InvalidSubnetPrefixLength"]),
        ])])
        .says("the subnet of {place} is smaller than the service wants")
        .fixes(&[by_hand("body.properties.addressPrefix", "gateways want /27, firewalls and bastions /26, managed instances /27 at least")])
        .examples(&[refused("InvalidSubnetSize", 400, "The AzureFirewallSubnet subnet must be at least /26 in size.").fix("manual", "body.properties.addressPrefix", "")]),
    rule("range-malformed", "A range has bits set behind its length, or is no range.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The address prefix {prefix} in resource {resource} has an invalid CIDR notation"),
            Pattern::Code(&["InvalidCIDRNotation", "InvalidAddressPrefixFormat", "InvalidAddressPrefix", "AddressPrefixNotValid"]),
        ])])
        .says("{place} has a range that is none")
        .fixes(&[by_hand("", "begin the range at its first address: {prefix|10.0.0.0/16} must have zeros behind its length")])
        .examples(&[refused(
            "InvalidCIDRNotation",
            400,
            "The address prefix 10.0.1.7/24 in resource /subscriptions/1/…/subnets/app has an invalid CIDR notation. For the given \
             prefix length, the address prefix should be 10.0.1.0/24.",
        )
        .captures(&[("prefix", "10.0.1.7/24")])
        .fix("manual", "", "")]),
];
