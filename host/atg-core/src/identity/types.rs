//! Names of resource types: one canonical spelling for what tools spell differently.

/// Types that tools spell under another name. Left in lower case.
const ALIASES: &[(&str, &str)] = &[
    ("microsoft.network/subnets", "Microsoft.Network/virtualNetworks/subnets"),
    (
        "microsoft.network/virtualnetworkpeerings",
        "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
    ),
    (
        "microsoft.network/securityrules",
        "Microsoft.Network/networkSecurityGroups/securityRules",
    ),
    ("microsoft.network/routes", "Microsoft.Network/routeTables/routes"),
    (
        "microsoft.compute/extensions",
        "Microsoft.Compute/virtualMachines/extensions",
    ),
    ("microsoft.sql/databases", "Microsoft.Sql/servers/databases"),
    ("microsoft.web/slots", "Microsoft.Web/sites/slots"),
    (
        "microsoft.keyvault/accesspolicies",
        "Microsoft.KeyVault/vaults/accessPolicies",
    ),
    (
        "microsoft.resources/subscriptions/resourcegroups",
        "Microsoft.Resources/resourceGroups",
    ),
    (
        "microsoft.resources/resourcegroups",
        "Microsoft.Resources/resourceGroups",
    ),
    ("microsoft.resources/subscriptions", "Microsoft.Resources/subscriptions"),
];

/// Usual spellings of much-used types, for inputs that give them in lower case only (Resource Graph does).
const SPELLINGS: &str = include_str!("types.txt");

/// The canonical spelling of a type: aliases resolved, the usual spelling where it is known, else as given.
pub fn fold_type(type_name: &str) -> String {
    let lower = type_name.to_ascii_lowercase();
    known(&lower).map_or_else(|| type_name.to_owned(), str::to_owned)
}

/// What two spellings of one type share: the canonical spelling in lower case.
pub(crate) fn folded_type(lower: &str) -> (String, Option<&'static str>) {
    match known(lower) {
        Some(spelling) => (spelling.to_ascii_lowercase(), Some(spelling)),
        None => (lower.to_owned(), None),
    }
}

fn known(lower: &str) -> Option<&'static str> {
    let alias = ALIASES.iter().find(|(from, _)| *from == lower).map(|(_, to)| *to);
    alias.or_else(|| SPELLINGS.lines().find(|line| line.eq_ignore_ascii_case(lower)))
}

/// Whether `new` is the better of two spellings of one name: mixed case before all upper before all lower, then the
/// smaller in bytes. Any order of input ends with the same one.
pub(crate) fn better_spelling(new: &str, old: &str) -> bool {
    let rank = |text: &str| {
        let upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
        let lower = text.bytes().any(|byte| byte.is_ascii_lowercase());
        match (upper, lower) {
            (true, true) => 0,
            (true, false) => 1,
            _ => 2,
        }
    };
    (rank(new), new) < (rank(old), old)
}
