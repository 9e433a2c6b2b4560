//! Another name for what cannot have its own.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, json_string};

/// Types whose names are narrower than the usual 60 letters with `-`: type, most letters, whether `-` is allowed.
const NARROW: [(&str, usize, bool); 10] = [
    ("Microsoft.Storage/storageAccounts", 24, false),
    ("Microsoft.ContainerRegistry/registries", 50, false),
    ("Microsoft.KeyVault/vaults", 24, true),
    ("Microsoft.KeyVault/managedHSMs", 24, true),
    ("Microsoft.DocumentDB/databaseAccounts", 44, true),
    ("Microsoft.AppConfiguration/configurationStores", 50, true),
    ("Microsoft.EventHub/namespaces", 50, true),
    ("Microsoft.ServiceBus/namespaces", 50, true),
    ("Microsoft.ApiManagement/service", 50, true),
    ("Microsoft.Batch/batchAccounts", 24, false),
];

/// Another name where the own one is known and written out, else a person's.
///
/// The same name at the same address always gets the same other name, so that a second run proposes nothing new.
pub(crate) fn another_name(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let written = configuration.as_deref().and_then(|block| block.get("name")?.as_str());
    // A name that Terraform works out is put together elsewhere.
    let own = written.filter(|name| !name.is_empty() && !name.contains("${"));
    let fix = match (own, problem.address) {
        (Some(own), Some(address)) => {
            let name = other(own, address, &problem.type_name(lookup).unwrap_or_default());
            let reason = "names of this type are unique in all of Azure; the same suffix comes out each time";
            Some(Fix::new("rename-resource", address, reason).value(&json_string(&name)))
        }
        _ => problem.fix("manual", "name", "choose another name, and map the old one to it"),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// The name with a suffix of four letters, cut so that it stays as short as its type wants it.
fn other(name: &str, address: &str, arm_type: &str) -> String {
    let narrow = NARROW.iter().find(|(own, ..)| own.eq_ignore_ascii_case(arm_type));
    let (most, takes_dash) = narrow.map_or((60, true), |(_, most, takes_dash)| (*most, *takes_dash));
    let suffix = suffix(&[address, "\n", name].concat());
    let joint = if takes_dash { "-" } else { "" };
    let room = most - suffix.len() - joint.len();
    let kept: String = name.chars().take(room).collect();
    [kept.trim_end_matches('-'), joint, &suffix].concat()
}

/// Four letters and digits of a text, always the same (FNV-1a).
fn suffix(text: &str) -> String {
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    });
    let digit = |at: u32| char::from_digit((hash >> (at * 8) & 0xFF) as u32 % 36, 36).unwrap_or('0');
    (0..4).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_fit_their_types() {
        let storage = other(
            "storageforalllogsofours1",
            "azapi_resource.a",
            "microsoft.storage/storageaccounts",
        );
        assert_eq!(storage.len(), 24);
        assert!(storage.starts_with("storageforalllogsofo") && storage.bytes().all(|b| b.is_ascii_alphanumeric()));
        let vault = other(
            "kv-of-the-whole-team-1",
            "azapi_resource.a",
            "Microsoft.KeyVault/vaults",
        );
        assert!(vault.len() <= 24 && !vault.contains("--"), "{vault}");
        let site = other("shop", "azapi_resource.a", "Microsoft.Web/sites");
        assert!(site.starts_with("shop-") && site.len() == 9, "{site}");
    }

    #[test]
    fn the_same_comes_out_each_time_and_another_elsewhere() {
        assert_eq!(other("a", "x", ""), other("a", "x", ""));
        assert_ne!(other("a", "x", ""), other("a", "y", ""));
    }
}
