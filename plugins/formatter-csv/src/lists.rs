//! Lists of resources as they come, batch by batch.

use std::io::Write;

use atg_sdk::json::Json;
use atg_sdk::prelude::*;
use atg_sdk::sections;

use crate::record::Records;

/// A section whose rows stand in the table of a comparison.
pub(crate) struct List {
    pub(crate) section: &'static str,
    status: &'static str,
    /// The section's column for each of [`HEADS`] but the first.
    columns: [&'static str; 9],
}

const HEADS: [&str; 10] = [
    "status",
    "type",
    "name",
    "resource_group",
    "source_id",
    "target_id",
    "path",
    "kind",
    "source_value",
    "target_value",
];

/// In the order in which they are written.
pub(crate) const LISTS: [List; 3] = [
    List {
        section: "missing",
        status: "missing",
        columns: ["type", "name", "resource-group", "id", "", "", "", "", ""],
    },
    List {
        section: "extra",
        status: "extra",
        columns: ["type", "name", "resource-group", "", "id", "", "", "", ""],
    },
    List {
        section: "differences",
        status: "different",
        columns: [
            "type",
            "",
            "",
            "source-id",
            "target-id",
            "path",
            "kind",
            "source-value",
            "target-value",
        ],
    },
];

/// What is missing, extra and different, under one head.
pub(crate) fn write<W: Write>(report: &Report, lists: &[&List], records: &mut Records<'_, W>) -> Result<(), Error> {
    records.record(HEADS)?;
    for list in lists {
        let mut table = report.table(list.section)?;
        // A column that the table does not have is an empty cell.
        let columns: Vec<Option<Column>> = list.columns.iter().map(|name| table.column(name).ok()).collect();
        while let Some(batch) = table.next()? {
            for row in batch.rows() {
                records.cell(list.status);
                for column in &columns {
                    records.cell(column.map_or("", |column| sections::cell(&row.cell(column))));
                }
                records.end()?;
            }
        }
    }
    Ok(())
}

/// A report of a kind that is not known here: its first table, else its summary as names and values.
pub(crate) fn any<W: Write>(report: &Report, summary: &Json, records: &mut Records<'_, W>) -> Result<(), Error> {
    for name in report.sections() {
        if report.json(&name).is_err() {
            return whole(report.table(&name)?, records);
        }
    }
    records.record(["name", "value"])?;
    for (name, value) in sections::notes(summary) {
        records.record([name.as_str(), &value])?;
    }
    Ok(())
}

fn whole<W: Write>(mut table: Cursor, records: &mut Records<'_, W>) -> Result<(), Error> {
    let names = table.columns().to_vec();
    let heads: Vec<String> = names.iter().map(|name| name.replace('-', "_")).collect();
    records.record(heads.iter().map(String::as_str))?;
    let columns = names
        .iter()
        .map(|name| table.column(name))
        .collect::<Result<Vec<Column>, Error>>()?;
    while let Some(batch) = table.next()? {
        for row in batch.rows() {
            records.record(columns.iter().map(|column| sections::cell(&row.cell(*column))))?;
        }
    }
    Ok(())
}
