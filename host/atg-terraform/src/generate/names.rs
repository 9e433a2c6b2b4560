//! Names that all customers of Azure share: the source holds them, so the target needs others.
//!
//! The new name is the old one, cut where it must be, with a suffix that depends on source, target, lineage and name, so
//! that every round makes the same one and no other lineage does.

use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// What a type's shared names may look like, and where they show.
#[derive(Debug)]
pub(super) struct Shared {
    /// Type in lower case.
    of: &'static str,
    /// How many characters a name may have.
    longest: usize,
    /// Whether dashes are allowed.
    dashes: bool,
    /// What follows the name in addresses of its services.
    domains: &'static [&'static str],
}

const fn shared(of: &'static str, longest: usize, dashes: bool, domains: &'static [&'static str]) -> Shared {
    Shared {
        of,
        longest,
        dashes,
        domains,
    }
}

const STORAGE: &[&str] = &[
    ".blob.core.",
    ".file.core.",
    ".queue.core.",
    ".table.core.",
    ".dfs.core.",
    ".web.core.",
];

/// Lengths are those that Azure's naming rules give.
const SHARED: &[Shared] = &[
    shared("microsoft.analysisservices/servers", 63, false, &[".asazure."]),
    shared("microsoft.apimanagement/service", 50, true, &[".azure-api."]),
    shared(
        "microsoft.appconfiguration/configurationstores",
        50,
        true,
        &[".azconfig."],
    ),
    shared("microsoft.batch/batchaccounts", 24, false, &[".batch.azure."]),
    shared("microsoft.botservice/botservices", 64, true, &[]),
    shared("microsoft.cache/redis", 63, true, &[".redis.cache."]),
    shared("microsoft.cache/redisenterprise", 60, true, &[".redis.azure."]),
    shared("microsoft.cdn/profiles/endpoints", 50, true, &[".azureedge."]),
    shared("microsoft.cdn/profiles/afdendpoints", 46, true, &[]),
    shared(
        "microsoft.communication/communicationservices",
        63,
        true,
        &[".communication.azure."],
    ),
    shared("microsoft.containerregistry/registries", 50, false, &[".azurecr."]),
    shared("microsoft.dashboard/grafana", 23, true, &[]),
    shared("microsoft.datafactory/factories", 63, true, &[]),
    shared("microsoft.dbformariadb/servers", 63, true, &[".mariadb.database."]),
    shared("microsoft.dbformysql/flexibleservers", 63, true, &[".mysql.database."]),
    shared("microsoft.dbformysql/servers", 63, true, &[".mysql.database."]),
    shared(
        "microsoft.dbforpostgresql/flexibleservers",
        63,
        true,
        &[".postgres.database."],
    ),
    shared("microsoft.dbforpostgresql/servers", 63, true, &[".postgres.database."]),
    shared("microsoft.devices/iothubs", 50, true, &[".azure-devices."]),
    shared(
        "microsoft.devices/provisioningservices",
        64,
        true,
        &[".azure-devices-provisioning."],
    ),
    shared("microsoft.digitaltwins/digitaltwinsinstances", 63, true, &[]),
    shared(
        "microsoft.documentdb/databaseaccounts",
        44,
        true,
        &[
            ".documents.azure.",
            ".mongo.cosmos.azure.",
            ".table.cosmos.azure.",
            ".gremlin.cosmos.azure.",
            ".cassandra.cosmos.azure.",
        ],
    ),
    shared(
        "microsoft.documentdb/mongoclusters",
        40,
        true,
        &[".mongocluster.cosmos.azure."],
    ),
    shared("microsoft.eventgrid/domains", 50, true, &[]),
    shared("microsoft.eventgrid/namespaces", 50, true, &[]),
    shared("microsoft.eventgrid/topics", 50, true, &[]),
    shared("microsoft.eventhub/namespaces", 50, true, &[".servicebus."]),
    shared("microsoft.hdinsight/clusters", 59, true, &[".azurehdinsight."]),
    shared("microsoft.keyvault/managedhsms", 24, true, &[".managedhsm.azure."]),
    shared("microsoft.keyvault/vaults", 24, true, &[".vault.azure.", ".vaultcore."]),
    shared("microsoft.kusto/clusters", 22, false, &[".kusto."]),
    shared("microsoft.loadtestservice/loadtests", 64, true, &[]),
    shared("microsoft.notificationhubs/namespaces", 50, true, &[".servicebus."]),
    shared("microsoft.powerbidedicated/capacities", 63, false, &[]),
    shared("microsoft.purview/accounts", 63, true, &[".purview.azure."]),
    shared("microsoft.relay/namespaces", 50, true, &[".servicebus."]),
    shared("microsoft.search/searchservices", 60, true, &[".search."]),
    shared("microsoft.servicebus/namespaces", 50, true, &[".servicebus."]),
    shared("microsoft.signalrservice/signalr", 63, true, &[".service.signalr."]),
    shared("microsoft.signalrservice/webpubsub", 63, true, &[".webpubsub.azure."]),
    shared("microsoft.sql/managedinstances", 63, true, &[]),
    shared("microsoft.sql/servers", 63, true, &[".database."]),
    shared("microsoft.storage/storageaccounts", 24, false, STORAGE),
    shared(
        "microsoft.synapse/workspaces",
        50,
        true,
        &[".sql.azuresynapse.", ".dev.azuresynapse."],
    ),
    shared(
        "microsoft.web/sites",
        60,
        true,
        &[".azurewebsites.", ".scm.azurewebsites."],
    ),
];

/// What names a type shares with everybody; `None` where its names are the subscription's own.
pub(super) fn shared_by(type_lower: &str) -> Option<&'static Shared> {
    SHARED.iter().find(|shared| shared.of == type_lower)
}

