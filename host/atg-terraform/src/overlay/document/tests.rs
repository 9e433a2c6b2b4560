use super::*;
use crate::overlay::Overlay;
use serde_json::json;

fn fault(text: &str) -> String {
    let error = Overlay::read(text, "fixes.json").unwrap_err();
    assert_eq!(error.to_string(), "cannot read `fixes.json`");
    std::error::Error::source(&error).unwrap().to_string()
}

fn file(fixes: Value) -> String {
    let mut document = json!({"schema_version": 1});
    document["fixes"] = fixes;
    document.to_string()
}

#[test]
fn a_file_reads_and_writes_the_same_with_what_is_not_known() {
    let text = json!({
        "schema_version": 1,
        "note": "kept",
        "fixes": [
            {
                "id": "by-hand", "kind": "split-resource", "target": {"address": "azapi_resource.a", "source": "/s", "z": 1},
                "value": null, "effect": "manual", "state": "refused", "iteration": 7, "mood": ["kept"],
                "proposed_by": {"plugin": "p", "rule": "r", "version": "1"},
                "attributes": {"a": "b"}, "explains": ["f"], "at": "2026-01-01T00:00:00Z", "reason": "why",
                "before": "0", "superseded_by": "x", "helped": false,
            },
            {"kind": "remove-attribute", "target": {"type": "Microsoft.A/b@2024"}, "path": "body.properties.x"},
        ],
    });
    let overlay = Overlay::read(&text.to_string(), "f").unwrap();
    let written = overlay.to_json();
    assert_eq!(Overlay::read(&written, "f").unwrap().to_json(), written);
    assert!(written.ends_with("}\n"));
    let read: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(read["note"], "kept");
    assert_eq!(read["fixes"][1], text["fixes"][0]);
    let added = json!({
        "id": overlay.entries()[0].id, "kind": "remove-attribute", "target": {"type": "Microsoft.A/b"},
        "path": "body.properties.x", "effect": "lossy", "state": "active", "iteration": 0, "proposed_by": {"plugin": "user"},
    });
    assert_eq!(read["fixes"][0], added, "what is missing is said");
}

#[test]
fn the_order_in_the_file_does_not_matter() {
    let a = json!({"kind": "remove-attribute", "target": {"address": "azapi_resource.a"}, "path": "a"});
    let b = json!({"kind": "remove-attribute", "target": {"address": "azapi_resource.a"}, "path": "b"});
    let text = |fixes: Value| Overlay::read(&file(fixes), "f").unwrap().to_json();
    assert_eq!(text(json!([a, b])), text(json!([b, a])));
    assert_eq!(text(json!([])), "{\n  \"fixes\": [],\n  \"schema_version\": 1\n}\n");
}

#[test]
fn files_of_another_kind_are_refused() {
    let newer = Overlay::read(r#"{"schema_version": 2, "fixes": []}"#, "fixes.json").unwrap_err();
    assert_eq!(newer.hint().as_deref(), Some("use the newer atg that wrote it"));
    assert_eq!(
        fault(r#"{"schema_version": 2}"#),
        "its schema_version is 2; this atg reads 1"
    );
    assert_eq!(fault("{}"), "`schema_version` is missing or wrong; it should be 1");
    assert_eq!(
        fault(r#"{"schema_version": "1"}"#),
        "`schema_version` is missing or wrong; it should be 1"
    );
    assert!(fault("{\n<<<<<<< HEAD").starts_with("line 2, column 1: "));
    assert!(fault("").starts_with("line 1, column 1: "));
    assert_eq!(fault(r#"{"schema_version": 1, "fixes": {}}"#), "`fixes` is no list");
}

#[test]
fn broken_fixes_are_named() {
    let one = |mut fix: Value, name: &str, value: Value| {
        let base = json!({"kind": "set-attribute", "target": {"address": "a.b"}, "path": "p", "value": 1});
        for (name, value) in base.as_object().unwrap() {
            fix.as_object_mut()
                .unwrap()
                .entry(name)
                .or_insert_with(|| value.clone());
        }
        fix[name] = value;
        fault(&file(json!([fix])))
    };
    let broken = |name: &str, value: Value| one(json!({}), name, value);
    assert_eq!(broken("kind", json!(1)), "fix 1: `kind` is no text");
    assert_eq!(broken("kind", Value::Null), "fix 1: `kind` is missing");
    let target = "fix 1: `target` needs a `type` or an `address`, and not both";
    assert_eq!(broken("target", json!({})), target);
    assert_eq!(broken("target", json!({"type": "a/b", "address": "a.b"})), target);
    assert_eq!(
        broken("path", json!("a..b")),
        "fix 1: `a..b` is no path: a name is missing at character 3"
    );
    assert_eq!(broken("path", json!("")), "fix 1: `set-attribute` needs a `path`");
    assert_eq!(
        broken("state", json!("on")),
        "fix 1: `on` is no state; there are active, retired, refused, conflict"
    );
    assert!(broken("effect", json!("none")).starts_with("fix 1: `none` is no effect; there are lossless,"));
    assert_eq!(
        broken("iteration", json!(-1)),
        "fix 1: `iteration` is no number of an iteration"
    );
    assert_eq!(broken("explains", json!([1])), "fix 1: `explains` is no list of texts");
    let twice = json!({"kind": "wait", "target": {"address": "a.b"}, "id": "x"});
    assert_eq!(fault(&file(json!([twice, twice]))), "fix 2 has the id `x` of fix 1");
    assert_eq!(fault(&file(json!([7]))), "fix 1: it is no object");
    assert_eq!(
        fault(&file(
            json!([{"kind": "set-attribute", "target": {"address": "a.b"}, "path": "p"}])
        )),
        "fix 1: `set-attribute` needs a `value`"
    );
}
