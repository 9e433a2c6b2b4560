//! The metrics as JSON, and what they noticed as a table.

use serde_json::{Value, json};

use super::Redaction;
use crate::metric::{Finding, MetricResult, Score};
use crate::sensitive::REDACTED_TEXT;
use crate::table::{Cell, MemoryTable};

/// Dimensions whose keys are no values of properties.
const OPEN_DIMENSIONS: [&str; 5] = ["type", "resource-group", "path", "relationship", "status"];

/// One item of the section `metrics`.
pub(super) fn metric(metric: &MetricResult) -> Value {
    let ratio = match &metric.score {
        Score::Ratio(ratio) => Some(*ratio),
        _ => None,
    };
    let parts = metric.parts.iter().map(
        |part| json!({"dimension": part.dimension, "key": part.key, "matched": part.matched, "total": part.total}),
    );
    let exclusions = metric
        .exclusions
        .iter()
        .map(|(reason, count)| json!({"reason": reason, "count": count}));
    let mut json = json!({
        "plugin": metric.plugin,
        "name": metric.name,
        "title": metric.title,
        "unit": metric.unit,
        "direction": metric.direction.word(),
        "value": metric.printed(),
        "matched": ratio.map(|ratio| ratio.matched),
        "total": ratio.map(|ratio| ratio.total),
        "target": metric.target,
        "warn": metric.warn,
        "gate": metric.gate,
        "weight": metric.weight,
        "standing": metric.standing().word(),
        "parts": parts.collect::<Vec<_>>(),
        "exclusions": exclusions.collect::<Vec<_>>(),
        "findings": metric.findings.iter().map(finding).collect::<Vec<_>>(),
        "failure": null,
    });
    if let Score::NotApplicable(reason) = &metric.score {
        json["reason"] = reason.as_str().into();
    }
    if let Some(failure) = &metric.failure {
        json["failure"] = json!({
            "kind": failure.kind,
            "message": failure.message,
            "subject": failure.subject,
            "frames": failure.frames,
            "hint": failure.hint,
        });
    }
    json
}

fn finding(finding: &Finding) -> Value {
    let attributes = finding
        .attributes
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    json!({
        "rule": finding.rule,
        "severity": finding.severity.word(),
        "message": finding.message,
        "subject": finding.subject,
        "attributes": attributes.collect::<serde_json::Map<_, _>>(),
    })
}

/// Leaves out of the section `metrics` what a plugin may have made of values of properties: its own words, and keys of
/// breakdowns by anything but type, group, path.
pub(super) fn hide_values(metrics: &mut Value) {
    let items = |json: &mut Value, name: &str| match json.get_mut(name) {
        Some(Value::Array(items)) => std::mem::take(items),
        _ => Vec::new(),
    };
    for metric in metrics.as_array_mut().into_iter().flatten() {
        let mut findings = items(metric, "findings");
        for finding in &mut findings {
            finding["message"] = REDACTED_TEXT.into();
            for (_, value) in finding["attributes"].as_object_mut().into_iter().flatten() {
                *value = REDACTED_TEXT.into();
            }
        }
        metric["findings"] = findings.into();
        let mut parts = items(metric, "parts");
        for part in &mut parts {
            if !OPEN_DIMENSIONS.contains(&part["dimension"].as_str().unwrap_or_default()) {
                part["key"] = REDACTED_TEXT.into();
            }
        }
        metric["parts"] = parts.into();
        if let Some(message) = metric.pointer_mut("/failure/message") {
            *message = REDACTED_TEXT.into();
        }
        if let Some(reason) = metric.get_mut("reason") {
            *reason = REDACTED_TEXT.into();
        }
    }
}

/// What all metrics noticed: plugin, metric, rule, severity, message, subject.
pub(super) fn findings(metrics: &[MetricResult], redact: Redaction) -> MemoryTable {
    const COLUMNS: [&str; 6] = ["plugin", "metric", "rule", "severity", "message", "subject"];
    let all = metrics
        .iter()
        .flat_map(|metric| metric.findings.iter().map(move |finding| (metric, finding)));
    let rows = all.map(|(metric, finding)| {
        let message = match redact {
            Redaction::Full => Cell::Redacted,
            Redaction::None | Redaction::Minimal => finding.message.as_str().into(),
        };
        vec![
            finding.plugin.as_str().into(),
            metric.name.as_str().into(),
            finding.rule.as_str().into(),
            finding.severity.word().into(),
            message,
            finding.subject.as_deref().map_or(Cell::Absent, Cell::from),
        ]
    });
    MemoryTable::new(COLUMNS, rows)
}
