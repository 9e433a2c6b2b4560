//! Canonical form of strings: ids, names, locations, GUIDs. Tested by length and first byte, so that most strings are
//! hashed as they are.

use super::members::MemberClass;
use crate::identity::{Key, Normalizer, iteration_prefix};
use crate::mapping::MappingKind;
use memchr::{memchr, memmem};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128, xxh3_128_with_seed};

const SUBSCRIPTIONS: &str = "/subscriptions/";
/// Shorter than any id, GUID or iteration prefix (`iteration1_`).
const SHORT: usize = 10;
/// Seed of what stands for the own subscription, whichever that is.
const OWN_SUBSCRIPTION: u64 = 0x6f77_6e20_7375_6273;

/// A range of the reference buffer: the canonical text of an id that a body carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReferenceText {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) key: Key,
}

/// What strings need from the row they stand in.
#[derive(Debug)]
pub(crate) struct Strings<'n> {
    normalizer: &'n Normalizer,
    /// The row's own subscription, folded; empty while it is not known.
    subscription: Vec<u8>,
    /// A string that could be the subscription came before the row's id: read the row again.
    pub(crate) undecided: bool,
    /// Whether uses of the mapping count: while loading, not while comparing.
    pub(crate) counts: bool,
    /// Canonical texts of ids, back to back.
    pub(crate) buffer: Vec<u8>,
    pub(crate) references: Vec<ReferenceText>,
    scratch: Vec<u8>,
    /// Built once: most of a search in a short text would go into building it.
    subscriptions: memmem::Finder<'static>,
}

