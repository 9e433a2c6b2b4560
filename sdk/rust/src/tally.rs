//! Counting by text over many batches, at the price of counting by number.

use std::collections::BTreeMap;

use crate::Batch;

/// A value for each text that was met, over all batches: `tally.of(&batch, number)` costs a look into a list, because a
/// text is looked up once a batch and not once a row.
#[derive(Debug, Clone, Default)]
pub struct Tally<T> {
    numbers: BTreeMap<String, usize>,
    values: Vec<T>,
    /// For the batch at hand: from its numbers to places among the values, plus one; 0 is not looked up yet.
    places: Vec<usize>,
}

impl<T: Default> Tally<T> {
    /// Nothing counted yet.
    pub fn new() -> Tally<T> {
        Tally {
            numbers: BTreeMap::new(),
            values: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Call this with each new batch, before its rows.
    pub fn begin(&mut self, batch: &Batch) {
        self.places.clear();
        self.places.resize(batch.texts() as usize, 0);
    }

    /// The value of a number of this batch; none for marks.
    #[inline]
    pub fn of(&mut self, batch: &Batch, number: u32) -> Option<&mut T> {
        let place = *self.places.get(number as usize)?;
        let at = if place > 0 {
            place - 1
        } else {
            self.look_up(batch, number)?
        };
        self.values.get_mut(at)
    }

    #[cold]
    fn look_up(&mut self, batch: &Batch, number: u32) -> Option<usize> {
        let text = batch.text(number)?;
        let at = match self.numbers.get(text) {
            Some(at) => *at,
            None => {
                let at = self.values.len();
                self.numbers.insert(text.to_owned(), at);
                self.values.push(T::default());
                at
            }
        };
        *self.places.get_mut(number as usize)? = at + 1;
        Some(at)
    }

    /// All texts with their values, in the order of the texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.numbers
            .iter()
            .filter_map(|(text, at)| Some((text.as_str(), self.values.get(*at)?)))
    }
}
