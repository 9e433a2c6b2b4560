//! The promises, one function each. None knows what keeps the store.

use crate::estates::{NOW, accounts, assert_same, example, of_document, of_rows, plain, rows_of, scan, told};
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions};
use atg_core::snapshot::{BodyRef, Snapshot};
use atg_graph::{GraphError, GraphStore, NewScan, Redaction, ScanWriter, StoredSnapshot, export, import};
use atg_tenants::{CANARY, Edge, SOURCE_SUBSCRIPTION, Tenants};
use std::sync::Arc;

fn put(store: &dyn GraphStore, scope: &str, snapshot: &Snapshot) -> StoredSnapshot {
    import(store, snapshot, &scan(scope), &NoProgress).expect("it is stored")
}

fn get(store: &dyn GraphStore, asked: &str, options: ReadOptions<'_>) -> Snapshot {
    let found = store.find(asked).expect("it is found");
    store.load(&found, asked, options).expect("it is loaded")
}

fn numbers(store: &dyn GraphStore, scope: &str) -> Vec<u64> {
    store
        .snapshots(scope)
        .expect("a list")
        .iter()
        .map(|snapshot| snapshot.number)
        .collect()
}

/// Writes some rows without ending the scan.
fn begun<'s>(store: &'s dyn GraphStore, scan: &NewScan<'_>, rows: u32) -> (Box<dyn ScanWriter + 's>, Vec<BodyRef>) {
    let mut writer = store.begin_scan(scan).expect("a scan begins");
    let rows: Vec<String> = (0..rows)
        .map(|number| format!("{{\"id\":\"unfinished {number}\"}}"))
        .collect();
    let rows: Vec<&[u8]> = rows.iter().map(String::as_bytes).collect();
    let places = writer.upsert(&rows, scan.now).expect("rows are kept");
    assert_eq!(places.len(), rows.len());
    (writer, places)
}

pub(crate) fn an_empty_store_says_how_to_fill_it(store: &dyn GraphStore) {
    assert!(store.scopes().expect("a list").is_empty());
    assert!(store.snapshots("production").expect("a list").is_empty());
    let error = store.find("production").expect_err("nothing is there");
    assert!(
        matches!(&error, GraphError::UnknownScope { known, .. } if known.is_empty()),
        "{error:?}"
    );
    assert!(error.hint().is_some_and(|hint| hint.contains("atg import")));
}

pub(crate) fn what_is_stored_is_loaded_the_same(store: &dyn GraphStore) {
    for side in [atg_tenants::Side::Source, atg_tenants::Side::Target] {
        let original = of_rows(&rows_of(&Tenants::example(), side), plain());
        let stored = put(store, "example", &original);
        assert_eq!(
            (stored.resources, stored.relationships),
            (u64::from(original.len()), original.edges().len())
        );
        assert_same(&get(store, "example", plain()), &original);
    }
}

pub(crate) fn every_edge_fixture_is_loaded_the_same(store: &dyn GraphStore) {
    for edge in Edge::ALL {
        let original = of_rows(&edge.resource_graph(atg_tenants::Side::Target), plain());
        put(store, edge.name(), &original);
        assert_same(&get(store, edge.name(), plain()), &original);
    }
}

pub(crate) fn an_estate_without_resources_is_kept(store: &dyn GraphStore) {
    let original = of_rows("", plain());
    let stored = put(store, "empty", &original);
    assert_eq!((stored.number, stored.resources), (1, 0));
    assert_same(&get(store, "empty", plain()), &original);
}

