//! The figures of a summary: the one that everybody looks at, both sides' counts, how the match went, what was in sight.

use super::text::title_of;
use crate::json::Json;

/// What `fidelity` says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// In per cent; none where there is nothing to compare.
    pub overall: Option<f64>,
    /// Source resources without a match.
    pub missing: Option<u64>,
    /// What `overall` is held against, in per cent.
    pub target: Option<f64>,
    /// None where it is not known, which is not met.
    pub objective_met: Option<bool>,
    /// The weighted mean of the metrics, in per cent.
    pub composite: Option<f64>,
}

/// The figures of a summary that has them: that of a report on fidelity.
pub fn figures(summary: &Json) -> Option<Figures> {
    let fidelity = summary
        .get("fidelity")
        .filter(|fidelity| fidelity.as_object().is_some())?;
    let composite = fidelity.get("composite");
    Some(Figures {
        overall: fidelity.get("overall").and_then(Json::as_f64),
        missing: fidelity.get("missing_resources").and_then(Json::as_u64),
        target: fidelity.get("target_fidelity").and_then(Json::as_f64),
        objective_met: fidelity.get("objective_met").and_then(Json::as_bool),
        composite: composite.and_then(|composite| composite.get("value").unwrap_or(composite).as_f64()),
    })
}

/// One line of the counts of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideRow {
    /// `resources`, `relationships`, `resource_groups`, `resource_types`.
    pub what: String,
    /// How many the source holds.
    pub source: Option<u64>,
    /// How many the target holds.
    pub target: Option<u64>,
}

/// How many of what both sides hold; only what at least one of them tells.
pub fn sides(summary: &Json) -> Vec<SideRow> {
    let count = |side: &str, what: &str| summary.get(side)?.get(what)?.as_u64();
    ["resources", "relationships", "resource_groups", "resource_types"]
        .into_iter()
        .map(|what| SideRow {
            what: what.to_owned(),
            source: count("source", what),
            target: count("target", what),
        })
        .filter(|row| row.source.is_some() || row.target.is_some())
        .collect()
}

/// A title for a report that has none: its two sides, else its kind.
pub fn report_title(kind: &str, summary: &Json) -> String {
    let name = |side: &str| {
        let side = summary.get(side)?;
        ["title", "scope", "subscription_id"]
            .into_iter()
            .find_map(|member| side.get(member)?.as_str())
    };
    match (name("source"), name("target")) {
        (Some(source), Some(target)) => [source, " → ", target].concat(),
        _ => title_of(kind),
    }
}

/// How the sides were matched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Matching {
    /// Pairs.
    pub matched: u64,
    /// Source resources without a match.
    pub missing: u64,
    /// Target resources without a match.
    pub extra: u64,
    /// Source resources that had more than one candidate.
    pub ambiguous: u64,
    /// Resources of types that the other side could not list, of source and target.
    pub not_comparable: [u64; 2],
    /// What accepted drift took out, of missing and extra.
    pub accepted: [u64; 2],
}

/// How the sides were matched, where the summary says so.
pub fn matching(summary: &Json) -> Option<Matching> {
    let matching = summary.get("matching")?;
    let count = |of: &Json, name: &str| of.get(name).and_then(Json::as_u64).unwrap_or(0);
    let two = |name: &str, first: &str, second: &str| {
        matching
            .get(name)
            .map_or([0, 0], |both| [count(both, first), count(both, second)])
    };
    Some(Matching {
        matched: matching.get("matched").and_then(Json::as_u64)?,
        missing: count(matching, "missing"),
        extra: count(matching, "extra"),
        ambiguous: count(matching, "ambiguous"),
        not_comparable: two("not_comparable", "source", "target"),
        accepted: two("accepted", "missing", "extra"),
    })
}

/// How many properties differ within pairs, where the summary says so.
pub fn differences(summary: &Json) -> Option<u64> {
    let within = |json: &Json| json.get("differences")?.as_u64();
    within(summary).or_else(|| summary.get("fidelity").and_then(within))
}

/// What was not in sight, and so is not counted as missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Sentences on what atg does not look at.
    pub out_of_scope: Vec<String>,
    /// Types that one side could not list, with how many resources each side holds of them.
    pub not_comparable: Vec<(String, u64, u64)>,
}

/// What was not in sight.
pub fn coverage(summary: &Json) -> Coverage {
    let items = |name: &str| {
        summary
            .get("coverage")
            .and_then(|coverage| coverage.get(name)?.as_array())
            .unwrap_or(&[])
    };
    let row = |item: &Json| {
        let count = |side: &str| item.get(side).and_then(Json::as_u64).unwrap_or(0);
        Some((item.get("type")?.as_str()?.to_owned(), count("source"), count("target")))
    };
    Coverage {
        out_of_scope: items("out_of_scope")
            .iter()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect(),
        not_comparable: items("not_comparable").iter().filter_map(row).collect(),
    }
}
