//! What changed since the last record of the same two scopes.

use super::text::{count, percent};
use super::trend::time;
use crate::json::Json;

/// How many ids, types and reasons a line names; the JSON has all.
const NAMED: usize = 5;

/// What changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// When the last record was taken, as people read it.
    pub since: String,
    /// Lines of a name and a value, the telling ones first.
    pub lines: Vec<(String, String)>,
}

/// What changed, where the summary says so.
pub fn change(summary: &Json) -> Option<Change> {
    let change = summary.get("change").filter(|change| change.as_object().is_some())?;
    let mut lines = Vec::new();
    let mut add = |name: &str, value: String| lines.push((name.to_owned(), value));
    if let Some(value) = moved(change.get("overall"), |json| {
        json.as_f64().map(|value| percent(value) + " %")
    }) {
        add("overall", value);
    }
    if let Some(value) = moved(change.get("missing_resources"), |json| json.as_u64().map(count)) {
        add("missing", value);
    }
    for reason in items(change, "why").iter().filter_map(Json::as_str) {
        add("why", reason.to_owned());
    }
    for (name, title) in [("went_missing", "went missing"), ("gained", "gained")] {
        if let Some(value) = change.get(name).and_then(resources) {
            add(title, value);
        }
    }
    if let Some(left) = change.get("no_longer_in_source").and_then(Json::as_u64) {
        add("no longer in the source", count(left));
    }
    let types = items(change, "by_type");
    for row in types.iter().take(NAMED) {
        let of = |name: &str| moved(row.get(name), |json| json.as_u64().map(count));
        if let (Some(name), Some(matched), Some(total)) =
            (row.get("type").and_then(Json::as_str), of("matched"), of("total"))
        {
            add(name, [&matched, " of ", &total].concat());
        }
    }
    if types.len() > NAMED {
        add("further types that changed", count((types.len() - NAMED) as u64));
    }
    let since = change.get("since").and_then(Json::as_str).map(time).unwrap_or_default();
    Some(Change { since, lines })
}

fn items<'a>(json: &'a Json, name: &str) -> &'a [Json] {
    json.get(name).and_then(Json::as_array).unwrap_or(&[])
}

/// `30.8 % → 94.9 %`, or one of them where they are equal.
fn moved(json: Option<&Json>, print: impl Fn(&Json) -> Option<String>) -> Option<String> {
    let of = |name: &str| json?.get(name).and_then(&print);
    match (of("before"), of("now")) {
        (None, None) => None,
        (Some(before), Some(now)) if before == now => Some(now),
        (before, now) => Some(
            [
                &before.unwrap_or_else(|| "–".into()),
                " → ",
                &now.unwrap_or_else(|| "–".into()),
            ]
            .concat(),
        ),
    }
}

/// How many resources, and the first of them.
fn resources(json: &Json) -> Option<String> {
    let all = json.get("count")?.as_u64().filter(|all| *all > 0)?;
    let ids: Vec<&str> = items(json, "ids").iter().filter_map(Json::as_str).take(NAMED).collect();
    let more = if all > ids.len() as u64 && !ids.is_empty() {
        ", …"
    } else {
        ""
    };
    let named = if ids.is_empty() {
        String::new()
    } else {
        [": ", &ids.join(", "), more].concat()
    };
    Some(count(all) + &named)
}
