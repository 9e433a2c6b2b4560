//! Iterations side by side, a column each.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, Iteration};

use crate::markup::{head, heading, row, text};

/// The section, for summaries that have iterations.
pub(crate) fn section(summary: &Json, out: &mut String) {
    let iterations = sections::iterations(summary);
    if iterations.is_empty() {
        return;
    }
    heading("Side by side", out);
    let heads: Vec<String> = iterations.iter().map(|one| one.number.to_string() + ":").collect();
    let heads: Vec<&str> = std::iter::once("Iteration")
        .chain(heads.iter().map(String::as_str))
        .collect();
    head(&heads, out);
    let count = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), sections::count);
    let mut line = |name: &str, of: &dyn Fn(&Iteration) -> String| {
        row(std::iter::once(name.to_owned()).chain(iterations.iter().map(of)), out);
    };
    line("Resources", &|one| count(one.resources));
    line("Types", &|one| count(one.types));
    line("Yield", &|one| {
        one.yield_percent
            .map_or_else(|| "–".to_owned(), |percent| sections::percent(percent) + " %")
    });
    for stage in stages(&iterations) {
        let name = ["Errors of ", &text(&stage)].concat();
        line(&name, &|one| {
            count(
                one.errors
                    .iter()
                    .find(|(name, _)| *name == stage)
                    .map(|(_, errors)| *errors),
            )
        });
    }
    line("Content", &|one| match (&one.same_as, &one.digest) {
        (Some(number), _) => ["same as ", &number.to_string()].concat(),
        (None, Some(digest)) => text(&digest.chars().take(10).collect::<String>()),
        (None, None) => "–".to_owned(),
    });
    let changes = sections::iteration_changes(summary);
    if !changes.is_empty() {
        heading("What each changed", out);
        for change in &changes {
            out.push_str("- ");
            out.push_str(&text(&change.text));
            out.push('\n');
        }
    }
    types(&iterations, &heads, out);
}

/// The stages that any iteration has recorded, by name.
fn stages(iterations: &[Iteration]) -> Vec<String> {
    let mut stages: Vec<String> = iterations
        .iter()
        .flat_map(|one| &one.errors)
        .map(|(stage, _)| stage.clone())
        .collect();
    stages.sort_unstable();
    stages.dedup();
    stages
}

/// How many resources of each type, for types that are not the same everywhere first.
fn types(iterations: &[Iteration], heads: &[&str], out: &mut String) {
    let mut names: Vec<&str> = iterations
        .iter()
        .flat_map(|one| &one.by_type)
        .map(|(name, _)| name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return;
    }
    let counts = |name: &str| -> Vec<u64> {
        let of = |one: &Iteration| {
            one.by_type
                .iter()
                .find(|(other, _)| other == name)
                .map_or(0, |(_, count)| *count)
        };
        iterations.iter().map(of).collect()
    };
    let mut rows: Vec<(&str, Vec<u64>)> = names.into_iter().map(|name| (name, counts(name))).collect();
    rows.sort_by_key(|(_, counts)| counts.windows(2).all(|two| two[0] == two[1]));
    heading("Resources by type", out);
    let heads: Vec<&str> = std::iter::once("Type").chain(heads.iter().skip(1).copied()).collect();
    head(&heads, out);
    for (name, counts) in rows {
        row(
            std::iter::once(text(name)).chain(counts.into_iter().map(sections::count)),
            out,
        );
    }
}
