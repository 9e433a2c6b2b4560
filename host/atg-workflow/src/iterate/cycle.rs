//! One round after the other: what a round does, and what the next one needs of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use atg_core::diagnosis::Diagnostic;
use atg_core::threads::both;
use atg_terraform::configuration::{Configuration, roots};
use atg_terraform::overlay::{Decision, Entry, Overlay};

use super::Opened;
use super::outside;
use super::settings::Iterate;
use crate::analysis::{self, Analysis, Generated, HeldBack};
use crate::demos::Demos;
use crate::error::WorkflowError;
use crate::events::{Event, Stage};
use crate::generation::{self, Made};
use crate::round::{FixCounts, Round};
use crate::state::{Running, StateFile};
use crate::validation::{self, Room};
use crate::verdict::{self, Facts, Verdict};
use crate::{expected, files, intake, probe};

/// The rounds of one run.
pub(super) struct Cycle<'a> {
    told: &'a Iterate<'a>,
    demos: &'a Demos,
    source: Opened,
    overlay: Overlay,
    /// Diagnostics of the last rounds, for analyzers that look at what changed.
    diagnostics: BTreeMap<u32, Vec<Diagnostic>>,
    held_back: Vec<HeldBack>,
}

/// How many rounds' diagnostics are kept.
const KEPT: usize = 2;

/// A round that was recorded, or one that was cut short together with the reason.
type Turn = Result<Round, (Round, WorkflowError)>;

