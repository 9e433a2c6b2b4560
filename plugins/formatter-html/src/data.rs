//! The rows of the tables, batch by batch as they come: never the whole of a table in memory.
//!
//! A batch becomes `{"texts":[…],"cells":[[…],…]}`, one list of numbers a column: a number of a text of this batch, or -1
//! absent, -2 not shown, -3 unknown.

use std::collections::HashMap;
use std::io::Write;

use atg_sdk::prelude::*;
use atg_sdk::sections;

use crate::escape;

/// Where `page.js` draws a table.
pub(crate) const HOST: &str = "<div class=\"host\"></div>\n";

/// How many rows of one table the page takes; a browser is no place for millions.
pub(crate) fn limit() -> u64 {
    setting::<i64>("rows")
        .and_then(|rows| u64::try_from(rows).ok())
        .unwrap_or(200_000)
}

/// Where a table stands among the others.
pub(crate) fn rank(name: &str) -> usize {
    let order = [
        "by-type",
        "missing",
        "extra",
        "differences",
        "changed",
        "changes",
        "findings",
    ];
    order.iter().position(|known| *known == name).unwrap_or(order.len())
}

/// A heading and a sentence of explanation.
pub(crate) fn words(name: &str) -> (String, String) {
    let (title, lead) = match name {
        "missing" => (
            "Missing in the target",
            "Source resources without a match, of types that both sides list.",
        ),
        "extra" => (
            "Only in the target",
            "Target resources that nothing in the source matches. They change no figure.",
        ),
        "differences" | "changed" => (
            "Changed properties",
            "What differs in resources that match. Read-only and generated values never count.",
        ),
        "findings" => ("Findings", "What the plugins noticed."),
        "changes" => ("Changed addresses", "What each iteration added, removed and changed."),
        _ => return (sections::title_of(name), String::new()),
    };
    (title.to_owned(), format!("<p class=\"lead\">{lead}</p>\n"))
}

/// The columns in the order in which they are shown, the telling ones first.
fn order(columns: &[String]) -> Vec<usize> {
    const FIRST: [&str; 13] = [
        "path",
        "name",
        "message",
        "address",
        "type",
        "source-value",
        "target-value",
        "subject",
        "resource-group",
        "severity",
        "change",
        "kind",
        "rule",
    ];
    let rank = |name: &str| FIRST.iter().position(|known| *known == name).unwrap_or(FIRST.len());
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|at| (columns.get(*at).map_or(FIRST.len(), |name| rank(name)), *at));
    if columns.iter().any(|name| name == "path") {
        // The type of a difference stands in its ids.
        order.retain(|at| columns.get(*at).is_none_or(|name| name != "type"));
    }
    order
}

/// Writes the data block.
pub(crate) fn write(report: &Report, tables: &[String], limit: u64, out: &mut impl Write) -> Result<(), Error> {
    write!(out, "<script type=\"application/json\" id=\"data\">{{\"tables\":[")?;
    let mut line = String::new();
    for (at, name) in tables.iter().enumerate() {
        line.clear();
        line.push_str(if at == 0 { "\n{\"name\":" } else { ",\n{\"name\":" });
        escape::json(name, &mut line);
        let mut cursor = report.table(name)?;
        let columns = cursor.columns().to_vec();
        line.push_str(",\"columns\":[");
        for (at, column) in columns.iter().enumerate() {
            line.push_str(if at == 0 { "" } else { "," });
            escape::json(column, &mut line);
        }
        let order: Vec<String> = order(&columns).iter().map(usize::to_string).collect();
        line.push_str(&format!("],\"order\":[{}],\"batches\":[", order.join(",")));
        out.write_all(line.as_bytes())?;
        let left = rows(&mut cursor, columns.len(), limit, out)?;
        write!(out, "],\"left_out\":{left}}}")?;
    }
    writeln!(out, "]}}</script>")?;
    Ok(())
}

/// Writes the batches, up to `limit` rows, and returns how many rows were left out.
fn rows(cursor: &mut Cursor, columns: usize, limit: u64, out: &mut impl Write) -> Result<u64, Error> {
    let (mut written, mut left, mut first) = (0, 0, true);
    let mut line = String::new();
    while let Some(batch) = cursor.next()? {
        let rows = u64::from(batch.len());
        let taken = rows.min(limit - written);
        left += rows - taken;
        if taken == 0 {
            continue;
        }
        written += taken;
        line.clear();
        line.push_str(if first { "\n{\"texts\":[" } else { ",\n{\"texts\":[" });
        first = false;
        let taken = usize::try_from(taken).unwrap_or(usize::MAX);
        let mut numbers: HashMap<u32, usize> = HashMap::new();
        let mut cells = String::new();
        for at in 0..columns {
            cells.push_str(if at == 0 { "[" } else { ",[" });
            for (place, cell) in batch.column(at).iter().take(taken).enumerate() {
                cells.push_str(if place == 0 { "" } else { "," });
                if let Some(mark) = mark(*cell) {
                    cells.push_str(mark);
                    continue;
                }
                let next = numbers.len();
                let number = *numbers.entry(*cell).or_insert(next);
                if number == next {
                    line.push_str(if next == 0 { "" } else { "," });
                    escape::json(batch.text(*cell).unwrap_or_default(), &mut line);
                }
                cells.push_str(&number.to_string());
            }
            cells.push(']');
        }
        line.push_str("],\"cells\":[");
        line.push_str(&cells);
        line.push_str("]}");
        out.write_all(line.as_bytes())?;
    }
    Ok(left)
}

/// A mark as the page knows it.
fn mark(cell: u32) -> Option<&'static str> {
    match cell {
        0xFFFF_FFFE => Some("-2"),
        0xFFFF_FFFD => Some("-3"),
        0xFFFF_FF00.. => Some("-1"),
        _ => None,
    }
}
