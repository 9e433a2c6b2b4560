//! Counts by type and by resource group.

use super::{Comparison, NONE, Status};
use std::collections::BTreeMap;

/// What became of the resources of a type or of a group.
///
/// `source = matched + missing + accepted + not_comparable`, but for pairs whose ends lie under two headings (another group,
/// or a mapped type): a pair counts as matched where its source lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Resources of the source.
    pub source: u64,
    /// Resources of the target.
    pub target: u64,
    /// Source resources with a match.
    pub matched: u64,
    /// Source resources without one, of comparable types, not accepted.
    pub missing: u64,
    /// Target resources without one, of comparable types, not accepted.
    pub extra: u64,
    /// Missing resources that a rule accepts.
    pub accepted: u64,
    /// Extra resources that a rule accepts.
    pub accepted_extra: u64,
    /// Source resources of types that are not comparable.
    pub not_comparable: u64,
    /// Target resources of types that are not comparable.
    pub not_comparable_target: u64,
}

/// Counts of one type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeFigures {
    /// The type.
    pub type_name: String,
    /// Whether both sides list it.
    pub comparable: bool,
    /// The counts.
    pub figures: Figures,
}

/// Counts of one resource group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupFigures {
    /// In lower case without iteration prefixes, in the target's words: the same on both sides.
    pub canonical: String,
    /// As the source prints it, else as the target does (the first of several spellings).
    pub printed: String,
    /// Whether the source has such a group.
    pub in_source: bool,
    /// Whether the target has such a group.
    pub in_target: bool,
    /// The counts.
    pub figures: Figures,
}

impl std::ops::Deref for TypeFigures {
    type Target = Figures;

    fn deref(&self) -> &Figures {
        &self.figures
    }
}

impl std::ops::Deref for GroupFigures {
    type Target = Figures;

    fn deref(&self) -> &Figures {
        &self.figures
    }
}

impl Comparison {
    /// Counts by type, sorted by name without regard to case; every type that either side has. Counted once.
    pub fn by_type(&self) -> &[TypeFigures] {
        self.type_figures.get_or_init(|| self.count_by_type())
    }

    fn count_by_type(&self) -> Vec<TypeFigures> {
        let mut figures = vec![Figures::default(); self.types.names.len()];
        self.count_under(
            &mut figures,
            |resource| Some(self.types.of_source(&self.source, resource) as usize),
            |resource| Some(self.types.of_target(&self.target, resource) as usize),
        );
        let names = self.types.names.iter().zip(&self.types.comparable);
        names
            .zip(figures)
            .map(|((name, comparable), figures)| TypeFigures {
                type_name: name.clone(),
                comparable: *comparable,
                figures,
            })
            .collect()
    }

    /// Counts by resource group, sorted by canonical name; every group that either side has, also those without resources.
    /// Resources outside every group are not in it.
    pub fn by_group(&self) -> Vec<GroupFigures> {
        let mut rows: BTreeMap<&str, GroupFigures> = BTreeMap::new();
        for (groups, is_source) in [(self.source.groups(), true), (self.target.groups(), false)] {
            for group in groups {
                let row = rows.entry(&group.canonical).or_insert_with(|| GroupFigures {
                    canonical: group.canonical.clone(),
                    printed: group.printed.clone(),
                    ..GroupFigures::default()
                });
                row.in_source |= is_source;
                row.in_target |= !is_source;
            }
        }
        let number: BTreeMap<&str, usize> = rows.keys().copied().zip(0..).collect();
        let numbers = |groups: &[crate::snapshot::GroupName]| -> Vec<usize> {
            groups.iter().map(|group| number[group.canonical.as_str()]).collect()
        };
        let (of_source, of_target) = (numbers(self.source.groups()), numbers(self.target.groups()));
        let mut figures = vec![Figures::default(); rows.len()];
        self.count_under(
            &mut figures,
            |resource| Some(of_source[self.source.group_of(resource)?.0 as usize]),
            |resource| Some(of_target[self.target.group_of(resource)?.0 as usize]),
        );
        let rows = rows.into_values().zip(figures);
        rows.map(|(row, figures)| GroupFigures { figures, ..row }).collect()
    }

    /// Counts every pair under the headings of its resources.
    fn count_under(
        &self,
        figures: &mut [Figures],
        of_source: impl Fn(u32) -> Option<usize>,
        of_target: impl Fn(u32) -> Option<usize>,
    ) {
        for (source, (target, verdict)) in (0..).zip(self.target_of.iter().zip(&self.verdicts)) {
            let target = Some(*target).filter(|target| *target != NONE);
            count(
                figures,
                verdict.status(),
                of_source(source),
                target.and_then(&of_target),
            );
        }
        for (target, verdict) in self.extras.iter().zip(&self.extra_verdicts) {
            count(figures, verdict.status(), None, of_target(*target));
        }
    }
}

/// Counts one pair; a side is `None` where the pair has no resource there, or one outside every group.
fn count(figures: &mut [Figures], status: Status, source: Option<usize>, target: Option<usize>) {
    if let Some(target) = target {
        let figures = &mut figures[target];
        figures.target += 1;
        match status {
            Status::Extra => figures.extra += 1,
            Status::Accepted => figures.accepted_extra += 1,
            Status::NotComparable => figures.not_comparable_target += 1,
            Status::Matched | Status::Missing => {}
        }
    }
    if let Some(source) = source {
        let figures = &mut figures[source];
        figures.source += 1;
        match status {
            Status::Matched => figures.matched += 1,
            Status::Missing => figures.missing += 1,
            Status::Accepted => figures.accepted += 1,
            Status::NotComparable => figures.not_comparable += 1,
            Status::Extra => {}
        }
    }
}
