//! What makes two ids the same resource: the canonical form of an ARM id, and its 128-bit key.
//!
//! The canonical form is the id in lower case without its subscription, without stacked iteration prefixes and, on the
//! source side, with mapped names in the target's words. Case and prefixes are kept for printing: nothing here rewrites
//! a stored id.

mod arm_id;
mod canonical;
mod rules;
mod types;

pub use arm_id::{ArmId, IdKind};
pub use canonical::CanonicalId;
pub(crate) use canonical::without_group as canonical_without_group;
pub use types::fold_type;
pub(crate) use types::{better_spelling, folded_type};

use crate::mapping::Mapping;
use rules::Rules;
use xxhash_rust::xxh3::xxh3_128;

/// The xxh3-128 of a canonical id: join key of the alignment and target of relationships.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u128);

impl Key {
    /// The key of a text that is canonical already.
    pub(crate) fn of(canonical: &[u8]) -> Key {
        Key(xxh3_128(canonical))
    }
}

/// Which side of a comparison a snapshot is read for. The source is rewritten into the target's words; the target is
/// left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// What is to be replicated.
    Source,
    /// The replica.
    Target,
}

/// Turns ids and names of one side into their canonical form.
#[derive(Debug, Clone)]
pub struct Normalizer {
    rules: Option<Box<Rules>>,
    /// Finds what may be an iteration prefix. Built once: ids are short, and building it costs as much as a search.
    prefixes: memchr::memmem::Finder<'static>,
}

impl Normalizer {
    /// A normaliser of one side. The mapping changes the source side only.
    pub fn new(side: Side, mapping: &Mapping) -> Normalizer {
        let rules = (side == Side::Source && !mapping.is_empty()).then(|| Box::new(Rules::new(mapping)));
        Normalizer {
            rules,
            prefixes: memchr::memmem::Finder::new("/iteration"),
        }
    }

    /// The canonical identity of an ARM id; `None` for text that is not the id of a resource.
    pub fn key(&self, id: &str) -> Option<CanonicalId> {
        if ArmId::parse(id)?.kind() != IdKind::Resource {
            return None;
        }
        let mut text = Vec::with_capacity(id.len());
        let canonical = self.canonicalize(id.as_bytes(), &mut text);
        Some(CanonicalId {
            key: Key::of(&text[canonical.from..]),
            prefixed: canonical.prefixed,
            mapped: canonical.mapped || canonical.explicit,
        })
    }

    /// Whether this side has nothing to rewrite.
    pub fn is_plain(&self) -> bool {
        self.rules.is_none()
    }

    pub(crate) fn rules(&self) -> Option<&Rules> {
        self.rules.as_deref()
    }
}

/// A name without its stacked iteration prefixes (`ITERATION12_`, any case, any number, repeated), and the number of
/// the outermost one. A number too large for `u32` still counts as a prefix; it reads as `u32::MAX`.
pub fn strip_iteration_prefixes(name: &str) -> (&str, Option<u32>) {
    let mut rest = name;
    let mut iteration = None;
    while let Some((length, number)) = iteration_prefix(rest.as_bytes()) {
        rest = &rest[length..];
        iteration.get_or_insert(number);
    }
    (rest, iteration)
}

/// Length and number of one `iteration\d+_` at the start of a text, in any case.
pub(crate) fn iteration_prefix(text: &[u8]) -> Option<(usize, u32)> {
    const WORD: &[u8] = b"iteration";
    if text.len() < WORD.len() + 2 || !text[..WORD.len()].eq_ignore_ascii_case(WORD) {
        return None;
    }
    let digits = text[WORD.len()..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let end = WORD.len() + digits;
    if digits == 0 || text.get(end) != Some(&b'_') {
        return None;
    }
    let number = text[WORD.len()..end]
        .iter()
        .try_fold(0_u32, |sum, byte| {
            sum.checked_mul(10)?.checked_add(u32::from(byte - b'0'))
        })
        .unwrap_or(u32::MAX);
    Some((end + 1, number))
}
