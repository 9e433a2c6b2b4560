//! What a figure does not say: what changed since the last record, what was not in sight, what was left out on purpose.

use atg_sdk::json::Json;
use atg_sdk::sections;

use crate::page::{Page, Style};

/// How many types that cannot be compared are named.
const TYPES: usize = 5;
/// How many notes on reading a side are shown.
const NOTED: usize = 8;

pub(crate) fn section(summary: &Json, page: &mut Page) {
    if let Some(change) = sections::change(summary).filter(|change| !change.lines.is_empty()) {
        page.heading("Since the last record", &change.since);
        for (name, value) in change.lines {
            page.wrap(Style::Plain, &[name.as_str(), ": ", &value].concat(), 2);
        }
    }
    if let Some(options) = summary.get("options") {
        notes("Options", options, page);
    }
    let coverage = sections::coverage(summary);
    let seen = ["source", "target"].map(|side| (side, seen(summary, side)));
    if coverage == sections::Coverage::default() && seen.iter().all(|(_, told)| told.is_empty()) {
        return;
    }
    page.heading("Coverage", "");
    for (name, source, target) in coverage.not_comparable.iter().take(TYPES) {
        let sides = [
            " is not comparable: ",
            &sections::count(*source),
            " in the source, ",
            &sections::count(*target),
            " in the target",
        ];
        page.wrap(Style::Plain, &[name.as_str(), &sides.concat()].concat(), 2);
    }
    if coverage.not_comparable.len() > TYPES {
        let left = sections::count((coverage.not_comparable.len() - TYPES) as u64);
        page.to(2)
            .add(
                Style::Dim,
                &["… and ", &left, " more types that one side could not list"].concat(),
            )
            .end();
    }
    for (side, told) in seen.iter().filter(|(_, told)| !told.is_empty()) {
        page.wrap(Style::Plain, &["In the ", side, ": ", told].concat(), 2);
    }
    if !coverage.out_of_scope.is_empty() {
        page.wrap(
            Style::Dim,
            &["Out of scope: ", &coverage.out_of_scope.join(", ")].concat(),
            2,
        );
    }
}

/// What reading one side met: duplicates, what was cut off, what was not listed.
fn seen(summary: &Json, side: &str) -> String {
    let of = |json: &Json| Some(sections::notes(json.get("coverage")?.get(side)?));
    let lines = of(summary).unwrap_or_default();
    let shown = lines.iter().take(NOTED).map(|(name, value)| {
        let is_count = value.starts_with(|first: char| first.is_ascii_digit());
        [name.as_str(), if is_count { " " } else { ": " }, value].concat()
    });
    let more = lines.len().saturating_sub(NOTED);
    let more = (more > 0).then(|| [&sections::count(more as u64), " more"].concat());
    shown.chain(more).collect::<Vec<_>>().join("; ")
}

/// Anything as lines of a name and a value.
pub(crate) fn notes(title: &str, json: &Json, page: &mut Page) {
    let lines = sections::notes(json);
    if lines.is_empty() {
        return;
    }
    page.heading(title, "");
    for (name, value) in lines {
        let text = if name.is_empty() {
            value
        } else {
            [name.as_str(), ": ", &value].concat()
        };
        page.wrap(Style::Plain, &text, 2);
    }
}
