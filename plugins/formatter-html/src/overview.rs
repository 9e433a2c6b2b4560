//! The top of the page: what was compared, and the one figure.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, Figures, Matching, MetricRow, Standing};

use crate::{charts, escape};

/// The line below the title.
pub(crate) fn lead(kind: &str, title: &str, summary: &Json) -> String {
    let kind = sections::title_of(kind);
    let mut parts: Vec<String> = if kind == title { Vec::new() } else { vec![kind] };
    if let Some(time) = summary.get("timestamp").and_then(Json::as_str) {
        parts.push(
            time.replace('T', " ").trim_end_matches('Z').to_owned() + if time.ends_with('Z') { " UTC" } else { "" },
        );
    }
    format!(
        "<p class=\"under\"><bdi>{}</bdi></p>\n",
        escape::text(&parts.join(" · "))
    )
}

/// The one figure beside the counts of both sides; what the report does not have is not shown.
pub(crate) fn hero(summary: &Json, metrics: &[MetricRow]) -> String {
    let figure = match (sections::figures(summary), sections::matching(summary)) {
        (Some(figures), _) => headline(&figures, summary, metrics),
        (None, Some(matching)) => matched(&matching),
        (None, None) => String::new(),
    };
    let counts = counts(summary);
    if figure.is_empty() && counts.is_empty() {
        return String::new();
    }
    format!("<div class=\"hero\">\n<div>{figure}</div>\n<div>{counts}</div>\n</div>\n")
}

fn headline(figures: &Figures, summary: &Json, metrics: &[MetricRow]) -> String {
    let target = figures
        .target
        .map(|target| format!("target {} %", sections::percent(target)));
    let Some(overall) = figures.overall else {
        return "<p class=\"figure\">–</p><p class=\"says\">There is nothing to compare: the source holds no resource that both sides can list.</p>".into();
    };
    let verdict = match figures.objective_met {
        Some(true) => state(Standing::Met, "objective met"),
        Some(false) => state(Standing::Missed, "objective not met"),
        None => state(Standing::Failed, "objective unknown"),
    };
    let source = sections::sides(summary)
        .into_iter()
        .find(|row| row.what == "resources")
        .and_then(|row| row.source);
    let says = match (figures.missing, source) {
        (Some(0), _) => "Nothing of the source is missing in the target.".to_owned(),
        (Some(missing), Some(source)) => {
            format!(
                "{} of {} source resources are missing in the target.",
                sections::count(missing),
                sections::count(source)
            )
        }
        (Some(missing), None) => format!(
            "{} source resources are missing in the target.",
            sections::count(missing)
        ),
        (None, _) => String::new(),
    };
    let composite = figures.composite.map_or(String::new(), |composite| {
        let weighed = metrics.iter().filter(|metric| metric.weight > 0.0).count();
        let of = if weighed > 0 {
            format!(" of {weighed} metrics")
        } else {
            String::new()
        };
        format!(
            "<span>composite{of} {} %</span>",
            sections::percent((composite * 10.0).round() / 10.0)
        )
    });
    let said = format!("Overall fidelity {} %", sections::percent(overall));
    format!(
        "<p class=\"figure\">{}<span>%</span></p>\n<p class=\"says\">{says} {verdict}</p>\n{}\n<p class=\"scale\"><span>overall fidelity</span>{composite}<span>{}</span></p>",
        sections::percent(overall),
        charts::bar(overall / 100.0, figures.target.map(|target| target / 100.0), &said, 12),
        target.unwrap_or_default(),
    )
}

/// How many matched, where fidelity was not asked for.
fn matched(matching: &Matching) -> String {
    let total = matching.matched.saturating_add(matching.missing);
    let parts = [
        (matching.missing, "missing in the target"),
        (matching.extra, "only in the target"),
        (matching.not_comparable.iter().sum(), "not comparable"),
        (matching.accepted.iter().sum(), "accepted as they are"),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{} {words}", sections::count(*count)))
        .collect();
    let says = if told.is_empty() {
        "Everything of both sides matches.".to_owned()
    } else {
        told.join(", ") + "."
    };
    #[allow(clippy::cast_precision_loss)]
    let share = if total == 0 {
        0.0
    } else {
        matching.matched as f64 / total as f64
    };
    let (matched, total) = (sections::count(matching.matched), sections::count(total));
    format!(
        "<p class=\"figure\">{matched}<span>of {total}</span></p>\n<p class=\"says\">{says}</p>\n{}\n\
         <p class=\"scale\"><span>matched source resources</span></p>",
        charts::bar(share, None, &format!("Matched {matched} of {total}"), 12),
    )
}

fn state(standing: Standing, words: &str) -> String {
    let class = match standing {
        Standing::Met => "met",
        Standing::Missed => "missed",
        _ => "unknown",
    };
    format!("<span class=\"state {class}\">{words}</span>")
}

fn counts(summary: &Json) -> String {
    let rows: String = sections::sides(summary)
        .iter()
        .map(|row| {
            let cell = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), sections::count);
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
                sections::title_of(&row.what),
                cell(row.source),
                cell(row.target)
            )
        })
        .collect();
    if rows.is_empty() {
        return rows;
    }
    format!(
        "<table class=\"plain\"><thead><tr><th scope=\"col\"><span hidden>What</span></th><th scope=\"col\">Source</th><th scope=\"col\">Target</th></tr></thead>\
         <tbody>{rows}</tbody></table>"
    )
}
