//! A few known names, found by their hash.

use super::walk::member_seed;

/// What is known of some names and of all others, by open addressing: small enough to stay in the nearest cache, and mostly
/// empty, so that most other names are told by one look. The seed 0 is an empty slot, and no name's.
#[derive(Debug)]
pub(super) struct ByName<T, const SLOTS: usize>(Box<[(u64, T); SLOTS]>);

impl<T: Copy, const SLOTS: usize> ByName<T, SLOTS> {
    /// A table of these names, which must be far fewer than there are slots.
    pub(super) fn new<'n>(others: T, known: impl IntoIterator<Item = (&'n str, T)>) -> ByName<T, SLOTS> {
        let mut table = ByName(Box::new([(0, others); SLOTS]));
        for (name, known) in known {
            let seed = member_seed(name.as_bytes());
            let slot = table.slot(seed);
            table.0[slot] = (seed, known);
        }
        table
    }

    /// What is known of the name that has this [`member_seed`].
    #[inline(always)]
    pub(super) fn get(&self, seed: u64) -> T {
        self.0[self.slot(seed)].1
    }

    /// The slot of a seed, or the empty one where it would be.
    #[inline(always)]
    fn slot(&self, seed: u64) -> usize {
        let mut slot = seed as usize % SLOTS;
        while self.0[slot].0 != seed && self.0[slot].0 != 0 {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }
}
