//! The history, newest record first.

use atg_sdk::sections::{self, TrendPoint};

use crate::markup::{bar, head, heading, row, text};

/// How many records a report on something else shows.
const RECENT: usize = 10;

/// The records; `whole` where the report is about them.
pub(crate) fn section(points: &[TrendPoint], whole: bool, out: &mut String) {
    if points.is_empty() {
        if whole {
            out.push_str("\nThere is no record.\n");
        }
        return;
    }
    heading("History", out);
    let shown = if whole { points.len() } else { RECENT };
    head(
        &["Time", "Overall:", "", "Missing:", "Source:", "Target:", "Objective"],
        out,
    );
    for point in points.iter().rev().take(shown) {
        let count = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), sections::count);
        row(
            [
                text(&point.time()),
                point
                    .overall
                    .map_or_else(|| "–".to_owned(), |overall| sections::percent(overall) + " %"),
                point.overall.map(|overall| bar(overall / 100.0)).unwrap_or_default(),
                count(point.missing),
                count(point.source_resources),
                count(point.target_resources),
                point
                    .objective_met
                    .map_or("unknown", |met| if met { "met" } else { "not met" })
                    .to_owned(),
            ],
            out,
        );
    }
    if points.len() > shown {
        out.push_str(
            &[
                "\n… and ",
                &sections::count((points.len() - shown) as u64),
                " older records.\n",
            ]
            .concat(),
        );
    }
}
