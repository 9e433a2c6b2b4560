//! Relationships that both sides have, and those of one side.
//!
//! A source and a target relationship are the same when their ends are the same resources and their kinds the same words.
//! *The same* is meant by class, not by pair: of two copies in the target either one's relationship will do.

mod judge;

use super::classes::{Ranks, end_of};
use super::{AlignOptions, Comparison, NONE, Status, Verdict};
use crate::CoreError;
use crate::snapshot::{EdgeWalker as Walker, Edges};
use crate::threads::in_chunks;
use judge::source_status;
use std::cmp::Ordering;
use std::hint::black_box;
use std::ops::{BitXor, Range};
use std::sync::atomic::{AtomicU64, Ordering as Memory};

/// One row of the compared relationships. Numbers are those of resources: (from, to).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EdgePair {
    /// What became of it. Not comparable where an end is, or where the body that would hold it could not be read.
    pub status: Status,
    /// Number of the kind in [`Comparison::edge_kinds`].
    pub kind: u32,
    /// Its ends in the source.
    pub source: Option<(u32, u32)>,
    /// Its ends in the target.
    pub target: Option<(u32, u32)>,
}

/// How relationships matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EdgeCounts {
    /// All of the source.
    pub source: u64,
    /// All of the target.
    pub target: u64,
    /// Those that both sides have.
    pub matched: u64,
    /// Only in the source.
    pub missing: u64,
    /// Only in the target.
    pub extra: u64,
    /// In the source, not comparable.
    pub not_comparable_source: u64,
    /// In the target, not comparable.
    pub not_comparable_target: u64,
    /// Missing, with an end that is accepted as missing.
    pub accepted_missing: u64,
    /// Extra, with an end that is accepted as extra.
    pub accepted_extra: u64,
}

/// The result, in numbers of relationships.
#[derive(Debug, Default)]
pub(super) struct EdgePairs {
    /// For every relationship of the source the target's.
    target_of: Vec<u32>,
    /// Relationships of the target that the source does not have.
    extras: Vec<u32>,
    /// What became of them.
    extra_verdicts: Vec<Verdict>,
    counts: EdgeCounts,
    kinds: Vec<String>,
    /// From each side's own numbers of kinds to the common ones.
    common: [Vec<u32>; 2],
}

impl EdgePairs {
    pub(super) fn len(&self) -> u64 {
        (self.target_of.len() + self.extras.len()) as u64
    }

    pub(super) fn kinds(&self) -> &[String] {
        &self.kinds
    }

    pub(super) fn counts(&self) -> EdgeCounts {
        self.counts
    }

    pub(super) fn get(&self, comparison: &Comparison, number: u64) -> EdgePair {
        let (source, target) = (comparison.source.edges(), comparison.target.edges());
        let at = number as usize;
        let other = |number: u32| {
            let edge = target.get(number);
            (edge.kind, (edge.from, edge.to))
        };
        match self.target_of.get(at) {
            Some(partner) => {
                let edge = source.get(number as u32);
                let matched = *partner != NONE;
                EdgePair {
                    status: if matched {
                        Status::Matched
                    } else {
                        source_status(comparison, edge.from, edge.to)
                    },
                    kind: self.common[0][usize::from(edge.kind)],
                    source: Some((edge.from, edge.to)),
                    target: matched.then(|| other(*partner).1),
                }
            }
            None => {
                let at = at - self.target_of.len();
                let (kind, ends) = other(self.extras[at]);
                EdgePair {
                    status: self.extra_verdicts[at].status(),
                    kind: self.common[1][usize::from(kind)],
                    source: None,
                    target: Some(ends),
                }
            }
        }
    }
}

/// Goes through relationships in ascending order without searching for where each begins.
pub(crate) struct EdgeWalk<'c> {
    comparison: &'c Comparison,
    source: Walker<'c>,
    target: Walker<'c>,
}

