//! A report for reviews and pull requests, in GitHub's Markdown.
//!
//! What everybody looks at comes first; lists come last, row by row as they arrive. All text of an estate is text: it makes no
//! markup, no link, no column.

use std::io::Write;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;
use atg_sdk::sections;

mod fidelity;
mod iterations;
mod lists;
mod markup;
mod trend;

use markup::text;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Formatter for Plugin {
    fn render(_name: &str, report: &Report, document: &Document) -> Result<(), Error> {
        let mut out = document.writer();
        write(report, &mut out)?;
        out.flush()?;
        Ok(())
    }
}

/// How many rows of a list that nobody asked for are shown.
fn limit() -> u64 {
    setting::<i64>("rows")
        .and_then(|rows| u64::try_from(rows).ok())
        .unwrap_or(50)
}

/// Writes the report.
fn write(report: &Report, out: &mut impl Write) -> Result<(), Error> {
    let (mut jsons, mut tables) = (Vec::new(), Vec::new());
    for name in report.sections() {
        match report.json(&name) {
            Ok(text) => jsons.push((name, json::parse(&text)?)),
            Err(_) => tables.push(name),
        }
    }
    let of = |name: &str| {
        jsons
            .iter()
            .find(|(other, _)| other == name)
            .map_or(&Json::Null, |(_, json)| json)
    };
    let (kind, summary) = (report.kind(), of("summary"));
    let title = report.fact("title").filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| sections::report_title(&kind, summary));
    let mut page = ["# ", &text(&title), "\n"].concat();
    let metrics = sections::metrics(of("metrics"));
    fidelity::headline(summary, &mut page);
    fidelity::metrics(&metrics, &mut page);
    fidelity::objective(summary, &mut page);
    trend::section(&sections::trend(of("trend")), kind == "trend", &mut page);
    iterations::section(summary, &mut page);
    fidelity::types(&sections::by_type(report, summary)?, &mut page);
    for (name, json) in jsons
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "summary" | "metrics" | "trend"))
    {
        markup::notes(&sections::title_of(name), json, &mut page);
    }
    fidelity::details(summary, &mut page);
    out.write_all(page.as_bytes())?;
    tables.sort_by_key(|name| (lists::rank(name), name.clone()));
    for name in tables.iter().filter(|name| *name != "by-type") {
        let limit = if lists::is_asked_for(report, name) {
            u64::MAX
        } else {
            limit()
        };
        lists::write(report, name, limit, out)?;
    }
    Ok(())
}

atg_sdk::export!(Plugin: formatter);

#[cfg(test)]
mod tests;
