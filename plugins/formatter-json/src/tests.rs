use atg_sdk::fake::{self, ABSENT, REDACTED, Table};

use super::*;

const SUMMARY: &str =
    r#"{"schema_version":1,"timestamp":"2026-01-31T08:15:00Z","fidelity":{"overall":95.0,"by_type":{}}}"#;

fn rendered(report: fake::Report) -> String {
    String::from_utf8(fake::render::<Plugin>("json", report).unwrap()).unwrap()
}

fn names(text: &str) -> Vec<String> {
    let json = json::parse(text).unwrap();
    json.as_object().unwrap().iter().map(|(name, _)| name.clone()).collect()
}

#[test]
fn one_object_with_every_section() {
    let missing = Table::new(&["id", "type", "resource-group"])
        .row(&["/a", "T", "rg"])
        .row(&["/b", "T", ABSENT]);
    let by_type = Table::new(&["type", "matched", "percent", "comparable"])
        .row(&["T", "1", "33.3", "true"])
        .row(&["U", "0", ABSENT, "false"]);
    let report = fake::Report::new("fidelity")
        .json("summary", SUMMARY)
        .table("by-type", by_type)
        .table("missing", missing.in_batches_of(1));
    let text = rendered(report.json("metrics", r#"[{"value":1.50}]"#));
    let expected = r#"{
  "schema_version": 1,
  "timestamp": "2026-01-31T08:15:00Z",
  "fidelity": {
    "overall": 95.0,
    "by_type": {}
  },
  "metrics": [
    {
      "value": 1.50
    }
  ],
  "by_type": [
    {"type": "T", "matched": 1, "percent": 33.3, "comparable": true},
    {"type": "U", "matched": 0, "percent": null, "comparable": false}
  ],
  "missing": [
    {"id": "/a", "type": "T", "resource_group": "rg"},
    {"id": "/b", "type": "T", "resource_group": null}
  ]
}
"#;
    assert_eq!(text, expected);
}

#[test]
fn values_are_json_and_marks_are_told() {
    let table = Table::new(&["path", "source-value", "target-value"])
        .row(&["p", r#"{"a":[1,"x"]}"#, REDACTED])
        .row(&["q", "not json", ABSENT])
        .row(&["<script>\n\u{202e}\"", "\"=1\"", fake::UNKNOWN]);
    let text = rendered(fake::Report::new("comparison").table("differences", table));
    let json = json::parse(&text).unwrap();
    let rows = json.get("differences").and_then(Json::as_array).unwrap();
    assert_eq!(
        rows[0].to_text(),
        r#"{"path":"p","source_value":{"a":[1,"x"]},"target_value":"(redacted)"}"#
    );
    assert_eq!(
        rows[1].to_text(),
        r#"{"path":"q","source_value":"not json","target_value":null}"#
    );
    assert_eq!(rows[2].get("path").and_then(Json::as_str), Some("<script>\n\u{202e}\""));
    assert_eq!(rows[2].get("target_value").and_then(Json::as_str), Some("(unknown)"));
    assert!(!text.contains('\u{202e}'), "a terminal is not steered");
}

#[test]
fn no_name_stands_twice() {
    let summary = r#"{"iterations":[],"changes":[{"from":1}],"metrics":0}"#;
    let changes = Table::new(&["from", "address"]).row(&["1", "t.a"]);
    let text = rendered(
        fake::Report::new("iterations")
            .json("summary", summary)
            .json("metrics", "[]")
            .table("changes", changes),
    );
    assert_eq!(
        names(&text),
        [
            "iterations",
            "changes",
            "metrics",
            "metrics_section",
            "changed_addresses"
        ]
    );
    assert!(text.contains(r#"{"from": 1, "address": "t.a"}"#), "{text}");
}

#[test]
fn a_count_makes_room_for_the_table() {
    let table = Table::new(&["path"]).row(&["p"]);
    let report = fake::Report::new("comparison").json("summary", r#"{"differences":1}"#);
    assert_eq!(
        names(&rendered(report.table("differences", table))),
        ["differences_count", "differences"]
    );
    assert_eq!(
        names(&rendered(
            fake::Report::new("comparison").json("summary", r#"{"differences":1}"#)
        )),
        ["differences"]
    );
}

#[test]
fn nothing_is_an_empty_object() {
    assert_eq!(rendered(fake::Report::new("trend")), "{}\n");
    let text = rendered(fake::Report::new("fidelity").table("missing", Table::new(&["id"])));
    assert_eq!(text, "{\n  \"missing\": []\n}\n");
}
