//! What must hold for any two estates: small ones are made up with many copies, prefixes, cases and repeated rows.

use atg_core::align::{AlignOptions, Comparison, PropertyState, Status, align};
use atg_core::drift::AcceptedDrift;
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, document};
use atg_core::snapshot::Snapshot;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

const GROUPS: [&str; 8] = [
    "rg",
    "RG",
    "other",
    "ITERATION1_rg",
    "iteration0002_rg",
    "ITERATION1_Iteration7_other",
    "iteration_rg",
    "",
];
const NAMES: [&str; 5] = ["a", "A", "b", "ITERATION3_b", "ITERATION99999999999_a"];
const TYPES: [&str; 4] = [
    "Microsoft.Compute/disks",
    "microsoft.compute/DISKS",
    "Contoso.X/y",
    "Microsoft.Web/sites/slots",
];

#[derive(Debug, Clone)]
struct Row {
    group: usize,
    name: usize,
    of_type: usize,
    value: u8,
    refers_to: usize,
}

impl Row {
    fn id(&self) -> String {
        let group = GROUPS[self.group];
        let scope = if group.is_empty() {
            String::new()
        } else {
            format!("/resourceGroups/{group}")
        };
        let words: Vec<&str> = TYPES[self.of_type].split('/').collect();
        let chain: String = words[1..]
            .iter()
            .map(|word| format!("/{word}/{}", NAMES[self.name]))
            .collect();
        format!("/subscriptions/s{scope}/providers/{}{chain}", words[0])
    }
}

fn row() -> impl Strategy<Value = Row> {
    let parts = (0..GROUPS.len(), 0..NAMES.len(), 0..TYPES.len(), 0_u8..4, 0_usize..12);
    parts.prop_map(|(group, name, of_type, value, refers_to)| Row {
        group,
        name,
        of_type,
        value,
        refers_to,
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 0..14)
}

fn hidden() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![3 => Just(None), 1 => (0..TYPES.len()).prop_map(Some)]
}

fn text(rows: &[Row], hidden: Option<usize>) -> String {
    let coverage: serde_json::Map<String, Value> = hidden
        .map(|of_type| (TYPES[of_type].to_owned(), json!({"state": "forbidden", "detail": ""})))
        .into_iter()
        .collect();
    let bodies: Vec<Value> = rows
        .iter()
        .map(|row| {
            let value = match row.value {
                0 => json!("...(truncated)"),
                value => json!(value),
            };
            // By content, so that the row's own place in the list does not matter.
            let refers_to = rows
                .iter()
                .map(Row::id)
                .filter(|id| id.len() % 12 == row.refers_to)
                .min();
            json!({"id": row.id(), "properties": {"value": value, "other": {"id": refers_to}}})
        })
        .collect();
    json!({"schema_version": 1, "coverage": coverage, "resources": bodies}).to_string()
}

fn read(text: &str, side: Side, threads: usize) -> Arc<Snapshot> {
    let (mapping, filter) = (Mapping::default(), Filter::default());
    let options = ReadOptions {
        side,
        mapping: &mapping,
        filter: &filter,
        threads,
        progress: &NoProgress,
    };
    Arc::new(document::read(Arc::new(text.as_bytes().to_vec()), "estate.json", options).unwrap())
}

fn compare(source: &str, target: &str, threads: usize) -> Comparison {
    let (mapping, drift) = (Mapping::default(), AcceptedDrift::default());
    let options = AlignOptions {
        mapping: &mapping,
        drift: &drift,
        compare_properties: true,
        threads,
        progress: &NoProgress,
    };
    align(
        read(source, Side::Source, threads),
        read(target, Side::Target, threads),
        &options,
    )
    .unwrap()
}

fn ids(snapshot: &Snapshot, resources: impl Iterator<Item = u32>) -> Vec<String> {
    let mut buffer = Vec::new();
    resources
        .map(|resource| {
            snapshot
                .identity(resource, &mut buffer)
                .unwrap()
                .id
                .to_ascii_lowercase()
        })
        .collect()
}

/// Every pair as (id, id, status), from the source's or the target's point of view.
fn pairs(comparison: &Comparison, mirrored: bool) -> Vec<(String, String, Status)> {
    let id = |snapshot: &Snapshot, resource: Option<u32>| ids(snapshot, resource.into_iter()).pop().unwrap_or_default();
    let mut pairs: Vec<(String, String, Status)> = comparison
        .pairs()
        .map(|pair| {
            let (a, b) = (id(&comparison.source, pair.source), id(&comparison.target, pair.target));
            let mirror = match pair.status {
                Status::Missing => Status::Extra,
                Status::Extra => Status::Missing,
                other => other,
            };
            if mirrored { (b, a, mirror) } else { (a, b, pair.status) }
        })
        .collect();
    pairs.sort();
    pairs
}

