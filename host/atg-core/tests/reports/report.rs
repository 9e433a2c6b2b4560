//! Reports: the published keys, equal bytes, nothing that is to be left out.

use super::estates::{all, edge, tenants};
use atg_core::align::Comparison;
use atg_core::drift::AcceptedDrift;
use atg_core::fidelity::{Fidelity, FidelityOptions};
use atg_core::figures::Ratio;
use atg_core::filter::Filter;
use atg_core::mapping::Mapping;
use atg_core::metric::{Direction, Finding, MetricResult, Part, Score, Severity};
use atg_core::objective::{Names, Objective};
use atg_core::report::{self, ComparisonInput, FidelityInput, Options, Presentation, Redaction, Report, Section};
use atg_tenants::{CANARY, Edge, SOURCE_SUBSCRIPTION, TARGET_SUBSCRIPTION, Tenants};
use serde_json::{Value, json};
use std::sync::Arc;

fn metric() -> MetricResult {
    MetricResult {
        plugin: "metric-places".into(),
        name: "places".into(),
        title: "Places kept".into(),
        unit: "percent".into(),
        direction: Direction::Higher,
        target: Some(95.0),
        warn: None,
        gate: true,
        weight: 1.0,
        score: Score::Ratio(Ratio::new(1590, 1674)),
        parts: vec![Part {
            dimension: "location".into(),
            key: "westeurope".into(),
            matched: 1,
            total: 2,
        }],
        exclusions: vec![("no place".into(), 3)],
        findings: vec![Finding {
            plugin: "metric-places".into(),
            rule: "moved".into(),
            severity: Severity::Warning,
            message: format!("moved from westeurope, /subscriptions/{SOURCE_SUBSCRIPTION}"),
            subject: Some(format!("/subscriptions/{SOURCE_SUBSCRIPTION}/resourceGroups/rg")),
            attributes: vec![("from".into(), "westeurope".into())],
        }],
        failure: None,
    }
}

fn fidelity(comparison: &Arc<Comparison>, presentation: &Presentation, options: &FidelityOptions<'_>) -> Report {
    let metrics = [metric()];
    let fidelity = Fidelity::measure(comparison, &metrics, options);
    let (filter, mapping, drift) = (Filter::default(), Mapping::default(), AcceptedDrift::default());
    report::fidelity(&FidelityInput {
        comparison,
        fidelity: &fidelity,
        metrics: &metrics,
        options: Options {
            filter: &filter,
            mapping: &mapping,
            drift: &drift,
        },
        trend: None,
        change: None,
        timestamp: "2026-01-31T08:00:00Z",
        presentation,
    })
}

fn json_of(report: &Report, section: &str) -> Value {
    match report.section(section) {
        Some(Section::Json(text)) => serde_json::from_str(text).unwrap(),
        other => panic!("{section}: {other:?}"),
    }
}

/// Everything that a formatter could show.
fn told(report: &Report) -> String {
    let mut text = format!("{} {:?}\n", report.kind, report.facts);
    for (name, section) in &report.sections {
        text += &match section {
            Section::Json(json) => format!("{name} {json}\n"),
            Section::Table(table) => format!("{name} {:?} {:?}\n", table.columns(), all(table.as_ref())),
        };
    }
    text
}

