//! The 94 types of the example, with the counts of the published figures.

/// How the name of a type's resources must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameStyle {
    /// `vm-orders-prod-00012`.
    Dashed,
    /// `storders00012`: short names of letters and digits only.
    Compact,
    /// `zone-orders-prod-00012.contoso.example`: names in the DNS.
    Domain,
}

/// One resource type of the example.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypeEntry {
    /// Namespace and type, as ARM spells it.
    pub(crate) name: &'static str,
    /// Leading part of its resources' names.
    pub(crate) abbreviation: &'static str,
    /// Text of its body's template.
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
            style: style_of(abbreviation),
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

fn style_of(abbreviation: &str) -> NameStyle {
    if COMPACT.contains(&abbreviation) {
        NameStyle::Compact
    } else if DOMAIN.contains(&abbreviation) {
        NameStyle::Domain
    } else {
        NameStyle::Dashed
    }
}

const COMPACT: [&str; 7] = ["st", "cr", "batch", "dbw", "kv", "gal", "dec"];

const DOMAIN: [&str; 2] = ["zone", "dns"];

/// Name, abbreviation, template.
type Row = (&'static str, &'static str, &'static str);

/// Each type has a template of its own, in the file that is named after it.
macro_rules! row {
    ($name:literal, $abbreviation:literal) => {
        ($name, $abbreviation, include_str!(concat!("bodies/", $name, ".json")))
    };
}

const NAMED: [(Row, u32, u32); 3] = [
    (row!("Microsoft.Compute/virtualMachines", "vm"), 54, 46),
    (row!("Microsoft.Network/virtualNetworks", "vnet"), 38, 35),
    (row!("Microsoft.Storage/storageAccounts", "st"), 49, 33),
];

const USUAL: [Row; 38] = [
    row!("Microsoft.Network/networkInterfaces", "nic"),
    row!("Microsoft.Network/networkSecurityGroups", "nsg"),
    row!("Microsoft.Network/publicIPAddresses", "pip"),
    row!("Microsoft.Network/routeTables", "rt"),
    row!("Microsoft.Network/loadBalancers", "lb"),
    row!("Microsoft.Network/privateEndpoints", "pep"),
    row!("Microsoft.Network/privateDnsZones", "zone"),
    row!("Microsoft.Network/natGateways", "ng"),
    row!("Microsoft.Network/applicationGateways", "agw"),
    row!("Microsoft.Network/bastionHosts", "bas"),
    row!("Microsoft.Network/azureFirewalls", "afw"),
    row!("Microsoft.Network/firewallPolicies", "afwp"),
    row!("Microsoft.Compute/availabilitySets", "avail"),
    row!("Microsoft.Compute/virtualMachineScaleSets", "vmss"),
    row!("Microsoft.Compute/snapshots", "snap"),
    row!("Microsoft.Compute/sshPublicKeys", "sshkey"),
    row!("Microsoft.KeyVault/vaults", "kv"),
    row!("Microsoft.Web/serverFarms", "plan"),
    row!("Microsoft.Web/sites", "app"),
    row!("Microsoft.Sql/servers", "sql"),
    row!("Microsoft.DBforPostgreSQL/flexibleServers", "psql"),
    row!("Microsoft.DBforMySQL/flexibleServers", "mysql"),
    row!("Microsoft.DocumentDB/databaseAccounts", "cosmos"),
    row!("Microsoft.Cache/Redis", "redis"),
    row!("Microsoft.ContainerRegistry/registries", "cr"),
    row!("Microsoft.ContainerService/managedClusters", "aks"),
    row!("Microsoft.ManagedIdentity/userAssignedIdentities", "id"),
    row!("Microsoft.OperationalInsights/workspaces", "log"),
    row!("Microsoft.Insights/components", "appi"),
    row!("Microsoft.Insights/actionGroups", "ag"),
    row!("Microsoft.Insights/metricAlerts", "ma"),
    row!("Microsoft.EventHub/namespaces", "evhns"),
    row!("Microsoft.ServiceBus/namespaces", "sbns"),
    row!("Microsoft.EventGrid/topics", "evgt"),
    row!("Microsoft.Logic/workflows", "logic"),
    row!("Microsoft.DataFactory/factories", "adf"),
    row!("Microsoft.Automation/automationAccounts", "aa"),
    row!("Microsoft.RecoveryServices/vaults", "rsv"),
];

const DISKS: [Row; 1] = [row!("Microsoft.Compute/disks", "disk")];

const ABSENT: [Row; 52] = [
    row!("Microsoft.Compute/images", "img"),
    row!("Microsoft.Compute/galleries", "gal"),
    row!("Microsoft.Compute/proximityPlacementGroups", "ppg"),
    row!("Microsoft.Compute/diskEncryptionSets", "des"),
    row!("Microsoft.Compute/restorePointCollections", "rpc"),
    row!("Microsoft.Network/applicationSecurityGroups", "asg"),
    row!("Microsoft.Network/virtualNetworkGateways", "vgw"),
    row!("Microsoft.Network/localNetworkGateways", "lgw"),
    row!("Microsoft.Network/connections", "con"),
    row!("Microsoft.Network/expressRouteCircuits", "erc"),
    row!("Microsoft.Network/virtualWans", "vwan"),
    row!("Microsoft.Network/virtualHubs", "vhub"),
    row!("Microsoft.Network/ddosProtectionPlans", "ddos"),
    row!("Microsoft.Network/ipGroups", "ipg"),
    row!("Microsoft.Network/publicIPPrefixes", "ippre"),
    row!("Microsoft.Network/privateLinkServices", "pls"),
    row!("Microsoft.Network/trafficManagerProfiles", "traf"),
    row!("Microsoft.Network/dnszones", "dns"),
    row!("Microsoft.Network/dnsResolvers", "dnspr"),
    row!(
        "Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies",
        "waf"
    ),
    row!("Microsoft.Network/networkWatchers", "nw"),
    row!("Microsoft.Network/serviceEndpointPolicies", "sep"),
    row!("Microsoft.Cdn/profiles", "cdn"),
    row!("Microsoft.ApiManagement/service", "apim"),
    row!("Microsoft.App/containerApps", "ca"),
    row!("Microsoft.App/managedEnvironments", "cae"),
    row!("Microsoft.App/jobs", "caj"),
    row!("Microsoft.AppConfiguration/configurationStores", "appcs"),
    row!("Microsoft.Batch/batchAccounts", "batch"),
    row!("Microsoft.BotService/botServices", "bot"),
    row!("Microsoft.Cache/redisEnterprise", "amr"),
    row!("Microsoft.CognitiveServices/accounts", "cog"),
    row!("Microsoft.ContainerInstance/containerGroups", "ci"),
    row!("Microsoft.DataProtection/backupVaults", "bvault"),
    row!("Microsoft.Databricks/workspaces", "dbw"),
    row!("Microsoft.DesktopVirtualization/hostPools", "vdpool"),
    row!("Microsoft.DesktopVirtualization/workspaces", "vdws"),
    row!("Microsoft.Devices/IotHubs", "iot"),
    row!("Microsoft.EventGrid/systemTopics", "egst"),
    row!("Microsoft.Insights/dataCollectionRules", "dcr"),
    row!("Microsoft.Insights/dataCollectionEndpoints", "dce"),
    row!("Microsoft.Insights/webtests", "wt"),
    row!("Microsoft.Kusto/clusters", "dec"),
    row!("Microsoft.MachineLearningServices/workspaces", "mlw"),
    row!("Microsoft.Maps/accounts", "map"),
    row!("Microsoft.NetApp/netAppAccounts", "anf"),
    row!("Microsoft.Purview/accounts", "pview"),
    row!("Microsoft.Search/searchServices", "srch"),
    row!("Microsoft.SignalRService/SignalR", "sigr"),
    row!("Microsoft.StreamAnalytics/streamingjobs", "asa"),
    row!("Microsoft.Synapse/workspaces", "synw"),
    row!("Microsoft.Web/staticSites", "stapp"),
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
