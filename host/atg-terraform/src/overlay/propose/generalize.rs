//! One fix for a type instead of a thousand for its resources.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashSet;

use super::candidate::{Candidate, effect_on};
use super::known::{Known, Resource};
use crate::overlay::apply::targets;
use crate::overlay::effect::Effect;
use crate::overlay::entry::{Entry, Target};
use crate::overlay::evidence::Said;
use crate::overlay::kind::FixKind;
use crate::overlay::path::Path;
use crate::overlay::place::{Block, places};

/// Fixes that are one but for the resource and the items of lists.
type Family = (String, FixKind, Path, String);

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
    let mut trials: BTreeMap<String, Vec<Trial>> = BTreeMap::new();
    for ((arm_type, ..), members) in families {
        trials.entry(arm_type).or_default().push(Trial::new(members, known));
    }
    for (arm_type, mut trials) in trials {
        if trials.iter().any(|trial| trial.general.is_some()) {
            let mut addresses = known.context.resources.of_type(&arm_type);
            addresses.sort_unstable();
            for address in &addresses {
                if let Some(resource) = known.resource(address) {
                    trials
                        .iter_mut()
                        .for_each(|trial| trial.hear(address, &resource, known));
                }
            }
        }
        for trial in trials {
            match trial.general {
                Some(general) => entries.push(general),
                None => by_resource(trial.members, known, &mut entries),
            }
        }
    }
    entries
}

fn by_resource(members: Vec<Candidate>, known: &Known<'_>, entries: &mut Vec<Entry>) {
    let mut resources: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for member in members {
        let address = member.entry.target.text().to_owned();
        resources.entry(address).or_default().push(member);
    }
    for members in resources.into_values() {
        match of_items(&members, known) {
            Some(general) => entries.push(general),
            None => entries.extend(members.into_iter().map(|one| one.entry)),
        }
    }
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
        (arm_type, entry.kind.clone(), entry.path.generalized(), value)
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

/// A family that may become one fix of its type, until a resource of the type speaks against it.
struct Trial {
    members: Vec<Candidate>,
    general: Option<Entry>,
    /// Whether the provider's words are about the type: then nobody has to ask for it.
    is_of_the_type: bool,
    /// Address and path of each member.
    asked: HashSet<(String, Path)>,
    said: Vec<Said>,
}

impl Trial {
    fn new(members: Vec<Candidate>, known: &Known<'_>) -> Trial {
        let is_of_the_type = members.iter().all(|one| is_about_the_type(one, known));
        let asked = members
            .iter()
            .map(|one| (one.entry.target.text().to_owned(), one.entry.path.clone()));
        let asked: HashSet<(String, Path)> = asked.collect();
        let resources: BTreeSet<&str> = asked.iter().map(|(address, _)| address.as_str()).collect();
        let arm_type = members.first().map(|one| one.arm_type.clone());
        let general = arm_type
            .filter(|_| is_of_the_type || resources.len() > 1)
            .and_then(|arm_type| together(&members, Target::Type(arm_type)));
        let said = general
            .as_ref()
            .map_or_else(Vec::new, |general| known.said(&general.explains));
        Trial {
            members,
            general,
            is_of_the_type,
            asked,
            said,
        }
    }

    /// Lets a resource of the type speak: it may not have asked for what would change it, or it would lose more than
    /// those that asked.
    fn hear(&mut self, address: &str, resource: &Resource, known: &Known<'_>) {
        let Some(general) = &self.general else { return };
        let asked = |path: Path| self.asked.contains(&(address.to_owned(), path));
        let all = self.is_of_the_type || touched(general, &resource.block).into_iter().all(asked);
        let arm_type = general.target.text();
        if !all || effect_on(general, arm_type, resource, &self.said, known) > general.effect {
            self.general = None;
        }
    }
}

fn of_items(members: &[Candidate], known: &Known<'_>) -> Option<Entry> {
    let first = members.first()?;
    if members.len() < 2 || first.entry.path.generalized() == first.entry.path {
        return None;
    }
    let general = together(members, first.entry.target.clone())?;
    let resource = known.resource(first.entry.target.text())?;
    let asked: BTreeSet<&Path> = members.iter().map(|one| &one.entry.path).collect();
    let all = touched(&general, &resource.block)
        .iter()
        .all(|path| asked.contains(path));
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
