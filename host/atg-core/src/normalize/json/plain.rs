//! How far a text goes on without anything that needs a look.

/// The beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Bytes before the first quote, backslash or control character.
    pub(super) length: usize,
    /// Whether all of them are ASCII.
    pub(super) ascii: bool,
}

/// The run that a text begins with; all of it where nothing ends it.
#[inline(always)]
pub(super) fn run(text: &[u8]) -> Run {
    let (mut at, mut high) = (0, 0);
    while let Some(block) = text[at..].first_chunk() {
        let marks = marks(block);
        if marks.ends != 0 {
            let before = marks.ends.trailing_zeros();
            high |= marks.high & !(u32::MAX << before);
            return Run {
                length: at + before as usize,
                ascii: high == 0,
            };
        }
        high |= marks.high;
        at += BLOCK;
    }
    let tail = byte_by_byte(&text[at..]);
    Run {
        length: at + tail.length,
        ascii: tail.ascii && high == 0,
    }
}

/// How many bytes are looked at together.
const BLOCK: usize = 16;

/// One bit a byte of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks {
    /// Quotes, backslashes, control characters.
    ends: u32,
    /// Bytes outside of ASCII.
    high: u32,
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
#[allow(unsafe_code, reason = "intrinsics ask for it; nothing here touches memory")]
fn marks(block: &[u8; BLOCK]) -> Marks {
    use std::arch::x86_64::{
        _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8,
    };
    let whole = u128::from_le_bytes(*block);
    // SAFETY: all of these work on values and ask for SSE2 only, which is a part of every x86-64.
    unsafe {
        let bytes = _mm_set_epi64x((whole >> 64) as i64, whole as i64);
        let quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"' as i8));
        let backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\' as i8));
        let controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
        let ends = _mm_or_si128(_mm_or_si128(quotes, backslashes), controls);
        Marks {
            ends: _mm_movemask_epi8(ends) as u32,
            high: _mm_movemask_epi8(bytes) as u32,
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn marks(block: &[u8; BLOCK]) -> Marks {
    portable_marks(block)
}

/// Loops that compilers turn into vector instructions where there are any.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn portable_marks(block: &[u8; BLOCK]) -> Marks {
    let bits = |of: fn(u8) -> bool| {
        let bits = block.iter().enumerate().map(|(at, byte)| u32::from(of(*byte)) << at);
        bits.fold(0, |all, bit| all | bit)
    };
    Marks {
        ends: bits(ends),
        high: bits(|byte| !byte.is_ascii()),
    }
}

fn byte_by_byte(text: &[u8]) -> Run {
    let length = text.iter().position(|byte| ends(*byte)).unwrap_or(text.len());
    Run {
        length,
        ascii: text[..length].is_ascii(),
    }
}

fn ends(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < b' '
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_and_bytes_agree(text in prop::collection::vec(prop_oneof![8 => b'a'..=b'z', 1 => any::<u8>()], 0..80)) {
            prop_assert_eq!(run(&text), byte_by_byte(&text));
            if let Some(block) = text.first_chunk() {
                prop_assert_eq!(marks(block), portable_marks(block));
            }
        }
    }
}
