//! What is kept of a walk beside the digest.

/// How the items of a list are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListMatching {
    Name,
    Id,
    Position,
}

/// A value that is no container, as the input had it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Leaf<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    /// UTF-8.
    Text(&'a [u8]),
    /// Cut off or unreadable.
    Unknown,
}

/// What the walker tells of every value that counts, children before their container. `()` keeps nothing.
pub(crate) trait Recorder {
    /// The number of values that are waiting for their container.
    fn waiting(&self) -> usize;
    fn leaf(&mut self, digest: u128, leaf: Leaf<'_>);
    /// Closes an object or list over all values since `from`.
    fn container(&mut self, digest: u128, from: usize, list: Option<ListMatching>, matched_by: &[u128]);
    /// Keeps a member's name, which is UTF-8; the answer is handed back with the member.
    fn name(&mut self, name: &[u8]) -> u64;
    /// Names the value recorded last, as a member.
    fn member(&mut self, name: u64, seed: u64);
    /// Forgets all values since `from`.
    fn forget(&mut self, from: usize);
}

impl Recorder for () {
    fn waiting(&self) -> usize {
        0
    }
    fn leaf(&mut self, _: u128, _: Leaf<'_>) {}
    fn container(&mut self, _: u128, _: usize, _: Option<ListMatching>, _: &[u128]) {}
    fn name(&mut self, _: &[u8]) -> u64 {
        0
    }
    fn member(&mut self, _: u64, _: u64) {}
    fn forget(&mut self, _: usize) {}
}
