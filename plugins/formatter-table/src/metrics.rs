//! The metrics, a line each, and below them why some have no score.

use atg_sdk::sections::{self, MetricRow, Standing};

use crate::fit::wide;
use crate::page::{Page, Style};

pub(crate) fn section(metrics: &[MetricRow], page: &mut Page) {
    if metrics.is_empty() {
        return;
    }
    page.heading("Metrics", "");
    let lines: Vec<Line> = metrics.iter().map(Line::of).collect();
    let widest = |of: fn(&Line) -> &str| lines.iter().map(|line| wide(of(line))).max().unwrap_or(0);
    let (value, of, state) = (
        widest(|line| &line.value).min(14),
        widest(|line| &line.of),
        widest(|line| &line.state).min(24),
    );
    // What the title and the bar share.
    let rest = page
        .comfortable()
        .saturating_sub(2 + 2 + value + 2 + 2 + of + 2 + state);
    let title = widest(|line| &line.title).min(rest.saturating_sub(8)).max(12);
    let bar = rest.saturating_sub(title).clamp(6, 24);
    for (line, metric) in lines.iter().zip(metrics) {
        page.to(2)
            .left(Style::Plain, &line.title, title)
            .space(2)
            .right(Style::Plain, &line.value, value)
            .space(2);
        match metric.share() {
            Some(share) => page.bar(share, metric.target_share(), bar),
            None => page.space(bar),
        };
        page.space(2)
            .right(Style::Dim, &line.of, of)
            .space(2)
            .add(style(metric.standing), &line.state)
            .end();
    }
    metrics.iter().for_each(|metric| more(metric, page));
}

/// The words of a line.
struct Line {
    title: String,
    value: String,
    of: String,
    state: String,
}

impl Line {
    fn of(metric: &MetricRow) -> Line {
        let target = metric.printed_target().unwrap_or_default();
        let target = target.strip_prefix("target ").unwrap_or(&target);
        let mut state = match metric.standing {
            Standing::Shown => String::new(),
            Standing::Met | Standing::Missed => [metric.standing.word(), " ", target].concat().trim_end().to_owned(),
            Standing::Failed | Standing::NotApplicable => metric.standing.word().to_owned(),
        };
        if metric.gate {
            state.push_str(" gate");
        }
        let of = |(matched, total)| [&sections::count(matched), " of ", &sections::count(total)].concat();
        Line {
            title: metric.title.clone(),
            value: metric.value.map_or_else(|| "-".to_owned(), |_| metric.printed()),
            of: metric.ratio.map(of).unwrap_or_default(),
            state,
        }
    }
}

pub(crate) const fn style(standing: Standing) -> Style {
    match standing {
        Standing::Met => Style::Good,
        Standing::Missed => Style::Bad,
        Standing::Failed => Style::Warn,
        Standing::NotApplicable | Standing::Shown => Style::Dim,
    }
}

/// What one has to know beside the number.
fn more(metric: &MetricRow, page: &mut Page) {
    if let Some(failed) = metric.failed() {
        page.wrap(Style::Warn, &failed, 2);
        if let Some(hint) = metric.failure.as_ref().and_then(|failure| failure.hint.as_deref()) {
            page.wrap(Style::Plain, &["hint: ", hint].concat(), 4);
        }
        return;
    }
    if let Some(reason) = &metric.reason {
        page.wrap(Style::Dim, &[&metric.title, ": ", reason].concat(), 2);
    }
    let excluded: Vec<String> = metric
        .exclusions
        .iter()
        .map(|(reason, count)| [&sections::count(*count), " ", reason].concat())
        .collect();
    if !excluded.is_empty() {
        page.wrap(
            Style::Dim,
            &[&metric.title, " leaves out ", &excluded.join(", ")].concat(),
            2,
        );
    }
}
