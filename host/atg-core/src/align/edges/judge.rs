//! What became of the relationships that were paired off, or not.

use super::{EdgeCounts, EdgePairs, Marks};
use crate::align::{Comparison, NONE, Status, Verdict};
use crate::snapshot::{RowFlags, Snapshot};
use crate::threads::both;

impl EdgePairs {
    /// What became of the relationships of both sides.
    pub(super) fn judge(&mut self, comparison: &Comparison, seen: &Marks) {
        let (of_source, (of_target, extras, extra_verdicts)) =
            both(|| self.judge_source(comparison), || judge_target(comparison, seen));
        self.counts = EdgeCounts {
            target: of_target.target,
            extra: of_target.extra,
            not_comparable_target: of_target.not_comparable_target,
            accepted_extra: of_target.accepted_extra,
            ..of_source
        };
        (self.extras, self.extra_verdicts) = (extras, extra_verdicts);
    }

    fn judge_source(&self, comparison: &Comparison) -> EdgeCounts {
        let source = comparison.source.edges();
        let mut counts = EdgeCounts {
            source: source.len(),
            ..EdgeCounts::default()
        };
        for (edge, partner) in source.iter().zip(&self.target_of) {
            if *partner != NONE {
                counts.matched += 1;
                continue;
            }
            match source_status(comparison, edge.from, edge.to) {
                Status::NotComparable => counts.not_comparable_source += 1,
                Status::Accepted => counts.accepted_missing += 1,
                _ => counts.missing += 1,
            }
        }
        counts
    }
}

/// The target's counts, and its relationships that the source does not have.
fn judge_target(comparison: &Comparison, seen: &Marks) -> (EdgeCounts, Vec<u32>, Vec<Verdict>) {
    let target = comparison.target.edges();
    let (mut extras, mut verdicts) = (Vec::new(), Vec::new());
    let mut counts = EdgeCounts {
        target: target.len(),
        ..EdgeCounts::default()
    };
    let ends = Ends::new(comparison);
    for (number, edge) in (0..).zip(target.iter()).filter(|(number, _)| !seen.has(*number)) {
        let status = ends.status(edge.from, edge.to);
        match status {
            Status::NotComparable => counts.not_comparable_target += 1,
            Status::Accepted => counts.accepted_extra += 1,
            _ => counts.extra += 1,
        }
        extras.push(number);
        verdicts.push(Verdict::new(status));
    }
    extras.shrink_to_fit();
    verdicts.shrink_to_fit();
    (counts, extras, verdicts)
}

/// What became of a source relationship that the target does not have.
pub(super) fn source_status(comparison: &Comparison, from: u32, to: u32) -> Status {
    let verdict = |resource: u32| comparison.verdicts[resource as usize].status();
    let partner = comparison.target_of[from as usize];
    let hidden = partner != NONE && unreadable(&comparison.target, partner);
    one_sided(verdict(from), verdict(to), hidden, Status::Missing)
}

/// What became of target resources, by their number.
struct Ends {
    verdicts: Vec<Verdict>,
    /// A matched target resource whose partner could not be read whole.
    hidden: Vec<bool>,
}

impl Ends {
    fn new(comparison: &Comparison) -> Ends {
        let count = comparison.target.len() as usize;
        let mut verdicts = vec![Verdict::new(Status::Matched); count];
        for (target, verdict) in comparison.extras.iter().zip(&comparison.extra_verdicts) {
            verdicts[*target as usize] = *verdict;
        }
        let mut hidden = vec![false; count];
        for (source, target) in (0..).zip(&comparison.target_of) {
            if *target != NONE {
                hidden[*target as usize] = unreadable(&comparison.source, source);
            }
        }
        Ends { verdicts, hidden }
    }

    fn status(&self, from: u32, to: u32) -> Status {
        let verdict = |resource: u32| self.verdicts[resource as usize].status();
        one_sided(verdict(from), verdict(to), self.hidden[from as usize], Status::Extra)
    }
}

fn one_sided(from: Status, to: Status, hidden: bool, otherwise: Status) -> Status {
    if from == Status::NotComparable || to == Status::NotComparable || hidden {
        Status::NotComparable
    } else if from == Status::Accepted || to == Status::Accepted {
        Status::Accepted
    } else {
        otherwise
    }
}

fn unreadable(snapshot: &Snapshot, resource: u32) -> bool {
    snapshot.flags(resource).has(RowFlags::UNKNOWN)
}
