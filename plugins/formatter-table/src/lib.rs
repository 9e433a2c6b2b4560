//! A report for the eyes: what one looks at on a terminal, never wider than it.
//!
//! The figures come first, lists last; lists are written as they arrive. Text of an estate cannot steer the terminal, and
//! colour is used only where the report asks for it.

use std::io::Write;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;
use atg_sdk::sections;

mod fit;
mod headline;
mod iterations;
mod lists;
mod metrics;
mod objective;
mod page;
mod remarks;
mod trend;
mod types;

use page::Page;

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

/// A setting that counts rows; 0 means all.
fn rows(key: &str, usual: u64) -> u64 {
    match setting::<i64>(key).map_or(usual, |rows| u64::try_from(rows).unwrap_or(usual)) {
        0 => u64::MAX,
        rows => rows,
    }
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
    let width = report.fact("width").and_then(|width| width.parse().ok()).unwrap_or(80);
    let mut page = Page::new(width, report.fact("color").as_deref() == Some("true"));

    let title = report.fact("title").filter(|title| !title.is_empty());
    headline::title(
        &title.unwrap_or_else(|| sections::report_title(&kind, summary)),
        &kind,
        summary,
        &mut page,
    );
    headline::sides(summary, &mut page);
    headline::figure(summary, &mut page);
    metrics::section(&sections::metrics(of("metrics")), &mut page);
    objective::section(summary, &mut page);
    types::section(&sections::by_type(report, summary)?, rows("types", 15), &mut page);
    trend::section(&sections::trend(of("trend")), kind == "trend", &mut page);
    iterations::section(summary, &mut page);
    for (name, json) in jsons
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "summary" | "metrics" | "trend"))
    {
        remarks::notes(&sections::title_of(name), json, &mut page);
    }
    remarks::section(summary, &mut page);

    tables.sort_by_key(|name| (lists::rank(name), name.clone()));
    for name in tables.iter().filter(|name| *name != "by-type") {
        lists::section(report, name, rows("rows", 10), &mut page, out)?;
    }
    page.pour(out)
}

atg_sdk::export!(Plugin: formatter);

#[cfg(test)]
mod tests;
