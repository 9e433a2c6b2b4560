//! Tables of types and groups: filled per thread, merged once, the same for any order of input.

use crate::identity::{Normalizer, better_spelling, folded_type, strip_iteration_prefixes};
use crate::normalize::canonical_group;
use crate::prehashed::Prehashed;
use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_128;

/// Name of a resource group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct GroupName {
    /// As the input spells it (one of the spellings, where it has several).
    pub printed: String,
    /// In lower case without iteration prefixes, in the target's words: equal for the same group on both sides.
    pub canonical: String,
    /// Number of the outermost iteration prefix.
    pub iteration: Option<u32>,
}

type Map = HashMap<String, u32, foldhash::fast::FixedState>;

/// Every spelling that was met, by its hash: nearly all rows need no more.
#[derive(Debug, Default)]
struct Met(HashMap<u128, u32, Prehashed>);

impl Met {
    fn get(&self, spelling: &str) -> Option<u32> {
        self.0.get(&xxh3_128(spelling.as_bytes())).copied()
    }

    fn insert(&mut self, spelling: &str, handle: u32) {
        self.0.insert(xxh3_128(spelling.as_bytes()), handle);
    }
}

/// Types by their folded name, each with its best spelling.
#[derive(Debug, Default)]
pub(crate) struct TypeTable {
    met: Met,
    by_lower: Map,
    by_folded: Map,
    pub(crate) spellings: Vec<String>,
    /// Spellings that are known to be right, which no other one replaces.
    settled: Vec<bool>,
    scratch: String,
}

impl TypeTable {
    pub(crate) fn handle(&mut self, type_name: &str) -> u32 {
        match self.met.get(type_name) {
            Some(handle) => handle,
            None => self.meet(type_name),
        }
    }

    #[cold]
    fn meet(&mut self, type_name: &str) -> u32 {
        self.scratch.clear();
        self.scratch.push_str(type_name);
        self.scratch.make_ascii_lowercase();
        let handle = match self.by_lower.get(self.scratch.as_str()) {
            Some(handle) => *handle,
            None => self.add(type_name),
        };
        let at = handle as usize;
        if !self.settled[at] && self.spellings[at] != type_name && better_spelling(type_name, &self.spellings[at]) {
            type_name.clone_into(&mut self.spellings[at]);
        }
        self.met.insert(type_name, handle);
        handle
    }

    fn add(&mut self, type_name: &str) -> u32 {
        let (folded, spelling) = folded_type(&self.scratch);
        let next = self.spellings.len() as u32;
        let handle = *self.by_folded.entry(folded).or_insert(next);
        if handle == next {
            self.spellings.push(spelling.unwrap_or(type_name).to_owned());
            self.settled.push(spelling.is_some());
        }
        self.by_lower.insert(self.scratch.clone(), handle);
        handle
    }
}

/// Groups by their name in lower case, each with its best spelling.
#[derive(Debug, Default)]
pub(crate) struct GroupTable {
    met: Met,
    by_lower: Map,
    pub(crate) spellings: Vec<String>,
    scratch: String,
}

impl GroupTable {
    pub(crate) fn handle(&mut self, name: &str) -> u32 {
        match self.met.get(name) {
            Some(handle) => handle,
            None => self.meet(name),
        }
    }

    #[cold]
    fn meet(&mut self, name: &str) -> u32 {
        self.scratch.clear();
        self.scratch.push_str(name);
        self.scratch.make_ascii_lowercase();
        let handle = match self.by_lower.get(self.scratch.as_str()) {
            Some(handle) => *handle,
            None => {
                let next = self.spellings.len() as u32;
                self.by_lower.insert(self.scratch.clone(), next);
                self.spellings.push(name.to_owned());
                next
            }
        };
        let best = &mut self.spellings[handle as usize];
        if best != name && better_spelling(name, best) {
            name.clone_into(best);
        }
        self.met.insert(name, handle);
        handle
    }
}

/// A table of all parts' names, sorted, and where each part's handles lead.
pub(crate) struct Merged<T> {
    pub(crate) names: Vec<T>,
    pub(crate) handles: Vec<Vec<u32>>,
}

pub(crate) fn merge_types(parts: &[&TypeTable]) -> Merged<String> {
    let mut all = TypeTable::default();
    let of_all: Vec<Vec<u32>> = parts
        .iter()
        .map(|part| part.spellings.iter().map(|name| all.handle(name)).collect())
        .collect();
    sorted(of_all, all.spellings, str::to_ascii_lowercase, |name| name)
}

pub(crate) fn merge_groups(parts: &[&GroupTable], normalizer: &Normalizer) -> Merged<GroupName> {
    let mut all = GroupTable::default();
    let of_all: Vec<Vec<u32>> = parts
        .iter()
        .map(|part| part.spellings.iter().map(|name| all.handle(name)).collect())
        .collect();
    sorted(of_all, all.spellings, str::to_ascii_lowercase, |printed| {
        let canonical = canonical_group(normalizer, &printed);
        let (_, iteration) = strip_iteration_prefixes(&printed);
        GroupName {
            printed,
            canonical,
            iteration,
        }
    })
}

fn sorted<T>(
    of_all: Vec<Vec<u32>>,
    spellings: Vec<String>,
    order: impl Fn(&str) -> String,
    make: impl Fn(String) -> T,
) -> Merged<T> {
    let mut ranked: Vec<(String, usize)> = spellings
        .iter()
        .enumerate()
        .map(|(at, name)| (order(name), at))
        .collect();
    ranked.sort_unstable();
    let mut rank = vec![0_u32; spellings.len()];
    for (position, (_, at)) in ranked.iter().enumerate() {
        rank[*at] = position as u32;
    }
    let handles = of_all
        .into_iter()
        .map(|part| part.into_iter().map(|at| rank[at as usize]).collect())
        .collect();
    let mut spellings: Vec<Option<String>> = spellings.into_iter().map(Some).collect();
    let names = ranked
        .iter()
        .filter_map(|(_, at)| spellings[*at].take())
        .map(make)
        .collect();
    Merged { names, handles }
}
