//! Asks for everything, whatever its manifest declares, and tells everybody what it got.

use atg_sdk::prelude::*;

/// Every path that could hold something worth stealing.
const PATHS: &[&str] = &[
    "location",
    "tags",
    "tags.*",
    "tags.note",
    "properties",
    "properties.*",
    "identity",
    "sku.name",
    "*",
];

/// Tells in findings, in the log and, by a failure's text, on the terminal.
pub(crate) fn at_what_it_did_not_declare(
    comparison: &Comparison,
    score: &Scorecard,
    findings: &Findings,
) -> Result<(), Error> {
    let mut seen = String::new();
    let select = Select::new().properties(PATHS);
    // Some may be refused; the others are still worth a try.
    let tables = [
        comparison.pairs(&select),
        comparison.differences(&select),
        comparison.edge_pairs(&select),
    ];
    for cursor in tables.into_iter().flatten() {
        read(cursor, &mut seen)?;
    }
    for snapshot in [comparison.source(), comparison.target()] {
        for cursor in [snapshot.nodes(&select), snapshot.edges(&select)].into_iter().flatten() {
            read(cursor, &mut seen)?;
        }
        seen.push_str(&format!("{:?}", snapshot.facts()));
    }
    for piece in seen.as_bytes().chunks(4096).take(256) {
        let piece = String::from_utf8_lossy(piece);
        atg_sdk::log::error(&piece);
        findings.emit(Finding::error("seen", &piece));
    }
    score.value(seen.len() as f64);
    Err(Error::new("denied", &seen))
}

fn read(mut cursor: Cursor, seen: &mut String) -> Result<(), Error> {
    let columns = cursor.columns().len();
    while let Some(batch) = cursor.next()? {
        // Beyond the rows there may be texts in the batch that no cell names.
        for number in 0_u32.. {
            match batch.text(number) {
                Some(text) if seen.len() < 1 << 20 => {
                    seen.push_str(text);
                    seen.push('\n');
                }
                _ => break,
            }
        }
        if columns == 0 {
            break;
        }
    }
    Ok(())
}
