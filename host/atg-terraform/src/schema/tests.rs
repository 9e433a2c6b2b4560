//! Reading, asking, checking and pruning, on small packs.

use std::io::Write as _;

use serde_json::{Value, json};

use super::*;

/// Both forms of the format: `Test.Old/things` as a condensed pack has it, `Test.New/things` with kinds and values.
pub(super) fn pack() -> Pack {
    Pack::read(text().as_bytes(), "test.json").unwrap()
}

fn text() -> String {
    json!({
        "Test.Old/things": {"v": "2024-01-01", "all": ["2023-01-01-preview", "2024-01-01"], "s": {
            "id": "r", "name": "!", "location": "!", "etag": "r",
            "properties": {"f": 1, "p": {
                "state": "r", "size": "!", "password": "w",
                "link": {"p": {"id": "r"}},
                "rows": {"a": {"key": "!", "seen": "r", "inner": {"p": {"deep": "r", "kept": ""}}}},
                "grid": {"a": {"a": {"x": "!"}}}
            }}
        }},
        "Test.New/things": {"v": "2025-01-01", "all": ["2025-01-01"], "in": [24, 8],
            "d": [{"p": {"label": "!s", "again": {"l": {"d": 0}}}}],
            "s": {
                "name": {"t": [3, 6, "^[a-z]+$"], "f": 1}, "fixed": "!r",
                "sku": {"e": ["Basic", "Standard"], "f": 1}, "tier": {"e": ["Low", "High"], "o": true},
                "tree": {"d": 0}, "extra": {"p": {}, "m": "i"},
                "either": {"u": ["i", {"p": {"x": "b"}}]},
                "list": {"l": "s", "n": [1, 2]},
                "content": {"p": {"note": "s"}, "k": "kind", "c": {
                    "A": {"p": {"kind": {"e": ["A"], "f": 1}, "only": "!s", "stamp": "r"}},
                    "B": {"p": {"kind": {"e": ["B"], "f": 1}, "other": "i", "stamp": "s"}}
                }}
            }}
    })
    .to_string()
}

fn lines(type_name: &str, body: &Value) -> Vec<String> {
    let pack = pack();
    let problems = pack.find(type_name).unwrap().check(body);
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_type_is_found_in_any_case_and_spelled_as_it_is() {
    let pack = pack();
    let found = pack.find("TEST.old/Things").unwrap();
    assert_eq!(found.name(), "Test.Old/things");
    assert_eq!(found.api_version(), "2024-01-01");
    assert_eq!(found.api_versions(), ["2023-01-01-preview", "2024-01-01"]);
    assert!(pack.find("Test.Old").is_none());
    assert_eq!(
        pack.types().map(|found| found.name()).collect::<Vec<_>>(),
        ["Test.New/things", "Test.Old/things"]
    );
    assert!(pack.find("Test.New/things").unwrap().scopes().unwrap().resource_group());
}

#[test]
fn gzip_is_taken_and_broken_bytes_name_the_file_and_the_place() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text().as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    assert_eq!(Pack::read(&gzip, "x.gz").unwrap().len(), 2);

    let said = |bytes: &[u8]| {
        let error = Pack::read(bytes, "x.gz").unwrap_err();
        assert!(error.hint().is_some());
        let cause = std::error::Error::source(&error)
            .map(ToString::to_string)
            .unwrap_or_default();
        format!("{error}: {cause}")
    };
    assert!(said(&gzip[..gzip.len() / 2]).contains("gzip is broken"));
    assert_eq!(
        said(b"{\"a\": \n oops}"),
        "cannot read `x.gz`: line 2, column 2: expected value"
    );
    assert!(said(b"[]").contains("it holds no types"));
    assert!(said(b"{}").contains("it holds no types"));
    let wrong = json!({"T/x": {"v": "1", "s": {"properties": {"p": {"a": {"a": {"b": 1}}}}}}});
    assert_eq!(
        said(wrong.to_string().as_bytes()),
        "cannot read `x.gz`: type `T/x`, `s.properties.a.a.b`: a part must be a text or an object"
    );
    assert!(said(b"{\"T/x\": {\"s\": {}}}").contains("type `T/x`: `v` must be an API version"));
    assert!(said(b"{\"T/x\": {\"v\": \"1\", \"s\": {\"a\": \"z\"}}}").contains("`z` is no leaf"));
    assert!(said(b"{\"T/x\": {\"v\": \"1\", \"s\": {\"a\": {\"d\": 3}}}}").contains("must be an index"));
}

