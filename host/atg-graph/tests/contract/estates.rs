//! Snapshots to store, and what it means that two are the same.

use atg_core::filter::Filter;
use atg_core::identity::{Normalizer, Side};
use atg_core::mapping::Mapping;
use atg_core::normalize::RowReader;
use atg_core::readers::{NoProgress, ReadOptions, document, resource_graph};
use atg_core::snapshot::{
    Coverage, CoverageState, MemoryBodies, Origin, ReadRows, RowFlags, Scope, Snapshot, SnapshotBuilder, TypeCoverage,
};
use atg_graph::NewScan;
use atg_tenants::{Format, Tenants};
use std::sync::{Arc, LazyLock};

pub(crate) const NOW: &str = "2026-01-05T08:00:00Z";

static NO_MAPPING: LazyLock<Mapping> = LazyLock::new(Mapping::default);
static NO_FILTER: LazyLock<Filter> = LazyLock::new(Filter::default);

/// Options that rename and leave out nothing.
pub(crate) fn plain() -> ReadOptions<'static> {
    ReadOptions {
        side: Side::Source,
        mapping: &NO_MAPPING,
        filter: &NO_FILTER,
        threads: 2,
        progress: &NoProgress,
    }
}

pub(crate) fn scan(scope: &str) -> NewScan<'_> {
    NewScan {
        scope,
        now: NOW,
        writer: "a test",
        threads: 2,
    }
}

/// Resource Graph rows as a snapshot.
pub(crate) fn of_rows(rows: &str, options: ReadOptions<'_>) -> Snapshot {
    let bytes = Arc::new(rows.as_bytes().to_vec());
    resource_graph::read(bytes, "arg:test.jsonl", options).expect("the rows can be read")
}

/// A document as a snapshot.
pub(crate) fn of_document(text: &str) -> Snapshot {
    document::read(Arc::new(text.as_bytes().to_vec()), "file:test.json", plain()).expect("the document can be read")
}

/// One side of generated tenants, as Resource Graph rows.
pub(crate) fn rows_of(tenants: &Tenants, side: atg_tenants::Side) -> String {
    let mut bytes = Vec::new();
    tenants
        .write(side, Format::ResourceGraph, &mut bytes)
        .expect("memory takes everything");
    String::from_utf8(bytes).expect("rows are text")
}

/// The source of the published example.
pub(crate) fn example() -> Snapshot {
    of_rows(&rows_of(&Tenants::example(), atg_tenants::Side::Source), plain())
}

/// A few numbered accounts; the value is part of each body.
pub(crate) fn accounts(count: u32, value: impl Fn(u32) -> u32) -> Snapshot {
    let row = |number: u32| {
        let id = format!(
            "/subscriptions/{}/resourceGroups/rg-{}/providers/Microsoft.Storage/storageAccounts/st{number:05}",
            atg_tenants::SOURCE_SUBSCRIPTION,
            number % 3
        );
        let value = value(number);
        format!(
            "{{\"id\":\"{id}\",\"type\":\"microsoft.storage/storageaccounts\",\"properties\":{{\"value\":{value}}}}}\n"
        )
    };
    of_rows(&(0..count).map(row).collect::<String>(), plain())
}

/// A snapshot with everything that only its input could tell: stated relationships (one of them of the kind that bodies
/// tell too), listed groups, coverage, facts, rows of foreign words, a dangling relationship, an unknown Terraform type.
pub(crate) fn told(options: ReadOptions<'_>) -> Snapshot {
    let id = |group: &str, name: &str| format!("/subscriptions/s/resourceGroups/{group}/providers/A.B/things/{name}");
    let normalizer = Normalizer::new(options.side, options.mapping);
    let mut reader = RowReader::new(options.side, &normalizer, options.filter);
    let (mut read, mut bodies) = (ReadRows::new(), MemoryBodies::default());
    let mut push = |row: String, foreign: bool| {
        let kind = reader.read_row(row.as_bytes()).expect("the row can be read");
        let mut flags = RowFlags::default();
        flags.set(RowFlags::FOREIGN_PROPERTIES, foreign);
        let body = bodies.push(row.as_bytes());
        read.push(&reader, kind, body, flags);
    };
    for (number, name) in ["one", "two", "three", "four"].iter().enumerate() {
        let other = id("rg", "one");
        push(
            format!(
                "{{\"id\":\"{}\",\"properties\":{{\"other\":\"{other}\"}}}}",
                id("rg", name)
            ),
            number == 2,
        );
    }
    for group in ["rg", "rg-empty"] {
        push(format!("{{\"id\":\"/subscriptions/s/resourceGroups/{group}\"}}"), false);
    }
    push("{\"id\":\"/subscriptions/s\"}".to_owned(), false);
    for (from, kind, to) in [
        ("one", "contains", "two"),
        ("two", "references", "three"),
        ("four", "uses", "one"),
        ("one", "uses", "gone"),
    ] {
        read.push_relationship(&normalizer, &id("rg", from), kind, &id("rg", to));
    }
    read.counts.untyped.insert("odd_thing".to_owned(), 3);
    let coverage = TypeCoverage {
        state: CoverageState::Forbidden,
        detail: "no right".to_owned(),
    };
    let builder = SnapshotBuilder {
        scope: Scope {
            spelling: "tf:somewhere".to_owned(),
            origin: Origin::Terraform,
            tenant_id: Some("tenant".to_owned()),
            subscription_id: Some("s".to_owned()),
            taken_at: Some("2025-12-31T23:59:59Z".to_owned()),
            title: "A \"title\"".to_owned(),
        },
        coverage: Coverage {
            types: [("A.B/hidden".to_owned(), coverage)].into(),
        },
        normalizer,
    };
    builder.finish(vec![read], Arc::new(bodies)).expect("it is a snapshot")
}

/// Everything of a snapshot but where its bodies are and how it was spelled.
pub(crate) fn assert_same(stored: &Snapshot, original: &Snapshot) {
    assert_eq!(stored.len(), original.len());
    assert_eq!(stored.types(), original.types());
    assert_eq!(stored.groups(), original.groups());
    assert_eq!(stored.coverage, original.coverage);
    assert_eq!(stored.read, original.read);
    let scope = Scope {
        spelling: original.scope.spelling.clone(),
        ..stored.scope.clone()
    };
    assert_eq!(scope, original.scope);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for resource in 0..original.len() {
        assert_eq!(stored.key(resource), original.key(resource));
        assert_eq!(stored.digest(resource), original.digest(resource));
        assert_eq!(stored.flags(resource), original.flags(resource));
        assert_eq!(stored.type_of(resource), original.type_of(resource));
        assert_eq!(stored.group_of(resource), original.group_of(resource));
        stored.body(resource, &mut ours).expect("a stored body");
        original.body(resource, &mut theirs).expect("an original body");
        assert_eq!(ours, theirs);
    }
    assert_eq!(stored.edges().kinds(), original.edges().kinds());
    assert!(stored.edges().iter().eq(original.edges().iter()), "other relationships");
}
