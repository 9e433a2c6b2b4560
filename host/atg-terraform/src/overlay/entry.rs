//! One fix as it lies in the file.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use atg_core::diagnosis::{AppliedFix, Fix};
use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_64;

use super::effect::Effect;
use super::kind::FixKind;
use super::path::{Path, Step};

/// What a fix is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Every resource of an ARM type, any case: `Microsoft.Network/virtualNetworks`.
    Type(String),
    /// One resource.
    Resource {
        /// Its address: `azapi_resource.a`.
        address: String,
        /// The id of the source resource that it was generated from, where that is known.
        source: Option<String>,
    },
}

impl Target {
    /// A type where the text has a slash, else an address. The version of `TYPE@VERSION` does not count.
    pub fn of(text: &str) -> Target {
        if text.contains('/') && !text.contains(['"', '[']) {
            Target::Type(bare_type(text).to_owned())
        } else {
            Target::Resource {
                address: text.to_owned(),
                source: None,
            }
        }
    }

    /// The address or type, as a fix spells it.
    pub fn text(&self) -> &str {
        match self {
            Target::Type(text) | Target::Resource { address: text, .. } => text,
        }
    }

    /// The same for comparing: types in lower case.
    pub(super) fn key(&self) -> (bool, String) {
        match self {
            Target::Type(text) => (false, text.to_ascii_lowercase()),
            Target::Resource { address, .. } => (true, address.clone()),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// A type without its api-version.
pub(super) fn bare_type(text: &str) -> &str {
    text.split_once('@').map_or(text, |(name, _)| name)
}

/// Whether a fix is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Generation applies it.
    Active,
    /// It was applied once and is no longer: another took its place, or a person put it aside.
    Retired,
    /// A person does not want it; it is not proposed again.
    Refused,
    /// It contradicts another one; a person must choose.
    Conflict,
}

impl State {
    /// All, in the order of their meaning.
    pub const ALL: [State; 4] = [State::Active, State::Retired, State::Refused, State::Conflict];

    /// Its word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            State::Active => "active",
            State::Retired => "retired",
            State::Refused => "refused",
            State::Conflict => "conflict",
        }
    }
}

/// One fix, with who proposed it and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Stable name, made of kind, target, path and value.
    pub id: String,
    /// What it does.
    pub kind: FixKind,
    /// What it is of.
    pub target: Target,
    /// Where; may be empty.
    pub path: Path,
    /// With what.
    pub value: Option<Value>,
    /// Why.
    pub reason: String,
    /// Further named facts.
    pub attributes: BTreeMap<String, String>,
    /// What it costs, as the host computed it.
    pub effect: Effect,
    /// The plugin that proposed it; a person is `user`.
    pub plugin: String,
    /// The plugin's rule.
    pub rule: String,
    /// The iteration that made it necessary; 0 for a fix that was there before the first.
    pub iteration: u32,
    /// When, as RFC 3339.
    pub at: String,
    /// Whether it is applied.
    pub state: State,
    /// Fingerprints of the diagnostics that it was to mend, sorted.
    pub explains: Vec<String>,
    /// Digest of what stood at the path before; tells that a path goes back to what it was. Never the value itself.
    pub before: Option<String>,
    /// The fix that took its place.
    pub superseded_by: Option<String>,
    /// `false` once its diagnostic came again although it was applied.
    pub helped: Option<bool>,
    /// Members that this version does not know; they are written as they were read.
    pub rest: Map<String, Value>,
}

impl Entry {
    /// An active fix of these words, by nobody yet, that costs what the host has still to say.
    pub fn new(kind: FixKind, target: Target, path: Path, value: Option<Value>) -> Entry {
        let mut entry = Entry {
            id: String::new(),
            kind,
            target,
            path,
            value,
            reason: String::new(),
            attributes: BTreeMap::new(),
            effect: Effect::Lossy,
            plugin: String::new(),
            rule: String::new(),
            iteration: 0,
            at: String::new(),
            state: State::Active,
            explains: Vec::new(),
            before: None,
            superseded_by: None,
            helped: None,
            rest: Map::new(),
        };
        entry.id = entry.name();
        entry
    }

