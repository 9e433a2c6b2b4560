//! One pass over a JSON value: its digest, and what a recorder wants to keep of it.

use super::members::{MemberClass, member_class};
use super::text::Strings;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

/// Deeper JSON than this is refused; ARM bodies stay below 30.
const DEEPEST: u8 = 100;
/// What ends a text that a scan cut off.
pub(crate) const TRUNCATED: &str = "...(truncated)";

/// Seeds that keep values of different kinds apart.
mod kind {
    pub(super) const INTEGER: u64 = 0x9e37_79b9_7f4a_7c15;
    pub(super) const FLOAT: u64 = 0xbf58_476d_1ce4_e5b9;
    pub(super) const TRUE: u64 = 0x94d0_49bb_1331_11eb;
    pub(super) const FALSE: u64 = 0x2545_f491_4f6c_dd1d;
    pub(super) const NULL: u64 = 0xd6e8_feb8_6659_fd93;
    pub(super) const OBJECT: u64 = 0xa076_1d64_78bd_642f;
    pub(super) const LIST: u64 = 0xe703_7ed1_a0b4_28db;
    pub(super) const NAMED: u64 = 0x8ebc_6af0_9c88_c6e3;
    pub(super) const IDENTIFIED: u64 = 0x5899_65cc_7537_4cc3;
    pub(super) const UNKNOWN: u64 = 0x1d8e_4e27_c47d_124f;
    pub(super) const ITEM: u64 = 0xeb44_acca_b455_d165;
    pub(super) const PRESENT: u64 = 0x2127_599b_f432_5c37;
}

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
    Text(&'a str),
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
    /// Keeps a member's name; the answer is handed back with the member.
    fn name(&mut self, name: &str) -> u64;
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
    fn name(&mut self, _: &str) -> u64 {
        0
    }
    fn member(&mut self, _: u64, _: u64) {}
    fn forget(&mut self, _: usize) {}
}

/// Walks values of one row.
pub(crate) struct Walker<'n, R> {
    pub(crate) strings: Strings<'n>,
    pub(crate) recorder: R,
    /// A part of the row was cut off.
    pub(crate) unknown: bool,
    classes: ClassCache,
    /// `name` and `id` of the objects among a list's items; 0 where there is none. A stack of lists.
    names: Vec<u128>,
    ids: Vec<u128>,
}

/// What a value is for its container.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) digest: u128,
    /// `null`, or a container without anything that counts.
    pub(crate) vacant: bool,
    /// Hash of the object's `name`, 0 where it has none.
    name: u128,
    id: u128,
}

impl Seen {
    fn leaf(digest: u128) -> Seen {
        Seen {
            digest,
            vacant: false,
            name: 0,
            id: 0,
        }
    }
}

impl<'n, R: Recorder> Walker<'n, R> {
    pub(crate) fn new(strings: Strings<'n>, recorder: R) -> Walker<'n, R> {
        Walker {
            strings,
            recorder,
            unknown: false,
            classes: ClassCache::new(),
            names: Vec::new(),
            ids: Vec::new(),
        }
    }

    /// Forgets what a row before (even one that was given up half-way) left behind.
    pub(crate) fn clear(&mut self) {
        self.strings.clear();
        self.unknown = false;
        self.names.clear();
        self.ids.clear();
        self.recorder.forget(0);
    }

    fn text(&mut self, seed: u64, class: MemberClass, text: &str) -> Seen {
        if text.len() >= TRUNCATED.len() && text.ends_with(TRUNCATED) {
            return self.cut_off(seed);
        }
        let digest = self.strings.digest(seed, class, text);
        self.recorder.leaf(digest, Leaf::Text(text));
        Seen::leaf(digest)
    }

    /// Records a value that could not be read.
    pub(crate) fn cut_off(&mut self, seed: u64) -> Seen {
        self.unknown = true;
        let digest = constant(seed, kind::UNKNOWN);
        self.recorder.leaf(digest, Leaf::Unknown);
        Seen::leaf(digest)
    }

    fn list_matching(&mut self, from: usize) -> ListMatching {
        if self.names.len() - from < 2 {
            // One item is itself by any rule; by name it keeps its name in the path.
            return match self.names.get(from) {
                Some(0) | None => ListMatching::Position,
                Some(_) => ListMatching::Name,
            };
        }
        if distinct(&self.names[from..]) {
            ListMatching::Name
        } else if distinct(&self.ids[from..]) {
            ListMatching::Id
        } else {
            ListMatching::Position
        }
    }
}

/// Whether all are there and no two are equal.
fn distinct(hashes: &[u128]) -> bool {
    if hashes.contains(&0) {
        return false;
    }
    if hashes.len() <= 16 {
        return hashes.iter().enumerate().all(|(at, hash)| !hashes[..at].contains(hash));
    }
    let mut sorted = hashes.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair[0] != pair[1])
}

