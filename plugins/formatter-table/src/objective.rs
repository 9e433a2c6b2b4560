//! What was asked for and how it stands: the criteria of an objective, the gates that hold it up.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, Criterion};

use crate::fit::wide;
use crate::page::{Page, Style};

pub(crate) fn section(summary: &Json, page: &mut Page) {
    if let Some(objective) = sections::objective(summary) {
        let verdict = match objective.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "unknown, which is not met",
        };
        page.heading("Objective", &[&objective.path, ": ", verdict].concat());
        let all = objective.criteria.iter().chain(&objective.weaker);
        let reading = all
            .map(|criterion| wide(&criterion.reading))
            .max()
            .unwrap_or(0)
            .min(page.comfortable().saturating_sub(43));
        objective
            .criteria
            .iter()
            .for_each(|one| criterion(one, &one.standing, reading, page));
        objective
            .weaker
            .iter()
            .for_each(|one| criterion(one, "not counted", reading, page));
        for (line, text) in &objective.ignored {
            page.wrap(
                Style::Dim,
                &["line ", &line.to_string(), " is not read as a target: ", text].concat(),
                2,
            );
        }
    }
    let open = sections::gates(summary)
        .into_iter()
        .filter(|gate| !matches!(gate.standing.as_str(), "met" | "not-applicable"));
    for (at, gate) in open.enumerate() {
        if at == 0 {
            page.heading("Gates that are not met", "");
        }
        page.to(2)
            .add(style(&gate.standing), &gate.standing)
            .space(2)
            .add(Style::Plain, &gate.name);
        if let Some(reason) = &gate.reason {
            page.add(Style::Dim, &[", because ", reason].concat());
        }
        page.end();
    }
}

fn criterion(one: &Criterion, standing: &str, reading: usize, page: &mut Page) {
    page.to(2).left(style(standing), standing, 11).space(2);
    page.left(Style::Dim, &["line ", &one.line.to_string()].concat(), 9)
        .left(Style::Plain, &one.reading, reading);
    page.space(2).add(Style::Dim, &one.value).end();
}

fn style(standing: &str) -> Style {
    match standing {
        "met" => Style::Good,
        "missed" => Style::Bad,
        "unknown" => Style::Warn,
        _ => Style::Dim,
    }
}
