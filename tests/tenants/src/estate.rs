//! The two estates: which resource stands in which row, and the groups they lie in.

mod row;

use std::io::{self, Write};

use crate::body::templates;
use crate::formats::{self, Format};
use crate::order::{Permutation, mix};
use crate::plan::{Counts, Part, Place, Plan};
use crate::template::{Template, write_number, write_padded};
pub(crate) use row::Row;

/// Which of the two estates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What is to be replicated.
    Source,
    /// The replica.
    Target,
}

/// Two estates, described; nothing is made before it is written.
#[derive(Clone, Debug)]
pub struct Tenants {
    pub(crate) plan: Plan,
    /// One a type, by its number.
    templates: Vec<Template>,
    factor: u64,
    matched: Option<u32>,
    other: bool,
    copies: u64,
    iteration: u64,
    /// Of a thousand pairs so many differ.
    different: u64,
    /// Whether spelling and order of the target are its own.
    varied: bool,
    shuffle: Option<u64>,
}

const WORKLOADS: [&str; 8] = [
    "orders", "billing", "portal", "search", "ledger", "media", "identity", "reports",
];
const ENVIRONMENTS: [&str; 4] = ["prod", "stage", "test", "dev"];

impl Tenants {
    /// The published example: 1,674 resources of which the target holds 516.
    pub fn example() -> Self {
        Self {
            plan: Plan::example(1),
            templates: templates(),
            factor: 1,
            matched: None,
            other: false,
            copies: 1,
            iteration: 182,
            different: 40,
            varied: false,
            shuffle: None,
        }
    }

    /// What the speed bench compares: `resources` on either side, 94 % of them in both, 2 % of the pairs different;
    /// order of rows, members and named lists, case of ids and stacked prefixes vary.
    pub fn bench(resources: u64) -> Self {
        Self {
            plan: Plan::of_size(resources, 940),
            different: 20,
            varied: true,
            shuffle: Some(1),
            ..Self::example()
        }
    }

    /// The example's counts, `factor` times.
    #[must_use]
    pub fn with_factor(mut self, factor: u64) -> Self {
        self.factor = factor;
        self.size()
    }

    /// The example with `matched` of the 1,674 in the target, filled type by type.
    #[must_use]
    pub fn with_matched(mut self, matched: u32) -> Self {
        self.matched = Some(matched);
        self.size()
    }

    fn size(mut self) -> Self {
        self.plan = match self.matched {
            Some(matched) => Plan::example_with(self.factor, matched),
            None => Plan::example(self.factor),
        };
        self
    }

    /// As many resources in the target as would match, but none that the source holds.
    #[must_use]
    pub fn with_other_target(mut self) -> Self {
        self.other = true;
        self.plan.extra = self.plan.matched;
        self
    }

    /// Several copies in the target, under the prefixes of consecutive iterations.
    #[must_use]
    pub fn with_copies(mut self, copies: u64) -> Self {
        self.copies = copies;
        self
    }

    /// The first copy's iteration; 182 unless said.
    #[must_use]
    pub fn with_iteration(mut self, iteration: u64) -> Self {
        self.iteration = iteration;
        self
    }

    /// Of a thousand pairs so many differ in their properties or tags.
    #[must_use]
    pub fn with_different(mut self, per_mille: u64) -> Self {
        self.different = per_mille;
        self
    }

    /// Rows in an order of this seed, another one on either side.
    #[must_use]
    pub fn shuffled(mut self, seed: u64) -> Self {
        self.shuffle = Some(seed);
        self
    }

    /// What one side holds, by arithmetic.
    pub fn counts(&self, side: Side) -> Counts {
        self.plan.counts(self.parts(side), self.copies_of(side))
    }

    /// Writes one side and says what it holds.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, side: Side, format: Format, out: &mut dyn Write) -> io::Result<Counts> {
        formats::write(self, side, format, out)?;
        Ok(self.counts(side))
    }

    fn parts(&self, side: Side) -> &'static [Part] {
        match side {
            Side::Source => &[Part::Matched, Part::Unmatched],
            Side::Target if self.other => &[Part::Extra],
            Side::Target => &[Part::Matched, Part::Extra],
        }
    }

    fn copies_of(&self, side: Side) -> u64 {
        if side == Side::Source { 1 } else { self.copies }
    }

    /// All rows of a side, in the order in which they are written.
    pub(crate) fn rows(&self, side: Side) -> impl Iterator<Item = Row<'_>> {
        let one: u64 = self.parts(side).iter().map(|part| self.plan.size(*part)).sum();
        let all = one * self.copies_of(side);
        let shuffle = self
            .shuffle
            .map(|seed| Permutation::new(all, 2 * seed + u64::from(side == Side::Target)));
        (0..all).map(move |at| {
            let at = shuffle.map_or(at, |order| order.position(at));
            let (copy, mut index) = (at / one, at % one);
            let mut place = Place {
                part: Part::Matched,
                index,
            };
            for part in self.parts(side) {
                place = Place { part: *part, index };
                match index.checked_sub(self.plan.size(*part)) {
                    Some(rest) => index = rest,
                    None => break,
                }
            }
            Row::new(self, side, copy, place)
        })
    }

    /// Numbers of the groups of a side, and the copy each belongs to.
    pub(crate) fn groups(&self, side: Side) -> impl Iterator<Item = (u64, u64)> {
        let used = |part: Part, most: u64| self.plan.size(part).min(most);
        let shared = self.parts(side).iter().filter(|part| **part != Part::Unmatched);
        let shared = shared
            .map(|part| used(*part, self.plan.matched_groups))
            .max()
            .unwrap_or(0);
        let own = if side == Side::Source {
            used(Part::Unmatched, self.plan.unmatched_groups)
        } else {
            0
        };
        let first_own = self.plan.matched_groups;
        let numbers = (0..shared).chain(first_own..first_own + own);
        (0..self.copies_of(side)).flat_map(move |copy| numbers.clone().map(move |number| (copy, number)))
    }

    /// A group's name on a side.
    pub(crate) fn group_name(&self, side: Side, copy: u64, group: u64, out: &mut Vec<u8>) {
        if side == Side::Target {
            if self.varied && mix(group, 21).is_multiple_of(8) {
                out.extend_from_slice(b"iteration9_");
            }
            out.extend_from_slice(b"ITERATION");
            write_number(self.iteration + copy, out);
            out.push(b'_');
        }
        for part in ["rg-", workload(group), "-", environment(group), "-"] {
            out.extend_from_slice(part.as_bytes());
        }
        write_padded(group, 3, out);
    }
}

fn workload(group: u64) -> &'static str {
    WORKLOADS[(mix(group, 31) % WORKLOADS.len() as u64) as usize]
}

fn environment(group: u64) -> &'static str {
    ENVIRONMENTS[(mix(group, 32) % ENVIRONMENTS.len() as u64) as usize]
}
