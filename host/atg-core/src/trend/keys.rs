//! The missing resources of a record: the leading halves of their keys, sorted, as hexadecimal digits without separators.

use crate::align::Comparison;
use crate::snapshot::Snapshot;

/// More are not kept; what changed is then told by type alone.
const MOST: usize = 10_000;
/// Hexadecimal digits a key.
const DIGITS: usize = 16;

/// The half of a resource's key that is kept.
pub(super) fn of(snapshot: &Snapshot, resource: u32) -> u64 {
    (snapshot.key(resource).0 >> 64) as u64
}

/// What is missing, by key and number, ascending; `None` when it is too much to keep.
pub(super) fn missing(comparison: &Comparison) -> Option<Vec<(u64, u32)>> {
    if comparison.matching.missing > MOST as u64 {
        return None;
    }
    let missing = comparison.missing();
    Some(
        missing
            .map(|resource| (of(&comparison.source, resource), resource))
            .collect(),
    )
}

pub(super) fn to_text(keys: impl Iterator<Item = u64>) -> String {
    keys.map(|key| format!("{key:016x}")).collect()
}

/// The keys in a text; `None` where it is none of ours.
pub(super) fn parse(text: &str) -> Option<Vec<u64>> {
    let whole = text.len().is_multiple_of(DIGITS) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let key = |at: usize| u64::from_str_radix(text.get(at..at + DIGITS)?, 16).ok();
    let mut keys: Vec<u64> = if whole {
        (0..text.len()).step_by(DIGITS).map(key).collect::<Option<_>>()?
    } else {
        return None;
    };
    keys.sort_unstable();
    Some(keys)
}

/// The resources of a snapshot whose keys have this half.
pub(super) fn find(snapshot: &Snapshot, key: u64) -> std::ops::Range<u32> {
    let keys = snapshot.keys();
    let half = |key: &u128| (key >> 64) as u64;
    let from = keys.partition_point(|other| half(other) < key);
    let count = keys[from..].iter().take_while(|other| half(other) == key).count();
    from as u32..(from + count) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_as_they_went() {
        let keys = [1, 1, 0xfeed_0000_0000_0001, u64::MAX];
        assert_eq!(parse(&to_text(keys.into_iter())), Some(keys.to_vec()));
        assert_eq!(parse(""), Some(Vec::new()));
        for foreign in ["1", "zzzzzzzzzzzzzzzz", "+000000000000001", "0000000000000001é"] {
            assert_eq!(parse(foreign), None, "{foreign}");
        }
    }
}
