//! The fixes that generation applies every time.

mod apply;
mod document;
mod effect;
mod entry;
mod evidence;
mod judge;
mod kind;
mod patch;
mod path;
mod place;
mod propose;

use atg_core::diagnosis::AppliedFix;
use hashbrown::HashMap;
use serde_json::{Map, Value};

pub use apply::{Application, Outcome};
pub use document::SCHEMA_VERSION;
pub use effect::{Effect, effect};
pub use entry::{Entry, State, Target};
pub use evidence::{Evidence, SourceId};
pub use kind::FixKind;
pub use patch::{Change, diff, patch};
pub use path::{Path, PathFault, Step};
pub use place::Block;
pub use propose::{Conflict, Context, Decision, NotTaken, Proposal, Refusal, Resources};

use crate::TerraformError;

/// All fixes of a folder of iterations, in the order in which they are applied.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    entries: Vec<Entry>,
    rest: Map<String, Value>,
    /// Positions of active entries by lower-case type.
    by_type: HashMap<String, Vec<usize>>,
    /// Positions of active entries by address.
    by_address: HashMap<String, Vec<usize>>,
}

impl Overlay {
    /// No fixes.
    pub fn new() -> Overlay {
        Overlay::default()
    }

    /// Reads the text of a file; `file` is named in errors. Fails on what is no such file and on a newer version of it.
    pub fn read(text: &str, file: &str) -> Result<Overlay, TerraformError> {
        let (entries, rest) = document::read(text, file)?;
        Ok(Overlay::of(entries, rest))
    }

    fn of(entries: Vec<Entry>, rest: Map<String, Value>) -> Overlay {
        let mut overlay = Overlay {
            entries,
            rest,
            ..Overlay::default()
        };
        overlay.index();
        overlay
    }

    /// The text of the file: pretty, deterministic, with all that was read and not understood.
    pub fn to_json(&self) -> String {
        document::write(&self.entries, &self.rest)
    }

    /// All fixes, in the order in which active ones are applied.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Active fixes that lose something: they count against a pass.
    pub fn losses(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|entry| entry.state == State::Active && entry.effect.loses())
    }

    /// All fixes as analyzers are told of them.
    pub fn history(&self) -> Vec<AppliedFix> {
        self.entries.iter().map(Entry::applied).collect()
    }

    /// Puts the active fixes of a resource into its block; gives what became of each, in their order. `arm_type` may carry
    /// an api-version. Cheap where nothing applies.
    pub fn apply(&self, address: &str, arm_type: &str, block: &mut Block) -> Vec<Application> {
        let mut applications = Vec::new();
        for entry in self.active(address, arm_type) {
            if entry.kind.edits() {
                applications.push(Application {
                    id: entry.id.clone(),
                    outcome: apply::apply(entry, block),
                });
            }
        }
        applications
    }

    /// The active fix that leaves a resource out, if there is one.
    pub fn drops(&self, address: &str, arm_type: &str) -> Option<&Entry> {
        self.active(address, arm_type)
            .into_iter()
            .find(|entry| entry.kind == FixKind::DropResource)
    }

    /// Active fixes of a resource and of its type, in their order.
    fn active(&self, address: &str, arm_type: &str) -> Vec<&Entry> {
        let of_type = if self.by_type.is_empty() {
            None
        } else {
            self.by_type.get(&entry::bare_type(arm_type).to_ascii_lowercase())
        };
        let of_address = if self.by_address.is_empty() {
            None
        } else {
            self.by_address.get(address)
        };
        let mut positions: Vec<usize> = of_type.into_iter().chain(of_address).flatten().copied().collect();
        positions.sort_unstable();
        positions.into_iter().filter_map(|at| self.entries.get(at)).collect()
    }

    /// Sorts the entries and finds them again.
    fn index(&mut self) {
        self.entries.sort_by(Entry::order);
        self.by_type.clear();
        self.by_address.clear();
        for (at, entry) in self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.state == State::Active)
        {
            let (resource, key) = entry.target.key();
            let index = if resource {
                &mut self.by_address
            } else {
                &mut self.by_type
            };
            index.entry(key).or_default().push(at);
        }
    }
}
