//! What became of every resource of the source: `yield.json`.

mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use atg_core::figures::Ratio;
use atg_core::mapping::{Mapping, MappingUses};
use serde::Serialize;

use super::GenerateOptions;
use super::block::Written;
use super::estate::{Estate, Given, GroupFate, Purpose, Variable};
use super::fate::{DROPPED, Fate};
use super::output::Files;
use super::rules::Why;
use crate::overlay;

/// The version of the layout of `yield.json`.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// How many items of a long list are kept; the count says how many there are.
const KEPT: usize = 200;

/// What became of the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Yield {
    /// The iteration's number.
    pub iteration: u32,
    /// Of all resources.
    pub counts: TypeCounts,
    /// Resource groups of the source, which are no resources.
    pub resource_groups: u64,
    /// Resource groups that have a block.
    pub resource_groups_emitted: u64,
    /// Files that were written, in their order.
    pub files: Vec<String>,
    /// By ARM type.
    pub by_type: BTreeMap<String, TypeCounts>,
    /// By code: why resources were merged or skipped.
    pub reasons: BTreeMap<String, Reason>,
    /// What the configuration asks for, and its settings.
    pub variables: Vec<Variable>,
    /// Ids of the source's directory that nobody mapped, and the variables that ask for them.
    pub unmapped_principals: BTreeMap<String, String>,
    /// Names that all customers share, and what they are in the target.
    pub global_names: Vec<GlobalName>,
    /// What generation renamed, in the words of a mapping.
    pub mapping: NewNames,
    /// Types whose version is a guess, and of how many resources.
    pub guessed_versions: BTreeMap<String, u64>,
    /// References to what the source does not hold; they stay as they are.
    pub outside: Listed<OutsideReference>,
    /// References that were given up because they would close a circle.
    pub given_up: Listed<GivenUp>,
    /// By reason: how many parts of bodies were left out.
    pub left_out: BTreeMap<String, u64>,
    /// By the id of a fix: what became of it.
    pub fixes: BTreeMap<String, Counts>,
    /// Every resource, in the order of the snapshot.
    pub resources: Vec<ResourceOutcome>,
}

/// How many of something became what. The last three add up to the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TypeCounts {
    /// In the source.
    pub source: u64,
    /// With a block of their own.
    pub emitted: u64,
    /// Made by another one's block.
    pub merged: u64,
    /// Not generated.
    pub skipped: u64,
}

/// A reason and how often it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// In a sentence.
    pub sentence: String,
    /// How many resources.
    pub count: u64,
}

/// A name that all customers share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GlobalName {
    /// Whose it is.
    pub address: String,
    /// Its type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The source's name.
    pub from: String,
    /// The target's name.
    pub to: String,
}

/// What generation renamed, as tables of a mapping.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewNames {
    /// Names of groups without prefixes, in lower case, to the target's.
    pub resource_groups: BTreeMap<String, String>,
    /// Source ids in lower case to target ids. Subscriptions in them mean nothing.
    pub resources: BTreeMap<String, String>,
}

/// The first items of a list, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed<T> {
    /// How many there are.
    pub count: u64,
    /// The first ones.
    pub first: Vec<T>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Listed {
            count: 0,
            first: Vec::new(),
        }
    }
}

impl<T> Listed<T> {
    fn push(&mut self, item: impl FnOnce() -> T) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(item());
        }
    }
}

/// A reference to something that the source does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutsideReference {
    /// Who refers.
    pub address: String,
    /// Where.
    pub path: String,
    /// The source's id of what is meant.
    pub id: String,
}

/// A reference that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GivenUp {
    /// Who refers.
    pub from: String,
    /// The source's id of what is meant.
    pub to: String,
    /// `written-out` where the id stands as text, `left-out` where nothing could stand there.
    pub how: &'static str,
}

/// What became of a fix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Blocks that it changed.
    pub applied: u64,
    /// Blocks that were so already.
    pub already_so: u64,
    /// Blocks that it did not fit.
    pub not_applicable: u64,
}

