//! A report as one table, for spreadsheets: RFC 4180, the same cells in every row, nothing that runs as a formula.
//!
//! Which table it is depends on the report: types for fidelity, resources for a comparison with lists, records for a
//! history, iterations for iterations.

use std::io::Write;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;
use atg_sdk::sections;

mod lists;
mod record;
mod summaries;

use record::Records;

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

/// Writes the table that fits the report.
fn write(report: &Report, out: &mut impl Write) -> Result<(), Error> {
    let section = |name: &str| match report.has(name) {
        true => json::parse(&report.json(name)?),
        false => Ok(Json::Null),
    };
    let kind = report.kind();
    let mut records = Records::new(out);
    let lists: Vec<&lists::List> = lists::LISTS.iter().filter(|list| report.has(list.section)).collect();
    match kind.as_str() {
        "comparison" if !lists.is_empty() => lists::write(report, &lists, &mut records),
        "fidelity" | "comparison" => {
            let summary = section("summary")?;
            summaries::types(&summary, &sections::by_type(report, &summary)?, &mut records)
        }
        "trend" => summaries::trend(&sections::trend(&section("trend")?), &mut records),
        "iterations" => summaries::iterations(&section("summary")?, &mut records),
        _ => lists::any(report, &section("summary")?, &mut records),
    }
}

atg_sdk::export!(Plugin: formatter);

#[cfg(test)]
mod tests;
