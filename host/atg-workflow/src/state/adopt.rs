//! Iterations that were made before there was a state, or by another tool, are taken over: their numbers are taken.

use std::path::Path;

use atg_core::iterations::{IterationComparer, IterationInput};

use super::State;
use crate::demos;
use crate::error::WorkflowError;
use crate::files;
use crate::round::Round;
use crate::verdict::Verdict;

/// Adds a round for each folder that no round speaks of. What cannot be read is adopted by its number alone. A folder without
/// anything is a number that was taken just before a run was killed.
pub(super) fn adopt(root: &Path, state: &mut State) -> Result<(), WorkflowError> {
    for number in demos::numbers(root) {
        state.iteration = state.iteration.max(number);
        if state.rounds.iter().any(|round| round.iteration == number) {
            continue;
        }
        let round = if is_empty(root, number) {
            Round::begun(number)
        } else {
            look(root, number).unwrap_or_else(|error| {
                tracing::debug!(number, %error, "cannot read an adopted iteration");
                Round::adopted(number)
            })
        };
        let at = state.rounds.partition_point(|known| known.iteration < number);
        state.rounds.insert(at, round);
    }
    Ok(())
}

fn is_empty(root: &Path, number: u32) -> bool {
    std::fs::read_dir(demos::folder(root, number)).is_ok_and(|mut entries| entries.next().is_none())
}

fn look(root: &Path, number: u32) -> Result<Round, WorkflowError> {
    let folder = demos::folder(root, number);
    let mut inputs = Vec::new();
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if is_json && let Some(bytes) = files::read(&path)? {
            inputs.push((path.display().to_string(), bytes));
        }
    }
    let mut comparer = IterationComparer::new();
    comparer.push(&IterationInput::from_files(number, inputs)?)?;
    let compared = comparer.finish();
    let mut round = Round::adopted(number);
    if let Some(iteration) = compared.iterations.first() {
        round.resources = iteration.resources;
        round.digest.clone_from(&iteration.digest);
        round.errors.clone_from(&iteration.errors);
    }
    debug_assert_eq!(round.verdict, Verdict::Adopted);
    Ok(round)
}
