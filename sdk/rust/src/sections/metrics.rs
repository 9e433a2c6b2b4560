//! The metrics: what each measured, how it stands, and why it did not.

use super::text::{computed_percent, percent};
use crate::json::Json;

/// How a metric stands against its own target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Reached.
    Met,
    /// Not reached.
    Missed,
    /// It did not run to its end.
    Failed,
    /// There was nothing to measure.
    NotApplicable,
    /// Shown only: there is no target to hold it against.
    Shown,
}

impl Standing {
    /// One word or two.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Met => "met",
            Standing::Missed => "missed",
            Standing::Failed => "failed",
            Standing::NotApplicable => "not applicable",
            Standing::Shown => "shown",
        }
    }
}

/// Why a metric has no score.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FailureRow {
    /// trap, panic, timeout, memory, denied, contract, bad-output, guest-error.
    pub kind: String,
    /// What it said, or what was seen.
    pub message: String,
    /// What it was at.
    pub subject: Option<String>,
    /// Where in its code, innermost first.
    pub frames: Vec<String>,
    /// What to do next.
    pub hint: Option<String>,
}

/// One metric.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricRow {
    /// Id of the plugin.
    pub plugin: String,
    /// Its name, unique in a run.
    pub name: String,
    /// What people read.
    pub title: String,
    /// `percent`, `ratio`, or any word.
    pub unit: String,
    /// Whether lower is better.
    pub lower: bool,
    /// The score in its unit.
    pub value: Option<f64>,
    /// Matched and total, where the score is a ratio.
    pub ratio: Option<(u64, u64)>,
    /// What it asks for itself, in its unit.
    pub target: Option<f64>,
    /// Whether its target must be met for the objective to be met.
    pub gate: bool,
    /// Its share in the composite.
    pub weight: f64,
    /// How it stands.
    pub standing: Standing,
    /// Why it does not apply, or is not known.
    pub reason: Option<String>,
    /// What was left out, and how much of it.
    pub exclusions: Vec<(String, u64)>,
    /// How many things it noticed.
    pub findings: usize,
    /// Set when it failed.
    pub failure: Option<FailureRow>,
}

/// All metrics, in the order of the report.
pub fn metrics(json: &Json) -> Vec<MetricRow> {
    json.as_array().unwrap_or(&[]).iter().map(row).collect()
}

fn text(json: &Json, name: &str) -> Option<String> {
    json.get(name)?.as_str().map(str::to_owned)
}

fn items<'a>(json: &'a Json, name: &str) -> &'a [Json] {
    json.get(name).and_then(Json::as_array).unwrap_or(&[])
}

fn row(json: &Json) -> MetricRow {
    let number = |name: &str| json.get(name).and_then(Json::as_f64);
    let count = |name: &str| json.get(name).and_then(Json::as_u64);
    let name = text(json, "name").unwrap_or_default();
    let failure = json.get("failure").filter(|failure| !failure.is_null()).map(failure);
    let target = number("target");
    let standing = match text(json, "standing").as_deref() {
        _ if failure.is_some() => Standing::Failed,
        Some("met") => Standing::Met,
        Some("missed") => Standing::Missed,
        Some("not-applicable") => Standing::NotApplicable,
        _ => Standing::Shown,
    };
    let exclusion = |one: &Json| Some((text(one, "reason")?, one.get("count").and_then(Json::as_u64)?));
    MetricRow {
        plugin: text(json, "plugin").unwrap_or_default(),
        title: text(json, "title")
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| name.clone()),
        name,
        unit: text(json, "unit").unwrap_or_default(),
        lower: text(json, "direction").as_deref() == Some("lower"),
        value: number("value"),
        ratio: count("matched").zip(count("total")),
        target,
        gate: json.get("gate").and_then(Json::as_bool).unwrap_or(false),
        weight: number("weight").unwrap_or(0.0),
        standing,
        reason: text(json, "reason").filter(|reason| !reason.is_empty()),
        exclusions: items(json, "exclusions").iter().filter_map(exclusion).collect(),
        findings: items(json, "findings").len(),
        failure,
    }
}

fn failure(json: &Json) -> FailureRow {
    FailureRow {
        kind: text(json, "kind").unwrap_or_default(),
        message: text(json, "message").unwrap_or_default(),
        subject: text(json, "subject"),
        frames: items(json, "frames")
            .iter()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect(),
        hint: text(json, "hint"),
    }
}

impl MetricRow {
    /// The score with its unit: `30.8 %`, `0.308`, `12 euro`; a dash where there is none.
    pub fn printed(&self) -> String {
        match self.value {
            None => "–".to_owned(),
            // The host has rounded a ratio; a value comes as the plugin computed it.
            Some(value) if self.unit == "percent" && self.ratio.is_none() => {
                computed_percent(value, self.target) + " %"
            }
            Some(value) => self.in_unit(value),
        }
    }

    /// What it asks for: `target 95.0 %`, or `at most 5.0 %` where lower is better.
    pub fn printed_target(&self) -> Option<String> {
        let target = self.in_unit(self.target?);
        Some(if self.lower { "at most " } else { "target " }.to_owned() + &target)
    }

    /// The score as a share of one, for units that are one.
    pub fn share(&self) -> Option<f64> {
        self.as_share(self.value?)
    }

    /// The target as a share of one.
    pub fn target_share(&self) -> Option<f64> {
        self.as_share(self.target?)
    }

    fn as_share(&self, value: f64) -> Option<f64> {
        let share = match self.unit.as_str() {
            "percent" => value / 100.0,
            "ratio" => value,
            _ => return None,
        };
        Some(share.clamp(0.0, 1.0))
    }

    fn in_unit(&self, value: f64) -> String {
        match self.unit.as_str() {
            "percent" => percent(value) + " %",
            "ratio" | "" => short(value),
            unit => short(value) + " " + unit,
        }
    }

    /// What went wrong in one line: `metric-x failed (trap) at /subscriptions/…: unreachable`.
    pub fn failed(&self) -> Option<String> {
        let failure = self.failure.as_ref()?;
        let mut said = [&self.plugin, " failed (", &failure.kind, ")"].concat();
        if let Some(subject) = &failure.subject {
            said.push_str(" at ");
            said.push_str(subject);
        }
        said.push_str(": ");
        said.push_str(&failure.message);
        Some(said)
    }
}

/// At most four decimals.
fn short(value: f64) -> String {
    ((value * 10_000.0).round() / 10_000.0).to_string()
}
