//! Bodies packed one by one: zstd, with a dictionary trained on the first rows the store saw.

use std::io::Cursor;
use std::sync::Arc;
use zstd::zstd_safe::{CCtx, CDict, DCtx, DDict, get_error_name};

const LEVEL: i32 = 3;
/// Rows that a dictionary is trained on at most, and how large it becomes. A larger one makes smaller bodies, and sooner.
const SAMPLES: usize = 1000;
const DICTIONARY: usize = 110 << 10;
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
pub(super) struct Packer<'d> {
    context: CCtx<'static>,
    dictionary: Option<&'d PackingDictionary>,
}

impl Packer<'_> {
    pub(super) fn new(dictionary: Option<&PackingDictionary>) -> Packer<'_> {
        Packer {
            context: CCtx::create(),
            dictionary,
        }
    }

    /// Appends a packed row.
    pub(super) fn pack(&mut self, row: &[u8], into: &mut Vec<u8>) -> Result<(), String> {
        into.reserve(zstd::zstd_safe::compress_bound(row.len()));
        let at = into.len() as u64;
        let mut end = Cursor::new(into);
        end.set_position(at);
        let done = match self.dictionary {
            Some(dictionary) => self.context.compress_using_cdict(&mut end, row, &dictionary.prepared),
            None => self.context.compress(&mut end, row, LEVEL),
        };
        done.map(drop).map_err(|code| get_error_name(code).to_owned())
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
        let dictionary = PackingDictionary::new(1, &content);
        let (mut with, mut without) = (Packer::new(Some(&dictionary)), Packer::new(None));
        let packed_by = |packer: &mut Packer<'_>, row: &[u8]| {
            let mut packed = b"before".to_vec();
            packer.pack(row, &mut packed).expect("it packs");
            packed.split_off(b"before".len())
        };
        let (mut unpacking, mut out) = (Unpacking::new(), Vec::new());
        let (mut small, mut large) = (0, 0);
        for row in slices.into_iter().chain([&b""[..], &b"x"[..]]) {
            let packed = packed_by(&mut with, row);
            unpacking
                .unpack(&packed, Some(&unpacking_dictionary), row.len(), &mut out)
                .expect("it unpacks");
            assert_eq!(out, row);
            small += packed.len();
            let packed = packed_by(&mut without, row);
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
        let mut packed = Vec::new();
        Packer::new(None).pack(b"twelve bytes", &mut packed).expect("it packs");
        assert!(unpacking.unpack(&packed, None, 11, &mut out).is_err());
        assert!(unpacking.unpack(&packed, None, 13, &mut out).is_err());
        assert!(
            unpacking
                .unpack(&packed[..packed.len() - 1], None, 12, &mut out)
                .is_err()
        );
    }
}
