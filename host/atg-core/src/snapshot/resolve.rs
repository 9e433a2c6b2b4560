//! From keys of references to numbers of resources.

use super::build::REFERENCES;
use super::edges::Edges;
use super::finder::Finder;
use super::references::References;
use super::rows::{DRAWERS, Stated};
use super::{GroupName, NO_GROUP, ReadCounts};
use std::ops::Range;

/// Turns keys of references into numbers of resources.
pub(super) struct Resolver<'s> {
    pub(super) finder: Finder<'s>,
    pub(super) groups_of: &'s [u32],
    pub(super) groups: &'s [GroupName],
}

impl Resolver<'_> {
    /// All relationships; those of bodies and those that the input states. `spans` tells for every resource where the numbers
    /// that its references lead to are.
    pub(super) fn edges(
        &self,
        spans: &[(u32, u32)],
        leads_to: &[u32],
        stated: &[Stated],
        read: &mut ReadCounts,
    ) -> Edges {
        let mut kinds: Vec<String> = stated.iter().map(|edge| edge.kind.clone()).collect();
        kinds.extend((!leads_to.is_empty()).then(|| REFERENCES.to_owned()));
        kinds.sort_unstable();
        kinds.dedup();
        // One more kind than fits would need 65,536 different words; they share the last number then.
        let number = |kind: &str| {
            kinds
                .partition_point(|other| other.as_str() < kind)
                .min(usize::from(u16::MAX)) as u16
        };

        let mut stated = self.stated(stated, number, read);
        stated.sort_unstable();
        let mut stated = stated.into_iter().peekable();
        let references = number(REFERENCES);
        let mut edges = Edges {
            starts: Vec::with_capacity(spans.len() + 1),
            ..Edges::default()
        };
        edges.starts.push(0);
        let mut row_edges: Vec<(u32, u16)> = Vec::new();
        for (from, (first, count)) in (0_u32..).zip(spans) {
            row_edges.clear();
            for to in &leads_to[*first as usize..(first + count) as usize] {
                let to = match *to {
                    NOWHERE => continue,
                    to if to & SEVERAL != 0 => {
                        let copies = self.finder.copies_of(to & !SEVERAL);
                        self.nearest(copies, self.groups_of[from as usize])
                    }
                    to => to,
                };
                row_edges.push((to, references));
            }
            while let Some((_, to, kind)) = stated.next_if(|(stated_from, ..)| *stated_from == from) {
                row_edges.push((to, kind));
            }
            row_edges.sort_unstable();
            row_edges.dedup();
            edges.to.extend(row_edges.iter().map(|(to, _)| *to));
            edges.kind.extend(row_edges.iter().map(|(_, kind)| *kind));
            edges.starts.push(edges.to.len() as u32);
        }
        edges.kinds = kinds;
        edges
    }

    fn stated(&self, stated: &[Stated], number: impl Fn(&str) -> u16, read: &mut ReadCounts) -> Vec<(u32, u32, u16)> {
        let group = |name: &Option<String>| {
            let name = name.as_deref()?;
            let at = self
                .groups
                .binary_search_by(|group| group.printed.to_ascii_lowercase().as_str().cmp(name))
                .ok()?;
            Some(at as u32)
        };
        let mut found = Vec::with_capacity(stated.len());
        for edge in stated {
            let ends = (
                self.pick(edge.from.0.0, group(&edge.from.1).unwrap_or(NO_GROUP)),
                self.pick(edge.to.0.0, group(&edge.to.1).unwrap_or(NO_GROUP)),
            );
            match ends {
                (Some(from), Some(to)) if from != to => found.push((from, to, number(&edge.kind))),
                _ => read.dangling += 1,
            }
        }
        found
    }

    /// Puts the number that each reference leads to beyond the start of its row's drawer.
    pub(super) fn resolve(&self, references: References, starts: &[u32; DRAWERS], leads_to: &mut [u32]) {
        let number = |found: Range<u32>| match found.len() {
            0 => NOWHERE,
            1 => found.start,
            _ => found.start | SEVERAL,
        };
        references.look_up(starts, leads_to, |key| number(self.finder.find(key)));
    }

    /// The resource with a key, seen from a group.
    fn pick(&self, key: u128, group: u32) -> Option<u32> {
        let found = self.finder.find(key);
        (!found.is_empty()).then(|| self.nearest(found, group))
    }

    /// Of several copies the one in the same group, else of the same iteration, else the first.
    fn nearest(&self, copies: Range<u32>, group: u32) -> u32 {
        let of = |resource: u32| self.groups_of[resource as usize];
        let iteration = |group: u32| self.groups.get(group as usize).and_then(|name| name.iteration);
        let same_group = copies.clone().find(|resource| of(*resource) == group);
        let same_iteration = || {
            copies
                .clone()
                .find(|resource| iteration(of(*resource)) == iteration(group))
        };
        same_group.or_else(same_iteration).unwrap_or(copies.start)
    }
}

/// Leads to no resource.
const NOWHERE: u32 = u32::MAX;
/// Leads to several resources with one key, of which this is the first.
const SEVERAL: u32 = 1 << 31;
/// More rows cannot be numbered beside that mark.
pub(super) const MOST_ROWS: usize = SEVERAL as usize;
