//! The names of members that are more than plain ones, found by their hash.

use super::ListMatching;
use super::digests::member_seed;
use crate::normalize::members::{MemberClass, SPECIAL, VOLATILE};

/// A name that is more than a plain one. The seed 0 is an empty slot, and no name's.
#[derive(Debug, Clone, Copy)]
struct Known {
    seed: u64,
    class: MemberClass,
    matching: Option<ListMatching>,
}

/// All such names, by open addressing. Small enough to stay in the nearest cache, and mostly empty, so that most
/// plain names are known by one look.
#[derive(Debug)]
pub(super) struct Classes(Box<[Known; Classes::SLOTS]>);

impl Classes {
    const SLOTS: usize = 512;

    pub(super) fn new() -> Classes {
        let empty = Known {
            seed: 0,
            class: MemberClass::Plain,
            matching: None,
        };
        let mut classes = Classes(Box::new([empty; Classes::SLOTS]));
        let special = SPECIAL.iter().map(|(name, class)| (*name, *class));
        let volatile = VOLATILE.iter().map(|(name, class, _)| (*name, *class));
        for (name, class) in special.chain(volatile) {
            let matching = match name {
                "name" => Some(ListMatching::Name),
                "id" => Some(ListMatching::Id),
                _ => None,
            };
            let seed = member_seed(name.as_bytes());
            let slot = classes.slot(seed);
            classes.0[slot] = Known { seed, class, matching };
        }
        classes
    }

    /// How a member counts whose name has this seed, and whether items of a list are matched by it.
    #[inline(always)]
    pub(super) fn get(&self, seed: u64) -> (MemberClass, Option<ListMatching>) {
        let known = self.0[self.slot(seed)];
        (known.class, known.matching)
    }

    /// The slot of a seed, or the empty one where it would be.
    #[inline(always)]
    fn slot(&self, seed: u64) -> usize {
        let mut slot = seed as usize % Classes::SLOTS;
        while self.0[slot].seed != seed && self.0[slot].seed != 0 {
            slot = (slot + 1) % Classes::SLOTS;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_lists_say() {
        let classes = Classes::new();
        for (name, class, _) in VOLATILE {
            assert_eq!(classes.get(member_seed(name.as_bytes())), (*class, None), "{name}");
        }
        let get = |name: &str| classes.get(member_seed(name.as_bytes()));
        assert_eq!(get("name"), (MemberClass::Name, Some(ListMatching::Name)));
        assert_eq!(get("id"), (MemberClass::Plain, Some(ListMatching::Id)));
        assert_eq!(get("vmSize"), (MemberClass::Sku, None));
        assert_eq!(get("Name"), (MemberClass::Plain, None));
        assert_eq!(get(""), (MemberClass::Plain, None));
    }
}
