//! The built-in plugins in the real runtime: each loads, measures the example tenants, and renders every kind of report.
//!
//! They are compiled by the example `compiler`, which `cargo test` builds beside the tests.

mod bench;
mod golden;

use atg_core::metric::Score;
use atg_plugins::catalog::{Catalog, Origin};
use atg_plugins::check::{Verdict, check};
use atg_plugins::inspect::inspect;
use atg_tenants::Edge;
use serde_json::Value;

use self::bench::{BENCH, CATALOG, edge, example, measure, rendered, reports};

#[test]
fn all_are_there_and_pass_every_check() {
    assert!(CATALOG.problems.is_empty(), "{:?}", CATALOG.problems);
    let ids: Vec<_> = CATALOG.plugins.iter().map(|entry| entry.manifest.id.as_str()).collect();
    assert_eq!(
        ids,
        atg_builtin::BUILTIN.iter().map(|plugin| plugin.id).collect::<Vec<_>>()
    );
    let names: Vec<_> = CATALOG.metrics().map(|(_, metric)| metric.name.as_str()).collect();
    for wanted in [
        "resources",
        "types",
        "resource-groups",
        "relationships",
        "properties",
        "structure",
    ] {
        assert!(names.contains(&wanted), "no metric `{wanted}` in {names:?}");
    }
    for wanted in ["table", "json", "markdown", "html", "csv", "junit"] {
        assert!(CATALOG.formatter(wanted).is_some(), "no formatter `{wanted}`");
    }
    assert!(CATALOG.analyzers().next().is_some());
    for plugin in atg_builtin::BUILTIN {
        for point in check(plugin.id, plugin.component, &Catalog::default()) {
            assert_eq!(point.verdict, Verdict::Ok, "{}: {point:?}", plugin.id);
        }
        let inspection = inspect(plugin.id, &Origin::BuiltIn, plugin.component);
        assert_eq!(inspection.expect("an inspection").sha256.len(), 64);
    }
    assert_eq!(BENCH.plugins.len(), atg_builtin::BUILTIN.len());
}

#[test]
fn the_example_tenants_are_measured_to_the_digit() {
    let metrics = measure(&example());
    let ratio = |name: &str| {
        let metric = metrics
            .iter()
            .find(|metric| metric.name == name)
            .unwrap_or_else(|| panic!("no metric `{name}`"));
        match &metric.score {
            Score::Ratio(ratio) => (ratio.matched, ratio.total),
            other => panic!("{name}: {other:?} {:?}", metric.failure),
        }
    };
    assert_eq!(ratio("resources"), (516, 1674));
    assert_eq!(ratio("types"), (42, 94));
    assert_eq!(ratio("resource-groups"), (58, 182));
    assert_eq!(ratio("relationships"), (1823, 5614));
    let resources = metrics
        .iter()
        .find(|metric| metric.name == "resources")
        .expect("it is there");
    let machines = resources
        .parts
        .iter()
        .find(|part| part.key.eq_ignore_ascii_case("Microsoft.Compute/virtualMachines"));
    let machines = machines.expect("a part of its own");
    assert_eq!((machines.matched, machines.total), (46, 54));
    for metric in &metrics {
        assert_eq!(metric.failure, None, "{}", metric.name);
        assert!(
            !matches!(metric.score, Score::Failed | Score::NotApplicable(_)),
            "{}: {:?}",
            metric.name,
            metric.score
        );
    }
    assert_eq!(metrics, measure(&example()), "measured twice");
}

#[test]
fn every_formatter_renders_every_report_and_twice_the_same() {
    let edges = [
        Edge::HarmfulText,
        Edge::Truncated,
        Edge::Copies,
        Edge::Coverage,
        Edge::EmptySource,
        Edge::BothEmpty,
    ]
    .map(edge);
    for comparison in edges.into_iter().chain([example()]) {
        let again = reports(&comparison);
        for (report, again) in reports(&comparison).iter().zip(&again) {
            for (_, formatter) in CATALOG.formatters() {
                let document = rendered(&formatter.name, report);
                assert!(!document.is_empty(), "{} of {} is empty", formatter.name, report.kind);
                assert!(
                    std::str::from_utf8(&document).is_ok(),
                    "{} of {} is no text",
                    formatter.name,
                    report.kind
                );
                assert_eq!(
                    document,
                    rendered(&formatter.name, again),
                    "{} of {}",
                    formatter.name,
                    report.kind
                );
            }
        }
    }
}

#[test]
fn documents_are_what_they_say() {
    let reports = reports(&example());
    let json: Value = serde_json::from_slice(&rendered("json", &reports[0])).expect("JSON");
    assert_eq!(json["fidelity"]["overall"], 30.8);
    assert_eq!(json["fidelity"]["missing_resources"], 1158);
    assert_eq!(json["source"]["resources"], 1674);
    assert_eq!(json["missing"].as_array().map(Vec::len), Some(1158));
    assert_eq!(
        json["metrics"].as_array().map(Vec::len),
        Some(CATALOG.metrics().count())
    );

    let html = String::from_utf8(rendered("html", &reports[0])).expect("text");
    assert!(
        html.starts_with("<!doctype html>") || html.starts_with("<!DOCTYPE html>"),
        "{}",
        &html[..60]
    );
    assert!(html.trim_end().ends_with("</html>"));

    let csv = rendered("csv", &reports[0]);
    let mut rows = csv::ReaderBuilder::new().flexible(false).from_reader(csv.as_slice());
    assert!(rows.records().all(|row| row.is_ok()), "rows of different lengths");

    let junit = String::from_utf8(rendered("junit", &reports[0])).expect("text");
    assert!(junit.contains("<testsuite"), "{junit}");
    let table = String::from_utf8(rendered("table", &reports[0])).expect("text");
    assert!(table.contains("30.8"), "{table}");
    let markdown = String::from_utf8(rendered("markdown", &reports[0])).expect("text");
    assert!(markdown.contains("30.8"), "{markdown}");
}
