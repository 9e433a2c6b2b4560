use super::super::entry::Target;
use super::*;
use Effect::{Action, Drops, Lossless, Lossy, Manual};
use atg_core::diagnosis::Diagnostic;
use serde_json::json;

fn block() -> Block {
    let value = json!({
        "type": "Microsoft.A/b@2024-01-01",
        "parent_id": "${azapi_resource.group.id}",
        "name": "One",
        "location": "West Europe",
        "tags": {"a": "b"},
        "body": {
            "location": "westeurope",
            "kind": "web",
            "tags": {"a": "c"},
            "properties": {
                "etag": "W/1", "mode": "On", "size": 5, "text": "7", "nothing": null, "none": {"a": []}, "tags": {"a": "b"},
                "tenantId": "t", "items": [{"id": 1, "note": "x"}, {"id": 2}], "one": ["a"],
                "subnet": "/subscriptions/s/resourceGroups/g/providers/Microsoft.N/v/x/subnets/y",
            },
        },
    });
    value.as_object().cloned().unwrap_or_default()
}

fn entry(kind: &str, path: &str, value: Value) -> Entry {
    let value = Some(value).filter(|value| !value.is_null());
    let path = Path::parse(path).unwrap();
    Entry::new(FixKind::of(kind), Target::of("azapi_resource.a"), path, value)
}

fn with(kind: &str, path: &str, value: Value, evidence: &Evidence<'_>) -> Effect {
    effect(&entry(kind, path, value), &block(), evidence)
}

fn alone(kind: &str, path: &str, value: Value) -> Effect {
    with(kind, path, value, &Evidence::default())
}

#[test]
fn removals_without_evidence() {
    let remove = |path: &str| alone("remove-attribute", path, Value::Null);
    for path in [
        "body.properties.gone",
        "body.properties.nothing",
        "body.properties.none",
        "body.properties.etag",
    ] {
        assert_eq!(remove(path), Lossless, "{path}");
    }
    assert_eq!(remove("body.location"), Lossless, "it stands beside the body");
    assert_eq!(
        remove("body.properties.tags"),
        Lossless,
        "the same tags stand beside the body"
    );
    assert_eq!(remove("body.tags"), Lossy, "they are others");
    for path in [
        "body.properties.mode",
        "body.properties",
        "body.properties.items[*].note",
        "location",
        "tags",
        "body.properties.tenantId",
    ] {
        assert_eq!(remove(path), Lossy, "{path}");
    }
    for path in ["body", "name", "type", "parent_id"] {
        assert_eq!(remove(path), Drops, "{path}");
    }
}

#[test]
fn removals_that_the_provider_or_a_schema_asks_for() {
    let says = |detail: &str| Diagnostic {
        detail: Some(detail.to_owned()),
        ..Diagnostic::default()
    };
    let remove = |path: &str, diagnostic: &Diagnostic| {
        let evidence = Evidence {
            diagnostics: &[diagnostic],
            ..Evidence::default()
        };
        with("remove-attribute", path, Value::Null, &evidence)
    };
    let read_only = says("`properties.mode` is not expected here, it's read only");
    assert_eq!(remove("body.properties.mode", &read_only), Lossless);
    assert_eq!(
        remove("body.properties.size", &read_only),
        Lossy,
        "it is not said of this one"
    );
    let items = says("`properties.items.1.id` is not expected here, it's read only");
    assert_eq!(
        remove("body.properties.items[*].id", &items),
        Lossless,
        "a schema is the same for all items"
    );
    assert_eq!(
        remove("body.properties.items[*]", &items),
        Lossy,
        "more is lost than the id"
    );
    let unknown = says("`properties.mode` is not expected here. Do you mean `properties.node`? ");
    assert_eq!(
        remove("body.properties.mode", &unknown),
        Lossy,
        "it can never be sent, but it said something"
    );
    let schema = |path: &Path| path.to_string() == "body.properties.size";
    let evidence = Evidence {
        read_only: Some(&schema),
        ..Evidence::default()
    };
    assert_eq!(
        with("remove-attribute", "body.properties.size", Value::Null, &evidence),
        Lossless
    );
    assert_eq!(
        with("remove-attribute", "body.properties.mode", Value::Null, &evidence),
        Lossy
    );
}

#[test]
fn a_plugins_word_for_it_is_not_asked() {
    let mut fix = entry("remove-attribute", "body.properties.mode", Value::Null);
    fix.effect = Lossless;
    fix.reason = "`properties.mode` is not expected here, it's read only".to_owned();
    assert_eq!(effect(&fix, &block(), &Evidence::default()), Lossy);
}