pub(crate) fn a_mapping_and_a_filter_act_as_on_the_file(store: &dyn GraphStore) {
    let rows = rows_of(&Tenants::example(), atg_tenants::Side::Target);
    put(store, "example", &of_rows(&rows, plain()));
    put(store, "told", &told(plain()));
    let names = "[names]\n\"vm-orders-prod-00012\" = \"vm-other\"\none = \"eins\"\n[locations]\neastus = \"westus\"\n";
    let mapping = Mapping::parse(names, "mapping.toml").expect("a mapping");
    let none = Mapping::default();
    let of_types = Filter::new(&["*/virtualMachines".to_owned(), "A.B/*".to_owned()], &[], &[]).expect("a filter");
    let of_groups = Filter::new(&[], &["*prod*".to_owned(), "rg".to_owned()], &[]).expect("a filter");
    let of_tags = Filter::new(&[], &[], &["environment=prod".to_owned()]).expect("a filter");
    let of_iteration = Filter {
        target_iteration: Some(182),
        ..Filter::default()
    };
    let all = Filter::default();
    for side in [Side::Source, Side::Target] {
        for mapping in [&none, &mapping] {
            for filter in [&all, &of_types, &of_groups, &of_tags, &of_iteration] {
                let options = ReadOptions {
                    side,
                    mapping,
                    filter,
                    threads: 2,
                    progress: &NoProgress,
                };
                assert_same(&get(store, "example", options), &of_rows(&rows, options));
                assert_same(&get(store, "told", options), &told(options));
            }
        }
    }
}

pub(crate) fn stated_relationships_coverage_and_facts_are_kept(store: &dyn GraphStore) {
    let original = told(plain());
    assert_eq!(original.edges().kinds(), ["contains", "references", "uses"]);
    assert_eq!(
        (
            original.edges().len(),
            original.read.dangling,
            original.read.groups_listed
        ),
        (6, 1, 2)
    );
    let stored = put(store, "told", &original);
    assert_eq!(stored.taken_at.as_deref(), Some("2025-12-31T23:59:59Z"));
    assert_eq!(
        (stored.seen_at(), stored.stored_at.as_str()),
        ("2025-12-31T23:59:59Z", NOW)
    );
    assert_eq!(
        (stored.title.as_str(), stored.tenant_id.as_deref()),
        ("A \"title\"", Some("tenant"))
    );
    assert_same(&get(store, "told", plain()), &original);
}

pub(crate) fn an_unfinished_scan_is_invisible(store: &dyn GraphStore) {
    let original = accounts(10, |_| 1);
    put(store, "one", &original);
    let (writer, _) = begun(store, &scan("one"), 300);
    let (other, _) = begun(store, &scan("two"), 300);
    assert_eq!(numbers(store, "one"), [1]);
    assert_eq!(store.scopes().expect("a list").len(), 1);
    assert!(matches!(store.find("two"), Err(GraphError::UnknownScope { .. })));
    assert_same(&get(store, "one", plain()), &original);
    drop((writer, other));
}

pub(crate) fn a_dropped_scan_leaves_nothing(store: &dyn GraphStore) {
    put(store, "one", &accounts(10, |_| 1));
    let (writer, _) = begun(store, &scan("one"), 300);
    drop(writer);
    put(store, "one", &accounts(10, |_| 2));
    assert_eq!(numbers(store, "one"), [1, 2]);
    let pruned = store.prune(1, None, NOW).expect("it is pruned");
    assert_eq!(
        (pruned.snapshots, pruned.abandoned, pruned.bodies),
        (1, 0, 10),
        "only the first snapshot's own rows"
    );
}

pub(crate) fn unchanged_rows_are_kept_once(store: &dyn GraphStore) {
    let first = accounts(1000, |_| 1);
    let second = accounts(1000, |number| if number < 10 { 2 } else { 1 });
    put(store, "one", &first);
    put(store, "one", &first);
    put(store, "one", &second);
    put(store, "one", &second);
    for (name, original) in [
        ("one@1", &first),
        ("one@2", &first),
        ("one@3", &second),
        ("one@4", &second),
    ] {
        assert_same(&get(store, name, plain()), original);
    }
    assert_eq!(store.prune(3, None, NOW).expect("it is pruned").bodies, 0);
    assert_eq!(store.prune(2, None, NOW).expect("it is pruned").bodies, 10);
    assert_same(&get(store, "one@3", plain()), &second);
    assert_same(&get(store, "one", plain()), &second);
    // What was left out once comes back as a new row.
    put(store, "one", &first);
    assert_same(&get(store, "one", plain()), &first);
    assert_eq!(store.prune(1, None, NOW).expect("it is pruned").bodies, 10);
    assert_same(&get(store, "one", plain()), &first);
}

