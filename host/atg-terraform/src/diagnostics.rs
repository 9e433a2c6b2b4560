//! What Terraform and its providers complain of, as diagnostics.
//!
//! The snippets of source that Terraform adds are left out: a configuration of one line is the whole file, with all that is
//! in it. One complaint stays one diagnostic, also where a provider lists many problems in it.

mod address;
mod fingerprint;
mod service;
mod shape;
#[cfg(test)]
mod tests;
mod text;

use atg_core::diagnosis::Diagnostic;
use hashbrown::{HashMap, HashSet};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use address::{resource_type, without_key};
pub use service::{ServiceError, service_error};
pub use shape::{Cluster, cluster, shape};
pub use text::reported_in_text;

use crate::events::{Hook, Transcript};

/// A complaint in Terraform's own form, of `validate -json` or of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reported {
    /// error or warning.
    pub severity: String,
    /// One line, usually.
    pub summary: String,
    /// All of it; may be empty.
    pub detail: String,
    /// The resource's address, where Terraform gives it.
    pub address: Option<String>,
    /// Where in the configuration.
    pub range: Option<Range>,
    /// What surrounds that place.
    pub snippet: Option<Snippet>,
}

/// A place in the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Range {
    /// The file, relative to the folder.
    pub filename: String,
    /// Its beginning.
    pub start: Position,
}

/// A position in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Position {
    /// From 1.
    pub line: u64,
    /// From 1.
    pub column: u64,
}

/// What surrounds a place, without the code itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Snippet {
    /// The block, as `resource "TYPE" "NAME"` or `resource.TYPE.NAME.path`.
    pub context: Option<String>,
}

/// A complaint as a diagnostic of `phase` (init, validate, plan, apply, …), with a fingerprint.
pub fn diagnostic(phase: &str, reported: &Reported) -> Diagnostic {
    // Terraform puts whole paragraphs into some summaries.
    let (summary, more) = reported
        .summary
        .trim()
        .split_once('\n')
        .unwrap_or((reported.summary.trim(), ""));
    let detail = format!("{more}\n{}", reported.detail);
    let context = reported.snippet.as_ref().and_then(|snippet| snippet.context.as_deref());
    let address = reported
        .address
        .clone()
        .filter(|address| !address.is_empty())
        .or_else(|| context.and_then(address::of_context));
    let range = reported.range.as_ref().filter(|range| !range.filename.is_empty());
    let service = service_error(&format!("{summary}\n{detail}"));
    let severity = if reported.severity == "warning" {
        "warning"
    } else {
        "error"
    };
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut diagnostic = Diagnostic {
        phase: text(phase),
        severity: text(severity),
        code: service.code,
        http_status: service.status.map(|status| status.to_string()),
        summary: text(summary.trim()),
        detail: text(detail.trim()),
        resource_type: address.as_deref().and_then(resource_type).map(str::to_owned),
        address,
        file: range.map(|range| range.filename.clone()),
        line: range.map(|range| range.start.line.to_string()),
        ..Diagnostic::default()
    };
    diagnostic.fingerprint = Some(fingerprint::of(&diagnostic));
    diagnostic
}

/// The diagnostics of a whole stream: equal ones once with their number, and one for each resource that failed without a
/// reason.
pub fn of_transcript(phase: &str, transcript: &Transcript) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = transcript
        .reported
        .iter()
        .map(|reported| diagnostic(phase, reported))
        .collect();
    let explained: HashSet<&str> = transcript
        .reported
        .iter()
        .filter_map(|reported| reported.address.as_deref())
        .collect();
    let silent: Vec<Diagnostic> = transcript
        .errored
        .iter()
        .filter(|hook| !explained.contains(hook.resource.addr.as_str()))
        .map(|hook| without_reason(phase, hook))
        .collect();
    diagnostics.extend(silent);
    merged(diagnostics)
}

fn without_reason(phase: &str, hook: &Hook) -> Diagnostic {
    let action = hook.action.as_deref().unwrap_or("change");
    diagnostic(
        phase,
        &Reported {
            severity: "error".to_owned(),
            summary: format!("{action} failed and Terraform gave no reason"),
            address: Some(hook.resource.addr.clone()),
            ..Reported::default()
        },
    )
}

/// Equal diagnostics (by fingerprint) once, where the first was, with how often they came.
pub fn merged(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut counts: Vec<u64> = Vec::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        let diagnostic = diagnostic.fingerprinted();
        let count = diagnostic.times();
        let fingerprint = diagnostic.fingerprint.clone().unwrap_or_default();
        match places.get(&fingerprint) {
            Some(place) => counts[*place] += count,
            None => {
                places.insert(fingerprint, kept.len());
                counts.push(count);
                kept.push(diagnostic);
            }
        }
    }
    for (diagnostic, count) in kept.iter_mut().zip(counts) {
        diagnostic.occurrences = Some(count.to_string());
    }
    kept
}

/// Removes from Terraform's JSON what quotes the configuration: the code of snippets and the values in it. What is written
/// to disk or shown goes through here.
pub fn without_code(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_code),
        Value::Object(object) => {
            if let Some(Value::Object(snippet)) = object.get_mut("snippet") {
                snippet.retain(|name, _| name == "context" || name == "start_line");
            }
            object.values_mut().for_each(without_code);
        }
        _ => {}
    }
}
