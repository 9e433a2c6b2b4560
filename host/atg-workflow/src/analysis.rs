//! What the diagnostics of a round mean, and what becomes of the fixes that analyzers propose.

mod document;
mod resources;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use atg_core::diagnosis::{CaseFile, Diagnosis, Diagnostic};
use atg_terraform::configuration::Configuration;
use atg_terraform::diagnostics::{Cluster, cluster};
use atg_terraform::overlay::{Context, Decision, Entry, Overlay, Proposal};
use serde::Serialize;

pub(crate) use document::taken;
pub use document::{Analysis, FILE, Failed, Proposed, Said, Unknown};
pub use resources::{Generated, Sources};

use crate::iterate::{Analysts, Analyzed};

/// How many addresses' configurations and sources analyzers are shown; beyond that they still see every diagnostic.
const SHOWN: usize = 10_000;

/// A fix that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldBack {
    /// What it does: set-attribute, drop-resource, …
    pub kind: String,
    /// Address or type.
    pub target: String,
    /// Where; may be empty.
    pub path: String,
    /// lossy, drops, manual, …
    pub effect: String,
    /// Who proposed it.
    pub plugin: String,
    /// Why it was not taken, or what is to be done.
    pub why: String,
}

/// What is known of a round beside its diagnostics.
#[derive(Clone, Copy)]
pub struct Round<'a> {
    /// Its number.
    pub iteration: u32,
    /// Diagnostics of this round and of those before it that are still at hand, by number; this one's is the last.
    pub diagnostics: &'a BTreeMap<u32, Vec<Diagnostic>>,
    /// What it holds.
    pub generated: &'a Generated<'a>,
    /// origin, tool and provider versions.
    pub facts: &'a [(String, String)],
}

impl Round<'_> {
    /// The diagnostics of this round.
    pub fn current(&self) -> &[Diagnostic] {
        self.diagnostics.get(&self.iteration).map_or(&[], Vec::as_slice)
    }
}

/// Lets all analyzers look.
pub fn diagnose(round: &Round<'_>, overlay: &Overlay, analysts: &dyn Analysts) -> Vec<Analyzed> {
    let current = round.current();
    if current.is_empty() {
        return Vec::new();
    }
    let mut case = CaseFile {
        facts: round.facts.to_vec(),
        iterations: round.diagnostics.clone(),
        history: overlay.history(),
        ..CaseFile::default()
    };
    let addresses: BTreeSet<&str> = current.iter().filter_map(|one| one.address.as_deref()).collect();
    for address in addresses.into_iter().take(SHOWN) {
        if let Some(text) = round.generated.configuration_text(address) {
            case.configuration.insert((round.iteration, address.to_owned()), text);
        }
        if let Some(text) = round.generated.source_text(address) {
            case.sources.insert(address.to_owned(), text);
        }
    }
    analysts.analyze(&Arc::new(case))
}

/// Decides about the fixes, and takes those into the overlay that lose nothing or that a person allowed.
pub fn decide(
    round: &Round<'_>,
    analyzed: &[Analyzed],
    overlay: &mut Overlay,
    at: &str,
    accept_lossy: bool,
) -> Decision {
    let proposals: Vec<Proposal> = analyzed
        .iter()
        .flat_map(|one| one.analysis.diagnoses.iter())
        .flat_map(proposals)
        .collect();
    let context = Context {
        iteration: round.iteration,
        at,
        diagnostics: round.current(),
        resources: round.generated,
        accept_lossy,
    };
    let decision = overlay.propose(proposals, &context);
    for entry in decision.accepted.iter().filter(|entry| entry.effect.loses()) {
        // It could only be taken because a person said so.
        let mut accepted = entry.clone();
        accepted.attributes.insert(ACCEPTED.to_owned(), PERSON.to_owned());
        overlay.adopt(accepted);
    }
    decision
}

/// The attribute of a fix that says who accepted what it loses.
const ACCEPTED: &str = "accepted";
/// Who: also the proposer of fixes that a person wrote into the file.
const PERSON: &str = "user";

/// Whether a person accepted what a fix loses.
pub(crate) fn is_accepted(entry: &Entry) -> bool {
    entry.plugin == PERSON || entry.attributes.get(ACCEPTED).is_some_and(|who| who == PERSON)
}

fn proposals(diagnosis: &Diagnosis) -> impl Iterator<Item = Proposal> + '_ {
    diagnosis.fixes.iter().map(|fix| Proposal {
        fix: fix.clone(),
        plugin: diagnosis.finding.plugin.clone(),
        rule: diagnosis.finding.rule.clone(),
        confidence: diagnosis.confidence,
        explains: diagnosis.explains.clone(),
    })
}

/// What no analyzer knows, by its shape, the most frequent first.
pub fn unknown(diagnostics: &[Diagnostic], analyzed: &[Analyzed]) -> Vec<Cluster> {
    let explained: BTreeSet<&str> = analyzed
        .iter()
        .flat_map(|one| &one.analysis.diagnoses)
        .flat_map(|diagnosis| diagnosis.explains.iter().map(String::as_str))
        .collect();
    let is_unknown = |one: &&Diagnostic| {
        one.root.is_none()
            && !one
                .fingerprint
                .as_deref()
                .is_some_and(|print| explained.contains(print))
    };
    let unknown: Vec<Diagnostic> = diagnostics.iter().filter(is_unknown).cloned().collect();
    cluster(&unknown)
}

/// The fixes that wait for a person, in a form for outputs.
pub fn held_back(decision: &Decision) -> Vec<HeldBack> {
    let one = |entry: &Entry, why: &str| HeldBack {
        kind: entry.kind.to_string(),
        target: entry.target.text().to_owned(),
        path: entry.path.to_string(),
        effect: entry.effect.word().to_owned(),
        plugin: entry.plugin.clone(),
        why: why.to_owned(),
    };
    let not_taken = decision.held_back.iter().chain(&decision.oscillations);
    let conflicts = decision.conflicts.iter().flat_map(|conflict| &conflict.entries);
    let mut all: Vec<HeldBack> = not_taken.map(|held| one(&held.entry, &held.why)).collect();
    all.extend(conflicts.map(|entry| one(entry, "another fix wants something else in the same place")));
    all.extend(
        decision
            .exhausted
            .iter()
            .map(|entry| one(entry, "it was applied and did not help")),
    );
    all.extend(
        decision
            .manual
            .iter()
            .chain(&decision.actions)
            .map(|entry| one(entry, &entry.reason)),
    );
    all
}

/// The configuration of a folder, so that others need not know where it comes from.
pub fn read(folder: &std::path::Path) -> Result<Configuration, crate::WorkflowError> {
    let files = crate::expected::configuration(folder)?;
    if files.is_empty() {
        // A generator that wrote nothing: that is for a verdict, not an error.
        return Ok(Configuration::default());
    }
    Ok(Configuration::read(files)?)
}
