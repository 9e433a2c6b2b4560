//! Every body of the example against a schema pack, where one is named: `ATG_TEST_SCHEMA_PACK=FILE cargo test -p atg-tenants
//! --test schema`. A pack is JSON, or JSON in gzip; it maps a type to its newest version and the parts of its body.

use std::collections::BTreeMap;
use std::io::Read;

use atg_tenants::{Format, Side, Tenants};
use serde_json::Value;

/// The parts of the body of each type, by the type's name in lower case.
fn pack() -> Option<BTreeMap<String, Value>> {
    let file = std::env::var_os("ATG_TEST_SCHEMA_PACK")?;
    let bytes = std::fs::read(file).expect("the pack can be read");
    let mut json = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut gzip = flate2::read::MultiGzDecoder::new(bytes.as_slice());
        gzip.read_to_end(&mut json).expect("the pack is whole");
    } else {
        json = bytes;
    }
    let pack: BTreeMap<String, Value> = serde_json::from_slice(&json).expect("a pack is JSON");
    let body = |(name, mut entry): (String, Value)| (name.to_lowercase(), serde_json::json!({"p": entry["s"].take()}));
    Some(pack.into_iter().map(body).collect())
}

/// Calls for what a body holds and its type does not know. What a type needs is not asked: a pack puts the kinds of a part
/// together, and each kind needs something else.
fn faults(part: &Value, value: &Value, path: &str, found: &mut dyn FnMut(String)) {
    match (&part["p"], &part["a"], value) {
        (Value::Object(parts), _, Value::Object(members)) => {
            for (name, value) in members {
                match parts.get(name) {
                    Some(part) => faults(part, value, &format!("{path}.{name}"), found),
                    None => found(format!("{path}.{name} is unknown")),
                }
            }
        }
        (_, Value::Null, _) => {}
        (_, item, Value::Array(items)) => {
            // A list of leaves says no more of its items.
            let item = if item.is_object() && item["p"].is_null() && item["a"].is_null() {
                serde_json::json!({"p": item})
            } else {
                item.clone()
            };
            for value in items {
                faults(&item, value, &format!("{path}[]"), found);
            }
        }
        _ => found(format!("{path} is no list")),
    }
}

#[test]
fn no_body_holds_what_its_type_does_not_know() {
    let Some(pack) = pack() else { return };
    let mut bytes = Vec::new();
    Tenants::example()
        .write(Side::Source, Format::Document, &mut bytes)
        .expect("memory takes everything");
    let document: Value = serde_json::from_slice(&bytes).expect("a document is JSON");
    let mut found = Vec::new();
    for row in document["resources"].as_array().into_iter().flatten() {
        let name = row["type"].as_str().unwrap_or_default();
        let Some(body) = pack.get(&name.to_lowercase()) else {
            found.push(format!("{name} is unknown"));
            continue;
        };
        let mut row = row.as_object().cloned().unwrap_or_default();
        // What the pack does not list at the top of any type.
        row.remove("resourceGroup");
        faults(body, &row.into(), name, &mut |fault| found.push(fault));
    }
    found.sort_unstable();
    found.dedup();
    assert!(found.is_empty(), "{found:#?}");
}
