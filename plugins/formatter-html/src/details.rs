//! Members of a report that have no place of their own: matching, coverage, what changed, accepted drift, anything new.

use atg_sdk::json::Json;
use atg_sdk::sections;

use crate::escape;

/// Members of `summary` that stand elsewhere on the page.
const ELSEWHERE: [&str; 11] = [
    "fidelity", "by_type", "iterations", "changes", "schema_version", "timestamp", "metrics", "missing", "extra", "trend", "kind",
];

/// The rest of the summary.
pub(crate) fn section(summary: &Json) -> String {
    let Some(members) = summary.as_object() else { return list(summary) };
    let mut scalars = String::new();
    let mut lists = String::new();
    for (name, value) in members.iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str())) {
        let body = list(value);
        if body.is_empty() {
            continue;
        }
        if value.as_object().is_some() || value.as_array().is_some() {
            lists.push_str(&format!("<h3>{}</h3>\n{body}", escape::text(&sections::title_of(name))));
        } else {
            scalars.push_str(&entries(&[(name.replace('_', " "), sections::notes(value).pop().map(|(_, value)| value).unwrap_or_default())]));
        }
    }
    if scalars.is_empty() { lists } else { format!("<dl class=\"facts\">{scalars}</dl>\n{lists}") }
}

/// Anything as a list of names and values.
pub(crate) fn list(json: &Json) -> String {
    let lines = sections::notes(json);
    if lines.is_empty() { String::new() } else { format!("<dl class=\"facts\">{}</dl>\n", entries(&lines)) }
}

fn entries(lines: &[(String, String)]) -> String {
    lines.iter().map(|(name, value)| format!("<dt><bdi>{}</bdi></dt><dd><bdi>{}</bdi></dd>", escape::text(name), escape::text(value))).collect()
}
