//! The top of the page: what was compared, and the one figure.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, Figures, MetricRow, Standing};

use crate::{charts, escape};

/// A title for a report that has none.
pub(crate) fn title(kind: &str, summary: &Json) -> String {
    let name = |side: &str| {
        let side = summary.get(side)?;
        let known = ["title", "scope", "subscription_id"];
        known.into_iter().find_map(|member| side.get(member)?.as_str()).map(str::to_owned)
    };
    match (name("source"), name("target")) {
        (Some(source), Some(target)) => format!("{source} → {target}"),
        _ => sections::title_of(kind),
    }
}

/// The line below the title.
pub(crate) fn lead(kind: &str, summary: &Json) -> String {
    let mut parts = vec![sections::title_of(kind)];
    if let Some(time) = summary.get("timestamp").and_then(Json::as_str) {
        parts.push(time.replace('T', " ").trim_end_matches('Z').to_owned() + if time.ends_with('Z') { " UTC" } else { "" });
    }
    format!("<p class=\"under\"><bdi>{}</bdi></p>\n", escape::text(&parts.join(" · ")))
}

/// The one figure beside the counts of both sides; what the report does not have is not shown.
pub(crate) fn hero(summary: &Json, metrics: &[MetricRow]) -> String {
    let figure = sections::figures(summary).map(|figures| headline(&figures, summary, metrics)).unwrap_or_default();
    let counts = counts(summary);
    if figure.is_empty() && counts.is_empty() {
        return String::new();
    }
    format!("<div class=\"hero\">\n<div>{figure}</div>\n<div>{counts}</div>\n</div>\n")
}

fn headline(figures: &Figures, summary: &Json, metrics: &[MetricRow]) -> String {
    let target = figures.target.map(|target| format!("target {} %", sections::percent(target)));
    let Some(overall) = figures.overall else {
        return "<p class=\"figure\">–</p><p class=\"says\">There is nothing to compare: the source holds no resource that both sides can list.</p>".into();
    };
    let verdict = match figures.objective_met {
        Some(true) => state(Standing::Met, "objective met"),
        Some(false) => state(Standing::Missed, "objective not met"),
        None => state(Standing::Failed, "objective unknown"),
    };
    let source = sections::sides(summary).into_iter().find(|row| row.what == "resources").and_then(|row| row.source);
    let says = match (figures.missing, source) {
        (Some(0), _) => "Nothing of the source is missing in the target.".to_owned(),
        (Some(missing), Some(source)) => {
            format!("{} of {} source resources are missing in the target.", sections::count(missing), sections::count(source))
        }
        (Some(missing), None) => format!("{} source resources are missing in the target.", sections::count(missing)),
        (None, _) => String::new(),
    };
    let composite = figures.composite.map_or(String::new(), |composite| {
        let weighed = metrics.iter().filter(|metric| metric.weight > 0.0).count();
        let of = if weighed > 0 { format!(" of {weighed} metrics") } else { String::new() };
        format!("<span>composite{of} {} %</span>", sections::percent((composite * 10.0).round() / 10.0))
    });
    let said = format!("Overall fidelity {} %", sections::percent(overall));
    format!(
        "<p class=\"figure\">{}<span>%</span></p>\n<p class=\"says\">{says} {verdict}</p>\n{}\n<p class=\"scale\"><span>overall fidelity</span>{composite}<span>{}</span></p>",
        sections::percent(overall),
        charts::bar(overall / 100.0, figures.target.map(|target| target / 100.0), &said, 12),
        target.unwrap_or_default(),
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
            format!("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>", sections::title_of(&row.what), cell(row.source), cell(row.target))
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
