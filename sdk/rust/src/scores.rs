//! Where a metric puts its score.

use crate::host;

/// A score and its proof. Call exactly one of [`ratio`](Scorecard::ratio), [`value`](Scorecard::value) and
/// [`not_applicable`](Scorecard::not_applicable).
pub struct Scorecard {
    inner: host::Scorecard,
}

impl Scorecard {
    pub(crate) fn new(inner: host::Scorecard) -> Scorecard {
        Scorecard { inner }
    }

    /// So many of so many; the host divides, exactly.
    pub fn ratio(&self, matched: u32, total: u32) {
        self.inner.ratio(matched, total);
    }

    /// A score that is no ratio; unit and direction stand in the manifest.
    pub fn value(&self, value: f64) {
        self.inner.value(value);
    }

    /// There was nothing to measure, and why.
    pub fn not_applicable(&self, reason: &str) {
        self.inner.not_applicable(reason);
    }

    /// One line of a breakdown, such as `("type", "Microsoft.Compute/virtualMachines", 46, 54)`.
    pub fn part(&self, dimension: &str, key: &str, matched: u32, total: u32) {
        self.inner.part(dimension, key, matched, total);
    }

    /// What was left out of the total, and why.
    pub fn exclude(&self, reason: &str, count: u32) {
        self.inner.exclude(reason, count);
    }
}
