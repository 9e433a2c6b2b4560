//! The example tenants and the edge fixtures, read and aligned: the figures are those that the generator wrote down.

use atg_core::align::{AlignOptions, Comparison, PropertyState, Status, align};
use atg_core::drift::AcceptedDrift;
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, document, resource_graph};
use atg_core::snapshot::Snapshot;
use atg_tenants::{CANARY, Edge, Format, Side as Of, Tenants};
use std::sync::Arc;

fn snapshot(bytes: Vec<u8>, format: Format, side: Side, mapping: &Mapping, threads: usize) -> Arc<Snapshot> {
    let filter = Filter::default();
    let options = ReadOptions {
        side,
        mapping,
        filter: &filter,
        threads,
        progress: &NoProgress,
    };
    let read = match format {
        Format::Document => document::read(Arc::new(bytes), "estate.json", options),
        _ => resource_graph::read(Arc::new(bytes), "estate.jsonl", options),
    };
    Arc::new(read.unwrap())
}

fn compare(source: &Arc<Snapshot>, target: &Arc<Snapshot>, mapping: &Mapping, drift: &AcceptedDrift) -> Comparison {
    let options = AlignOptions {
        mapping,
        drift,
        compare_properties: true,
        threads: 3,
        progress: &NoProgress,
    };
    align(source.clone(), target.clone(), &options).unwrap()
}

fn tenants(tenants: &Tenants, format: Format) -> Comparison {
    let bytes = |side| {
        let mut bytes = Vec::new();
        tenants.write(side, format, &mut bytes).unwrap();
        bytes
    };
    let mapping = Mapping::default();
    let source = snapshot(bytes(Of::Source), format, Side::Source, &mapping, 2);
    let target = snapshot(bytes(Of::Target), format, Side::Target, &mapping, 1);
    compare(&source, &target, &mapping, &AcceptedDrift::default())
}

/// Everything that a comparison says, in its order.
fn told(comparison: &Comparison) -> String {
    let mut text = format!("{:?}\n{:?}\n", comparison.matching, comparison.edge_counts());
    let mut buffer = Vec::new();
    let mut id = |snapshot: &Snapshot, resource: Option<u32>| {
        resource.map(|resource| snapshot.identity(resource, &mut buffer).unwrap().id.into_owned())
    };
    for (number, pair) in comparison.pairs().enumerate() {
        let number = number as u32;
        let (source, target) = (id(&comparison.source, pair.source), id(&comparison.target, pair.target));
        let state = comparison.property_state(number);
        text += &format!(
            "{:?} {:?} {source:?} {target:?} {state:?} {}\n",
            pair.status,
            pair.kind,
            comparison.pair_type(number)
        );
    }
    for number in 0..comparison.differences().len() {
        text += &format!("{:?}\n", comparison.difference_detail(number, false).unwrap());
    }
    for pair in comparison.edge_pairs() {
        text += &format!("{pair:?}\n");
    }
    text + &format!("{:?}\n{:?}\n", comparison.by_type(), comparison.by_group())
}

#[test]
fn the_example_comes_out_to_the_digit_in_either_format() {
    for format in [Format::Document, Format::ResourceGraph] {
        let comparison = tenants(&Tenants::example(), format);
        let (source, target) = (&comparison.source, &comparison.target);
        assert_eq!((source.len(), target.len()), (1674, 516));
        assert_eq!((source.edges().len(), target.edges().len()), (5614, 1823));
        assert_eq!((source.groups().len(), target.groups().len()), (182, 58));
        assert_eq!((source.types().len(), target.types().len()), (94, 42));
        let matching = comparison.matching;
        assert_eq!(
            (matching.matched(), matching.missing, matching.extra),
            (516, 1158, 0),
            "{format:?}"
        );
        assert_eq!(
            (matching.not_comparable_source, matching.ambiguous, matching.heuristic),
            (0, 0, 0)
        );
        assert_eq!(comparison.missing().count(), 1158);
        let edges = comparison.edge_counts();
        assert_eq!(
            (edges.source, edges.target, edges.matched, edges.missing, edges.extra),
            (5614, 1823, 1823, 3791, 0)
        );
        let by_type = comparison.by_type();
        let of = |name: &str| {
            by_type
                .iter()
                .find(|row| row.type_name == name)
                .map(|row| (row.source, row.matched, row.missing))
        };
        assert_eq!(of("Microsoft.Compute/virtualMachines"), Some((54, 46, 8)));
        assert_eq!(of("Microsoft.Network/virtualNetworks"), Some((38, 35, 3)));
        assert_eq!(of("Microsoft.Storage/storageAccounts"), Some((49, 33, 16)));
        let groups = comparison.by_group();
        assert_eq!(groups.iter().filter(|group| group.in_source).count(), 182);
        assert_eq!(
            groups.iter().filter(|group| group.in_source && group.in_target).count(),
            58
        );
        assert_eq!(groups.iter().map(|group| group.matched).sum::<u64>(), 516);
    }
}

