//! What a golden case of a metric or analyzer holds: the result as JSON that people can read and write.

use atg_core::metric::{Failure, Finding, MetricResult, Score};
use serde_json::{Value, json};

use atg_core::diagnosis::{Analysis, Diagnosis, Fix};

/// The results of one case, by name; members are sorted, so the text depends on nothing but the results.
pub(super) fn metrics(results: &[MetricResult]) -> String {
    let mut metrics = serde_json::Map::new();
    for result in results {
        metrics.insert(result.name.clone(), metric(result));
    }
    text(&json!({ "metrics": metrics }))
}

/// What analyzers made of one case, by name.
pub(super) fn analyses(results: &[(String, Analysis)]) -> String {
    let mut analyzers = serde_json::Map::new();
    for (name, analysis) in results {
        let mut value = json!({ "diagnoses": analysis.diagnoses.iter().map(diagnosis).collect::<Vec<_>>() });
        if let Some(failure) = &analysis.failure {
            value["failed"] = failed(failure);
        }
        analyzers.insert(name.clone(), value);
    }
    text(&json!({ "analyzers": analyzers }))
}

fn diagnosis(diagnosis: &Diagnosis) -> Value {
    let mut value = json!({
        "finding": finding(&diagnosis.finding),
        "category": diagnosis.category,
        "retry": diagnosis.retry,
        "confidence": diagnosis.confidence,
    });
    if !diagnosis.explains.is_empty() {
        value["explains"] = json!(diagnosis.explains);
    }
    if !diagnosis.fixes.is_empty() {
        value["fixes"] = diagnosis.fixes.iter().map(fix).collect();
    }
    value
}

fn fix(fix: &Fix) -> Value {
    let mut value = json!({ "kind": fix.kind, "address": fix.address, "reason": fix.reason });
    for (name, text) in [("path", &fix.path), ("value", &fix.value)] {
        if !text.is_empty() {
            value[name] = json!(text);
        }
    }
    if !fix.attributes.is_empty() {
        value["attributes"] = json!(fix.attributes);
    }
    value
}

/// Pretty, with a line end.
fn text(value: &Value) -> String {
    // Values made of strings and finite numbers always have a text.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn metric(result: &MetricResult) -> Value {
    let mut value = json!({ "score": score(result) });
    let parts: Vec<_> = result
        .parts
        .iter()
        .map(|part| json!([part.dimension, part.key, part.matched, part.total]))
        .collect();
    let exclusions: Vec<_> = result
        .exclusions
        .iter()
        .map(|(reason, count)| json!([reason, count]))
        .collect();
    let findings: Vec<_> = result.findings.iter().map(finding).collect();
    for (name, list) in [("parts", parts), ("exclusions", exclusions), ("findings", findings)] {
        if !list.is_empty() {
            value[name] = Value::Array(list);
        }
    }
    value
}

fn score(result: &MetricResult) -> Value {
    match &result.score {
        Score::Ratio(ratio) => json!({ "matched": ratio.matched, "total": ratio.total }),
        Score::Value(number) => json!({ "value": number }),
        Score::NotApplicable(reason) => json!({ "not_applicable": reason }),
        Score::Failed => json!({ "failed": result.failure.as_ref().map(failed) }),
    }
}

/// Frames and hints change with the compiler and with atg; kind and message are the plugin's own.
fn failed(failure: &Failure) -> Value {
    json!({ "kind": failure.kind, "message": failure.message })
}

fn finding(finding: &Finding) -> Value {
    let mut value = json!({
        "rule": finding.rule,
        "severity": finding.severity.word(),
        "message": finding.message,
    });
    if let Some(subject) = &finding.subject {
        value["subject"] = json!(subject);
    }
    if !finding.attributes.is_empty() {
        value["attributes"] = json!(finding.attributes);
    }
    value
}
