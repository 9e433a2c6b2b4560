//! Records of tracked runs and what changed between them.

use super::estates::{aligned, tenants};
use atg_core::align::Comparison;
use atg_core::drift::AcceptedDrift;
use atg_core::fidelity::{Fidelity, FidelityOptions};
use atg_core::filter::Filter;
use atg_core::mapping::Mapping;
use atg_core::report::{self, Options, Presentation, Section};
use atg_core::trend::{Change, Record, last_of_same_scopes, parse_history};
use atg_tenants::{Format, SOURCE_SUBSCRIPTION, Side, TARGET_SUBSCRIPTION, Tenants};
use serde_json::{Value, json};
use std::sync::Arc;

fn record(comparison: &Arc<Comparison>, filter: &Filter, timestamp: &str) -> Record {
    let (mapping, drift) = (Mapping::default(), AcceptedDrift::default());
    let options = Options {
        filter,
        mapping: &mapping,
        drift: &drift,
    };
    let fidelity = Fidelity::measure(comparison, &[], &FidelityOptions::default());
    Record::of(comparison, &fidelity, &options, timestamp).unwrap()
}

#[test]
fn what_is_written_is_read_again() {
    let comparison = tenants(&Tenants::example());
    let record = record(&comparison, &Filter::default(), "2026-01-31T08:00:00Z");
    let line = record.to_line();
    assert!(!line.contains('\n'));
    let (records, torn) = parse_history(&format!("{line}\n{{\"timestamp\": \"2026-"));
    assert_eq!(
        (records.as_slice(), torn.len(), torn[0].line),
        ([record.clone()].as_slice(), 1, 2)
    );
    assert_eq!((record.overall(), record.missing_resources()), (Some(30.8), Some(1158)));
    let json: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(json["by_type"]["Microsoft.Compute/virtualMachines"], json!([46, 54]));
    assert_eq!(
        (&json["fidelity"]["matched"], &json["source"]["scope"]),
        (&json!(516), &json!("file:source.json"))
    );
}

#[test]
fn a_change_names_what_was_gained_and_what_went_missing() {
    let (mut source, mut target) = (Vec::new(), Vec::new());
    let tenants = Tenants::example();
    tenants.write(Side::Source, Format::Document, &mut source).unwrap();
    tenants.write(Side::Target, Format::Document, &mut target).unwrap();
    // The same subscription, in which everything is there now.
    let whole = String::from_utf8(source.clone())
        .unwrap()
        .replace(SOURCE_SUBSCRIPTION, TARGET_SUBSCRIPTION);
    let (less, more) = (aligned(&source, &target), aligned(&source, whole.as_bytes()));
    let all = Filter::default();
    let (first, second) = (record(&less, &all, "1"), record(&more, &all, "2"));
    assert_eq!(last_of_same_scopes(std::slice::from_ref(&first), &second), Some(&first));

    let change = Change::between(&first, &second, &more).unwrap().to_json().clone();
    assert_eq!(change["since"], json!("1"));
    assert_eq!(change["overall"], json!({"before": 30.8, "now": 100.0}));
    assert_eq!(
        (&change["gained"]["count"], &change["went_missing"]["count"]),
        (&json!(1158), &json!(0))
    );
    assert!(change.get("no_longer_in_source").is_none());
    let ids = change["gained"]["ids"].as_array().unwrap();
    assert_eq!(ids.len(), 20);
    assert!(
        ids.iter()
            .all(|id| id.as_str().unwrap().starts_with("/subscriptions/11111111-"))
    );
    assert_eq!(change["why"], json!(["the target changed: 1674 resources, before 516"]));
    assert!(!change["by_type"].as_array().unwrap().is_empty());

    let back = Change::between(&second, &first, &less).unwrap().to_json().clone();
    assert_eq!(
        (&back["gained"]["count"], &back["went_missing"]["count"]),
        (&json!(0), &json!(1158))
    );

    let same = Change::between(&first, &first, &less).unwrap().to_json().clone();
    assert_eq!((&same["by_type"], &same["gained"]["count"]), (&json!([]), &json!(0)));
    assert_eq!(same["why"], json!(["nothing changed: neither estate, nor the options"]));
}

#[test]
fn what_the_source_lost_is_not_gained() {
    let (less, other) = (
        tenants(&Tenants::example()),
        tenants(&Tenants::example().with_matched(1590)),
    );
    let all = Filter::default();
    let change = Change::between(&record(&less, &all, "1"), &record(&other, &all, "2"), &other).unwrap();
    let change = change.to_json();
    let count = |name: &str| change[name]["count"].as_u64().unwrap();
    let lost = change["no_longer_in_source"].as_u64().unwrap();
    assert!(lost > 0);
    // What was missing and is not, less what is missing and was not, is the difference of both counts.
    assert_eq!(count("gained") + lost - count("went_missing"), 1158 - 84);
    assert_eq!(change["why"].as_array().unwrap().len(), 2, "{change:#}");
}

#[test]
fn other_options_and_old_records_are_told() {
    let comparison = tenants(&Tenants::example());
    let narrow = Filter::new(&["Microsoft.Compute/*".to_owned()], &[], &[]).unwrap();
    let (before, now) = (
        record(&comparison, &narrow, "1"),
        record(&comparison, &Filter::default(), "2"),
    );
    let change = Change::between(&before, &now, &comparison).unwrap();
    assert_eq!(
        change.to_json()["why"],
        json!(["the options changed: filters, mapping or accepted drift"])
    );

    let old = r#"{"timestamp":"2025-10-15T10:00:00","source":{"resources":1674},"target":{"resources":500},"fidelity":{"overall":29.9,"missing_resources":1174}}"#;
    let (old, torn) = parse_history(old);
    assert!(torn.is_empty());
    let change = Change::between(&old[0], &now, &comparison).unwrap().to_json().clone();
    assert_eq!(change["overall"], json!({"before": 29.9, "now": 30.8}));
    assert!(change.get("gained").is_none() && change["by_type"].is_null());
    assert_eq!(change["why"][0], json!("the source changed"));
}

#[test]
fn a_history_shows_figures_and_not_what_only_the_next_record_needs() {
    let comparison = tenants(&Tenants::example());
    let records = [record(&comparison, &Filter::default(), "1")];
    let report = report::trend(&records, "now", &Presentation::default());
    let Some(Section::Json(trend)) = report.section("trend") else {
        panic!("no trend");
    };
    let trend: Value = serde_json::from_str(trend).unwrap();
    assert_eq!(trend[0]["fidelity"]["overall"], json!(30.8));
    assert_eq!(
        (trend[0].get("missing_keys"), trend[0]["source"].get("content")),
        (None, None)
    );
}
