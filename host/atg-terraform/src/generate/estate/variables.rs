//! What the configuration asks for: secrets, and people that nobody could map.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::{Entry, Group, Principals};
use crate::generate::GenerateOptions;
use crate::generate::fate::Fate;
use crate::generate::labels::words;
use crate::generate::survey::Surveyed;

/// Why there is a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Every configuration has it.
    Setting,
    /// A create needs it and a scan cannot see it.
    CreateSecret,
    /// The source holds it, and nobody else may see it.
    SourceSecret,
    /// Somebody of the source's directory, who is somebody else in the target's.
    Principal,
}

/// A variable of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variable {
    /// Its name, without `var.`.
    pub name: String,
    /// Why it is there.
    pub purpose: Purpose,
    /// What it is, in a sentence.
    pub description: String,
    /// Whether Terraform hides its value.
    pub sensitive: bool,
    /// The value that it has where nobody gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The address whose block uses it, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where in the source's row its value stands or is missing; the id of a principal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// All variables.
#[derive(Debug, Default)]
pub(in crate::generate) struct Variables {
    /// In the order in which they are written: settings first, then by name.
    pub(in crate::generate) all: Vec<Variable>,
    /// Names by resource and path.
    secrets: HashMap<(u32, String), String>,
    /// By resource: what a create needs.
    create: HashMap<u32, Vec<String>>,
}

/// Longer ones are cut.
const LONGEST: usize = 200;

impl Variables {
    pub(super) fn of(
        surveyed: &[Surveyed],
        entries: &[Entry],
        principals: &Principals,
        options: &GenerateOptions<'_>,
        groups: &[Group],
    ) -> Variables {
        let mut variables = Variables {
            all: settings(options, groups),
            ..Variables::default()
        };
        let mut named: BTreeMap<String, Variable> = BTreeMap::new();
        for (number, (one, entry)) in (0_u32..).zip(surveyed.iter().zip(entries)) {
            if entry.fate != Fate::Emitted {
                // An item in its parent's list is asked for under the parent's path when that is written.
                continue;
            }
            for secret in &one.secrets {
                let key = (number, secret.path.clone());
                if variables.secrets.contains_key(&key) {
                    continue;
                }
                let mut name = secret_name(&entry.label, &secret.path);
                if named.contains_key(&name) {
                    name = format!(
                        "{name}_{:08x}",
                        xxh3_64(format!("{}\n{}", entry.label, secret.path).as_bytes()) >> 32
                    );
                }
                let (purpose, why) = if secret.create {
                    variables.create.entry(number).or_default().push(secret.path.clone());
                    (Purpose::CreateSecret, "a create needs it and a scan cannot see it")
                } else {
                    (Purpose::SourceSecret, "the source holds it, and it is not copied")
                };
                let variable = Variable {
                    name: name.clone(),
                    purpose,
                    description: format!("`{}` of {}: {why}", plain(&secret.path), plain(entry.own_name())),
                    sensitive: true,
                    default: None,
                    address: Some(entry.address()),
                    of: Some(secret.path.clone()),
                };
                named.insert(name.clone(), variable);
                variables.secrets.insert(key, name);
            }
        }
        for (id, name) in principals.strangers() {
            let variable = Variable {
                name: name.to_owned(),
                purpose: Purpose::Principal,
                description: format!("who {id} of the source's directory is in the target's"),
                sensitive: false,
                default: None,
                address: None,
                of: Some(id.to_owned()),
            };
            named.insert(name.to_owned(), variable);
        }
        variables.all.extend(named.into_values());
        variables
    }

    /// The variable of a secret of a resource.
    pub(in crate::generate) fn secret(&self, resource: u32, path: &str) -> Option<&str> {
        // A tuple of borrowed parts cannot be looked up without a copy; secrets are rare.
        self.secrets.get(&(resource, path.to_owned())).map(String::as_str)
    }

    /// What a create of a resource needs.
    pub(in crate::generate) fn create(&self, resource: u32) -> &[String] {
        self.create.get(&resource).map_or(&[], Vec::as_slice)
    }
}

/// Descriptions are plain texts, not templates; Terraform refuses expressions in them.
fn plain(text: &str) -> String {
    let mut cut: String = text.chars().filter(|letter| !letter.is_control()).take(120).collect();
    if cut.contains("${") || cut.contains("%{") {
        cut = cut.replace(['$', '%'], "");
    }
    cut
}

fn settings(options: &GenerateOptions<'_>, groups: &[Group]) -> Vec<Variable> {
    let setting = |name: &str, description: &str, default: Option<String>| Variable {
        name: name.to_owned(),
        purpose: Purpose::Setting,
        description: description.to_owned(),
        sensitive: false,
        default,
        address: None,
        of: None,
    };
    let mut settings = vec![
        setting(
            "iteration_prefix",
            "what stands before the names of resource groups",
            Some(format!("ITERATION{}_", options.iteration)),
        ),
        setting(
            "subscription_id",
            "the subscription that everything is made in",
            options.target_subscription.map(str::to_owned),
        ),
        setting(
            "tenant_id",
            "the tenant of that subscription",
            options.target_tenant.map(str::to_owned),
        ),
    ];
    if groups.iter().any(|group| group.location.is_none()) {
        settings.push(setting(
            "location",
            "where resource groups are made whose resources do not say it",
            None,
        ));
    }
    settings
}

/// `virtual_machines_vm1_os_profile_admin_password`.
fn secret_name(label: &str, path: &str) -> String {
    let path = path.strip_prefix("properties.").unwrap_or(path);
    let mut name = label.to_owned();
    let mut lossy = false;
    for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
        lossy |= !part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        name.push('_');
        name.push_str(&words(part));
    }
    let name_length = name.len();
    if lossy || name_length > LONGEST {
        name.truncate(LONGEST);
        name.push_str(&format!("_{:08x}", xxh3_64(path.as_bytes()) >> 32));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_whose_secret_it_is() {
        assert_eq!(
            secret_name("virtual_machines_a", "properties.osProfile.adminPassword"),
            "virtual_machines_a_os_profile_admin_password"
        );
        let odd = secret_name("sites_a", "properties.settings.A-B[0].value");
        assert!(odd.starts_with("sites_a_settings_a_b_0_value_"), "{odd}");
        assert!(secret_name("a", &"x".repeat(500)).len() < 220);
        assert_eq!(plain("${a}\n"), "{a}");
    }
}