impl<'c> EdgeWalk<'c> {
    pub(super) fn new(comparison: &'c Comparison) -> EdgeWalk<'c> {
        EdgeWalk {
            comparison,
            source: comparison.source.edges().walk(),
            target: comparison.target.edges().walk(),
        }
    }

    /// Status and kind of a relationship. Ends are looked for only where the status depends on them.
    pub(crate) fn status(&mut self, number: u64) -> (Status, u32) {
        let pairs = &self.comparison.edges;
        let at = number as usize;
        match pairs.target_of.get(at) {
            Some(partner) => {
                let kind = pairs.common[0][usize::from(self.comparison.source.edges().kind_of(number as u32))];
                if *partner != NONE {
                    return (Status::Matched, kind);
                }
                let edge = self.source.get(number as u32);
                (source_status(self.comparison, edge.from, edge.to), kind)
            }
            None => {
                let at = at - pairs.target_of.len();
                let kind = self.comparison.target.edges().kind_of(pairs.extras[at]);
                (pairs.extra_verdicts[at].status(), pairs.common[1][usize::from(kind)])
            }
        }
    }

    /// The ends in the source and in the target: (from, to).
    pub(crate) fn ends(&mut self, number: u64) -> [Option<(u32, u32)>; 2] {
        let pairs = &self.comparison.edges;
        let at = number as usize;
        match pairs.target_of.get(at) {
            Some(partner) => {
                let edge = self.source.get(number as u32);
                // A partner's number follows the target's order, not ours.
                let other = (*partner != NONE).then(|| self.comparison.target.edges().get(*partner));
                [Some((edge.from, edge.to)), other.map(|edge| (edge.from, edge.to))]
            }
            None => {
                let edge = self.target.get(pairs.extras[at - pairs.target_of.len()]);
                [None, Some((edge.from, edge.to))]
            }
        }
    }
}

/// One relationship with ranks for ends: (rank of to, kind, number). Its `from` is the class at hand.
type Ranked = (u32, u32, u32);

/// Pairs relationships off, class by class of the resource that refers.
pub(super) fn pair_off(
    comparison: &Comparison,
    ranks: &Ranks,
    options: &AlignOptions<'_>,
) -> Result<EdgePairs, CoreError> {
    let (source, target) = (comparison.source.as_ref(), comparison.target.as_ref());
    let (kinds, common) = common_kinds(source.edges(), target.edges());
    let shared = |(rank, _): &(u32, u32)| *rank < source.len();
    let mut by_rank: Vec<(u32, u32)> = ranks.target.iter().copied().zip(0..).filter(shared).collect();
    // In long runs already, which a stable sort makes use of: only the heuristic's matches stand elsewhere.
    by_rank.sort();
    let seen = Marks::new(target.edges().len());
    let keys = source.keys();
    let chunk = |parts: &mut Vec<(u32, Vec<u32>)>, range: Range<u64>| {
        // A class is the work of the chunk that it begins in.
        let (begin, last) = (range.start as u32, range.end as u32 - 1);
        let begins = |row: &u32| *row == 0 || keys[*row as usize - 1] != keys[*row as usize];
        let Some(mut at) = (begin..=last).find(begins) else {
            return Ok(());
        };
        let end_of_class = |row: u32| end_of(keys, row as usize, keys[row as usize]) as u32;
        let end = end_of_class(last);
        let mut work = ClassWork {
            sides: [(source.edges(), &ranks.source), (target.edges(), &ranks.target)],
            common: &common,
            lists: Default::default(),
        };
        let first = source.edges().numbers(at).start;
        let mut partners = vec![NONE; (source.edges().numbers(end - 1).end - first) as usize];
        let mut rest = &by_rank[by_rank.partition_point(|(rank, _)| *rank < at)..];
        let mut touched = at;
        while at < end {
            if at >= touched {
                touched = at + TOGETHER;
                work.touch(0, at..touched.min(end));
                work.touch(1, rest.iter().take(TOGETHER as usize).map(|(_, row)| *row));
            }
            let to = end_of_class(at);
            let count = rest.iter().take_while(|(rank, _)| *rank < to).count();
            let (mut rows, after) = rest.split_at(count);
            // Nearly always one run; what the heuristic matched stands apart from the rest of its class.
            while let Some((rank, _)) = rows.first() {
                let (same, others) = rows.split_at(rows.iter().take_while(|(other, _)| other == rank).count());
                let own = (at..to).filter(|row| ranks.source[*row as usize] == *rank);
                work.pair_off(own, same.iter().map(|(_, row)| *row), |own, other| {
                    seen.set(other);
                    partners[(own - first) as usize] = other;
                });
                rows = others;
            }
            (at, rest) = (to, after);
        }
        parts.push((first, partners));
        Ok(())
    };
    let parts = in_chunks(
        options.threads,
        u64::from(source.len()),
        16 << 10,
        options.progress,
        Vec::new,
        chunk,
    )?;
    let mut target_of = vec![NONE; source.edges().len() as usize];
    for (first, partners) in parts.into_iter().flatten() {
        target_of[first as usize..first as usize + partners.len()].copy_from_slice(&partners);
    }
    let mut pairs = EdgePairs {
        target_of,
        kinds,
        common,
        ..EdgePairs::default()
    };
    pairs.judge(comparison, &seen);
    Ok(pairs)
}

/// The kinds of both sides, and from each side's numbers to the common ones.
fn common_kinds(source: &Edges, target: &Edges) -> (Vec<String>, [Vec<u32>; 2]) {
    let mut kinds: Vec<String> = source.kinds().iter().chain(target.kinds()).cloned().collect();
    kinds.sort_unstable();
    kinds.dedup();
    let numbers = |own: &Edges| {
        own.kinds()
            .iter()
            .map(|kind| kinds.partition_point(|other| other < kind) as u32)
            .collect()
    };
    let common = [numbers(source), numbers(target)];
    (kinds, common)
}

/// Of how many resources the ranks are asked for at once.
const TOGETHER: u32 = 32;

struct ClassWork<'e> {
    sides: [(&'e Edges, &'e Vec<u32>); 2],
    common: &'e [Vec<u32>; 2],
    lists: [Vec<Ranked>; 2],
}