/// What became of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceOutcome {
    /// The source's id.
    pub id: String,
    /// The ARM type.
    pub type_name: Arc<str>,
    /// Emitted, merged or skipped.
    pub outcome: Outcome,
}

/// Emitted, merged or skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has a block.
    Emitted {
        /// `azapi_resource.NAME`.
        address: String,
        /// The number of its file in [`Yield::files`].
        file: u32,
    },
    /// Another one's block makes it.
    Merged {
        /// That block's address.
        into: String,
        /// Code of the reason.
        reason: &'static str,
    },
    /// It is not generated.
    Skipped {
        /// Code of the reason.
        reason: &'static str,
        /// What a fix says, where one leaves it out.
        note: Option<String>,
    },
}

impl Yield {
    pub(super) fn of(estate: Estate<'_>, files: Files, options: &GenerateOptions<'_>) -> Yield {
        let mut yields = Yield {
            iteration: options.iteration,
            counts: TypeCounts::default(),
            resource_groups: estate.groups.len() as u64,
            resource_groups_emitted: count(&estate, GroupFate::Emitted),
            files: files.names,
            by_type: BTreeMap::new(),
            reasons: BTreeMap::new(),
            variables: estate.variables.all.clone(),
            unmapped_principals: principals(&estate.variables.all),
            global_names: Vec::new(),
            mapping: NewNames {
                resource_groups: new_groups(&estate, options.mapping),
                resources: estate.new_ids.clone(),
            },
            guessed_versions: BTreeMap::new(),
            outside: Listed::default(),
            given_up: Listed::default(),
            left_out: BTreeMap::new(),
            fixes: BTreeMap::new(),
            resources: Vec::new(),
        };
        let mut file_of = vec![0; estate.entries.len()];
        for (resource, file, written) in files.blocks {
            file_of[resource as usize] = file;
            yields.add_written(&estate, resource, written);
        }
        yields.add_names(&estate);
        yields.add_outcomes(estate, &file_of);
        debug_assert_eq!(
            yields.counts.source,
            yields.counts.emitted + yields.counts.merged + yields.counts.skipped
        );
        yields
    }

    /// How much of the source has a block of its own.
    pub fn ratio(&self) -> Ratio {
        Ratio::new(self.counts.emitted, self.counts.source)
    }

    /// A mapping with what generation renamed, so that source and configuration are still matched. What it says already
    /// stays.
    pub fn extended(&self, mapping: &Mapping) -> Mapping {
        let mut extended = mapping.clone();
        extended.uses = MappingUses::default();
        for (from, to) in &self.mapping.resources {
            extended.resources.entry(from.clone()).or_insert_with(|| to.clone());
        }
        for (from, to) in &self.mapping.resource_groups {
            extended
                .resource_groups
                .entry(from.clone())
                .or_insert_with(|| to.clone());
        }
        extended
    }

    fn add_written(&mut self, estate: &Estate<'_>, resource: u32, written: Written) {
        let entry = &estate.entries[resource as usize];
        let met = written.met;
        let left_out = Why::ALL.iter().map(|why| why.word()).zip(met.gone);
        let left_out = left_out.chain([("cut-off", met.cut_off), ("secret-without-variable", met.secrets)]);
        for (why, count) in left_out.filter(|(_, count)| *count > 0) {
            *self.left_out.entry(why.to_owned()).or_default() += count;
        }
        for (path, id) in met.outside {
            self.outside.push(|| OutsideReference {
                address: entry.address(),
                path,
                id,
            });
        }
        for (to, given) in met.given_up {
            self.given_up.push(|| GivenUp {
                from: entry.address(),
                to: estate.entries[to as usize].id.clone(),
                how: if given == Given::ToChild {
                    "left-out"
                } else {
                    "written-out"
                },
            });
        }
        if written.guessed {
            let name = estate.facts(resource).name.to_string();
            *self.guessed_versions.entry(name).or_default() += 1;
        }
        for application in written.applications {
            let counts = self.fixes.entry(application.id).or_default();
            match application.outcome {
                overlay::Outcome::Applied => counts.applied += 1,
                overlay::Outcome::AlreadySo => counts.already_so += 1,
                overlay::Outcome::NotApplicable(_) => counts.not_applicable += 1,
            }
        }
    }

