//! One pass over a JSON value: its digest, and what a recorder wants to keep of it.

mod classes;
mod digests;
mod names;
mod recorder;

pub(crate) use digests::close_root;
pub(super) use digests::member_seed;
pub(crate) use names::Member;
pub(crate) use recorder::{Leaf, ListMatching, Recorder};

use super::json::{Malformed, Number, Scanner};
use super::members::MemberClass;
use super::text::Strings;
use classes::{Classes, classes};
use digests::{close, constant, in_order, kind, number};
use std::num::NonZeroU128;

/// Deeper JSON than this is refused; ARM bodies stay below 30.
const DEEPEST: u8 = 100;
/// What ends a text that a scan cut off.
pub(crate) const TRUNCATED: &str = "...(truncated)";

/// Walks values of one row.
pub(crate) struct Walker<'n, R> {
    pub(crate) strings: Strings<'n>,
    pub(crate) recorder: R,
    /// A part of the row was cut off.
    pub(crate) unknown: bool,
    classes: Classes,
    /// Of the value that was walked last.
    last: Nature,
    /// Of the last value where it is an object: the hashes of its `name` and `id`; 0 where there is none.
    name: u128,
    id: u128,
    /// `name` and `id` of the objects among a list's items; 0 where there is none. A stack of lists.
    names: Vec<u128>,
    ids: Vec<u128>,
    /// The name of a member whose case does not count.
    folded: Vec<u8>,
}

/// How a value counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Carries the name of the member that it is.
    pub(crate) seed: u64,
    /// How strings in it count.
    pub(crate) class: MemberClass,
    /// How many containers are around it.
    pub(crate) depth: u8,
    /// Whether members of this very object are named by people, without regard to case: tags.
    pub(crate) fold_names: bool,
}

/// The digest of a value that was walked. The rest of what its container asks is left in the walker, because so small an
/// answer stays in registers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen(NonZeroU128);

impl Seen {
    #[inline(always)]
    fn new(digest: u128) -> Seen {
        Seen(NonZeroU128::new(digest).unwrap_or(NonZeroU128::MIN))
    }

    #[inline(always)]
    pub(super) fn digest(self) -> u128 {
        self.0.get()
    }
}

/// What a value is for its container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Plain,
    /// `null`, or a container without anything that counts.
    Vacant,
    /// An object that is not vacant.
    Object,
}

