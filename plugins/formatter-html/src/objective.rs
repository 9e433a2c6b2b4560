//! What was asked for: each criterion with its line and how it was read, and the gates that hold the objective up.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, Criterion};

use crate::escape;

/// The section, where an objective was checked or a gate is open.
pub(crate) fn section(summary: &Json) -> String {
    let mut out = String::new();
    if let Some(objective) = sections::objective(summary) {
        let verdict = match objective.met {
            Some(true) => "All of it is met.",
            Some(false) => "Not all of it is met.",
            None => "Something of it is not known, and so it is not met.",
        };
        let counted = objective.criteria.iter().map(|one| row(one, &state(&one.standing)));
        let weaker = objective
            .weaker
            .iter()
            .map(|one| row(one, "<span class=\"state\">not counted</span>"));
        let rows: String = counted.chain(weaker).collect();
        out.push_str(&format!(
            "<p class=\"lead\"><bdi>{}</bdi> says what is wanted. {verdict}</p>\n<div class=\"scroll\"><table class=\"plain texts\"><thead><tr>\
             <th scope=\"col\">Line</th><th scope=\"col\">Criterion</th><th scope=\"col\">Read as</th><th scope=\"col\">Is</th>\
             <th scope=\"col\"><span hidden>Standing</span></th></tr></thead><tbody>{rows}</tbody></table></div>\n",
            escape::text(&objective.path)
        ));
        for (line, ignored) in &objective.ignored {
            let ignored = escape::text(ignored);
            out.push_str(&format!(
                "<p class=\"note\">Line {line} is not read as a target: <bdi>{ignored}</bdi></p>\n"
            ));
        }
    }
    let open = sections::gates(summary)
        .into_iter()
        .filter(|gate| !matches!(gate.standing.as_str(), "met" | "not-applicable"));
    let gates: String = open
        .map(|gate| {
            let reason = gate
                .reason
                .map_or(String::new(), |reason| format!(", because {reason}"));
            format!(
                "<p class=\"note\">The gate <bdi>{}</bdi> is {}{}.</p>\n",
                escape::text(&gate.name),
                escape::text(&gate.standing),
                escape::text(&reason)
            )
        })
        .collect();
    out + &gates
}

fn row(criterion: &Criterion, state: &str) -> String {
    let value = if criterion.value.is_empty() {
        "–"
    } else {
        &criterion.value
    };
    let cells: String = [&criterion.text, &criterion.reading, value]
        .iter()
        .map(|text| format!("<td><bdi>{}</bdi></td>", escape::text(text)))
        .collect();
    format!("<tr><td>{}</td>{cells}<td>{state}</td></tr>", criterion.line)
}

fn state(standing: &str) -> String {
    let class = match standing {
        "met" => " met",
        "missed" => " missed",
        "unknown" => " unknown",
        _ => "",
    };
    format!("<span class=\"state{class}\">{}</span>", escape::text(standing))
}
