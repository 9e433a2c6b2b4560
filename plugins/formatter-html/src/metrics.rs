//! The metrics: a row each, with what it asks for, what was left out, and why it failed.

use atg_sdk::sections::{self, MetricRow, Standing};

use crate::charts;
use crate::escape;

/// All metrics, in the order of the report.
pub(crate) fn section(metrics: &[MetricRow]) -> String {
    if metrics.is_empty() {
        return String::new();
    }
    let rows: String = metrics.iter().map(row).collect();
    format!("<ol class=\"rows\">\n{rows}</ol>\n")
}

fn row(metric: &MetricRow) -> String {
    let said = format!("{}: {}", metric.title, metric.printed());
    let chart = match (metric.share(), &metric.failure) {
        (Some(share), None) => charts::bar(share, metric.target_share(), &said, 10),
        _ => "<span class=\"chart\"></span>".to_owned(),
    };
    let counts = metric.ratio.map_or(String::new(), |(matched, total)| {
        format!("<small>{} of {}</small>", sections::count(matched), sections::count(total))
    });
    let target = metric.printed_target().map_or(String::new(), |target| format!("<span>{}</span>", escape::text(&target)));
    let gate = if metric.gate { "<span title=\"its own target must be met too\">gate</span>" } else { "" };
    format!(
        "<li><span class=\"name\"><bdi>{}</bdi>{counts}</span>{chart}<span class=\"value\">{}</span><span class=\"beside\">{gate}{target}{}</span>{}</li>\n",
        escape::text(&metric.title),
        escape::text(&metric.printed()),
        state(metric.standing),
        more(metric),
    )
}

/// How it stands, as a small label.
pub(crate) fn state(standing: Standing) -> String {
    let class = match standing {
        Standing::Met => "state met",
        Standing::Missed => "state missed",
        Standing::Failed => "state unknown",
        Standing::NotApplicable => "state",
        Standing::Shown => return String::new(),
    };
    format!("<span class=\"{class}\">{}</span>", standing.word())
}

/// What a reader has to know beside the number.
fn more(metric: &MetricRow) -> String {
    let mut out = String::new();
    if let Some(failure) = &metric.failure {
        let subject = failure.subject.as_ref().map_or(String::new(), |subject| format!(" at {subject}"));
        let told = format!("{} failed ({}){subject}: {}", metric.plugin, failure.kind, failure.message);
        out.push_str(&format!("<p>{}</p>", escape::text(&told)));
        if let Some(hint) = &failure.hint {
            out.push_str(&format!("<p>What to do: {}</p>", escape::text(hint)));
        }
        if !failure.frames.is_empty() {
            let frames: Vec<String> = failure.frames.iter().map(|frame| escape::text(frame)).collect();
            out.push_str(&format!("<details><summary>Where in its code</summary><pre>{}</pre></details>", frames.join("\n")));
        }
        return format!("<div class=\"more failed\">{out}</div>");
    }
    if let Some(reason) = &metric.reason {
        out.push_str(&format!("<p>{}</p>", escape::text(reason)));
    }
    let excluded: Vec<String> =
        metric.exclusions.iter().map(|(reason, count)| format!("{} {}", sections::count(*count), escape::text(reason))).collect();
    if !excluded.is_empty() {
        out.push_str(&format!("<p>Not counted: {}</p>", excluded.join(" · ")));
    }
    if out.is_empty() { out } else { format!("<div class=\"more\">{out}</div>") }
}
