//! Whether what was asked for is met. What is not known is not met, and is told apart from what is missed.

use super::{Fidelity, FidelityOptions, USUAL_TARGET};
use crate::align::Comparison;
use crate::figures::Percent;
use crate::metric::{MetricResult, Standing};
use crate::objective::{Condition, Fact, Facts, Names, Operand, fold_name};

/// A metric whose own target must be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// The metric's name.
    pub name: String,
    /// How it stands against its own target. One that has nothing to measure holds nobody up.
    pub standing: Standing,
    /// Why it is unknown, where it is.
    pub reason: Option<&'static str>,
}

/// How a run ends that was asked whether something is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All that was asked for is met.
    Met,
    /// It could not be told, which is not met.
    Unknown,
    /// Something is missed.
    NotMet,
}

impl Outcome {
    /// One word for outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Unknown => "unknown",
            Outcome::NotMet => "not-met",
        }
    }

    /// Met, not met, or not known.
    pub const fn of(truth: Option<bool>) -> Outcome {
        match truth {
            Some(true) => Outcome::Met,
            Some(false) => Outcome::NotMet,
            None => Outcome::Unknown,
        }
    }
}

pub(super) fn gates(metrics: &[MetricResult], left_out: &[String]) -> Vec<Gate> {
    let measured = metrics.iter().filter(|metric| metric.gate).map(|metric| {
        let standing = metric.standing();
        let failed = metric.failure.is_some();
        let reason = match standing {
            Standing::Unknown if failed => Some("it failed to run"),
            Standing::Unknown => Some("it declares no target that its score could be held against"),
            _ => None,
        };
        Gate {
            name: metric.name.clone(),
            standing,
            reason,
        }
    });
    let left_out = left_out.iter().map(|name| Gate {
        name: name.clone(),
        standing: Standing::Unknown,
        reason: Some("it was not run"),
    });
    measured.chain(left_out).collect()
}

/// What `overall` is held against: what the user says, else the objective's bound, else the usual one, unless the
/// objective speaks of fidelity in other words, which then decide alone.
pub(super) fn target(options: &FidelityOptions<'_>) -> Option<Percent> {
    let Some(objective) = options.objective else {
        return Some(options.target.unwrap_or(USUAL_TARGET));
    };
    let speaks = || {
        let mut conditions = objective.criteria.iter().map(|criterion| &criterion.condition);
        conditions.any(speaks_of_fidelity)
    };
    options
        .target
        .or_else(|| objective.target_fidelity())
        .or_else(|| (!speaks()).then_some(USUAL_TARGET))
}

fn speaks_of_fidelity(condition: &Condition) -> bool {
    let named = |operand: &Operand| matches!(operand, Operand::Name(name) if name.canonical == "fidelity");
    condition
        .comparisons()
        .iter()
        .any(|(left, _, right)| named(left) || named(right))
}

pub(super) fn objective_met(fidelity: &Fidelity) -> Option<bool> {
    let overall = fidelity.target.map(|target| fidelity.overall.ratio.meets(target));
    let gates = fidelity
        .gates
        .iter()
        .filter(|gate| gate.standing != Standing::NotApplicable)
        .map(|gate| gate.standing.truth());
    let criteria = fidelity.objective.iter().map(|(_, verdict)| verdict.met);
    let worst = overall.into_iter().chain(gates).chain(criteria).map(Outcome::of).max();
    match worst.unwrap_or(Outcome::Unknown) {
        Outcome::Met => Some(true),
        Outcome::NotMet => Some(false),
        Outcome::Unknown => None,
    }
}

pub(super) fn outcome(fidelity: &Fidelity) -> Option<Outcome> {
    let floor = fidelity.fail_under.map(|floor| fidelity.overall.ratio.meets(floor));
    let objective = fidelity.objective.iter().map(|_| fidelity.objective_met);
    floor.into_iter().chain(objective).map(Outcome::of).max()
}

/// All that an objective can ask about. A plugin's metric may refine what atg measures, but not what decides: fidelity and
/// the counts of resources are always atg's own.
pub(super) fn facts(
    fidelity: &Fidelity,
    comparison: &Comparison,
    metrics: &[MetricResult],
    state: Option<&serde_json::Value>,
) -> Facts {
    let mut facts = Facts::default();
    let mut names = Names::standard();
    for (name, figure) in [
        ("resource_groups", &fidelity.resource_groups),
        ("types", &fidelity.types),
        ("relationships", &fidelity.relationships),
        ("properties", &fidelity.properties),
    ] {
        facts.insert(name, Fact::Ratio(figure.ratio));
    }
    for metric in metrics {
        names.add_metric(&metric.name, &metric.title, &metric.unit, metric.direction);
        facts.insert_metric(metric);
    }
    for figure in &fidelity.by_type {
        facts.insert(&fold_name(&figure.type_name), Fact::Ratio(figure.ratio));
    }
    facts.insert("fidelity", Fact::Ratio(fidelity.overall.ratio));
    let composite = match fidelity.composite.percent {
        Some(percent) => Fact::Percent(percent),
        None => Fact::Unknown("there is no composite, because no metric with a weight was measured".to_owned()),
    };
    facts.insert("composite", composite);
    if let Some(target) = fidelity.target {
        facts.insert("target_fidelity", Fact::Number(target.number()));
    }
    let matching = &comparison.matching;
    for (name, count) in [
        ("missing_resources", matching.missing),
        ("extra_resources", matching.extra),
        ("matched_resources", matching.matched()),
        ("source_resources", u64::from(comparison.source.len())),
        ("target_resources", u64::from(comparison.target.len())),
    ] {
        // No more than 2³² of anything: exact in a float.
        #[allow(clippy::cast_precision_loss)]
        facts.insert(name, Fact::Number(count as f64));
    }
    if let Some(state) = state {
        facts.insert_state(state, &names);
    }
    facts
}