impl<'n, R: Recorder> Walker<'n, R> {
    pub(crate) fn new(strings: Strings<'n>, recorder: R) -> Walker<'n, R> {
        Walker {
            strings,
            recorder,
            unknown: false,
            classes: classes(),
            last: Nature::Plain,
            name: 0,
            id: 0,
            names: Vec::new(),
            ids: Vec::new(),
            folded: Vec::new(),
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

    /// Walks one value.
    #[inline(always)]
    pub(crate) fn value(&mut self, json: &mut Scanner<'_>, place: Place) -> Result<Seen, Malformed> {
        match json.peek()? {
            b'"' => Ok(self.text(place, json.text()?)),
            b'{' => self.object(json, place),
            b'[' => self.list(json, place),
            other => self.scalar(json, place.seed, other),
        }
    }

    #[inline(always)]
    pub(crate) fn text(&mut self, place: Place, text: &[u8]) -> Seen {
        // The last letter tells nearly all texts apart from one that was cut off.
        if text.last() == Some(&b')') && text.ends_with(TRUNCATED.as_bytes()) {
            return self.cut_off(place.seed);
        }
        let digest = self.strings.digest(place.seed, place.class, text);
        self.leaf(digest, Leaf::Text(text))
    }

    #[inline(always)]
    fn leaf(&mut self, digest: u128, leaf: Leaf<'_>) -> Seen {
        let seen = Seen::new(digest);
        self.recorder.leaf(seen.digest(), leaf);
        self.last = Nature::Plain;
        seen
    }

    /// Records a value that could not be read.
    pub(crate) fn cut_off(&mut self, seed: u64) -> Seen {
        self.unknown = true;
        self.leaf(constant(seed, kind::UNKNOWN), Leaf::Unknown)
    }

    /// Records a `null`.
    pub(crate) fn null(&mut self, seed: u64) -> Seen {
        let seen = self.leaf(constant(seed, kind::NULL), Leaf::Null);
        self.last = Nature::Vacant;
        seen
    }

    fn scalar(&mut self, json: &mut Scanner<'_>, seed: u64, first: u8) -> Result<Seen, Malformed> {
        let (digest, leaf) = match first {
            b'n' => {
                json.word(b"null")?;
                return Ok(self.null(seed));
            }
            b't' => {
                json.word(b"true")?;
                (constant(seed, kind::TRUE), Leaf::Bool(true))
            }
            b'f' => {
                json.word(b"false")?;
                (constant(seed, kind::FALSE), Leaf::Bool(false))
            }
            _ => match whole_where_possible(json.number()?) {
                Number::Unsigned(value) => (number(seed, kind::INTEGER, value), Leaf::Unsigned(value)),
                Number::Negative(value) => {
                    let digest = number(seed, kind::INTEGER.rotate_left(1), value.cast_unsigned());
                    (digest, Leaf::Signed(value))
                }
                Number::Float(value) => (number(seed, kind::FLOAT, value.to_bits()), Leaf::Float(value)),
            },
        };
        Ok(self.leaf(digest, leaf))
    }

    fn list(&mut self, json: &mut Scanner<'_>, place: Place) -> Result<Seen, Malformed> {
        let item = Place {
            seed: kind::ITEM,
            depth: deeper(place.depth)?,
            fold_names: false,
            ..place
        };
        let waiting = self.recorder.waiting();
        let from = self.names.len();
        let (mut ordered, mut sum, mut count) = (0_u128, 0_u128, 0_u64);
        let mut more = json.enter(b']')?;
        while more {
            let seen = self.value(json, item)?;
            count += 1;
            ordered = in_order(ordered, seen.digest());
            sum = sum.wrapping_add(seen.digest());
            let (name, id) = match self.last {
                Nature::Object => (self.name, self.id),
                Nature::Plain | Nature::Vacant => (0, 0),
            };
            self.names.push(name);
            self.ids.push(id);
            more = json.follows(b']')?;
        }
        let seed = place.seed;
        let matching = self.list_matching(from);
        let (digest, by) = match matching {
            ListMatching::Name => (close(seed, sum, kind::NAMED), &self.names[from..]),
            ListMatching::Id => (close(seed, sum, kind::IDENTIFIED), &self.ids[from..]),
            ListMatching::Position => (close(seed ^ count, ordered, kind::LIST), &[][..]),
        };
        let seen = Seen::new(digest);
        self.recorder.container(seen.digest(), waiting, Some(matching), by);
        self.names.truncate(from);
        self.ids.truncate(from);
        self.last = if count == 0 { Nature::Vacant } else { Nature::Plain };
        Ok(seen)
    }

    fn list_matching(&self, from: usize) -> ListMatching {
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

    fn object(&mut self, json: &mut Scanner<'_>, place: Place) -> Result<Seen, Malformed> {
        let depth = deeper(place.depth)?;
        let waiting = self.recorder.waiting();
        let mut sum = 0_u128;
        let mut vacant = true;
        let (mut name, mut id) = (0, 0);
        let mut more = json.enter(b'}')?;
        while more {
            let member = if place.fold_names {
                self.folded_member(json.name()?)
            } else {
                self.member(json.name()?)
            };
            let value = Place {
                seed: member.seed,
                class: inherit(place.class, member.class),
                depth,
                fold_names: false,
            };
            if value.class == MemberClass::Ignored {
                json.skip()?;
            } else {
                let before = self.recorder.waiting();
                let seen = self.value(json, value)?;
                if value.class == MemberClass::ReferencesOnly {
                    self.recorder.forget(before);
                } else if let Some(digest) = self.close_member(&member, seen, before) {
                    vacant = false;
                    sum = sum.wrapping_add(digest);
                    match member.matching {
                        Some(ListMatching::Name) => name = seen.digest(),
                        Some(ListMatching::Id) => id = seen.digest(),
                        _ => {}
                    }
                }
            }
            more = json.follows(b'}')?;
        }
        let seen = Seen::new(close(place.seed, sum, kind::OBJECT));
        self.recorder.container(seen.digest(), waiting, None, &[]);
        self.last = if vacant { Nature::Vacant } else { Nature::Object };
        (self.name, self.id) = (name, id);
        Ok(seen)
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

/// 1.0 is 1, as JavaScript and most other writers have it.
fn whole_where_possible(number: Number) -> Number {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number {
        Number::Float(value) if value.fract() == 0.0 && value.abs() <= EXACT => {
            let value = value as i64;
            u64::try_from(value).map_or(Number::Negative(value), Number::Unsigned)
        }
        other => other,
    }
}

fn deeper(depth: u8) -> Result<u8, Malformed> {
    // Not malformed, but refused like it.
    if depth < DEEPEST { Ok(depth + 1) } else { Err(Malformed) }
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
