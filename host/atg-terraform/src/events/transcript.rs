//! All of one stream, put together.

use std::collections::BTreeMap;

use hashbrown::HashSet;
use serde_json::Value;

use super::{Change, EmergencyState, Event, Hook, Output, Summary};
use crate::diagnostics::Reported;

/// What one command said from its beginning to its end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transcript {
    /// Errors and warnings in their order.
    pub reported: Vec<Reported>,
    /// What the plan will do.
    pub planned: Vec<Change>,
    /// What somebody else changed.
    pub drift: Vec<Change>,
    /// The last summary; a failed apply has none.
    pub summary: Option<Summary>,
    /// What was begun.
    pub started: Vec<Hook>,
    /// What was done.
    pub completed: Vec<Hook>,
    /// What failed.
    pub errored: Vec<Hook>,
    /// Outputs of the configuration.
    pub outputs: BTreeMap<String, Output>,
    /// The state, where it could be written nowhere else.
    pub emergency_state: Option<EmergencyState>,
    /// What people are told, and what is no message; the first thousand lines and the last thousand.
    pub text: Vec<String>,
    /// How many lines between those were dropped.
    pub text_dropped: u64,
    /// Messages that are not known here; the first thousand.
    pub unknown: Vec<Value>,
}

/// How many lines of text are kept from either end.
const KEPT: usize = 1000;

impl Transcript {
    /// Takes the next event.
    pub fn take(&mut self, event: Event) {
        match event {
            Event::Diagnostic(reported) => self.reported.push(reported),
            Event::PlannedChange(change) => self.planned.push(change),
            Event::ResourceDrift(change) => self.drift.push(change),
            Event::ChangeSummary(summary) => self.summary = Some(summary),
            Event::ApplyStart(hook) => self.started.push(hook),
            Event::ApplyComplete(hook) => self.completed.push(hook),
            Event::ApplyErrored(hook) => self.errored.push(hook),
            Event::EmergencyState(state) => self.emergency_state = Some(state),
            Event::Outputs(outputs) => self.outputs = outputs,
            Event::Message { text, .. } | Event::Text(text) => self.line(text),
            Event::Unknown(value) if self.unknown.len() < KEPT => self.unknown.push(value),
            Event::Unknown(_)
            | Event::Version { .. }
            | Event::ApplyProgress(_)
            | Event::RefreshStart(_)
            | Event::RefreshComplete(_)
            | Event::ProvisionStart(_)
            | Event::ProvisionProgress(_)
            | Event::ProvisionComplete(_)
            | Event::ProvisionErrored(_) => {}
        }
    }

    fn line(&mut self, text: String) {
        self.text.push(text);
        // The end is trimmed in portions, so that a child that prints for hours costs no more than one that does not.
        if self.text.len() >= 3 * KEPT {
            let surplus = self.text.len() - 2 * KEPT;
            self.text.drain(KEPT..KEPT + surplus);
            self.text_dropped += surplus as u64;
        }
    }

    /// What was begun and neither done nor failed: after a kill, what may exist without being in the state.
    pub fn unfinished(&self) -> Vec<&Hook> {
        let ended: HashSet<&str> = self
            .completed
            .iter()
            .chain(&self.errored)
            .map(|hook| hook.resource.addr.as_str())
            .collect();
        self.started
            .iter()
            .filter(|hook| !ended.contains(hook.resource.addr.as_str()))
            .collect()
    }

    /// The last lines of text, for a failure that nothing else explains.
    pub fn last_text(&self, lines: usize) -> String {
        self.text[self.text.len().saturating_sub(lines)..].join("\n")
    }
}
