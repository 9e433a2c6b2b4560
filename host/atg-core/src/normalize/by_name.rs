//! A few known names, found by their hash.

use super::walk::member_seed;

/// What is known of some names and of all others, by open addressing. The slots are small enough to stay in the nearest
/// cache and mostly empty, so that nearly all other names are told by one look.
#[derive(Debug)]
pub(super) struct ByName<T, const SLOTS: usize> {
    /// One more than the place among the known; 0 is an empty slot.
    slots: Box<[u8; SLOTS]>,
    known: Vec<(u64, T)>,
    others: T,
}

impl<T: Copy, const SLOTS: usize> ByName<T, SLOTS> {
    /// A table of these names: at most 255, and far fewer than there are slots.
    pub(super) fn new<'n>(others: T, known: impl IntoIterator<Item = (&'n str, T)>) -> ByName<T, SLOTS> {
        let mut table = ByName {
            slots: Box::new([0; SLOTS]),
            known: Vec::new(),
            others,
        };
        for (name, known) in known {
            let seed = member_seed(name.as_bytes());
            let mut slot = seed as usize % SLOTS;
            while table.slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            table.known.push((seed, known));
            table.slots[slot] = table.known.len() as u8;
        }
        table
    }

    /// What is known of the name that has this [`member_seed`].
    #[inline(always)]
    pub(super) fn get(&self, seed: u64) -> T {
        let mut slot = seed as usize % SLOTS;
        while let Some(at) = usize::from(self.slots[slot]).checked_sub(1) {
            let (known, what) = self.known[at];
            if known == seed {
                return what;
            }
            slot = (slot + 1) % SLOTS;
        }
        self.others
    }
}
