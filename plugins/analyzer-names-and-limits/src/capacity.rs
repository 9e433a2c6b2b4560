//! What a region does not have, or not at the moment.

use atg_sdk::prelude::*;
use atg_sdk::rules::{FixTemplate, Lookup, Pattern, Problem, Rule, json_string};

use crate::refused;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("region")
        .phases(&["plan", "apply"])
        .confidence(0.95)
}

pub(crate) const RULES: &[Rule] = &[
    rule("size-not-available", "The size is not offered in this region or zone, or not to this subscription.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The requested VM size {size} is not available in the current region"),
            Pattern::Text("The requested VM size {size} is not available in location '{location}'"),
            Pattern::Text("is currently not available in location '{location}' zones '{zones}'"),
            Pattern::Text("is currently not available in location '{location}'"),
            Pattern::Code(&["SkuNotAvailable", "VMSizeNotSupported", "VMSizeNotAvailable"]),
        ])])
        .says("the size of {place} is not available in {location|its region}")
        .fixes(&[FixTemplate::new("manual").because("map the size to one that the region offers (`az vm list-skus`), or choose another region")])
        .examples(&[refused(
            "SkuNotAvailable",
            409,
            "The requested size for resource '/subscriptions/1/…/virtualMachines/web' is currently not available in location \
             'westeurope' zones '1' for subscription '1'. Please try another size or deploy to a different location or zones.",
        )
        .captures(&[("location", "westeurope")])
        .says("the size of azapi_resource.app is not available in westeurope")
        .fix("manual", "", "")]),
    rule("no-room-in-zone", "The zone has no room for this size at the moment.")
        .category("transient")
        .retry("transient")
        .confidence(0.8)
        .when(&[Pattern::Code(&["ZonalAllocationFailed", "OverconstrainedZonalAllocationRequest"])])
        .says("the zone of {place} has no room for its size now")
        .fixes(&[
            FixTemplate::new("wait").because("room comes back, after hours rather than minutes"),
            FixTemplate::new("manual").because("or choose another zone, or another size"),
        ])
        .examples(&[refused("ZonalAllocationFailed", 409, "Allocation failed. We do not have sufficient capacity for the requested VM size in this zone.")
            .fix("wait", "", "")
            .fix("manual", "", "")]),
    rule("no-room", "The region has no room for this size at the moment.")
        .category("transient")
        .retry("transient")
        .confidence(0.8)
        .when(&[Pattern::Code(&["AllocationFailed", "AllocationTimedOut", "ClusterAllocationFailed", "InsufficientCapacityError"])])
        .says("the region of {place} has no room for its size now")
        .fixes(&[
            FixTemplate::new("wait").because("room comes back, after hours rather than minutes"),
            FixTemplate::new("manual").because("or choose another size, or another region"),
        ])
        .examples(&[refused(
            "AllocationFailed",
            409,
            "Allocation failed. We do not have sufficient capacity for the requested VM size in this region.",
        )
        .fix("wait", "", "")
        .fix("manual", "", "")]),
    rule("too-many-wishes", "No place meets all of the constraints at once: size, zone, accelerated network, disk, placement group.")
        .when(&[Pattern::Code(&["OverconstrainedAllocationRequest", "AllocationConstraintsNotSatisfied"])])
        .says("no place meets all that {place} asks for at once")
        .fixes(&[FixTemplate::new("manual").because("leave out one of zone, placement group, ultra disk or accelerated network, or take another size")])
        .examples(&[refused(
            "OverconstrainedAllocationRequest",
            409,
            "Allocation failed. VM(s) with the following constraints cannot be allocated, because the condition is too restrictive. \
             Constraints applied are: Availability Zone, Networking Constraints, VM Size.",
        )
        .fix("manual", "", "")]),
    rule("zones-not-offered", "The region has no zones, or not for this type and size.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&[
                "AvailabilityZoneNotSupported",
                "AvailabilityZonesNotSupported",
                "InvalidAvailabilityZone",
                "InvalidAvailabilityZones",
                "ResourceAvailabilityZonesNotSupported",
                "ZonesNotAllowedForResource",
            ]),
            Pattern::Text("does not support availability zones"),
            Pattern::Text("zone(s) '{zones}' are not supported"),
        ])])
        .says("{place} asks for zones that its region does not offer")
        .fixes(&[FixTemplate::new("remove-attribute").path("body.zones").because("without zones it can be made there; what they promised is lost")])
        .examples(&[refused(
            "AvailabilityZoneNotSupported",
            400,
            "The zone(s) '3' for resource 'Microsoft.Network/publicIPAddresses/ip' is not supported. The supported zones for location \
             'northcentralus' are ''.",
        )
        .fix("remove-attribute", "body.zones", "")]),
    rule("offer-restricted", "The service takes no new resources of this subscription in this region.")
        .retry("no")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["LocationIsOfferRestricted", "SubscriptionDoesNotHaveServer", "ProvisioningNotSupportedForRegion"]),
            Pattern::Text("Subscriptions are restricted from provisioning in location '{location}'"),
            Pattern::Text("is not accepting creation of new"),
        ])])
        .says("the region takes no new resource like {place} of this subscription")
        .fixes(&[FixTemplate::new("manual").path("location").because("ask for access to the region, or map it to another one")])
        .examples(&[refused(
            "LocationIsOfferRestricted",
            400,
            "Subscriptions are restricted from provisioning in location 'westeurope'. Try again in a different location.",
        )
        .fix("manual", "location", "")]),
    rule("group-location-not-allowed", "A resource group lies in a real region; `global` is none.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The provided location '{location}' is not available for resource group"),
            Pattern::Code(&["LocationNotAvailableForResourceGroup"]),
        ])])
        .says("the group {place} is put into {location|a place}, which is no region for groups")
        .then(group_location)
        .mends("the region of the source's group, else a person's")
        .examples(&[
            refused(
                "LocationNotAvailableForResourceGroup",
                400,
                "The provided location 'global' is not available for resource group. List of available regions is \
                 'westeurope,eastus'.",
            )
            .source(r#"{"location":"eastus"}"#)
            .fix("set-attribute", "location", r#""eastus""#),
            refused("LocationNotAvailableForResourceGroup", 400, "The provided location 'global' is not available for resource group.")
                .fix("manual", "location", ""),
        ]),
    rule("type-not-in-region", "The type is not offered in this region.")
        .when(&[Pattern::Any(&[
            Pattern::Text(
                "The provided location '{location}' is not available for resource type '{kind}'. List of available regions for the \
                 resource type is '{regions}'",
            ),
            Pattern::Text("The provided location '{location}' is not available for resource type '{kind}'"),
            Pattern::Text(
                "No registered resource provider found for location '{location}' and API version '{version}' for type '{kind}'. The \
                 supported api-versions are '{versions}'. The supported locations are '{regions}'",
            ),
            Pattern::Code(&["LocationNotAvailableForResourceType", "InvalidLocation", "LocationNotSupported"]),
        ])])
        .says("{kind|the type} of {place} is not offered in {location|its region}")
        .then(region)
        .mends("`global` where the type has no region, else a person's")
        .examples(&[
            refused(
                "LocationNotAvailableForResourceType",
                400,
                "The provided location 'westeurope' is not available for resource type 'Microsoft.Web/staticSites'. List of available \
                 regions for the resource type is 'westus2,centralus,eastus2,eastasia'.",
            )
            .captures(&[("kind", "Microsoft.Web/staticSites")])
            .fix("manual", "location", ""),
            refused(
                "LocationNotAvailableForResourceType",
                400,
                "The provided location 'westeurope' is not available for resource type 'Microsoft.Network/trafficManagerProfiles'. List \
                 of available regions for the resource type is 'global'.",
            )
            .fix("set-attribute", "location", r#""global""#),
            refused(
                "NoRegisteredProviderFound",
                400,
                "No registered resource provider found for location 'polandcentral' and API version '2024-04-01' for type 'sites'. The \
                 supported api-versions are '2024-04-01'. The supported locations are 'westeurope, eastus'.",
            )
            .fix("manual", "location", ""),
        ]),
    rule("tier-not-offered", "The tier, or the SKU, is not offered for this type, region or combination.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Text("pricing tier '{tier}' is not"),
            Pattern::Text("The SKU '{tier}' is not supported"),
            Pattern::Text("SKU {tier} is not available"),
            Pattern::Code(&[
                "SkuNotSupported",
                "InvalidSku",
                "SkuNotFound",
                "InvalidSkuName",
                "UnsupportedSku",
                "SkuNotEligible",
                "InvalidSkuId",
                "ProvisionedThroughputNotSupported",
            ]),
        ])])
        .says("the tier of {place} is not offered there")
        .fixes(&[FixTemplate::new("manual").because("map the tier to one that is offered: {detail|}")])
        .examples(&[refused("InvalidSku", 400, "The SKU 'F0' is not supported in the location 'westeurope'.")
            .captures(&[("tier", "F0")])
            .fix("manual", "", "")]),
    rule("spot-not-possible", "There are no machines at a lower price to be had now, or not of this kind.")
        .category("transient")
        .retry("transient")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Code(&["SpotNotAvailable", "LowPriorityQuotaExceeded", "SpotQuotaExceeded"]),
            Pattern::Text("LowPriorityCores"),
            Pattern::Text("Azure Spot"),
        ])])
        .says("there is no machine at the lower price for {place} now")
        .fixes(&[
            FixTemplate::new("wait").because("such machines come and go"),
            FixTemplate::new("manual").path("body.properties.priority").because("or take a regular machine"),
        ])
        .examples(&[refused("SpotNotAvailable", 409, "Azure Spot Virtual Machines of this size are not available in this region at the moment.")
            .fix("wait", "", "")
            .fix("manual", "body.properties.priority", "")]),
];

