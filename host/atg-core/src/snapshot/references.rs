//! Keys of references, kept so that looking them up stays in the cache.

use crate::identity::Key;
use std::mem::take;

/// The leading bits of a key that tell its drawer. The sorted keys among which a drawer's are looked for are as large a part
/// of all: of a million a quarter of a mebibyte, which the processor's own cache holds.
const BITS: u32 = 6;

/// References in the order in which they were met, spread by their keys.
#[derive(Debug, Default)]
pub(super) struct References {
    drawers: Vec<Drawer>,
    len: u32,
}

#[derive(Debug, Default)]
struct Drawer {
    keys: Vec<u128>,
    /// The place of each among all references.
    places: Vec<u32>,
}

impl References {
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn extend(&mut self, keys: &[Key]) {
        self.drawers.resize_with(1 << BITS, Drawer::default);
        for Key(key) in keys {
            let drawer = &mut self.drawers[(key >> (u128::BITS - BITS)) as usize];
            drawer.keys.push(*key);
            drawer.places.push(self.len);
            self.len += 1;
        }
    }

    /// What `look_up` gives for each reference, in the order in which they were met. It is asked for up to `together` at once
    /// and appends an answer to each. The keys are gone then.
    pub(super) fn look_up(&mut self, together: usize, mut look_up: impl FnMut(&[u128], &mut Vec<u32>)) -> Vec<u32> {
        let mut found = vec![0; take(&mut self.len) as usize];
        let mut answers = Vec::with_capacity(together);
        for drawer in take(&mut self.drawers) {
            for (keys, places) in drawer.keys.chunks(together).zip(drawer.places.chunks(together)) {
                answers.clear();
                look_up(keys, &mut answers);
                for (place, answer) in places.iter().zip(&answers) {
                    found[*place as usize] = *answer;
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_questions() {
        let keys: Vec<Key> = (0..1000_u128)
            .map(|number| Key(number.wrapping_mul(u128::MAX / 7)))
            .collect();
        let mut references = References::default();
        assert!(references.is_empty());
        keys.chunks(3).for_each(|some| references.extend(some));
        assert!(!references.is_empty());
        let low = |key: &u128| *key as u32;
        let found = references.look_up(7, |some, answers| answers.extend(some.iter().map(low)));
        assert_eq!(found, keys.iter().map(|key| low(&key.0)).collect::<Vec<_>>());
        assert!(references.is_empty());
    }
}
