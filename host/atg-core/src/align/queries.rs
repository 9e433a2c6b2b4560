//! What a comparison tells.

use super::{
    Comparison, DetailReader, EdgeCounts, EdgePair, EdgeWalk, MatchKind, MatchingCounts, NONE, Pair, PropertyState,
    READ_TOGETHER, Status, Verdict,
};
use crate::CoreError;
use crate::differences::{DifferenceDetail, Differences};
use crate::identity::Side;
use crate::readers::NoProgress;
use crate::snapshot::Snapshot;
use crate::threads::in_chunks;
use std::ops::Range;
use std::sync::Arc;

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

    pub(super) fn count(&self, ambiguous: u64) -> MatchingCounts {
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
