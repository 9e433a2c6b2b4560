//! What a metric hands back: a score with its proof, findings, or the story of its failure.

use crate::figures::{Percent, Ratio};

/// The unit in which 1 is everything.
pub const RATIO: &str = "ratio";
/// The unit in which 100 is everything.
pub const PERCENT: &str = "percent";

/// The result of one metric, whoever measured it.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricResult {
    /// Id of the plugin (`metric-resources`).
    pub plugin: String,
    /// Name of the metric, unique in a run (`resources`).
    pub name: String,
    /// What people read (`Resource fidelity`).
    pub title: String,
    /// `percent`, `ratio`, `count`, or any word.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// What the metric itself asks for, in its unit.
    pub target: Option<f64>,
    /// Below (above, where lower is better) this it deserves a warning.
    pub warn: Option<f64>,
    /// Whether its own target must be met for the objective to be met.
    pub gate: bool,
    /// Its share in the composite; 0 means shown only.
    pub weight: f64,
    /// The score.
    pub score: Score,
    /// The breakdown, in the order that the plugin gave.
    pub parts: Vec<Part>,
    /// What was left out of the total and why.
    pub exclusions: Vec<(String, u64)>,
    /// What it noticed.
    pub findings: Vec<Finding>,
    /// Set when the score is [`Score::Failed`].
    pub failure: Option<Failure>,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Higher is better.
    #[default]
    Higher,
    /// Lower is better.
    Lower,
}

impl Direction {
    /// The word of the manifest.
    pub const fn word(self) -> &'static str {
        match self {
            Direction::Higher => "higher",
            Direction::Lower => "lower",
        }
    }
}

/// A score.
#[derive(Debug, Clone, PartialEq)]
pub enum Score {
    /// Matched of total; the percentage is computed by the host, exactly.
    Ratio(Ratio),
    /// A number in the metric's own unit, never NaN.
    Value(f64),
    /// There was nothing to measure, and why.
    NotApplicable(String),
    /// The metric failed; see [`MetricResult::failure`].
    Failed,
}

/// One line of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What is broken down by (`type`).
    pub dimension: String,
    /// Which one (`Microsoft.Compute/virtualMachines`).
    pub key: String,
    /// How many were kept.
    pub matched: u64,
    /// Of how many.
    pub total: u64,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Deserves a look.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word of the contract.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One thing that a plugin noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the plugin.
    pub plugin: String,
    /// Short stable name of the rule, unique within the plugin.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// One sentence, already cleaned for a terminal.
    pub message: String,
    /// What it is about: a resource id, an address.
    pub subject: Option<String>,
    /// Further named facts.
    pub attributes: Vec<(String, String)>,
}

/// Why a plugin failed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// trap, panic, timeout, memory, denied, contract, bad-output, guest-error.
    pub kind: String,
    /// What it said, or what was seen.
    pub message: String,
    /// What it was at.
    pub subject: Option<String>,
    /// Demangled frames, innermost first.
    pub frames: Vec<String>,
    /// What to do next.
    pub hint: Option<String>,
}

/// How a score stands against a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Reached.
    Met,
    /// Not reached.
    Missed,
    /// Could not be told: it failed to run, or there is no target to hold it against.
    Unknown,
    /// There was nothing to measure.
    NotApplicable,
}

impl Standing {
    /// `true`, `false`, or nothing where it is not known or does not apply.
    pub const fn truth(self) -> Option<bool> {
        match self {
            Standing::Met => Some(true),
            Standing::Missed => Some(false),
            Standing::Unknown | Standing::NotApplicable => None,
        }
    }

    /// One word for outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Met => "met",
            Standing::Missed => "missed",
            Standing::Unknown => "unknown",
            Standing::NotApplicable => "not-applicable",
        }
    }
}

impl MetricResult {
    /// The metric's own target as an exact percentage, where its unit is one.
    pub fn percent_target(&self) -> Option<Percent> {
        as_percent(&self.unit, self.target?)
    }

    /// How the score stands against the metric's own target.
    pub fn standing(&self) -> Standing {
        self.against(self.target)
    }

    /// How the score stands against a target in the metric's unit.
    pub fn against(&self, target: Option<f64>) -> Standing {
        match (&self.score, target) {
            (Score::NotApplicable(_), _) => Standing::NotApplicable,
            (Score::Failed, _) | (_, None) => Standing::Unknown,
            (Score::Ratio(ratio), Some(target)) => self.ratio_against(*ratio, target),
            (Score::Value(value), Some(target)) => self.reached(value.partial_cmp(&target)),
        }
    }

