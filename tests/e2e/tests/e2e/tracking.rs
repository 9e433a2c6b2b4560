//! The history, what changed since the last record, objectives and gates.

use atg_e2e::Sandbox;
use atg_tenants::Tenants;
use serde_json::json;

use crate::fixtures::{documents, fidelity};
use crate::snapshot;

#[test]
fn every_tracked_run_is_a_record_and_says_what_changed() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    let first = fidelity(&sandbox, &["--track"]).exits(0).json();
    assert_eq!(first["trend"].as_array().expect("a trend").len(), 1);
    documents(&sandbox, &Tenants::example().with_matched(1590));
    let second = fidelity(&sandbox, &["--track"]).exits(0).json();
    assert_eq!(second["trend"].as_array().expect("a trend").len(), 2);
    assert!(second["change"].is_object(), "{second:#}");
    assert_eq!(second["trend"][0]["fidelity"]["overall"], json!(30.8));
    assert_eq!(second["trend"][1]["fidelity"]["overall"], json!(94.9));
    let history = sandbox.read("demos/fidelity_history.jsonl");
    assert_eq!(history.lines().count(), 2);
    snapshot!(sandbox.line("atg history").exits(0));
    let listed = sandbox.line("atg history --format json").exits(0).json();
    assert_eq!(listed["trend"].as_array().expect("a trend").len(), 2);
}

#[test]
fn without_track_nothing_is_written() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    let report = fidelity(&sandbox, &[]).exits(0).json();
    assert!(report.get("trend").is_none());
    assert!(!sandbox.path().join("demos").exists());
    snapshot!(sandbox.line("atg history").exits(1));
}

#[test]
fn a_torn_record_is_told_and_nothing_is_lost() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    fidelity(&sandbox, &["--track"]).exits(0);
    let mut text = sandbox.read("demos/fidelity_history.jsonl");
    text.push_str("{\"timestamp\": \"2026-");
    sandbox.write("demos/fidelity_history.jsonl", &text);
    fidelity(&sandbox, &["--track"]).exits(0);
    assert!(sandbox.read("demos/fidelity_history.jsonl").starts_with(&text));
    let listed = sandbox.line("atg history --format json").exits(0).json();
    assert_eq!(listed["trend"].as_array().expect("a trend").len(), 2);
}

#[test]
fn objectives() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    sandbox.write(
        "met.md",
        "# Objective\n\n```atg\nfidelity >= 30\n```\n\nTarget: 100 % fidelity, some day.\n",
    );
    sandbox.write(
        "missed.md",
        "The work is done when `fidelity >= 95.0 and missing_resources == 0`.\n",
    );
    sandbox.write("unknown.md", "```atg\nfidelity >= 30\nvalidation_passed\n```\n");
    sandbox.write("empty.md", "# Objective\n\nReplicate everything.\n");
    fidelity(&sandbox, &["--check-objective", "met.md"]).exits(0);
    fidelity(&sandbox, &["--check-objective", "missed.md"]).exits(3);
    let unknown = fidelity(&sandbox, &["--check-objective", "unknown.md"]).exits(3).json();
    assert_eq!(unknown["fidelity"]["objective_met"], json!(null));
    sandbox.write("demos/iteration_state.json", "{\"validation_passed\": true}");
    let known = fidelity(&sandbox, &["--check-objective", "unknown.md"]).exits(0).json();
    assert_eq!(known["fidelity"]["objective_met"], json!(true));
    snapshot!(fidelity(&sandbox, &["--check-objective", "empty.md"]).exits(1));
}

#[test]
fn the_exit_code_tells_only_where_it_was_asked() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    fidelity(&sandbox, &[]).exits(0);
    fidelity(&sandbox, &["--target-fidelity", "99"]).exits(0);
    fidelity(&sandbox, &["--fail-under", "30.8"]).exits(0);
    fidelity(&sandbox, &["--fail-under", "30.9"]).exits(3);
    let words = [
        "compare",
        "--source",
        "file:source.json",
        "--target",
        "file:target.json",
    ];
    sandbox.atg(&words).exits(0);
    sandbox.atg(&[&words[..], &["--exit-code"]].concat()).exits(3);
    sandbox
        .line("atg compare --source file:source.json --target file:source.json --exit-code")
        .exits(0);
}
