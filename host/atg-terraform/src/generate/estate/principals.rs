//! People and applications: ids of the directory mean nothing in another tenant.

use std::collections::BTreeMap;

use atg_core::mapping::MappingKind;
use atg_core::snapshot::Snapshot;
use hashbrown::HashMap;

use crate::generate::GenerateOptions;
use crate::generate::survey::Surveyed;

/// Who an id of the directory is in the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::generate) enum Person {
    /// Somebody that the mapping names.
    Mapped(String),
    /// The same id: source and target share the tenant, or it is nobody.
    Same,
    /// The own identity of a resource of the source.
    Identity(u32),
    /// The object id of a user-assigned identity of the source.
    Assigned(u32),
    /// The application id of a user-assigned identity of the source.
    Client(u32),
    /// Nobody knows: a variable of this name asks for it.
    Unknown(String),
}

/// Who is who.
#[derive(Debug, Default)]
pub(in crate::generate) struct Principals {
    /// By id in lower case.
    known: HashMap<String, Person>,
}

fn unknown(id: &str) -> Person {
    Person::Unknown(format!("principal_{}", id.replace('-', "_")))
}

const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

impl Principals {
    pub(super) fn of(surveyed: &[Surveyed], options: &GenerateOptions<'_>, tenant: Option<&str>) -> Principals {
        let mut known: HashMap<String, Person> = HashMap::new();
        for (number, one) in (0_u32..).zip(surveyed) {
            if let Some(client) = &one.client {
                known.entry(client.clone()).or_insert(Person::Client(number));
            }
            if let Some(principal) = &one.principal {
                let assigned = one.client.is_some();
                let person = if assigned {
                    Person::Assigned(number)
                } else {
                    Person::Identity(number)
                };
                known.entry(principal.clone()).or_insert(person);
            }
        }
        let same_tenant = tenant.is_some_and(|own| {
            options
                .target_tenant
                .is_some_and(|target| target.eq_ignore_ascii_case(own))
        });
        for id in surveyed.iter().flat_map(|one| &one.principals) {
            let mapped = options.mapping.peek(MappingKind::Principals, id);
            if let Some(mapped) = mapped {
                known.insert(id.clone(), Person::Mapped(mapped.to_owned()));
            } else if !known.contains_key(id) {
                let person = if same_tenant || id == NOBODY {
                    Person::Same
                } else {
                    unknown(id)
                };
                known.insert(id.clone(), person);
            }
        }
        Principals { known }
    }

    /// Makes unknown whose identities these resources have.
    pub(super) fn forget(&mut self, owner: impl Fn(u32) -> bool) {
        for (id, person) in &mut self.known {
            if let Person::Identity(number) | Person::Assigned(number) | Person::Client(number) = person
                && owner(*number)
            {
                *person = unknown(id);
            }
        }
    }

    /// Who an id in lower case is.
    pub(in crate::generate) fn who(&self, id: &str) -> Option<&Person> {
        self.known.get(id)
    }

    /// The resource whose identity an id is.
    pub(super) fn identity(&self, id: &str) -> Option<u32> {
        match self.known.get(id)? {
            Person::Identity(number) | Person::Assigned(number) | Person::Client(number) => Some(*number),
            _ => None,
        }
    }

    /// Ids that nobody knows, with their variables, in the order of ids.
    pub(in crate::generate) fn strangers(&self) -> BTreeMap<&str, &str> {
        let unknown = self.known.iter().filter_map(|(id, person)| match person {
            Person::Unknown(variable) => Some((id.as_str(), variable.as_str())),
            _ => None,
        });
        unknown.collect()
    }
}

/// The tenant of the source in lower case: as the scope says, else as most rows say.
pub(super) fn tenant(source: &Snapshot, surveyed: &[Surveyed]) -> Option<String> {
    if let Some(tenant) = &source.scope.tenant_id {
        return Some(tenant.to_ascii_lowercase());
    }
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for tenant in surveyed.iter().filter_map(|one| one.tenant.as_deref()) {
        *counts.entry(tenant.to_ascii_lowercase()).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map(|(tenant, _)| tenant)
}
