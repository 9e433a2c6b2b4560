//! What the files hold, counted by reading them: the generator's own arithmetic is not trusted.

use std::collections::{BTreeMap, BTreeSet};

use atg_tenants::{Counts, Format, Side, Tenants};
use serde_json::Value;

fn written(tenants: &Tenants, side: Side, format: Format) -> (Counts, Vec<u8>) {
    let mut bytes = Vec::new();
    let counts = tenants
        .write(side, format, &mut bytes)
        .expect("memory takes everything");
    (counts, bytes)
}

fn rows(tenants: &Tenants, side: Side, format: Format) -> Vec<Value> {
    let (_, bytes) = written(tenants, side, format);
    match format {
        Format::ResourceGraph => bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).expect("a row is JSON"))
            .collect(),
        Format::Document => {
            let document: Value = serde_json::from_slice(&bytes).expect("a document is JSON");
            assert_eq!(document["schema_version"], 1);
            document["resources"].as_array().cloned().unwrap_or_default()
        }
        Format::Terraform => {
            let document: Value = serde_json::from_slice(&bytes).expect("a configuration is JSON");
            document["resource"]["azapi_resource"]
                .as_object()
                .cloned()
                .unwrap_or_default()
                .into_values()
                .collect()
        }
    }
}

/// Calls for every text in a value.
fn texts(value: &Value, found: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

/// An id in lower case, and what both estates call it alike.
fn lower(row: &Value) -> String {
    row["id"].as_str().unwrap_or_default().to_lowercase()
}

fn key(id: &str) -> String {
    let mut key = id.splitn(4, '/').nth(3).unwrap_or_default().to_owned();
    while let Some(at) = key.find("/iteration") {
        let end = key[at..].find('_').map_or(key.len(), |length| at + length + 1);
        key.replace_range(at + 1..end, "");
    }
    key
}

fn counted(rows: &[Value]) -> Counts {
    let ids: BTreeSet<String> = rows.iter().map(lower).collect();
    let mut edges = BTreeSet::new();
    let (mut groups, mut types) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let own = lower(row);
        groups.insert(own.split('/').nth(4).unwrap_or_default().to_owned());
        types.insert(row["type"].as_str().unwrap_or_default().to_lowercase());
        texts(row, &mut |text| {
            let text = text.to_lowercase();
            if text != own && ids.contains(&text) {
                edges.insert((own.clone(), text));
            }
        });
    }
    Counts {
        resources: ids.len() as u64,
        relationships: edges.len() as u64,
        resource_groups: groups.len() as u64,
        types: types.len() as u64,
    }
}

fn counts(resources: u64, relationships: u64, resource_groups: u64, types: u64) -> Counts {
    Counts {
        resources,
        relationships,
        resource_groups,
        types,
    }
}

#[test]
fn the_published_example() {
    let tenants = Tenants::example();
    for format in [Format::Document, Format::ResourceGraph] {
        assert_eq!(
            counted(&rows(&tenants, Side::Source, format)),
            counts(1674, 5614, 182, 94)
        );
        assert_eq!(
            counted(&rows(&tenants, Side::Target, format)),
            counts(516, 1823, 58, 42)
        );
    }
    assert_eq!(tenants.counts(Side::Source), counts(1674, 5614, 182, 94));
    assert_eq!(tenants.counts(Side::Target), counts(516, 1823, 58, 42));
}

#[test]
fn the_published_types() {
    let tenants = Tenants::example();
    let of_side = |side| {
        let mut types: BTreeMap<String, u32> = BTreeMap::new();
        for row in rows(&tenants, side, Format::Document) {
            *types
                .entry(row["type"].as_str().unwrap_or_default().to_owned())
                .or_default() += 1;
        }
        types
    };
    let (source, target) = (of_side(Side::Source), of_side(Side::Target));
    for (name, in_source, in_target) in [
        ("Microsoft.Compute/virtualMachines", 54, 46),
        ("Microsoft.Network/virtualNetworks", 38, 35),
        ("Microsoft.Storage/storageAccounts", 49, 33),
    ] {
        assert_eq!(
            (source.get(name), target.get(name)),
            (Some(&in_source), Some(&in_target)),
            "{name}"
        );
    }
}

#[test]
fn the_target_is_a_part_of_the_source_under_its_prefix() {
    let tenants = Tenants::example();
    let source: BTreeSet<String> = rows(&tenants, Side::Source, Format::Document)
        .iter()
        .map(|row| key(&lower(row)))
        .collect();
    let target = rows(&tenants, Side::Target, Format::Document);
    assert!(target.iter().all(|row| source.contains(&key(&lower(row)))));
    assert!(
        target
            .iter()
            .all(|row| row["id"].as_str().is_some_and(|id| id.contains("/ITERATION182_")))
    );
}

