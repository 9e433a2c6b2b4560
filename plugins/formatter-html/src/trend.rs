//! The history: a line for each pair of scopes, and the records where the report is about them.

use atg_sdk::sections::{self, TrendPoint};

use crate::charts::two;
use crate::escape;

/// How many records of a pair of scopes are listed.
const LISTED: usize = 100;

/// The section; `whole` where the report is about the history.
pub(crate) fn section(points: &[TrendPoint], whole: bool) -> String {
    if points.is_empty() && whole {
        return "<p class=\"lead\">There is no record.</p>\n".to_owned();
    }
    let mut scopes: Vec<&[String; 2]> = Vec::new();
    for point in points {
        if !scopes.contains(&&point.scopes) {
            scopes.push(&point.scopes);
        }
    }
    let mut out = String::new();
    for scope in &scopes {
        let own: Vec<&TrendPoint> = points.iter().filter(|point| point.scopes == **scope).collect();
        if scopes.len() > 1 || (whole && scope.iter().all(|name| !name.is_empty())) {
            out.push_str(&format!(
                "<h3><bdi>{}</bdi> → <bdi>{}</bdi></h3>\n",
                escape::text(&scope[0]),
                escape::text(&scope[1])
            ));
        }
        out.push_str(&chart(&own));
        if whole {
            out.push_str(&records(&own));
        }
    }
    out
}

/// The records as a table, the latest first.
fn records(points: &[&TrendPoint]) -> String {
    let count = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), sections::count);
    let row = |point: &&TrendPoint| {
        let (class, words) = match point.objective_met {
            Some(true) => ("met", "met"),
            Some(false) => ("missed", "not met"),
            None => ("unknown", "unknown"),
        };
        format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><span class=\"state {class}\">{words}</span></td></tr>",
            escape::text(&point.time()),
            point
                .overall
                .map_or_else(|| "–".to_owned(), |overall| sections::percent(overall) + " %"),
            count(point.missing),
            count(point.source_resources),
            count(point.target_resources),
        )
    };
    let rows: String = points.iter().rev().take(LISTED).map(row).collect();
    let more = points.len().saturating_sub(LISTED);
    let more = if more == 0 {
        String::new()
    } else {
        format!(
            "<p class=\"note\">… and {} older ones.</p>\n",
            sections::count(more as u64)
        )
    };
    format!(
        "<div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Overall</th><th scope=\"col\">Missing</th>\
         <th scope=\"col\">Source</th><th scope=\"col\">Target</th><th scope=\"col\">Objective</th></tr></thead><tbody>{rows}</tbody></table></div>\n{more}"
    )
}

/// The trend as a line, oldest on the left; nothing where there is no figure.
fn chart(points: &[&TrendPoint]) -> String {
    let known: Vec<(&TrendPoint, f64)> = points
        .iter()
        .filter_map(|point| Some((*point, point.overall?)))
        .collect();
    let (Some((first, _)), Some((last, latest))) = (known.first(), known.last()) else {
        return String::new();
    };
    let steps = known.len().saturating_sub(1).max(1);
    #[allow(clippy::cast_precision_loss)]
    let place = |at: usize| {
        if known.len() == 1 {
            500.0
        } else {
            at as f64 * 1000.0 / steps as f64
        }
    };
    let height = |percent: f64| 100.0 - percent.clamp(0.0, 100.0);
    let line: Vec<String> = known
        .iter()
        .enumerate()
        .map(|(at, (_, percent))| format!("{},{}", two(place(at)), two(height(*percent))))
        .collect();
    let dots: String = known
        .iter()
        .enumerate()
        .map(|(at, (point, percent))| {
            let said = format!("{}: {} %", point.timestamp, sections::percent(*percent));
            format!(
                "<path class=\"dot\" d=\"M{} {}h0\"><title>{}</title></path>",
                two(place(at)),
                two(height(*percent)),
                escape::text(&said)
            )
        })
        .collect();
    let grid: String = [0, 25, 50, 75, 100]
        .iter()
        .map(|y| format!("<line class=\"grid\" x1=\"0\" x2=\"1000\" y1=\"{y}\" y2=\"{y}\"/>"))
        .collect();
    let aim = last.target.map_or(String::new(), |target| {
        let at = two(height(target));
        format!("<line class=\"aim\" x1=\"0\" x2=\"1000\" y1=\"{at}\" y2=\"{at}\"/>")
    });
    let records = if known.len() == 1 {
        "One record".to_owned()
    } else {
        format!("{} records", sections::count(known.len() as u64))
    };
    let lead = format!(
        "{records} of the same two scopes; overall fidelity is {} % now.",
        sections::percent(*latest)
    );
    format!(
        "<p class=\"lead\">{lead}</p>\n<figure class=\"plot\"><div class=\"axis\" aria-hidden=\"true\"><span>100</span><span>75</span>\
         <span>50</span><span>25</span><span>0</span></div><svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 1000 100\" \
         preserveAspectRatio=\"none\">{grid}{aim}<polyline class=\"line\" points=\"{}\"/>{dots}</svg>\
         <div class=\"dates\"><span>{}</span><span>{}</span></div></figure>\n",
        escape::text(&format!("Overall fidelity over time. {lead}")),
        line.join(" "),
        escape::text(day(&first.timestamp)),
        escape::text(if known.len() == 1 { "" } else { day(&last.timestamp) }),
    )
}

/// The day of a time stamp.
fn day(timestamp: &str) -> &str {
    timestamp.split_once('T').map_or(timestamp, |(day, _)| day)
}
