//! Which resources there are: types, matched and unmatched ones, groups and relationships, all by arithmetic on an index.

use crate::types::{TypeEntry, types};

/// Groups that hold the matched resources of the example, and the ones that hold the rest.
const MATCHED_GROUPS: u64 = 58;
const UNMATCHED_GROUPS: u64 = 124;
/// Of the matched resources of the example so many have a fourth relationship, and of the unmatched ones.
const MATCHED_FOURTH: u64 = 275;
const UNMATCHED_FOURTH: u64 = 317;

/// What an estate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Resources, copies included.
    pub resources: u64,
    /// Distinct pairs of resources of which the first names the second.
    pub relationships: u64,
    /// Resource groups that hold at least one resource.
    pub resource_groups: u64,
    /// Resource types that at least one resource has.
    pub types: u64,
}

/// A part of the estate whose resources refer to one another and to nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// In both estates.
    Matched,
    /// In the source only.
    Unmatched,
    /// In the target only.
    Extra,
}

/// The resource `index` of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) part: Part,
    pub(crate) index: u64,
}

/// The tables behind the arithmetic: small, whatever the size of the estate. The order of types within a part repeats.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) types: Vec<TypeEntry>,
    /// Types of the matched resources of one round, and of the unmatched ones, spread evenly.
    matched_round: Vec<u16>,
    unmatched_round: Vec<u16>,
    pub(crate) matched: u64,
    pub(crate) unmatched: u64,
    pub(crate) extra: u64,
    pub(crate) matched_groups: u64,
    pub(crate) unmatched_groups: u64,
}

impl Plan {
    /// The example, `factor` times.
    pub(crate) fn example(factor: u64) -> Self {
        Self::of(types().collect(), factor)
    }

    /// The example with `matched` instead of 516 resources in the target, filled type by type.
    pub(crate) fn example_with(factor: u64, matched: u32) -> Self {
        let mut types: Vec<TypeEntry> = types().collect();
        let mut left = matched;
        for entry in &mut types {
            entry.matched = left.min(entry.count);
            left -= entry.matched;
        }
        Self::of(types, factor)
    }

    /// So many resources on either side, of which `per_mille` thousandths are in both.
    pub(crate) fn of_size(resources: u64, per_mille: u64) -> Self {
        let mut plan = Self::of(types().collect(), 1);
        let all: Vec<(u16, u32)> = plan
            .types
            .iter()
            .enumerate()
            .map(|(at, entry)| (at as u16, entry.count))
            .collect();
        let round = spread(&all);
        (plan.matched_round, plan.unmatched_round) = (round.clone(), round);
        plan.matched = resources * per_mille / 1000;
        plan.unmatched = resources - plan.matched;
        plan.extra = plan.unmatched;
        plan.size_groups(resources.div_ceil(1674));
        plan
    }

    fn of(types: Vec<TypeEntry>, factor: u64) -> Self {
        let counts = |of: fn(&TypeEntry) -> u32| {
            let counts: Vec<(u16, u32)> = types
                .iter()
                .enumerate()
                .map(|(at, entry)| (at as u16, of(entry)))
                .collect();
            spread(&counts)
        };
        let matched_round = counts(|entry| entry.matched);
        let unmatched_round = counts(|entry| entry.count - entry.matched);
        let mut plan = Self {
            matched: matched_round.len() as u64 * factor,
            unmatched: unmatched_round.len() as u64 * factor,
            extra: 0,
            types,
            matched_round,
            unmatched_round,
            matched_groups: 0,
            unmatched_groups: 0,
        };
        plan.size_groups(factor);
        plan
    }

    /// Groups grow with the square root of the factor: bigger estates have both more groups and fuller ones.
    fn size_groups(&mut self, factor: u64) {
        let growth = (1..).find(|root| root * root >= factor).unwrap_or(1);
        self.matched_groups = MATCHED_GROUPS * growth;
        self.unmatched_groups = UNMATCHED_GROUPS * growth;
    }

    /// Resources of a part.
    pub(crate) fn size(&self, part: Part) -> u64 {
        match part {
            Part::Matched => self.matched,
            Part::Unmatched => self.unmatched,
            Part::Extra => self.extra,
        }
    }