    /// The id that its words give.
    pub(super) fn name(&self) -> String {
        let (resource, target) = self.target.key();
        let value = self.value.as_ref().map(Value::to_string).unwrap_or_default();
        let text = format!("{}\n{resource}\n{target}\n{}\n{value}", self.kind, self.path);
        format!("fix-{:016x}", xxh3_64(text.as_bytes()))
    }

    /// The order in which fixes are applied. First by iteration, because a fix was made for what the ones before it had
    /// left; then types before single resources, each by name, edits before removals, and by path. Of items the last come first, so
    /// that removing one moves none that is still to be changed; removals go from the inside out.
    pub(super) fn order(&self, other: &Entry) -> Ordering {
        let rank = |entry: &Entry| (entry.iteration, entry.target.key(), entry.kind.removes());
        rank(self)
            .cmp(&rank(other))
            .then_with(|| path_order(&self.path, &other.path, self.kind.removes()))
            .then_with(|| self.id.cmp(&other.id))
    }

    /// As analyzers are told of it.
    pub fn applied(&self) -> AppliedFix {
        let outcome = match (self.state, self.helped) {
            (State::Active, Some(false)) => "no-help",
            (State::Active, _) => "applied",
            (state, _) => state.word(),
        };
        AppliedFix {
            iteration: self.iteration,
            kind: self.kind.to_string(),
            address: self.target.text().to_owned(),
            path: self.path.to_string(),
            value: self.value.as_ref().map(Value::to_string).unwrap_or_default(),
            plugin: self.plugin.clone(),
            outcome: outcome.to_owned(),
        }
    }

    /// As a plugin would propose it.
    pub fn fix(&self) -> Fix {
        Fix {
            kind: self.kind.to_string(),
            address: self.target.text().to_owned(),
            path: self.path.to_string(),
            value: self.value.as_ref().map(Value::to_string).unwrap_or_default(),
            reason: self.reason.clone(),
            attributes: self.attributes.clone().into_iter().collect(),
        }
    }
}

fn path_order(a: &Path, b: &Path, inside_out: bool) -> Ordering {
    for (a, b) in a.steps().iter().zip(b.steps()) {
        let ordering = match (a, b) {
            (Step::Item(a), Step::Item(b)) => b.cmp(a),
            (a, b) => a.cmp(b),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    let outer_first = a.steps().len().cmp(&b.steps().len());
    if inside_out { outer_first.reverse() } else { outer_first }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removal(path: &str) -> Entry {
        let target = Target::of("azapi_resource.a");
        Entry::new(FixKind::RemoveAttribute, target, Path::parse(path).unwrap(), None)
    }

    #[test]
    fn ids_say_what_the_fix_does_and_nothing_else() {
        let one = removal("body.a");
        let mut again = removal("body.a");
        again.reason = "other words".to_owned();
        assert_eq!(one.id, again.name());
        assert_ne!(one.id, removal("body.b").id);
        let typed = |text: &str| Entry::new(FixKind::RemoveAttribute, Target::of(text), Path::default(), None).id;
        assert_eq!(typed("Microsoft.X/y"), typed("microsoft.x/Y@2024-01-01"));
        assert_ne!(typed("Microsoft.X/y"), typed("azapi_resource.y"));
    }

    #[test]
    fn items_are_removed_from_the_last_and_from_the_inside() {
        let mut all = ["body.l[0]", "body.l[10]", "body.l[2]", "body.l[2].x", "body.k"].map(removal);
        all.sort_by(Entry::order);
        let paths = all.map(|entry| entry.path.to_string());
        assert_eq!(paths, ["body.k", "body.l[10]", "body.l[2].x", "body.l[2]", "body.l[0]"]);
    }

    #[test]
    fn targets_are_types_or_addresses() {
        assert_eq!(Target::of("Microsoft.A/b"), Target::Type("Microsoft.A/b".to_owned()));
        assert!(matches!(Target::of("azapi_resource.a"), Target::Resource { .. }));
        assert!(matches!(Target::of("azurerm_x.a[\"b/c\"]"), Target::Resource { .. }));
    }
}
