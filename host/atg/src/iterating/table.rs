//! What rounds came to, for people.

use std::collections::BTreeMap;

use atg_workflow::analysis::HeldBack;
use atg_workflow::round::Round;

use crate::listing::{Column, count, lines, wrapped};

/// How many fixes that wait are shown.
const SHOWN: usize = 10;

/// `1 resource`, `1,674 resources`.
pub(crate) fn resources(number: u64) -> String {
    if number == 1 {
        "1 resource".to_owned()
    } else {
        format!("{} resources", count(number))
    }
}

/// A line a round: resources, yield, errors by stage, fixes, digest, verdict.
pub(crate) fn rounds(rounds: &[Round]) -> Vec<String> {
    let columns = [
        Column::Right("ROUND"),
        Column::Right("RESOURCES"),
        Column::Right("YIELD"),
        Column::Right("REACHES"),
        Column::Left("ERRORS"),
        Column::Right("FIXES"),
        Column::Left("DIGEST"),
        Column::Left("VERDICT"),
    ];
    let rows: Vec<Vec<String>> = rounds.iter().map(row).collect();
    lines(&columns, &rows)
}

fn row(round: &Round) -> Vec<String> {
    let overall = round.expected.as_ref().and_then(|expected| expected.overall);
    let errors: Vec<String> = round
        .errors
        .iter()
        .map(|(stage, count)| format!("{stage} {count}"))
        .collect();
    vec![
        round.iteration.to_string(),
        count(round.resources),
        format!("{}/{}", round.kept(), round.source_resources),
        overall.map_or_else(|| "–".to_owned(), |overall| format!("{overall:.1} %")),
        if errors.is_empty() {
            "–".to_owned()
        } else {
            errors.join(", ")
        },
        round.fixes.taken.to_string(),
        round.digest.chars().take(8).collect(),
        round.verdict.words().to_owned(),
    ]
}

/// Fixes that wait for a person, the same ones once.
pub(crate) fn held_back(fixes: &[HeldBack], width: usize) -> Vec<String> {
    let mut grouped: BTreeMap<(&str, &str, &str), Vec<&HeldBack>> = BTreeMap::new();
    for fix in fixes {
        grouped.entry((&fix.effect, &fix.kind, &fix.why)).or_default().push(fix);
    }
    let mut lines = Vec::new();
    for ((effect, kind, why), fixes) in grouped.iter().take(SHOWN) {
        let first = &fixes[0];
        let place = if first.path.is_empty() {
            first.target.clone()
        } else {
            format!("{} of {}", first.path, first.target)
        };
        let more = if fixes.len() > 1 {
            format!(", and {} more", fixes.len() - 1)
        } else {
            String::new()
        };
        let text = format!("{effect}: {kind} {place}{more} ({}): {why}", first.plugin);
        lines.push(format!("  {}", wrapped(&text, width, 4)));
    }
    if grouped.len() > SHOWN {
        lines.push(format!("  and {} more kinds", grouped.len() - SHOWN));
    }
    lines
}
