//! From a key to the resources that have it.

/// Finds keys in a sorted column by the leading bits of the hash: one or two cache lines a search.
pub(crate) struct Finder<'k> {
    keys: &'k [u128],
    shift: u32,
    starts: Vec<u32>,
}

impl<'k> Finder<'k> {
    /// Keys must be sorted and fewer than `u32::MAX`.
    pub(crate) fn new(keys: &'k [u128]) -> Finder<'k> {
        let bits = keys.len().max(8).ilog2().min(22);
        let shift = u128::BITS - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for key in keys {
            starts[(key >> shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Finder { keys, shift, starts }
    }

    /// The numbers of the resources with this key.
    pub(crate) fn find(&self, key: u128) -> std::ops::Range<u32> {
        let bucket = (key >> self.shift) as usize;
        let (from, to) = (self.starts[bucket], self.starts[bucket + 1]);
        let keys = &self.keys[from as usize..to as usize];
        let first = if keys.len() > 16 {
            keys.partition_point(|other| *other < key)
        } else {
            // Counted, not searched: a processor cannot guess where the search would end.
            keys.iter().map(|other| usize::from(*other < key)).sum()
        };
        let count = keys[first..].iter().take_while(|other| **other == key).count();
        from + first as u32..from + (first + count) as u32
    }

    /// The numbers of all resources with the key of this one, which is the first of them.
    pub(super) fn copies_of(&self, first: u32) -> std::ops::Range<u32> {
        let keys = &self.keys[first as usize..];
        let count = keys.iter().take_while(|other| **other == keys[0]).count();
        first..first + count as u32
    }
}
