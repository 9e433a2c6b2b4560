//! Bodies packed one by one: zstd at its fastest level, with a dictionary trained on the first rows the store saw.

use std::sync::Arc;
use zstd::zstd_safe::{CCtx, CDict, DCtx, DDict, get_error_name};

const LEVEL: i32 = 1;
/// Rows that a dictionary is trained on at most, and how large it becomes.
const SAMPLES: usize = 2000;
const DICTIONARY: usize = 64 << 10;
/// Fewer rows teach too little.
const FEWEST_SAMPLES: usize = 200;

/// A dictionary for packing, with its number in the store.
#[derive(Clone)]
pub(super) struct PackingDictionary {
    pub(super) id: i64,
    prepared: Arc<CDict<'static>>,
}

impl PackingDictionary {
    pub(super) fn new(id: i64, content: &[u8]) -> PackingDictionary {
        PackingDictionary {
            id,
            prepared: Arc::new(CDict::create(content, LEVEL)),
        }
    }
}

/// Packs rows; one a thread.
pub(super) struct Packer {
    context: CCtx<'static>,
    dictionary: Option<PackingDictionary>,
    buffer: Vec<u8>,
}

impl Packer {
    pub(super) fn new(dictionary: Option<PackingDictionary>) -> Packer {
        Packer {
            context: CCtx::create(),
            dictionary,
            buffer: Vec::new(),
        }
    }

    /// Packs one row; the answer is valid until the next.
    pub(super) fn pack(&mut self, row: &[u8]) -> Result<&[u8], String> {
        self.buffer.clear();
        self.buffer.reserve(zstd::zstd_safe::compress_bound(row.len()));
        let done = match &self.dictionary {
            Some(dictionary) => self
                .context
                .compress_using_cdict(&mut self.buffer, row, &dictionary.prepared),
            None => self.context.compress(&mut self.buffer, row, LEVEL),
        };
        done.map_err(|code| get_error_name(code).to_owned())?;
        Ok(&self.buffer)
    }
}

/// Unpacks rows; one a connection.
pub(super) struct Unpacking(DCtx<'static>);

impl Unpacking {
    pub(super) fn new() -> Unpacking {
        Unpacking(DCtx::create())
    }

    /// Replaces the buffer's content by the row, which is `length` bytes long.
    pub(super) fn unpack(
        &mut self,
        content: &[u8],
        dictionary: Option<&DDict<'static>>,
        length: usize,
        into: &mut Vec<u8>,
    ) -> Result<(), String> {
        into.clear();
        into.reserve(length);
        let done = match dictionary {
            Some(dictionary) => self.0.decompress_using_ddict(into, content, dictionary),
            None => self.0.decompress(into, content),
        };
        done.map_err(|code| get_error_name(code).to_owned())?;
        if into.len() == length {
            Ok(())
        } else {
            Err("a body has another length than it says".to_owned())
        }
    }
}

/// Trains a dictionary; none where there are too few rows, or too uniform ones, to learn from.
pub(super) fn train(rows: &[&[u8]]) -> Option<Vec<u8>> {
    if rows.len() < FEWEST_SAMPLES {
        return None;
    }
    let samples: Vec<&[u8]> = rows.iter().step_by(rows.len().div_ceil(SAMPLES)).copied().collect();
    zstd::dict::from_samples(&samples, DICTIONARY).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<u8>> {
        let row = |number: u32| {
            format!(
                "{{\"id\":\"/subscriptions/s/resourceGroups/g{}/x/{number}\",\"n\":{}}}",
                number % 7,
                number * 31
            )
        };
        (0..1000).map(|number| row(number).into_bytes()).collect()
    }

    #[test]
    fn rows_come_back_with_and_without_a_dictionary() {
        let rows = rows();
        let slices: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
        let content = train(&slices).expect("a thousand rows are enough");
        let unpacking_dictionary = DDict::create(&content);
        let (mut with, mut without) = (
            Packer::new(Some(PackingDictionary::new(1, &content))),
            Packer::new(None),
        );
        let (mut unpacking, mut out) = (Unpacking::new(), Vec::new());
        let (mut small, mut large) = (0, 0);
        for row in slices.into_iter().chain([&b""[..], &b"x"[..]]) {
            let packed = with.pack(row).expect("it packs").to_vec();
            unpacking
                .unpack(&packed, Some(&unpacking_dictionary), row.len(), &mut out)
                .expect("it unpacks");
            assert_eq!(out, row);
            small += packed.len();
            let packed = without.pack(row).expect("it packs").to_vec();
            unpacking
                .unpack(&packed, None, row.len(), &mut out)
                .expect("it unpacks");
            assert_eq!(out, row);
            large += packed.len();
        }
        assert!(small < large, "{small} {large}");
    }

    #[test]
    fn damage_is_an_error() {
        let (mut unpacking, mut out) = (Unpacking::new(), Vec::new());
        assert!(unpacking.unpack(b"no frame", None, 10, &mut out).is_err());
        let packed = Packer::new(None).pack(b"twelve bytes").expect("it packs").to_vec();
        assert!(unpacking.unpack(&packed, None, 11, &mut out).is_err());
        assert!(unpacking.unpack(&packed, None, 13, &mut out).is_err());
        assert!(
            unpacking
                .unpack(&packed[..packed.len() - 1], None, 12, &mut out)
                .is_err()
        );
    }
}