pub(crate) fn snapshots_are_found_by_name_number_and_subscription(store: &dyn GraphStore) {
    put(store, "Production", &accounts(1, |_| 1));
    put(store, "production", &accounts(2, |_| 1));
    let found = |asked: &str| {
        store
            .find(asked)
            .map(|found| (found.spelling(), found.resources))
            .expect("it is found")
    };
    assert_eq!(found("production"), ("Production@2".to_owned(), 2));
    assert_eq!(found("PRODUCTION@1"), ("Production@1".to_owned(), 1));
    assert_eq!(found(SOURCE_SUBSCRIPTION), ("Production@2".to_owned(), 2));
    assert_eq!(
        found(&format!("{SOURCE_SUBSCRIPTION}@1")),
        ("Production@1".to_owned(), 1)
    );
    let error = store.find("production@7").expect_err("there are two");
    assert!(
        matches!(&error, GraphError::UnknownSnapshot { known, .. } if known == &[1, 2]),
        "{error:?}"
    );
    assert!(error.hint().is_some_and(|hint| hint.contains("`Production@2`")));
    put(store, "copy", &accounts(1, |_| 1));
    let error = store.find(SOURCE_SUBSCRIPTION).expect_err("two scopes hold it");
    assert!(
        matches!(&error, GraphError::Ambiguous { names, .. } if names == &["Production", "copy"]),
        "{error:?}"
    );
}

pub(crate) fn unknown_scopes_list_the_nearest_first(store: &dyn GraphStore) {
    for name in ["staging", "Production", "prod-eu"] {
        put(store, name, &accounts(1, |_| 1));
    }
    let error = store.find("prodution").expect_err("it is misspelled");
    let GraphError::UnknownScope { known, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(known, &["Production", "prod-eu", "staging"]);
    let hint = error.hint().unwrap_or_default();
    assert!(
        hint.starts_with("stored are `Production`, `prod-eu`, `staging`"),
        "{hint}"
    );
}

pub(crate) fn names_that_could_not_be_asked_for_are_refused(store: &dyn GraphStore) {
    let long = "x".repeat(201);
    for name in ["", " one", "one ", "one@2", "two\nlines", "bell\u{7}", long.as_str()] {
        let error = import(store, &accounts(1, |_| 1), &scan(name), &NoProgress).expect_err("it is refused");
        assert!(matches!(error, GraphError::BadName { .. }), "{name:?}");
    }
    assert!(store.scopes().expect("a list").is_empty());
    for name in ["名前 🦀", "a'b\"c;--", "me@home", "%_", "one two"] {
        put(store, name, &accounts(1, |_| 1));
        assert_eq!(store.find(name).expect("it is found").scope, name);
    }
}

pub(crate) fn counts_are_those_of_the_snapshot(store: &dyn GraphStore) {
    let stored = put(store, "example", &example());
    assert_eq!(
        (stored.resources, stored.relationships, stored.resource_types),
        (1674, 5614, 94)
    );
    assert_eq!(stored.resource_groups, 182);
    let counts = store.counts(&stored).expect("counts");
    assert_eq!(counts.len(), 94);
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), 1674);
    assert!(counts.contains(&("Microsoft.Compute/virtualMachines".to_owned(), 54)));
    assert!(counts.is_sorted());
}

pub(crate) fn pruning_keeps_the_newest(store: &dyn GraphStore) {
    for value in 1..=4 {
        put(store, "one", &accounts(20, |_| value));
        put(store, "two", &accounts(20, |_| value));
    }
    let error = store.prune(1, Some("three"), NOW).expect_err("it is unknown");
    assert!(matches!(error, GraphError::UnknownScope { .. }));
    let pruned = store.prune(2, Some("ONE"), NOW).expect("it is pruned");
    assert_eq!((pruned.snapshots, pruned.bodies), (2, 40));
    assert_eq!(
        (numbers(store, "one"), numbers(store, "two")),
        (vec![3, 4], vec![1, 2, 3, 4])
    );
    let pruned = store.prune(0, None, NOW).expect("it is pruned");
    assert_eq!(pruned.snapshots, 4);
    assert_eq!(
        (numbers(store, "one"), numbers(store, "two")),
        (vec![4], vec![4]),
        "the last one always stays"
    );
    assert_same(&get(store, "one", plain()), &accounts(20, |_| 4));
    put(store, "one", &accounts(20, |_| 5));
    assert_eq!(numbers(store, "one"), [4, 5], "a number is never given twice");
}