#[test]
fn the_published_keys() {
    let report = fidelity(
        &tenants(&Tenants::example()),
        &Presentation::default(),
        &FidelityOptions::default(),
    );
    let names: Vec<&str> = report.sections.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["summary", "by-type", "metrics", "missing", "findings"]);
    assert_eq!(report.fact("title"), Some("Contoso production → Contoso replica"));
    assert_eq!(
        (report.fact("show-missing"), report.fact("redact")),
        (None, Some("minimal"))
    );
    let summary = json_of(&report, "summary");
    assert_eq!(
        (&summary["timestamp"], &summary["kind"]),
        (&json!("2026-01-31T08:00:00Z"), &json!("fidelity"))
    );
    assert_eq!(
        summary["source"],
        json!({"subscription_id": SOURCE_SUBSCRIPTION, "resources": 1674, "relationships": 5614, "resource_groups": 182,
               "resource_types": 94})
    );
    assert_eq!(summary["scopes"]["target"]["scope"], json!("file:target.json"));
    let fidelity = &summary["fidelity"];
    assert_eq!(
        (
            &fidelity["overall"],
            &fidelity["missing_resources"],
            &fidelity["target_fidelity"],
            &fidelity["objective_met"]
        ),
        (&json!(30.8), &json!(1158), &json!(95.0), &json!(false))
    );
    assert_eq!(fidelity["by_type"]["Microsoft.Network/virtualNetworks"], json!(92.1));
    assert_eq!(fidelity["relationships"]["matched"], json!(1823));
    // It misses its own target by a hair, and says so.
    assert_eq!(json_of(&report, "metrics")[0]["value"], json!(94.9));
    assert_eq!(summary["gates"], json!([{"name": "places", "standing": "missed"}]));
    assert_eq!(summary["matching"]["extra"], json!(0));
}

#[test]
fn the_order_of_the_input_never_shows() {
    let asked = Presentation {
        show_extra: true,
        show_changed: true,
        ..Presentation::default()
    };
    let report = |tenants_: Tenants| {
        told(&fidelity(
            &tenants(&tenants_.with_different(300)),
            &asked,
            &FidelityOptions::default(),
        ))
    };
    let one = report(Tenants::example());
    assert!(one.len() > 100_000);
    for seed in [7, 8] {
        assert!(one == report(Tenants::example().shuffled(seed)), "seed {seed}");
    }
}

#[test]
fn nothing_to_compare_is_no_figure() {
    for (fixture, overall) in [
        (Edge::EmptySource, json!(null)),
        (Edge::EmptyTarget, json!(0.0)),
        (Edge::BothEmpty, json!(null)),
    ] {
        let report = fidelity(&edge(fixture), &Presentation::default(), &FidelityOptions::default());
        let fidelity = &json_of(&report, "summary")["fidelity"];
        assert_eq!(fidelity["overall"], overall, "{}", fixture.name());
        assert_ne!(fidelity["objective_met"], json!(true), "{}", fixture.name());
    }
}

#[test]
fn coverage_says_what_was_left_out() {
    let expected = Edge::Coverage.expected();
    let report = fidelity(
        &edge(Edge::Coverage),
        &Presentation::default(),
        &FidelityOptions::default(),
    );
    let summary = json_of(&report, "summary");
    let rows = summary["coverage"]["not_comparable"].as_array().unwrap();
    let sum = |side: &str| rows.iter().map(|row| row[side].as_u64().unwrap()).sum::<u64>();
    assert_eq!(
        (sum("source"), sum("target")),
        (expected.not_comparable_source, expected.not_comparable_target)
    );
    assert!(
        rows.iter()
            .all(|row| row["source_state"] != "listed" || row["target_state"] != "listed"),
        "{rows:?}"
    );
}

#[test]
fn an_objective_is_shown_with_its_criteria() {
    let text = "```atg\nfidelity >= 30\nvalidation_passed\n```\n\nTarget: 100 % fidelity\n";
    let objective = Objective::parse(text, "OBJECTIVE.md", &Names::standard()).unwrap();
    let options = FidelityOptions {
        objective: Some(&objective),
        ..FidelityOptions::default()
    };
    let report = fidelity(&tenants(&Tenants::example()), &Presentation::default(), &options);
    let objective = json_of(&report, "summary")["objective"].take();
    assert_eq!(
        (&objective["path"], &objective["met"]),
        (&json!("OBJECTIVE.md"), &json!(null))
    );
    let criteria = objective["criteria"].as_array().unwrap();
    let stands: Vec<(&Value, &Value)> = criteria.iter().map(|one| (&one["line"], &one["standing"])).collect();
    assert_eq!(stands, [(&json!(2), &json!("met")), (&json!(3), &json!("unknown"))]);
    assert!(criteria[0]["value"].as_str().unwrap().contains("30.8"), "{criteria:?}");
}

