//! What is said of a plugin that failed, and what stands in the results in its place.

use atg_core::metric::{Failure, MetricResult, Score};
use atg_plugins::PluginError;
use atg_plugins::catalog::PluginEntry;

use crate::errors::causes;

/// Frames that are shown to people; the report has all.
const FRAMES: usize = 5;

/// The result of a metric whose plugin could not be loaded.
pub(super) fn metric(entry: &PluginEntry, name: &str, error: &PluginError) -> Option<MetricResult> {
    let declared = entry.manifest.metrics().find(|metric| metric.name == name)?;
    let causes: String = causes(error).iter().map(|cause| format!(": {cause}")).collect();
    Some(MetricResult {
        plugin: entry.manifest.id.clone(),
        name: declared.name.clone(),
        title: declared.title.clone(),
        unit: declared.unit.clone(),
        direction: declared.direction,
        target: declared.target,
        warn: declared.warn,
        gate: declared.gate,
        weight: declared.weight,
        score: Score::Failed,
        parts: Vec::new(),
        exclusions: Vec::new(),
        findings: Vec::new(),
        failure: Some(Failure {
            kind: kind(error).to_owned(),
            message: format!("{error}{causes}"),
            hint: error.hint(),
            ..Failure::default()
        }),
    })
}

/// The word for a failure to load; those of calls bring their own.
fn kind(error: &PluginError) -> &str {
    match error {
        PluginError::Failed { failure, .. } => &failure.kind,
        PluginError::CompileLimit { .. } => "timeout",
        _ => "contract",
    }
}

/// A failure in one line, and where it happened.
pub(super) fn words(plugin: &str, what: &str, failure: &Failure, verbose: bool) -> (String, Vec<String>) {
    let mut text = format!("{what} failed ({}): {}", failure.kind, failure.message);
    if !what.contains(&format!("`{plugin}`")) {
        text = format!("plugin `{plugin}`: {text}");
    }
    let mut causes: Vec<String> = failure
        .subject
        .iter()
        .map(|subject| format!("it was at {subject}"))
        .collect();
    if verbose {
        causes.extend(failure.frames.iter().take(FRAMES).map(|frame| format!("in {frame}")));
    }
    // Everything here is the plugin's own words: none of them may begin a line.
    let line = |text: &String| text.replace('\n', " ");
    (line(&text), causes.iter().map(line).collect())
}