impl ClassWork<'_> {
    fn pair_off(
        &mut self,
        own: impl Iterator<Item = u32>,
        other: impl Iterator<Item = u32>,
        mut found: impl FnMut(u32, u32),
    ) {
        self.lists.iter_mut().for_each(Vec::clear);
        other.for_each(|row| self.collect(1, row));
        if self.lists[1].is_empty() {
            return;
        }
        own.for_each(|row| self.collect(0, row));
        self.lists.iter_mut().for_each(|list| list.sort_unstable());
        let [own, other] = &self.lists;
        let (mut a, mut b) = (0, 0);
        while let (Some(left), Some(right)) = (own.get(a), other.get(b)) {
            match (left.0, left.1).cmp(&(right.0, right.1)) {
                Ordering::Less => a += 1,
                Ordering::Greater => b += 1,
                Ordering::Equal => {
                    found(left.2, right.2);
                    (a, b) = (a + 1, b + 1);
                }
            }
        }
    }

    /// Brings what [`ClassWork::collect`] reads of these into the cache.
    fn touch(&self, side: usize, rows: impl Iterator<Item = u32>) {
        let (edges, ranks) = self.sides[side];
        let words = rows.flat_map(|row| edges.to(row)).map(|to| ranks[*to as usize]);
        // None waits for the one before.
        black_box(words.fold(0, u32::bitxor));
    }

    fn collect(&mut self, side: usize, row: u32) {
        let (edges, ranks) = self.sides[side];
        for (number, edge) in edges.numbers(row).zip(edges.from(row)) {
            self.lists[side].push((
                ranks[edge.to as usize],
                self.common[side][usize::from(edge.kind)],
                number,
            ));
        }
    }
}

/// One bit a relationship, set from several threads.
struct Marks(Vec<AtomicU64>);

impl Marks {
    fn new(count: u64) -> Marks {
        Marks((0..count.div_ceil(64)).map(|_| AtomicU64::new(0)).collect())
    }

    fn set(&self, number: u32) {
        self.0[number as usize / 64].fetch_or(1 << (number % 64), Memory::Relaxed);
    }

    fn has(&self, number: u32) -> bool {
        self.0[number as usize / 64].load(Memory::Relaxed) >> (number % 64) & 1 == 1
    }
}