#[test]
fn other_resources_do_not_match_and_copies_match_once() {
    let other = tenants(&Tenants::example().with_other_target(), Format::Document);
    assert_eq!(
        (other.matching.matched(), other.matching.missing, other.matching.extra),
        (0, 1674, 516)
    );
    let copies = tenants(&Tenants::example().with_copies(2), Format::Document);
    assert_eq!(copies.target.len(), 1032);
    let matching = copies.matching;
    assert_eq!(
        (matching.matched(), matching.missing, matching.extra, matching.ambiguous),
        (516, 1158, 516, 516)
    );
    assert_eq!(copies.edge_counts().matched, 1823);
    assert_eq!(copies.edge_counts().extra, 1823);
    let most = tenants(&Tenants::example().with_matched(1590), Format::ResourceGraph);
    assert_eq!((most.matching.matched(), most.matching.missing), (1590, 84));
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let plain = told(&tenants(&Tenants::example(), Format::Document));
    for seed in 1..4 {
        assert!(
            plain == told(&tenants(&Tenants::example().shuffled(seed), Format::Document)),
            "seed {seed}"
        );
    }
    let copies = Tenants::example().with_copies(3);
    let told_copies = told(&tenants(&copies, Format::ResourceGraph));
    assert!(told_copies == told(&tenants(&copies.shuffled(7), Format::ResourceGraph)));
}

fn edge(edge: Edge) -> Comparison {
    let mapping = Mapping::default();
    let read = |of, side| snapshot(edge.document(of).into_bytes(), Format::Document, side, &mapping, 2);
    compare(
        &read(Of::Source, Side::Source),
        &read(Of::Target, Side::Target),
        &mapping,
        &AcceptedDrift::default(),
    )
}

#[test]
fn every_edge_fixture_comes_out_as_written_down() {
    for fixture in Edge::ALL {
        let comparison = edge(fixture);
        let expected = fixture.expected();
        let matching = comparison.matching;
        let states = (0..comparison.pair_count()).map(|pair| comparison.property_state(pair));
        let name = fixture.name();
        assert_eq!(u64::from(comparison.source.len()), expected.source, "{name}: source");
        assert_eq!(u64::from(comparison.target.len()), expected.target, "{name}: target");
        assert_eq!(matching.matched(), expected.matched, "{name}: matched");
        assert_eq!(matching.missing, expected.missing, "{name}: missing");
        assert_eq!(matching.extra, expected.extra, "{name}: extra");
        assert_eq!(
            matching.not_comparable_source, expected.not_comparable_source,
            "{name}: not comparable"
        );
        assert_eq!(
            matching.not_comparable_target, expected.not_comparable_target,
            "{name}: not comparable"
        );
        let different = states.filter(|state| *state == Some(PropertyState::Different)).count() as u64;
        assert_eq!(
            different,
            expected.different,
            "{name}: different\n{}",
            told(&comparison)
        );
        let read = (&comparison.source.read, &comparison.target.read);
        assert_eq!(
            read.0.duplicates + read.1.duplicates,
            expected.duplicates,
            "{name}: duplicates"
        );
        assert_eq!(
            read.0.truncated + read.1.truncated,
            expected.truncated,
            "{name}: truncated"
        );
    }
}

#[test]
fn secrets_do_not_leave_when_redacted() {
    let comparison = edge(Edge::Secrets);
    let mut redacted = String::new();
    let mut open = String::new();
    for number in 0..comparison.differences().len() {
        redacted += &format!("{:?}", comparison.difference_detail(number, true).unwrap());
        open += &format!("{:?}", comparison.difference_detail(number, false).unwrap());
    }
    assert!(open.contains(CANARY));
    assert!(!redacted.contains(CANARY), "{redacted}");
}

const GROUP: &str = "/subscriptions/s/resourceGroups";

fn estate(rows: &[(&str, &str)], side: Side, mapping: &Mapping) -> Arc<Snapshot> {
    let rows: Vec<String> = rows
        .iter()
        .map(|(id, properties)| format!("{{\"id\":\"{GROUP}/{id}\",\"properties\":{properties}}}"))
        .collect();
    let text = format!("{{\"schema_version\":1,\"resources\":[{}]}}", rows.join(","));
    snapshot(text.into_bytes(), Format::Document, side, mapping, 1)
}

