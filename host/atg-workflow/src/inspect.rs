//! A look at what is there already: an iteration's folder, or files that somebody names.

use std::collections::BTreeMap;
use std::path::Path;

use atg_core::diagnosis::Diagnostic;
use atg_core::snapshot::Snapshot;
use atg_terraform::configuration::{Configuration, Dropped, dropped_between, roots};
use atg_terraform::overlay::{Decision, Overlay, Resources, Target, diff, patch};
use atg_terraform::schema::Pack;

use crate::analysis::{self, Analysis, Generated, Sources};
use crate::error::WorkflowError;
use crate::intake::{self, Intake};
use crate::iterate::{Analysts, Analyzed};
use crate::{demos, files, probe, validation};

/// One of the things that are looked at, oldest first.
#[derive(Debug)]
pub struct Subject {
    /// An iteration's number, or the place among the files.
    pub number: u32,
    /// As the user named it.
    pub name: String,
    /// What it holds.
    pub intake: Intake,
}

/// The folder of an iteration: its configuration, and what Terraform said of it.
pub fn iteration(root: &Path, number: u32) -> Result<Subject, WorkflowError> {
    let folder = demos::folder(root, number);
    let configuration = analysis::read(&folder)?;
    let mut diagnostics = Vec::new();
    let path = folder.join(validation::FILE);
    if let Some(bytes) = files::read(&path)? {
        let all_at_once = probe::recorded(&bytes);
        diagnostics = intake::read(&path.display().to_string(), bytes, None)?.diagnostics;
        diagnostics.extend(all_at_once);
    }
    let looked = configuration.look();
    let diagnostics = intake::without_what_is_said_twice(looked, diagnostics);
    Ok(Subject {
        number,
        name: format!("iteration {number}"),
        intake: Intake {
            kind: "an iteration",
            diagnostics,
            configuration: Some(configuration),
        },
    })
}

/// What a look came to.
#[derive(Debug)]
pub struct Inspection {
    /// What analyzers said of the last of the subjects.
    pub analysis: Analysis,
    /// Resources whose errors went away because they did.
    pub dropped: Vec<Dropped>,
    /// How many errors and warnings the last of the subjects has.
    pub errors: u64,
    /// Warnings of the last of the subjects.
    pub warnings: u64,
    analyzed: Vec<Analyzed>,
    diagnostics: BTreeMap<u32, Vec<Diagnostic>>,
    current: u32,
}

/// What is known beside the subjects.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The fixes in force.
    pub overlay: &'a Overlay,
    /// The source that the last subject was generated from, with its addresses, where it can be had.
    pub source: Option<(&'a Snapshot, &'a Sources)>,
    /// What ARM types look like.
    pub pack: Option<&'a Pack>,
}

/// Lets all analyzers look at the last of the subjects, with the ones before it as history. There is at least one subject;
/// `phase` leaves only its diagnostics.
pub fn inspect(
    subjects: &mut [Subject],
    phase: Option<&str>,
    known: &Known<'_>,
    analysts: &dyn Analysts,
) -> Inspection {
    let mut diagnostics = BTreeMap::new();
    for subject in subjects.iter_mut() {
        let mut found = std::mem::take(&mut subject.intake.diagnostics);
        if let Some(phase) = phase {
            found.retain(|one| one.phase.as_deref() == Some(phase));
        }
        if let Some(configuration) = &subject.intake.configuration {
            intake::name_types(&mut found, configuration);
            roots(&mut found, configuration);
        }
        diagnostics.insert(subject.number, found);
    }
    let dropped = subjects
        .windows(2)
        .filter_map(|pair| {
            let (before, after) = (
                pair[0].intake.configuration.as_ref()?,
                pair[1].intake.configuration.as_ref()?,
            );
            let found = diagnostics.get(&pair[0].number)?;
            Some(dropped_between(before, after, found))
        })
        .flatten()
        .collect();
    let current = subjects.last().map_or(0, |subject| subject.number);
    let empty = Configuration::default();
    let configuration = subjects
        .last()
        .and_then(|subject| subject.intake.configuration.as_ref());
    let mut inspection = Inspection {
        analysis: Analysis::default(),
        dropped,
        errors: 0,
        warnings: 0,
        analyzed: Vec::new(),
        diagnostics,
        current,
    };
    let nothing = Sources::default();
    let generated = generated(configuration.unwrap_or(&empty), known, &nothing);
    let facts = [("origin".to_owned(), phase.unwrap_or("validate").to_owned())];
    let round = inspection.round(&generated, &facts);
    let analyzed = analysis::diagnose(&round, known.overlay, analysts);
    // A line of a log is no error only because nobody knows it.
    let wrong: Vec<Diagnostic> = round
        .current()
        .iter()
        .filter(|one| one.severity.as_deref() != Some("info"))
        .cloned()
        .collect();
    let unknown = analysis::unknown(&wrong, &analyzed);
    inspection.analysis = Analysis::of(current, round.current(), &analyzed, &unknown);
    for one in &wrong {
        match one.severity.as_deref() {
            Some("warning") => inspection.warnings += one.times(),
            _ => inspection.errors += one.times(),
        }
    }
    inspection.analyzed = analyzed;
    inspection
}

impl Inspection {
    fn round<'r>(&'r self, generated: &'r Generated<'r>, facts: &'r [(String, String)]) -> analysis::Round<'r> {
        analysis::Round {
            iteration: self.current,
            diagnostics: &self.diagnostics,
            generated,
            facts,
        }
    }

    /// Decides about the fixes of the last subject, and takes those into the overlay that may be taken.
    pub fn decide(
        &self,
        subject: &Subject,
        known: &Known<'_>,
        overlay: &mut Overlay,
        at: &str,
        accept_lossy: bool,
    ) -> Decision {
        let empty = Configuration::default();
        let nothing = Sources::default();
        let generated = generated(subject.intake.configuration.as_ref().unwrap_or(&empty), known, &nothing);
        let round = self.round(&generated, &[]);
        analysis::decide(&round, &self.analyzed, overlay, at, accept_lossy)
    }
}

fn generated<'g>(configuration: &'g Configuration, known: &Known<'g>, nothing: &'g Sources) -> Generated<'g> {
    Generated {
        configuration,
        snapshot: known.source.map(|(snapshot, _)| snapshot),
        sources: known.source.map_or(nothing, |(_, sources)| sources),
        pack: known.pack,
    }
}

/// What the fixes that were taken change, as patches: for each resource of the subject that changes, its own.
pub fn patches(subject: &Subject, decision: &Decision, overlay: &Overlay) -> Vec<String> {
    let Some(configuration) = &subject.intake.configuration else {
        return Vec::new();
    };
    let mut addresses: Vec<String> = Vec::new();
    for entry in &decision.accepted {
        match &entry.target {
            Target::Type(arm_type) => addresses.extend(configuration.of_type(arm_type)),
            Target::Resource { address, .. } => addresses.push(address.clone()),
        }
    }
    addresses.sort_unstable();
    addresses.dedup();
    addresses
        .iter()
        .filter_map(|address| {
            let before = Resources::block(configuration, address)?;
            let arm_type = configuration.arm_type(address)?;
            if let Some(entry) = overlay.drops(address, &arm_type) {
                return Some(format!("--- {address}\n+++ left out: {}\n", entry.reason));
            }
            let mut after = before.clone();
            overlay.apply(address, &arm_type, &mut after);
            Some(patch(address, &diff(&before, &after)))
        })
        .filter(|text| !text.is_empty())
        .collect()
}
