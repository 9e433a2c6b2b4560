//! Members of a report that have no place of their own: matching, coverage, what changed, accepted drift, anything new.

use atg_sdk::json::Json;
use atg_sdk::sections;

use crate::escape;

/// Members of `summary` that stand elsewhere on the page.
const ELSEWHERE: [&str; 14] = [
    "change",
    "fidelity",
    "by_type",
    "iterations",
    "changes",
    "schema_version",
    "timestamp",
    "metrics",
    "missing",
    "extra",
    "trend",
    "kind",
    "objective",
    "gates",
];
/// Members of a side that stand at the top.
const COUNTS: [&str; 4] = ["resources", "relationships", "resource_groups", "resource_types"];

/// The rest of the summary.
pub(crate) fn section(summary: &Json) -> String {
    let Some(members) = summary.as_object() else {
        return list(summary);
    };
    let mut scalars = String::new();
    let mut lists = change(summary);
    for (name, value) in members.iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str())) {
        let body = match value
            .as_object()
            .filter(|_| matches!(name.as_str(), "source" | "target"))
        {
            Some(side) => list(&Json::Object(
                side.iter()
                    .filter(|(name, _)| !COUNTS.contains(&name.as_str()))
                    .cloned()
                    .collect(),
            )),
            None => list(value),
        };
        if body.is_empty() {
            continue;
        }
        if value.as_object().is_some() || value.as_array().is_some() {
            lists.push_str(&format!("<h3>{}</h3>\n{body}", escape::text(&sections::title_of(name))));
        } else {
            scalars.push_str(&entries(&[(
                name.replace('_', " "),
                sections::notes(value).pop().map(|(_, value)| value).unwrap_or_default(),
            )]));
        }
    }
    if scalars.is_empty() {
        lists
    } else {
        format!("<dl class=\"facts\">{scalars}</dl>\n{lists}")
    }
}

/// What changed since the last record.
fn change(summary: &Json) -> String {
    let Some(change) = sections::change(summary).filter(|change| !change.lines.is_empty()) else {
        return String::new();
    };
    format!(
        "<h3>Since the last record</h3>\n<p class=\"lead\">That was {}.</p>\n<dl class=\"facts\">{}</dl>\n",
        escape::text(&change.since),
        entries(&change.lines)
    )
}

/// Anything as a list of names and values.
pub(crate) fn list(json: &Json) -> String {
    let lines = sections::notes(json);
    if lines.is_empty() {
        String::new()
    } else {
        format!("<dl class=\"facts\">{}</dl>\n", entries(&lines))
    }
}

fn entries(lines: &[(String, String)]) -> String {
    lines
        .iter()
        .map(|(name, value)| {
            format!(
                "<dt><bdi>{}</bdi></dt><dd><bdi>{}</bdi></dd>",
                escape::text(name),
                escape::text(value)
            )
        })
        .collect()
}