impl<'a> Cycle<'a> {
    pub(super) fn new(told: &'a Iterate<'a>, demos: &'a Demos, source: Opened) -> Result<Cycle<'a>, WorkflowError> {
        Ok(Cycle {
            overlay: generation::overlay(told.generation.overlay)?,
            told,
            demos,
            source,
            diagnostics: BTreeMap::new(),
            held_back: Vec::new(),
        })
    }

    /// Whether atg itself generates nothing.
    pub(super) fn generates_outside(&self) -> bool {
        self.told.generation.outside.is_some()
    }

    pub(super) fn take_held_back(&mut self) -> Vec<HeldBack> {
        std::mem::take(&mut self.held_back)
    }

    /// Does one round in a folder that is new.
    pub(super) fn turn(&mut self, number: u32, folder: &Path, file: &mut StateFile) -> Result<Turn, WorkflowError> {
        let mut round = Round {
            iteration: number,
            started: self.now(),
            source: self.told.source.spelling().to_owned(),
            source_digest: self.source.digest.clone(),
            source_resources: u64::from(self.source.snapshot.len()),
            ..Round::default()
        };
        match self.work(&mut round, folder, file) {
            Ok(()) => {
                round.finished = self.now();
                Ok(Ok(round))
            }
            Err(error) => {
                let stage = file
                    .state
                    .running
                    .as_ref()
                    .map_or("generate", |running| running.stage.as_str());
                round.verdict = Verdict::Interrupted;
                round.reason = if error.is_interruption() {
                    format!("interrupted while it was at `{stage}`")
                } else {
                    format!("the run ended while it was at `{stage}`: {error}")
                };
                round.finished = self.now();
                Ok(Err((round, error)))
            }
        }
    }

    fn work(&mut self, round: &mut Round, folder: &Path, file: &mut StateFile) -> Result<(), WorkflowError> {
        self.begin(Stage::Generate, round.iteration, file)?;
        let since = Instant::now();
        let made = self.make(round.iteration, folder)?;
        (round.emitted, round.merged, round.skipped) = (made.emitted, made.merged, made.skipped);
        let configuration = analysis::read(folder)?;
        round.resources = configuration.resource_count() as u64;
        round.digest = configuration.digest();
        let (expected, looked) = both(|| self.expected(&made, folder), || configuration.look());
        round.expected = expected?;
        round.took(Stage::Generate, since.elapsed());

        let number = round.iteration;
        let told = self.told;
        let room = Room {
            tools: &told.tools,
            effects: &told.effects,
            held: self.demos.at_work(),
        };
        let validated = validation::validate(&room, folder, |stage| self.begin(stage, number, file))?;
        for (stage, millis) in &validated.took {
            round.milliseconds.insert(stage.word().to_owned(), *millis);
        }
        round.validated = validated.complete;
        round.terraform = Some(told.tools.binary.to_string());
        let mut said = validated.diagnostics;
        let has_errors = said.iter().any(|one| one.severity.as_deref() == Some("error"));
        if validated.complete && has_errors && !self.generates_outside() {
            probe::complete(&mut said, folder, &room)?;
        }
        let mut diagnostics = intake::without_what_is_said_twice(looked, said);
        intake::name_types(&mut diagnostics, &configuration);
        roots(&mut diagnostics, &configuration);
        round.count(&diagnostics);

        self.begin(Stage::Analyze, round.iteration, file)?;
        let since = Instant::now();
        self.analyze(round, &configuration, &made, diagnostics, folder)?;
        round.took(Stage::Analyze, since.elapsed());
        self.judge(round, &made, file);
        Ok(())
    }

    fn make(&self, iteration: u32, folder: &Path) -> Result<Made, WorkflowError> {
        let generation = &self.told.generation;
        let effects = &self.told.effects;
        if let Some(generator) = generation.outside {
            let generated = generator.generate(iteration, folder);
            if effects.interrupts.count() > 0 {
                // A terminal interrupts the generator too: that it failed says nothing of it.
                return Err(WorkflowError::Interrupted);
            }
            generated?;
            return outside::made(&self.source.snapshot, generation, iteration, folder, effects.threads);
        }
        let both = (effects.interrupts, effects.threads);
        let yields = generation::generate(
            &self.source.snapshot,
            generation,
            &self.overlay,
            iteration,
            folder,
            both,
        )?;
        Ok(generation::made(yields, generation.mapping))
    }

    /// Fidelity that an apply would reach. The names that generation chose are a part of the mapping.
    fn expected(&self, made: &Made, folder: &Path) -> Result<Option<crate::round::Expected>, WorkflowError> {
        if made.emitted + made.merged == 0 {
            return Ok(None);
        }
        let generation = &self.told.generation;
        let source = self.told.source.open(&made.mapping)?;
        let threads = self.told.effects.threads;
        expected::expected(&source, folder, &made.mapping, generation.types, threads).map(Some)
    }

    fn analyze(
        &mut self,
        round: &mut Round,
        configuration: &Configuration,
        made: &Made,
        diagnostics: Vec<Diagnostic>,
        folder: &Path,
    ) -> Result<(), WorkflowError> {
        self.diagnostics.insert(round.iteration, diagnostics);
        while self.diagnostics.len() > KEPT {
            self.diagnostics.pop_first();
        }
        let generated = Generated {
            configuration,
            snapshot: Some(&self.source.snapshot),
            sources: &made.sources,
            pack: self.told.generation.pack,
        };
        let facts = self.facts();
        let told = analysis::Round {
            iteration: round.iteration,
            diagnostics: &self.diagnostics,
            generated: &generated,
            facts: &facts,
        };
        let analyzed = analysis::diagnose(&told, &self.overlay, self.told.analysts);
        let before = self.overlay.to_json();
        let decision = if self.generates_outside() {
            // Nobody would apply them.
            Decision::default()
        } else {
            let at = self.now();
            let accepts = self.told.wanted.accepts_lossy;
            analysis::decide(&told, &analyzed, &mut self.overlay, &at, accepts)
        };
        let unknown = analysis::unknown(told.current(), &analyzed);
        let document = Analysis::of(round.iteration, told.current(), &analyzed, &unknown);
        files::write_json(&folder.join(analysis::FILE), &document)?;
        if self.overlay.to_json() != before {
            generation::write_overlay(self.told.generation.overlay, &self.overlay)?;
        }
        self.tell_fixes(round.iteration, &decision);
        round.fixes = counted(&decision);
        self.held_back = analysis::held_back(&decision);
        Ok(())
    }

    fn tell_fixes(&self, iteration: u32, decision: &Decision) {
        for (entry, summary) in analysis::taken(decision) {
            self.told.effects.observer.tell(&Event::Fix {
                iteration,
                summary: &summary,
                effect: entry.effect.word(),
                plugin: &entry.plugin,
            });
        }
    }

    fn judge(&self, round: &mut Round, made: &Made, file: &StateFile) {
        let before = file
            .state
            .last()
            .filter(|last| last.source_digest == round.source_digest);
        let (accepted, unaccepted): (Vec<&Entry>, Vec<&Entry>) =
            self.overlay.losses().partition(|entry| analysis::is_accepted(entry));
        round.losses = (accepted.len() + unaccepted.len()) as u64;
        let given_up = if unaccepted.is_empty() { made.left_out } else { 0 };
        let facts = Facts {
            source: round.source_resources,
            kept: round.kept(),
            floor: file.state.floor(&round.source_digest).saturating_sub(given_up),
            validated: round.validated,
            errors: round.error_count(),
            drops: unaccepted.len() as u64,
            fixes: round.fixes.taken,
            digest: &round.digest,
            before: before.map(|last| (last.verdict, last.digest.as_str())),
        };
        round.verdict = verdict::judge(&facts);
        round.reason = verdict::reason(round.verdict, &facts, &round.errors);
    }

    fn begin(&self, stage: Stage, iteration: u32, file: &mut StateFile) -> Result<(), WorkflowError> {
        self.told.effects.observer.tell(&Event::Stage { iteration, stage });
        file.at(Running {
            iteration,
            stage: stage.word().to_owned(),
            process: std::process::id(),
            since: self.now(),
        })
    }

    fn facts(&self) -> Vec<(String, String)> {
        let binary = self.told.tools.binary;
        vec![
            ("origin".to_owned(), "validate".to_owned()),
            ("tool".to_owned(), binary.flavour().program().to_owned()),
            ("tool-version".to_owned(), binary.version().to_string()),
        ]
    }

    fn now(&self) -> String {
        (self.told.effects.now)().to_string()
    }
}

fn counted(decision: &Decision) -> FixCounts {
    FixCounts {
        taken: decision.accepted.len() as u64,
        held_back: decision.held_back.len() as u64,
        manual: (decision.manual.len() + decision.actions.len()) as u64,
        conflicts: decision.conflicts.len() as u64,
        oscillations: decision.oscillations.len() as u64,
    }
}
