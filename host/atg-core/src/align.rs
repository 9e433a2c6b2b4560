//! Source and target side by side: which resource is which, what is missing, what is extra, what differs.
//!
//! Knows nothing of scores: it counts nothing towards anything, it only says what it found. The steps:
//!
//! 1. Types that one side could not list are taken out on both sides (*not comparable*).
//! 2. Resources with the same canonical id form a class. Of `s` source and `t` target resources `min(s, t)` match: those
//!    that an explicit mapping names first, then those of the same group, then the rest in order.
//! 3. What is left matches by type, parents and name in another group, again `min(s, t)` of each.
//! 4. What is left then is missing or extra, or accepted where a rule of the accepted drift says so.
//!
//! So exchanging the sides exchanges missing and extra, and a further target resource never takes a match away.

mod classes;
mod details;
mod edges;
mod figures;
mod heuristic;
mod properties;
mod types;

pub use details::DetailReader;
pub use edges::{EdgeCounts, EdgePair};
pub use figures::{Figures, GroupFigures, TypeFigures};

use crate::CoreError;
use crate::differences::{DifferenceDetail, Differences};
use crate::drift::AcceptedDrift;
use crate::identity::{Normalizer, Side};
use crate::mapping::Mapping;
use crate::readers::{NoProgress, Progress};
use crate::snapshot::{RowFlags, Snapshot};
use crate::threads::in_chunks;
use edges::EdgePairs;
pub(crate) use edges::EdgeWalk;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use types::Types;

/// Why two resources are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// Their ids are equal but for subscription and case.
    Exact,
    /// A mapping says so.
    Mapped,
    /// Their ids are equal without iteration prefixes.
    Normalized,
    /// Type, parents and name are equal; the group is another.
    Heuristic,
}

impl MatchKind {
    /// All kinds in the order in which they are reported.
    pub const ALL: [MatchKind; 4] = [
        MatchKind::Exact,
        MatchKind::Mapped,
        MatchKind::Normalized,
        MatchKind::Heuristic,
    ];

    /// The word used in outputs and in the plugin contract.
    pub const fn word(self) -> &'static str {
        match self {
            MatchKind::Exact => "exact",
            MatchKind::Mapped => "mapped",
            MatchKind::Normalized => "normalized",
            MatchKind::Heuristic => "heuristic",
        }
    }
}

/// What became of a resource or a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Both sides have it.
    Matched,
    /// Only the source has it.
    Missing,
    /// Only the target has it.
    Extra,
    /// One side has it, and the other could not have seen it.
    NotComparable,
    /// Missing or extra, and accepted by a rule.
    Accepted,
}

impl Status {
    /// All states in the order in which they are reported.
    pub const ALL: [Status; 5] = [
        Status::Matched,
        Status::Missing,
        Status::Extra,
        Status::NotComparable,
        Status::Accepted,
    ];

    /// The word used in outputs and in the plugin contract.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Matched => "matched",
            Status::Missing => "missing",
            Status::Extra => "extra",
            Status::NotComparable => "not-comparable",
            Status::Accepted => "accepted",
        }
    }
}

/// What is known of the properties of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertyState {
    /// Nothing that counts differs.
    Equal,
    /// Something that counts differs.
    Different,
    /// What could be read is equal, but something could not be read, or the sides speak in different words.
    Unknown,
}

impl PropertyState {
    /// The word used in outputs and in the plugin contract.
    pub const fn word(self) -> &'static str {
        match self {
            PropertyState::Equal => "equal",
            PropertyState::Different => "different",
            PropertyState::Unknown => "unknown",
        }
    }
}

/// One row of a comparison: a matched pair, or a resource of one side. At least one number is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pair {
    /// Number of the resource in the source.
    pub source: Option<u32>,
    /// Number of the resource in the target.
    pub target: Option<u32>,
    /// What became of it.
    pub status: Status,
    /// Why it matched.
    pub kind: Option<MatchKind>,
}

