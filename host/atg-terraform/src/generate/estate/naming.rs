//! What resources are called in the target.

use std::collections::BTreeMap;

use atg_core::identity::strip_iteration_prefixes;
use atg_core::mapping::{Mapping, MappingKind};
use atg_core::snapshot::Snapshot;
use hashbrown::HashMap;

use super::{Entry, Estate, Place};
use crate::generate::GenerateOptions;
use crate::generate::arm;
use crate::generate::fate::Fate;
use crate::generate::names::{Hosts, Shared, Suffixes, shared_by};
use crate::generate::rules::TypeFacts;

/// Types whose name is a GUID that no two of a tenant may share.
const NAMED_BY_GUID: &[&str] = &[
    "microsoft.authorization/roleassignments",
    "microsoft.authorization/roledefinitions",
];

/// How often another suffix is tried for a name that is another one's already.
const ATTEMPTS: u32 = 8;

/// Renames what must be called otherwise. Gives where new names show in addresses, and the numbers of those that generation
/// itself renamed.
pub(super) fn decide(
    entries: &mut [Entry],
    source: &Snapshot,
    types: &[TypeFacts<'_>],
    options: &GenerateOptions<'_>,
    suffixes: &Suffixes,
) -> (Hosts, Vec<u32>) {
    let mut hosts = Hosts::default();
    let mut renamed = Vec::new();
    let mut taken: HashMap<(u32, String), ()> = HashMap::new();
    let shared_of: Vec<Option<&Shared>> = types.iter().map(|facts| shared_by(&facts.lower)).collect();
    for (number, entry) in (0_u32..).zip(entries) {
        let type_number = source.type_of(number).0;
        let lower = types[type_number as usize].lower.as_str();
        let shared = shared_of[type_number as usize];
        if let Some(mapped) = mapped_name(entry, options.mapping) {
            if let Some(shared) = shared {
                hosts.add(shared, entry.own_name(), &mapped);
            }
            entry.renamed = Some(mapped).filter(|mapped| mapped != entry.own_name());
        } else if NAMED_BY_GUID.contains(&lower) {
            let text = format!("{}\n{}", suffixes.salt(), entry.id.to_ascii_lowercase());
            entry.renamed = Some(arm::guid_of(&text));
            renamed.push(number);
        } else if let Some(shared) = shared {
            let name = entry.own_name();
            let mut made = suffixes.name(shared, name, 0);
            for attempt in 1..ATTEMPTS {
                if taken.insert((type_number, made.to_lowercase()), ()).is_none() {
                    break;
                }
                made = suffixes.name(shared, name, attempt);
            }
            hosts.add(shared, name, &made);
            entry.renamed = Some(made);
            renamed.push(number);
        }
    }
    (hosts, renamed)
}

/// The name that the user's mapping gives.
fn mapped_name(entry: &Entry, mapping: &Mapping) -> Option<String> {
    if !mapping.resources.is_empty()
        && let Some(id) = mapping.peek(MappingKind::Resources, &entry.id.to_lowercase())
    {
        let name = id.rsplit('/').next().filter(|name| !name.is_empty());
        return name.map(str::to_owned);
    }
    if mapping.names.is_empty() {
        return None;
    }
    let plain = strip_iteration_prefixes(entry.own_name()).0.to_lowercase();
    mapping.peek(MappingKind::Names, &plain).map(str::to_owned)
}

/// Source id in lower case to target id, of those that generation renamed. The subscription is the source's: identity
/// leaves it out.
pub(super) fn new_ids(estate: &Estate<'_>, renamed: &[u32]) -> BTreeMap<String, String> {
    let emitted = renamed
        .iter()
        .filter(|number| estate.entries[**number as usize].fate == Fate::Emitted);
    let pair = |number: &u32| {
        let id = estate.entries[*number as usize].id.to_lowercase();
        (id, target_id(estate, *number))
    };
    emitted.map(pair).collect()
}

fn target_id(estate: &Estate<'_>, resource: u32) -> String {
    let entry = &estate.entries[resource as usize];
    let Some(step) = arm::last_step(&entry.id) else {
        return entry.id.clone();
    };
    let above = match entry.place {
        Place::Resource(parent) => target_id(estate, parent),
        Place::Group(group) => {
            let scope = arm::scopes(&entry.id).1.unwrap_or_default();
            format!("{scope}/resourceGroups/{}", estate.groups[group as usize].target)
        }
        Place::Subscription | Place::Outside => step.parent.to_owned(),
    };
    format!("{above}{}/{}", step.kind, entry.name())
}
