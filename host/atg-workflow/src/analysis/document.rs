//! `analysis.json`: what analyzers said of a round, and what became of their fixes.

use std::collections::{BTreeSet, HashMap};

use atg_core::diagnosis::{Diagnosis, Diagnostic};
use atg_terraform::diagnostics::Cluster;
use atg_terraform::overlay::{Decision, Entry};
use serde::{Deserialize, Serialize};

use crate::iterate::Analyzed;

/// The name of the file in an iteration's folder.
pub const FILE: &str = "analysis.json";

/// What analyzers said, in the order in which they were asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Analysis {
    /// Of the file's form.
    pub schema_version: u32,
    /// The round.
    pub iteration: u32,
    /// What is known, the gravest and surest first.
    pub diagnoses: Vec<Said>,
    /// What no analyzer knows, by its shape, the most frequent first.
    pub unknown: Vec<Unknown>,
    /// Analyzers that failed, and how.
    pub failures: Vec<Failed>,
    /// Diagnostics that follow from others and go away with them.
    pub secondary: u64,
}

/// One diagnosis.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Who says it.
    pub plugin: String,
    /// By which of its rules.
    pub rule: String,
    /// info, warning, error.
    pub severity: String,
    /// In a sentence.
    pub message: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// schema, reference, naming, …
    pub category: String,
    /// no, transient, throttle, after-fix.
    pub retry: String,
    /// 0 to 1.
    pub confidence: f64,
    /// How many diagnostics it explains.
    pub occurrences: u64,
    /// Their fingerprints.
    pub explains: Vec<String>,
    /// What would mend it.
    pub fixes: Vec<Proposed>,
}

/// One proposed fix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposed {
    /// What it does.
    pub kind: String,
    /// Address or type.
    pub address: String,
    /// Where; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// With what, as JSON; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Why.
    pub reason: String,
}

/// Diagnostics of one shape that no analyzer knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Unknown {
    /// What they have in common.
    pub shape: String,
    /// How many there are.
    pub count: u64,
    /// The summary of the first.
    pub summary: String,
    /// All that the first says.
    pub detail: String,
    /// Their addresses.
    pub addresses: Vec<String>,
}

/// An analyzer that failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Failed {
    /// The plugin.
    pub plugin: String,
    /// trap, panic, timeout, …
    pub kind: String,
    /// What it said, or what was seen.
    pub message: String,
}

impl Analysis {
    /// Puts it together.
    pub fn of(iteration: u32, diagnostics: &[Diagnostic], analyzed: &[Analyzed], unknown: &[Cluster]) -> Analysis {
        let mut times: HashMap<&str, u64> = HashMap::new();
        for one in diagnostics {
            if let Some(fingerprint) = &one.fingerprint {
                *times.entry(fingerprint).or_default() += one.times();
            }
        }
        let mut diagnoses: Vec<Said> = analyzed
            .iter()
            .flat_map(|one| &one.analysis.diagnoses)
            .map(|diagnosis| said(diagnosis, &times))
            .collect();
        let rank = |severity: &str| ["error", "warning", "info"].iter().position(|word| *word == severity);
        diagnoses.sort_by(|a, b| {
            let key = |said: &Said| (rank(&said.severity), std::cmp::Reverse(said.occurrences));
            key(a)
                .cmp(&key(b))
                .then_with(|| b.confidence.total_cmp(&a.confidence))
                .then_with(|| (&a.plugin, &a.rule, &a.subject).cmp(&(&b.plugin, &b.rule, &b.subject)))
        });
        let failures = analyzed.iter().filter_map(|one| {
            let failure = one.analysis.failure.as_ref()?;
            Some(Failed {
                plugin: one.plugin.clone(),
                kind: failure.kind.clone(),
                message: failure.message.clone(),
            })
        });
        let unknown = unknown.iter().map(|cluster| Unknown {
            shape: cluster.shape.clone(),
            count: cluster.count,
            summary: cluster.sample.summary.clone().unwrap_or_default(),
            detail: cluster.sample.detail.clone().unwrap_or_default(),
            addresses: cluster.addresses.clone(),
        });
        Analysis {
            schema_version: 1,
            iteration,
            diagnoses,
            unknown: unknown.collect(),
            failures: failures.collect(),
            secondary: diagnostics.iter().filter(|one| one.root.is_some()).count() as u64,
        }
    }
}

fn said(diagnosis: &Diagnosis, times: &HashMap<&str, u64>) -> Said {
    let finding = &diagnosis.finding;
    // An analyzer may name a diagnostic twice.
    let explained: BTreeSet<&str> = diagnosis.explains.iter().map(String::as_str).collect();
    Said {
        plugin: finding.plugin.clone(),
        rule: finding.rule.clone(),
        severity: finding.severity.word().to_owned(),
        message: finding.message.clone(),
        subject: finding.subject.clone(),
        category: diagnosis.category.clone(),
        retry: diagnosis.retry.clone(),
        confidence: diagnosis.confidence,
        occurrences: explained.iter().filter_map(|print| times.get(print)).sum(),
        explains: diagnosis.explains.clone(),
        fixes: diagnosis
            .fixes
            .iter()
            .map(|fix| Proposed {
                kind: fix.kind.clone(),
                address: fix.address.clone(),
                path: fix.path.clone(),
                value: fix.value.clone(),
                reason: fix.reason.clone(),
            })
            .collect(),
    }
}

/// A decision in words: what was taken, in a line each.
pub(crate) fn taken(decision: &Decision) -> impl Iterator<Item = (&Entry, String)> {
    decision.accepted.iter().map(|entry| {
        let place = match entry.path.to_string() {
            path if path.is_empty() => entry.target.text().to_owned(),
            path => format!("{path} of {}", entry.target.text()),
        };
        (entry, format!("{} {place}", entry.kind))
    })
}