    fn ratio_against(&self, ratio: Ratio, target: f64) -> Standing {
        if !ratio.is_applicable() {
            return Standing::NotApplicable;
        }
        let Some(percent) = as_percent(&self.unit, target) else {
            return Standing::Unknown;
        };
        let met = match self.direction {
            Direction::Higher => ratio.meets(percent),
            Direction::Lower => ratio.at_most(percent),
        };
        if met == Some(true) {
            Standing::Met
        } else {
            Standing::Missed
        }
    }

    fn reached(&self, order: Option<std::cmp::Ordering>) -> Standing {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match (order, self.direction) {
            (None, _) => Standing::Unknown,
            (Some(Equal), _) | (Some(Greater), Direction::Higher) | (Some(Less), Direction::Lower) => Standing::Met,
            _ => Standing::Missed,
        }
    }

    /// The score as people see it, in its unit and without it: `30.8`, `0.308`, or nothing.
    pub fn printed(&self) -> Option<f64> {
        match &self.score {
            Score::Ratio(ratio) => {
                let tenths = ratio.printed(self.percent_target())?;
                Some(if self.unit == RATIO {
                    tenths.share()
                } else {
                    tenths.number()
                })
            }
            Score::Value(value) => Some(*value),
            Score::NotApplicable(_) | Score::Failed => None,
        }
    }
}

/// A target in a unit, as a percentage: a `ratio` is a share of one, everything else stands for per cents.
fn as_percent(unit: &str, target: f64) -> Option<Percent> {
    match unit {
        RATIO => Percent::from_share(target).ok(),
        _ => Percent::from_float(target).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(unit: &str, score: Score, target: Option<f64>, direction: Direction) -> MetricResult {
        MetricResult {
            plugin: "metric-tags".into(),
            name: "tags".into(),
            title: "Tags kept".into(),
            unit: unit.into(),
            direction,
            target,
            warn: None,
            gate: false,
            weight: 1.0,
            score,
            parts: Vec::new(),
            exclusions: Vec::new(),
            findings: Vec::new(),
            failure: None,
        }
    }

    #[test]
    fn ratios_stand_exactly_against_their_target() {
        let missed = metric(
            "percent",
            Score::Ratio(Ratio::new(1590, 1674)),
            Some(95.0),
            Direction::Higher,
        );
        assert_eq!((missed.standing(), missed.printed()), (Standing::Missed, Some(94.9)));
        let met = metric(
            "percent",
            Score::Ratio(Ratio::new(1591, 1674)),
            Some(95.0),
            Direction::Higher,
        );
        assert_eq!((met.standing(), met.printed()), (Standing::Met, Some(95.0)));
        let share = metric(
            "ratio",
            Score::Ratio(Ratio::new(1590, 1674)),
            Some(0.95),
            Direction::Higher,
        );
        assert_eq!((share.standing(), share.printed()), (Standing::Missed, Some(0.949)));
    }

    #[test]
    fn lower_is_better_where_the_metric_says_so() {
        let at = |matched| {
            metric(
                "percent",
                Score::Ratio(Ratio::new(matched, 1000)),
                Some(5.0),
                Direction::Lower,
            )
        };
        assert_eq!(at(50).standing(), Standing::Met);
        assert_eq!(at(51).standing(), Standing::Missed);
        let value = |v| metric("euro", Score::Value(v), Some(10.0), Direction::Lower).standing();
        assert_eq!(
            (value(9.5), value(10.0), value(10.1)),
            (Standing::Met, Standing::Met, Standing::Missed)
        );
    }

    #[test]
    fn what_could_not_be_told_is_not_met() {
        assert_eq!(
            metric("percent", Score::Failed, Some(95.0), Direction::Higher).standing(),
            Standing::Unknown
        );
        assert_eq!(
            metric("count", Score::Value(3.0), None, Direction::Higher).standing(),
            Standing::Unknown
        );
        assert_eq!(
            metric("count", Score::Value(f64::NAN), Some(1.0), Direction::Higher).standing(),
            Standing::Unknown
        );
        let empty = metric("percent", Score::Ratio(Ratio::new(0, 0)), Some(95.0), Direction::Higher);
        assert_eq!((empty.standing(), empty.printed()), (Standing::NotApplicable, None));
    }
}
