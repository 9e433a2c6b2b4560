//! Lists that grow to many millions.

use std::mem::replace;

/// A list that grows without moving what it holds.
#[derive(Debug)]
pub(super) struct Pile<T> {
    /// All of them hold [`RUN`].
    full: Vec<Vec<T>>,
    open: Vec<T>,
}

/// How many lie side by side.
const RUN: usize = 512;

impl<T> Default for Pile<T> {
    fn default() -> Pile<T> {
        Pile {
            full: Vec::new(),
            open: Vec::new(),
        }
    }
}

impl<T> Pile<T> {
    pub(super) fn len(&self) -> usize {
        self.full.len() * RUN + self.open.len()
    }

    #[inline]
    pub(super) fn push(&mut self, one: T) {
        if self.open.len() == RUN {
            self.full.push(replace(&mut self.open, Vec::with_capacity(RUN)));
        }
        self.open.push(one);
    }

    /// What lies side by side, in order. Piles of one length have runs of the same lengths.
    pub(super) fn into_runs(self) -> impl Iterator<Item = Vec<T>> {
        self.full.into_iter().chain(std::iter::once(self.open))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pushed_comes_back_in_order() {
        for count in [0, 1, RUN, RUN + 1, 3 * RUN] {
            let mut pile = Pile::default();
            (0..count).for_each(|number| pile.push(number));
            assert_eq!(pile.len(), count);
            assert!(pile.into_runs().flatten().eq(0..count));
        }
    }
}
