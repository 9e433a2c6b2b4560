//! The three roles of a plugin, and how a call from the host reaches one.

use crate::bindings::atg::plugin::types::PluginError;
use crate::{Comparison, Diagnoses, Document, Error, Evidence, Findings, Report, Scorecard, host};

/// Measures how faithful a replica is, in one respect or several.
pub trait Metric {
    /// Measures; `name` is one of the manifest's `[[provides]]`.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from measuring: the run goes on without it and tells the user.
    fn measure(name: &str, comparison: &Comparison, score: &Scorecard, findings: &Findings) -> Result<(), Error>;
}

/// Renders a report.
pub trait Formatter {
    /// Renders; `name` is one of the manifest's `[[provides]]`.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from rendering: what it wrote is thrown away, and the user is told.
    fn render(name: &str, report: &Report, document: &Document) -> Result<(), Error>;
}

/// Says what diagnostics mean and how they are mended.
pub trait Analyzer {
    /// Analyzes; `name` is one of the manifest's `[[provides]]`.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from analyzing: the run goes on without it and tells the user.
    fn analyze(name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error>;
}

/// A call of a metric.
pub(crate) fn measure<P: Metric>(
    name: &str,
    comparison: host::Comparison,
    score: host::Scorecard,
    findings: host::Findings,
) -> Result<(), PluginError> {
    host::begin();
    let findings = Findings::new(findings);
    P::measure(name, &Comparison::new(comparison), &Scorecard::new(score), &findings)?;
    end(findings.flush())
}

/// A call of a formatter.
pub(crate) fn render<P: Formatter>(
    name: &str,
    report: host::Report,
    document: host::Document,
) -> Result<(), PluginError> {
    host::begin();
    Ok(P::render(name, &Report::new(report), &Document::new(document))?)
}

/// A call of an analyzer.
pub(crate) fn analyze<P: Analyzer>(
    name: &str,
    evidence: host::CaseFile,
    diagnoses: host::Diagnoses,
) -> Result<(), PluginError> {
    host::begin();
    let diagnoses = Diagnoses::new(diagnoses);
    P::analyze(name, &Evidence::new(evidence), &diagnoses)?;
    end(diagnoses.flush())
}

/// A host that takes no more tells the user so itself; that is no failure of the plugin.
fn end(flushed: Result<(), Error>) -> Result<(), PluginError> {
    match flushed {
        Err(error) if error.code != "too-large" => Err(error.into()),
        _ => Ok(()),
    }
}
