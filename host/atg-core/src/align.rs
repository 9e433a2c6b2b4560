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
mod queries;
mod types;
mod verdict;

pub use details::DetailReader;
pub use edges::{EdgeCounts, EdgePair};
pub use figures::{Figures, GroupFigures, TypeFigures};
pub use verdict::{MatchKind, PropertyState, Status};

use crate::CoreError;
use crate::differences::Differences;
use crate::drift::AcceptedDrift;
use crate::identity::{Normalizer, Side};
use crate::mapping::Mapping;
use crate::readers::Progress;
use crate::snapshot::Snapshot;
use crate::threads::in_chunks;
use edges::EdgePairs;
pub(crate) use edges::EdgeWalk;
use std::sync::{Arc, OnceLock};
use types::Types;
pub(crate) use verdict::Verdict;

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
