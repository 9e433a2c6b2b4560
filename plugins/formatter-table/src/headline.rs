//! The top: what was compared, how much of it there is, and the one figure.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, Matching};

use crate::page::{Page, Style};

/// How wide the bar of the one figure is.
const BAR: usize = 40;

/// The title and the line below it.
pub(crate) fn title(title: &str, kind: &str, summary: &Json, page: &mut Page) {
    page.add(Style::Bold, title).end();
    let time = summary
        .get("timestamp")
        .and_then(Json::as_str)
        .map(|time| time.replace('T', " "));
    let time = time.map(|time| match time.strip_suffix('Z') {
        Some(time) => [time.split('.').next().unwrap_or(time), " UTC"].concat(),
        None => time.clone(),
    });
    let parts: Vec<String> = std::iter::once(sections::title_of(kind)).chain(time).collect();
    page.add(Style::Dim, &parts.join(", ")).end();
}

/// How many of what both sides hold.
pub(crate) fn sides(summary: &Json, page: &mut Page) {
    let rows = sections::sides(summary);
    if rows.is_empty() {
        return;
    }
    page.end();
    page.to(20)
        .right(Style::Dim, "source", 10)
        .right(Style::Dim, "target", 11)
        .end();
    for row in rows {
        let cell = |value: Option<u64>| value.map_or_else(|| "-".to_owned(), sections::count);
        page.left(Style::Plain, &sections::title_of(&row.what), 20);
        page.right(Style::Plain, &cell(row.source), 10)
            .right(Style::Plain, &cell(row.target), 11)
            .end();
    }
}

/// The one figure: fidelity where it was measured, else how many matched.
pub(crate) fn figure(summary: &Json, page: &mut Page) {
    let matching = sections::matching(summary);
    match sections::figures(summary) {
        Some(figures) => {
            page.end();
            let Some(overall) = figures.overall else {
                page.add(Style::Bold, "Overall fidelity")
                    .space(2)
                    .add(Style::Warn, "unknown")
                    .end();
                page.wrap(
                    Style::Plain,
                    "There is nothing to compare: the source holds no resource that both sides can list.",
                    0,
                );
                return;
            };
            let bar = bar(page);
            page.left(Style::Bold, "Overall fidelity", 18)
                .add(Style::Bold, &(sections::percent(overall) + " %"))
                .space(2);
            page.bar(overall / 100.0, figures.target.map(|target| target / 100.0), bar);
            if let Some(target) = figures.target {
                page.space(2)
                    .add(Style::Dim, &["target ", &sections::percent(target), " %"].concat());
            }
            page.end();
            let source = sections::sides(summary)
                .into_iter()
                .find(|row| row.what == "resources")
                .and_then(|row| row.source);
            let missing = match (figures.missing, source) {
                (Some(0), _) => "Nothing of the source is missing in the target.".to_owned(),
                (Some(missing), Some(source)) => [
                    &sections::count(missing),
                    " of ",
                    &sections::count(source),
                    " source resources are missing.",
                ]
                .concat(),
                (Some(missing), None) => [&sections::count(missing), " source resources are missing."].concat(),
                (None, _) => String::new(),
            };
            let (style, verdict) = match figures.objective_met {
                Some(true) => (Style::Good, "Objective met."),
                Some(false) => (Style::Bad, "Objective not met."),
                None => (Style::Warn, "Objective unknown."),
            };
            page.add(Style::Plain, &missing)
                .space(usize::from(!missing.is_empty()))
                .add(style, verdict);
            if let Some(composite) = figures.composite {
                let composite = sections::percent((composite * 10.0).round() / 10.0);
                page.space(1)
                    .add(Style::Dim, &["Composite ", &composite, " %."].concat());
            }
            page.end();
            remainder(summary, matching.as_ref(), false, page);
        }
        None => {
            matching.iter().for_each(|matching| matched(matching, page));
            remainder(summary, matching.as_ref(), true, page);
        }
    }
}

fn bar(page: &Page) -> usize {
    BAR.min(page.comfortable().saturating_sub(44)).max(8)
}

/// How many matched, for a comparison.
fn matched(matching: &Matching, page: &mut Page) {
    page.end();
    let total = matching.matched.saturating_add(matching.missing);
    if total == 0 {
        page.add(Style::Plain, "No source resource can be compared.").end();
    } else {
        // Rounded down, so that 100.0 means all.
        let tenths = u64::try_from(u128::from(matching.matched) * 1000 / u128::from(total)).unwrap_or(0);
        let percent = [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), " %"].concat();
        #[allow(clippy::cast_precision_loss)]
        let share = matching.matched as f64 / total as f64;
        let bar = bar(page);
        page.left(Style::Bold, "Matched", 9)
            .add(Style::Bold, &percent)
            .space(2)
            .bar(share, None, bar)
            .space(2);
        page.add(
            Style::Dim,
            &[&sections::count(matching.matched), " of ", &sections::count(total)].concat(),
        )
        .end();
    }
}

/// What did not match, what differs, and what was left out.
fn remainder(summary: &Json, matching: Option<&Matching>, missing: bool, page: &mut Page) {
    let matching = matching.copied().unwrap_or_default();
    let [source, target] = matching.not_comparable;
    let all = [
        (if missing { matching.missing } else { 0 }, "missing in the target"),
        (matching.extra, "only in the target"),
        (matching.ambiguous, "with several candidates"),
        (source.saturating_add(target), "not comparable"),
        (matching.accepted.iter().sum(), "accepted as they are"),
    ];
    let mut parts: Vec<String> = all
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| [&sections::count(*count), " ", words].concat())
        .collect();
    if let Some(differences) = sections::differences(summary).filter(|differences| *differences > 0) {
        let words = if differences == 1 {
            " property differs"
        } else {
            " properties differ"
        };
        parts.push(sections::count(differences) + words);
    }
    if !parts.is_empty() {
        page.wrap(Style::Plain, &(parts.join(", ") + "."), 0);
    }
}
