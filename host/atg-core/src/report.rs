//! What is handed to a formatter: named facts, small sections of JSON, tables that grow with the estate.
//!
//! Knows nothing of formatters. Two reports of the same input are equal byte by byte but for the timestamp.

mod build;
mod figures;
mod iterations;
mod metrics;
mod redact;
mod summary;

pub(crate) use figures::{figures, published};
pub(crate) use summary::{scope, side};

use std::fmt;
use std::sync::Arc;

use crate::align::{Comparison, Status};
use crate::drift::AcceptedDrift;
use crate::fidelity::Fidelity;
use crate::filter::Filter;
use crate::iterations::IterationComparison;
use crate::mapping::Mapping;
use crate::metric::MetricResult;
use crate::table::Table;
use crate::trend::{Change, Record};
use crate::view;
use build::Builder;

/// A report.
#[derive(Debug, Default)]
pub struct Report {
    /// fidelity, comparison, iterations, trend.
    pub kind: &'static str,
    /// Title, what was asked for, and what the output is, by name.
    pub facts: Vec<(String, String)>,
    /// In the order of the report.
    pub sections: Vec<(String, Section)>,
}

/// One section of a report.
pub enum Section {
    /// A small section as JSON text.
    Json(String),
    /// A section that grows with the estate.
    Table(Arc<dyn Table>),
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Section::Json(text) => f.debug_tuple("Json").field(text).finish(),
            Section::Table(table) => f.debug_tuple("Table").field(&table.columns()).finish(),
        }
    }
}

impl Report {
    /// A section by its name.
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, section)| section)
    }

    /// A fact by its name.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What is left out of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Redaction {
    /// Nothing.
    None,
    /// What may be a secret.
    #[default]
    Minimal,
    /// All values of properties; subscriptions are replaced.
    Full,
}

impl Redaction {
    /// The word of `--redact`.
    pub const fn word(self) -> &'static str {
        match self {
            Redaction::None => "none",
            Redaction::Minimal => "minimal",
            Redaction::Full => "full",
        }
    }
}

/// What was asked for and where it goes.
#[derive(Debug, Clone, Default)]
pub struct Presentation {
    /// May be empty: the names of the scopes then make one.
    pub title: String,
    /// `--show-missing`.
    pub show_missing: bool,
    /// `--show-extra`.
    pub show_extra: bool,
    /// `--show-changed`.
    pub show_changed: bool,
    /// `--chart`.
    pub chart: bool,
    /// Whether the output is a terminal.
    pub terminal: bool,
    /// How wide it is, in columns.
    pub width: u16,
    /// Whether colour is wanted.
    pub color: bool,
    /// What is left out.
    pub redact: Redaction,
}

/// What decides what counts; shown in every report, so that nothing changes a figure unseen.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What was left of both sides.
    pub filter: &'a Filter,
    /// What is called differently in the target.
    pub mapping: &'a Mapping,
    /// What people accept.
    pub drift: &'a AcceptedDrift,
}

/// What a fidelity report is made of.
pub struct FidelityInput<'a> {
    /// Both sides.
    pub comparison: &'a Arc<Comparison>,
    /// The figures.
    pub fidelity: &'a Fidelity,
    /// The metrics, in the order of the report.
    pub metrics: &'a [MetricResult],
    /// What counts.
    pub options: Options<'a>,
    /// With `--track`: the records of the same scopes, this run's last.
    pub trend: Option<&'a [Record]>,
    /// With `--track`: what changed since the last record.
    pub change: Option<&'a Change>,
    /// When, RFC 3339.
    pub timestamp: &'a str,
    /// What was asked for.
    pub presentation: &'a Presentation,
}

/// What a comparison's report is made of.
pub struct ComparisonInput<'a> {
    /// Both sides.
    pub comparison: &'a Arc<Comparison>,
    /// What counts.
    pub options: Options<'a>,
    /// When, RFC 3339.
    pub timestamp: &'a str,
    /// What was asked for.
    pub presentation: &'a Presentation,
}

/// The report of `atg fidelity`: summary, by-type, metrics, missing, findings and trend.
pub fn fidelity(input: &FidelityInput<'_>) -> Report {
    let (comparison, presentation) = (input.comparison, input.presentation);
    let mut report = Builder::new("fidelity", Some(comparison), presentation);
    report.json("summary", summary::fidelity(input));
    let printed = |ratio| input.fidelity.printed(ratio);
    report.table("by-type", Arc::new(view::by_type_with(comparison, printed)));
    let metrics: Vec<_> = input.metrics.iter().map(metrics::metric).collect();
    report.json("metrics", metrics.into());
    report.resources("missing", Status::Missing);
    if presentation.show_extra {
        report.resources("extra", Status::Extra);
    }
    if presentation.show_changed {
        report.differences();
    }
    if input.metrics.iter().any(|metric| !metric.findings.is_empty()) {
        report.table(
            "findings",
            Arc::new(metrics::findings(input.metrics, presentation.redact)),
        );
    }
    if let Some(trend) = input.trend {
        report.json("trend", trend.iter().map(Record::shown).collect());
    }
    report.done()
}

/// The report of `atg compare`: summary, by-type, and of missing, extra and differences what was asked for.
pub fn comparison(input: &ComparisonInput<'_>) -> Report {
    let (comparison, presentation) = (input.comparison, input.presentation);
    let mut report = Builder::new("comparison", Some(comparison), presentation);
    report.json("summary", summary::comparison(input));
    report.table(
        "by-type",
        Arc::new(view::by_type_with(comparison, |ratio| ratio.printed(None))),
    );
    if presentation.show_missing {
        report.resources("missing", Status::Missing);
    }
    if presentation.show_extra {
        report.resources("extra", Status::Extra);
    }
    if presentation.show_changed {
        report.differences();
    }
    report.done()
}

/// The report of `atg compare-iterations`: summary and changes.
pub fn iterations(compared: Arc<IterationComparison>, timestamp: &str, presentation: &Presentation) -> Report {
    let mut report = Builder::new("iterations", None, presentation);
    let mut summary = compared.summary();
    summary["timestamp"] = timestamp.into();
    summary["kind"] = "iterations".into();
    report.json("summary", summary);
    report.table("changes", Arc::new(iterations::ChangesTable::new(compared)));
    report.done()
}

/// The report of `atg history`: summary and trend.
pub fn trend(records: &[Record], timestamp: &str, presentation: &Presentation) -> Report {
    let mut report = Builder::new("trend", None, presentation);
    let summary = serde_json::json!({
        "schema_version": 1,
        "timestamp": timestamp,
        "kind": "trend",
        "records": records.len(),
    });
    report.json("summary", summary);
    report.json("trend", records.iter().map(Record::shown).collect());
    report.done()
}