#[test]
fn paths_say_what_stands_there() {
    let pack = pack();
    let old = pack.find("test.old/things").unwrap();
    assert!(old.has("properties.rows[*].inner.kept"));
    assert!(old.has("properties.rows.0.key"));
    assert!(old.has("properties.size.anything"));
    assert!(!old.has("properties.rows[*].nothing"));
    assert!(!old.has("properties..rows"));
    assert!(old.is_read_only("properties.rows[3].inner.deep"));
    assert!(old.is_read_only("etag.below"));
    assert!(!old.is_read_only("properties.rows[3].inner.kept"));
    assert!(old.is_required("properties.size"));
    assert!(old.is_write_only("properties.password"));
    assert!(old.has("properties.grid[0][1].x"));
    let new = pack.find("test.new/things").unwrap();
    assert!(new.has("tree.again[0].again[*].label"));
    assert!(new.has("content.only") && new.has("content.other") && !new.has("content.neither"));
    // Read-only in one case only.
    assert!(!new.is_read_only("content.stamp"));
    assert_eq!(new.part("tree.label").unwrap().unwrap().kind(), Kind::Text);
    assert_eq!(new.part("extra.any").unwrap().unwrap().kind(), Kind::Number);
    assert!(new.part("a[").is_err());
}

#[test]
fn pruning_takes_what_is_read_only_and_nothing_that_is_required() {
    let pack = pack();
    let mut body = json!({"etag": "x", "unknown": 1, "properties": {
        "state": "Ready", "size": 1, "link": {"id": "x"},
        "rows": [{"key": 1, "seen": true, "inner": {"deep": 1}}, "${var.row}", {"key": 2, "inner": {"deep": 1, "kept": 2}}]
    }});
    let pruned = pack.find("test.old/things").unwrap().prune(&mut body);
    assert_eq!(
        body,
        json!({"unknown": 1, "properties": {"size": 1, "rows": [{"key": 1}, "${var.row}", {"key": 2, "inner": {"kept": 2}}]}})
    );
    let paths: Vec<&str> = pruned.iter().map(|pruned| pruned.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "etag",
            "properties.link.id",
            "properties.rows[0].inner.deep",
            "properties.rows[0].seen",
            "properties.rows[2].inner.deep",
            "properties.state"
        ]
    );
    assert!(pruned.iter().all(|pruned| pruned.why == Why::ReadOnly));

    let mut body = json!({"fixed": 1, "content": {"kind": "A", "stamp": 1, "other": 1}, "extra": {"x": 1}});
    let new = pack.find("test.new/things").unwrap();
    assert_eq!(new.prune(&mut body).len(), 1);
    assert_eq!(new.prune_unknown(&mut body)[0].path, "content.other");
    assert_eq!(body, json!({"fixed": 1, "content": {"kind": "A"}, "extra": {"x": 1}}));
    // Which case it is is not known: nothing goes.
    let mut body = json!({"content": {"kind": "${var.kind}", "stamp": 1}});
    assert!(new.prune(&mut body).is_empty());
}

#[test]
fn problems_are_worded_as_the_provider_words_them() {
    assert_eq!(lines("test.old/things", &json!({"properties": {"size": 1}})), [""; 0]);
    assert_eq!(
        lines("test.old/things", &json!({})),
        ["`properties` is required, but no definition was found"]
    );
    assert_eq!(
        lines(
            "test.old/things",
            &json!({"id": null, "properties": {"siez": 1, "rows": [{"key": 1}, {"seen": 1}], "link": []}})
        ),
        [
            "`id` is not expected here, it's read only",
            "`properties.link` is invalid, expect `object` but got `basetypes.TupleValue`",
            "`properties.rows.1.seen` is not expected here, it's read only",
            "`properties.rows.1.key` is required, but no definition was found",
            "`properties.siez` is not expected here. Do you mean `properties.size`? ",
            "`properties.size` is required, but no definition was found",
        ]
    );
    assert_eq!(
        lines("test.old/things", &json!({"properties": {"size": 1, "rows": "x"}})),
        ["`properties.rows` is invalid, expect `array` but got `basetypes.StringValue`"]
    );
}

