//! The largest types, with bars.

use atg_sdk::sections::{self, TypeRow};

use crate::fit::wide;
use crate::page::{Page, Style};

/// Up to `limit` types, the largest first.
pub(crate) fn section(types: &[TypeRow], limit: u64, page: &mut Page) {
    let rows = sections::largest_first(types);
    if rows.is_empty() {
        return;
    }
    let whole = rows.iter().filter(|row| row.missing() == 0).count();
    let gone = rows.iter().filter(|row| row.matched == 0).count();
    let mut told = vec![sections::count(rows.len() as u64) + if rows.len() == 1 { " type" } else { " types" }];
    if whole == rows.len() {
        told.push("all of them complete".to_owned());
    } else {
        let counted = |count: usize| {
            if count == 0 {
                "none".to_owned()
            } else {
                sections::count(count as u64)
            }
        };
        told.push(counted(whole) + " complete");
        told.push(counted(gone) + " missing altogether");
    }
    page.heading("By type", &told.join(", "));
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let shown = &rows[..rows.len().min(limit)];
    let counts: Vec<String> = shown
        .iter()
        .map(|row| [&sections::count(row.matched), " of ", &sections::count(row.total)].concat())
        .collect();
    let of = counts.iter().map(|text| wide(text)).max().unwrap_or(0);
    let rest = page.comfortable().saturating_sub(2 + 2 + 7 + 2 + 2 + of);
    let name = shown
        .iter()
        .map(|row| wide(&row.name))
        .max()
        .unwrap_or(0)
        .min(rest.saturating_sub(12))
        .max(16);
    let bar = rest.saturating_sub(name).clamp(8, 30);
    for (row, count) in shown.iter().zip(&counts) {
        page.to(2).left(Style::Plain, &row.name, name).space(2);
        page.right(
            Style::Plain,
            &row.percent.map_or_else(|| "-".to_owned(), |_| row.printed()),
            7,
        )
        .space(2);
        #[allow(clippy::cast_precision_loss)]
        page.bar(row.matched as f64 / row.total as f64, None, bar)
            .space(2)
            .right(Style::Dim, count, of)
            .end();
    }
    if rows.len() > shown.len() {
        let left = sections::count((rows.len() - shown.len()) as u64);
        page.to(2)
            .add(
                Style::Dim,
                &["… and ", &left, " more; --format html, json or csv has them all"].concat(),
            )
            .end();
    }
}