pub(crate) fn pruning_spares_what_a_scan_builds_on(store: &dyn GraphStore) {
    let original = accounts(50, |_| 1);
    put(store, "one", &original);
    let mut writer = store.begin_scan(&scan("one")).expect("a scan begins");
    let rows: Vec<Vec<u8>> = (0..original.len())
        .map(|resource| {
            let mut body = Vec::new();
            original.body(resource, &mut body).expect("a body");
            body
        })
        .collect();
    let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
    let places = writer.upsert(&rows, NOW).expect("rows are kept");
    put(store, "one", &accounts(50, |_| 2));
    assert_eq!(store.prune(1, None, NOW).expect("it is pruned").snapshots, 0);
    let stored = writer
        .finish(&original, &|resource| places[resource as usize], NOW)
        .expect("it ends");
    assert_eq!(stored.number, 3);
    assert_eq!(store.prune(1, None, NOW).expect("it is pruned").snapshots, 2);
    assert_same(&get(store, "one", plain()), &original);
}

pub(crate) fn abandoned_scans_go_away(store: &dyn GraphStore) {
    let (mut writer, _) = begun(store, &scan("one"), 10);
    let soon = NewScan {
        now: "2026-01-05T08:59:00Z",
        ..scan("two")
    };
    let (young, _) = begun(store, &soon, 10);
    assert_eq!(
        store
            .prune(1, None, "2026-01-05T08:59:30Z")
            .expect("it is pruned")
            .abandoned,
        0
    );
    assert_eq!(
        store
            .prune(1, None, "2026-01-05T09:00:01Z")
            .expect("it is pruned")
            .abandoned,
        1
    );
    let error = writer
        .upsert(&[b"{}"], "2026-01-05T09:00:02Z")
        .expect_err("it was taken for abandoned");
    assert!(
        matches!(&error, GraphError::Abandoned { scope } if scope == "one"),
        "{error:?}"
    );
    drop(writer);
    drop(young);
}

pub(crate) fn several_writers_at_once(store: &dyn GraphStore) {
    std::thread::scope(|threads| {
        for writer in 0..4_u32 {
            threads.spawn(move || {
                let scope = if writer % 2 == 0 {
                    "shared".to_owned()
                } else {
                    format!("own {writer}")
                };
                for round in 0..3 {
                    put(store, &scope, &accounts(400, |number| number % 7 * (writer + round)));
                }
            });
        }
    });
    assert_eq!(numbers(store, "shared"), [1, 2, 3, 4, 5, 6]);
    for scope in ["own 1", "own 3"] {
        assert_eq!(numbers(store, scope), [1, 2, 3]);
    }
    assert_same(&get(store, "own 3", plain()), &accounts(400, |number| number % 7 * 5));
}

pub(crate) fn bodies_are_read_from_any_thread(store: &dyn GraphStore) {
    let original = example();
    put(store, "example", &original);
    let stored = Arc::new(get(store, "example", plain()));
    std::thread::scope(|threads| {
        for thread in 0..4 {
            let (stored, original) = (Arc::clone(&stored), &original);
            threads.spawn(move || {
                let (mut ours, mut theirs) = (Vec::new(), Vec::new());
                for step in 0..original.len() {
                    let resource = (step * 7 + thread * 13) % original.len();
                    stored.body(resource, &mut ours).expect("a stored body");
                    original.body(resource, &mut theirs).expect("an original body");
                    assert_eq!(ours, theirs);
                }
            });
        }
    });
}

fn exported(snapshot: &Snapshot, redaction: Redaction) -> String {
    let mut out = Vec::new();
    export(snapshot, redaction, 2, &mut out, &NoProgress).expect("it is exported");
    String::from_utf8(out).expect("it is text")
}