fn told(comparison: &Comparison) -> String {
    let details: Vec<_> = (0..comparison.differences().len())
        .map(|number| comparison.difference_detail(number, false).unwrap())
        .collect();
    let states: Vec<_> = (0..comparison.pair_count())
        .map(|pair| comparison.property_state(pair))
        .collect();
    let edges: Vec<_> = comparison.edge_pairs().collect();
    format!(
        "{:?} {states:?} {details:?} {edges:?} {:?} {:?} {:?} {:?}",
        pairs(comparison, false),
        comparison.matching,
        comparison.edge_counts(),
        comparison.by_type(),
        comparison.by_group()
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_estate_equals_itself(rows in rows(), hidden in hidden()) {
        let text = text(&rows, hidden);
        let comparison = compare(&text, &text, 2);
        let matching = comparison.matching;
        prop_assert_eq!((matching.missing, matching.extra, matching.ambiguous), (0, 0, 0));
        prop_assert_eq!(matching.matched() + matching.not_comparable_source, u64::from(comparison.source.len()));
        prop_assert_eq!(matching.heuristic, 0);
        for (number, pair) in (0..).zip(comparison.pairs()) {
            prop_assert_ne!(comparison.property_state(number), Some(PropertyState::Different));
            if pair.status == Status::Matched {
                prop_assert_eq!(pair.source, pair.target);
            }
        }
        let edges = comparison.edge_counts();
        prop_assert_eq!((edges.missing, edges.extra), (0, 0));
    }

    #[test]
    fn exchanging_the_sides_exchanges_missing_and_extra(
        source in rows(), target in rows(), of_source in hidden(), of_target in hidden(),
    ) {
        let (source, target) = (text(&source, of_source), text(&target, of_target));
        let (there, back) = (compare(&source, &target, 1), compare(&target, &source, 2));
        prop_assert_eq!(pairs(&there, false), pairs(&back, true));
        let (there_edges, back_edges) = (there.edge_counts(), back.edge_counts());
        prop_assert_eq!(there_edges.matched, back_edges.matched);
        prop_assert_eq!(there_edges.missing, back_edges.extra);
        prop_assert_eq!(there.differences().len(), back.differences().len());
    }

    #[test]
    fn more_in_the_target_never_takes_a_match_away(source in rows(), target in rows(), more in rows()) {
        let before = compare(&text(&source, None), &text(&target, None), 1);
        let all: Vec<Row> = target.into_iter().chain(more).collect();
        let after = compare(&text(&source, None), &text(&all, None), 1);
        prop_assert!(after.matching.matched() >= before.matching.matched());
        prop_assert!(after.matching.missing <= before.matching.missing);
    }

    #[test]
    fn the_order_of_rows_changes_nothing(source in rows(), target in rows(), turn in 0_usize..14) {
        let turned = |rows: &[Row]| {
            let mut rows = rows.to_vec();
            let by = turn.min(rows.len());
            rows.rotate_left(by);
            rows.reverse();
            rows
        };
        let plain = compare(&text(&source, None), &text(&target, None), 1);
        let other = compare(&text(&turned(&source), None), &text(&turned(&target), None), 3);
        prop_assert_eq!(told(&plain), told(&other));
    }

    #[test]
    fn counts_add_up(source in rows(), target in rows(), hidden in hidden()) {
        let comparison = compare(&text(&source, hidden), &text(&target, None), 2);
        let (matching, edges) = (comparison.matching, comparison.edge_counts());
        let (own, other) = (u64::from(comparison.source.len()), u64::from(comparison.target.len()));
        prop_assert_eq!(matching.matched() + matching.missing + matching.not_comparable_source, own);
        prop_assert_eq!(matching.matched() + matching.extra + matching.not_comparable_target, other);
        prop_assert_eq!(edges.matched + edges.missing + edges.not_comparable_source, edges.source);
        prop_assert_eq!(edges.matched + edges.extra + edges.not_comparable_target, edges.target);
        prop_assert_eq!(comparison.edge_pair_count(), edges.source + edges.target - edges.matched);
        let types = comparison.by_type();
        prop_assert_eq!(types.iter().map(|row| row.source).sum::<u64>(), own);
        prop_assert_eq!(types.iter().map(|row| row.extra).sum::<u64>(), matching.extra);
        prop_assert_eq!(comparison.missing().count() as u64, matching.missing);
        prop_assert_eq!(comparison.extra().count() as u64, matching.extra);
        for number in 0..comparison.differences().len() {
            let difference = comparison.differences().get(number);
            prop_assert!(comparison.differences().of_pair(difference.pair).contains(&number));
            let detail = comparison.difference_detail(number, true).unwrap();
            prop_assert_eq!(&detail.pattern, comparison.differences().path(difference.path));
        }
    }
}
