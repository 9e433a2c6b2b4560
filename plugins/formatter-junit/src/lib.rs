//! A report as JUnit test cases, so that a build server shows what is met and what is not.
//!
//! Knows nothing of exit codes: a failed test case here is a target that was missed, whether or not atg was asked to fail.

use std::io::Write;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;
use atg_sdk::sections;

mod cases;
mod xml;

use cases::Suite;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Formatter for Plugin {
    fn render(_name: &str, report: &Report, document: &Document) -> Result<(), Error> {
        let mut out = document.writer();
        out.write_all(document_of(report)?.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}

/// The whole document; its size goes with types and metrics, not with resources.
fn document_of(report: &Report) -> Result<String, Error> {
    let section = |name: &str| match report.has(name) {
        true => json::parse(&report.json(name)?),
        false => Ok(Json::Null),
    };
    let summary = section("summary")?;
    let kind = report.kind();
    let suites: Vec<Suite> = match kind.as_str() {
        "fidelity" => {
            let metrics = sections::metrics(&section("metrics")?);
            vec![
                cases::overall(&summary, &metrics),
                cases::metrics(&metrics),
                cases::objective(&summary),
            ]
        }
        "comparison" => vec![cases::types(&sections::by_type(report, &summary)?)],
        "iterations" => vec![cases::iterations(&summary)],
        "trend" => vec![cases::trend(&sections::trend(&section("trend")?))],
        _ => Vec::new(),
    };
    let title = report.fact("title").filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| sections::report_title(&kind, &summary));
    let time = summary.get("timestamp").and_then(Json::as_str).unwrap_or_default();
    Ok(xml::document(&title, time, &suites))
}

atg_sdk::export!(Plugin: formatter);

#[cfg(test)]
mod tests;