/// How the resources matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MatchingCounts {
    /// Pairs by [`MatchKind::Exact`].
    pub exact: u64,
    /// Pairs by [`MatchKind::Mapped`].
    pub mapped: u64,
    /// Pairs by [`MatchKind::Normalized`].
    pub normalized: u64,
    /// Pairs by [`MatchKind::Heuristic`].
    pub heuristic: u64,
    /// Extras that were a further candidate of a source resource, such as a second copy.
    pub ambiguous: u64,
    /// Source resources without a match, of comparable types, not accepted.
    pub missing: u64,
    /// Target resources without a match, of comparable types, not accepted.
    pub extra: u64,
    /// Source resources of types that are not comparable.
    pub not_comparable_source: u64,
    /// Target resources of types that are not comparable.
    pub not_comparable_target: u64,
    /// Missing resources that a rule accepts.
    pub accepted_missing: u64,
    /// Extra resources that a rule accepts.
    pub accepted_extra: u64,
}

impl MatchingCounts {
    /// All pairs.
    pub const fn matched(&self) -> u64 {
        self.exact + self.mapped + self.normalized + self.heuristic
    }
}

/// What aligning is told beside the snapshots.
#[derive(Clone, Copy)]
pub struct AlignOptions<'a> {
    /// The mapping that the source was read with.
    pub mapping: &'a Mapping,
    /// What people accept; uses are counted in it.
    pub drift: &'a AcceptedDrift,
    /// Whether to look for differences within pairs; if not, [`Comparison::differences`] is empty.
    pub compare_properties: bool,
    /// How many threads may work; at least 1.
    pub threads: usize,
    /// Is told of bodies that are read again; may cancel.
    pub progress: &'a dyn Progress,
}

/// How many bodies a thread takes at a time.
const READ_TOGETHER: u64 = 64;

/// Stands for no resource.
pub(crate) const NONE: u32 = u32::MAX;

/// Two snapshots side by side. Pairs are numbered: first all source resources in the source's order, then what only the
/// target has in the target's order. The order depends on neither the order of the input nor on threads.
pub struct Comparison {
    /// What is to be replicated.
    pub source: Arc<Snapshot>,
    /// The replica.
    pub target: Arc<Snapshot>,
    /// How the resources matched.
    pub matching: MatchingCounts,
    types: Types,
    /// For every source resource its partner.
    target_of: Vec<u32>,
    verdicts: Vec<Verdict>,
    /// Target resources without a partner.
    extras: Vec<u32>,
    extra_verdicts: Vec<Verdict>,
    edges: EdgePairs,
    differences: Differences,
    /// Of source and target, for reading bodies again.
    normalizers: [Normalizer; 2],
    /// How many threads may read them.
    threads: usize,
    type_figures: OnceLock<Vec<TypeFigures>>,
}

/// Status, match kind and property state of a pair in one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict(u8);

impl Verdict {
    /// Every verdict that a byte can hold, by that byte.
    pub(crate) fn all() -> impl Iterator<Item = Verdict> {
        (0..=u8::MAX).map(Verdict)
    }

    pub(crate) const fn byte(self) -> u8 {
        self.0
    }

    const fn new(status: Status) -> Verdict {
        Verdict(status as u8)
    }

    const fn matched(kind: MatchKind) -> Verdict {
        Verdict(Status::Matched as u8 | (kind as u8) << 3)
    }

    const fn with_properties(self, state: PropertyState) -> Verdict {
        Verdict(self.0 & 0b1_1111 | (state as u8) << 5)
    }

    pub(crate) fn status(self) -> Status {
        Status::ALL[usize::from(self.0 & 0b111) % Status::ALL.len()]
    }

    pub(crate) fn kind(self) -> Option<MatchKind> {
        (self.status() == Status::Matched).then(|| MatchKind::ALL[usize::from(self.0 >> 3 & 0b11)])
    }

    pub(crate) fn properties(self) -> Option<PropertyState> {
        (self.status() == Status::Matched).then_some(match self.0 >> 5 {
            0 => PropertyState::Equal,
            1 => PropertyState::Different,
            _ => PropertyState::Unknown,
        })
    }
}

