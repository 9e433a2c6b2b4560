//! `iteration_state.json`: what every round came to. Written after each step, so that a run that is killed leaves the truth.

mod adopt;

use std::path::{Path, PathBuf};

use atg_core::CoreError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::WorkflowError;
use crate::round::Round;
use crate::verdict::Verdict;
use crate::{demos, files, probe};

/// The name of the file in the folder of iterations.
pub const FILE: &str = "iteration_state.json";
/// The version that this atg writes, and the newest that it reads.
pub const SCHEMA_VERSION: u32 = 1;

/// What is known of all iterations of one folder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Of the file's form.
    pub schema_version: u32,
    /// The highest number that was ever taken.
    pub iteration: u32,
    /// How many of the last rounds passed, one after the other.
    pub consecutive_passes: u32,
    /// Whether the last round passed.
    pub validation_passed: bool,
    /// Whether the last run ended because there were as many passes as it wanted.
    pub stable: bool,
    /// The round that is at work; it was interrupted where nobody holds the lock.
    #[serde(default)]
    pub running: Option<Running>,
    /// All rounds, oldest first.
    pub rounds: Vec<Round>,
    /// What other versions wrote beside it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The round that is at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Its number.
    pub iteration: u32,
    /// What it is doing: generate, init, validate, analyze.
    pub stage: String,
    /// The process.
    pub process: u32,
    /// Since when, RFC 3339.
    pub since: String,
}

/// The state together with its file.
#[derive(Debug)]
pub struct StateFile {
    path: PathBuf,
    /// What it holds.
    pub state: State,
}

impl StateFile {
    /// Reads the state of a folder whose lock is held. A round that was at work is recorded as interrupted and what it left
    /// half-written goes, folders that no round speaks of are adopted; so the state is true before anything else happens.
    pub fn open(root: &Path) -> Result<StateFile, WorkflowError> {
        let path = root.join(FILE);
        let mut state = read(&path)?.unwrap_or_else(|| State {
            schema_version: SCHEMA_VERSION,
            ..State::default()
        });
        let before = state.clone();
        if let Some(running) = state.running.take() {
            let folder = demos::folder(root, running.iteration);
            files::sweep(&folder);
            probe::sweep(&folder);
            state.record(Round::interrupted(&running));
        }
        adopt::adopt(root, &mut state)?;
        let file = StateFile { path, state };
        if file.state != before {
            file.write()?;
        }
        Ok(file)
    }

    /// Writes it; it is replaced as a whole.
    pub fn write(&self) -> Result<(), WorkflowError> {
        files::write_json(&self.path, &self.state)
    }

    /// Records what a round is doing.
    pub fn at(&mut self, running: Running) -> Result<(), WorkflowError> {
        self.state.iteration = self.state.iteration.max(running.iteration);
        self.state.running = Some(running);
        self.write()
    }

    /// Records what a round came to.
    pub fn finish(&mut self, round: Round) -> Result<(), WorkflowError> {
        self.state.running = None;
        self.state.record(round);
        self.write()
    }
}

/// Reads the state of a folder as it is, without a lock; nothing where there is none.
pub fn peek(root: &Path) -> Result<Option<State>, WorkflowError> {
    read(&root.join(FILE))
}

fn read(path: &Path) -> Result<Option<State>, WorkflowError> {
    #[derive(Deserialize)]
    struct Version {
        schema_version: Option<u32>,
    }
    let Some(bytes) = files::read(path)? else {
        return Ok(None);
    };
    let name = path.display().to_string();
    let fault = |error: serde_json::Error| {
        let text = error.to_string();
        let text = text.split(" at line ").next().unwrap_or(&text).to_owned();
        CoreError::unreadable(&name, Some(error.line() as u64), Some(error.column() as u64), text)
            .with_hint("mend it, or move it away: the folders of iterations are then adopted anew")
    };
    let version: Version = serde_json::from_slice(&bytes).map_err(fault)?;
    match version.schema_version {
        Some(SCHEMA_VERSION) => {}
        Some(newer) if newer > SCHEMA_VERSION => {
            let message = format!("it has schema_version {newer}; this atg reads up to {SCHEMA_VERSION}");
            return Err(CoreError::unreadable(&name, None, None, message)
                .with_hint("use the atg that wrote it, or a newer one")
                .into());
        }
        _ => {
            // Another tool's file of the same name must not be overwritten.
            return Err(
                CoreError::unreadable(&name, None, None, "it has no schema_version that atg knows")
                    .with_hint("it is another tool's: move it away, or work in another folder with `--demos DIR`")
                    .into(),
            );
        }
    }
    Ok(Some(serde_json::from_slice(&bytes).map_err(fault)?))
}

