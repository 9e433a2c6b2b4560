//! Who has a block of its own.

use atg_core::snapshot::Snapshot;
use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::directory::Directory;
use super::{Entry, Group, GroupFate, Place};
use crate::generate::GenerateOptions;
use crate::generate::arm;
use crate::generate::fate::{Fate, MADE_WITH_PARENT, Merge, Skip};
use crate::generate::fixes::Fixes;
use crate::generate::inline;
use crate::generate::rules::TypeFacts;
use crate::generate::survey::Surveyed;

/// Nothing is made with something that is made with something … more often than this.
const MOST_HOPS: usize = 16;

/// By resource: the emitted one that makes it.
pub(super) fn makers(entries: &[Entry]) -> Vec<Option<u32>> {
    (0_u32..)
        .zip(entries)
        .map(|(number, _)| maker(entries, number))
        .collect()
}

fn maker(entries: &[Entry], resource: u32) -> Option<u32> {
    let mut next = resource;
    for _ in 0..MOST_HOPS {
        match entries.get(next as usize)?.fate {
            Fate::Emitted => return Some(next),
            Fate::Merged(into, _) => next = into,
            Fate::Skipped(_) | Fate::Dropped(_) => return None,
        }
    }
    None
}

pub(super) fn decide(
    entries: &mut [Entry],
    groups: &mut [Group],
    source: &Snapshot,
    types: &[TypeFacts<'_>],
    surveyed: &[Surveyed],
    directory: &Directory,
    options: &GenerateOptions<'_>,
) {
    let facts = |number: u32| &types[source.type_of(number).0 as usize];
    let fixes = Fixes::of(options.overlay);
    let managed = managed_groups(surveyed, groups, source);
    for (number, one) in (0_u32..).zip(surveyed) {
        let at = number as usize;
        let group = source.group_of(number).map(|group| group.0);
        if entries[at].fate != Fate::Emitted {
            continue;
        }
        let lower = facts(number).lower.as_str();
        let parent = match entries[at].place {
            Place::Resource(parent) => Some(parent),
            _ => None,
        };
        let made_with = one
            .made_with
            .and_then(|(owner, merge)| Some((directory.resource([owner])?, merge)));
        let in_managed = group
            .and_then(|group| managed.get(&group))
            .filter(|owner| **owner != number);
        let merged = in_managed
            .map(|owner| (*owner, Merge::ManagedGroup))
            .or(made_with.filter(|(owner, _)| *owner != number))
            .or(parent
                .filter(|_| MADE_WITH_PARENT.contains(&lower))
                .map(|parent| (parent, Merge::MadeWith)))
            .or(parent
                .filter(|_| inline::is_inline(lower, entries[at].own_name()))
                .map(|parent| (parent, Merge::Inline)));
        if let Some((into, merge)) = merged {
            entries[at].fate = Fate::Merged(into, merge);
        } else if let Some(reason) = fixes.drops(&entries[at].label, lower) {
            entries[at].fate = Fate::Dropped(reason);
        }
    }
    follow(entries);
    for (group, owner) in managed {
        groups[group as usize].fate = GroupFate::Managed(owner);
    }
}

/// Groups that Azure makes, and for whom.
fn managed_groups(surveyed: &[Surveyed], groups: &[Group], source: &Snapshot) -> HashMap<u32, u32> {
    let by_name: HashMap<String, u32> = (0_u32..)
        .zip(groups)
        .map(|(number, group)| (group.name.to_ascii_lowercase(), number))
        .collect();
    let mut managed = HashMap::new();
    for (number, one) in (0_u32..).zip(surveyed) {
        for group in one.managed_groups.iter().filter_map(|name| by_name.get(name)) {
            // Nobody lies in a group that is made for it.
            if source.group_of(number).map(|own| own.0) != Some(*group) {
                managed.entry(*group).or_insert(number);
            }
        }
    }
    managed
}

/// What is made by something that is left out is left out for the same reason; what is made by itself is not made at all,
/// so it gets a block.
fn follow(entries: &mut [Entry]) {
    for at in 0..entries.len() {
        let mut next = at;
        let mut end = None;
        for _ in 0..MOST_HOPS {
            match &entries[next].fate {
                Fate::Merged(into, _) => next = *into as usize,
                other => {
                    end = Some(other.clone());
                    break;
                }
            }
        }
        if next != at || end.is_none() {
            match end {
                Some(Fate::Skipped(_) | Fate::Dropped(_)) => entries[at].fate = end.unwrap_or(Fate::Emitted),
                None => entries[at].fate = Fate::Emitted,
                _ => {}
            }
        }
    }
}

/// Of several resources that would be one in the target, the first one is emitted.
pub(super) fn one_for_each_target(entries: &mut [Entry], groups: &[Group]) {
    let mut keys: Vec<Option<u128>> = vec![None; entries.len()];
    let mut taken: HashMap<u128, ()> = HashMap::with_capacity(entries.len());
    for at in 0..entries.len() {
        let key = key(entries, groups, at, &mut keys);
        if entries[at].fate == Fate::Emitted && taken.insert(key, ()).is_some() {
            entries[at].fate = Fate::Skipped(Skip::SameTarget);
        }
    }
    follow(entries);
}

/// Stands for the id that a resource gets in the target.
fn key(entries: &[Entry], groups: &[Group], at: usize, keys: &mut [Option<u128>]) -> u128 {
    if let Some(known) = keys[at] {
        return known;
    }
    let entry = &entries[at];
    let step = arm::last_step(&entry.id);
    let mut text: Vec<u8> = Vec::with_capacity(128);
    text.extend(step.map_or("", |step| step.kind).bytes());
    text.push(b'/');
    text.extend(entry.name().bytes());
    if entry.place == Place::Outside {
        text.push(b'\n');
        text.extend(step.map_or(entry.id.as_str(), |step| step.parent).bytes());
    }
    // Numbers come after the letters, whose case does not count.
    text.make_ascii_lowercase();
    match entry.place {
        Place::Resource(parent) => text.extend(key(entries, groups, parent as usize, keys).to_le_bytes()),
        Place::Group(group) => {
            let same = match groups[group as usize].fate {
                GroupFate::Same(other) => other,
                _ => group,
            };
            text.extend(same.to_le_bytes());
        }
        Place::Subscription | Place::Outside => {}
    }
    let key = xxh3_128(&text);
    keys[at] = Some(key);
    key
}

/// By the resource that holds them: children in its lists, in their own order.
pub(super) fn inline_children(entries: &[Entry]) -> HashMap<u32, Vec<u32>> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for (number, entry) in (0_u32..).zip(entries) {
        if let Fate::Merged(into, Merge::Inline) = entry.fate {
            children.entry(into).or_default().push(number);
        }
    }
    children
}
