//! Terraform beside what Azure lists: the same resources, whatever their properties are called.

use super::*;
use crate::align::{AlignOptions, Comparison, MatchKind, PropertyState, Status, align};
use crate::drift::AcceptedDrift;
use crate::readers::{Bytes, resource_graph};
use serde_json::json;

pub(super) fn compare(source: Snapshot, target: Snapshot) -> Comparison {
    let options = AlignOptions {
        mapping: &Mapping::default(),
        drift: &AcceptedDrift::default(),
        compare_properties: true,
        threads: 1,
        progress: &NoProgress,
    };
    align(Arc::new(source), Arc::new(target), &options).unwrap()
}

fn listed(rows: &[Value]) -> Snapshot {
    let lines: Vec<String> = rows.iter().map(ToString::to_string).collect();
    let bytes: Arc<dyn Bytes> = Arc::new(lines.join("\n").into_bytes());
    with_options(|options| resource_graph::read(bytes, "arg:x", options)).unwrap()
}

fn row(type_name: &str, name: &str, properties: &Value) -> Value {
    let group = "/subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/RG-WEB";
    json!({
        "id": format!("{group}/providers/{type_name}/{name}"),
        "type": type_name.to_lowercase(),
        "name": name,
        "location": "westeurope",
        "properties": properties,
    })
}

#[test]
fn a_configuration_matches_what_azure_lists() {
    let plan = "/subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/rg-web/providers/Microsoft.Web/serverfarms/plan";
    let identity = plan.replace(
        "Microsoft.Web/serverfarms/plan",
        "Microsoft.ManagedIdentity/userAssignedIdentities/id",
    );
    let mut site = row(
        "Microsoft.Web/sites",
        "WEB",
        &json!({"serverFarmId": plan, "siteConfig": {"appCommandLine": "run"}}),
    );
    site["kind"] = json!("app");
    site["identity"] = json!({"type": "UserAssigned", "userAssignedIdentities": {identity: {"clientId": "c"}}});
    let source = listed(&[
        row("Microsoft.Web/serverFarms", "plan", &json!({"reserved": false})),
        site,
        row(
            "Microsoft.ManagedIdentity/userAssignedIdentities",
            "id",
            &json!({"x": 1}),
        ),
        row("Microsoft.Web/sites", "other", &json!({})),
    ]);
    let sites = include_str!("../../../../testdata/sites.tf.json");
    let target = configuration_of(&[("sites.tf.json", sites)]).unwrap();
    let comparison = compare(source, target);
    let mut buffer = Vec::new();
    let mut found = Vec::new();
    for (number, pair) in (0..).zip(comparison.pairs()) {
        let (snapshot, resource) = match (pair.source, pair.target) {
            (Some(source), _) => (&comparison.source, source),
            (None, Some(target)) => (&comparison.target, target),
            (None, None) => panic!("a pair of nothing"),
        };
        let name = snapshot.identity(resource, &mut buffer).unwrap().name;
        found.push((name, pair.status, comparison.property_state(number)));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let found: Vec<_> = found
        .iter()
        .map(|(name, status, state)| (name.as_str(), *status, *state))
        .collect();
    let matched = |state| (Status::Matched, Some(state));
    let (extra, missing) = ((Status::Extra, None), (Status::Missing, None));
    let expected = [
        // What an apply would give is not known, so neither is whether it differs.
        ("WEB", matched(PropertyState::Unknown)),
        ("blue", extra),
        // azurerm's words are not Azure's.
        ("id", matched(PropertyState::Unknown)),
        // Resource Graph does not list locks, so there is nothing to compare with.
        ("keep", (Status::NotComparable, None)),
        ("other", missing),
        ("plan", matched(PropertyState::Different)),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, (status, state))| (*name, *status, *state))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(comparison.matching.exact, 3);
    assert!(
        comparison
            .pairs()
            .all(|pair| pair.status != Status::Matched || pair.kind == Some(MatchKind::Exact))
    );
    assert_eq!(comparison.edge_counts().matched, 2);
}
