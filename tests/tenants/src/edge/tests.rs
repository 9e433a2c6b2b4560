use std::collections::BTreeSet;

use super::*;
use crate::CANARY;

/// Distinct ids without subscription and prefixes, and all rows.
fn ids(edge: Edge, side: Side) -> (BTreeSet<String>, usize) {
    let document: Value = serde_json::from_str(&edge.document(side)).unwrap_or_default();
    let rows = document["resources"].as_array().cloned().unwrap_or_default();
    let ids = rows
        .iter()
        .filter_map(|row| Some(row["id"].as_str()?.to_lowercase()))
        .collect();
    (ids, rows.len())
}

#[test]
fn what_is_expected_adds_up() {
    for edge in Edge::ALL {
        let expected = edge.expected();
        assert_eq!(
            expected.source,
            expected.matched + expected.missing + expected.not_comparable_source,
            "{}",
            edge.name()
        );
        assert_eq!(
            expected.target,
            expected.matched + expected.extra + expected.not_comparable_target,
            "{}",
            edge.name()
        );
        assert!(expected.different <= expected.matched, "{}", edge.name());
    }
}

#[test]
fn the_files_hold_what_is_expected() {
    for edge in Edge::ALL {
        let expected = edge.expected();
        let ((source, source_rows), (target, target_rows)) = (ids(edge, Side::Source), ids(edge, Side::Target));
        assert_eq!(
            (source.len(), target.len()),
            (expected.source as usize, expected.target as usize),
            "{}",
            edge.name()
        );
        let repeated = source_rows - source.len() + target_rows - target.len();
        assert_eq!(repeated, expected.duplicates as usize, "{}", edge.name());
    }
}

#[test]
fn resource_graph_has_one_row_a_line() {
    for edge in Edge::ALL {
        for side in [Side::Source, Side::Target] {
            let rows = edge.resource_graph(side);
            assert_eq!(rows.lines().count(), ids(edge, side).1, "{}", edge.name());
            for line in rows.lines() {
                assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
            }
        }
    }
}

#[test]
fn the_canary_sits_in_secrets_only() {
    for edge in Edge::ALL {
        let found = edge.document(Side::Source).contains(CANARY) || edge.document(Side::Target).contains(CANARY);
        assert_eq!(found, edge == Edge::Secrets, "{}", edge.name());
    }
}

#[test]
fn every_harmful_text_is_a_name_and_a_value() {
    let (ids, _) = ids(Edge::HarmfulText, Side::Source);
    for text in words::HARMFUL {
        let wanted = text.name.to_lowercase();
        assert!(ids.iter().any(|id| id.ends_with(&wanted)), "{wanted:?}");
        assert!(!text.name.contains('/'), "a slash would end the name: {wanted:?}");
    }
}
