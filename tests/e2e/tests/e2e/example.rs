//! The published example, to the digit, and what must hold of it under every change.

use atg_e2e::Sandbox;
use atg_tenants::{Format, SOURCE_SUBSCRIPTION, TARGET_SUBSCRIPTION, Tenants};
use serde_json::{Value, json};

use crate::fixtures::{documents, fidelity, rows, write};

fn example(tenants: &Tenants) -> Value {
    let sandbox = Sandbox::new();
    documents(&sandbox, tenants);
    fidelity(&sandbox, &[]).exits(0).json()
}

fn without_time(mut report: Value) -> Value {
    report.as_object_mut().expect("an object").remove("timestamp");
    report
}

#[test]
fn the_published_numbers() {
    let report = example(&Tenants::example());
    assert_eq!(
        report["source"],
        json!({"subscription_id": SOURCE_SUBSCRIPTION, "resources": 1674, "relationships": 5614, "resource_groups": 182,
               "resource_types": 94})
    );
    assert_eq!(
        report["target"],
        json!({"subscription_id": TARGET_SUBSCRIPTION, "resources": 516, "relationships": 1823, "resource_groups": 58,
               "resource_types": 42})
    );
    let fidelity = &report["fidelity"];
    assert_eq!(fidelity["overall"], json!(30.8));
    assert_eq!(fidelity["missing_resources"], json!(1158));
    assert_eq!(fidelity["objective_met"], json!(false));
    assert_eq!(fidelity["target_fidelity"], json!(95.0));
    let by_type = &fidelity["by_type"];
    assert_eq!(by_type["Microsoft.Compute/virtualMachines"], json!(85.2));
    assert_eq!(by_type["Microsoft.Network/virtualNetworks"], json!(92.1));
    assert_eq!(by_type["Microsoft.Storage/storageAccounts"], json!(67.3));
    assert_eq!(by_type.as_object().expect("by type").len(), 94);
    assert_eq!(report["missing"].as_array().expect("missing").len(), 1158);
}

#[test]
fn other_resources_in_the_target_match_nothing() {
    let report = example(&Tenants::example().with_other_target());
    assert_eq!(report["target"]["resources"], json!(516));
    assert_eq!(report["fidelity"]["overall"], json!(0.0));
    assert_eq!(report["fidelity"]["missing_resources"], json!(1674));
}

#[test]
fn a_second_copy_in_the_target_changes_nothing_but_its_count() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example().with_copies(2));
    let report = fidelity(&sandbox, &[]).exits(0).json();
    assert_eq!(report["target"]["resources"], json!(1032));
    assert_eq!(report["fidelity"]["overall"], json!(30.8));
    assert_eq!(report["fidelity"]["missing_resources"], json!(1158));
    let one = fidelity(&sandbox, &["--target-iteration", "183"]).exits(0).json();
    assert_eq!(one["target"]["resources"], json!(516));
    assert_eq!(one["fidelity"]["overall"], json!(30.8));
}

#[test]
fn a_figure_never_rounds_up_onto_its_target() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example().with_matched(1590));
    let below = fidelity(&sandbox, &["--fail-under", "95"]).exits(3).json();
    assert_eq!(below["fidelity"]["overall"], json!(94.9));
    assert_eq!(below["fidelity"]["objective_met"], json!(false));
    documents(&sandbox, &Tenants::example().with_matched(1591));
    let met = fidelity(&sandbox, &["--fail-under", "95"]).exits(0).json();
    assert_eq!(met["fidelity"]["overall"], json!(95.0));
}

#[test]
fn the_order_of_the_input_never_shows() {
    let sandbox = Sandbox::new();
    let mut outputs = Vec::new();
    for tenants in [
        Tenants::example(),
        Tenants::example(),
        Tenants::example().shuffled(7),
        Tenants::example().shuffled(8),
    ] {
        documents(&sandbox, &tenants);
        let mut run = sandbox.command(&[
            "fidelity",
            "--source",
            "file:source.json",
            "--target",
            "file:target.json",
            "--format",
            "json",
            "--threads",
            "2",
        ]);
        let output = run.output().expect("atg starts");
        outputs.push(String::from_utf8(output.stdout).expect("UTF-8"));
    }
    assert!(outputs[0].len() > 10_000);
    for other in &outputs[1..] {
        assert_eq!(outputs[0], *other);
    }
}

#[test]
fn every_source_tells_the_same() {
    let sandbox = Sandbox::new();
    let tenants = Tenants::example();
    documents(&sandbox, &tenants);
    rows(&sandbox, &tenants);
    write(
        &sandbox,
        &tenants,
        Format::Terraform,
        "demos/iteration1/main.tf.json",
        "demos/iteration2/main.tf.json",
    );
    sandbox.atg(&["import", "file:source.json"]).exits(0);
    sandbox.atg(&["import", "arg:target.jsonl"]).exits(0);
    let from = |source: &str, target: &str| {
        let report = sandbox
            .atg(&["fidelity", "--source", source, "--target", target, "--format", "json"])
            .exits(0)
            .json();
        without_time(report)["fidelity"].clone()
    };
    let documents = from("file:source.json", "file:target.json");
    assert_eq!(documents["overall"], json!(30.8));
    assert_eq!(from("arg:source.jsonl", "arg:target.jsonl"), documents);
    assert_eq!(from(SOURCE_SUBSCRIPTION, TARGET_SUBSCRIPTION), documents);
    assert_eq!(from(SOURCE_SUBSCRIPTION, "file:target.json"), documents);
    assert_eq!(from("iteration:1", "iteration:2"), documents);
    assert_eq!(from("tf:demos/iteration1", "arg:target.jsonl"), documents);
}

#[test]
fn a_store_and_a_file_give_the_same_bytes() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    sandbox.atg(&["import", "file:source.json", "--as", "one"]).exits(0);
    sandbox.atg(&["import", "file:target.json", "--as", "two"]).exits(0);
    let stored = sandbox
        .atg(&["fidelity", "--source", "one", "--target", "two", "--format", "json"])
        .exits(0)
        .json();
    let mut read = fidelity(&sandbox, &[]).exits(0).json();
    let (mut stored, kept) = (without_time(stored), without_time(read.take()));
    for report in [&mut stored] {
        for member in ["missing", "fidelity", "metrics", "source", "target", "matching"] {
            assert_eq!(report[member], kept[member], "{member}");
        }
    }
}
