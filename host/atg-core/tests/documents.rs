//! Documents in any layout, and documents that are none.

mod support;

use atg_core::CoreError;
use atg_core::readers::document;
use atg_core::snapshot::{CoverageState, Snapshot};
use serde_json::{Value, json};
use std::error::Error;
use std::sync::Arc;
use support::plainly;

fn read(text: impl Into<Vec<u8>>) -> Result<Snapshot, CoreError> {
    plainly(|options| document::read(Arc::new(text.into()), "estate.json", options))
}

fn fault(text: impl Into<Vec<u8>>) -> String {
    let error = read(text).unwrap_err();
    assert_eq!(error.to_string(), "cannot read `estate.json`");
    error.source().unwrap().to_string()
}

fn id(name: &str) -> String {
    format!(
        "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Compute/disks/{name}"
    )
}

fn sample(resources: usize) -> Value {
    let rows: Vec<Value> = (0..resources)
        .map(|number| json!({"id": id(&format!("d{number}")), "properties": {"text": "a \"quoted\" ] } \\ one", "n": [{}, []]}}))
        .collect();
    json!({
        "schema_version": 1,
        "scope": {"tenant_id": "t", "taken_at": "2026-01-01T00:00:00Z", "title": "A title"},
        "coverage": {"microsoft.network/subnets": {"state": "forbidden", "detail": "no right"}},
        "relationships": [{"from": id("d0"), "kind": "uses", "to": id("d1")}, {"from": id("d0"), "kind": "uses", "to": id("none")}],
        "later": {"members": [1, 2, {"resources": []}]},
        "resources": rows,
    })
}

fn lines(document: &Value) -> String {
    let rows: Vec<String> = document["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(Value::to_string)
        .collect();
    let mut head = document.clone();
    head.as_object_mut().unwrap().remove("resources");
    let head = head.to_string();
    format!(
        "{},\n\"resources\":[\n{}\n]}}\n",
        &head[..head.len() - 1],
        rows.join(",\n")
    )
}

#[test]
fn every_layout_says_the_same() {
    let document = sample(3000);
    let pretty = format!("\u{feff}{document:#}");
    let layouts = [
        document.to_string(),
        pretty,
        lines(&document),
        lines(&document).replace('\n', "\r\n"),
    ];
    let snapshots: Vec<Snapshot> = layouts.into_iter().map(|text| read(text).unwrap()).collect();
    for snapshot in &snapshots {
        assert_eq!(
            (snapshot.len(), snapshot.edges().len(), snapshot.read.dangling),
            (3000, 1, 1)
        );
        assert_eq!(snapshot.scope, snapshots[0].scope);
        assert_eq!(
            snapshot.coverage.state("Microsoft.Network/virtualNetworks/subnets"),
            CoverageState::Forbidden
        );
        assert!((0..3000).all(|number| snapshot.digest(number) == snapshots[0].digest(number)));
        let mut buffer = Vec::new();
        assert!((0..3000).all(|number| snapshot.identity(number, &mut buffer).is_ok()));
    }
    assert_eq!(snapshots[0].scope.title, "A title");
    assert_eq!(
        snapshots[0].scope.subscription_id.as_deref(),
        Some("11111111-1111-1111-1111-111111111111")
    );
}

#[test]
fn rows_may_be_followed_by_other_members() {
    let text = lines(&sample(5)).replace("\n]}\n", "\n],\"relationships\":[]}\n");
    assert_eq!(read(text).unwrap().len(), 5);
    assert_eq!(read("{\"resources\":[],\"schema_version\":1}").unwrap().len(), 0);
}

#[test]
fn bad_documents_name_the_place() {
    assert_eq!(fault(""), "line 1, column 1: the file is empty");
    assert_eq!(
        fault("[]"),
        "line 1, column 1: expected an object with `schema_version`"
    );
    assert_eq!(fault("{}"), "line 1, column 1: the document has no `schema_version`");
    assert_eq!(
        fault("{\"schema_version\":1}"),
        "line 1, column 1: the document has no `resources`"
    );
    assert_eq!(
        fault("{\n\"schema_version\": 7, \"resources\": []}"),
        "line 2, column 19: schema_version 7 is not known; this atg reads 1"
    );
    assert!(
        read("{\"schema_version\": 7}")
            .unwrap_err()
            .hint()
            .unwrap()
            .contains("newer")
    );
    assert_eq!(
        fault("{\"schema_version\":1,\"resources\":{}}"),
        "line 1, column 33: expected a list of resources"
    );
    assert_eq!(
        fault("{\"schema_version\":1,\"resources\":[]} x"),
        "line 1, column 37: expected the end of the file"
    );
    assert!(
        fault("{\"schema_version\":1,\"scope\":{\"title\":\n7},\"resources\":[]}")
            .starts_with("line 2, column 1: invalid type")
    );
    assert!(
        fault("{\"schema_version\":1,\"coverage\":{\"a/b\":{\"state\":\"maybe\"}},\"resources\":[]}")
            .contains("unknown variant `maybe`")
    );
    assert!(fault("{\"schema_version\":1,\"relationships\":[{}],\"resources\":[]}").contains("missing field `from`"));
}

#[test]
fn bad_rows_name_the_place_in_every_layout() {
    let good = lines(&sample(4));
    let at = good.find("d2").unwrap();
    let line = good[..at].matches('\n').count() + 1;
    let column = at - good[..at].rfind('\n').unwrap();
    for (bad, after, message) in [("d\u{0}", 1, "control character"), ("d\"", 2, "expected `,` or `}`")] {
        let text = good.replace("d2", bad);
        let told = fault(text);
        assert!(
            told.starts_with(&format!("line {line}, column {}: {message}", column + after)),
            "{told}"
        );
    }
    let mut latin = good.clone().into_bytes();
    latin[at] = 0xe9;
    assert!(
        fault(latin.clone()).starts_with(&format!("line {line}, column {column}: invalid unicode")),
        "{}",
        fault(latin)
    );
    let cut = &good[..at];
    assert!(
        fault(cut).contains("the file ends before its JSON does"),
        "{}",
        fault(cut)
    );
    assert!(fault(good.replace("},\n{", "}\n{")).contains("expected `,` or `]`"));
    assert!(
        fault(good.replace("\n]}", ",\n]}")).contains("expected"),
        "{}",
        fault(good.replace("\n]}", ",\n]}"))
    );
    assert!(fault("{\"schema_version\":1,\"resources\":[{\"name\":\"x\"}]}").contains("the row has no `id`"));
    let long = format!(
        "{{\"schema_version\":1,\"resources\":[{{\"id\":\"{}\"}}]}}",
        "x".repeat(65 << 20)
    );
    assert_eq!(fault(long), "line 1, column 34: the row is longer than 64 MiB");
}