#[test]
fn a_gate_that_was_not_run_is_unknown_and_not_met() {
    let comparison = tenants(&Tenants::example().with_matched(1674));
    let met = |left_out: &[String]| {
        let options = FidelityOptions {
            gates_left_out: left_out,
            ..FidelityOptions::default()
        };
        let fidelity = Fidelity::measure(&comparison, &[], &options);
        (fidelity.objective_met, fidelity.outcome)
    };
    assert_eq!(met(&[]), (Some(true), None));
    assert_eq!(met(&["places".to_owned()]), (None, None));
    let fidelity = Fidelity::measure(&comparison, &[metric()], &FidelityOptions::default());
    assert_eq!(fidelity.objective_met, Some(false));
    assert_eq!(
        fidelity.composite.printed().map(|tenths| tenths.to_string()),
        Some("95.0".to_owned())
    );
}

#[test]
fn a_full_redaction_shows_no_value_and_no_subscription() {
    let full = Presentation {
        show_extra: true,
        show_changed: true,
        redact: Redaction::Full,
        ..Presentation::default()
    };
    let comparison = tenants(&Tenants::example().with_different(1000));
    let text = told(&fidelity(&comparison, &full, &FidelityOptions::default()));
    for hidden in [SOURCE_SUBSCRIPTION, TARGET_SUBSCRIPTION, "westeurope"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    assert!(text.contains("00000000-0000-0000-0000-000000000001/resourceGroups/"));
    let open = Presentation {
        redact: Redaction::None,
        ..full.clone()
    };
    assert!(told(&fidelity(&comparison, &open, &FidelityOptions::default())).contains(SOURCE_SUBSCRIPTION));
    let secrets = edge(Edge::Secrets);
    for redact in [Redaction::Minimal, Redaction::Full] {
        let asked = Presentation { redact, ..full.clone() };
        assert!(
            !told(&fidelity(&secrets, &asked, &FidelityOptions::default())).contains(CANARY),
            "{redact:?}"
        );
    }
}

#[test]
fn a_comparison_has_what_was_asked_for() {
    let (filter, mapping, drift) = (Filter::default(), Mapping::default(), AcceptedDrift::default());
    let comparison = tenants(&Tenants::example().with_different(100));
    let report = |presentation: &Presentation| {
        report::comparison(&ComparisonInput {
            comparison: &comparison,
            options: Options {
                filter: &filter,
                mapping: &mapping,
                drift: &drift,
            },
            timestamp: "t",
            presentation,
        })
    };
    let names = |report: &Report| report.sections.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let plain = report(&Presentation::default());
    assert_eq!(names(&plain), ["summary", "by-type"]);
    let summary = json_of(&plain, "summary");
    assert!(summary.get("fidelity").is_none() && summary.get("gates").is_none());
    assert_eq!(summary["relationships"]["missing"], json!(3791));
    let asked = Presentation {
        title: "Mine".into(),
        show_missing: true,
        show_changed: true,
        chart: true,
        ..Presentation::default()
    };
    let report = report(&asked);
    assert_eq!(names(&report), ["summary", "by-type", "missing", "differences"]);
    assert_eq!(
        (report.fact("title"), report.fact("chart")),
        (Some("Mine"), Some("true"))
    );
    let Some(Section::Table(differences)) = report.section("differences") else {
        panic!("no table");
    };
    assert_eq!(
        differences.columns(),
        [
            "type",
            "path",
            "kind",
            "source-id",
            "target-id",
            "source-value",
            "target-value"
        ]
    );
    assert_eq!(all(differences.as_ref()).len() as u64, comparison.differences().len());
}
