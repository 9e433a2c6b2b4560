//! Figures, metrics, the objective, types, and what stands behind the figures.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, MetricRow, Standing, TypeRow};

use crate::markup::{self, bar, head, heading, row, text};

/// The one figure, and how many of what both sides hold.
pub(crate) fn headline(summary: &Json, out: &mut String) {
    if let Some(time) = summary.get("timestamp").and_then(Json::as_str) {
        out.push_str(&["\n", &text(time), "\n"].concat());
    }
    let sides = sections::sides(summary);
    if let Some(figures) = sections::figures(summary) {
        let Some(overall) = figures.overall else {
            out.push_str("\nThere is nothing to compare: the source holds no resource that both sides can list.\n");
            return;
        };
        out.push_str(
            &[
                "\n**Overall fidelity ",
                &sections::percent(overall),
                " %** ",
                &bar(overall / 100.0),
            ]
            .concat(),
        );
        if let Some(target) = figures.target {
            out.push_str(&[" target ", &sections::percent(target), " %"].concat());
        }
        out.push_str(match figures.objective_met {
            Some(true) => ", objective **met**",
            Some(false) => ", objective **not met**",
            None => ", objective **unknown**",
        });
        if let Some(composite) = figures.composite {
            out.push_str(
                &[
                    ", composite ",
                    &sections::percent((composite * 10.0).round() / 10.0),
                    " %",
                ]
                .concat(),
            );
        }
        out.push_str(".\n");
    }
    if let Some(matching) = sections::matching(summary) {
        let count = sections::count;
        let mut parts = vec![
            [&count(matching.matched), " matched"].concat(),
            [&count(matching.missing), " missing"].concat(),
            [&count(matching.extra), " only in the target"].concat(),
        ];
        let more = [
            (matching.ambiguous, " with several candidates"),
            (matching.not_comparable.iter().sum(), " not comparable"),
            (matching.accepted.iter().sum(), " accepted"),
        ];
        parts.extend(
            more.into_iter()
                .filter(|(of, _)| *of > 0)
                .map(|(of, word)| count(of) + word),
        );
        out.push_str(&["\n", &parts.join(", "), ".\n"].concat());
    }
    if sides.is_empty() {
        return;
    }
    out.push('\n');
    head(&["", "Source:", "Target:"], out);
    for side in sides {
        let cell = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), sections::count);
        row(
            [sections::title_of(&side.what), cell(side.source), cell(side.target)],
            out,
        );
    }
}

/// The metrics, and why some have no score.
pub(crate) fn metrics(metrics: &[MetricRow], out: &mut String) {
    if metrics.is_empty() {
        return;
    }
    heading("Metrics", out);
    head(&["Metric", "Score:", "", "Of", "Target", "Standing"], out);
    for metric in metrics {
        let of = metric.ratio.map_or(String::new(), |(matched, total)| {
            [&sections::count(matched), " of ", &sections::count(total)].concat()
        });
        let target = metric.printed_target().unwrap_or_default();
        let gate = if metric.gate { " (gate)" } else { "" };
        let standing = match metric.standing {
            Standing::Shown => "",
            Standing::Missed | Standing::Failed => &["**", metric.standing.word(), "**"].concat(),
            standing => standing.word(),
        };
        row(
            [
                text(&metric.title),
                text(&metric.printed()),
                metric.share().map(bar).unwrap_or_default(),
                of,
                text(&target) + gate,
                standing.to_owned(),
            ],
            out,
        );
    }
    let mut lines = String::new();
    for metric in metrics {
        if let Some(failed) = metric.failed() {
            let hint = metric.failure.as_ref().and_then(|failure| failure.hint.as_deref());
            let hint = hint.map_or(String::new(), |hint| [". What to do: ", hint].concat());
            markup::note("", &(failed + &hint), &mut lines);
        } else if let Some(reason) = &metric.reason {
            markup::note(&metric.title, reason, &mut lines);
        }
        let excluded: Vec<String> = metric
            .exclusions
            .iter()
            .map(|(reason, count)| [&sections::count(*count), " ", reason].concat())
            .collect();
        if !excluded.is_empty() {
            markup::note(
                &(metric.title.clone() + ", not counted"),
                &excluded.join(", "),
                &mut lines,
            );
        }
    }
    if !lines.is_empty() {
        out.push('\n');
        out.push_str(&lines);
    }
}