impl State {
    /// Adds a round and what follows from it.
    fn record(&mut self, round: Round) {
        self.iteration = self.iteration.max(round.iteration);
        self.validation_passed = round.verdict.counts();
        self.consecutive_passes = match round.verdict {
            verdict if verdict.counts() => self.consecutive_passes.saturating_add(1),
            // It says nothing about the configuration, so it takes nothing away.
            Verdict::Interrupted => self.consecutive_passes,
            _ => 0,
        };
        self.stable = false;
        let at = self.rounds.partition_point(|known| known.iteration < round.iteration);
        self.rounds.insert(at, round);
    }

    /// The last round that came to something.
    pub fn last(&self) -> Option<&Round> {
        self.rounds
            .iter()
            .rev()
            .find(|round| !matches!(round.verdict, Verdict::Interrupted))
    }

    /// The most resources that a round of this source had, emitted or merged: a later one must not pass with fewer.
    pub fn floor(&self, source_digest: &str) -> u64 {
        let rounds = self.rounds.iter().filter(|round| round.source_digest == source_digest);
        rounds.map(Round::kept).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(iteration: u32, verdict: Verdict) -> Round {
        Round {
            iteration,
            verdict,
            ..Round::default()
        }
    }

    #[test]
    fn passes_are_counted_and_an_interruption_takes_nothing_away() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = StateFile::open(folder.path()).unwrap();
        for number in 1..=6 {
            std::fs::create_dir(demos::folder(folder.path(), number)).unwrap();
        }
        // The last number was taken and nothing came of it; the one before holds something that no round speaks of.
        std::fs::write(demos::folder(folder.path(), 5).join("main.tf.json"), "{}").unwrap();
        let half = [".x.part", ".all-at-once/main.tf.json"].map(|name| demos::folder(folder.path(), 4).join(name));
        std::fs::create_dir(half[1].parent().unwrap()).unwrap();
        for path in &half {
            std::fs::write(path, "{").unwrap();
        }
        file.finish(round(1, Verdict::Failed)).unwrap();
        file.finish(round(2, Verdict::Passed)).unwrap();
        file.finish(round(3, Verdict::FixedPoint)).unwrap();
        let running = Running {
            iteration: 4,
            stage: "validate".into(),
            process: 7,
            since: "2026-01-01T00:00:00Z".into(),
        };
        file.at(running).unwrap();
        drop(file);
        // Killed: nobody finished it.
        let file = StateFile::open(folder.path()).unwrap();
        let state = &file.state;
        assert_eq!(
            (state.iteration, state.consecutive_passes, &state.running),
            (6, 2, &None)
        );
        let verdicts: Vec<_> = state.rounds.iter().map(|round| round.verdict).collect();
        let (failed, passed, fixed) = (Verdict::Failed, Verdict::Passed, Verdict::FixedPoint);
        let (interrupted, adopted) = (Verdict::Interrupted, Verdict::Adopted);
        assert_eq!(verdicts, [failed, passed, fixed, interrupted, adopted, interrupted]);
        let left = std::fs::read_dir(demos::folder(folder.path(), 4)).unwrap();
        assert_eq!(left.count(), 0, "half-written");
        assert_eq!(peek(folder.path()).unwrap().as_ref(), Some(state));
    }

    #[test]
    fn what_another_version_or_tool_wrote_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        for (text, told) in [
            (
                r#"{"schema_version":9}"#,
                "it has schema_version 9; this atg reads up to 1",
            ),
            (r#"{"current":3}"#, "it has no schema_version that atg knows"),
            (
                r#"{"schema_version":1,"#,
                "line 1, column 20: EOF while parsing a value",
            ),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = StateFile::open(folder.path()).unwrap_err();
            let source = std::error::Error::source(&error).map(ToString::to_string);
            assert_eq!(source.as_deref(), Some(told));
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn members_that_are_not_known_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let text = r#"{"schema_version":1,"iteration":3,"consecutive_passes":0,"validation_passed":false,"stable":false,"rounds":[],"deployment":{"id":7}}"#;
        std::fs::write(&path, text).unwrap();
        let mut file = StateFile::open(folder.path()).unwrap();
        file.finish(round(4, Verdict::Passed)).unwrap();
        let written: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(written["deployment"]["id"], 7);
    }

    #[test]
    fn the_floor_is_of_the_same_source() {
        let mut state = State::default();
        let one = |iteration, source: &str, emitted, merged| Round {
            iteration,
            source_digest: source.to_owned(),
            emitted,
            merged,
            ..Round::default()
        };
        state.record(one(1, "a", 600, 20));
        state.record(one(2, "a", 599, 20));
        state.record(one(3, "b", 900, 0));
        assert_eq!((state.floor("a"), state.floor("b"), state.floor("c")), (620, 900, 0));
    }
}
