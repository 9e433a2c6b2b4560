//! What differs between the bodies of matched resources.
//!
//! Only pairs whose digests differ are looked at: both bodies are read again, made into small trees by the walker that
//! made the digests, and compared. What stays in memory is 8 bytes a difference: its pair, its path with the items of
//! lists left open (`properties.subnets[].addressPrefix`), its kind. Exact paths and values are made again on demand.

mod compare;
mod render;
mod tree;

pub(crate) use compare::BodyComparer;

use std::collections::BTreeMap;

/// How two values differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// Both sides have a value; they differ.
    Changed,
    /// Only the target has a value.
    Added,
    /// Only the source has a value.
    Removed,
    /// One side could not be read.
    Unknown,
}

impl DifferenceKind {
    /// The word used in outputs.
    pub const fn word(self) -> &'static str {
        match self {
            DifferenceKind::Changed => "changed",
            DifferenceKind::Added => "added",
            DifferenceKind::Removed => "removed",
            DifferenceKind::Unknown => "unknown",
        }
    }

    const fn bits(self) -> u32 {
        match self {
            DifferenceKind::Changed => 0,
            DifferenceKind::Added => 1,
            DifferenceKind::Removed => 2,
            DifferenceKind::Unknown => 3,
        }
    }

    const fn of_bits(bits: u32) -> DifferenceKind {
        match bits {
            0 => DifferenceKind::Changed,
            1 => DifferenceKind::Added,
            2 => DifferenceKind::Removed,
            _ => DifferenceKind::Unknown,
        }
    }
}

/// Number of a path; see [`Differences::paths`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathHandle(pub u32);

/// One difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Number of the pair in [`crate::align::Comparison::pairs`].
    pub pair: u32,
    /// The path, with the items of lists left open.
    pub path: PathHandle,
    /// How the values differ.
    pub kind: DifferenceKind,
}

/// A value of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceValue {
    /// There is none.
    Absent,
    /// Left out, because it may be a secret.
    Redacted,
    /// Could not be read.
    Unknown,
    /// Canonical JSON: members sorted by name, as the input spells the values.
    Json(String),
}

/// One difference with its exact path and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceDetail {
    /// With the items of lists: `properties.subnets[web].addressPrefix`, `zones[0]`.
    pub path: String,
    /// With the items of lists left open.
    pub pattern: String,
    /// How the values differ.
    pub kind: DifferenceKind,
    /// What the source has.
    pub source: DifferenceValue,
    /// What the target has.
    pub target: DifferenceValue,
}

const KIND_SHIFT: u32 = 30;
/// How many paths can be told apart; further ones share the last.
pub(crate) const MOST_PATHS: u32 = (1 << KIND_SHIFT) - 1;

/// All differences that count, by pair, and within a pair by exact path.
#[derive(Debug, Default)]
pub struct Differences {
    entries: Vec<(u32, u32)>,
    paths: Vec<String>,
    /// Positions, within their pair, of differences that accepted drift took out.
    accepted: BTreeMap<u32, Vec<u32>>,
}

impl Differences {
    /// How many there are, without accepted ones.
    pub fn len(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// One of them.
    pub fn get(&self, number: u64) -> Difference {
        let (pair, word) = self.entries[number as usize];
        Difference {
            pair,
            path: PathHandle(word & MOST_PATHS),
            kind: DifferenceKind::of_bits(word >> KIND_SHIFT),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Difference> + '_ {
        (0..self.len() as usize).map(|number| self.get(number as u64))
    }

    /// The numbers of a pair's differences.
    pub fn of_pair(&self, pair: u32) -> std::ops::Range<u64> {
        let from = self.entries.partition_point(|(other, _)| *other < pair);
        let to = from + self.entries[from..].partition_point(|(other, _)| *other == pair);
        from as u64..to as u64
    }

    /// The text of every path, sorted.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The text of one path.
    pub fn path(&self, path: PathHandle) -> &str {
        &self.paths[path.0 as usize]
    }

    /// How many differences accepted drift took out.
    pub fn accepted(&self) -> u64 {
        self.accepted.values().map(|positions| positions.len() as u64).sum()
    }

    /// Whether the difference at this position of a pair's comparison was accepted.
    pub(crate) fn is_accepted(&self, pair: u32, position: u32) -> bool {
        self.accepted
            .get(&pair)
            .is_some_and(|positions| positions.contains(&position))
    }
}

/// What one thread finds, with paths numbered on its own.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    entries: Vec<(u32, u32)>,
    paths: hashbrown::HashMap<String, u32, foldhash::fast::FixedState>,
    accepted: Vec<(u32, u32)>,
}

impl Collected {
    pub(crate) fn push(&mut self, pair: u32, pattern: &str, kind: DifferenceKind) {
        let path = match self.paths.get(pattern) {
            Some(path) => *path,
            None => {
                let next = (self.paths.len() as u32).min(MOST_PATHS);
                self.paths.insert(pattern.to_owned(), next);
                next
            }
        };
        self.entries.push((pair, path | kind.bits() << KIND_SHIFT));
    }

    pub(crate) fn push_accepted(&mut self, pair: u32, position: u32) {
        self.accepted.push((pair, position));
    }
}

/// Merges what the threads found. Each found the differences of whole pairs.
pub(crate) fn merge(parts: Vec<Collected>) -> Differences {
    let mut paths: Vec<String> = parts.iter().flat_map(|part| part.paths.keys().cloned()).collect();
    paths.sort_unstable();
    paths.dedup();
    let total = parts.iter().map(|part| part.entries.len()).sum();
    let mut entries = Vec::with_capacity(total);
    let mut accepted: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for part in parts {
        let mut renumbered = vec![0_u32; part.paths.len()];
        for (path, own) in &part.paths {
            renumbered[*own as usize] = paths.partition_point(|other| other < path) as u32;
        }
        let renumber = |(pair, word): (u32, u32)| (pair, renumbered[(word & MOST_PATHS) as usize] | word & !MOST_PATHS);
        entries.extend(part.entries.into_iter().map(renumber));
        for (pair, position) in part.accepted {
            accepted.entry(pair).or_default().push(position);
        }
    }
    // Stable: the differences of one pair come from one thread, in their order.
    entries.sort_by_key(|(pair, _)| *pair);
    Differences {
        entries,
        paths,
        accepted,
    }
}