/// The source knows where its group lies.
fn group_location(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let source = problem.address.and_then(|address| lookup.source(address));
    let location = source.as_deref().and_then(|source| source.get("location")?.as_str());
    let fix = match location.filter(|location| Some(*location) != problem.capture("location")) {
        Some(location) => {
            let fix = problem.fix("set-attribute", "location", "the source's group lies there");
            fix.map(|fix| fix.value(&json_string(location)))
        }
        None => problem.fix("manual", "location", "choose the region of the group; `global` is none"),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// Where a region is offered after all, something else is wrong (an api-version), and another rule says what.
fn region(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let folded = |region: &str| region.replace(' ', "").to_ascii_lowercase();
    let regions: Vec<&str> = problem
        .capture("regions")
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|region| !region.is_empty())
        .collect();
    let own = folded(problem.capture("location").unwrap_or_default());
    if regions.iter().any(|region| folded(region) == own) {
        return None;
    }
    let fix = match regions.as_slice() {
        [only] if only.eq_ignore_ascii_case("global") => {
            let fix = problem.fix("set-attribute", "location", "the type has no region");
            fix.map(|fix| fix.value(&json_string("global")))
        }
        [] => problem.fix("manual", "location", "map the region to one where the type is offered"),
        regions => problem.fix(
            "manual",
            "location",
            &format!("it is offered in {}", regions.join(", ")),
        ),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}
