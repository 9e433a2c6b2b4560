//! A checkout in small: both ways of finding types, every kind of definition, cycles.

use std::path::Path;

use serde_json::{Value, json};

use super::*;

fn put(root: &Path, file: &str, value: &Value) {
    let path = root.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, value.to_string()).unwrap();
}

fn definitions(version: &str) -> Value {
    let of = |place: usize, flags: u8| json!({"type": {"$ref": format!("#/{place}")}, "flags": flags, "description": "text"});
    json!([
        {"$type": "StringType"},
        {"$type": "StringLiteralType", "value": "Basic"},
        {"$type": "StringLiteralType", "value": "Standard"},
        {"$type": "UnionType", "elements": [{"$ref": "#/1"}, {"$ref": "#/2"}]},
        {"$type": "UnionType", "elements": [{"$ref": "#/1"}, {"$ref": "#/0"}]},
        {"$type": "StringType", "minLength": 2, "maxLength": 5, "pattern": "^[a-z]*$"},
        {"$type": "ObjectType", "name": "Node", "properties": {"label": of(0, 1), "nodes": of(7, 0)}},
        {"$type": "ArrayType", "itemType": {"$ref": "#/6"}, "maxLength": 3},
        {"$type": "DiscriminatedObjectType", "name": "Content", "discriminator": "kind", "baseProperties": {"note": of(0, 0)},
         "elements": {"Basic": {"$ref": "#/9"}}},
        {"$type": "ObjectType", "name": "BasicContent", "properties": {"kind": of(1, 1), "secret": of(0, 4)}},
        {"$type": "BooleanType"},
        {"$type": "ObjectType", "name": "Map", "properties": {}, "additionalProperties": {"$ref": "#/0"}},
        {"$type": "UnionType", "elements": [{"$ref": "#/7"}, {"$ref": "#/10"}]},
        {"$type": "ObjectType", "name": "Body", "properties": {
            "id": of(0, 10), "name": of(5, 9), "sku": of(3, 0), "tier": of(4, 0), "node": of(6, 0), "content": of(8, 1),
            "tags": of(11, 0), "either": of(12, 0), "both": of(0, 3)}},
        {"$type": "ResourceType", "name": format!("Test.One/things@{version}"), "body": {"$ref": "#/13"},
         "readableScopes": 31, "writableScopes": 8},
        {"$type": "ResourceFunctionType", "name": "listKeys", "resourceType": "Test.One/things", "apiVersion": version,
         "output": {"$ref": "#/0"}}
    ])
}

fn checkout(root: &Path) {
    let versions = ["2023-01-01", "2024-01-01", "2025-01-01-preview"];
    let mut resources = serde_json::Map::new();
    for version in versions {
        let file = format!("one/test.one/{version}/types.json");
        put(root, &format!("generated/{file}"), &definitions(version));
        resources.insert(
            format!("Test.One/things@{version}"),
            json!({"$ref": format!("{file}#/14")}),
        );
    }
    put(
        root,
        "generated/index.json",
        &json!({"resources": resources, "resourceFunctions": {}}),
    );
}

#[test]
fn the_newest_stable_version_is_described_and_the_others_are_named() {
    let root = tempfile::tempdir().unwrap();
    checkout(root.path());
    let mut last = None;
    let pack = build(root.path(), |progress| last = Some(progress)).unwrap();
    assert_eq!(last, Some(Progress { done: 1, total: 1 }));
    let found = pack.find("test.one/things").unwrap();
    assert_eq!(found.name(), "Test.One/things");
    assert_eq!(found.api_version(), "2024-01-01");
    assert_eq!(found.api_versions(), ["2023-01-01", "2024-01-01", "2025-01-01-preview"]);
    assert!(found.scopes().unwrap().extension());
    assert_eq!(found.is_creatable(), Some(true));
    assert!(found.is_read_only("id") && found.is_write_only("content.secret"));
    assert!(found.has("node.nodes[*].nodes[*].nodes[*].label"));
    let said = |body: Value| found.check(&body).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        said(json!({"content": {"kind": "Basic"}, "tags": {"a": "b"}, "tier": "x", "both": 1, "either": 1})),
        [""; 0]
    );
    assert_eq!(
        said(json!({"name": "A", "content": {"kind": "Basic"}, "sku": "x", "either": [{"label": 1}]})),
        [
            "`name` is invalid, string length is less than 2",
            "`sku`'s value `x` is invalid. The supported values are [Basic, Standard]. Do you mean `Basic`? ",
        ]
    );
}

#[test]
fn what_is_written_reads_as_the_same_and_writes_as_the_same() {
    let root = tempfile::tempdir().unwrap();
    checkout(root.path());
    let pack = build(root.path(), |_| {}).unwrap();
    let mut once = Vec::new();
    pack.write(&mut once).unwrap();
    let again = Pack::read(&once, "built").unwrap();
    let mut twice = Vec::new();
    again.write(&mut twice).unwrap();
    assert_eq!(once, twice);
    let body = json!({"name": "abcdef", "id": 1, "node": {"nodes": [{"x": 1}]}, "content": {"kind": "Basic", "no": 1}, "tags": {"a": 1}});
    let (one, other) = (
        pack.find("test.one/things").unwrap(),
        again.find("test.one/things").unwrap(),
    );
    assert_eq!(one.check(&body), other.check(&body));
    assert!(one.check(&body).len() > 4);
    assert_eq!(other.scopes(), one.scopes());
}

#[test]
fn without_an_index_the_definitions_are_looked_through() {
    let root = tempfile::tempdir().unwrap();
    checkout(root.path());
    let listed = build(root.path(), |_| {}).unwrap();
    std::fs::remove_file(root.path().join("generated/index.json")).unwrap();
    let looked_through = build(root.path(), |_| {}).unwrap();
    let (mut one, mut other) = (Vec::new(), Vec::new());
    listed.write(&mut one).unwrap();
    looked_through.write(&mut other).unwrap();
    assert_eq!(one, other);
}

#[test]
fn what_is_no_checkout_is_said_so() {
    let root = tempfile::tempdir().unwrap();
    let said = |root: &Path| {
        let error = build(root, |_| {}).unwrap_err();
        format!(
            "{error}: {}",
            std::error::Error::source(&error)
                .map(ToString::to_string)
                .unwrap_or_default()
        )
    };
    assert!(said(root.path()).contains("is no checkout of Azure/bicep-types-az: there is neither"));
    put(
        root.path(),
        "generated/index.json",
        &json!({"resources": {"A/b@1": {"$ref": "../../etc/passwd#/0"}}}),
    );
    assert!(said(root.path()).contains("`A/b@1` must have a `$ref` like `file#/place`"));
    put(
        root.path(),
        "generated/index.json",
        &json!({"resources": {"A/b@1": {"$ref": "x/types.json#/0"}}}),
    );
    assert!(said(root.path()).contains("cannot read"));
    put(root.path(), "generated/x/types.json", &json!([{"$type": "StringType"}]));
    assert!(said(root.path()).contains("definition 0 must be a resource type"));
    put(
        root.path(),
        "generated/x/types.json",
        &json!([{"$type": "ResourceType", "body": {"$ref": "#/9"}}]),
    );
    assert!(said(root.path()).contains("there is no definition 9"));
}