/// Aligns two snapshots. Errors come from reading bodies again, and from more resources than can be numbered.
pub fn align(
    source: Arc<Snapshot>,
    target: Arc<Snapshot>,
    options: &AlignOptions<'_>,
) -> Result<Comparison, CoreError> {
    if u64::from(source.len()) + u64::from(target.len()) >= u64::from(NONE) {
        return Err(
            CoreError::request("the two estates together hold more than atg can number")
                .with_hint("narrow them with `--type` or `--resource-group`"),
        );
    }
    let normalizers = [
        Normalizer::new(Side::Source, options.mapping),
        Normalizer::new(Side::Target, options.mapping),
    ];
    let types = Types::new(&source, &target);
    let mut matching = classes::pair_off(&source, &target, &types)?;
    heuristic::pair_off(&source, &target, &normalizers, options, &mut matching)?;
    let classes::Matching {
        target_of,
        mut verdicts,
        taken,
        candidates,
        ranks,
    } = matching;
    let mut extras = Vec::new();
    let mut extra_verdicts = Vec::new();
    for (resource, verdict) in (0..).zip(&taken) {
        if verdict.status() != Status::Matched {
            extras.push(resource);
            extra_verdicts.push(*verdict);
        }
    }
    drop(taken);
    accept(&source, |at| at, &mut verdicts, options)?;
    accept(&target, |at| extras[at as usize], &mut extra_verdicts, options)?;
    let is_ambiguous =
        |(extra, verdict): &(&u32, &Verdict)| verdict.status() == Status::Extra && candidates[**extra as usize];
    let ambiguous = extras.iter().zip(&extra_verdicts).filter(is_ambiguous).count() as u64;
    drop(candidates);
    let mut comparison = Comparison {
        matching: MatchingCounts::default(),
        types,
        target_of,
        verdicts,
        extras,
        extra_verdicts,
        edges: EdgePairs::default(),
        differences: Differences::default(),
        normalizers,
        threads: options.threads,
        type_figures: OnceLock::new(),
        source,
        target,
    };
    comparison.matching = comparison.count(ambiguous);
    comparison.edges = edges::pair_off(&comparison, &ranks, options)?;
    drop(ranks);
    properties::compare(&mut comparison, options)?;
    Ok(comparison)
}

/// Marks what is missing or extra and accepted.
fn accept(
    snapshot: &Snapshot,
    resource_at: impl Fn(u32) -> u32 + Sync,
    verdicts: &mut [Verdict],
    options: &AlignOptions<'_>,
) -> Result<(), CoreError> {
    if options.drift.is_empty() {
        return Ok(());
    }
    let open: Vec<u32> = (0..)
        .zip(verdicts.iter())
        .filter(|(_, verdict)| matches!(verdict.status(), Status::Missing | Status::Extra))
        .map(|(at, _)| at)
        .collect();
    let found = in_chunks(
        options.threads,
        open.len() as u64,
        256,
        options.progress,
        || (Vec::new(), Vec::new()),
        |(buffer, accepted): &mut (Vec<u8>, Vec<u32>), range| {
            for at in &open[range.start as usize..range.end as usize] {
                let resource = resource_at(*at);
                let identity = snapshot.identity(resource, buffer)?;
                if options
                    .drift
                    .accepts_resource(&identity.id, snapshot.type_name(resource))
                    .is_some()
                {
                    accepted.push(*at);
                }
            }
            Ok(())
        },
    )?;
    for at in found.into_iter().flat_map(|(_, accepted)| accepted) {
        verdicts[at as usize] = Verdict::new(Status::Accepted);
    }
    Ok(())
}

impl Comparison {
    /// How many pairs and single resources there are.
    pub fn pair_count(&self) -> u32 {
        (self.target_of.len() + self.extras.len()) as u32
    }

    /// A pair by its number, which is below [`Comparison::pair_count`].
    pub fn pair(&self, number: u32) -> Pair {
        let at = number as usize;
        match self.target_of.get(at) {
            Some(target) => Pair {
                source: Some(number),
                target: (*target != NONE).then_some(*target),
                status: self.verdicts[at].status(),
                kind: self.verdicts[at].kind(),
            },
            None => {
                let at = at - self.target_of.len();
                let status = self.extra_verdicts[at].status();
                Pair {
                    source: None,
                    target: Some(self.extras[at]),
                    status,
                    kind: None,
                }
            }
        }
    }