/// A label in the body of a resource: within its region's domain, it is shared too.
pub(super) const LABEL: Shared = shared("", 60, true, &[]);

/// How many characters a suffix has.
const SUFFIX: usize = 5;

/// Makes names of one lineage.
#[derive(Debug, Clone)]
pub(super) struct Suffixes {
    salt: String,
}

impl Suffixes {
    pub(super) fn new(source: &str, target: &str, lineage: &str) -> Suffixes {
        Suffixes {
            salt: format!("{}\n{}\n{lineage}", source.to_lowercase(), target.to_lowercase()),
        }
    }

    /// What makes generated ids of this lineage its own.
    pub(super) fn salt(&self) -> &str {
        &self.salt
    }

    /// The target's name for a shared one. `attempt` is 0, and more where the name before was another one's already.
    pub(super) fn name(&self, shared: &Shared, name: &str, attempt: u32) -> String {
        let text = format!("{}\n{}\n{}\n{attempt}", self.salt, shared.of, name.to_lowercase());
        let suffix = base36(xxh3_64(text.as_bytes()));
        let fits = |letter: &char| letter.is_ascii_alphanumeric() || (shared.dashes && *letter == '-');
        let mut cut: String = name.chars().filter(fits).collect();
        if !shared.dashes {
            cut.make_ascii_lowercase();
        }
        let room = shared.longest - SUFFIX - usize::from(shared.dashes);
        cut.truncate(room);
        let cut = cut.trim_end_matches('-');
        match (cut.is_empty(), shared.dashes) {
            // A name begins with a letter everywhere.
            (true, _) => format!("n{suffix}"),
            (false, true) => format!("{cut}-{suffix}"),
            (false, false) => format!("{cut}{suffix}"),
        }
    }
}

fn base36(mut bits: u64) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digits = (0..SUFFIX).map(|_| {
        let digit = DIGITS[(bits % 36) as usize];
        bits /= 36;
        char::from(digit)
    });
    digits.collect()
}

