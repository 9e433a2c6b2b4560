//! Strongly connected components by Tarjan's algorithm, with a stack of its own: one pass, and no deep recursion.

use super::Arrows;

/// By node: the number of its component. Two nodes share one exactly if each leads to the other.
pub(super) fn components(arrows: &Arrows) -> Vec<u32> {
    const NONE: u32 = u32::MAX;
    let count = arrows.count();
    let mut order = vec![NONE; count];
    let mut lowest = vec![0_u32; count];
    let mut component = vec![NONE; count];
    let mut open: Vec<u32> = Vec::new();
    // A node, and how many of its arrows were followed.
    let mut calls: Vec<(u32, usize)> = Vec::new();
    let (mut next, mut components) = (0_u32, 0_u32);
    for root in 0..count as u32 {
        if order[root as usize] != NONE {
            continue;
        }
        calls.push((root, 0));
        while let Some((node, followed)) = calls.pop() {
            let here = node as usize;
            if followed == 0 {
                order[here] = next;
                lowest[here] = next;
                next += 1;
                open.push(node);
            }
            let mut descends = false;
            for (at, to) in arrows.of(node).iter().enumerate().skip(followed) {
                let there = *to as usize;
                if order[there] == NONE {
                    // Come back to this arrow: by then its lowest is known.
                    calls.push((node, at + 1));
                    calls.push((*to, 0));
                    descends = true;
                    break;
                }
                if component[there] == NONE {
                    lowest[here] = lowest[here].min(lowest[there]);
                }
            }
            if descends {
                continue;
            }
            if lowest[here] == order[here] {
                while let Some(member) = open.pop() {
                    component[member as usize] = components;
                    if member == node {
                        break;
                    }
                }
                components += 1;
            }
            if let Some((above, _)) = calls.last() {
                let above = *above as usize;
                lowest[above] = lowest[above].min(lowest[here]);
            }
        }
    }
    component
}
