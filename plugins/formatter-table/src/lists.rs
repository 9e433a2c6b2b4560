//! Sections that grow with the tenant, row by row as they come.

use std::io::Write;

use atg_sdk::prelude::*;
use atg_sdk::sections;

use crate::fit::shorten;
use crate::page::{Page, Style};

/// Where a list stands among the others.
pub(crate) fn rank(name: &str) -> usize {
    let order = ["findings", "missing", "extra", "differences", "changes"];
    order.iter().position(|known| *known == name).unwrap_or(order.len())
}

/// A title, the option that asks for the whole list, and what shows the rest where there is no such option.
struct Words {
    title: String,
    asked_by: &'static str,
    rest: &'static str,
}

fn words(name: &str) -> Words {
    let words = |title: &str, asked_by, rest| Words {
        title: title.to_owned(),
        asked_by,
        rest,
    };
    match name {
        "missing" => words(
            "Missing in the target",
            "show-missing",
            "`atg compare --show-missing` lists all",
        ),
        "extra" => words(
            "Only in the target",
            "show-extra",
            "`atg compare --show-extra` lists all",
        ),
        "differences" => words(
            "Changed properties",
            "show-changed",
            "`atg compare --show-changed` lists all",
        ),
        "findings" => words("Findings", "", "--format html or json has them all"),
        "changes" => words("Changed addresses", "", "--format html or json has them all"),
        _ => words(&sections::title_of(name), "", "--format html or json has them all"),
    }
}

/// Writes a list, all of it where it was asked for, else up to `limit` rows.
pub(crate) fn section(
    report: &Report,
    name: &str,
    limit: u64,
    page: &mut Page,
    out: &mut impl Write,
) -> Result<(), Error> {
    let words = words(name);
    let asked = !words.asked_by.is_empty() && report.fact(words.asked_by).as_deref() == Some("true");
    let limit = if asked { u64::MAX } else { limit };
    let mut table = report.table(name)?;
    let layout = Layout::of(name, &table);
    let mut rows: u64 = 0;
    while let Some(batch) = table.next()? {
        if rows == 0 && !batch.is_empty() {
            page.heading(&words.title, "");
        }
        let taken = limit.saturating_sub(rows).min(u64::from(batch.len()));
        for row in batch.rows().take(usize::try_from(taken).unwrap_or(usize::MAX)) {
            layout.row(&row, page);
        }
        rows += u64::from(batch.len());
        page.pour(out)?;
    }
    if rows == 0 && asked {
        page.heading(&words.title, "none");
    }
    if rows > limit {
        let left = sections::count(rows - limit);
        page.to(2)
            .add(Style::Dim, &["… and ", &left, " more; ", words.rest].concat())
            .end();
    }
    Ok(())
}

/// How a row becomes a line or two.
enum Layout {
    /// Name, type and resource group, or the id where the name may not be seen.
    Resources {
        name: Option<Column>,
        kind: Option<Column>,
        group: Option<Column>,
        id: Option<Column>,
    },
    /// Which property of what, and below it both values.
    Differences([Option<Column>; 6]),
    /// Severity and message, and below it the subject.
    Findings([Option<Column>; 4]),
    /// From, to, what happened, to which address.
    Changes([Option<Column>; 4]),
    /// Every column, in equal parts.
    Any(Vec<Column>),
}

impl Layout {
    fn of(name: &str, table: &Cursor) -> Layout {
        let column = |name: &str| table.column(name).ok();
        match name {
            "missing" | "extra" => Layout::Resources {
                name: column("name"),
                kind: column("type"),
                group: column("resource-group"),
                id: column("id"),
            },
            "differences" => Layout::Differences(
                ["kind", "path", "source-id", "target-id", "source-value", "target-value"].map(column),
            ),
            "changes" => Layout::Changes(["from", "to", "change", "address"].map(column)),
            "findings" => Layout::Findings(["severity", "metric", "message", "subject"].map(column)),
            _ => Layout::Any(table.columns().iter().filter_map(|name| column(name)).collect()),
        }
    }

    fn row(&self, row: &Row<'_>, page: &mut Page) {
        let text = |column: Option<Column>| column.map_or("", |column| sections::cell(&row.cell(column)));
        match self {
            Layout::Resources { name, kind, group, id } => {
                let known = name.and_then(|name| row.text(name));
                let Some(known) = known else {
                    page.to(2).add(Style::Plain, text(*id)).end();
                    return;
                };
                let room = page.width() - 6;
                let (first, last) = (room * 2 / 5, room / 4);
                page.to(2).left(Style::Plain, known, first).space(2).left(
                    Style::Plain,
                    text(*kind),
                    room - first - last,
                );
                page.space(2).add(Style::Dim, text(*group)).end();
            }
            Layout::Differences([kind, path, source, target, from, to]) => {
                let id = source
                    .and_then(|source| row.text(source))
                    .unwrap_or_else(|| text(*target));
                let name = id.rsplit('/').next().unwrap_or(id);
                let first = (page.width() - 6) * 2 / 5;
                page.to(2)
                    .left(Style::Plain, name, first)
                    .space(2)
                    .add(Style::Plain, text(*path))
                    .end();
                let half = (page.width() - 20) / 2;
                let value = |column: &Option<Column>| match column.map(|column| row.cell(column)) {
                    None | Some(Cell::Absent) => "(absent)",
                    Some(cell) => sections::cell(&cell),
                };
                page.to(6)
                    .left(Style::Dim, text(*kind), 8)
                    .add(Style::Dim, &shorten(value(from), half));
                page.add(Style::Dim, " → ")
                    .add(Style::Dim, &shorten(value(to), half))
                    .end();
            }
            Layout::Findings([severity, metric, message, subject]) => {
                let severity = text(*severity);
                let style = match severity {
                    "error" => Style::Bad,
                    "warning" => Style::Warn,
                    _ => Style::Dim,
                };
                page.to(2)
                    .left(style, severity, 9)
                    .left(Style::Dim, text(*metric), 16)
                    .space(1);
                page.add(Style::Plain, text(*message)).end();
                if !text(*subject).is_empty() {
                    page.to(11).add(Style::Dim, text(*subject)).end();
                }
            }
            Layout::Changes([from, to, change, address]) => {
                let style = match text(*change) {
                    "added" => Style::Good,
                    "removed" => Style::Bad,
                    _ => Style::Warn,
                };
                page.to(2)
                    .add(Style::Plain, text(*from))
                    .add(Style::Plain, " → ")
                    .add(Style::Plain, text(*to))
                    .space(2);
                page.left(style, text(*change), 9)
                    .add(Style::Plain, text(*address))
                    .end();
            }
            Layout::Any(columns) => {
                let each = (page.width() - 2) / columns.len().max(1);
                page.to(2);
                for column in columns {
                    page.left(Style::Plain, sections::cell(&row.cell(*column)), each.saturating_sub(2))
                        .space(2);
                }
                page.end();
            }
        }
    }
}
