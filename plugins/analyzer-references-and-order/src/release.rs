//! What cannot be changed or deleted while something else holds it.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("reference")
        .phases(&["plan", "apply"])
        .fixes(RELEASE)
}

const RELEASE: &[FixTemplate] =
    &[FixTemplate::new("manual").because("delete, or detach, what uses it first; then try again")];

const fn example(code: &'static str, detail: &'static str) -> Example {
    Example::new("apply")
        .code(code)
        .status(400)
        .summary("Failed to delete resource")
        .detail(detail)
        .address("azapi_resource.net")
        .fix("manual", "", "")
}

pub(crate) const RULES: &[Rule] = &[
    rule("subnet-in-use", "A subnet is still used by interfaces, endpoints or services.")
        .when(&[Pattern::Code(&["InUseSubnetCannotBeDeleted", "InUseSubnetCannotBeUpdated"])])
        .says("the subnet {place} is still in use")
        .examples(&[example(
            "InUseSubnetCannotBeDeleted",
            "Subnet app is in use by /subscriptions/1/…/networkInterfaces/web/ipConfigurations/a and cannot be deleted.",
        )]),
    rule("prefix-in-use", "An address range cannot be changed while something lies in it.")
        .when(&[Pattern::Code(&["InUsePrefixCannotBeDeleted", "AddressSpaceInUse", "SubnetInUseAddressPrefixCannotBeChanged"])])
        .says("the address range of {place} is still in use")
        .examples(&[example("InUsePrefixCannotBeDeleted", "IpPrefix 10.0.1.0/24 on Subnet app has active allocations and cannot be deleted.")]),
    rule("interface-in-use", "A network interface is attached to something.")
        .when(&[Pattern::Code(&["NicInUse", "NetworkInterfaceInUse", "NicInUseWithPrivateEndpoint", "NicReservedForAnotherVm"])])
        .says("the network interface {place} is attached to something else")
        .examples(&[example("NicInUse", "Network Interface /subscriptions/1/…/web is used by existing resource /subscriptions/1/…/vm.")]),
    rule("public-address-in-use", "A public address is used by something.")
        .when(&[Pattern::Code(&["PublicIPAddressInUse", "PublicIPAddressCannotBeDeleted", "PublicIpPrefixInUse"])])
        .says("the public address {place} is still in use")
        .examples(&[example("PublicIPAddressCannotBeDeleted", "Public IP address /subscriptions/1/…/ip can not be deleted since it is still allocated.")]),
    rule("rule-set-in-use", "A security group, a route table or a gateway is still attached to subnets.")
        .when(&[Pattern::Code(&[
            "InUseNetworkSecurityGroupCannotBeDeleted",
            "InUseRouteTableCannotBeDeleted",
            "InUseNatGatewayCannotBeDeleted",
            "InUseNetworkWatcherCannotBeDeleted",
        ])])
        .says("{place} is still attached to subnets or interfaces")
        .examples(&[example("InUseNetworkSecurityGroupCannotBeDeleted", "Network security group nsg-app cannot be deleted because it is in use by the following resources.")]),
    rule("disk-in-use", "A disk is attached to a machine.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["DiskInUse", "DiskAlreadyAttached"]),
            Pattern::Text("is attached to VM"),
        ])])
        .says("the disk {place} is attached to a machine")
        .examples(&[example("DiskInUse", "Disk data is attached to VM /subscriptions/1/…/virtualMachines/web.")]),
    rule("group-not-empty", "A group still holds what Terraform does not know.")
        .when(&[Pattern::Any(&[
            Pattern::Text("still contains Resources"),
            Pattern::Code(&["ResourceGroupNotEmpty", "ResourceGroupDeletionBlocked", "ResourceGroupDeletionTimeout"]),
        ])])
        .says("the group {place} still holds resources that Terraform does not know")
        .examples(&[example(
            "ResourceGroupNotEmpty",
            "deleting Resource Group \"rg-app\": the Resource Group still contains Resources. Terraform is configured to check for \
             Resources within the Resource Group when deleting the Resource Group.",
        )]),
    rule("children-left", "A resource still has children, which must go first.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["CannotDeleteResource", "NestedResourcesExist", "ParentHasChildren"]),
            Pattern::Text("has nested resources"),
            Pattern::Text("Cannot delete resource while nested resources exist"),
        ])])
        .says("{place} still has children")
        .examples(&[example(
            "CannotDeleteResource",
            "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: 'databases/master'.",
        )]),
];
