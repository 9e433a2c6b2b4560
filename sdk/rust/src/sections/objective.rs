//! What was asked for: the gates, and the criteria of an objective.

use super::text::percent;
use crate::json::Json;

/// A metric whose own target must be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// The metric's name.
    pub name: String,
    /// met, missed, unknown, not-applicable.
    pub standing: String,
    /// Why it is unknown.
    pub reason: Option<String>,
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Line in the document.
    pub line: u64,
    /// As people wrote it.
    pub text: String,
    /// How it was read.
    pub reading: String,
    /// met, missed, unknown; empty for one that does not count.
    pub standing: String,
    /// What is the case, in words, or why nobody knows; may be empty.
    pub value: String,
}

/// The document that says what is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objective {
    /// Where it was read.
    pub path: String,
    /// None where it is not known, which is not met.
    pub met: Option<bool>,
    /// What counts.
    pub criteria: Vec<Criterion>,
    /// What is shown and does not count.
    pub weaker: Vec<Criterion>,
    /// Lines that look like a target and were not read as one, with their number.
    pub ignored: Vec<(u64, String)>,
}

/// The gates of a run.
pub fn gates(summary: &Json) -> Vec<Gate> {
    let gates = summary.get("gates").and_then(Json::as_array).unwrap_or(&[]);
    let gate = |json: &Json| Gate {
        name: text(json, "name"),
        standing: text(json, "standing"),
        reason: json.get("reason").and_then(Json::as_str).map(str::to_owned),
    };
    gates.iter().map(gate).collect()
}

/// The objective, where one was checked.
pub fn objective(summary: &Json) -> Option<Objective> {
    let objective = summary
        .get("objective")
        .filter(|objective| objective.as_object().is_some())?;
    let list = |name: &str| {
        objective
            .get(name)
            .and_then(Json::as_array)
            .unwrap_or(&[])
            .iter()
            .map(criterion)
            .collect()
    };
    Some(Objective {
        path: text(objective, "path"),
        met: objective.get("met").and_then(Json::as_bool),
        criteria: list("criteria"),
        weaker: list("weaker"),
        ignored: list("ignored").into_iter().map(|one| (one.line, one.text)).collect(),
    })
}

fn criterion(json: &Json) -> Criterion {
    Criterion {
        line: json.get("line").and_then(Json::as_u64).unwrap_or(0),
        text: text(json, "text"),
        reading: text(json, "reading"),
        standing: text(json, "standing"),
        value: match json.get("value") {
            Some(Json::String(value)) if !value.is_empty() => value.clone(),
            Some(Json::Number(text)) => json
                .get("value")
                .and_then(Json::as_f64)
                .map_or_else(|| text.clone(), trimmed),
            Some(Json::Bool(value)) => value.to_string(),
            _ => text(json, "reason"),
        },
    }
}

/// Whole numbers stay whole.
fn trimmed(value: f64) -> String {
    let text = percent(value);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn text(json: &Json, name: &str) -> String {
    json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}