    pub(crate) fn type_of(&self, place: Place) -> &TypeEntry {
        &self.types[self.type_number(place)]
    }

    /// Which of the types a resource has.
    pub(crate) fn type_number(&self, place: Place) -> usize {
        let round = match place.part {
            Part::Matched => &self.matched_round,
            Part::Unmatched => &self.unmatched_round,
            // What the target has of its own is of types that it has anyway.
            Part::Extra if self.matched_round.is_empty() => &self.unmatched_round,
            Part::Extra => &self.matched_round,
        };
        let at = place.index % round.len() as u64;
        usize::from(round[at as usize])
    }

    /// A number that no other resource of either estate has; names are made of it.
    pub(crate) fn ordinal(&self, place: Place) -> u64 {
        match place.part {
            Part::Matched => place.index,
            Part::Unmatched => self.matched + place.index,
            Part::Extra => self.matched + self.unmatched + place.index,
        }
    }

    /// The number of its resource group.
    pub(crate) fn group_of(&self, place: Place) -> u64 {
        match place.part {
            Part::Matched | Part::Extra => place.index % self.matched_groups,
            Part::Unmatched => self.matched_groups + place.index % self.unmatched_groups,
        }
    }

    /// The resources that this one names, nearest first.
    pub(crate) fn references(&self, place: Place) -> impl Iterator<Item = Place> {
        let size = self.size(place.part);
        // A part that is smaller than four would name itself or one twice.
        let most = self.reach(place).min(size.saturating_sub(1));
        (1..=most).map(move |step| Place {
            part: place.part,
            index: (place.index + step) % size,
        })
    }

    fn reach(&self, place: Place) -> u64 {
        let (round, fourth) = match place.part {
            Part::Matched | Part::Extra => (&self.matched_round, MATCHED_FOURTH),
            Part::Unmatched => (&self.unmatched_round, UNMATCHED_FOURTH),
        };
        3 + u64::from(place.index % (round.len() as u64).max(1) < fourth)
    }

    /// What these parts hold, each `copies` times. The target's parts share their groups.
    pub(crate) fn counts(&self, parts: &[Part], copies: u64) -> Counts {
        let mut counts = Counts {
            resources: 0,
            relationships: 0,
            resource_groups: 0,
            types: 0,
        };
        let mut seen = vec![false; self.types.len()];
        let mut shared_groups = 0;
        for part in parts {
            let size = self.size(*part);
            counts.resources += size * copies;
            let round = match part {
                Part::Unmatched => &self.unmatched_round,
                Part::Extra if self.matched_round.is_empty() => &self.unmatched_round,
                _ => &self.matched_round,
            };
            for kind in round.iter().take(size as usize) {
                seen[usize::from(*kind)] = true;
            }
            let full = size / (round.len() as u64).max(1);
            let rest = size % (round.len() as u64).max(1);
            let fourth = if *part == Part::Unmatched {
                UNMATCHED_FOURTH
            } else {
                MATCHED_FOURTH
            };
            let of_round = 3 * round.len() as u64 + fourth.min(round.len() as u64);
            let wide = full * of_round + 3 * rest + rest.min(fourth);
            counts.relationships += copies
                * if size > 4 {
                    wide
                } else {
                    size * size.saturating_sub(1).min(4)
                };
            match part {
                Part::Unmatched => counts.resource_groups += size.min(self.unmatched_groups),
                _ => shared_groups = shared_groups.max(size.min(self.matched_groups)),
            }
        }
        counts.resource_groups = (counts.resource_groups + shared_groups) * copies;
        counts.types = seen.iter().filter(|seen| **seen).count() as u64;
        counts
    }
}

/// Items of several kinds in one row, each kind as evenly spaced as its count allows.
fn spread(counts: &[(u16, u32)]) -> Vec<u16> {
    // The middle of the slot of the k-th of n is (2k + 1) / 2n; compared as integers through a common multiple.
    let mut slots: Vec<(u64, u16)> = Vec::new();
    for (kind, count) in counts {
        for k in 0..u64::from(*count) {
            slots.push(((2 * k + 1) * 1_000_000_007 / (2 * u64::from(*count)), *kind));
        }
    }
    slots.sort_unstable();
    slots.into_iter().map(|(_, kind)| kind).collect()
}

#[cfg(test)]
mod tests;
