//! Limits of subscriptions and services.

use atg_sdk::rules::{FixTemplate, Pattern, Rule};

use crate::refused;

/// Whoever pays for the subscription asks for more, or less is made.
const ASK: &[FixTemplate] = &[FixTemplate::new("manual")
    .because("ask for a higher limit (`az quota`, or a request in the portal), or make less of it")];

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("quota")
        .phases(&["plan", "apply"])
        .retry("no")
        .confidence(0.95)
        .fixes(ASK)
}

pub(crate) const RULES: &[Rule] = &[
    rule("cores-exceeded", "The machines would need more cores than the subscription has in this region, or of this family.")
        .when(&[
            Pattern::Any(&[
                Pattern::Text("exceeding approved {quota} quota"),
                Pattern::Text("Operation results in exceeding quota limits of {quota}."),
                Pattern::Text("exceeding approved {quota} cores"),
            ]),
            Pattern::Any(&[
                Pattern::Text("Current Limit: {limit}, Current Usage: {usage}, Additional Required: {needed},"),
                Pattern::Text("Maximum allowed: {limit}, Current in use: {usage}, Additional requested: {needed}."),
                Pattern::Text("quota"),
            ]),
        ])
        .says("{place} needs more cores than are left: {usage|some} of {limit|all} are used, {needed|more} are needed ({quota})")
        .examples(&[refused(
            "OperationNotAllowed",
            409,
            "Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - \
             Deployment Model: Resource Manager, Location: westeurope, Current Limit: 10, Current Usage: 8, Additional Required: 4, \
             (Minimum) New Limit Required: 12.",
        )
        .captures(&[("quota", "Total Regional Cores"), ("limit", "10"), ("usage", "8"), ("needed", "4")])
        .says("azapi_resource.app needs more cores than are left: 8 of 10 are used, 4 are needed (Total Regional Cores)")
        .fix("manual", "", "")]),
    rule("cluster-cores-exceeded", "A cluster would need more cores than the subscription has left.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Insufficient vcpu quota requested {needed}, remaining {left}"),
            Pattern::Code(&["InsufficientVCPUQuota", "ErrCode_InsufficientVCPUQuota"]),
        ])])
        .says("{place} needs more cores than are left: {needed|more} are needed, {left|too few} are left")
        .examples(&[refused("ErrCode_InsufficientVCPUQuota", 400, "Insufficient vcpu quota requested 12, remaining 4 for family standardDSv3Family for region westeurope.")
            .captures(&[("needed", "12")])]),
    rule("public-addresses-exceeded", "The subscription has no public addresses left in this region.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Cannot create more than {most} public IP addresses"),
            Pattern::Code(&["PublicIPCountLimitReached", "StandardSkuPublicIPCountLimitReached", "StaticPublicIPCountLimitReached"]),
        ])])
        .says("there is no public address left for {place}")
        .examples(&[refused("PublicIPCountLimitReached", 400, "Cannot create more than 10 public IP addresses for this subscription in this region.").captures(&[("most", "10")])]),
    rule("network-parts-exceeded", "The subscription, or a network, holds as many of these as it may.")
        .when(&[Pattern::Code(&[
            "NetworkSecurityGroupCountLimitReached",
            "VirtualNetworkCountLimitReached",
            "NetworkInterfaceCountLimitReached",
            "LoadBalancerCountLimitReached",
            "RouteTableCountLimitReached",
            "SubnetCountLimitReached",
            "SecurityRuleCountLimitReached",
            "PrivateEndpointCountLimitReached",
            "NatGatewayCountLimitReached",
            "ApplicationGatewayCountLimitReached",
            "NetworkWatcherCountLimitReached",
            "VnetPeeringCountLimitReached",
        ])])
        .says("there may be no more of what {place} is")
        .examples(&[refused("NetworkWatcherCountLimitReached", 400, "Cannot create more than 1 network watchers for this subscription in this region.")]),
    rule("storage-accounts-exceeded", "A subscription takes 250 storage accounts a region, or what was asked for.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The maximum number of storage accounts, {most}, has been reached"),
            Pattern::Code(&["MaxStorageAccountsCountPerSubscriptionExceeded", "StorageAccountLimitExceeded", "SubscriptionStorageAccountLimitReached"]),
        ])])
        .says("there may be no more storage accounts in the region of {place}")
        .examples(&[refused(
            "MaxStorageAccountsCountPerSubscriptionExceeded",
            409,
            "Subscription already contains 250 storage accounts in location westeurope and the maximum allowed is 250.",
        )]),
    rule("deployments-exceeded", "A group keeps 800 deployments in its history, and not one more.")
        .category("quota")
        .retry("after-fix")
        .when(&[Pattern::Code(&["DeploymentQuotaExceeded"])])
        .says("the group of {place} holds as many deployments as it may")
        .fixes(&[FixTemplate::new("manual").because("delete old deployments from the group's history; what they made stays")])
        .examples(&[refused("DeploymentQuotaExceeded", 409, "Creating the deployment 'd' would exceed the quota of '800'. The current deployment count is '800'.")
            .fix("manual", "", "")]),
    rule("role-assignments-exceeded", "A subscription takes 4,000 role assignments.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["RoleAssignmentLimitExceeded"]),
            Pattern::Text("No more role assignments can be created"),
        ])])
        .says("there may be no more role assignments: {place} is one too many")
        .fixes(&[FixTemplate::new("manual").because("give roles to groups in place of people, and at a management group in place of each scope")])
        .examples(&[refused("RoleAssignmentLimitExceeded", 400, "The role assignment limit for a scope has been reached. No more role assignments can be created.").fix("manual", "", "")]),
    rule("diagnostic-settings-exceeded", "A resource takes five diagnostic settings.")
        .when(&[Pattern::Any(&[
            Pattern::Text("maximum number of diagnostic settings ({most})"),
            Pattern::Text("maximum of {most} diagnostic settings"),
            Pattern::Code(&["DiagnosticSettingsLimitExceeded"]),
        ])])
        .retry("after-fix")
        .says("{place} is one diagnostic setting too many")
        .fixes(&[FixTemplate::new("manual").because("take over one that is there, or delete one that nobody reads")])
        .examples(&[refused("BadRequest", 400, "The maximum number of diagnostic settings (5) for resource has been reached.").captures(&[("most", "5")])]),
    rule("plan-instances-exceeded", "The subscription has no instances of this App Service plan in the region.")
        .when(&[Pattern::Any(&[
            Pattern::Text("This region has quota of {limit} instances for your subscription"),
            Pattern::Text("Operation cannot be completed without additional quota"),
            Pattern::Text("Current Limit ({what}): {limit}"),
        ])])
        .says("the plan {place} has no instances left in its region")
        .examples(&[refused(
            "Unauthorized",
            401,
            "This region has quota of 0 instances for your subscription. Try selecting different region or SKU.",
        )
        .captures(&[("limit", "0")])]),
    rule("model-capacity-exceeded", "The subscription has not so many tokens a minute of this model.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["InsufficientQuota", "InsufficientCapacity"]),
            Pattern::Text("This operation require {needed} new capacity in quota {quota}, which is bigger than"),
        ])])
        .says("{place} asks for more of a model than the subscription has")
        .examples(&[refused(
            "InsufficientQuota",
            400,
            "This operation require 30 new capacity in quota Tokens Per Minute (thousands) - GPT-4, which is bigger than the current \
             available capacity 10.",
        )]),
    rule("too-many-resources", "A group takes 800 resources of most types, a template a few hundred at once.")
        .when(&[Pattern::Code(&[
            "ResourceCountExceedsLimitDueToTemplate",
            "ResourceQuotaExceeded",
            "ResourceGroupQuotaExceeded",
            "ResourceLimitExceeded",
            "SubscriptionResourceGroupQuotaExceeded",
        ])])
        .says("there are as many resources as there may be: {place} is one too many")
        .fixes(&[FixTemplate::new("manual").because("spread the resources over more groups, or over another subscription")])
        .examples(&[refused(
            "ResourceQuotaExceeded",
            409,
            "Creating the resource of type 'Microsoft.Network/privateDnsZones/A' would exceed the quota of '800' resources of this type \
             per resource group.",
        )
        .fix("manual", "", "")]),
    rule("databases-exceeded", "A server, or a subscription in a region, takes no more databases or servers.")
        .when(&[Pattern::Code(&[
            "ServerQuotaExceeded",
            "DatabaseQuotaExceeded",
            "SubscriptionServerQuotaExceeded",
            "RegionalVCoreQuotaExceeded",
            "ElasticPoolCountOverLimit",
            "ServerDtuQuotaExceeded",
        ])])
        .says("there may be no more servers or databases: {place} is one too many")
        .examples(&[refused("ServerQuotaExceeded", 409, "Could not create server as the server quota of 20 was reached.")]),
    rule("quota-exceeded", "A limit of the subscription, the region or the service is reached.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Code(&["QuotaExceeded", "SubscriptionQuotaExceeded", "LimitExceeded", "MaxLimitReached", "QuotaLimitExceeded", "ResourceLimitReached"]),
            Pattern::Text("exceed the quota of"),
            Pattern::Text("quota has been reached"),
        ])])
        .says("a limit is reached: {place} is one too many")
        .examples(&[refused("QuotaExceeded", 409, "The subscription has reached its limit of managed instances in the region.").fix("manual", "", "")]),
];
