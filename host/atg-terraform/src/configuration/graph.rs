//! Which block refers to which, and the ways along that.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Edges from each block to those that it refers to, in rows.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// Where the row of each block begins; one more than there are blocks.
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Graph {
    pub(super) fn of(blocks: usize, mut edges: Vec<(u32, u32)>) -> Graph {
        edges.sort_unstable();
        edges.dedup();
        let mut starts = vec![0_u32; blocks + 1];
        for (from, _) in &edges {
            starts[*from as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Graph {
            starts,
            ends: edges.into_iter().map(|(_, to)| to).collect(),
        }
    }

    /// What a block refers to, sorted.
    pub(super) fn of_block(&self, block: u32) -> &[u32] {
        let at = block as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => &self.ends[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// The nearest of the blocks that `from` refers to, directly or by others, for which the test holds; of equally near
    /// ones the first.
    pub(super) fn nearest(&self, from: u32, test: impl Fn(u32) -> bool) -> Option<u32> {
        let mut seen = BTreeSet::from([from]);
        let mut waiting = VecDeque::from([from]);
        while let Some(block) = waiting.pop_front() {
            for next in self.of_block(block) {
                if seen.insert(*next) {
                    if test(*next) {
                        return Some(*next);
                    }
                    waiting.push_back(*next);
                }
            }
        }
        None
    }

    /// The cycles of more than one block, each as its shortest way round from its first block. Of blocks that go round in
    /// several ways one cycle is given.
    pub(super) fn cycles(&self) -> Vec<Vec<u32>> {
        let mut cycles: Vec<Vec<u32>> = Vec::new();
        for mut component in self.components().into_iter().filter(|one| one.len() > 1) {
            component.sort_unstable();
            let inside: BTreeSet<u32> = component.iter().copied().collect();
            let round = component.iter().filter_map(|start| self.round(*start, &inside));
            cycles.extend(round.min_by_key(Vec::len));
        }
        cycles.sort_unstable();
        cycles
    }

    /// The shortest way from a block back to itself within some blocks.
    fn round(&self, start: u32, inside: &BTreeSet<u32>) -> Option<Vec<u32>> {
        let mut came_from: BTreeMap<u32, u32> = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(block) = waiting.pop_front() {
            for next in self
                .of_block(block)
                .iter()
                .copied()
                .filter(|next| inside.contains(next))
            {
                if next == block {
                    continue;
                }
                if next == start {
                    let mut way = vec![block];
                    let mut at = block;
                    while let Some(before) = came_from.get(&at) {
                        way.push(*before);
                        at = *before;
                    }
                    way.reverse();
                    return Some(way);
                }
                if let Entry::Vacant(place) = came_from.entry(next) {
                    place.insert(block);
                    waiting.push_back(next);
                }
            }
        }
        None
    }

    /// Strongly connected components by Tarjan's algorithm, without recursion: chains are as long as an estate is deep.
    fn components(&self) -> Vec<Vec<u32>> {
        const NEW: u32 = u32::MAX;
        let count = self.starts.len().saturating_sub(1);
        let mut index = vec![NEW; count];
        let mut low = vec![0_u32; count];
        let mut on_stack = vec![false; count];
        let (mut stack, mut found, mut next_index) = (Vec::new(), Vec::new(), 0);
        for root in 0..u32::try_from(count).unwrap_or(u32::MAX) {
            if index[root as usize] != NEW {
                continue;
            }
            let mut calls = vec![(root, 0_usize)];
            while let Some((block, edge)) = calls.pop() {
                let at = block as usize;
                if edge == 0 {
                    (index[at], low[at]) = (next_index, next_index);
                    next_index += 1;
                    stack.push(block);
                    on_stack[at] = true;
                }
                let ends = self.of_block(block);
                // Coming back from the end before, its lowest is now known.
                if let Some(done) = edge.checked_sub(1).and_then(|before| ends.get(before))
                    && on_stack[*done as usize]
                {
                    low[at] = low[at].min(low[*done as usize]);
                }
                match ends.get(edge) {
                    Some(end) => {
                        calls.push((block, edge + 1));
                        if index[*end as usize] == NEW {
                            calls.push((*end, 0));
                        }
                    }
                    None if low[at] == index[at] => {
                        let start = stack.iter().rposition(|one| *one == block).unwrap_or(0);
                        let component = stack.split_off(start);
                        component.iter().for_each(|one| on_stack[*one as usize] = false);
                        found.push(component);
                    }
                    None => {}
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cycles_are_given_once_by_their_shortest_way() {
        let edges = vec![
            (0, 1),
            (1, 2),
            (2, 3),
            (3, 0),
            (2, 0),
            (4, 4),
            (5, 6),
            (6, 5),
            (7, 0),
            (8, 9),
        ];
        assert_eq!(Graph::of(10, edges).cycles(), [vec![0, 1, 2], vec![5, 6]]);
        assert_eq!(Graph::of(0, Vec::new()).cycles(), [[0_u32; 0]; 0]);
        assert_eq!(Graph::default().cycles(), [[0_u32; 0]; 0]);
    }

    #[test]
    fn the_nearest_comes_first_and_cycles_end() {
        let graph = Graph::of(5, vec![(0, 1), (1, 2), (2, 0), (0, 3), (3, 4)]);
        assert_eq!(graph.nearest(0, |block| block == 2 || block == 4), Some(2));
        assert_eq!(graph.nearest(0, |block| block >= 3), Some(3));
        assert_eq!(graph.nearest(4, |_| true), None);
        assert_eq!(graph.nearest(0, |block| block == 0), None, "not itself");
    }

    #[test]
    fn a_chain_may_be_long() {
        let edges = (0..200_000).map(|at| (at, at + 1)).collect();
        assert_eq!(Graph::of(200_001, edges).cycles().len(), 0);
    }

    proptest! {
        #[test]
        fn cycles_are_cycles(edges in prop::collection::vec((0_u32..8, 0_u32..8), 0..24)) {
            let graph = Graph::of(8, edges.clone());
            for cycle in graph.cycles() {
                prop_assert!(cycle.len() > 1);
                for (at, from) in cycle.iter().enumerate() {
                    let to = cycle[(at + 1) % cycle.len()];
                    prop_assert!(edges.contains(&(*from, to)));
                }
            }
            let reaches = |from: u32, to: u32| graph.nearest(from, |one| one == to).is_some();
            let round = (0..8).any(|a| (0..8).any(|b| a != b && reaches(a, b) && reaches(b, a)));
            prop_assert_eq!(graph.cycles().is_empty(), !round);
        }
    }
}
