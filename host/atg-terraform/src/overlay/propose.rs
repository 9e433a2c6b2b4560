//! What becomes of proposed fixes: taken, held back, refused, or reason to stop.

mod candidate;
mod choose;
mod generalize;
mod history;
mod known;

use std::collections::{BTreeMap, BTreeSet};

use atg_core::diagnosis::{Diagnostic, Fix};
use serde_json::Value;

use super::Overlay;
use super::entry::{Entry, State, Target};
use super::path::Path;
use super::place::Block;
use candidate::{Slot, slot};
use known::Known;

/// A fix that an analyzer proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The fix.
    pub fix: Fix,
    /// The plugin that proposes it.
    pub plugin: String,
    /// The plugin's rule.
    pub rule: String,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// Fingerprints of the diagnostics that it would mend.
    pub explains: Vec<String>,
}

/// The generated resources, as they stand with the active fixes in them.
pub trait Resources {
    /// The ARM type of a resource, without api-version; nothing where there is no such resource.
    fn arm_type(&self, address: &str) -> Option<String>;

    /// The addresses of all resources of an ARM type in any case, in any order.
    fn of_type(&self, arm_type: &str) -> Vec<String>;

    /// The block of a resource.
    fn block(&self, address: &str) -> Option<Block>;

    /// The source resource that it was generated from: `{"id": …, "location": …, "properties": {…}}`.
    fn source(&self, _address: &str) -> Option<Value> {
        None
    }

    /// Whether a schema calls a path below the body read-only.
    fn is_read_only(&self, _arm_type: &str, _path: &str) -> bool {
        false
    }
}

/// What proposals are judged by.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// The iteration whose diagnostics are to be mended.
    pub iteration: u32,
    /// Now, as RFC 3339.
    pub at: &'c str,
    /// The diagnostics of that iteration; those without a fingerprint explain nothing.
    pub diagnostics: &'c [Diagnostic],
    /// What that iteration holds.
    pub resources: &'c dyn Resources,
    /// Whether a person allows what loses something.
    pub accept_lossy: bool,
}

/// A fix that was not taken, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct NotTaken {
    /// The fix.
    pub entry: Entry,
    /// Why.
    pub why: String,
}

/// A proposal that makes no sense here, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// What was proposed.
    pub fix: Fix,
    /// By which plugin.
    pub plugin: String,
    /// By which of its rules.
    pub rule: String,
    /// Why it is refused.
    pub why: String,
}

/// Fixes for one place with different results.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Address or type.
    pub target: String,
    /// Where.
    pub path: Path,
    /// The fixes, sorted.
    pub entries: Vec<Entry>,
}

/// What became of all proposals. The same proposals in any order give the same decision.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// Taken into the overlay.
    pub accepted: Vec<Entry>,
    /// Lose something, and nobody allowed that; or others are tried first.
    pub held_back: Vec<NotTaken>,
    /// To be done outside of the configuration; not taken into the overlay.
    pub actions: Vec<Entry>,
    /// What a person must do.
    pub manual: Vec<Entry>,
    /// Make no sense here.
    pub refused: Vec<Refusal>,
    /// Contradict one another. None of them is taken: a person must choose.
    pub conflicts: Vec<Conflict>,
    /// Would bring a path back to what it was.
    pub oscillations: Vec<NotTaken>,
    /// Were applied and did not help.
    pub exhausted: Vec<Entry>,
    /// Are in the overlay since this very iteration.
    pub pending: Vec<Entry>,
}

impl Decision {
    /// Whether going on would be guessing: a conflict or an oscillation.
    pub fn must_stop(&self) -> bool {
        !self.conflicts.is_empty() || !self.oscillations.is_empty()
    }
}

impl Overlay {
    /// Decides about proposals and takes in what is accepted. Nothing is ever decided by confidence; it only says whose
    /// name stands on fixes that come to the same.
    pub fn propose(&mut self, proposals: Vec<Proposal>, context: &Context<'_>) -> Decision {
        let mut decision = Decision::default();
        let known = Known::of(context);
        let candidates = candidate::read(proposals, &known, &mut decision);
        let fresh = history::sift(self, candidates, &known, &mut decision);
        let judged = choose::sorted_out(fresh, &known, &mut decision);
        let chosen = choose::agreed(judged, &known, &mut decision);
        let chosen = choose::least_loss(chosen, &mut decision);
        let taken = generalize::generalize(chosen, &known);
        self.take(taken, context, &mut decision);
        decision
    }

    /// Takes in a fix that a person chose, whatever it costs. Others for the same place are retired.
    pub fn adopt(&mut self, mut entry: Entry) {
        entry.state = State::Active;
        self.insert(&[entry]);
    }

    /// Gives a fix another state; false where there is none of this id.
    pub fn set_state(&mut self, id: &str, state: State) -> bool {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) else {
            return false;
        };
        entry.state = state;
        self.index();
        true
    }

    fn take(&mut self, taken: Vec<Entry>, context: &Context<'_>, decision: &mut Decision) {
        for conflict in &decision.conflicts {
            for entry in &conflict.entries {
                let mut entry = entry.clone();
                entry.state = State::Conflict;
                match self.entries.iter_mut().find(|known| known.id == entry.id) {
                    Some(known) => known.state = State::Conflict,
                    None => self.entries.push(stamped(entry, context)),
                }
            }
        }
        for entry in &decision.exhausted {
            if let Some(known) = self.entries.iter_mut().find(|known| known.id == entry.id) {
                known.helped = Some(false);
            }
        }
        decision.accepted = taken.into_iter().map(|entry| stamped(entry, context)).collect();
        decision.accepted.sort_by(Entry::order);
        self.insert(&decision.accepted);
    }

    /// Takes in entries; what each takes the place of is retired.
    fn insert(&mut self, new: &[Entry]) {
        let slots: BTreeMap<Slot, &Entry> = new.iter().map(|entry| (slot(entry), entry)).collect();
        let general = |entry: &&Entry| matches!(entry.target, Target::Type(_)) || entry.path.is_general();
        let general: Vec<&Entry> = new.iter().filter(general).collect();
        for known in &mut self.entries {
            let open = matches!(known.state, State::Active | State::Conflict);
            let by = || {
                let successor = slots.get(&slot(known)).copied();
                successor.or_else(|| {
                    general
                        .iter()
                        .copied()
                        .find(|entry| generalize::is_case_of(known, entry))
                })
            };
            if let Some(by) = Some(known.state).filter(|_| open).and_then(|_| by())
                && by.id != known.id
            {
                known.superseded_by = Some(by.id.clone());
                known.state = State::Retired;
            }
        }
        let ids: BTreeSet<&str> = new.iter().map(|entry| entry.id.as_str()).collect();
        self.entries.retain(|known| !ids.contains(known.id.as_str()));
        self.entries.extend_from_slice(new);
        self.index();
    }
}

fn stamped(mut entry: Entry, context: &Context<'_>) -> Entry {
    entry.iteration = context.iteration;
    context.at.clone_into(&mut entry.at);
    entry
}

#[cfg(test)]
mod tests;
