//! Calling a plugin, and what it handed over.

use std::cell::RefCell;
use std::rc::Rc;

use super::{CaseFile, Comparison, Report, host};
use crate::{Analyzer, Diagnosis, Error, Finding, Formatter, Metric, roles};

/// What a metric handed over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measured {
    /// Matched of total, where it called `ratio`.
    pub ratio: Option<(u32, u32)>,
    /// The value, where it called `value`.
    pub value: Option<f64>,
    /// The reason, where it called `not_applicable`.
    pub not_applicable: Option<String>,
    /// The breakdown: dimension, key, matched, total.
    pub parts: Vec<(String, String, u32, u32)>,
    /// What was left out, and how often.
    pub exclusions: Vec<(String, u32)>,
    /// What it noticed.
    pub findings: Vec<Finding>,
}

/// Calls a metric.
///
/// # Errors
///
/// What the metric returns.
pub fn measure<P: Metric>(name: &str, comparison: Comparison) -> Result<Measured, Error> {
    let outcome = Rc::new(RefCell::new(Measured::default()));
    let (score, findings) = (host::Scorecard(outcome.clone()), host::Findings(outcome.clone()));
    roles::measure::<P>(name, host::Comparison(comparison.into()), score, findings)?;
    Ok(outcome.take())
}

/// Calls a formatter and gives the bytes that it wrote.
///
/// # Errors
///
/// What the formatter returns.
pub fn render<P: Formatter>(name: &str, report: Report) -> Result<Vec<u8>, Error> {
    let bytes = Rc::new(RefCell::new(Vec::new()));
    roles::render::<P>(name, host::Report(report.into()), host::Document(bytes.clone()))?;
    Ok(bytes.take())
}

/// Calls an analyzer and gives its diagnoses.
///
/// # Errors
///
/// What the analyzer returns.
pub fn analyze<P: Analyzer>(name: &str, case: CaseFile) -> Result<Vec<Diagnosis>, Error> {
    let diagnoses = Rc::new(RefCell::new(Vec::new()));
    roles::analyze::<P>(name, host::CaseFile(case.into()), host::Diagnoses(diagnoses.clone()))?;
    Ok(diagnoses.take())
}

/// Does something with settings, each as JSON, such as `("threshold", "0.9")`.
pub fn with_settings<T>(settings: &[(&str, &str)], work: impl FnOnce() -> T) -> T {
    let settings = settings
        .iter()
        .map(|(key, json)| ((*key).to_owned(), (*json).to_owned()))
        .collect();
    let before = host::SETTINGS.with(|current| current.replace(settings));
    let outcome = work();
    host::SETTINGS.with(|current| current.replace(before));
    outcome
}
