//! Repeatable choice without memory: mixing of numbers, and an order of rows that is the same for the same seed.

/// A well-mixed number of a number and a purpose (the finaliser of splitmix64).
pub(crate) fn mix(number: u64, purpose: u64) -> u64 {
    let mut z = number
        .wrapping_add(purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A permutation of `0..length` that holds nothing in memory: a Feistel network over the next even power of two, walked
/// until it lands inside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permutation {
    length: u64,
    half_bits: u32,
    seed: u64,
}

impl Permutation {
    pub(crate) fn new(length: u64, seed: u64) -> Self {
        let bits = 64 - length.saturating_sub(1).leading_zeros();
        Self {
            length,
            half_bits: bits.div_ceil(2).max(1),
            seed,
        }
    }

    /// Where position `at` (below the length) goes.
    pub(crate) fn position(&self, at: u64) -> u64 {
        let mut value = at;
        loop {
            value = self.round_trip(value);
            if value < self.length {
                return value;
            }
        }
    }

    fn round_trip(&self, value: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (value >> self.half_bits, value & mask);
        for round in 0..4 {
            (left, right) = (right, left ^ (mix(right ^ (self.seed << 3), round) & mask));
        }
        left << self.half_bits | right
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_is_met_once() {
        for length in [1, 2, 3, 516, 1000, 1674] {
            let order = Permutation::new(length, 7);
            let mut seen: Vec<u64> = (0..length).map(|at| order.position(at)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..length).collect::<Vec<_>>());
        }
    }

    #[test]
    fn seeds_differ() {
        let first: Vec<u64> = (0..100).map(|at| Permutation::new(100, 1).position(at)).collect();
        let second: Vec<u64> = (0..100).map(|at| Permutation::new(100, 2).position(at)).collect();
        assert_ne!(first, second);
    }
}
