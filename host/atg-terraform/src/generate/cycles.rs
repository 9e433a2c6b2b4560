//! Circles of references, and which references are given up so that none is left.
//!
//! Terraform makes things in an order, so references must not lead back. What is in no circle is left alone: circles are
//! found as strongly connected components. Within one, resources are put into an order one by one; what refers to a
//! resource that comes later is given up. A child always comes after its parent, because that can never be given up.

mod components;

use std::collections::BTreeSet;

use components::components;

/// Who refers to whom, by number.
#[derive(Debug, Default)]
pub(super) struct References {
    /// From and to; a resource never refers to itself.
    pub(super) pairs: Vec<(u32, u32)>,
    /// By number: the resource that a resource lies below.
    pub(super) parents: Vec<Option<u32>>,
}

impl References {
    /// References to give up, as from and to, sorted.
    pub(super) fn circular(self) -> Vec<(u32, u32)> {
        let count = self.parents.len();
        let mut arrows = self.pairs;
        let of_parents = (0_u32..).zip(&self.parents);
        arrows.extend(of_parents.filter_map(|(from, parent)| Some((from, (*parent)?))));
        arrows.sort_unstable();
        arrows.dedup();
        let arrows = Arrows::new(count, &arrows);
        let component = components(&arrows);
        let mut sizes = vec![0_u32; count];
        for number in &component {
            sizes[*number as usize] += 1;
        }
        let mut members: Vec<u32> = (0..count as u32)
            .filter(|node| sizes[component[*node as usize] as usize] > 1)
            .collect();
        members.sort_by_key(|node| component[*node as usize]);
        let mut given_up = Vec::new();
        for circle in members.chunk_by(|one, other| component[*one as usize] == component[*other as usize]) {
            break_circle(circle, &component, &arrows, &self.parents, &mut given_up);
        }
        given_up.sort_unstable();
        given_up
    }
}

/// References by the resource they start from.
#[derive(Debug)]
pub(super) struct Arrows {
    starts: Vec<u32>,
    to: Vec<u32>,
}