#[test]
fn changes() {
    let set = |path: &str, value: Value| alone("set-attribute", path, value);
    for (path, value) in [
        ("body.properties.mode", json!("On")),
        ("body.properties.mode", json!("on")),
        ("name", json!("ONE")),
        ("location", json!("westeurope")),
        ("body.properties.size", json!("5")),
        ("body.properties.text", json!(7)),
        ("body.properties.mode", json!(["On"])),
        ("body.properties.one", json!("a")),
        ("type", json!("microsoft.a/B@2025-01-01")),
        ("body.properties.nothing", json!({})),
        ("body.properties.secret", json!("${var.a_secret}")),
        ("timeouts.create", json!("2h")),
        ("body.properties.items", json!([{"id": "1", "note": "X"}, {"id": 2}])),
    ] {
        assert_eq!(set(path, value.clone()), Lossless, "{path} {value}");
    }
    for (path, value) in [
        ("body.properties.mode", json!("Off")),
        ("name", json!("two")),
        ("body.properties.size", json!(6)),
        ("body.properties.new", json!("Standard")),
        ("body.properties.items", json!([{"id": 1, "note": "x"}])),
        ("body.properties.mode", json!("${var.a}${var.b}")),
        ("schema_validation_enabled", json!(false)),
        ("body.properties", json!({"mode": "On"})),
        ("parent_id", json!("/subscriptions/other")),
    ] {
        assert_eq!(set(path, value.clone()), Lossy, "{path} {value}");
    }
    for (path, value) in [
        ("count", json!(0)),
        ("type", json!("Microsoft.A/c@2024-01-01")),
        ("body", json!({})),
        ("name", json!("")),
    ] {
        assert_eq!(set(path, value.clone()), Drops, "{path} {value}");
    }
    let map = |value: Value| alone("map-value", "body.properties.mode", value);
    assert_eq!(map(json!({"from": "On", "to": "ON"})), Lossless);
    assert_eq!(map(json!({"from": "On", "to": "Off"})), Lossy);
    assert_eq!(
        map(json!({"from": "Other", "to": "Off"})),
        Lossless,
        "it does not speak of this value"
    );
}

#[test]
fn the_sources_own_values_and_references_lose_nothing() {
    let source = json!({"kind": "web", "properties": {"new": {"a": 1}, "mode": "Off"}});
    let id = |address: &str| {
        (address == "azapi_resource.v")
            .then(|| "/subscriptions/s/resourceGroups/g/providers/microsoft.n/v/x".to_owned())
    };
    let diagnostic = Diagnostic {
        detail: Some("`properties.api` is invalid, expect `v2` but got ``".to_owned()),
        ..Diagnostic::default()
    };
    let evidence = Evidence {
        source: Some(&source),
        source_id: Some(&id),
        diagnostics: &[&diagnostic],
        ..Evidence::default()
    };
    let set = |path: &str, value: Value| with("set-attribute", path, value, &evidence);
    assert_eq!(set("body.properties.new", json!({"a": 1})), Lossless);
    assert_eq!(set("body.properties.new", json!({"a": 1, "b": 2})), Lossy);
    assert_eq!(set("body.properties.mode", json!("Off")), Lossless);
    assert_eq!(set("body.properties.api", json!("v2")), Lossless);
    assert_eq!(set("body.properties.api", json!("v3")), Lossy);
    assert_eq!(
        set("body.properties.subnet", json!("${azapi_resource.v.id}/subnets/y")),
        Lossless
    );
    assert_eq!(
        set("body.properties.subnet", json!("${azapi_resource.v.id}/subnets/z")),
        Lossy
    );
    assert_eq!(
        set("body.properties.subnet", json!("${azapi_resource.w.id}/subnets/y")),
        Lossy
    );
}

#[test]
fn moves() {
    let rename = |path: &str, to: &str| alone("rename-attribute", path, json!(to));
    assert_eq!(rename("body.properties.mode", "node"), Lossless);
    assert_eq!(rename("body.properties.items[*].note", "text"), Lossless);
    assert_eq!(rename("body.properties.mode", "body.sku.mode"), Lossless);
    assert_eq!(rename("body.properties.mode", "timeouts.create"), Lossy);
    assert_eq!(rename("body", "main"), Drops);
    assert_eq!(rename("name", "title"), Drops);
}

#[test]
fn kinds_that_edit_nothing() {
    for (kind, expected) in [
        ("drop-resource", Drops),
        ("import", Action),
        ("wait", Action),
        ("register-provider", Action),
        ("manual", Manual),
        ("split-resource", Manual),
    ] {
        assert_eq!(alone(kind, "", Value::Null), expected, "{kind}");
    }
    assert_eq!(alone("add-dependency", "", json!("azapi_resource.b")), Lossless);
}
