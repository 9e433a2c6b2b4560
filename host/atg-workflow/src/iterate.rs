//! Rounds, one after the other, until enough of them pass or going on makes no sense.

mod cycle;
mod ending;
mod outside;
mod settings;

use std::sync::Arc;

use atg_core::figures::Percent;
use atg_core::snapshot::Snapshot;

pub use ending::{Ending, Outcome};
pub use settings::{Analysts, Analyzed, Effects, Generation, Generator, Iterate, Source, Tools, Wanted};

use crate::demos::Demos;
use crate::error::WorkflowError;
use crate::events::Event;
use crate::round::Round;
use crate::state::StateFile;
use crate::verdict::Verdict;
use cycle::Cycle;

/// Iterates.
///
/// # Errors
///
/// What keeps a round from being recorded: folders that cannot be written, a state of another version, no Terraform.
/// What Terraform finds wrong with a configuration is no error but the outcome of a round. After an interruption the state
/// is true and the next run goes on.
pub fn iterate(wanted: &Iterate<'_>) -> Result<Outcome, WorkflowError> {
    let Effects {
        who,
        interrupts,
        observer,
        ..
    } = &wanted.effects;
    let demos = Demos::open(wanted.demos, who)?;
    demos.wait(*interrupts, &mut |text| observer.tell(&Event::Notice { text }))?;
    let mut file = StateFile::open(demos.root())?;
    let source = Opened::open(wanted)?;
    begin(&mut file, &source);
    let mut outcome = Outcome::begun(file.state.consecutive_passes);
    wanted.effects.observer.tell(&Event::Started {
        source: wanted.source.spelling(),
        resources: u64::from(source.snapshot.len()),
        passes: file.state.consecutive_passes,
    });
    let ending = if source.snapshot.is_empty() {
        file.state.validation_passed = false;
        file.write()?;
        (Ending::Empty, format!("{} holds no resource", wanted.source.spelling()))
    } else {
        rounds(wanted, &demos, &mut file, source, &mut outcome)?
    };
    let (ending, reason) = fidelity(ending, wanted.wanted.min_fidelity, outcome.rounds.last());
    if ending == Ending::Stable {
        file.state.stable = true;
        file.write()?;
    }
    outcome.end(ending, reason, file.state.consecutive_passes);
    wanted.effects.observer.tell(&Event::Ended {
        ending,
        reason: &outcome.reason,
        passes: outcome.passes,
    });
    Ok(outcome)
}

/// The source as it was opened last, and what its content is.
struct Opened {
    snapshot: Arc<Snapshot>,
    digest: String,
}

impl Opened {
    fn open(wanted: &Iterate<'_>) -> Result<Opened, WorkflowError> {
        let snapshot = wanted.source.open(wanted.generation.mapping)?;
        // Sums, because the order in which resources come is no content.
        let (mut keys, mut digests) = (0_u128, 0_u128);
        for resource in 0..snapshot.len() {
            let key = snapshot.key(resource).0;
            keys = keys.wrapping_add(key);
            digests = digests.wrapping_add(snapshot.digest(resource).0.rotate_left((key % 127) as u32));
        }
        Ok(Opened {
            digest: format!("{:032x}", keys ^ digests.rotate_left(64)),
            snapshot,
        })
    }
}

/// Passes are carried over from a run that was cut short, not from one that was done or that had another source.
fn begin(file: &mut StateFile, source: &Opened) {
    let same = file
        .state
        .last()
        .is_some_and(|round| round.source_digest == source.digest);
    if file.state.stable || !same {
        file.state.consecutive_passes = 0;
        file.state.stable = false;
    }
}

fn rounds(
    wanted: &Iterate<'_>,
    demos: &Demos,
    file: &mut StateFile,
    source: Opened,
    outcome: &mut Outcome,
) -> Result<(Ending, String), WorkflowError> {
    let Wanted {
        iteration,
        until_stable,
        threshold,
        max_iterations,
        ..
    } = wanted.wanted;
    let mut cycle = Cycle::new(wanted, demos, source)?;
    for turn in 0..max_iterations {
        if wanted.effects.interrupts.count() > 0 {
            return Err(WorkflowError::Interrupted);
        }
        let number = iteration.filter(|_| turn == 0);
        let (number, folder) = demos.reserve(number, file.state.iteration)?;
        let round = cycle.turn(number, &folder, file)?;
        let round = match round {
            Ok(round) => round,
            Err((round, error)) => {
                file.finish(round)?;
                return Err(error);
            }
        };
        file.finish(round.clone())?;
        wanted.effects.observer.tell(&Event::Round(&round));
        let passes = file.state.consecutive_passes;
        outcome.rounds.push(round.clone());
        if let Some(ending) = after(&round, &cycle, until_stable, passes, threshold) {
            outcome.held_back = cycle.take_held_back();
            return Ok(ending);
        }
    }
    outcome.held_back = cycle.take_held_back();
    let reason = format!("{max_iterations} rounds did not make it stable (`--max-iterations`)");
    Ok((Ending::MaxIterations, reason))
}

/// Whether it ends here, and how.
fn after(
    round: &Round,
    cycle: &Cycle<'_>,
    until_stable: bool,
    passes: u32,
    threshold: u32,
) -> Option<(Ending, String)> {
    let fixes = &round.fixes;
    if round.verdict.counts() {
        return if !until_stable {
            Some((Ending::Passed, "the round passed".to_owned()))
        } else if passes >= threshold {
            Some((Ending::Stable, format!("{passes} rounds passed one after the other")))
        } else {
            None
        };
    }
    let reason = || round.reason.clone();
    if fixes.conflicts > 0 {
        return Some((Ending::Conflict, reason()));
    }
    if fixes.oscillations > 0 {
        return Some((Ending::Oscillation, reason()));
    }
    match round.verdict {
        Verdict::Empty => Some((Ending::Empty, reason())),
        Verdict::NoProgress => Some((Ending::NoProgress, reason())),
        Verdict::Failed if !round.validated => Some((Ending::NotPassed, reason())),
        Verdict::Failed if !until_stable => Some((Ending::NotPassed, reason())),
        Verdict::Failed if fixes.taken > 0 || cycle.generates_outside() => None,
        Verdict::Failed => {
            let why = format!("{}, and no fix is left that loses nothing", round.reason);
            Some((Ending::NoProgress, why))
        }
        _ => Some((Ending::NotPassed, reason())),
    }
}

/// A good ending is none below the fidelity that was asked for.
fn fidelity((ending, reason): (Ending, String), least: Percent, last: Option<&Round>) -> (Ending, String) {
    let expected = last.and_then(|round| round.expected.as_ref());
    let Some(expected) = expected.filter(|_| ending.is_good()) else {
        return (ending, reason);
    };
    let ratio = atg_core::figures::Ratio::new(expected.matched, expected.total);
    if ratio.meets(least) == Some(false) {
        let printed = ratio.printed(Some(least)).map(|tenths| tenths.to_string());
        let reason = format!(
            "{reason}, but an apply would reach {} % of the source, below {least} % (`--min-fidelity`)",
            printed.unwrap_or_default()
        );
        return (Ending::BelowFidelity, reason);
    }
    (ending, reason)
}