pub(crate) fn an_export_tells_everything(store: &dyn GraphStore) {
    put(store, "told", &told(plain()));
    let text = exported(&get(store, "told", plain()), Redaction::None);
    assert_eq!(text, exported(&get(store, "told", plain()), Redaction::None));
    let document: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["scope"]["taken_at"], "2025-12-31T23:59:59Z");
    assert_eq!(document["coverage"]["A.B/hidden"]["state"], "forbidden");
    let mut stated: Vec<String> = document["relationships"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|edge| {
            let name = |end: &str| {
                edge[end]
                    .as_str()
                    .and_then(|id| id.rsplit('/').next())
                    .unwrap_or_default()
                    .to_owned()
            };
            format!(
                "{} {} {}",
                name("from"),
                edge["kind"].as_str().unwrap_or_default(),
                name("to")
            )
        })
        .collect();
    stated.sort();
    assert_eq!(stated, ["four uses one", "one contains two", "two references three"]);
    // Two groups and four resources, one a line.
    assert_eq!(document["resources"].as_array().map(Vec::len), Some(6));
    assert_eq!(text.lines().filter(|line| line.starts_with("{\"id\"")).count(), 6);
    let (again, original) = (of_document(&text), told(plain()));
    assert_eq!(again.coverage, original.coverage);
    assert!(again.edges().iter().eq(original.edges().iter()), "other relationships");
    assert_eq!(again.groups(), original.groups());
    let empty = exported(&of_rows("", plain()), Redaction::Minimal);
    let document: serde_json::Value = serde_json::from_str(&empty).expect("it is JSON");
    assert_eq!(document["resources"], serde_json::json!([]));
}

pub(crate) fn an_export_reads_as_the_original(store: &dyn GraphStore) {
    let mut estates: Vec<(String, Snapshot)> = Edge::ALL
        .iter()
        .map(|edge| {
            (
                edge.name().to_owned(),
                of_document(&edge.document(atg_tenants::Side::Source)),
            )
        })
        .collect();
    estates.push(("example".to_owned(), example()));
    for (name, original) in estates {
        put(store, &name, &original);
        let again = of_document(&exported(&get(store, &name, plain()), Redaction::None));
        assert_eq!(again.len(), original.len(), "{name}");
        for resource in 0..original.len() {
            assert_eq!(
                (again.key(resource), again.digest(resource)),
                (original.key(resource), original.digest(resource))
            );
            assert_eq!(again.type_name(resource), original.type_name(resource), "{name}");
        }
        assert!(again.edges().iter().eq(original.edges().iter()), "{name}");
        // A group may be printed as a repeated row spelled it, which is not stored.
        let groups = |snapshot: &Snapshot| {
            snapshot
                .groups()
                .iter()
                .map(|group| group.canonical.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (groups(&again), &again.coverage),
            (groups(&original), &original.coverage),
            "{name}"
        );
        // Without secrets it reads as unknown where they were, and has every relationship.
        let again = of_document(&exported(&get(store, &name, plain()), Redaction::Full));
        assert!(again.edges().iter().eq(original.edges().iter()), "{name}");
    }
}

pub(crate) fn an_export_keeps_secrets_in(store: &dyn GraphStore) {
    put(
        store,
        "secrets",
        &of_rows(&Edge::Secrets.resource_graph(atg_tenants::Side::Source), plain()),
    );
    let stored = get(store, "secrets", plain());
    assert!(exported(&stored, Redaction::None).contains(CANARY));
    for redaction in [Redaction::Minimal, Redaction::Full] {
        let text = exported(&stored, redaction);
        assert!(!text.contains(CANARY), "{text}");
        let document: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(document["resources"].as_array().map(Vec::len), Some(4));
        assert_eq!(text.contains("Standard_D2s_v5"), redaction == Redaction::Minimal);
    }
}

pub(crate) fn two_snapshots_are_compared(store: &dyn GraphStore) {
    put(store, "one", &accounts(10, |_| 1));
    put(store, "one", &accounts(12, |_| 1));
    let (earlier, later) = store.diff_input("one@1", "one", plain()).expect("both are loaded");
    assert_eq!((earlier.len(), later.len()), (10, 12));
    assert_eq!(
        (earlier.scope.spelling.as_str(), later.scope.spelling.as_str()),
        ("one@1", "one")
    );
}
