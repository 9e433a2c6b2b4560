//! What becomes a test case, and when it fails.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, MetricRow, Standing, TrendPoint, TypeRow};

/// A group of test cases.
pub(crate) struct Suite {
    pub(crate) name: &'static str,
    pub(crate) cases: Vec<Case>,
}

/// One test case.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
}

/// How it ended, with what is told of it.
pub(crate) enum Outcome {
    Passed(String),
    Failed(String),
    /// It could not be told.
    Error(String),
    Skipped(String),
}

/// Overall fidelity against its target, and the gates that are no metric of this run.
pub(crate) fn overall(summary: &Json, metrics: &[MetricRow]) -> Suite {
    let mut cases = Vec::new();
    if let Some(figures) = sections::figures(summary) {
        let target = figures
            .target
            .map(|target| [", target ", &sections::percent(target), " %"].concat())
            .unwrap_or_default();
        let missing = figures.missing.map_or(String::new(), |missing| {
            let source = sections::sides(summary)
                .into_iter()
                .find_map(|row| row.source.filter(|_| row.what == "resources"));
            let of = source.map_or(String::new(), |source| [" of ", &source.to_string()].concat());
            [": ", &missing.to_string(), &of, " source resources are missing"].concat()
        });
        let outcome = match figures.overall {
            None => Outcome::Skipped("there is nothing to compare".to_owned()),
            Some(overall) => {
                let told = [&sections::percent(overall), " %", &target, &missing].concat();
                match figures.target {
                    Some(target) if overall < target => Outcome::Failed(told),
                    _ => Outcome::Passed(told),
                }
            }
        };
        cases.push(Case {
            name: "overall fidelity".to_owned(),
            outcome,
        });
    }
    let unmeasured = sections::gates(summary)
        .into_iter()
        .filter(|gate| metrics.iter().all(|metric| metric.name != gate.name));
    cases.extend(unmeasured.map(|gate| {
        let told = [
            "gate is ",
            &gate.standing,
            ": ",
            gate.reason.as_deref().unwrap_or("no reason is given"),
        ]
        .concat();
        let outcome = match gate.standing.as_str() {
            "met" => Outcome::Passed(told),
            "missed" => Outcome::Failed(told),
            "not-applicable" => Outcome::Skipped(told),
            _ => Outcome::Error(told),
        };
        Case {
            name: gate.name,
            outcome,
        }
    }));
    Suite {
        name: "fidelity",
        cases,
    }
}

/// Each metric against its own target.
pub(crate) fn metrics(metrics: &[MetricRow]) -> Suite {
    Suite {
        name: "metrics",
        cases: metrics.iter().map(metric).collect(),
    }
}

fn metric(metric: &MetricRow) -> Case {
    let mut told = metric.printed();
    if let Some(target) = metric.printed_target() {
        told.push_str(", ");
        told.push_str(&target);
    }
    if let Some((matched, total)) = metric.ratio {
        told.push_str(&[": ", &matched.to_string(), " of ", &total.to_string()].concat());
    }
    if metric.gate {
        told.push_str(" (gate)");
    }
    let outcome = match metric.standing {
        Standing::Met | Standing::Shown => Outcome::Passed(told),
        Standing::Missed => Outcome::Failed(told),
        Standing::NotApplicable => Outcome::Skipped(
            metric
                .reason
                .clone()
                .unwrap_or_else(|| "there was nothing to measure".into()),
        ),
        Standing::Failed => {
            let hint = metric.failure.as_ref().and_then(|failure| failure.hint.as_deref());
            let hint = hint.map_or(String::new(), |hint| ["\nhint: ", hint].concat());
            Outcome::Error(metric.failed().unwrap_or_default() + &hint)
        }
    };
    let name = if metric.title == metric.name {
        metric.name.clone()
    } else {
        [&metric.title, " (", &metric.name, ")"].concat()
    };
    Case { name, outcome }
}

/// Each criterion of the objective that counts.
pub(crate) fn objective(summary: &Json) -> Suite {
    let objective = sections::objective(summary).unwrap_or_default();
    let cases = objective.criteria.iter().map(|criterion| {
        let line = criterion.line.to_string();
        let is = if criterion.value.is_empty() {
            "nobody knows"
        } else {
            criterion.value.as_str()
        };
        let told = [
            &criterion.reading,
            ": ",
            is,
            " (",
            &objective.path,
            ", line ",
            &line,
            ")",
        ]
        .concat();
        let outcome = match criterion.standing.as_str() {
            "met" => Outcome::Passed(told),
            "missed" => Outcome::Failed(told),
            "not-applicable" => Outcome::Skipped(told),
            _ => Outcome::Error(told),
        };
        Case {
            name: if criterion.text.is_empty() {
                criterion.reading.clone()
            } else {
                criterion.text.clone()
            },
            outcome,
        }
    });
    Suite {
        name: "objective",
        cases: cases.collect(),
    }
}

/// Each type of a comparison: whether all of it is there.
pub(crate) fn types(types: &[TypeRow]) -> Suite {
    let cases = types.iter().filter(|row| row.source > 0 || row.total > 0).map(|row| {
        let told = [
            &row.matched.to_string(),
            " of ",
            &row.total.to_string(),
            " are in the target",
        ]
        .concat();
        let outcome = match row.missing() {
            _ if !row.comparable => Outcome::Skipped("one side could not list this type".to_owned()),
            _ if row.total == 0 => Outcome::Skipped("nothing of this type counts".to_owned()),
            0 => Outcome::Passed(told),
            missing => Outcome::Failed([&told, ", ", &missing.to_string(), " missing"].concat()),
        };
        Case {
            name: row.name.clone(),
            outcome,
        }
    });
    Suite {
        name: "types",
        cases: cases.collect(),
    }
}

/// Each stage of each iteration: whether it found errors.
pub(crate) fn iterations(summary: &Json) -> Suite {
    let mut cases = Vec::new();
    for one in sections::iterations(summary) {
        let iteration = ["iteration ", &one.number.to_string()].concat();
        if one.errors.is_empty() {
            let resources = one.resources.map_or(String::new(), |resources| {
                ["; ", &resources.to_string(), " resources"].concat()
            });
            let told = ["no stage was recorded", &resources].concat();
            cases.push(Case {
                name: iteration.clone(),
                outcome: Outcome::Skipped(told),
            });
        }
        for (stage, errors) in &one.errors {
            let told = errors.to_string() + if *errors == 1 { " error" } else { " errors" };
            let outcome = if *errors == 0 {
                Outcome::Passed(told)
            } else {
                Outcome::Failed(told)
            };
            cases.push(Case {
                name: [&iteration, " ", stage].concat(),
                outcome,
            });
        }
    }
    Suite {
        name: "iterations",
        cases,
    }
}

/// Each record of a history against its target.
pub(crate) fn trend(points: &[TrendPoint]) -> Suite {
    let cases = points.iter().map(|point| {
        let target = point
            .target
            .map(|target| [", target ", &sections::percent(target), " %"].concat())
            .unwrap_or_default();
        let outcome = match point.overall {
            None => Outcome::Skipped("there was nothing to compare".to_owned()),
            Some(overall) => {
                let told = [&sections::percent(overall), " %", &target].concat();
                if point.target.is_some_and(|target| overall < target) {
                    Outcome::Failed(told)
                } else {
                    Outcome::Passed(told)
                }
            }
        };
        Case {
            name: point.time(),
            outcome,
        }
    });
    Suite {
        name: "history",
        cases: cases.collect(),
    }
}
