//! The canonical form of an id, made in one lower-casing copy that is then cut in place.

use super::{Key, Normalizer, iteration_prefix};
use memchr::memchr;
use memchr::memmem::Finder;

const SUBSCRIPTIONS: &[u8] = b"/subscriptions/";
const GROUPS: &[u8] = b"/resourcegroups/";

/// The canonical identity of a resource, and what normalisation had to change to get there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CanonicalId {
    /// Equal for the same resource on both sides.
    pub key: Key,
    /// An iteration prefix was removed somewhere.
    pub prefixed: bool,
    /// A mapping rewrote a part of it.
    pub mapped: bool,
}

/// Where in the buffer the canonical text stands, and what was changed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Canonical {
    /// The text is `buffer[from..]` up to the buffer's end at that time.
    pub(crate) from: usize,
    pub(crate) prefixed: bool,
    /// By a mapped name or group.
    pub(crate) mapped: bool,
    /// By a mapping of this very resource, or of a resource above it.
    pub(crate) explicit: bool,
}

impl Normalizer {
    /// Appends the canonical form of an id to a buffer. Text that is no id comes out in lower case. The mapping's uses
    /// are not counted; see [`Normalizer::canonicalize_own`].
    pub(crate) fn canonicalize(&self, id: &[u8], buffer: &mut Vec<u8>) -> Canonical {
        self.rewrite(id, buffer, false)
    }

    /// The same for a row's own id, whose uses of the mapping count.
    pub(crate) fn canonicalize_own(&self, id: &[u8], buffer: &mut Vec<u8>) -> Canonical {
        self.rewrite(id, buffer, true)
    }

    fn rewrite(&self, id: &[u8], buffer: &mut Vec<u8>, own: bool) -> Canonical {
        let start = buffer.len();
        buffer.extend_from_slice(id);
        let mut underscores = false;
        for byte in &mut buffer[start..] {
            underscores |= *byte == b'_';
            byte.make_ascii_lowercase();
        }
        while buffer.len() > start && buffer.last() == Some(&b'/') {
            buffer.pop();
        }
        let mut from = start;
        if buffer[start..].starts_with(SUBSCRIPTIONS) {
            let name = start + SUBSCRIPTIONS.len();
            from = memchr(b'/', &buffer[name..]).map_or(buffer.len(), |length| name + length);
        }
        // Every prefix ends in one, and most ids have none.
        let prefixed = underscores && cut_iteration_prefixes(&self.prefixes, buffer, from);
        let mut canonical = Canonical {
            from,
            prefixed,
            mapped: false,
            explicit: false,
        };
        if let Some(rules) = self.rules() {
            rules.rewrite(buffer, &mut canonical, own);
        }
        canonical
    }
}

/// Removes `iteration\d+_` after every slash of `buffer[from..]`, which is in lower case.
fn cut_iteration_prefixes(prefixes: &Finder<'_>, buffer: &mut Vec<u8>, from: usize) -> bool {
    let mut found = false;
    let mut position = from;
    while let Some(at) = prefixes.find(&buffer[position..]) {
        position += at + 1;
        let mut length = 0;
        while let Some((one, _)) = iteration_prefix(&buffer[position + length..]) {
            length += one;
        }
        if length > 0 {
            buffer.drain(position..position + length);
            found = true;
        }
    }
    found
}

/// The part of a canonical text that does not name the resource group: what the heuristic compares.
pub(crate) fn without_group(canonical: &[u8]) -> &[u8] {
    match canonical.strip_prefix(GROUPS) {
        Some(rest) => memchr(b'/', rest).map_or(&[], |length| &rest[length..]),
        None => canonical,
    }
}