    fn add_names(&mut self, estate: &Estate<'_>) {
        for (number, entry) in (0_u32..).zip(&estate.entries) {
            let Some(to) = entry.renamed.as_ref().filter(|_| entry.fate == Fate::Emitted) else {
                continue;
            };
            self.global_names.push(GlobalName {
                address: entry.address(),
                type_name: estate.facts(number).name.to_string(),
                from: entry.own_name().to_owned(),
                to: to.clone(),
            });
        }
        self.global_names.sort_by(|one, other| one.address.cmp(&other.address));
    }

    fn add_outcomes(&mut self, estate: Estate<'_>, file_of: &[u32]) {
        let names: Vec<Arc<str>> = estate.types.iter().map(|facts| Arc::from(&*facts.name)).collect();
        let addresses: Vec<Option<String>> = (0..estate.entries.len() as u32)
            .map(|number| {
                let maker = estate.maker(number).filter(|maker| *maker != number)?;
                Some(estate.entries[maker as usize].address())
            })
            .collect();
        let source = estate.source;
        self.resources.reserve(addresses.len());
        for (number, (entry, maker)) in (0_u32..).zip(estate.entries.into_iter().zip(addresses)) {
            let type_name = names[source.type_of(number).0 as usize].clone();
            if !self.by_type.contains_key(&*type_name) {
                self.by_type.insert(type_name.to_string(), TypeCounts::default());
            }
            let of_type = self.by_type.get_mut(&*type_name);
            let mut reason = None;
            let outcome = match (entry.fate.clone(), maker) {
                (Fate::Emitted, _) => Outcome::Emitted {
                    address: entry.address(),
                    file: file_of[number as usize],
                },
                (Fate::Merged(_, merge), maker) => {
                    reason = Some(merge.reason());
                    Outcome::Merged {
                        into: maker.unwrap_or_default(),
                        reason: merge.reason().0,
                    }
                }
                (Fate::Skipped(skip), _) => {
                    reason = Some(skip.reason());
                    Outcome::Skipped {
                        reason: skip.reason().0,
                        note: None,
                    }
                }
                (Fate::Dropped(note), _) => {
                    reason = Some(DROPPED);
                    Outcome::Skipped {
                        reason: DROPPED.0,
                        note: Some(note),
                    }
                }
            };
            for counts in [Some(&mut self.counts), of_type].into_iter().flatten() {
                counts.source += 1;
                match outcome {
                    Outcome::Emitted { .. } => counts.emitted += 1,
                    Outcome::Merged { .. } => counts.merged += 1,
                    Outcome::Skipped { .. } => counts.skipped += 1,
                }
            }
            if let Some((code, sentence)) = reason {
                let reason = self.reasons.entry(code.to_owned()).or_insert_with(|| Reason {
                    sentence: sentence.to_owned(),
                    count: 0,
                });
                reason.count += 1;
            }
            self.resources.push(ResourceOutcome {
                id: entry.id,
                type_name,
                outcome,
            });
        }
    }
}

fn count(estate: &Estate<'_>, fate: GroupFate) -> u64 {
    estate.groups.iter().filter(|group| group.fate == fate).count() as u64
}

fn principals(variables: &[Variable]) -> BTreeMap<String, String> {
    let asked = variables
        .iter()
        .filter(|variable| variable.purpose == Purpose::Principal);
    asked
        .filter_map(|variable| Some((variable.of.clone()?, variable.name.clone())))
        .collect()
}

/// Groups that generation itself had to rename.
fn new_groups(estate: &Estate<'_>, mapping: &Mapping) -> BTreeMap<String, String> {
    let plain = |name: &str| atg_core::identity::strip_iteration_prefixes(name).0.to_lowercase();
    let renamed = estate.groups.iter().filter(|group| group.target != group.name);
    renamed
        .map(|group| (plain(&group.name), group.target.clone()))
        .filter(|(name, _)| !mapping.resource_groups.contains_key(name))
        .collect()
}
