//! Tables whose keys are hashes already.

use std::hash::{BuildHasherDefault, Hasher};

/// For `HashMap<u64 or u128, V, Prehashed>`: the key, or the lower half of it, is its own hash.
pub type Prehashed = BuildHasherDefault<AsItIs>;

/// Takes one key as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mix = |sum: u64, byte: &u8| sum.rotate_left(8) ^ u64::from(*byte);
        self.0 = bytes.iter().fold(self.0, mix);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write_u128(&mut self, hash: u128) {
        self.0 = hash as u64;
    }
}
