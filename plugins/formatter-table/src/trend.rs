//! The history: a line that rises and falls, and the records.

use atg_sdk::sections::{self, TrendPoint};

use crate::page::{Page, Style};

/// How many records are listed; the line has more.
const LISTED: usize = 20;

/// `whole` where the report is about the history.
pub(crate) fn section(points: &[TrendPoint], whole: bool, page: &mut Page) {
    if points.is_empty() {
        if whole {
            page.end();
            page.add(Style::Plain, "There is no record.").end();
        }
        return;
    }
    // Records of other scopes are another line.
    let mut scopes: Vec<&[String; 2]> = Vec::new();
    for point in points {
        if !scopes.contains(&&point.scopes) {
            scopes.push(&point.scopes);
        }
    }
    for scope in scopes.iter().take(LISTED) {
        let records: Vec<&TrendPoint> = points.iter().filter(|point| point.scopes == **scope).collect();
        let count = sections::count(records.len() as u64) + if records.len() == 1 { " record" } else { " records" };
        let named = if !whole || scope.iter().any(String::is_empty) {
            String::new()
        } else {
            [", ", &scope[0], " → ", &scope[1]].concat()
        };
        page.heading("History", &(count + &named));
        line(&records, page);
        if whole {
            records_of(&records, page);
        }
    }
    if scopes.len() > LISTED {
        let left = sections::count((scopes.len() - LISTED) as u64);
        page.end();
        page.add(
            Style::Dim,
            &["… and ", &left, " more pairs of scopes; --format json has them all"].concat(),
        )
        .end();
    }
}

/// One sign a record, from nothing to everything; the latest ones where there are too many.
fn line(records: &[&TrendPoint], page: &mut Page) {
    const SIGNS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let known: Vec<f64> = records.iter().filter_map(|point| point.overall).collect();
    let (Some(_), Some(last)) = (known.first(), known.last()) else {
        return;
    };
    let room = page.comfortable().saturating_sub(30);
    let shown = &known[known.len().saturating_sub(room)..];
    let sign = |percent: &f64| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let level = (percent.clamp(0.0, 100.0) / 100.0 * 7.0).round() as usize;
        SIGNS.get(level).copied().unwrap_or("█")
    };
    let signs: String = shown.iter().map(sign).collect();
    page.to(2).add(Style::Bar, &signs).space(2);
    if let Some(first) = shown.first().filter(|_| shown.len() > 1) {
        page.add(Style::Dim, &[&sections::percent(*first), " → "].concat());
    }
    page.add(Style::Bold, &(sections::percent(*last) + " %")).end();
}

fn records_of(records: &[&TrendPoint], page: &mut Page) {
    let bar = page.comfortable().saturating_sub(60).clamp(8, 24);
    page.to(2)
        .left(Style::Dim, "time", 23)
        .right(Style::Dim, "overall", 8)
        .space(2 + bar);
    page.right(Style::Dim, "missing", 11)
        .right(Style::Dim, "objective", 13)
        .end();
    for point in records.iter().rev().take(LISTED) {
        let overall = point
            .overall
            .map_or_else(|| "-".to_owned(), |overall| sections::percent(overall) + " %");
        page.to(2)
            .left(Style::Plain, &point.time(), 23)
            .right(Style::Plain, &overall, 8)
            .space(2);
        match point.overall {
            Some(overall) => page.bar(overall / 100.0, point.target.map(|target| target / 100.0), bar),
            None => page.space(bar),
        };
        page.right(
            Style::Plain,
            &point.missing.map_or_else(|| "-".to_owned(), sections::count),
            11,
        );
        let (style, words) = match point.objective_met {
            Some(true) => (Style::Good, "met"),
            Some(false) => (Style::Bad, "not met"),
            None => (Style::Warn, "unknown"),
        };
        page.right(style, words, 13).end();
    }
    if records.len() > LISTED {
        let left = sections::count((records.len() - LISTED) as u64);
        page.to(2)
            .add(
                Style::Dim,
                &["… and ", &left, " older; --format json or csv has them all"].concat(),
            )
            .end();
    }
}
