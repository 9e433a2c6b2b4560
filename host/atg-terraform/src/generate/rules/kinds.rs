//! What kind of value stands at a path, where that changes how it is written.

use atg_core::normalize::members::{MemberClass, member_class};

/// What a text is, beside a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::generate) enum Kind {
    /// Nothing more.
    Plain,
    /// A place where Azure runs.
    Location,
    /// A size or a price class.
    Sku,
    /// Somebody in the directory: the object id of a user, a group, an application.
    Principal,
    /// The application id of somebody in the directory.
    Client,
    /// The name or the id of a resource group that Azure makes for this resource.
    ManagedGroup,
    /// A name within a domain that all customers share.
    SharedLabel,
    /// The id of the disk of a machine that is made with the machine.
    OwnDisk,
}

/// Type in lower case, path and kind.
const KINDS: &[(&str, &str, Kind)] = &[
    (
        "microsoft.containerservice/managedclusters",
        "properties.nodeResourceGroup",
        Kind::ManagedGroup,
    ),
    (
        "microsoft.databricks/workspaces",
        "properties.managedResourceGroupId",
        Kind::ManagedGroup,
    ),
    (
        "microsoft.synapse/workspaces",
        "properties.managedResourceGroupName",
        Kind::ManagedGroup,
    ),
    (
        "microsoft.purview/accounts",
        "properties.managedResourceGroupName",
        Kind::ManagedGroup,
    ),
    (
        "microsoft.app/managedenvironments",
        "properties.infrastructureResourceGroup",
        Kind::ManagedGroup,
    ),
    (
        "microsoft.solutions/applications",
        "properties.managedResourceGroupId",
        Kind::ManagedGroup,
    ),
    (
        "microsoft.redhatopenshift/openshiftclusters",
        "properties.clusterProfile.resourceGroupId",
        Kind::ManagedGroup,
    ),
    (
        "microsoft.network/publicipaddresses",
        "properties.dnsSettings.domainNameLabel",
        Kind::SharedLabel,
    ),
    (
        "microsoft.network/trafficmanagerprofiles",
        "properties.dnsConfig.relativeName",
        Kind::SharedLabel,
    ),
    (
        "microsoft.containerinstance/containergroups",
        "properties.ipAddress.dnsNameLabel",
        Kind::SharedLabel,
    ),
    (
        "microsoft.containerservice/managedclusters",
        "properties.dnsPrefix",
        Kind::Plain,
    ),
    (
        "microsoft.cognitiveservices/accounts",
        "properties.customSubDomainName",
        Kind::SharedLabel,
    ),
    (
        "microsoft.compute/virtualmachines",
        "properties.storageProfile.osDisk.managedDisk.id",
        Kind::OwnDisk,
    ),
    (
        "microsoft.sql/servers",
        "properties.administrators.sid",
        Kind::Principal,
    ),
    (
        "microsoft.sql/servers/administrators",
        "properties.sid",
        Kind::Principal,
    ),
    (
        "microsoft.sql/managedinstances",
        "properties.administrators.sid",
        Kind::Principal,
    ),
    (
        "microsoft.synapse/workspaces/administrators",
        "properties.sid",
        Kind::Principal,
    ),
    (
        "microsoft.containerservice/managedclusters",
        "properties.aadProfile.adminGroupObjectIDs[*]",
        Kind::Principal,
    ),
];

/// The kind of what stands at a path.
pub(super) fn kind_of(type_lower: &str, path: &str, name: &str) -> Kind {
    if let Some((.., kind)) = KINDS.iter().find(|(of, at, _)| *of == type_lower && *at == path) {
        return *kind;
    }
    match name {
        "principalId" | "objectId" | "aadObjectId" | "principalIds" | "objectIds" => return Kind::Principal,
        "clientId" | "applicationId" => return Kind::Client,
        _ => {}
    }
    match member_class(name) {
        MemberClass::Location => Kind::Location,
        MemberClass::Sku => Kind::Sku,
        _ if path.starts_with("sku.") => Kind::Sku,
        _ => Kind::Plain,
    }
}
