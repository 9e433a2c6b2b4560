//! The section `summary` of reports that compare.

use serde_json::{Map, Value, json};

use super::{ComparisonInput, FidelityInput, Options};
use crate::align::Comparison;
use crate::drift::RuleReport;
use crate::mapping::MappingUse;
use crate::snapshot::{CoverageState, Snapshot};

/// What no figure speaks of, in words.
const OUT_OF_SCOPE: [&str; 3] = [
    "Entra objects (users, groups, applications) are no resources",
    "content of data planes (blobs, secrets, rows of databases) is not looked at",
    "resource groups and subscriptions are counted on their own, not as resources",
];

/// What both kinds of report say.
fn both(kind: &str, comparison: &Comparison, options: &Options<'_>, timestamp: &str) -> Value {
    json!({
        "schema_version": 1,
        "timestamp": timestamp,
        "kind": kind,
        "source": side(&comparison.source),
        "target": side(&comparison.target),
        "scopes": {"source": scope(&comparison.source), "target": scope(&comparison.target)},
        "matching": matching(comparison),
        "coverage": coverage(comparison),
        "options": self::options(options),
    })
}

/// Of `atg fidelity`.
pub(super) fn fidelity(input: &FidelityInput<'_>) -> Value {
    let mut summary = both("fidelity", input.comparison, &input.options, input.timestamp);
    summary["fidelity"] = super::figures::fidelity(input.comparison, input.fidelity);
    summary["gates"] = super::figures::gates(&input.fidelity.gates);
    if let Some((objective, verdict)) = &input.fidelity.objective {
        summary["objective"] = super::figures::objective(objective, verdict);
    }
    if let Some(change) = input.change {
        summary["change"] = change.to_json().clone();
    }
    summary
}

/// Of `atg compare`.
pub(super) fn comparison(input: &ComparisonInput<'_>) -> Value {
    let mut summary = both("comparison", input.comparison, &input.options, input.timestamp);
    let edges = input.comparison.edge_counts();
    summary["relationships"] = json!({
        "matched": edges.matched,
        "missing": edges.missing,
        "extra": edges.extra,
        "not_comparable": {"source": edges.not_comparable_source, "target": edges.not_comparable_target},
        "accepted": {"missing": edges.accepted_missing, "extra": edges.accepted_extra},
    });
    let differences = input.comparison.differences();
    summary["differences"] = differences.len().into();
    summary["accepted_differences"] = differences.accepted().into();
    summary
}

/// The counts of one side: the published keys and no other.
pub(crate) fn side(snapshot: &Snapshot) -> Value {
    json!({
        "subscription_id": snapshot.scope.subscription_id,
        "resources": snapshot.len(),
        "relationships": snapshot.edges().len(),
        "resource_groups": snapshot.groups().len(),
        "resource_types": snapshot.types().len(),
    })
}

/// What one side is: as the user named it, and what the input says of itself.
pub(crate) fn scope(snapshot: &Snapshot) -> Map<String, Value> {
    let scope = &snapshot.scope;
    let known = [
        ("scope", Some(scope.spelling.as_str())),
        ("origin", Some(scope.origin.word())),
        ("title", Some(scope.title.as_str()).filter(|title| !title.is_empty())),
        ("taken_at", scope.taken_at.as_deref()),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
    known.collect()
}

fn matching(comparison: &Comparison) -> Value {
    let counts = &comparison.matching;
    json!({
        "matched": counts.matched(),
        "exact": counts.exact,
        "mapped": counts.mapped,
        "normalized": counts.normalized,
        "heuristic": counts.heuristic,
        "ambiguous": counts.ambiguous,
        "missing": counts.missing,
        "extra": counts.extra,
        "not_comparable": {"source": counts.not_comparable_source, "target": counts.not_comparable_target},
        "accepted": {"missing": counts.accepted_missing, "extra": counts.accepted_extra},
    })
}

fn coverage(comparison: &Comparison) -> Value {
    let types = comparison.by_type().iter().filter(|figures| !figures.comparable);
    let not_comparable = types.map(|figures| {
        let name = &figures.type_name;
        let mut json = json!({"type": name, "source": figures.source, "target": figures.target});
        for (side, snapshot) in [
            ("source_state", &comparison.source),
            ("target_state", &comparison.target),
        ] {
            json[side] = snapshot.coverage.state(name).word().into();
        }
        json
    });
    json!({
        "out_of_scope": OUT_OF_SCOPE,
        "not_comparable": not_comparable.collect::<Vec<_>>(),
        "source": seen(&comparison.source),
        "target": seen(&comparison.target),
    })
}

/// What reading one side met; counts of nothing are left out.
fn seen(snapshot: &Snapshot) -> Value {
    let read = &snapshot.read;
    let mut json = Map::new();
    let counts = [
        ("duplicates", read.duplicates),
        ("truncated", read.truncated),
        ("outside", read.outside),
        ("groups_listed", read.groups_listed),
        ("filtered", read.filtered),
        ("dangling", read.dangling),
    ];
    for (name, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        json.insert(name.to_owned(), count.into());
    }
    let listed = snapshot.coverage.types.iter();
    let hidden = listed.filter(|(_, coverage)| coverage.state != CoverageState::Listed);
    let hidden: Vec<Value> = hidden
        .map(|(name, coverage)| json!({"type": name, "state": coverage.state.word(), "detail": coverage.detail}))
        .collect();
    if !hidden.is_empty() {
        json.insert("not_listed".to_owned(), hidden.into());
    }
    if !read.untyped.is_empty() {
        json.insert("untyped".to_owned(), json!(read.untyped));
    }
    if !read.notes.is_empty() {
        let notes = read
            .notes
            .iter()
            .map(|(reason, count)| json!({"reason": reason, "count": count}));
        json.insert("notes".to_owned(), notes.collect());
    }
    json.into()
}

fn options(options: &Options<'_>) -> Value {
    let mapping = options.mapping.report().into_iter().map(
        |entry: MappingUse| json!({"table": entry.kind.word(), "from": entry.from, "to": entry.to, "uses": entry.uses}),
    );
    let drift = options.drift.report().into_iter().map(|rule: RuleReport| {
        json!({
            "line": rule.line,
            "glob": rule.glob,
            "path": rule.path,
            "reason": rule.reason,
            "until": rule.until.map(|day| day.to_string()),
            "state": rule.state.word(),
            "uses": rule.uses,
        })
    });
    json!({
        "filters": options.filter.words(),
        "mapping": mapping.collect::<Vec<_>>(),
        "accepted_drift": drift.collect::<Vec<_>>(),
    })
}
