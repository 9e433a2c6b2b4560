//! The figures that come from the comparison itself, each with what was left out of it and why.

use crate::align::{Comparison, PropertyState, Status, TypeFigures};
use crate::figures::Ratio;

/// A figure and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    /// How many were kept, of how many.
    pub ratio: Ratio,
    /// What is in neither number; without those that are nothing.
    pub exclusions: Vec<Exclusion>,
}

/// So many were left out, for a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Why.
    pub reason: &'static str,
    /// How many.
    pub count: u64,
}

/// The figure of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeFigure {
    /// The type.
    pub type_name: String,
    /// How many of its resources were kept, of how many.
    pub ratio: Ratio,
}

const NOT_COMPARABLE: &str = "of a type that one side could not list";
const ACCEPTED: &str = "accepted by a rule";

impl Figure {
    fn new<const N: usize>(matched: u64, total: u64, exclusions: [(&'static str, u64); N]) -> Figure {
        let some = exclusions.into_iter().filter(|(_, count)| *count > 0);
        Figure {
            ratio: Ratio::new(matched, total),
            exclusions: some.map(|(reason, count)| Exclusion { reason, count }).collect(),
        }
    }
}

pub(super) fn overall(comparison: &Comparison) -> Figure {
    let counts = &comparison.matching;
    Figure::new(
        counts.matched(),
        counts.matched() + counts.missing,
        [
            (NOT_COMPARABLE, counts.not_comparable_source),
            (ACCEPTED, counts.accepted_missing),
        ],
    )
}

pub(super) fn by_type(types: &[TypeFigures]) -> Vec<TypeFigure> {
    let figure = |one: &TypeFigures| TypeFigure {
        type_name: one.type_name.clone(),
        ratio: Ratio::new(one.matched, one.matched + one.missing),
    };
    let figures = types.iter().map(figure);
    figures.filter(|figure| figure.ratio.is_applicable()).collect()
}

/// A type is kept when the target has any resource of it: how many is what `by_type` tells.
pub(super) fn types(types: &[TypeFigures]) -> Figure {
    let (mut kept, mut total, mut not_comparable, mut accepted) = (0, 0, 0, 0);
    for one in types.iter().filter(|one| one.source > 0) {
        if !one.comparable {
            not_comparable += 1;
        } else if one.target > 0 || one.matched > 0 {
            kept += 1;
            total += 1;
        } else if one.missing > 0 {
            total += 1;
        } else {
            accepted += 1;
        }
    }
    let exclusions = [
        ("one side could not list it", not_comparable),
        ("all of it is accepted by a rule", accepted),
    ];
    Figure::new(kept, total, exclusions)
}

/// A group that the target cannot have shown is not missing: one without resources where the target lists no groups, and
/// one whose resources are all not comparable or accepted.
pub(super) fn resource_groups(comparison: &Comparison) -> Figure {
    let target_lists_groups = comparison.target.read.groups_listed > 0;
    let (mut kept, mut total, mut unseen, mut uncounted) = (0, 0, 0, 0);
    for group in comparison.by_group().iter().filter(|group| group.in_source) {
        if group.in_target {
            kept += 1;
            total += 1;
        } else if group.source == 0 && !target_lists_groups {
            unseen += 1;
        } else if group.source > 0 && group.missing == 0 && group.matched == 0 {
            uncounted += 1;
        } else {
            total += 1;
        }
    }
    let exclusions = [
        ("empty, and the target lists no empty groups", unseen),
        ("all its resources are not comparable or accepted", uncounted),
    ];
    Figure::new(kept, total, exclusions)
}

pub(super) fn relationships(comparison: &Comparison) -> Figure {
    let counts = comparison.edge_counts();
    Figure::new(
        counts.matched,
        counts.matched + counts.missing,
        [
            (
                "an end is not comparable, or could not be read",
                counts.not_comparable_source,
            ),
            ("an end is accepted as missing", counts.accepted_missing),
        ],
    )
}

pub(super) fn properties(comparison: &Comparison) -> Figure {
    let (mut equal, mut different, mut unknown) = (0, 0, 0);
    for (number, pair) in (0..).zip(comparison.pairs()) {
        if pair.source.is_none() {
            break;
        }
        if pair.status != Status::Matched {
            continue;
        }
        match comparison.property_state(number) {
            Some(PropertyState::Equal) => equal += 1,
            Some(PropertyState::Different) => different += 1,
            Some(PropertyState::Unknown) | None => unknown += 1,
        }
    }
    let exclusions = [("properties could not be read, or the sides use other words", unknown)];
    Figure::new(equal, equal + different, exclusions)
}