    /// All pairs in canonical order.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = Pair> + '_ {
        (0..self.pair_count()).map(|number| self.pair(number))
    }

    pub(crate) fn verdict(&self, pair: u32) -> Verdict {
        let at = pair as usize;
        match self.verdicts.get(at) {
            Some(verdict) => *verdict,
            None => self.extra_verdicts[at - self.verdicts.len()],
        }
    }

    /// The numbers of both resources of a pair; [`NONE`] where there is none.
    pub(crate) fn ends(&self, pair: u32) -> (u32, u32) {
        let at = pair as usize;
        match self.target_of.get(at) {
            Some(target) => (pair, *target),
            None => (NONE, self.extras[at - self.target_of.len()]),
        }
    }

    /// Appends the same and the verdicts of pairs that follow one another, many times faster than one by one.
    pub(crate) fn append_rows(&self, pairs: Range<u32>, ends: &mut [Vec<u32>; 2], verdicts: &mut Vec<Verdict>) {
        let sources = self.target_of.len() as u32;
        let own = pairs.start.min(sources)..pairs.end.min(sources);
        let other = pairs.start.max(sources) - sources..pairs.end.max(sources) - sources;
        let place = |range: &Range<u32>| range.start as usize..range.end as usize;
        ends[1].extend_from_slice(&self.target_of[place(&own)]);
        ends[1].extend_from_slice(&self.extras[place(&other)]);
        verdicts.extend_from_slice(&self.verdicts[place(&own)]);
        verdicts.extend_from_slice(&self.extra_verdicts[place(&other)]);
        ends[0].extend(own);
        ends[0].extend(std::iter::repeat_n(NONE, other.len()));
    }

    /// Numbers in [`Comparison::type_names`] of the types of resources of one side.
    pub(crate) fn type_numbers(&self, side: Side, resources: &[u32]) -> impl Iterator<Item = u32> {
        let types = &self.types;
        let snapshot = self.snapshot(side);
        resources.iter().map(move |resource| match side {
            Side::Source => types.of_source(snapshot, *resource),
            Side::Target => types.of_target(snapshot, *resource),
        })
    }

    /// The number of the resource with this id, in any case, on one side.
    pub fn find(&self, side: Side, id: &str) -> Result<Option<u32>, CoreError> {
        let snapshot = self.snapshot(side);
        let Some(canonical) = self.normalizers[side as usize].key(id) else {
            return Ok(None);
        };
        let keys = snapshot.keys();
        let first = keys.partition_point(|key| *key < canonical.key.0);
        let class = (first..keys.len()).take_while(|at| keys[*at] == canonical.key.0);
        let mut buffer = Vec::new();
        for resource in class {
            let found = snapshot.identity(resource as u32, &mut buffer)?;
            if found
                .id
                .trim_end_matches('/')
                .eq_ignore_ascii_case(id.trim_end_matches('/'))
            {
                return Ok(Some(resource as u32));
            }
        }
        Ok(None)
    }

    /// One of both sides.
    pub const fn snapshot(&self, side: Side) -> &Arc<Snapshot> {
        match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        }
    }

    /// What is known of the properties of a pair; `None` where there is no match.
    pub fn property_state(&self, pair: u32) -> Option<PropertyState> {
        self.verdicts.get(pair as usize)?.properties()
    }

    /// The type of a pair: the source's, of an extra the target's, in the spelling that is used for both.
    pub fn pair_type(&self, pair: u32) -> &str {
        &self.types.names[self.pair_type_number(pair) as usize]
    }

    /// Number of the pair's type in [`Comparison::type_names`].
    pub fn pair_type_number(&self, pair: u32) -> u32 {
        match self.extras.get((pair as usize).wrapping_sub(self.target_of.len())) {
            Some(target) if pair as usize >= self.target_of.len() => self.types.of_target(&self.target, *target),
            _ => self.types.of_source(&self.source, pair),
        }
    }

    /// The types of both sides, sorted by name without regard to case.
    pub fn type_names(&self) -> &[String] {
        &self.types.names
    }

    /// Types that have resources but are not comparable, with what each side's coverage says of them.
    pub fn not_comparable_types(&self) -> impl Iterator<Item = &str> + '_ {
        self.types
            .names
            .iter()
            .zip(&self.types.comparable)
            .filter(|(_, comparable)| !**comparable)
            .map(|(name, _)| name.as_str())
    }

    /// Source resources that are missing.
    pub fn missing(&self) -> impl Iterator<Item = u32> + '_ {
        (0..)
            .zip(&self.verdicts)
            .filter(|(_, verdict)| verdict.status() == Status::Missing)
            .map(|(resource, _)| resource)
    }

    /// Target resources that are extra.
    pub fn extra(&self) -> impl Iterator<Item = u32> + '_ {
        let extras = self.extras.iter().zip(&self.extra_verdicts);
        extras
            .filter(|(_, verdict)| verdict.status() == Status::Extra)
            .map(|(resource, _)| *resource)
    }

    /// What differs within pairs.
    pub fn differences(&self) -> &Differences {
        &self.differences
    }

    /// One difference with its exact path and values, read again; `redact` leaves out what may be a secret. Whoever wants
    /// many of them takes a [`DetailReader`].
    pub fn difference_detail(&self, number: u64, redact: bool) -> Result<DifferenceDetail, CoreError> {
        DetailReader::new(self, redact).get(number).cloned()
    }

    /// The words for the kinds of relationships of both sides, sorted.
    pub fn edge_kinds(&self) -> &[String] {
        self.edges.kinds()
    }

    /// How many relationships there are, matched ones counted once.
    pub fn edge_pair_count(&self) -> u64 {
        self.edges.len()
    }

    /// A relationship by its number, which is below [`Comparison::edge_pair_count`]: first all of the source, then what
    /// only the target has.
    pub fn edge_pair(&self, number: u64) -> EdgePair {
        self.edges.get(self, number)
    }

    /// Statuses, kinds and ends of relationships, for going through many of them.
    pub(crate) fn edge_walk(&self) -> EdgeWalk<'_> {
        EdgeWalk::new(self)
    }

    /// All relationships in canonical order.
    pub fn edge_pairs(&self) -> impl Iterator<Item = EdgePair> + '_ {
        (0..self.edge_pair_count()).map(|number| self.edge_pair(number))
    }

    /// How the relationships matched.
    pub fn edge_counts(&self) -> EdgeCounts {
        self.edges.counts()
    }

    /// Lets several threads go through bodies; see [`in_chunks`].
    pub(crate) fn read_in_chunks<S: Send>(
        &self,
        total: u64,
        state: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, Range<u64>) -> Result<(), CoreError> + Sync,
    ) -> Result<Vec<S>, CoreError> {
        in_chunks(self.threads, total, READ_TOGETHER, &NoProgress, state, work)
    }

    fn count(&self, ambiguous: u64) -> MatchingCounts {
        let mut counts = MatchingCounts {
            ambiguous,
            ..MatchingCounts::default()
        };
        for pair in self.pairs() {
            let counter = match (pair.status, pair.kind) {
                (Status::Matched, Some(MatchKind::Mapped)) => &mut counts.mapped,
                (Status::Matched, Some(MatchKind::Normalized)) => &mut counts.normalized,
                (Status::Matched, Some(MatchKind::Heuristic)) => &mut counts.heuristic,
                (Status::Matched, _) => &mut counts.exact,
                (Status::Missing, _) => &mut counts.missing,
                (Status::Extra, _) => &mut counts.extra,
                (Status::NotComparable, _) if pair.source.is_some() => &mut counts.not_comparable_source,
                (Status::NotComparable, _) => &mut counts.not_comparable_target,
                (Status::Accepted, _) if pair.source.is_some() => &mut counts.accepted_missing,
                (Status::Accepted, _) => &mut counts.accepted_extra,
            };
            *counter += 1;
        }
        counts
    }
}

/// The kind of a match of equal keys.
fn kind_of(source: RowFlags, target: RowFlags) -> MatchKind {
    if source.has(RowFlags::EXPLICIT) || source.has(RowFlags::MAPPED) {
        MatchKind::Mapped
    } else if source.has(RowFlags::PREFIXED) || target.has(RowFlags::PREFIXED) {
        MatchKind::Normalized
    } else {
        MatchKind::Exact
    }
}
