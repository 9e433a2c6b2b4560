//! A member's name, reduced to what is needed of it.

use super::digests::{constant, kind, member_seed};
use super::{Leaf, ListMatching, Nature, Recorder, Seen, Walker};
use crate::normalize::members::MemberClass;
use crate::normalize::text::may_hold_id;

/// What there is to know of a member before its value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) seed: u64,
    pub(crate) class: MemberClass,
    /// The recorder's handle of the name.
    name: u64,
    /// The name is an id: its presence counts, whatever the value.
    pub(super) by_id: bool,
    /// Whether items of a list are matched by this member.
    pub(super) matching: Option<ListMatching>,
}

impl<R: Recorder> Walker<'_, R> {
    /// What a member adds to its object's sum, right after its value was walked; `None` where it is as good as absent.
    #[inline]
    pub(crate) fn close_member(&mut self, member: &Member, seen: Seen, before: usize) -> Option<u128> {
        let mut digest = seen.digest();
        if self.last == Nature::Vacant {
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

    /// A member at the top of a row, whose name has this seed.
    pub(crate) fn top_member(&mut self, name: &str, class: MemberClass, seed: u64) -> Member {
        Member {
            seed,
            class,
            name: self.recorder.name(name.as_bytes()),
            by_id: false,
            matching: None,
        }
    }

    /// What there is to know of a member's name.
    #[inline(always)]
    pub(super) fn member(&mut self, name: &[u8]) -> Member {
        let seed = member_seed(name);
        let (class, matching) = self.classes.get(seed);
        let ignored = class == MemberClass::Ignored;
        let mut member = Member {
            seed,
            class,
            name: if ignored { 0 } else { self.recorder.name(name) },
            by_id: false,
            matching,
        };
        if may_hold_id(name)
            && !ignored
            && let Some(seed) = self.strings.id_member(SEED_OF_IDS, name)
        {
            member.seed = seed;
            member.by_id = true;
            member.matching = None;
        }
        member
    }

    /// The same for a name that people gave, without regard to case.
    pub(super) fn folded_member(&mut self, name: &[u8]) -> Member {
        let handle = self.recorder.name(name);
        self.folded.clear();
        self.folded.extend_from_slice(name);
        self.folded.make_ascii_lowercase();
        if !name.is_ascii()
            && let Ok(text) = std::str::from_utf8(name)
        {
            self.folded.clear();
            self.folded.extend_from_slice(text.to_lowercase().as_bytes());
        }
        let by_id = may_hold_id(&self.folded)
            .then(|| self.strings.id_member(0, &self.folded))
            .flatten();
        Member {
            seed: by_id.unwrap_or_else(|| member_seed(&self.folded)),
            class: MemberClass::Plain,
            name: handle,
            by_id: false,
            matching: None,
        }
    }
}

/// The seed of names that are ids.
const SEED_OF_IDS: u64 = 0x3c79_ac49_2ba7_b653;