fn constant(seed: u64, kind: u64) -> u128 {
    xxh3_128_with_seed(&kind.to_le_bytes(), seed)
}

fn number(seed: u64, kind: u64, bits: u64) -> u128 {
    xxh3_128_with_seed(&bits.to_le_bytes(), seed ^ kind)
}

/// The digest of a container's accumulated members under its own seed.
pub(crate) fn close(seed: u64, sum: u128, kind: u64) -> u128 {
    xxh3_128_with_seed(&sum.to_le_bytes(), seed ^ kind)
}

/// The seed of the top of a row's body.
pub(crate) const ROOT: u64 = 0;

/// The digest of a body from the sum over its top members.
pub(crate) fn close_root(sum: u128) -> u128 {
    close(ROOT, sum, kind::OBJECT)
}

/// The seed of a member by its name.
pub(crate) fn member_seed(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}

/// Walks one value: `seed` carries the member's name, `class` how strings in it count.
pub(crate) struct ValueSeed<'w, 'n, R> {
    pub(crate) walker: &'w mut Walker<'n, R>,
    pub(crate) seed: u64,
    pub(crate) class: MemberClass,
    pub(crate) depth: u8,
    /// Whether members of this very object are named by people, without regard to case: tags.
    pub(crate) fold_names: bool,
}