/// The criteria, and the gates that are not met.
pub(crate) fn objective(summary: &Json, out: &mut String) {
    if let Some(objective) = sections::objective(summary) {
        heading("Objective", out);
        let verdict = match objective.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "unknown, which is not met",
        };
        out.push_str(&[&text(&objective.path), ": **", verdict, "**.\n\n"].concat());
        head(&["Line:", "Criterion", "Read as", "Is", "Standing"], out);
        for (criterion, counted) in objective
            .criteria
            .iter()
            .map(|one| (one, true))
            .chain(objective.weaker.iter().map(|one| (one, false)))
        {
            let standing = if counted {
                text(&criterion.standing)
            } else {
                "not counted".to_owned()
            };
            let cells = [
                criterion.line.to_string(),
                text(&criterion.text),
                text(&criterion.reading),
                text(&criterion.value),
                standing,
            ];
            row(cells, out);
        }
        for (line, ignored) in &objective.ignored {
            out.push_str(
                &[
                    "\nLine ",
                    &line.to_string(),
                    " is not read as a target: ",
                    &text(ignored),
                    "\n",
                ]
                .concat(),
            );
        }
    }
    let open: Vec<_> = sections::gates(summary)
        .into_iter()
        .filter(|gate| !matches!(gate.standing.as_str(), "met" | "not-applicable"))
        .collect();
    if !open.is_empty() {
        heading("Gates that are not met", out);
        for gate in open {
            let reason = gate
                .reason
                .map_or(String::new(), |reason| [", because ", &reason].concat());
            markup::note(&gate.name, &(gate.standing + &reason), out);
        }
    }
}

/// All types, the largest first.
pub(crate) fn types(types: &[TypeRow], out: &mut String) {
    let rows = sections::largest_first(types);
    if rows.is_empty() {
        return;
    }
    heading("By type", out);
    head(&["Type", "Kept:", "", "Matched:", "Of:", "Missing:"], out);
    for one in rows {
        let share = one.percent.map(|percent| bar(percent / 100.0)).unwrap_or_default();
        let counts = [one.matched, one.total, one.missing()].map(sections::count);
        let [matched, total, missing] = counts;
        row([text(&one.name), one.printed(), share, matched, total, missing], out);
    }
}

/// Members of the summary that have no place above.
pub(crate) fn details(summary: &Json, out: &mut String) {
    const ELSEWHERE: [&str; 12] = [
        "schema_version",
        "timestamp",
        "kind",
        "source",
        "target",
        "fidelity",
        "matching",
        "objective",
        "gates",
        "iterations",
        "changes",
        "change",
    ];
    if let Some(change) = sections::change(summary).filter(|change| !change.lines.is_empty()) {
        heading("Since the last record", out);
        if !change.since.is_empty() {
            out.push_str(&["That was ", &text(&change.since), ".\n\n"].concat());
        }
        change
            .lines
            .iter()
            .for_each(|(name, value)| markup::note(name, value, out));
    }
    let members = summary.as_object().unwrap_or(&[]);
    let members = || members.iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str()));
    let is_scalar = |value: &Json| value.as_object().is_none() && value.as_array().is_none();
    let scalars: Vec<(String, Json)> = members().filter(|(_, value)| is_scalar(value)).cloned().collect();
    markup::notes("Further figures", &Json::Object(scalars), out);
    for (name, value) in members().filter(|(_, value)| !is_scalar(value)) {
        markup::notes(&sections::title_of(name), value, out);
    }
}
