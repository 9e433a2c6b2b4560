//! What is said of a pair, of a resource or of a relationship.

use crate::snapshot::RowFlags;

/// Why two resources are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// Their ids are equal but for subscription and case.
    Exact,
    /// A mapping says so.
    Mapped,
    /// Their ids are equal without iteration prefixes.
    Normalized,
    /// Type, parents and name are equal; the group is another.
    Heuristic,
}

impl MatchKind {
    /// All kinds in the order in which they are reported.
    pub const ALL: [MatchKind; 4] = [
        MatchKind::Exact,
        MatchKind::Mapped,
        MatchKind::Normalized,
        MatchKind::Heuristic,
    ];

    /// The word used in outputs and in the plugin contract.
    pub const fn word(self) -> &'static str {
        match self {
            MatchKind::Exact => "exact",
            MatchKind::Mapped => "mapped",
            MatchKind::Normalized => "normalized",
            MatchKind::Heuristic => "heuristic",
        }
    }
}

/// What became of a resource or a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Both sides have it.
    Matched,
    /// Only the source has it.
    Missing,
    /// Only the target has it.
    Extra,
    /// One side has it, and the other could not have seen it.
    NotComparable,
    /// Missing or extra, and accepted by a rule.
    Accepted,
}

impl Status {
    /// All states in the order in which they are reported.
    pub const ALL: [Status; 5] = [
        Status::Matched,
        Status::Missing,
        Status::Extra,
        Status::NotComparable,
        Status::Accepted,
    ];

    /// The word used in outputs and in the plugin contract.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Matched => "matched",
            Status::Missing => "missing",
            Status::Extra => "extra",
            Status::NotComparable => "not-comparable",
            Status::Accepted => "accepted",
        }
    }
}

/// What is known of the properties of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertyState {
    /// Nothing that counts differs.
    Equal,
    /// Something that counts differs.
    Different,
    /// What could be read is equal, but something could not be read, or the sides speak in different words.
    Unknown,
}

impl PropertyState {
    /// The word used in outputs and in the plugin contract.
    pub const fn word(self) -> &'static str {
        match self {
            PropertyState::Equal => "equal",
            PropertyState::Different => "different",
            PropertyState::Unknown => "unknown",
        }
    }
}

/// Status, match kind and property state of a pair in one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict(u8);

impl Verdict {
    /// Every verdict that a byte can hold, by that byte.
    pub(crate) fn all() -> impl Iterator<Item = Verdict> {
        (0..=u8::MAX).map(Verdict)
    }

    pub(crate) const fn byte(self) -> u8 {
        self.0
    }

    pub(super) const fn new(status: Status) -> Verdict {
        Verdict(status as u8)
    }

    pub(super) const fn matched(kind: MatchKind) -> Verdict {
        Verdict(Status::Matched as u8 | (kind as u8) << 3)
    }

    pub(super) const fn with_properties(self, state: PropertyState) -> Verdict {
        Verdict(self.0 & 0b1_1111 | (state as u8) << 5)
    }

    pub(crate) fn status(self) -> Status {
        Status::ALL[usize::from(self.0 & 0b111) % Status::ALL.len()]
    }

    pub(crate) fn kind(self) -> Option<MatchKind> {
        (self.status() == Status::Matched).then(|| MatchKind::ALL[usize::from(self.0 >> 3 & 0b11)])
    }

    pub(crate) fn properties(self) -> Option<PropertyState> {
        (self.status() == Status::Matched).then_some(match self.0 >> 5 {
            0 => PropertyState::Equal,
            1 => PropertyState::Different,
            _ => PropertyState::Unknown,
        })
    }
}

/// The kind of a match of equal keys.
pub(super) fn kind_of(source: RowFlags, target: RowFlags) -> MatchKind {
    if source.has(RowFlags::EXPLICIT) || source.has(RowFlags::MAPPED) {
        MatchKind::Mapped
    } else if source.has(RowFlags::PREFIXED) || target.has(RowFlags::PREFIXED) {
        MatchKind::Normalized
    } else {
        MatchKind::Exact
    }
}
