//! Digests of values that are no text, and of containers.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

/// Seeds that keep values of different kinds apart.
pub(super) mod kind {
    pub(in super::super) const INTEGER: u64 = 0x9e37_79b9_7f4a_7c15;
    pub(in super::super) const FLOAT: u64 = 0xbf58_476d_1ce4_e5b9;
    pub(in super::super) const TRUE: u64 = 0x94d0_49bb_1331_11eb;
    pub(in super::super) const FALSE: u64 = 0x2545_f491_4f6c_dd1d;
    pub(in super::super) const NULL: u64 = 0xd6e8_feb8_6659_fd93;
    pub(in super::super) const OBJECT: u64 = 0xa076_1d64_78bd_642f;
    pub(in super::super) const LIST: u64 = 0xe703_7ed1_a0b4_28db;
    pub(in super::super) const NAMED: u64 = 0x8ebc_6af0_9c88_c6e3;
    pub(in super::super) const IDENTIFIED: u64 = 0x5899_65cc_7537_4cc3;
    pub(in super::super) const UNKNOWN: u64 = 0x1d8e_4e27_c47d_124f;
    pub(in super::super) const ITEM: u64 = 0xeb44_acca_b455_d165;
    pub(in super::super) const PRESENT: u64 = 0x2127_599b_f432_5c37;
}

pub(super) fn constant(seed: u64, kind: u64) -> u128 {
    xxh3_128_with_seed(&kind.to_le_bytes(), seed)
}

pub(super) fn number(seed: u64, kind: u64, bits: u64) -> u128 {
    xxh3_128_with_seed(&bits.to_le_bytes(), seed ^ kind)
}

/// The digest of a container's accumulated members under its own seed.
pub(super) fn close(seed: u64, sum: u128, kind: u64) -> u128 {
    xxh3_128_with_seed(&sum.to_le_bytes(), seed ^ kind)
}

/// Adds the next item to the sum of a list whose order counts.
pub(super) fn in_order(sum: u128, item: u128) -> u128 {
    sum.rotate_left(17)
        .wrapping_mul(0x1_0000_0000_0000_0000_0000_013b)
        .wrapping_add(item)
}

/// The seed of the top of a row's body.
const ROOT: u64 = 0;

/// The digest of a body from the sum over its top members.
pub(crate) fn close_root(sum: u128) -> u128 {
    close(ROOT, sum, kind::OBJECT)
}

/// The seed of a member by its name.
pub(crate) fn member_seed(name: &[u8]) -> u64 {
    xxh3_64(name)
}
