//! The figures of fidelity as JSON.

use serde_json::{Map, Value, json};

use crate::align::Comparison;
use crate::fidelity::{Composite, Exclusion, Fidelity, Figure, Gate};
use crate::figures::{Percent, Tenths};
use crate::objective::{Criterion, Objective, Verdict};

/// The keys that other tools read. Everything else stands beside them, never instead.
pub(crate) fn published(comparison: &Comparison, fidelity: &Fidelity) -> Value {
    let printed = |ratio| fidelity.printed(ratio).map(Tenths::number);
    let by_type = fidelity.by_type.iter();
    let by_type: Map<String, Value> = by_type
        .map(|figure| (figure.type_name.clone(), printed(figure.ratio).into()))
        .collect();
    json!({
        "overall": printed(fidelity.overall.ratio),
        "by_type": by_type,
        "missing_resources": comparison.matching.missing,
        "objective_met": fidelity.objective_met,
        "target_fidelity": fidelity.target.map(Percent::number),
    })
}

/// The figures beside `overall`, by name.
pub(crate) fn figures(fidelity: &Fidelity) -> [(&'static str, &Figure); 4] {
    [
        ("resource_groups", &fidelity.resource_groups),
        ("types", &fidelity.types),
        ("relationships", &fidelity.relationships),
        ("properties", &fidelity.properties),
    ]
}

/// The member `fidelity` of a report.
pub(super) fn fidelity(comparison: &Comparison, fidelity: &Fidelity) -> Value {
    let mut json = published(comparison, fidelity);
    json["matched"] = fidelity.overall.ratio.matched.into();
    json["total"] = fidelity.overall.ratio.total.into();
    json["exclusions"] = exclusions(&fidelity.overall.exclusions);
    for (name, figure) in figures(fidelity) {
        json[name] = json!({
            "value": fidelity.printed(figure.ratio).map(Tenths::number),
            "matched": figure.ratio.matched,
            "total": figure.ratio.total,
            "exclusions": exclusions(&figure.exclusions),
        });
    }
    json["differences"] = fidelity.differences.into();
    json["accepted_differences"] = fidelity.accepted_differences.into();
    json["composite"] = composite(&fidelity.composite);
    if let Some(floor) = fidelity.fail_under {
        json["fail_under"] = floor.number().into();
    }
    json
}

fn exclusions(exclusions: &[Exclusion]) -> Value {
    let exclusions = exclusions.iter();
    exclusions
        .map(|one| json!({"reason": one.reason, "count": one.count}))
        .collect()
}

fn composite(composite: &Composite) -> Value {
    let inputs = composite.inputs.iter().map(|input| {
        let mut json = json!({
            "name": input.name,
            "weight": input.weight,
            "value": input.percent.and_then(input_tenths).map(Tenths::number),
        });
        if let Some(reason) = &input.left_out {
            json["reason"] = reason.as_str().into();
        }
        json
    });
    json!({"value": composite.printed().map(Tenths::number), "inputs": inputs.collect::<Vec<_>>()})
}

/// Rounded like everything that is printed: 100 only where it is 100.
fn input_tenths(percent: f64) -> Option<Tenths> {
    let tenths = Tenths::nearest(percent)?;
    Some(if percent >= 100.0 {
        tenths
    } else {
        tenths.min(Tenths(999))
    })
}

/// The member `gates`.
pub(super) fn gates(gates: &[Gate]) -> Value {
    let gate = |gate: &Gate| {
        let mut json = json!({"name": gate.name, "standing": gate.standing.word()});
        if let Some(reason) = gate.reason {
            json["reason"] = reason.into();
        }
        json
    };
    gates.iter().map(gate).collect()
}

/// The member `objective`.
pub(super) fn objective(objective: &Objective, verdict: &Verdict) -> Value {
    let criterion = |criterion: &Criterion| {
        json!({
            "line": criterion.line,
            "text": criterion.written,
            "reading": criterion.read_as(),
            "form": criterion.form.word(),
        })
    };
    let checked = verdict.checked.iter().map(|checked| {
        let mut json = criterion(&checked.criterion);
        json["standing"] = checked.standing.word().into();
        json["value"] = checked.found.join("; ").into();
        if !checked.reasons.is_empty() {
            json["reason"] = checked.reasons.join("; ").into();
        }
        json
    });
    let ignored = objective
        .ignored
        .iter()
        .map(|(line, text)| json!({"line": line, "text": text}));
    json!({
        "path": objective.file,
        "met": verdict.met,
        "criteria": checked.collect::<Vec<_>>(),
        "weaker": objective.shown.iter().map(criterion).collect::<Vec<_>>(),
        "ignored": ignored.collect::<Vec<_>>(),
    })
}
