//! Exact paths and values of differences, made again from the bodies.

use super::Comparison;
use crate::CoreError;
use crate::differences::{BodyComparer, DifferenceDetail};

/// Reads details of differences. Those of one pair are made together, so reading them in order costs two bodies a pair.
pub struct DetailReader<'c> {
    comparison: &'c Comparison,
    comparer: BodyComparer<'c>,
    redact: bool,
    bodies: [Vec<u8>; 2],
    pair: Option<u32>,
    details: Vec<DifferenceDetail>,
}

impl<'c> DetailReader<'c> {
    /// A reader; `redact` leaves out what may be a secret.
    pub fn new(comparison: &'c Comparison, redact: bool) -> DetailReader<'c> {
        let [source, target] = &comparison.normalizers;
        DetailReader {
            comparison,
            comparer: BodyComparer::new(source, target),
            redact,
            bodies: [Vec::new(), Vec::new()],
            pair: None,
            details: Vec::new(),
        }
    }

    /// One difference by its number, which is below the length of [`Comparison::differences`].
    pub fn get(&mut self, number: u64) -> Result<&DifferenceDetail, CoreError> {
        let differences = self.comparison.differences();
        let pair = differences.get(number).pair;
        self.read(pair)?;
        let position = (number - differences.of_pair(pair).start) as usize;
        self.details.get(position).ok_or_else(|| self.changed())
    }

    /// All differences of a pair that count, in the order of their numbers.
    pub fn of_pair(&mut self, pair: u32) -> Result<&[DifferenceDetail], CoreError> {
        self.read(pair)?;
        let expected = self.comparison.differences().of_pair(pair);
        if self.details.len() as u64 != expected.end - expected.start {
            return Err(self.changed());
        }
        Ok(&self.details)
    }

    fn read(&mut self, pair: u32) -> Result<(), CoreError> {
        if self.pair == Some(pair) {
            return Ok(());
        }
        self.pair = None;
        self.details.clear();
        let differences = self.comparison.differences();
        let numbers = self.comparison.pair(pair);
        if let (Some(source), Some(target)) = (numbers.source, numbers.target)
            && !differences.of_pair(pair).is_empty()
        {
            self.comparison.source.body(source, &mut self.bodies[0])?;
            self.comparison.target.body(target, &mut self.bodies[1])?;
            let [source, target] = &self.bodies;
            let details = self.comparer.details(source, target, self.redact);
            let counted = (0..)
                .zip(details)
                .filter(|(position, _)| !differences.is_accepted(pair, *position));
            self.details.extend(counted.map(|(_, (_, detail))| detail));
        }
        self.pair = Some(pair);
        Ok(())
    }

    fn changed(&self) -> CoreError {
        let file = &self.comparison.source.scope.spelling;
        CoreError::unreadable(file, None, None, "a row changed while it was compared")
            .with_hint("run the command again while nothing writes to the compared files")
    }
}
