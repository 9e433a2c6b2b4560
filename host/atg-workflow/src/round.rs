//! What is recorded of one round.

use std::collections::BTreeMap;
use std::time::Duration;

use atg_core::diagnosis::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::events::Stage;
use crate::state::Running;
use crate::verdict::Verdict;

/// One round: generated, validated, analyzed. Every number is of this round alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Round {
    /// Its number.
    pub iteration: u32,
    /// What it came to.
    pub verdict: Verdict,
    /// The verdict in a sentence.
    pub reason: String,
    /// When it began, RFC 3339.
    pub started: String,
    /// When it ended, RFC 3339.
    pub finished: String,
    /// The source as the user named it.
    pub source: String,
    /// Digest of the source's content; equal for equal estates.
    pub source_digest: String,
    /// Resources of the source.
    pub source_resources: u64,
    /// Of them, those with a block of their own.
    pub emitted: u64,
    /// Of them, those that are a part of another one's block.
    pub merged: u64,
    /// Of them, those left out, with a reason in `yield.json`.
    pub skipped: u64,
    /// Resource blocks of the configuration, resource groups included.
    pub resources: u64,
    /// Whether init and validate ran to their ends in this folder.
    pub validated: bool,
    /// Errors by stage.
    pub errors: BTreeMap<String, u64>,
    /// Warnings of all stages.
    pub warnings: u64,
    /// What became of the fixes that were proposed.
    pub fixes: FixCounts,
    /// Fixes in force that lose something.
    pub losses: u64,
    /// Digest of the configuration's content, without the iteration's own prefix.
    pub digest: String,
    /// What the target would hold if this were applied.
    pub expected: Option<Expected>,
    /// Terraform's name and version, where it ran.
    pub terraform: Option<String>,
    /// How long the stages took, in milliseconds.
    pub milliseconds: BTreeMap<String, u64>,
}

/// What became of proposed fixes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FixCounts {
    /// Taken into the overlay.
    pub taken: u64,
    /// Held back, because they lose something and nobody accepted that.
    pub held_back: u64,
    /// Left to a person: no machine can do them.
    pub manual: u64,
    /// Two that want different things in one place.
    pub conflicts: u64,
    /// Those that would bring back what was there before.
    pub oscillations: u64,
}

/// The fidelity that an apply would reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// Resources of the source that the configuration holds.
    pub matched: u64,
    /// Resources of the source.
    pub total: u64,
    /// Their ratio in percent, as it is printed: 94.9 of 95 is not 95.
    pub overall: Option<f64>,
}

impl Round {
    /// Resources of the source that the configuration keeps.
    pub fn kept(&self) -> u64 {
        self.emitted + self.merged
    }

    /// Errors of all stages.
    pub fn error_count(&self) -> u64 {
        self.errors.values().sum()
    }

    /// Adds how long a stage took.
    pub(crate) fn took(&mut self, stage: Stage, took: Duration) {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        *self.milliseconds.entry(stage.word().to_owned()).or_default() += millis;
    }

    /// Counts errors by stage, warnings all together.
    pub(crate) fn count(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            let times = diagnostic.times();
            if diagnostic.severity.as_deref() == Some("warning") {
                self.warnings += times;
            } else {
                let stage = diagnostic.phase.clone().unwrap_or_else(|| "validate".to_owned());
                *self.errors.entry(stage).or_default() += times;
            }
        }
    }

    /// A round whose run ended in its middle.
    pub(crate) fn interrupted(running: &Running) -> Round {
        Round {
            iteration: running.iteration,
            verdict: Verdict::Interrupted,
            reason: format!("the run ended while it was at `{}`", running.stage),
            started: running.since.clone(),
            ..Round::default()
        }
    }

    /// A round whose run ended before it did anything.
    pub(crate) fn begun(number: u32) -> Round {
        Round {
            iteration: number,
            verdict: Verdict::Interrupted,
            reason: "the run ended before it generated anything".to_owned(),
            ..Round::default()
        }
    }

    /// A folder that was there before.
    pub(crate) fn adopted(number: u32) -> Round {
        Round {
            iteration: number,
            verdict: Verdict::Adopted,
            reason: "its folder was there before atg iterated here".to_owned(),
            ..Round::default()
        }
    }
}