/// Shared names that are new, for finding them in addresses of services such as `orders.blob.core.windows.net`.
#[derive(Debug, Default)]
pub(super) struct Hosts(HashMap<String, Vec<(&'static [&'static str], String)>>);

impl Hosts {
    /// A name, in lower case, that is called otherwise in the target.
    pub(super) fn add(&mut self, shared: &Shared, from: &str, to: &str) {
        if !shared.domains.is_empty() {
            let renamed = self.0.entry(from.to_lowercase()).or_default();
            renamed.push((shared.domains, to.to_owned()));
        }
    }

    /// Where names stand in addresses, and what stands there in the target: from, to, text.
    pub(super) fn find(&self, text: &str) -> Vec<(usize, usize, &str)> {
        let mut found = Vec::new();
        if self.0.is_empty() || !text.contains('.') {
            return found;
        }
        let bytes = text.as_bytes();
        for dot in memchr::memchr_iter(b'.', bytes) {
            // Most dots are those of numbers.
            if !bytes.get(dot + 1).is_some_and(u8::is_ascii_alphabetic) {
                continue;
            }
            let letters = bytes[..dot].iter().rev();
            let length = letters
                .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
                .count();
            let start = dot - length;
            // A label in the middle of a name is somebody else's.
            if length == 0 || (start > 0 && bytes[start - 1] == b'.') {
                continue;
            }
            let Some(renamed) = self.0.get(&text[start..dot].to_ascii_lowercase()) else {
                continue;
            };
            let follows = |domain: &&str| {
                let end = dot + domain.len();
                bytes
                    .get(dot..end)
                    .is_some_and(|part| part.eq_ignore_ascii_case(domain.as_bytes()))
            };
            let to = renamed.iter().find(|(domains, _)| domains.iter().any(follows));
            found.extend(to.map(|(_, to)| (start, dot, to.as_str())));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_their_type_and_stay_the_same() {
        let suffixes = Suffixes::new("S", "T", "main");
        for shared in SHARED {
            for name in ["a", "ab-cd", &"x-".repeat(60), "Ünïcödé", "", "-", "名前"] {
                let made = suffixes.name(shared, name, 0);
                assert_eq!(
                    made,
                    suffixes.name(shared, &name.to_uppercase().to_lowercase(), 0).clone()
                );
                assert!(
                    made.len() <= shared.longest && made.len() > SUFFIX,
                    "{} {made}",
                    shared.of
                );
                let fits = |byte: u8| byte.is_ascii_alphanumeric() || (shared.dashes && byte == b'-');
                assert!(
                    made.bytes().all(fits) && !made.starts_with('-') && !made.ends_with('-'),
                    "{made}"
                );
            }
        }
    }

    #[test]
    fn another_lineage_or_name_makes_another_suffix() {
        let storage = shared_by("microsoft.storage/storageaccounts").unwrap();
        let name = |lineage: &str, name: &str| Suffixes::new("S", "T", lineage).name(storage, name, 0);
        assert_ne!(name("main", "orders"), name("other", "orders"));
        let long = "o".repeat(23);
        assert_ne!(name("main", &format!("{long}a")), name("main", &format!("{long}b")));
        assert!(shared_by("microsoft.network/virtualnetworks").is_none());
    }

    #[test]
    fn names_are_found_in_addresses() {
        let mut hosts = Hosts::default();
        hosts.add(
            shared_by("microsoft.storage/storageaccounts").unwrap(),
            "Orders",
            "orders12345",
        );
        hosts.add(
            shared_by("microsoft.containerregistry/registries").unwrap(),
            "orders",
            "orders67890",
        );
        let text = "https://ORDERS.blob.core.windows.net/a orders.azurecr.io/b orders.example.com x.orders.azurecr.io";
        assert_eq!(hosts.find(text), [(8, 14, "orders12345"), (39, 45, "orders67890")]);
        assert!(hosts.find("orders").is_empty());
    }
}
