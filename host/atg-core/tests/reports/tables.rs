//! The tables of the contract against what the comparison itself says.

use super::estates::{aligned, all, edge, rows, tenants};
use atg_core::align::{Comparison, MatchKind, PropertyState, Status};
use atg_core::figures::Percent;
use atg_core::identity::Side;
use atg_core::readers::NoProgress;
use atg_core::snapshot::{Snapshot, ValueOptions};
use atg_core::table::{BatchEncoder, Table};
use atg_core::view::{self, PropertyColumns, Selection};
use atg_tenants::{CANARY, Edge, Tenants};
use serde_json::{Value, json};
use std::sync::Arc;

const OPTIONS: ValueOptions<'_> = ValueOptions {
    redact: true,
    threads: 2,
    progress: &NoProgress,
};

fn own(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn load(snapshot: &Snapshot, paths: &[&str]) -> Arc<PropertyColumns> {
    Arc::new(PropertyColumns::load(snapshot, &own(paths), OPTIONS).unwrap())
}

fn pairs(comparison: &Arc<Comparison>, paths: &[&str], selection: Selection) -> view::PairsTable {
    let (source, target) = (load(&comparison.source, paths), load(&comparison.target, paths));
    view::pairs(comparison.clone(), source, target, &own(paths), selection)
}

fn id(snapshot: &Snapshot, resource: Option<u32>) -> String {
    let mut buffer = Vec::new();
    resource.map_or("(absent)".to_owned(), |resource| {
        snapshot.identity(resource, &mut buffer).unwrap().id.into_owned()
    })
}

/// Every cell of every pair, made one by one.
fn expected(comparison: &Comparison) -> Vec<Vec<String>> {
    let word = |word: Option<&str>| word.unwrap_or("(absent)").to_owned();
    let row = |number: u32| {
        let pair = comparison.pair(number);
        let group = match (pair.source, pair.target) {
            (Some(source), _) => comparison.source.group_name(source),
            (None, Some(target)) => comparison.target.group_name(target),
            (None, None) => None,
        };
        vec![
            pair.status.word().to_owned(),
            word(pair.kind.map(MatchKind::word)),
            comparison.pair_type(number).to_owned(),
            word(group.map(|group| group.printed.as_str())),
            word(comparison.property_state(number).map(PropertyState::word)),
            id(&comparison.source, pair.source),
            id(&comparison.target, pair.target),
        ]
    };
    (0..comparison.pair_count()).map(row).collect()
}

#[test]
fn pairs_are_what_the_comparison_says_in_batches_of_any_size() {
    let mut comparisons: Vec<Arc<Comparison>> = Edge::ALL.into_iter().map(edge).collect();
    comparisons.push(tenants(&Tenants::example().with_copies(2)));
    for comparison in comparisons {
        let table = pairs(&comparison, &[], Selection::all());
        let names = table.columns();
        let columns: Vec<&str> = names.iter().map(String::as_str).collect();
        let expected = expected(&comparison);
        assert_eq!(table.rows(), expected.len() as u64);
        for max_bytes in [1, 64 << 10, 4 << 20] {
            assert_eq!(rows(&table, &columns, max_bytes), expected);
        }
        let statuses: Vec<Vec<String>> = expected.iter().map(|row| vec![row[0].clone()]).collect();
        assert_eq!(rows(&table, &["status"], 64 << 10), statuses);
    }
}

#[test]
fn values_stand_on_both_sides_and_paths_that_were_not_loaded_are_redacted() {
    let comparison = tenants(&Tenants::example());
    let (source, target) = (
        load(&comparison.source, &["sku.name", "location"]),
        load(&comparison.target, &["location"]),
    );
    let table = view::pairs(
        comparison.clone(),
        source,
        target,
        &own(&["location", "sku.name"]),
        Selection::all(),
    );
    assert_eq!(
        table.columns()[7..],
        own(&[
            "source:location",
            "target:location",
            "source:sku.name",
            "target:sku.name"
        ])
    );
    let found = rows(
        &table,
        &["target:sku.name", "source:location", "status", "target:location"],
        64 << 10,
    );
    let plain = comparison.source.load_columns(&["location"], OPTIONS).unwrap();
    assert_eq!(found.len(), 1674);
    for (row, cell) in found.iter().zip(plain.column(0)) {
        assert_eq!(row[1], plain.dictionary.text(*cell));
        assert_eq!(
            (row[0].as_str(), row[3] == "(absent)"),
            ("(redacted)", row[2] == "missing")
        );
    }
    let none = view::pairs(
        comparison.clone(),
        Arc::default(),
        Arc::default(),
        &own(&["tags.x"]),
        Selection::all(),
    );
    assert!(
        rows(&none, &["source:tags.x"], 0)
            .iter()
            .flatten()
            .all(|cell| cell == "(redacted)")
    );
}

#[test]
fn selections_keep_types_and_groups() {
    let comparison = tenants(&Tenants::example());
    let by_type = Selection::new(&own(&["microsoft.compute/VIRTUALmachines"]), &[], &[]).unwrap();
    let table = pairs(&comparison, &[], by_type.clone());
    let machines = rows(&table, &["type", "status", "resource-group"], 1);
    assert_eq!(machines.len(), 54);
    assert_eq!(machines.iter().filter(|row| row[1] == "matched").count(), 46);
    let group = machines[0][2].to_uppercase();
    let in_group = Selection::new(&[], std::slice::from_ref(&group), &[]).unwrap();
    let both = pairs(&comparison, &[], by_type.and(in_group));
    let found = rows(&both, &["type", "resource-group"], 1);
    assert!(!found.is_empty() && found.len() < 54);
    assert!(found.iter().all(|row| row[1].eq_ignore_ascii_case(&group)));
}

#[test]
fn long_values_make_short_batches() {
    let long = "x".repeat(100_000);
    let row = |n: usize| {
        let id = format!("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/disks/d{n}");
        json!({"id": id, "tags": {"note": format!("{n}{long}")}})
    };
    let text = json!({"schema_version": 1, "resources": (0..60).map(row).collect::<Vec<Value>>()}).to_string();
    let comparison = aligned(text.as_bytes(), text.as_bytes());
    let values = load(&comparison.source, &["tags.note"]);
    let nodes = view::nodes(
        comparison.source.clone(),
        values,
        &own(&["tags.note"]),
        Selection::all(),
    );
    let table = pairs(&comparison, &["tags.note"], Selection::all());
    for (table, columns) in [(&table as &dyn Table, [7, 8].as_slice()), (&nodes, [4].as_slice())] {
        let mut encoder = BatchEncoder::new(columns.len());
        let (mut at, mut seen) = (0, 0);
        while at < table.rows() {
            at = table.batch(columns, at, 256 << 10, &mut encoder).unwrap();
            let batch = encoder.finish();
            assert!(batch.heap.len() <= 600 << 10, "{}", batch.heap.len());
            seen += batch.rows;
        }
        assert_eq!(seen, 60);
    }
}

#[test]
fn differences_show_what_may_be_seen() {
    let comparison = tenants(&Tenants::example().with_different(1000));
    let count = comparison.differences().len();
    assert!(count > 100);
    let table = view::differences(comparison.clone(), Selection::all(), Arc::new(|_| true), true);
    let found = all(&table);
    assert_eq!(found.len() as u64, count);
    for (number, row) in (0..).zip(&found) {
        let difference = comparison.differences().get(number);
        let detail = comparison.difference_detail(number, true).unwrap();
        assert_eq!(row[0], comparison.pair_type(difference.pair));
        assert_eq!(
            (row[1].as_str(), row[7].as_str()),
            (detail.pattern.as_str(), detail.path.as_str())
        );
        assert_eq!(row[3], id(&comparison.source, comparison.pair(difference.pair).source));
        assert_eq!(row[4], id(&comparison.target, comparison.pair(difference.pair).target));
    }
    let path = found[0][1].clone();
    let wanted = path.clone();
    let one = view::differences(
        comparison.clone(),
        Selection::all(),
        Arc::new(move |path| path == wanted),
        true,
    );
    let seen = rows(&one, &["path", "kind"], 64 << 10);
    assert_eq!(seen.len(), found.iter().filter(|row| row[1] == path).count());
    let none = view::differences(comparison, Selection::all(), Arc::new(|_| false), true);
    assert!(all(&none).is_empty());
}

#[test]
fn secrets_are_in_no_difference() {
    let comparison = edge(Edge::Secrets);
    let table = view::differences(comparison.clone(), Selection::all(), Arc::new(|_| true), true);
    let found = all(&table);
    assert!(!found.is_empty());
    assert!(found.iter().flatten().all(|cell| !cell.contains(CANARY)));
    let open = view::differences(comparison, Selection::all(), Arc::new(|_| true), false);
    assert!(all(&open).iter().flatten().any(|cell| cell.contains(CANARY)));
}

#[test]
fn relationships_of_both_sides() {
    for comparison in [tenants(&Tenants::example()), edge(Edge::Copies), edge(Edge::Coverage)] {
        let expected: Vec<Vec<String>> = comparison
            .edge_pairs()
            .map(|pair| {
                let end = |snapshot: &Snapshot, ends: Option<(u32, u32)>, from: bool| {
                    id(snapshot, ends.map(|ends| if from { ends.0 } else { ends.1 }))
                };
                vec![
                    pair.status.word().to_owned(),
                    comparison.edge_kinds()[pair.kind as usize].clone(),
                    end(&comparison.source, pair.source, true),
                    end(&comparison.source, pair.source, false),
                    end(&comparison.target, pair.target, true),
                    end(&comparison.target, pair.target, false),
                ]
            })
            .collect();
        let table = view::edge_pairs(comparison.clone(), Selection::all());
        assert_eq!(all(&table), expected);
        let statuses: Vec<Vec<String>> = expected.iter().map(|row| vec![row[0].clone()]).collect();
        assert_eq!(rows(&table, &["status"], 64 << 10), statuses);
    }
    let comparison = tenants(&Tenants::example());
    let none = Selection::new(&[], &[], &own(&["no-such-kind"])).unwrap();
    assert!(all(&view::edge_pairs(comparison.clone(), none)).is_empty());
    let machines = Selection::new(&own(&["*/virtualMachines"]), &[], &[]).unwrap();
    let edges = view::edges(comparison.source.clone(), machines.clone());
    let within = rows(&edges, &["from-type", "to-type"], 1);
    assert!(
        within
            .iter()
            .flatten()
            .all(|name| name == "Microsoft.Compute/virtualMachines")
    );
    let both = view::edge_pairs(comparison, machines);
    assert_eq!(rows(&both, &["status"], 1).len(), within.len());
}

#[test]
fn nodes_edges_and_their_counts() {
    let comparison = tenants(&Tenants::example());
    let source = comparison.source.clone();
    let nodes = view::nodes(
        source.clone(),
        load(&source, &["location"]),
        &own(&["location"]),
        Selection::all(),
    );
    let found = all(&nodes);
    assert_eq!((found.len(), found[0].len()), (1674, 5));
    assert!(
        found
            .iter()
            .all(|row| row[0].ends_with(&row[2]) && row[4] != "(absent)")
    );
    let number = comparison.find(Side::Source, &found[7][0].to_uppercase()).unwrap();
    assert_eq!(number, Some(7));
    assert_eq!(comparison.find(Side::Source, "/subscriptions/x").unwrap(), None);
    assert_eq!(
        comparison
            .find(Side::Target, &found[7][0].replace("rg-", "no-"))
            .unwrap(),
        None
    );
    assert_eq!(all(&nodes.only(7)), [found[7].clone()]);

    let edges = all(&view::edges(source.clone(), Selection::all()));
    assert_eq!(edges.len(), 5614);
    let counted = all(&view::type_edges(&source));
    let total: usize = counted.iter().map(|row| row[3].parse::<usize>().unwrap()).sum();
    assert_eq!(total, 5614);
    for row in counted.iter().step_by(50) {
        let same = |edge: &&Vec<String>| edge[3] == row[0] && edge[1] == row[1] && edge[4] == row[2];
        assert_eq!(edges.iter().filter(same).count().to_string(), row[3]);
    }

    let types = view::counts(&source, "type").unwrap();
    assert_eq!(
        (types.len(), types.iter().map(|(_, count)| count).sum::<u64>()),
        (94, 1674)
    );
    assert_eq!(view::counts(&source, "resource-group").unwrap().len(), 182);
    assert_eq!(
        view::counts(&source, "relationship")
            .unwrap()
            .iter()
            .map(|(_, count)| count)
            .sum::<u64>(),
        5614
    );
    assert_eq!(view::counts(&source, "colour"), None);
}

#[test]
fn what_is_missing_is_sorted_for_people() {
    let comparison = tenants(&Tenants::example());
    let missing = all(&view::resources(comparison.clone(), Status::Missing));
    assert_eq!(missing.len(), 1158);
    let key = |row: &Vec<String>| (row[1].to_lowercase(), row[3].clone(), row[0].clone());
    assert!(missing.is_sorted_by_key(key));
    assert!(all(&view::resources(comparison.clone(), Status::Extra)).is_empty());
    let mirrored = tenants(&Tenants::example().with_copies(2));
    assert_eq!(all(&view::resources(mirrored, Status::Extra)).len(), 516);

    let by_type = all(&view::by_type(&comparison, Percent::whole(95)));
    let machines = by_type
        .iter()
        .find(|row| row[0] == "Microsoft.Compute/virtualMachines")
        .unwrap();
    assert_eq!(machines[1..], own(&["54", "46", "46", "8", "0", "85.2", "true"]));
}

#[test]
fn coverage_names_what_was_not_seen() {
    let comparison = edge(Edge::Coverage);
    let rows = all(&view::coverage(&comparison.target));
    assert!(rows.iter().any(|row| row[1] != "listed"), "{rows:?}");
    assert!(rows.is_sorted_by_key(|row| row[0].to_lowercase()));
}
