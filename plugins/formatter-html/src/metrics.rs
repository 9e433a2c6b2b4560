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
    let counts = metric
        .ratio
        .map(|(matched, total)| format!("{} of {}", sections::count(matched), sections::count(total)));
    let gate = metric
        .gate
        .then(|| "<span title=\"its own target must be met too\">gate</span>".to_owned());
    let below: Vec<String> = counts.into_iter().chain(gate).collect();
    let below = if below.is_empty() {
        String::new()
    } else {
        format!("<small>{}</small>", below.join(" · "))
    };
    let target = metric.printed_target().map_or(String::new(), |target| {
        format!("<span>{}</span>", escape::text(&target))
    });
    format!(
        "<li><span class=\"name\"><bdi>{}</bdi>{below}</span>{chart}<span class=\"value\">{}</span><span class=\"beside\">{target}{}</span>{}</li>\n",
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
    if let Some((failure, told)) = metric.failure.as_ref().zip(metric.failed()) {
        out.push_str(&format!("<p class=\"wrong\">{}</p>", escape::text(&told)));
        if let Some(hint) = &failure.hint {
            out.push_str(&format!("<p>What to do: {}</p>", escape::text(hint)));
        }
        if !failure.frames.is_empty() {
            let frames: Vec<String> = failure.frames.iter().map(|frame| escape::text(frame)).collect();
            out.push_str(&format!(
                "<details><summary>Where in its code</summary><pre>{}</pre></details>",
                frames.join("\n")
            ));
        }
        return format!("<div class=\"more\">{out}</div>");
    }
    if let Some(reason) = &metric.reason {
        out.push_str(&format!("<p>{}</p>", escape::text(reason)));
    }
    let excluded: Vec<String> = metric
        .exclusions
        .iter()
        .map(|(reason, count)| format!("{} {}", sections::count(*count), escape::text(reason)))
        .collect();
    if !excluded.is_empty() {
        out.push_str(&format!("<p>Not counted: {}</p>", excluded.join(" · ")));
    }
    if out.is_empty() {
        out
    } else {
        format!("<div class=\"more\">{out}</div>")
    }
}