impl<'de, R: Recorder> DeserializeSeed<'de> for ValueSeed<'_, '_, R> {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Recorder> Visitor<'de> for ValueSeed<'_, '_, R> {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Seen, E> {
        let digest = constant(self.seed, kind::NULL);
        self.walker.recorder.leaf(digest, Leaf::Null);
        Ok(Seen {
            digest,
            vacant: true,
            name: 0,
            id: 0,
        })
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Seen, E> {
        let digest = constant(self.seed, if value { kind::TRUE } else { kind::FALSE });
        self.walker.recorder.leaf(digest, Leaf::Bool(value));
        Ok(Seen::leaf(digest))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Seen, E> {
        let digest = number(self.seed, kind::INTEGER, value);
        self.walker.recorder.leaf(digest, Leaf::Unsigned(value));
        Ok(Seen::leaf(digest))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Seen, E> {
        if let Ok(value) = u64::try_from(value) {
            return self.visit_u64(value);
        }
        let digest = number(self.seed, kind::INTEGER.rotate_left(1), value.cast_unsigned());
        self.walker.recorder.leaf(digest, Leaf::Signed(value));
        Ok(Seen::leaf(digest))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Seen, E> {
        // 1.0 is 1, as JavaScript and most other writers have it.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() <= EXACT {
            return self.visit_i64(value as i64);
        }
        let digest = number(self.seed, kind::FLOAT, value.to_bits());
        self.walker.recorder.leaf(digest, Leaf::Float(value));
        Ok(Seen::leaf(digest))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Seen, E> {
        Ok(self.walker.text(self.seed, self.class, text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Seen, A::Error> {
        let ValueSeed {
            walker,
            seed,
            class,
            depth,
            ..
        } = self;
        let depth = deeper(depth)?;
        let waiting = walker.recorder.waiting();
        let from = walker.names.len();
        let (mut positional, mut sum, mut count) = (0_u128, 0_u128, 0_u64);
        loop {
            let item = ValueSeed {
                walker: &mut *walker,
                seed: kind::ITEM,
                class,
                depth,
                fold_names: false,
            };
            let Some(seen) = items.next_element_seed(item)? else {
                break;
            };
            count += 1;
            positional = positional
                .rotate_left(17)
                .wrapping_mul(0x1_0000_0000_0000_0000_0000_013b)
                .wrapping_add(seen.digest);
            sum = sum.wrapping_add(seen.digest);
            walker.names.push(seen.name);
            walker.ids.push(seen.id);
        }
        let matching = walker.list_matching(from);
        let (digest, by) = match matching {
            ListMatching::Name => (close(seed, sum, kind::NAMED), &walker.names[from..]),
            ListMatching::Id => (close(seed, sum, kind::IDENTIFIED), &walker.ids[from..]),
            ListMatching::Position => (close(seed ^ count, positional, kind::LIST), &[][..]),
        };
        walker.recorder.container(digest, waiting, Some(matching), by);
        walker.names.truncate(from);
        walker.ids.truncate(from);
        Ok(Seen {
            digest,
            vacant: count == 0,
            name: 0,
            id: 0,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Seen, A::Error> {
        let ValueSeed {
            walker,
            seed,
            class: outer,
            depth,
            fold_names,
        } = self;
        let depth = deeper(depth)?;
        let waiting = walker.recorder.waiting();
        let mut sum = 0_u128;
        let mut vacant = true;
        let (mut name, mut id) = (0, 0);
        while let Some(member) = members.next_key_seed(NameSeed {
            walker: &mut *walker,
            fold: fold_names,
        })? {
            let class = inherit(outer, member.class);
            if class == MemberClass::Ignored {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            let before = walker.recorder.waiting();
            let value = ValueSeed {
                walker: &mut *walker,
                seed: member.seed,
                class,
                depth,
                fold_names: false,
            };
            let seen = members.next_value_seed(value)?;
            if class == MemberClass::ReferencesOnly {
                walker.recorder.forget(before);
                continue;
            }
            if let Some(digest) = walker.close_member(&member, &seen, before) {
                vacant = false;
                sum = sum.wrapping_add(digest);
                match member.matching {
                    Some(ListMatching::Name) => name = seen.digest,
                    Some(ListMatching::Id) => id = seen.digest,
                    _ => {}
                }
            }
        }
        let digest = close(seed, sum, kind::OBJECT);
        walker.recorder.container(digest, waiting, None, &[]);
        Ok(Seen {
            digest,
            vacant,
            name,
            id,
        })
    }
}

fn deeper<E: Error>(depth: u8) -> Result<u8, E> {
    if depth >= DEEPEST {
        return Err(E::custom(format_args!("nested deeper than {DEEPEST} levels")));
    }
    Ok(depth + 1)
}

/// Below `sku` every string is one; below what only refers, everything only refers.
fn inherit(outer: MemberClass, own: MemberClass) -> MemberClass {
    match (outer, own) {
        (_, MemberClass::Ignored) => MemberClass::Ignored,
        (MemberClass::ReferencesOnly, _) => MemberClass::ReferencesOnly,
        (MemberClass::Sku, MemberClass::Plain | MemberClass::Name) => MemberClass::Sku,
        (_, own) => own,
    }
}

/// A member's name, reduced to what is needed of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) seed: u64,
    pub(crate) class: MemberClass,
    /// The recorder's handle of the name.
    name: u64,
    /// The name is an id: its presence counts, whatever the value.
    by_id: bool,
    /// Whether items of a list are matched by this member.
    matching: Option<ListMatching>,
}

impl<R: Recorder> Walker<'_, R> {
    /// What a member adds to its object's sum; `None` where it is as good as absent.
    pub(crate) fn close_member(&mut self, member: &Member, seen: &Seen, before: usize) -> Option<u128> {
        let mut digest = seen.digest;
        if seen.vacant {
            self.recorder.forget(before);
            if !member.by_id {
                return None;
            }
            digest = constant(member.seed, kind::PRESENT);
            self.recorder.leaf(digest, Leaf::Null);
        }
        self.recorder.member(member.name, member.seed);
        Some(digest)
    }

    /// A member at the top of a row.
    pub(crate) fn top_member(&mut self, name: &str, seed: u64) -> Member {
        let class = MemberClass::Plain;
        Member {
            seed,
            class,
            name: self.recorder.name(name),
            by_id: false,
            matching: None,
        }
    }

    /// Where the walk stands, for giving up a part of it.
    pub(crate) fn mark(&self) -> [usize; 3] {
        [self.recorder.waiting(), self.names.len(), self.ids.len()]
    }

    /// Forgets what was walked since a mark, but for the ids that were seen.
    pub(crate) fn rewind(&mut self, [waiting, names, ids]: [usize; 3]) {
        self.recorder.forget(waiting);
        self.names.truncate(names);
        self.ids.truncate(ids);
    }

    /// What there is to know of a member's name.
    pub(crate) fn member(&mut self, name: &str, fold: bool) -> Member {
        if fold {
            let name_handle = self.recorder.name(name);
            let folded = name.to_lowercase();
            let by_id = self.strings.id_member(0, &folded);
            let seed = by_id.unwrap_or_else(|| member_seed(&folded));
            return Member {
                seed,
                class: MemberClass::Plain,
                name: name_handle,
                by_id: false,
                matching: None,
            };
        }
        let (seed, class, matching) = self.classes.get(name);
        if class == MemberClass::Ignored {
            return Member {
                seed,
                class,
                name: 0,
                by_id: false,
                matching: None,
            };
        }
        let name_handle = self.recorder.name(name);
        match self.strings.id_member(seed_of_ids(), name) {
            Some(seed) => Member {
                seed,
                class,
                name: name_handle,
                by_id: true,
                matching: None,
            },
            None => Member {
                seed,
                class,
                name: name_handle,
                by_id: false,
                matching,
            },
        }
    }
}

const fn seed_of_ids() -> u64 {
    0x3c79_ac49_2ba7_b653
}

/// Reads a member's name.
struct NameSeed<'w, 'n, R> {
    walker: &'w mut Walker<'n, R>,
    fold: bool,
}

impl<'de, R: Recorder> DeserializeSeed<'de> for NameSeed<'_, '_, R> {
    type Value = Member;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<R: Recorder> Visitor<'_> for NameSeed<'_, '_, R> {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Member, E> {
        Ok(self.walker.member(name, self.fold))
    }
}

/// Remembers seed and class of the names met last; bodies repeat the same few hundred.
struct ClassCache(Vec<(u64, MemberClass, Option<ListMatching>)>);

impl ClassCache {
    const SLOTS: usize = 2048;

    fn new() -> ClassCache {
        // No name hashes to what an empty slot claims: the class of such a name is looked up like any other's.
        ClassCache(vec![(0, MemberClass::Plain, None); ClassCache::SLOTS])
    }

    fn get(&mut self, name: &str) -> (u64, MemberClass, Option<ListMatching>) {
        let seed = member_seed(name);
        let slot = &mut self.0[seed as usize % ClassCache::SLOTS];
        if slot.0 != seed {
            let matching = match name {
                "name" => Some(ListMatching::Name),
                "id" => Some(ListMatching::Id),
                _ => None,
            };
            *slot = (seed, member_class(name), matching);
        }
        *slot
    }
}