#[test]
fn options_change_what_they_say() {
    let both = |tenants: &Tenants| {
        let keys = |side| {
            rows(tenants, side, Format::ResourceGraph)
                .iter()
                .map(|row| key(&lower(row)))
                .collect::<BTreeSet<_>>()
        };
        let (source, target) = (keys(Side::Source), keys(Side::Target));
        (source.len(), target.len(), source.intersection(&target).count())
    };
    assert_eq!(both(&Tenants::example()), (1674, 516, 516));
    assert_eq!(both(&Tenants::example().with_other_target()), (1674, 516, 0));
    assert_eq!(both(&Tenants::example().with_matched(1590)), (1674, 1590, 1590));
    assert_eq!(both(&Tenants::example().with_matched(1591)), (1674, 1591, 1591));
    assert_eq!(both(&Tenants::example().with_factor(3)), (5022, 1548, 1548));
    let copies = Tenants::example().with_copies(2);
    assert_eq!(both(&copies), (1674, 516, 516));
    assert_eq!(
        counted(&rows(&copies, Side::Target, Format::Document)),
        counts(1032, 3646, 116, 42)
    );
}

#[test]
fn arithmetic_is_what_reading_counts() {
    for tenants in [
        Tenants::example().with_factor(2),
        Tenants::example().with_matched(1590),
        Tenants::example().with_other_target(),
        Tenants::bench(3000),
        Tenants::bench(3000).with_different(1000),
    ] {
        for side in [Side::Source, Side::Target] {
            assert_eq!(
                counted(&rows(&tenants, side, Format::ResourceGraph)),
                tenants.counts(side),
                "{side:?}"
            );
        }
    }
}

#[test]
fn a_shuffle_changes_the_order_only() {
    let (plain, shuffled) = (Tenants::example(), Tenants::example().shuffled(7));
    let sorted = |tenants: &Tenants| {
        let mut lines: Vec<String> = rows(tenants, Side::Source, Format::Document)
            .iter()
            .map(Value::to_string)
            .collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(sorted(&plain), sorted(&shuffled));
    assert_ne!(
        written(&plain, Side::Source, Format::Document).1,
        written(&shuffled, Side::Source, Format::Document).1
    );
}

#[test]
fn the_bench_varies_spelling_and_so_many_pairs_differ() {
    let tenants = Tenants::bench(5000);
    let source: BTreeMap<String, Value> = rows(&tenants, Side::Source, Format::ResourceGraph)
        .into_iter()
        .map(|row| (key(&lower(&row)), row))
        .collect();
    let target = rows(&tenants, Side::Target, Format::ResourceGraph);
    let matched = target
        .iter()
        .filter(|row| source.contains_key(&key(&lower(row))))
        .count();
    assert_eq!(matched, 4700);
    let ids = target.iter().filter_map(|row| row["id"].as_str());
    assert!(
        ids.clone().any(|id| id.contains("iteration9_ITERATION182_")) && ids.clone().any(|id| id == id.to_lowercase())
    );
    // Every second changed pair shows it in its tags.
    let changed = target
        .iter()
        .filter(|row| {
            source
                .get(&key(&lower(row)))
                .is_some_and(|other| other["tags"]["costCenter"] != row["tags"]["costCenter"])
        })
        .count();
    assert!(
        (30..=70).contains(&changed),
        "{changed} of 4,700 pairs differ in their tags"
    );
}

#[test]
fn a_terraform_configuration_refers_as_the_estate_does() {
    for (side, wanted) in [
        (Side::Source, counts(1674, 5614, 182, 94)),
        (Side::Target, counts(516, 1823, 58, 42)),
    ] {
        let rows = rows(&Tenants::example(), side, Format::Terraform);
        let groups = rows
            .iter()
            .filter(|row| {
                row["type"]
                    .as_str()
                    .is_some_and(|name| name.starts_with("Microsoft.Resources/"))
            })
            .count();
        assert_eq!(
            (groups as u64, rows.len() as u64),
            (wanted.resource_groups, wanted.resources + wanted.resource_groups)
        );
        let mut references = 0;
        for row in &rows {
            let mut named = BTreeSet::new();
            for part in ["body", "tags"] {
                texts(&row[part], &mut |text| {
                    if text.starts_with("${azapi_resource.") {
                        named.insert(text.to_owned());
                    }
                });
            }
            references += named.len() as u64;
        }
        assert_eq!(references, wanted.relationships);
    }
}

/// Not run by default: `cargo test --release -p atg-tenants --test counts -- --ignored --nocapture` says how fast it is.
#[test]
#[ignore = "writes gigabytes into nothing"]
fn a_million_rows() {
    let start = std::time::Instant::now();
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::io::sink());
    let counts = Tenants::bench(1_000_000)
        .write(Side::Target, Format::ResourceGraph, &mut out)
        .expect("nothing takes everything");
    assert_eq!(counts.resources, 1_000_000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
