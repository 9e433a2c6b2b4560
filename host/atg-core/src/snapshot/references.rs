//! Keys of references, kept so that looking them up stays in the cache.

use super::rows::{DRAWER_BITS, DRAWERS, drawer_of};
use crate::identity::Key;

/// References of rows in the order in which they were met, each in the drawer of its own key.
#[derive(Debug, Default)]
pub(super) struct References {
    drawers: Vec<Drawer>,
}

#[derive(Debug, Default)]
struct Drawer {
    keys: Vec<u128>,
    /// The place of each: the drawer of its row above, its number among the references of that drawer's rows below.
    places: Vec<u32>,
    /// How many references the rows of this drawer have.
    of_rows: u32,
}

const NUMBER_BITS: u32 = u32::BITS - DRAWER_BITS;

impl References {
    /// How many references the rows of a drawer have.
    pub(super) fn of_rows(&self, drawer: usize) -> u32 {
        self.drawers.get(drawer).map_or(0, |drawer| drawer.of_rows)
    }

    /// Takes in the references of a row of a drawer. The number of the first and how many there are.
    pub(super) fn extend(&mut self, drawer: usize, keys: &[Key]) -> (u32, u32) {
        self.drawers.resize_with(DRAWERS, Drawer::default);
        let first = self.drawers[drawer].of_rows;
        for (number, Key(key)) in (first..).zip(keys) {
            let of_key = &mut self.drawers[drawer_of(*key)];
            of_key.keys.push(*key);
            of_key.places.push((drawer as u32) << NUMBER_BITS | number);
        }
        self.drawers[drawer].of_rows += keys.len() as u32;
        (first, keys.len() as u32)
    }

    /// Looks all of them up. The answer to a reference is put beyond the start of its row's drawer, by its number.
    pub(super) fn look_up(self, starts: &[u32; DRAWERS], answers: &mut [u32], look_up: impl Fn(u128) -> u32) {
        for drawer in self.drawers {
            for (key, place) in drawer.keys.iter().zip(&drawer.places) {
                let number = place & ((1 << NUMBER_BITS) - 1);
                answers[(starts[(place >> NUMBER_BITS) as usize] + number) as usize] = look_up(*key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_in_the_order_of_the_questions_of_a_drawer() {
        let keys: Vec<Key> = (0..999_u128)
            .map(|number| Key(number.wrapping_mul(u128::MAX / 7)))
            .collect();
        let mut references = References::default();
        let mut starts = [0; DRAWERS];
        starts[5] = 333;
        let (low, high): (Vec<_>, Vec<_>) = keys.chunks(3).enumerate().partition(|(at, _)| at % 3 == 0);
        for ((_, some), drawer) in low.iter().map(|row| (row, 0)).chain(high.iter().map(|row| (row, 5))) {
            let (first, count) = references.extend(drawer, some);
            assert_eq!((first % 3, count), (0, 3));
        }
        assert_eq!((references.of_rows(0), references.of_rows(5)), (333, 666));
        let mut answers = vec![0; 999];
        let of = |key: u128| key as u32;
        references.look_up(&starts, &mut answers, of);
        let expected = low.iter().chain(&high).flat_map(|(_, some)| some.iter());
        assert_eq!(answers, expected.map(|key| of(key.0)).collect::<Vec<_>>());
    }
}
