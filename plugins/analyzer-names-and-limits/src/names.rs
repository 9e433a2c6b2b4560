//! Names that somebody else has: many types have one space of names for all of Azure.

use atg_sdk::rules::{FixTemplate, Pattern, Rule};

use crate::refused;
use crate::rename::another_name;

const fn plain(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("naming")
        .phases(&["plan", "apply"])
        .confidence(0.95)
}

/// A rule that is answered by another name.
const fn rule(id: &'static str, cause: &'static str) -> Rule {
    plain(id, cause)
        .then(another_name)
        .mends("another name, with a suffix that is the same each time")
}

pub(crate) const RULES: &[Rule] = &[
    rule("storage-account-taken", "Another account in Azure has this name.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The storage account named {name} is already taken"),
            Pattern::Code(&["StorageAccountAlreadyTaken"]),
        ])])
        .says("the name of the storage account {place} is taken")
        .examples(&[
            refused("StorageAccountAlreadyTaken", 409, "The storage account named sadata is already taken.")
                .arm_type("Microsoft.Storage/storageAccounts")
                .captures(&[("name", "sadata")])
                .configuration(r#"{"name":"sadata"}"#)
                .fix("rename-resource", "", r#""sadata8ki0""#),
            refused("StorageAccountAlreadyTaken", 409, "The storage account named sadata is already taken.")
                .configuration(r#"{"name":"${var.iteration_prefix}sadata"}"#)
                .fix("manual", "name", ""),
        ]),
    rule("storage-account-own", "The subscription has an account of this name, in another group.")
        .category("exists")
        .when(&[Pattern::Code(&["StorageAccountAlreadyExists", "StorageAccountInAnotherResourceGroup"])])
        .says("the subscription has the storage account {place} already, in another group")
        .examples(&[refused(
            "StorageAccountInAnotherResourceGroup",
            409,
            "The account sadata is already in another resource group in this subscription.",
        )
        .fix("manual", "name", "")]),
    rule("vault-taken", "Another vault in Azure has this name, perhaps one that is deleted and kept.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The vault name '{name}' is already in use"),
            Pattern::Code(&["VaultAlreadyExists", "VaultNameNotAvailable"]),
        ])])
        .says("the name of the vault {place} is taken")
        .examples(&[refused(
            "VaultAlreadyExists",
            409,
            "The vault name 'kv-shop' is already in use. Vault names are globally unique so it is possible that the name is already \
             taken.",
        )
        .arm_type("Microsoft.KeyVault/vaults")
        .captures(&[("name", "kv-shop")])]),
    rule("registry-taken", "Another registry of containers in Azure has this name.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The registry DNS name {name}.azurecr.io is already in use"),
            Pattern::Code(&["AlreadyInUse", "RegistryNameNotAvailable"]),
        ])])
        .says("the name of the registry {place} is taken")
        .examples(&[refused(
            "AlreadyInUse",
            409,
            "The registry DNS name images.azurecr.io is already in use. You can check if the name is already claimed.",
        )
        .captures(&[("name", "images")])]),
    rule("site-taken", "Another web site in Azure has this name.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Website with given name {name} already exists"),
            Pattern::Text("Hostname '{name}' already exists"),
            Pattern::Code(&["SiteNameNotAvailable", "HostNameAlreadyExists"]),
        ])])
        .says("the name of the site {place} is taken")
        .examples(&[refused("Conflict", 409, "Website with given name shop already exists.").captures(&[("name", "shop")])]),
    rule("server-taken", "Another database server in Azure has this name.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The name '{name}' already exists. Choose a different name"),
            Pattern::Text("Specified server name is already used"),
            Pattern::Code(&["ServerNameAlreadyExists", "NameAlreadyExists", "ServerAlreadyExists"]),
        ])])
        .says("the name of the server {place} is taken")
        .examples(&[refused("NameAlreadyExists", 409, "The name 'sql-shop.database.windows.net' already exists. Choose a different name.")
            .captures(&[("name", "sql-shop.database.windows.net")])]),
    rule("database-account-taken", "Another Cosmos account in Azure has this name.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Dns record for {name} under zone Document is already taken"),
            Pattern::Text("The database account {name} already exists"),
            Pattern::Code(&["DatabaseAccountAlreadyExists", "DatabaseAccountNameNotAvailable"]),
        ])])
        .says("the name of the database account {place} is taken")
        .examples(&[refused("BadRequest", 400, "Dns record for cosmos-shop under zone Document is already taken.").captures(&[("name", "cosmos-shop")])]),
    rule("namespace-taken", "Another namespace of messages or notifications in Azure has this name.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["NamespaceUnavailable", "NamespaceAlreadyExists", "NamespaceNotAvailable"]),
            Pattern::Text("The specified service namespace is invalid. CorrelationId"),
            Pattern::Text("namespace name is not available"),
        ])])
        .says("the name of the namespace {place} is taken")
        .examples(&[refused("NamespaceUnavailable", 409, "The specified name is not available. For more information visit https://aka.ms/eventhubsarmexceptions.")]),
    rule("subdomain-taken", "Another AI account in Azure has this subdomain.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The subdomain name '{name}' is already used"),
            Pattern::Code(&["CustomDomainInUse", "SubDomainNameInUse"]),
        ])])
        .says("the subdomain of {place} is taken")
        .examples(&[refused(
            "CustomDomainInUse",
            409,
            "Please pick a different name. The subdomain name 'ai-shop' is not available as it's already used by a resource.",
        )]),
    plain("label-taken", "Another public address of the region has this label.")
        .when(&[Pattern::Any(&[
            Pattern::Text("DNS record {name} is already used by another public IP"),
            Pattern::Code(&["DnsRecordInUse", "DomainNameLabelInUse"]),
        ])])
        .says("the label of the public address {place} is taken")
        .fixes(&[FixTemplate::new("manual")
            .path("body.properties.dnsSettings.domainNameLabel")
            .because("choose another label: it is unique in its region, and others may know it by this one")])
        .examples(&[refused(
            "DnsRecordInUse",
            400,
            "DNS record shop.westeurope.cloudapp.azure.com is already used by another public IP.",
        )
        .captures(&[("name", "shop.westeurope.cloudapp.azure.com")])
        .fix("manual", "body.properties.dnsSettings.domainNameLabel", "")]),
    rule("name-taken", "Something else in Azure has this name.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Code(&[
                "NameUnavailable",
                "NameNotAvailable",
                "NameAlreadyInUse",
                "NameInUse",
                "ResourceNameNotAvailable",
                "ServiceNameNotAvailable",
                "ServiceAlreadyExists",
                "WorkspaceNameNotAvailable",
            ]),
            Pattern::Text("name is already in use"),
            Pattern::Text("is already in use by another"),
            Pattern::Text("name is not available"),
        ])])
        .says("the name of {place} is taken")
        .examples(&[
            refused("NameNotAvailable", 409, "An error occurred when trying to reserve the DNS name for the cache.")
                .configuration(r#"{"name":"redis-shop"}"#)
                .fix("rename-resource", "", r#""redis-shop-y72z""#),
        ]),
    plain("part-named-twice", "Two parts of a resource have one name.")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Code(&["DuplicateResourceName", "ResourceNameDuplicate"]),
            Pattern::Text("have the same name. Resource names must be unique"),
        ])])
        .says("{place} has parts of one name twice")
        .fixes(&[FixTemplate::new("manual").path("body").because("give each part of the list a name of its own")])
        .examples(&[refused(
            "DuplicateResourceName",
            400,
            "Resource /subscriptions/1/…/loadBalancers/lb has two child resources with the same name (http).",
        )
        .status(400)
        .fix("manual", "body", "")]),
];
