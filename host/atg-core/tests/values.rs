//! Columns of values at chosen paths.

mod support;

use atg_core::readers::{NoProgress, resource_graph};
use atg_core::snapshot::{Snapshot, ValueColumns, ValueOptions};
use atg_core::table::{ABSENT, REDACTED, UNKNOWN};
use serde_json::{Value, json};
use std::sync::Arc;
use support::plainly;

fn snapshot(rows: &[Value]) -> Snapshot {
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    plainly(|options| resource_graph::read(Arc::new(text.into_bytes()), "estate.jsonl", options)).unwrap()
}

fn load(snapshot: &Snapshot, paths: &[&str], redact: bool) -> ValueColumns {
    snapshot
        .load_columns(
            paths,
            ValueOptions {
                redact,
                threads: 3,
                progress: &NoProgress,
            },
        )
        .unwrap()
}

fn cell(columns: &ValueColumns, path: usize, row: u32) -> String {
    match columns.column(path)[row as usize] {
        ABSENT => "absent".to_owned(),
        REDACTED => "redacted".to_owned(),
        UNKNOWN => "unknown".to_owned(),
        number => columns.dictionary.text(number).to_owned(),
    }
}

fn one(body: Value, paths: &[&str], redact: bool) -> Vec<String> {
    let mut row = body;
    row["id"] = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/web".into();
    let snapshot = snapshot(&[row]);
    let columns = load(&snapshot, paths, redact);
    assert_eq!(columns.len(), paths.len());
    (0..paths.len()).map(|path| cell(&columns, path, 0)).collect()
}

#[test]
fn values_of_every_kind() {
    let body = json!({
        "name": "v/web",
        "location": "East US",
        "zones": ["1", "2"],
        "tags": {"Owner": "Ann", "cost.center": "7"},
        "sku": {"name": "Standard", "capacity": 3},
        "properties": {"on": true, "none": null, "empty": {}, "size": 1.5, "list": [{"name": "a"}, {"name": "b"}, {}], "cut": "abc...(truncated)"},
    });
    let paths = [
        "name",
        "location",
        "zones",
        "tags.owner",
        "tags.cost.center",
        "tags.*",
        "sku.name",
        "sku",
        "properties.on",
        "properties.none",
        "properties.empty",
        "properties.size",
        "properties.list[].name",
        "properties.cut",
        "properties.nowhere.at.all",
        "sku.name",
    ];
    assert_eq!(
        one(body, &paths, true),
        [
            "web",
            "eastus",
            "[\"1\",\"2\"]",
            "Ann",
            "7",
            "{\"Owner\":\"Ann\",\"cost.center\":\"7\"}",
            "Standard",
            "{\"capacity\":3,\"name\":\"Standard\"}",
            "true",
            "absent",
            "absent",
            "1.5",
            "[\"a\",\"b\"]",
            "unknown",
            "absent",
            "Standard",
        ]
    );
}

#[test]
fn objects_that_are_text_and_text_that_is_cut() {
    let body = json!({"properties": "{\"a\":{\"b\":7}}", "tags": "{\"x\":\"y", "sku": "Basic...(truncated)"});
    assert_eq!(
        one(body, &["properties.a.b", "tags.x", "sku.name"], true),
        ["7", "unknown", "unknown"]
    );
}

#[test]
fn secrets_stay_where_they_are() {
    let body = json!({
        "tags": {"password": "p1", "note": "x?sig=aaaaaaaaaaaaaaaa"},
        "properties": {"adminPassword": "p2", "profile": {"secret": "p3", "size": 1}, "all": [{"apiKey": "p4"}]},
    });
    let paths = [
        "tags.password",
        "tags.note",
        "tags.*",
        "properties.adminPassword",
        "properties.profile",
        "properties.all[]",
    ];
    assert_eq!(
        one(body.clone(), &paths, true),
        [
            "redacted",
            "redacted",
            "{\"note\":\"(redacted)\",\"password\":\"(redacted)\"}",
            "redacted",
            "{\"secret\":\"(redacted)\",\"size\":1}",
            "[{\"apiKey\":\"(redacted)\"}]"
        ]
    );
    assert_eq!(one(body, &paths[..2], false), ["p1", "x?sig=aaaaaaaaaaaaaaaa"]);
    assert_eq!(one(json!({}), &["properties.adminPassword"], true), ["redacted"]);
}

#[test]
fn many_rows_on_several_threads_number_their_texts_in_order() {
    let id = |n: u32| format!("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/disks/d{n}");
    let rows: Vec<Value> = (0..20_000)
        .map(|n| json!({"id": id(n), "location": format!("region{}", n % 5000)}))
        .collect();
    let snapshot = snapshot(&rows);
    let columns = load(&snapshot, &["location", "name"], true);
    let mut buffer = Vec::new();
    for row in 0..snapshot.len() {
        let number: u32 = snapshot.identity(row, &mut buffer).unwrap().name[1..].parse().unwrap();
        assert_eq!(cell(&columns, 0, row), format!("region{}", number % 5000));
        assert_eq!(cell(&columns, 1, row), format!("d{number}"));
    }
    let alone = ValueOptions {
        redact: true,
        threads: 1,
        progress: &NoProgress,
    };
    let again = snapshot.load_columns(&["location", "name"], alone).unwrap();
    assert!((0..2).all(|path| columns.column(path) == again.column(path)));
    let some = ValueOptions {
        redact: true,
        threads: 1,
        progress: &NoProgress,
    };
    let few = snapshot.load_columns_of(&[7, 3], &["location"], some).unwrap();
    assert_eq!(cell(&few, 0, 1), cell(&columns, 0, 3));
}