impl Arrows {
    /// `pairs` are sorted.
    fn new(count: usize, pairs: &[(u32, u32)]) -> Arrows {
        let mut starts = vec![0_u32; count + 1];
        for (from, _) in pairs {
            starts[*from as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Arrows {
            starts,
            to: pairs.iter().map(|(_, to)| *to).collect(),
        }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.to[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    fn count(&self) -> usize {
        self.starts.len() - 1
    }
}

/// Puts the resources of one circle into an order: first whoever waits for nobody; where all wait, whoever waits for the
/// fewest, and of those the one whose neighbours are nearly free already, so that the order goes round the circle and does
/// not jump about in it. What the chosen one still waits for is given up.
fn break_circle(
    circle: &[u32],
    component: &[u32],
    arrows: &Arrows,
    parents: &[Option<u32>],
    given_up: &mut Vec<(u32, u32)>,
) {
    let own = component[circle[0] as usize];
    // Numbers within the circle.
    let place = |node: u32| circle.binary_search(&node).ok();
    let inside = |node: u32| component[node as usize] == own;
    let mut waiting: Vec<u32> = Vec::with_capacity(circle.len());
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (at, node) in (0_u32..).zip(circle) {
        let awaited = arrows.of(*node).iter().filter(|to| inside(**to));
        let awaited: Vec<u32> = awaited.filter_map(|to| place(*to)).map(|to| to as u32).collect();
        waiting.push(awaited.len() as u32);
        pairs.extend(awaited.into_iter().map(|to| (to, at)));
    }
    pairs.sort_unstable();
    // Who waits for whom.
    let waiters = Arrows::new(circle.len(), &pairs);
    let parent_of = |at: u32| {
        parents[circle[at as usize] as usize]
            .filter(|parent| inside(*parent))
            .and_then(place)
    };
    let mut done = vec![false; circle.len()];
    let mut queue: BTreeSet<(u32, u32)> = waiting.iter().copied().zip(0_u32..).collect();
    while let Some(first) = queue.first().copied() {
        let chosen = if first.0 == 0 {
            first
        } else {
            choose(&queue, &waiting, &waiters, |at| {
                parent_of(at).is_none_or(|parent| done[parent])
            })
            .unwrap_or(first)
        };
        queue.remove(&chosen);
        let at = chosen.1;
        if chosen.0 > 0 {
            let node = circle[at as usize];
            let unmet = arrows.of(node).iter().filter(|to| inside(**to));
            let unmet =
                unmet.filter(|to| place(**to).is_some_and(|to| !done[to]) && parents[node as usize] != Some(**to));
            given_up.extend(unmet.map(|to| (node, *to)));
        }
        done[at as usize] = true;
        for waiter in waiters.of(at) {
            let left = waiting[*waiter as usize];
            if !done[*waiter as usize] && queue.remove(&(left, *waiter)) {
                waiting[*waiter as usize] = left.saturating_sub(1);
                queue.insert((left.saturating_sub(1), *waiter));
            }
        }
    }
}

/// How many that wait equally little are weighed against each other.
const WEIGHED: usize = 24;

fn choose(
    queue: &BTreeSet<(u32, u32)>,
    waiting: &[u32],
    waiters: &Arrows,
    may: impl Fn(u32) -> bool,
) -> Option<(u32, u32)> {
    let mut fewest = None;
    let mut best: Option<(u64, (u32, u32))> = None;
    let candidates = queue.iter().filter(|(_, at)| may(*at));
    for candidate in candidates.take(WEIGHED) {
        if *fewest.get_or_insert(candidate.0) != candidate.0 {
            break;
        }
        // Whoever waits for one only counts most.
        let nearly_free = |waiter: &u32| 1_000_u64 / u64::from(waiting[*waiter as usize].max(1)).pow(2);
        let freed: u64 = waiters.of(candidate.1).iter().map(nearly_free).sum();
        if best.is_none_or(|(most, _)| freed > most) {
            best = Some((freed, *candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn circular(count: usize, pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let references = References {
            pairs: pairs.to_vec(),
            parents: vec![None; count],
        };
        references.circular()
    }

    #[test]
    fn what_is_in_no_circle_stays() {
        assert!(circular(4, &[(0, 1), (1, 2), (0, 2), (3, 2)]).is_empty());
        assert_eq!(circular(3, &[(0, 1), (1, 0), (1, 2)]).len(), 1);
    }

    #[test]
    fn a_ring_is_cut_at_one_place() {
        // Everyone refers to the next three; any place to cut costs six.
        for (count, step) in [(516_u32, 1_u32), (1158, 1), (516, 5), (517, 100)] {
            let label = |at: u32| at * step % count;
            let pairs: Vec<(u32, u32)> = (0..count)
                .flat_map(|at| (1..=3).map(move |next| (at, (at + next) % count)))
                .map(|(from, to)| (label(from), label(to)))
                .collect();
            assert_eq!(circular(count as usize, &pairs).len(), 6, "{count} {step}");
        }
    }

    #[test]
    fn a_child_stays_below_its_parent() {
        let references = References {
            pairs: vec![(0, 1), (0, 2), (2, 1)],
            parents: vec![None, Some(0), None],
        };
        assert_eq!(references.circular(), [(0, 1), (2, 1)]);
    }

    #[test]
    fn deep_and_wide_circles_need_no_deep_stack() {
        let count = 200_000;
        let chain: Vec<(u32, u32)> = (0..count).map(|at| (at, (at + 1) % count)).collect();
        assert_eq!(circular(count as usize, &chain).len(), 1);
    }

    fn has_circle(count: usize, pairs: &[(u32, u32)]) -> bool {
        let mut left: Vec<(u32, u32)> = pairs.to_vec();
        for _ in 0..=count {
            let before = left.len();
            let starts: BTreeSet<u32> = left.iter().map(|(from, _)| *from).collect();
            left.retain(|(_, to)| starts.contains(to));
            if left.len() == before {
                break;
            }
        }
        !left.is_empty()
    }

    proptest! {
        #[test]
        fn no_circle_is_left(count in 2_u32..14, raw in prop::collection::vec((0_u32..14, 0_u32..14), 0..60), below in prop::collection::vec(0_u32..14, 14)) {
            let pairs: Vec<(u32, u32)> = raw.into_iter().map(|(a, b)| (a % count, b % count)).filter(|(a, b)| a != b).collect();
            // Parents have smaller numbers, so they make no circle of their own.
            let parents: Vec<Option<u32>> = (0..count).map(|at| (below[at as usize] < at).then(|| below[at as usize])).collect();
            let kept = parents.clone();
            let given_up = References { pairs: pairs.clone(), parents }.circular();
            let mut left: Vec<(u32, u32)> = pairs.into_iter().filter(|pair| given_up.binary_search(pair).is_err()).collect();
            left.extend((0_u32..).zip(&kept).filter_map(|(at, parent)| Some((at, (*parent)?))));
            prop_assert!(!has_circle(count as usize, &left), "{left:?}");
        }
    }
}
