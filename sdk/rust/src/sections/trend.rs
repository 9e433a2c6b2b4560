//! The records of a history.

use crate::json::Json;

/// One record, as far as a trend shows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrendPoint {
    /// When it was taken, RFC 3339.
    pub timestamp: String,
    /// Overall fidelity in per cent.
    pub overall: Option<f64>,
    /// What it was held against.
    pub target: Option<f64>,
    /// Source resources without a match.
    pub missing: Option<u64>,
    /// Resources of the source.
    pub source_resources: Option<u64>,
    /// Resources of the target.
    pub target_resources: Option<u64>,
    /// Whether all that was asked for was met.
    pub objective_met: Option<bool>,
    /// What was compared, as the record says it; empty where it does not.
    pub scopes: [String; 2],
}

/// The records, oldest first.
pub fn trend(json: &Json) -> Vec<TrendPoint> {
    json.as_array().unwrap_or(&[]).iter().map(point).collect()
}

fn point(record: &Json) -> TrendPoint {
    let fidelity = record.get("fidelity");
    let of_fidelity = |name: &str| fidelity.and_then(|fidelity| fidelity.get(name));
    let resources = |side: &str| record.get(side)?.get("resources")?.as_u64();
    let scope = |side: &str| {
        let side = record.get(side);
        let named = ["title", "scope", "subscription_id"]
            .into_iter()
            .find_map(|name| side?.get(name)?.as_str());
        named.unwrap_or_default().to_owned()
    };
    TrendPoint {
        timestamp: record
            .get("timestamp")
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned(),
        overall: of_fidelity("overall").and_then(Json::as_f64),
        target: of_fidelity("target_fidelity").and_then(Json::as_f64),
        missing: of_fidelity("missing_resources").and_then(Json::as_u64),
        source_resources: resources("source"),
        target_resources: resources("target"),
        objective_met: of_fidelity("objective_met").and_then(Json::as_bool),
        scopes: [scope("source"), scope("target")],
    }
}

impl TrendPoint {
    /// When it was taken, as people read it: `2026-01-31 08:15:00 UTC`.
    pub fn time(&self) -> String {
        time(&self.timestamp)
    }
}

/// An RFC 3339 time without its fraction and with a space: `2026-01-31 08:15:00 UTC`. Other text stays as it is.
pub fn time(timestamp: &str) -> String {
    let Some((date, time)) = timestamp.split_once('T') else {
        return timestamp.to_owned();
    };
    let Some(clock) = time.strip_suffix('Z') else {
        return [date, " ", time].concat();
    };
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    [date, " ", clock, " UTC"].concat()
}
