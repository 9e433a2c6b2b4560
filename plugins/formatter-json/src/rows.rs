//! A table as an array of objects, one a line.

use std::io::Write;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;

/// A column and what its cells hold.
struct Member {
    column: Column,
    /// `"source_id": `, with what stands before it.
    lead: String,
    holds: Holds,
}

#[derive(Clone, Copy, PartialEq)]
enum Holds {
    /// Text of an estate.
    Text,
    /// A number or a truth value as text.
    Scalar,
    /// Any value as canonical JSON.
    Json,
}

/// What the cells of a column hold, by the names of table and column.
fn holds(table: &str, column: &str) -> Holds {
    match (table, column) {
        ("by-type", name) if name != "type" => Holds::Scalar,
        ("changes", "from" | "to") => Holds::Scalar,
        (_, "source-value" | "target-value") => Holds::Json,
        _ => Holds::Text,
    }
}

/// Writes all rows of a table.
pub(crate) fn write(report: &Report, name: &str, out: &mut impl Write) -> Result<(), Error> {
    let mut table = report.table(name)?;
    let mut members = Vec::new();
    for column in table.columns().to_vec() {
        let mut lead = String::from(if members.is_empty() { "{" } else { ", " });
        json::write_string(&column.replace('-', "_"), &mut lead);
        lead.push_str(": ");
        members.push(Member {
            column: table.column(&column)?,
            lead,
            holds: holds(name, &column),
        });
    }
    let (mut line, mut first) = (String::new(), true);
    while let Some(batch) = table.next()? {
        for row in batch.rows() {
            line.clear();
            line.push_str(if first { "[\n    " } else { ",\n    " });
            first = false;
            for member in &members {
                line.push_str(&member.lead);
                cell(&row.cell(member.column), member.holds, &mut line);
            }
            line.push_str(if members.is_empty() { "{}" } else { "}" });
            out.write_all(line.as_bytes())?;
        }
    }
    out.write_all(if first { b"[]" } else { b"\n  ]" })?;
    Ok(())
}

fn cell(cell: &Cell<'_>, holds: Holds, line: &mut String) {
    match cell {
        Cell::Text(text) => match (holds, value(text, holds)) {
            (Holds::Text, _) | (_, None) => json::write_string(text, line),
            (_, Some(value)) => line.push_str(&value.to_text()),
        },
        Cell::Absent => line.push_str("null"),
        Cell::Redacted => line.push_str("\"(redacted)\""),
        Cell::Unknown => line.push_str("\"(unknown)\""),
    }
}

/// The value that a text stands for; none where it stands for itself.
fn value(text: &str, holds: Holds) -> Option<Json> {
    if holds == Holds::Text {
        return None;
    }
    let value = json::parse(text).ok()?;
    let simple = matches!(value, Json::Number(_) | Json::Bool(_));
    (simple || holds == Holds::Json).then_some(value)
}
