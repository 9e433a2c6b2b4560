//! The 94 types of the example, with the counts of the published figures.

/// How the name of a type's resources must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameStyle {
    /// `vm-orders-prod-00012`.
    Dashed,
    /// `storders00012`: globally unique names of letters and digits only.
    Compact,
}

/// One resource type of the example.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypeEntry {
    /// Namespace and type, as ARM spells it.
    pub(crate) name: &'static str,
    /// Leading part of its resources' names.
    pub(crate) abbreviation: &'static str,
    /// Its body's template, by file name.
    pub(crate) template: &'static str,
    /// Resources in the source.
    pub(crate) count: u32,
    /// How many of those the target holds too.
    pub(crate) matched: u32,
    pub(crate) style: NameStyle,
}

/// All types, in the order of the published table: the three named ones, 38 of 23, one of 35, 52 of 12.
pub(crate) fn types() -> impl Iterator<Item = TypeEntry> {
    let entry = |count, matched| {
        move |&(name, abbreviation, template): &(&'static str, &'static str, &'static str)| TypeEntry {
            name,
            abbreviation,
            template,
            count,
            matched,
            style: if COMPACT.contains(&abbreviation) {
                NameStyle::Compact
            } else {
                NameStyle::Dashed
            },
        }
    };
    let named = NAMED
        .iter()
        .map(move |(row, count, matched)| entry(*count, *matched)(row));
    named
        .chain(USUAL.iter().map(entry(23, 10)))
        .chain(DISKS.iter().map(entry(35, 22)))
        .chain(ABSENT.iter().map(entry(12, 0)))
}

const COMPACT: [&str; 4] = ["st", "cr", "batch", "dbw"];