#[test]
fn values_are_checked_where_the_pack_has_kinds() {
    let new = |body: Value| lines("test.new/things", &body);
    assert_eq!(
        new(json!({"sku": "Basic", "fixed": 1, "tier": "Other", "either": {"x": 1}, "list": ["a"]})),
        [""; 0]
    );
    assert_eq!(
        new(json!({"sku": "basic", "tier": 1, "name": "ab", "list": [], "either": "x", "extra": {"n": "one"}})),
        [
            "`either` doesn't match any accepted values",
            "`extra.n` is invalid, expect `integer` but got `basetypes.StringValue`",
            "`list` is invalid, array length is less than 1",
            "`name` is invalid, string length is less than 3",
            "`sku`'s value `basic` is invalid. The supported values are [Basic, Standard]. Do you mean `Basic`? ",
            "`tier`'s value `` is invalid. The supported values are [Low, High]. Do you mean `Low`? ",
        ]
    );
    assert_eq!(
        new(json!({"sku": "Basic", "name": "Abc", "tree": {"label": "x", "again": [{"label": "y", "again": [{}]}]}})),
        [
            "`name` is invalid, string does not match pattern ^[a-z]+$",
            "`tree.again.0.again.0.label` is required, but no definition was found",
        ]
    );
}

#[test]
fn cases_are_chosen_by_the_discriminator() {
    let content = |content: Value| lines("test.new/things", &json!({"sku": "Basic", "content": content}));
    assert_eq!(content(json!({"kind": "A", "only": "x", "note": "n"})), [""; 0]);
    assert_eq!(content(json!({"kind": "${var.kind}", "whatever": 1})), [""; 0]);
    assert_eq!(
        content(json!({"note": 1})),
        [
            "`content.note` is invalid, expect `string` but got `basetypes.NumberValue`",
            "`content.kind` is required, but no definition was found"
        ]
    );
    assert_eq!(
        content(json!({"kind": "C"})),
        ["`content.kind`'s value `C` is invalid. The supported values are [A, B]. Do you mean `A`? "]
    );
    assert_eq!(
        content(json!({"kind": "A", "other": 1})),
        [
            "`content.other` is not expected here. Do you mean `content.only`? ",
            "`content.only` is required, but no definition was found"
        ]
    );
}

#[test]
fn what_is_not_known_fits_everywhere() {
    assert_eq!(
        lines("test.old/things", &json!({"properties": "${var.properties}"})),
        [""; 0]
    );
    assert_eq!(
        lines(
            "test.old/things",
            &json!({"properties": {"size": 1, "rows": "${[for x in var.x : x]}"}})
        ),
        [""; 0]
    );
    assert_eq!(
        lines("test.new/things", &json!({"sku": "a-${var.x}", "name": "$${literal}"})),
        ["`name` is invalid, string length is greater than 6"]
    );
    assert_eq!(
        lines("test.old/things", &json!({"properties": {"${var.name}": 1}})),
        [""; 0]
    );
}

#[test]
fn every_part_is_named_before_what_is_below_it() {
    let pack = pack();
    let new = pack.find("test.new/things").unwrap();
    let paths: Vec<String> = new.parts(3).into_iter().map(|(path, _)| path).collect();
    for path in ["content.other", "either.x", "list[*]", "tree.again[*]"] {
        assert!(paths.iter().any(|found| found == path), "{path} is not in {paths:?}");
    }
    assert!(paths.iter().all(|path| new.has(path)));
    let old = pack.find("test.old/things").unwrap();
    let parts = old.parts(9);
    assert_eq!(parts[0].0, "etag");
    let (_, deep) = parts
        .iter()
        .find(|(path, _)| path == "properties.rows[*].inner.deep")
        .unwrap();
    assert!(deep.is_read_only());
}

#[test]
fn minimal_resources_are_what_their_types_take() {
    let pack = pack();
    for found in pack.types() {
        let body = found.minimal_body();
        assert_eq!(found.check(&body), [], "{found:?}: {body}");
    }
    let new = pack.find("test.new/things").unwrap();
    assert_eq!(new.minimal_body(), json!({"sku": "Basic"}));
    assert_eq!(new.minimal_name(), "aaa");
    let text =
        json!({"T/x": {"v": "1", "s": {}, "k": "name", "c": {"web": {"p": {"properties": "!s"}}, "logs": {"p": {}}}}});
    let named = Pack::read(text.to_string().as_bytes(), "named.json").unwrap();
    assert_eq!(named.find("T/x").unwrap().minimal_name(), "logs");
    assert_eq!(named.find("T/x").unwrap().minimal_body(), json!({}));
    let old = pack.find("test.old/things").unwrap().minimal_block();
    assert_eq!(old["name"], "default");
    assert_eq!(old["type"], "Test.Old/things@2024-01-01");
    assert_eq!(old["location"], "westeurope");
    assert_eq!(old["body"], json!({"properties": {"size": "example"}}));
    assert!(old["parent_id"].as_str().unwrap().ends_with("/resourceGroups/example"));
}
