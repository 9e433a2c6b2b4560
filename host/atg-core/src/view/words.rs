//! The words of the contract as numbers.

use crate::align::{MatchKind, PropertyState, Status, Verdict};
use crate::snapshot::{GroupName, Snapshot};
use crate::table::{ABSENT, Dictionary};

/// For every verdict the numbers of its words.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) dictionary: Dictionary,
    statuses: Vec<u32>,
    kinds: Vec<u32>,
    states: Vec<u32>,
}

impl Words {
    pub(super) fn new() -> Words {
        let mut dictionary = Dictionary::new();
        let mut number = |word: Option<&str>| word.map_or(ABSENT, |word| dictionary.number(word));
        let all = || Verdict::all();
        let statuses = all().map(|verdict| number(Some(verdict.status().word()))).collect();
        let kinds = all()
            .map(|verdict| number(verdict.kind().map(MatchKind::word)))
            .collect();
        let states = all()
            .map(|verdict| number(verdict.properties().map(PropertyState::word)))
            .collect();
        Words {
            statuses,
            kinds,
            states,
            dictionary,
        }
    }

    pub(super) fn status(&self, verdict: Verdict) -> u32 {
        self.statuses[usize::from(verdict.byte())]
    }

    pub(super) fn kind(&self, verdict: Verdict) -> u32 {
        self.kinds[usize::from(verdict.byte())]
    }

    pub(super) fn properties(&self, verdict: Verdict) -> u32 {
        self.states[usize::from(verdict.byte())]
    }

    /// The number of a status alone.
    pub(super) fn of(&self, status: Status) -> u32 {
        self.dictionary.find(status.word()).unwrap_or(ABSENT)
    }
}

/// The groups of a snapshot by their number, as they are printed.
#[derive(Debug)]
pub(super) struct Groups {
    pub(super) dictionary: Dictionary,
    numbers: Vec<u32>,
}

impl Groups {
    pub(super) fn new(names: &[GroupName]) -> Groups {
        let (dictionary, numbers) = Dictionary::of(names.iter().map(|name| &name.printed));
        Groups { dictionary, numbers }
    }

    /// The number of a resource's group; a resource that does not exist has none.
    pub(super) fn of(&self, snapshot: &Snapshot, resource: u32) -> u32 {
        let group = (resource < snapshot.len())
            .then(|| snapshot.group_of(resource))
            .flatten();
        group.map_or(ABSENT, |group| self.numbers[group.0 as usize])
    }
}