fn statuses(comparison: &Comparison) -> Vec<String> {
    let mut buffer = Vec::new();
    let mut name = |snapshot: &Snapshot, resource: Option<u32>| match resource {
        Some(resource) => snapshot
            .identity(resource, &mut buffer)
            .unwrap()
            .resource_group
            .unwrap_or_default(),
        None => "-".to_owned(),
    };
    let mut lines: Vec<String> = comparison
        .pairs()
        .map(|pair| {
            let kind = pair.kind.map_or(pair.status.word(), atg_core::align::MatchKind::word);
            format!(
                "{} {} {kind}",
                name(&comparison.source, pair.source),
                name(&comparison.target, pair.target)
            )
        })
        .collect();
    lines.sort();
    lines
}

const DISK: &str = "providers/Microsoft.Compute/disks";

#[test]
fn kinds_of_matches() {
    let mapping = Mapping::parse("[resource_groups]\nold = \"new\"\n", "map.toml").unwrap();
    let source = [
        (format!("plain/{DISK}/a"), "{}"),
        (format!("iteration3_ITERATION0042_stacked/{DISK}/b"), "{}"),
        (format!("old/{DISK}/c"), "{}"),
        (format!("here/{DISK}/d"), "{}"),
    ];
    let target = [
        (format!("PLAIN/{DISK}/A"), "{}"),
        (format!("Stacked/{DISK}/b"), "{}"),
        (format!("new/{DISK}/c"), "{}"),
        (format!("there/{DISK}/D"), "{}"),
    ];
    let rows = |rows: &[(String, &'static str)]| rows.iter().map(|(id, body)| (id.clone(), *body)).collect::<Vec<_>>();
    let (source, target) = (rows(&source), rows(&target));
    let view = |rows: &[(String, &'static str)], side| {
        let rows: Vec<(&str, &str)> = rows.iter().map(|(id, body)| (id.as_str(), *body)).collect();
        estate(&rows, side, &mapping)
    };
    let comparison = compare(
        &view(&source, Side::Source),
        &view(&target, Side::Target),
        &mapping,
        &AcceptedDrift::default(),
    );
    assert_eq!(
        statuses(&comparison),
        [
            "here there heuristic",
            "iteration3_ITERATION0042_stacked Stacked normalized",
            "old new mapped",
            "plain PLAIN exact"
        ]
    );
}

#[test]
fn equal_groups_come_before_other_copies() {
    let mapping = Mapping::default();
    let one = format!("ITERATION9_rg/{DISK}/a");
    let [two, three] = [format!("ITERATION8_rg/{DISK}/a"), format!("rg/{DISK}/a")];
    let source = estate(&[(&one, "{}")], Side::Source, &mapping);
    let target = estate(&[(&two, "{}"), (&one, "{}"), (&three, "{}")], Side::Target, &mapping);
    let comparison = compare(&source, &target, &mapping, &AcceptedDrift::default());
    assert_eq!(
        statuses(&comparison),
        [
            "- ITERATION8_rg extra",
            "- rg extra",
            "ITERATION9_rg ITERATION9_rg normalized"
        ]
    );
    assert_eq!(comparison.matching.ambiguous, 2);
}

#[test]
fn accepted_drift_takes_resources_and_differences_out() {
    let mapping = Mapping::default();
    let text = "*/disks/gone reason=\"not needed\"\n*/disks/new reason=\"by hand\"\n*/disks/kept properties.size reason=\"larger\"\n";
    let drift = AcceptedDrift::parse(text, "drift", jiff::civil::date(2026, 1, 1)).unwrap();
    let [gone, new, kept, other] = ["gone", "new", "kept", "other"].map(|name| format!("rg/{DISK}/{name}"));
    let source = estate(
        &[
            (&gone, "{}"),
            (&kept, "{\"size\":1,\"tier\":1}"),
            (&other, "{\"size\":1}"),
        ],
        Side::Source,
        &mapping,
    );
    let target = estate(
        &[
            (&new, "{}"),
            (&kept, "{\"size\":2,\"tier\":2}"),
            (&other, "{\"size\":2}"),
        ],
        Side::Target,
        &mapping,
    );
    let comparison = compare(&source, &target, &mapping, &drift);
    let matching = comparison.matching;
    assert_eq!((matching.missing, matching.accepted_missing), (0, 1));
    assert_eq!((matching.extra, matching.accepted_extra), (0, 1));
    assert_eq!(
        comparison
            .pairs()
            .filter(|pair| pair.status == Status::Accepted)
            .count(),
        2
    );
    assert_eq!(
        (comparison.differences().len(), comparison.differences().accepted()),
        (2, 1)
    );
    let mut paths: Vec<String> = (0..2)
        .map(|number| comparison.difference_detail(number, false).unwrap().path)
        .collect();
    paths.sort();
    assert_eq!(paths, ["properties.size", "properties.tier"]);
}
