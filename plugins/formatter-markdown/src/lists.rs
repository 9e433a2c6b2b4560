//! Sections that grow with the tenant, row by row as they come.

use std::io::Write;

use atg_sdk::prelude::*;
use atg_sdk::sections;

use crate::markup::{head, heading, row, text};

/// Where a list stands among the others.
pub(crate) fn rank(name: &str) -> usize {
    let order = ["findings", "missing", "extra", "differences", "changes"];
    order.iter().position(|known| *known == name).unwrap_or(order.len())
}

/// Whether an option asked for the list; then it is shown to its end.
pub(crate) fn is_asked_for(report: &Report, name: &str) -> bool {
    let fact = match name {
        "missing" => "show-missing",
        "extra" => "show-extra",
        "differences" => "show-changed",
        _ => return false,
    };
    report.fact(fact).as_deref() == Some("true")
}

/// A heading, and the columns that are shown.
fn words(name: &str, columns: &[String]) -> (String, Vec<String>) {
    let (title, order): (&str, &[&str]) = match name {
        "missing" => ("Missing in the target", &["type", "name", "resource-group", "id"]),
        "extra" => ("Only in the target", &["type", "name", "resource-group", "id"]),
        "differences" => (
            "Changed properties",
            &["path", "kind", "source-value", "target-value", "source-id"],
        ),
        "changes" => ("Changed addresses", &["from", "to", "change", "address"]),
        "findings" => ("Findings", &["severity", "metric", "rule", "message", "subject"]),
        _ => return (text(&sections::title_of(name)), columns.to_vec()),
    };
    let known = order.iter().filter(|name| columns.iter().any(|column| column == *name));
    (title.to_owned(), known.map(|name| (*name).to_owned()).collect())
}

/// Writes a list, up to `limit` rows, which is `u64::MAX` where it was asked for; how many are left out is told.
pub(crate) fn write(report: &Report, name: &str, limit: u64, out: &mut impl Write) -> Result<(), Error> {
    let mut table = report.table(name)?;
    let (title, shown) = words(name, table.columns());
    let columns = shown
        .iter()
        .map(|name| table.column(name))
        .collect::<Result<Vec<Column>, Error>>()?;
    let heads: Vec<String> = shown.iter().map(|name| text(&sections::title_of(name))).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let (mut rows, mut line) = (0, String::new());
    while let Some(batch) = table.next()? {
        if rows >= limit {
            rows += u64::from(batch.len());
            continue;
        }
        for cells in batch.rows() {
            if rows == 0 {
                heading(&title, &mut line);
                head(&heads, &mut line);
            }
            if rows < limit {
                row(
                    columns.iter().map(|column| text(sections::cell(&cells.cell(*column)))),
                    &mut line,
                );
            }
            rows += 1;
        }
        out.write_all(line.as_bytes())?;
        line.clear();
    }
    if rows == 0 && limit == u64::MAX {
        heading(&title, &mut line);
        line.push_str("None.\n");
        out.write_all(line.as_bytes())?;
    }
    if rows > limit {
        let left = sections::count(rows - limit);
        writeln!(out, "\n… and {left} more of {}.", sections::count(rows))?;
    }
    Ok(())
}
