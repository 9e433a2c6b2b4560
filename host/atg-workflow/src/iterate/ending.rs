//! How a run ended.

use serde::Serialize;

use crate::analysis::HeldBack;
use crate::round::Round;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// As many passes as were wanted, one after the other.
    Stable,
    /// The one round that was wanted passed.
    Passed,
    /// It did not.
    NotPassed,
    /// Going on would change nothing.
    NoProgress,
    /// Two fixes want different things in one place.
    Conflict,
    /// A fix would bring back what another took away.
    Oscillation,
    /// There were as many rounds as were allowed.
    MaxIterations,
    /// It passes, but would not reach the fidelity that was asked for.
    BelowFidelity,
    /// There is nothing to replicate.
    Empty,
}

impl Ending {
    /// Whether it is what was wanted.
    pub const fn is_good(self) -> bool {
        matches!(self, Ending::Stable | Ending::Passed)
    }

    /// In words, for tables.
    pub const fn words(self) -> &'static str {
        match self {
            Ending::Stable => "stable",
            Ending::Passed => "passed",
            Ending::NotPassed => "not passed",
            Ending::NoProgress => "no progress",
            Ending::Conflict => "fixes in conflict",
            Ending::Oscillation => "going back and forth",
            Ending::MaxIterations => "not stable",
            Ending::BelowFidelity => "below the fidelity asked for",
            Ending::Empty => "empty",
        }
    }
}

/// What a run came to.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// The same in a sentence.
    pub reason: String,
    /// Passes, one after the other, those of a run that was cut short included.
    pub passes: u32,
    /// Passes that were there before.
    pub carried_over: u32,
    /// The rounds of this run.
    pub rounds: Vec<Round>,
    /// Fixes of the last round that wait for a person.
    pub held_back: Vec<HeldBack>,
}

impl Outcome {
    pub(super) fn begun(carried_over: u32) -> Outcome {
        Outcome {
            ending: Ending::NotPassed,
            reason: String::new(),
            passes: carried_over,
            carried_over,
            rounds: Vec::new(),
            held_back: Vec::new(),
        }
    }

    pub(super) fn end(&mut self, ending: Ending, reason: String, passes: u32) {
        self.ending = ending;
        self.reason = reason;
        self.passes = passes;
    }
}
