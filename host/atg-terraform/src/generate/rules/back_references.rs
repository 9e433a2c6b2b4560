//! Members by which a resource is told who refers to it. Azure fills them in; who sends them is refused, or makes a circle.

/// Type in lower case, and path.
const BACK_REFERENCES: &[(&str, &str)] = &[
    ("microsoft.network/networkinterfaces", "properties.virtualMachine"),
    ("microsoft.network/networkinterfaces", "properties.privateEndpoint"),
    ("microsoft.network/networkinterfaces", "properties.privateLinkService"),
    ("microsoft.network/networkinterfaces", "properties.hostedWorkloads"),
    ("microsoft.network/networkinterfaces", "properties.dscpConfiguration"),
    ("microsoft.network/networkinterfaces", "properties.tapConfigurations"),
    (
        "microsoft.network/networksecuritygroups",
        "properties.networkInterfaces",
    ),
    ("microsoft.network/networksecuritygroups", "properties.subnets"),
    ("microsoft.network/networksecuritygroups", "properties.flowLogs"),
    (
        "microsoft.network/networksecuritygroups",
        "properties.defaultSecurityRules",
    ),
    ("microsoft.network/routetables", "properties.subnets"),
    ("microsoft.network/natgateways", "properties.subnets"),
    ("microsoft.network/serviceendpointpolicies", "properties.subnets"),
    ("microsoft.network/publicipaddresses", "properties.ipConfiguration"),
    ("microsoft.network/publicipaddresses", "properties.natGateway"),
    ("microsoft.network/publicipprefixes", "properties.publicIPAddresses"),
    (
        "microsoft.network/publicipprefixes",
        "properties.loadBalancerFrontendIpConfiguration",
    ),
    ("microsoft.network/privateendpoints", "properties.networkInterfaces"),
    ("microsoft.network/privatelinkservices", "properties.networkInterfaces"),
    (
        "microsoft.network/privatelinkservices",
        "properties.privateEndpointConnections",
    ),
    ("microsoft.network/ddosprotectionplans", "properties.virtualNetworks"),
    ("microsoft.network/ddosprotectionplans", "properties.publicIPAddresses"),
    ("microsoft.network/ipgroups", "properties.firewalls"),
    ("microsoft.network/ipgroups", "properties.firewallPolicies"),
    ("microsoft.network/firewallpolicies", "properties.firewalls"),
    ("microsoft.network/firewallpolicies", "properties.childPolicies"),
    ("microsoft.network/firewallpolicies", "properties.ruleCollectionGroups"),
    (
        "microsoft.network/applicationgatewaywebapplicationfirewallpolicies",
        "properties.applicationGateways",
    ),
    (
        "microsoft.network/applicationgatewaywebapplicationfirewallpolicies",
        "properties.httpListeners",
    ),
    (
        "microsoft.network/applicationgatewaywebapplicationfirewallpolicies",
        "properties.pathBasedRules",
    ),
    (
        "microsoft.network/frontdoorwebapplicationfirewallpolicies",
        "properties.frontendEndpointLinks",
    ),
    (
        "microsoft.network/frontdoorwebapplicationfirewallpolicies",
        "properties.securityPolicyLinks",
    ),
    ("microsoft.network/virtualwans", "properties.virtualHubs"),
    ("microsoft.network/virtualwans", "properties.vpnSites"),
    ("microsoft.network/virtualhubs", "properties.bgpConnections"),
    ("microsoft.network/virtualhubs", "properties.ipConfigurations"),
    ("microsoft.network/virtualhubs", "properties.routeMaps"),
    (
        "microsoft.network/networkvirtualappliances",
        "properties.virtualApplianceSites",
    ),
    ("microsoft.network/virtualnetworks", "properties.flowLogs"),
    (
        "microsoft.network/virtualnetworks",
        "properties.subnets[*].properties.ipConfigurations",
    ),
    (
        "microsoft.network/virtualnetworks",
        "properties.subnets[*].properties.ipConfigurationProfiles",
    ),
    (
        "microsoft.network/virtualnetworks",
        "properties.subnets[*].properties.privateEndpoints",
    ),
    (
        "microsoft.network/virtualnetworks",
        "properties.subnets[*].properties.resourceNavigationLinks",
    ),
    (
        "microsoft.network/virtualnetworks",
        "properties.subnets[*].properties.serviceAssociationLinks",
    ),
    (
        "microsoft.network/virtualnetworks",
        "properties.subnets[*].properties.purpose",
    ),
    (
        "microsoft.network/virtualnetworks/subnets",
        "properties.ipConfigurations",
    ),
    (
        "microsoft.network/virtualnetworks/subnets",
        "properties.ipConfigurationProfiles",
    ),
    (
        "microsoft.network/virtualnetworks/subnets",
        "properties.privateEndpoints",
    ),
    (
        "microsoft.network/virtualnetworks/subnets",
        "properties.resourceNavigationLinks",
    ),
    (
        "microsoft.network/virtualnetworks/subnets",
        "properties.serviceAssociationLinks",
    ),
    ("microsoft.network/virtualnetworks/subnets", "properties.purpose"),
    (
        "microsoft.network/loadbalancers",
        "properties.frontendIPConfigurations[*].properties.loadBalancingRules",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.frontendIPConfigurations[*].properties.inboundNatRules",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.frontendIPConfigurations[*].properties.inboundNatPools",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.frontendIPConfigurations[*].properties.outboundRules",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.backendAddressPools[*].properties.backendIPConfigurations",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.backendAddressPools[*].properties.loadBalancingRules",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.backendAddressPools[*].properties.outboundRule",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.backendAddressPools[*].properties.outboundRules",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.backendAddressPools[*].properties.inboundNatRules",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.probes[*].properties.loadBalancingRules",
    ),
    (
        "microsoft.network/loadbalancers",
        "properties.inboundNatRules[*].properties.backendIPConfiguration",
    ),
    (
        "microsoft.network/expressroutegateways",
        "properties.expressRouteConnections",
    ),
    ("microsoft.compute/virtualmachines", "properties.virtualMachineScaleSet"),
    ("microsoft.compute/virtualmachines", "properties.instanceView"),
    ("microsoft.compute/availabilitysets", "properties.virtualMachines"),
    (
        "microsoft.compute/proximityplacementgroups",
        "properties.virtualMachines",
    ),
    (
        "microsoft.compute/proximityplacementgroups",
        "properties.virtualMachineScaleSets",
    ),
    (
        "microsoft.compute/proximityplacementgroups",
        "properties.availabilitySets",
    ),
    ("microsoft.compute/hostgroups", "properties.hosts"),
    ("microsoft.compute/hostgroups/hosts", "properties.virtualMachines"),
    (
        "microsoft.compute/capacityreservationgroups",
        "properties.capacityReservations",
    ),
    (
        "microsoft.compute/capacityreservationgroups",
        "properties.virtualMachinesAssociated",
    ),
    (
        "microsoft.compute/diskaccesses",
        "properties.privateEndpointConnections",
    ),
    ("microsoft.compute/diskencryptionsets", "properties.previousKeys"),
    ("microsoft.compute/disks", "managedBy"),
    ("microsoft.compute/disks", "managedByExtended"),
    ("microsoft.compute/snapshots", "managedBy"),
    ("microsoft.compute/virtualmachines", "managedBy"),
    ("microsoft.compute/restorepointcollections", "properties.restorePoints"),
    ("microsoft.web/hostingenvironments", "properties.virtualNetwork.name"),
    (
        "microsoft.apimanagement/service",
        "properties.privateEndpointConnections",
    ),
    ("microsoft.insights/components", "properties.PrivateLinkScopedResources"),
    (
        "microsoft.operationalinsights/workspaces",
        "properties.privateLinkScopedResources",
    ),
];

/// Whether only Azure writes what stands at this path.
pub(super) fn is_one(type_lower: &str, path: &str) -> bool {
    BACK_REFERENCES.iter().any(|(of, at)| *of == type_lower && *at == path)
}
