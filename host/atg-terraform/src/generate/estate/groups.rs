//! Resource groups: those that were listed and those that only ids name. They are not counted as resources.

use std::collections::BTreeMap;

use atg_core::identity::strip_iteration_prefixes;
use atg_core::mapping::{Mapping, MappingKind};
use atg_core::snapshot::Snapshot;
use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::directory::Directory;
use crate::generate::row::fold_location;
use crate::generate::survey::Surveyed;

/// What becomes of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::generate) enum GroupFate {
    /// It has a block.
    Emitted,
    /// Azure makes it for this resource.
    Managed(u32),
    /// In the target it is the same as this other group.
    Same(u32),
}

/// A resource group, decided.
#[derive(Debug)]
pub(in crate::generate) struct Group {
    /// As the source spells it.
    pub(in crate::generate) name: String,
    /// Without `azapi_resource.`.
    pub(in crate::generate) label: String,
    /// The target's name, without the iteration's prefix.
    pub(in crate::generate) target: String,
    /// Where most of its resources are; `None` where nothing says it.
    pub(in crate::generate) location: Option<String>,
    pub(in crate::generate) fate: GroupFate,
}

/// Azure's limit for the name of a group.
const LONGEST: usize = 90;
/// Room for `ITERATION` and a number of six digits and `_`, so that a name does not change with the number.
const PREFIX_ROOM: usize = 16;

pub(super) fn decide(source: &Snapshot, surveyed: &[Surveyed], _: &Directory, mapping: &Mapping) -> Vec<Group> {
    let mut counts: Vec<BTreeMap<&str, u32>> = vec![BTreeMap::new(); source.groups().len()];
    let mut everywhere: BTreeMap<&str, u32> = BTreeMap::new();
    for (number, one) in (0_u32..).zip(surveyed) {
        let Some(location) = one.location.as_deref().filter(|location| *location != "global") else {
            continue;
        };
        *everywhere.entry(location).or_default() += 1;
        if let Some(group) = source.group_of(number) {
            *counts[group.0 as usize].entry(location).or_default() += 1;
        }
    }
    let fallback = most(&everywhere);
    let mut by_target: HashMap<String, u32> = HashMap::new();
    let mut groups: Vec<Group> = Vec::with_capacity(counts.len());
    for (number, (name, counts)) in (0_u32..).zip(source.groups().iter().zip(&counts)) {
        let target = target_name(&name.printed, mapping);
        let first = *by_target.entry(target.to_lowercase()).or_insert(number);
        groups.push(Group {
            name: name.printed.clone(),
            label: String::new(),
            target,
            location: most(counts)
                .or(fallback)
                .map(|location| mapped_location(location, mapping)),
            fate: if first == number {
                GroupFate::Emitted
            } else {
                GroupFate::Same(first)
            },
        });
    }
    groups
}

/// The location of the most, of those the first by name.
fn most<'l>(counts: &BTreeMap<&'l str, u32>) -> Option<&'l str> {
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| **count)
        .map(|(location, _)| *location)
}

fn target_name(name: &str, mapping: &Mapping) -> String {
    let plain = strip_iteration_prefixes(name).0.to_lowercase();
    if let Some(mapped) = mapping.peek(MappingKind::ResourceGroups, &plain) {
        return mapped.to_owned();
    }
    if name.chars().count() + PREFIX_ROOM <= LONGEST {
        return name.to_owned();
    }
    let hash = format!("{:08x}", xxh3_64(name.to_lowercase().as_bytes()) >> 32);
    let cut: String = name.chars().take(LONGEST - PREFIX_ROOM - hash.len() - 1).collect();
    format!("{cut}-{hash}")
}

/// A location in the target's words.
pub(in crate::generate) fn mapped_location(folded: &str, mapping: &Mapping) -> String {
    mapping
        .peek(MappingKind::Locations, folded)
        .map_or_else(|| folded.to_owned(), fold_location)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_different() {
        let mapping = Mapping::default();
        let (one, other) = ("g".repeat(90), format!("{}h", "g".repeat(89)));
        let (one, other) = (target_name(&one, &mapping), target_name(&other, &mapping));
        assert_eq!((one.len(), other.len()), (74, 74));
        assert_ne!(one, other);
        assert_eq!(target_name("rg-A", &mapping), "rg-A");
    }

    #[test]
    fn ties_do_not_depend_on_the_order() {
        let counts = BTreeMap::from([("b", 2), ("a", 2), ("c", 1)]);
        assert_eq!(most(&counts), Some("a"));
        assert_eq!(most(&BTreeMap::new()), None);
    }
}