impl<'n> Strings<'n> {
    pub(crate) fn new(normalizer: &'n Normalizer, counts: bool) -> Strings<'n> {
        Strings {
            normalizer,
            subscription: Vec::new(),
            undecided: false,
            counts,
            buffer: Vec::new(),
            references: Vec::new(),
            scratch: Vec::new(),
            subscriptions: memmem::Finder::new(SUBSCRIPTIONS),
        }
    }

    /// Tells the row's own subscription.
    pub(crate) fn know_subscription(&mut self, subscription: &str) {
        self.subscription.clear();
        self.subscription
            .extend(subscription.bytes().map(|byte| byte.to_ascii_lowercase()));
    }

    pub(crate) fn clear(&mut self) {
        self.subscription.clear();
        self.clear_references();
    }

    pub(crate) fn clear_references(&mut self) {
        self.undecided = false;
        self.buffer.clear();
        self.references.clear();
    }

    /// The digest of a string under a seed that carries the member's name.
    #[inline(always)]
    pub(crate) fn digest(&mut self, seed: u64, class: MemberClass, text: &[u8]) -> u128 {
        match class {
            MemberClass::Plain | MemberClass::ReferencesOnly | MemberClass::Ignored => self.plain(seed, text),
            MemberClass::Name => self.name(seed, text),
            MemberClass::Location => self.location(seed, text),
            MemberClass::TypeName => self.type_name(seed, text),
            MemberClass::Sku => self.sku(seed, text),
        }
    }

    #[inline(always)]
    fn plain(&mut self, seed: u64, text: &[u8]) -> u128 {
        // Too short for anything but itself.
        if text.len() <= SHORT {
            return xxh3_128_with_seed(text, seed);
        }
        self.longer(seed, text)
    }

    fn longer(&mut self, seed: u64, text: &[u8]) -> u128 {
        if text.len() > SUBSCRIPTIONS.len() {
            if text[0] == b'/' {
                if text[..SUBSCRIPTIONS.len()].eq_ignore_ascii_case(SUBSCRIPTIONS.as_bytes()) {
                    return self.id(seed, text);
                }
            } else if text.len() == 36 && is_guid(text) {
                return self.guid(seed, text);
            } else if text.len() > 50
                && let Some(at) = self.subscriptions.find(text)
            {
                return self.embedded(seed, &text[..at], &text[at..]);
            }
        }
        if text[0] | 0x20 == b'i' && iteration_prefix(text).is_some() {
            return self.name(seed, text);
        }
        xxh3_128_with_seed(text, seed)
    }

    /// An id: compared by its key, kept as a reference.
    pub(crate) fn id(&mut self, seed: u64, text: &[u8]) -> u128 {
        let canonical = self.normalizer.canonicalize(text, &mut self.buffer);
        let key = Key(xxh3_128(&self.buffer[canonical.from..]));
        // A row is far below 4 GiB; see the cap of the readers.
        let range = (u32::try_from(canonical.from), u32::try_from(self.buffer.len()));
        if let (Ok(from), Ok(to)) = range {
            self.references.push(ReferenceText { from, to, key });
        }
        xxh3_128_with_seed(&key.0.to_le_bytes(), seed)
    }

    fn embedded(&mut self, seed: u64, before: &[u8], id: &[u8]) -> u128 {
        let start = self.buffer.len();
        let canonical = self.normalizer.canonicalize(id, &mut self.buffer);
        let digest = xxh3_128_with_seed(&self.buffer[canonical.from..], seed ^ xxh3_64(before));
        self.buffer.truncate(start);
        digest
    }

    fn guid(&mut self, seed: u64, text: &[u8]) -> u128 {
        self.fold(text);
        if self.subscription.is_empty() {
            self.undecided = true;
        } else if self.subscription == self.scratch {
            return xxh3_128_with_seed(&[], seed ^ OWN_SUBSCRIPTION);
        }
        if let Some(rules) = self.normalizer.rules() {
            let word = rules
                .word(MappingKind::Principals, &self.scratch, self.counts)
                .or_else(|| rules.word(MappingKind::Subscriptions, &self.scratch, self.counts));
            if let Some(word) = word {
                return xxh3_128_with_seed(word, seed);
            }
        }
        xxh3_128_with_seed(&self.scratch, seed)
    }

    fn name(&mut self, seed: u64, text: &[u8]) -> u128 {
        if text.first() == Some(&b'/') || (text.len() == 36 && is_guid(text)) {
            return self.plain(seed, text);
        }
        self.fold(text);
        let mut from = 0;
        while let Some((length, _)) = iteration_prefix(&self.scratch[from..]) {
            from += length;
        }
        let name = &self.scratch[from..];
        let mapped = self.normalizer.rules().and_then(|rules| {
            rules
                .word(MappingKind::Names, name, false)
                .or_else(|| rules.word(MappingKind::ResourceGroups, name, false))
        });
        xxh3_128_with_seed(mapped.unwrap_or(name), seed)
    }

    fn location(&mut self, seed: u64, text: &[u8]) -> u128 {
        self.scratch.clear();
        self.scratch
            .extend(text.iter().filter(|byte| **byte != b' ').map(u8::to_ascii_lowercase));
        let rules = self.normalizer.rules();
        let mapped = rules.and_then(|rules| rules.word(MappingKind::Locations, &self.scratch, self.counts));
        xxh3_128_with_seed(mapped.unwrap_or(&self.scratch), seed)
    }

    fn type_name(&mut self, seed: u64, text: &[u8]) -> u128 {
        // Only `Namespace.Sub/type` is a type; other words named `type` are as they are.
        if !text.contains(&b'/') {
            return self.plain(seed, text);
        }
        self.fold(text);
        xxh3_128_with_seed(&self.scratch, seed)
    }

    fn sku(&mut self, seed: u64, text: &[u8]) -> u128 {
        let Some(rules) = self.normalizer.rules() else {
            return self.folded(seed, text);
        };
        let lower = text.to_ascii_lowercase();
        match rules.word(MappingKind::Skus, &lower, self.counts) {
            Some(word) => xxh3_128_with_seed(word, seed),
            None => self.folded(seed, text),
        }
    }

    fn folded(&mut self, seed: u64, text: &[u8]) -> u128 {
        self.fold(text);
        xxh3_128_with_seed(&self.scratch, seed)
    }

    /// Puts a text into the scratch buffer in lower case.
    fn fold(&mut self, text: &[u8]) {
        self.scratch.clear();
        self.scratch.extend_from_slice(text);
        self.scratch.make_ascii_lowercase();
    }

    /// The seed of a member whose name is (or holds) an id, such as a user-assigned identity.
    pub(crate) fn id_member(&mut self, seed: u64, name: &[u8]) -> Option<u64> {
        if name.len() <= SUBSCRIPTIONS.len() {
            return None;
        }
        if name[..SUBSCRIPTIONS.len()].eq_ignore_ascii_case(SUBSCRIPTIONS.as_bytes()) {
            return Some(self.id(seed, name) as u64);
        }
        let at = self.subscriptions.find(name)?;
        Some(self.embedded(seed, &name[..at], &name[at..]) as u64)
    }
}

/// Whether [`Strings::id_member`] could find anything in a name: true for every name with an id, and few others.
#[inline(always)]
pub(super) fn may_hold_id(name: &[u8]) -> bool {
    name.len() > SUBSCRIPTIONS.len() && memchr(b'/', name).is_some()
}

fn is_guid(bytes: &[u8]) -> bool {
    [8, 13, 18, 23].iter().all(|at| bytes[*at] == b'-')
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| byte.is_ascii_hexdigit() || matches!(at, 8 | 13 | 18 | 23))
}
