//! One fix for a type instead of a thousand for its resources.

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use super::candidate::{Candidate, effect_on};
use crate::overlay::apply::targets;
use crate::overlay::effect::Effect;
use crate::overlay::entry::{Entry, Target};
use crate::overlay::kind::FixKind;
use crate::overlay::path::Path;
use crate::overlay::place::{Block, places};

/// Fixes that are one but for the resource and the items of lists.
type Family = (FixKind, String, Path, String);

/// Keeps one fix by type where all resources of the type that it would change ask for it, or where the provider's words
/// are about the type: read-only, unknown, api-version. Else one by resource where all items of its lists ask for it.
pub(super) fn generalize(candidates: Vec<Candidate>, known: &Known<'_>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(candidates.len());
    let mut families: BTreeMap<Family, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        match family(&candidate) {
            Some(family) => families.entry(family).or_default().push(candidate),
            None => entries.push(candidate.entry),
        }
    }
    for members in families.into_values() {
        if let Some(general) = of_type(&members, known) {
            entries.push(general);
            continue;
        }
        let mut resources: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
        for member in members {
            resources
                .entry(member.entry.target.text().to_owned())
                .or_default()
                .push(member);
        }
        for members in resources.into_values() {
            match of_items(&members, known) {
                Some(general) => entries.push(general),
                None => entries.extend(members.into_iter().map(|one| one.entry)),
            }
        }
    }
    entries
}

fn family(candidate: &Candidate) -> Option<Family> {
    let entry = &candidate.entry;
    let value = entry.value.as_ref().map(ToString::to_string).unwrap_or_default();
    let single = matches!(entry.target, Target::Resource { .. })
        && !candidate.arm_type.is_empty()
        && entry.kind.edits()
        && !matches!(entry.kind, FixKind::AddDependency | FixKind::RenameResource)
        && !matches!(entry.path.root(), None | Some("name" | "parent_id" | "count" | "for_each"))
        // What refers to another resource is of this one alone.
        && !value.contains("${");
    single.then(|| {
        let arm_type = candidate.arm_type.to_ascii_lowercase();
        (entry.kind.clone(), arm_type, entry.path.generalized(), value)
    })
}

/// The one fix of all of them, with the target given.
fn together(members: &[Candidate], target: Target) -> Option<Entry> {
    // The surest member's name stands on it; of equally sure ones the first by id.
    let best = members.iter().max_by(|a, b| {
        let ordering = a.confidence.total_cmp(&b.confidence);
        ordering.then_with(|| b.entry.id.cmp(&a.entry.id))
    })?;
    let words = &best.entry;
    let mut general = Entry::new(
        words.kind.clone(),
        target,
        words.path.generalized(),
        words.value.clone(),
    );
    general.reason.clone_from(&words.reason);
    general.attributes.clone_from(&words.attributes);
    general.plugin.clone_from(&words.plugin);
    general.rule.clone_from(&words.rule);
    let explains: BTreeSet<&String> = members.iter().flat_map(|one| &one.entry.explains).collect();
    general.explains = explains.into_iter().cloned().collect();
    general.effect = members
        .iter()
        .map(|one| one.entry.effect)
        .max()
        .unwrap_or(Effect::Lossy);
    Some(general)
}

fn of_type(members: &[Candidate], known: &Known<'_>) -> Option<Entry> {
    let arm_type = &members.first()?.arm_type;
    let general = together(members, Target::Type(arm_type.clone()))?;
    let of_the_type = members.iter().all(|one| is_about_the_type(one, known));
    let asked: BTreeSet<(&str, &Path)> = members
        .iter()
        .map(|one| (one.entry.target.text(), &one.entry.path))
        .collect();
    let resources: BTreeSet<&str> = asked.iter().map(|(address, _)| *address).collect();
    if !of_the_type && resources.len() < 2 {
        return None;
    }
    let said = known.said(&general.explains);
    for address in known.context.resources.of_type(arm_type) {
        let Some(block) = known.context.resources.block(&address) else {
            continue;
        };
        let changed = touched(&general, &block);
        if !of_the_type && changed.iter().any(|path| !asked.contains(&(address.as_str(), path))) {
            return None;
        }
        // What is free for those that asked may cost the others something.
        if effect_on(&general, &address, arm_type, &block, &said, known) > general.effect {
            return None;
        }
    }
    Some(general)
}

fn of_items(members: &[Candidate], known: &Known<'_>) -> Option<Entry> {
    let first = members.first()?;
    if members.len() < 2 || first.entry.path.generalized() == first.entry.path {
        return None;
    }
    let general = together(members, first.entry.target.clone())?;
    let block = known.context.resources.block(first.entry.target.text())?;
    let asked: BTreeSet<&Path> = members.iter().map(|one| &one.entry.path).collect();
    let all = touched(&general, &block).iter().all(|path| asked.contains(path));
    all.then_some(general)
}

/// The places that a fix means in a block; for one that sets a value, those that may hold it.
fn touched(entry: &Entry, block: &Block) -> Vec<Path> {
    match entry.kind {
        FixKind::SetAttribute => targets(entry, block),
        _ => places(block, &entry.path),
    }
}

/// Whether what the provider said of this place holds for the type, whatever the resource.
fn is_about_the_type(candidate: &Candidate, known: &Known<'_>) -> bool {
    let entry = &candidate.entry;
    match entry.kind {
        FixKind::SetAttribute | FixKind::MapValue => {
            entry.path.root() == Some("type") && entry.effect == Effect::Lossless
        }
        _ => {
            let said = known.said(&entry.explains);
            said.iter()
                .any(|said| said.what.is_of_the_type() && said.path.covers(&entry.path))
        }
    }
}

/// Whether a fix of one resource is a case of one for its type: it is not needed any more.
pub(super) fn is_case_of(single: &Entry, general: &Entry) -> bool {
    // The type of an address is not in the file; the source's id says it.
    let same_type = match (&single.target, &general.target) {
        (Target::Resource { source, .. }, Target::Type(name)) => source
            .as_deref()
            .and_then(atg_core::identity::ArmId::parse)
            .is_some_and(|id| id.type_name().eq_ignore_ascii_case(name)),
        (one, other) => one == other && general.path.is_general(),
    };
    same_type
        && single.kind == general.kind
        && single.value == general.value
        && single.path.generalized() == general.path.generalized()
        && general.path.covers(&single.path)
}
