//! The types of both sides under common numbers, and which of them can be compared.

use crate::identity::{better_spelling, fold_type};
use crate::snapshot::{CoverageState, Snapshot};
use std::collections::BTreeMap;

/// The union of both sides' types.
#[derive(Debug, Default)]
pub(super) struct Types {
    /// Sorted without regard to case; of two spellings the better one.
    pub(super) names: Vec<String>,
    /// Whether both sides list the type.
    pub(super) comparable: Vec<bool>,
    source: Vec<u32>,
    target: Vec<u32>,
}

impl Types {
    pub(super) fn new(source: &Snapshot, target: &Snapshot) -> Types {
        let mut spellings: BTreeMap<String, &str> = BTreeMap::new();
        for name in source.types().iter().chain(target.types()) {
            spellings
                .entry(name.to_ascii_lowercase())
                .and_modify(|other| {
                    if better_spelling(name, other) {
                        *other = name;
                    }
                })
                .or_insert(name);
        }
        let number: BTreeMap<&str, u32> = spellings.keys().map(String::as_str).zip(0..).collect();
        let numbers = |snapshot: &Snapshot| -> Vec<u32> {
            let names = snapshot.types().iter();
            names.map(|name| number[name.to_ascii_lowercase().as_str()]).collect()
        };
        let hidden = |snapshot: &Snapshot| -> Vec<String> {
            let types = snapshot.coverage.types.iter();
            types
                .filter(|(_, coverage)| coverage.state != CoverageState::Listed)
                .map(|(name, _)| fold_type(name).to_ascii_lowercase())
                .collect()
        };
        let (of_source, of_target) = (hidden(source), hidden(target));
        let comparable = spellings
            .keys()
            .map(|name| !of_source.contains(name) && !of_target.contains(name))
            .collect();
        Types {
            source: numbers(source),
            target: numbers(target),
            comparable,
            names: spellings.values().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// Number of the type of a source resource.
    pub(super) fn of_source(&self, source: &Snapshot, resource: u32) -> u32 {
        self.source[source.type_of(resource).0 as usize]
    }

    /// Number of the type of a target resource.
    pub(super) fn of_target(&self, target: &Snapshot, resource: u32) -> u32 {
        self.target[target.type_of(resource).0 as usize]
    }
}
