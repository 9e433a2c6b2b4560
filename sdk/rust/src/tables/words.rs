//! Bytes that crossed the boundary, read as numbers without a copy.

use std::ops::Deref;

/// Little-endian 32-bit numbers. The bytes stay where the host put them; where they do not lie as numbers must, or the
/// machine counts from the other end, they are copied once.
pub(super) struct Words {
    bytes: Vec<u8>,
    copied: Vec<u32>,
}

impl Words {
    pub(super) fn new(bytes: Vec<u8>) -> Words {
        let lies_well = cfg!(target_endian = "little") && bytes.as_ptr().align_offset(align_of::<u32>()) == 0;
        if lies_well {
            return Words {
                bytes,
                copied: Vec::new(),
            };
        }
        let (words, _) = bytes.as_chunks::<4>();
        let copied = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
        Words {
            bytes: Vec::new(),
            copied,
        }
    }
}

impl Deref for Words {
    type Target = [u32];

    #[inline]
    fn deref(&self) -> &[u32] {
        if self.bytes.is_empty() {
            return &self.copied;
        }
        // SAFETY: `new` keeps bytes only where they are aligned for u32; any bits are a u32, and the bytes outlive the
        // borrow and are never written.
        unsafe { std::slice::from_raw_parts(self.bytes.as_ptr().cast(), self.bytes.len() / 4) }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn numbers_come_out_wherever_the_bytes_lie() {
        assert_eq!(&Words::new(vec![1, 0, 0, 0, 0, 1, 0, 0])[..], [1, 256]);
        assert_eq!(&Words::new(Vec::new())[..], [0_u32; 0]);
    }
}