type Row = (&'static str, &'static str, &'static str);

const NAMED: [(Row, u32, u32); 3] = [
    (("Microsoft.Compute/virtualMachines", "vm", "virtual_machine"), 54, 46),
    (("Microsoft.Network/virtualNetworks", "vnet", "virtual_network"), 38, 35),
    (("Microsoft.Storage/storageAccounts", "st", "storage_account"), 49, 33),
];

const USUAL: [Row; 38] = [
    ("Microsoft.Network/networkInterfaces", "nic", "network_interface"),
    ("Microsoft.Network/networkSecurityGroups", "nsg", "security_group"),
    ("Microsoft.Network/publicIPAddresses", "pip", "public_address"),
    ("Microsoft.Network/routeTables", "rt", "route_table"),
    ("Microsoft.Network/loadBalancers", "lb", "load_balancer"),
    ("Microsoft.Network/privateEndpoints", "pep", "private_endpoint"),
    ("Microsoft.Network/privateDnsZones", "zone", "zone"),
    ("Microsoft.Network/natGateways", "ng", "gateway"),
    ("Microsoft.Network/applicationGateways", "agw", "gateway"),
    ("Microsoft.Network/bastionHosts", "bas", "gateway"),
    ("Microsoft.Network/azureFirewalls", "afw", "gateway"),
    ("Microsoft.Network/firewallPolicies", "afwp", "policy"),
    ("Microsoft.Compute/availabilitySets", "avail", "account"),
    ("Microsoft.Compute/virtualMachineScaleSets", "vmss", "scale_set"),
    ("Microsoft.Compute/snapshots", "snap", "disk"),
    ("Microsoft.Compute/sshPublicKeys", "sshkey", "identity"),
    ("Microsoft.KeyVault/vaults", "kv", "vault"),
    ("Microsoft.Web/serverFarms", "plan", "server_farm"),
    ("Microsoft.Web/sites", "app", "web_site"),
    ("Microsoft.Sql/servers", "sql", "database_server"),
    ("Microsoft.DBforPostgreSQL/flexibleServers", "psql", "database_server"),
    ("Microsoft.DBforMySQL/flexibleServers", "mysql", "database_server"),
    ("Microsoft.DocumentDB/databaseAccounts", "cosmos", "document_database"),
    ("Microsoft.Cache/Redis", "redis", "account"),
    ("Microsoft.ContainerRegistry/registries", "cr", "registry"),
    ("Microsoft.ContainerService/managedClusters", "aks", "cluster"),
    ("Microsoft.ManagedIdentity/userAssignedIdentities", "id", "identity"),
    ("Microsoft.OperationalInsights/workspaces", "log", "workspace"),
    ("Microsoft.Insights/components", "appi", "workspace"),
    ("Microsoft.Insights/actionGroups", "ag", "alert"),
    ("Microsoft.Insights/metricAlerts", "ma", "alert"),
    ("Microsoft.EventHub/namespaces", "evhns", "namespace"),
    ("Microsoft.ServiceBus/namespaces", "sbns", "namespace"),
    ("Microsoft.EventGrid/topics", "evgt", "namespace"),
    ("Microsoft.Logic/workflows", "logic", "workflow"),
    ("Microsoft.DataFactory/factories", "adf", "workflow"),
    ("Microsoft.Automation/automationAccounts", "aa", "workflow"),
    ("Microsoft.RecoveryServices/vaults", "rsv", "vault"),
];

const DISKS: [Row; 1] = [("Microsoft.Compute/disks", "disk", "disk")];

const ABSENT: [Row; 52] = [
    ("Microsoft.Compute/images", "img", "disk"),
    ("Microsoft.Compute/galleries", "gal", "account"),
    ("Microsoft.Compute/proximityPlacementGroups", "ppg", "account"),
    ("Microsoft.Compute/diskEncryptionSets", "des", "vault"),
    ("Microsoft.Compute/restorePointCollections", "rpc", "disk"),
    ("Microsoft.Network/applicationSecurityGroups", "asg", "security_group"),
    ("Microsoft.Network/virtualNetworkGateways", "vgw", "gateway"),
    ("Microsoft.Network/localNetworkGateways", "lgw", "gateway"),
    ("Microsoft.Network/connections", "con", "gateway"),
    ("Microsoft.Network/expressRouteCircuits", "erc", "gateway"),
    ("Microsoft.Network/virtualWans", "vwan", "virtual_network"),
    ("Microsoft.Network/virtualHubs", "vhub", "virtual_network"),
    ("Microsoft.Network/ddosProtectionPlans", "ddos", "policy"),
    ("Microsoft.Network/ipGroups", "ipg", "policy"),
    ("Microsoft.Network/publicIPPrefixes", "ippre", "public_address"),
    ("Microsoft.Network/privateLinkServices", "pls", "load_balancer"),
    ("Microsoft.Network/trafficManagerProfiles", "traf", "zone"),
    ("Microsoft.Network/dnszones", "dns", "zone"),
    ("Microsoft.Network/dnsResolvers", "dnspr", "private_endpoint"),
    (
        "Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies",
        "waf",
        "policy",
    ),
    ("Microsoft.Network/networkWatchers", "nw", "alert"),
    ("Microsoft.Network/serviceEndpointPolicies", "sep", "route_table"),
    ("Microsoft.Cdn/profiles", "cdn", "zone"),
    ("Microsoft.ApiManagement/service", "apim", "account"),
    ("Microsoft.App/containerApps", "ca", "application"),
    ("Microsoft.App/managedEnvironments", "cae", "cluster"),
    ("Microsoft.App/jobs", "caj", "application"),
    ("Microsoft.AppConfiguration/configurationStores", "appcs", "account"),
    ("Microsoft.Batch/batchAccounts", "batch", "account"),
    ("Microsoft.BotService/botServices", "bot", "account"),
    ("Microsoft.Cache/redisEnterprise", "amr", "account"),
    ("Microsoft.CognitiveServices/accounts", "cog", "account"),
    ("Microsoft.ContainerInstance/containerGroups", "ci", "application"),
    ("Microsoft.DataProtection/backupVaults", "bvault", "vault"),
    ("Microsoft.Databricks/workspaces", "dbw", "workspace"),
    ("Microsoft.DesktopVirtualization/hostPools", "vdpool", "account"),
    ("Microsoft.DesktopVirtualization/workspaces", "vdws", "workspace"),
    ("Microsoft.Devices/IotHubs", "iot", "namespace"),
    ("Microsoft.EventGrid/systemTopics", "egst", "namespace"),
    ("Microsoft.Insights/dataCollectionRules", "dcr", "alert"),
    ("Microsoft.Insights/dataCollectionEndpoints", "dce", "namespace"),
    ("Microsoft.Insights/webtests", "wt", "alert"),
    ("Microsoft.Kusto/clusters", "dec", "cluster"),
    ("Microsoft.MachineLearningServices/workspaces", "mlw", "workspace"),
    ("Microsoft.Maps/accounts", "map", "account"),
    ("Microsoft.NetApp/netAppAccounts", "anf", "disk"),
    ("Microsoft.Purview/accounts", "pview", "workspace"),
    ("Microsoft.Search/searchServices", "srch", "account"),
    ("Microsoft.SignalRService/SignalR", "sigr", "namespace"),
    ("Microsoft.StreamAnalytics/streamingjobs", "asa", "workflow"),
    ("Microsoft.Synapse/workspaces", "synw", "workspace"),
    ("Microsoft.Web/staticSites", "stapp", "web_site"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_the_published_ones() {
        let all: Vec<TypeEntry> = types().collect();
        assert_eq!(all.len(), 94);
        assert_eq!(all.iter().map(|entry| entry.count).sum::<u32>(), 1674);
        assert_eq!(all.iter().map(|entry| entry.matched).sum::<u32>(), 516);
        assert_eq!(all.iter().filter(|entry| entry.matched > 0).count(), 42);
    }

    #[test]
    fn no_type_is_named_twice_or_below_another() {
        let all: Vec<String> = types().map(|entry| entry.name.to_ascii_lowercase()).collect();
        for (position, name) in all.iter().enumerate() {
            for other in &all[position + 1..] {
                assert_ne!(name, other);
                assert!(!other.starts_with(&format!("{name}/")), "{other} lies below {name}");
                assert!(!name.starts_with(&format!("{other}/")), "{name} lies below {other}");
            }
        }
    }

    #[test]
    fn no_two_types_share_an_abbreviation() {
        let mut all: Vec<&str> = types().map(|entry| entry.abbreviation).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 94);
    }
}
