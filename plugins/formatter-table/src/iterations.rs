//! Iterations side by side, a column each, and what each changed.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, Iteration};

use crate::fit::wide;
use crate::page::{Page, Style};

pub(crate) fn section(summary: &Json, page: &mut Page) {
    let iterations = sections::iterations(summary);
    if iterations.is_empty() {
        return;
    }
    let mut stages: Vec<&str> = iterations
        .iter()
        .flat_map(|one| &one.errors)
        .map(|(stage, _)| stage.as_str())
        .collect();
    stages.sort_unstable();
    stages.dedup();
    let heads: Vec<String> = ["Iteration", "Resources", "Types", "Yield"]
        .map(str::to_owned)
        .into_iter()
        .collect();
    let heads: Vec<String> = heads
        .into_iter()
        .chain(stages.iter().map(|stage| ["Errors (", stage, ")"].concat()))
        .chain(std::iter::once("Content".to_owned()))
        .collect();
    let columns: Vec<Vec<String>> = iterations.iter().map(|one| column(one, &stages)).collect();
    let label = heads.iter().map(|head| wide(head)).max().unwrap_or(0).min(24);

    // As many columns as fit stand beside one another; the next ones follow below.
    let mut rest = columns.as_slice();
    while !rest.is_empty() {
        let (mut used, mut taken) = (label, 0);
        let widths: Vec<usize> = rest
            .iter()
            .map(|column| column.iter().map(|text| wide(text)).max().unwrap_or(0).max(6))
            .collect();
        while taken < rest.len() && (taken == 0 || used + 3 + widths[taken] <= page.width()) {
            used += 3 + widths[taken];
            taken += 1;
        }
        page.end();
        for (at, head) in heads.iter().enumerate() {
            page.left(if at == 0 { Style::Bold } else { Style::Plain }, head, label);
            for (column, width) in rest.iter().zip(&widths).take(taken) {
                let text = column.get(at).map_or("", String::as_str);
                page.space(3)
                    .right(if at == 0 { Style::Bold } else { Style::Plain }, text, *width);
            }
            page.end();
        }
        rest = &rest[taken..];
    }
    let changes = sections::iteration_changes(summary);
    if !changes.is_empty() {
        page.heading("What each changed", "");
        changes
            .iter()
            .for_each(|change| page.wrap(Style::Plain, &change.text, 2));
    }
}

/// What stands below one another.
fn column(one: &Iteration, stages: &[&str]) -> Vec<String> {
    let count = |value: Option<u64>| value.map_or_else(|| "-".to_owned(), sections::count);
    let mut cells = vec![
        one.number.to_string(),
        count(one.resources),
        count(one.types),
        one.yield_percent
            .map_or_else(|| "-".to_owned(), |percent| sections::percent(percent) + " %"),
    ];
    cells.extend(stages.iter().map(|stage| {
        count(
            one.errors
                .iter()
                .find(|(name, _)| name == stage)
                .map(|(_, errors)| *errors),
        )
    }));
    cells.push(match (one.same_as, &one.digest) {
        (Some(number), _) => ["as ", &number.to_string()].concat(),
        (None, Some(digest)) => digest.chars().take(8).collect(),
        (None, None) => "-".to_owned(),
    });
    cells
}
