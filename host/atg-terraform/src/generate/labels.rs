//! Addresses: what a resource is called within the configuration.
//!
//! An address is made of type and name, carries neither the iteration's prefix nor anything that changes from round to
//! round, and is unique: where two resources would share one, each gets a piece of the hash of its id.

use atg_core::identity::{ArmId, strip_iteration_prefixes};
use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_128;

/// Longer ones are cut; Terraform itself knows no limit.
const LONGEST: usize = 120;

/// A label before it is known to be unique.
#[derive(Debug, Default)]
pub(super) struct Draft {
    text: String,
    /// Whether the name held something that a label cannot say, so that the label alone names too little.
    lossy: bool,
}

impl Draft {
    /// Of a resource by its id.
    pub(super) fn of_resource(id: &str) -> Draft {
        let Some(parsed) = ArmId::parse(id) else {
            return Draft::new("resources", [id]);
        };
        let last = parsed.chain().last().map_or("resources", |(word, _)| word);
        let names = parsed.chain().map(|(_, name)| strip_iteration_prefixes(name).0);
        Draft::new(last, names)
    }

    /// Of a resource group by its name.
    pub(super) fn of_group(name: &str) -> Draft {
        Draft::new("resourceGroups", [strip_iteration_prefixes(name).0])
    }

    fn new<'n>(type_word: &str, names: impl IntoIterator<Item = &'n str>) -> Draft {
        let mut draft = Draft {
            text: words(type_word),
            lossy: false,
        };
        if !draft.text.starts_with(|first: char| first.is_ascii_lowercase()) {
            draft.text.insert_str(0, "r_");
        }
        for name in names {
            draft.lossy |= !name.is_ascii();
            draft.text.push('_');
            push_folded(name, &mut draft.text);
        }
        if draft.text.len() > LONGEST {
            draft.text.truncate(LONGEST);
            draft.lossy = true;
        }
        draft
    }
}

/// Unique labels of drafts, in their order; `id` names the resource or group of each, in lower case.
pub(super) fn unique(drafts: Vec<Draft>, id: impl Fn(usize) -> String) -> Vec<String> {
    let mut counts: HashMap<&str, u32> = HashMap::with_capacity(drafts.len());
    for draft in &drafts {
        *counts.entry(&draft.text).or_default() += 1;
    }
    let shared: Vec<bool> = drafts
        .iter()
        .map(|draft| draft.lossy || counts.get(draft.text.as_str()).is_some_and(|count| *count > 1))
        .collect();
    drop(counts);
    let mut labels: Vec<String> = drafts.into_iter().map(|draft| draft.text).collect();
    let taken: HashMap<u128, u32> = shared
        .iter()
        .zip(&labels)
        .filter(|(shared, _)| !**shared)
        .map(|(_, label)| (xxh3_128(label.as_bytes()), 0))
        .collect();
    let mut hashed: HashMap<String, usize> = HashMap::new();
    for at in (0..labels.len()).filter(|at| shared[*at]) {
        let hash = format!("{:032x}", xxh3_128(id(at).as_bytes()));
        // Eight digits are enough for nearly all; ids differ, so all of them always are.
        let free = |length: usize| {
            let label = format!("{}_{}", labels[at], &hash[..length]);
            (!hashed.contains_key(&label) && !taken.contains_key(&xxh3_128(label.as_bytes()))).then_some(label)
        };
        let label = (8..=hash.len()).step_by(8).find_map(free);
        let label = label.unwrap_or_else(|| format!("{}_{hash}", labels[at]));
        hashed.insert(label.clone(), at);
        labels[at] = label;
    }
    labels
}

/// `publicIPAddresses` as `public_ip_addresses`.
pub(super) fn words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::with_capacity(name.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            underscore(&mut text);
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(at + 1);
        let begins = letter.is_ascii_uppercase()
            && (before.is_some_and(|before| !before.is_ascii_uppercase())
                || after.is_some_and(char::is_ascii_lowercase));
        if begins {
            underscore(&mut text);
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// Appends a name in lower case; what is neither letter nor digit becomes one `_`.
fn push_folded(name: &str, text: &mut String) {
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            text.push(letter.to_ascii_lowercase());
        } else {
            underscore(text);
        }
    }
}

fn underscore(text: &mut String) {
    if !text.is_empty() && !text.ends_with('_') {
        text.push('_');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ids: &[&str]) -> Vec<String> {
        let drafts = ids.iter().map(|id| Draft::of_resource(id)).collect();
        unique(drafts, |at| ids[at].to_lowercase())
    }

    fn id(group: &str, path: &str) -> String {
        format!("/subscriptions/S/resourceGroups/{group}/providers/{path}")
    }

    #[test]
    fn addresses_say_type_and_name() {
        let ids = [
            id("a", "Microsoft.Network/publicIPAddresses/pip-Web.01"),
            id("a", "Microsoft.Network/virtualNetworks/v/subnets/default"),
            id("a", "Microsoft.Network/virtualNetworks/iteration9_ITERATION1_hub"),
            id("a", "Microsoft.Web/serverfarms/7"),
        ];
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let expected = [
            "public_ip_addresses_pip_web_01",
            "subnets_v_default",
            "virtual_networks_hub",
            "serverfarms_7",
        ];
        assert_eq!(labels(&ids), expected);
        assert_eq!(words("SQLServers2"), "sql_servers2");
    }

    #[test]
    fn shared_addresses_get_a_hash_and_the_order_of_the_input_does_not_matter() {
        let (one, other) = (id("a", "X.Y/vaults/k-v"), id("b", "X.Y/vaults/k_v"));
        let forth = labels(&[&one, &other]);
        let mut back = labels(&[&other, &one]);
        back.reverse();
        assert_eq!(forth, back);
        assert_ne!(forth[0], forth[1]);
        assert!(
            forth
                .iter()
                .all(|label| label.starts_with("vaults_k_v_") && label.len() == 19),
            "{forth:?}"
        );
    }

    #[test]
    fn any_name_makes_a_label() {
        let long = id("a", &format!("X.Y/vaults/{}", "n".repeat(200)));
        for odd in ["ünï", "名前", "🦀", "${x}", "\u{0}", "-", "90chars", &"l".repeat(90)] {
            let ids = [id("a", &format!("X.Y/vaults/{odd}")), long.clone()];
            for label in labels(&ids.iter().map(String::as_str).collect::<Vec<_>>()) {
                let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
                assert!(
                    label.bytes().all(fits) && label.starts_with('v') && label.len() < 140,
                    "{label}"
                );
            }
        }
    }
}
