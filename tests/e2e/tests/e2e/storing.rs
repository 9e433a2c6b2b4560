//! The store: import, snapshots, export, and two processes at once.

use atg_e2e::Sandbox;
use atg_tenants::{CANARY, Edge, SOURCE_SUBSCRIPTION, Tenants};
use serde_json::json;

use crate::fixtures::{documents, edge};
use crate::snapshot;

#[test]
fn what_is_imported_is_listed_shown_and_pruned() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    sandbox.line("atg import file:source.json").exits(0);
    sandbox.line("atg import file:target.json --as replica").exits(0);
    sandbox.line("atg import file:source.json --as replica").exits(0);
    snapshot!(format!(
        "{}\n{}\n{}",
        sandbox.line("atg snapshots list").exits(0),
        sandbox.line("atg snapshots prune --keep 1").exits(0),
        sandbox.line("atg snapshots list").exits(0),
    ));
    let listed = sandbox.line("atg snapshots list --format json").exits(0).json();
    assert_eq!(listed.as_array().expect("a list").len(), 2);
    let shown = sandbox.line("atg snapshots show replica --format json").exits(0).json();
    assert_eq!(shown["resources"], json!(1674));
}

#[test]
fn snapshots_differ_in_what_changed() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    sandbox.line("atg import file:target.json --as replica").exits(0);
    documents(&sandbox, &Tenants::example().with_matched(1590));
    sandbox.line("atg import file:target.json --as replica").exits(0);
    let report = sandbox
        .line("atg snapshots diff replica@1 replica@2 --format json")
        .exits(0)
        .json();
    assert_eq!(report["source"]["resources"], json!(516));
    assert_eq!(report["target"]["resources"], json!(1590));
}

#[test]
fn what_is_exported_can_be_read_again() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    sandbox.line("atg import file:source.json").exits(0);
    sandbox.atg(&["export", SOURCE_SUBSCRIPTION, "again.json.zst"]).exits(0);
    let report = sandbox
        .line("atg fidelity --source file:source.json --target file:again.json.zst --format json")
        .exits(0)
        .json();
    assert_eq!(report["fidelity"]["overall"], json!(100.0));
    assert_eq!(report["target"]["relationships"], json!(5614));
}

#[test]
fn an_export_holds_no_secret() {
    let sandbox = Sandbox::new();
    edge(&sandbox, Edge::Secrets);
    sandbox.line("atg import file:source.json --as one").exits(0);
    sandbox.line("atg export one minimal.json").exits(0);
    sandbox.line("atg export one full.json --redact full").exits(0);
    for file in ["minimal.json", "full.json"] {
        let text = sandbox.read(file);
        assert!(text.len() > 200);
        assert!(
            !text.contains(CANARY),
            "{file}: {:?}",
            text.lines().find(|line| line.contains(CANARY))
        );
    }
}

#[test]
fn two_processes_on_one_store() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example().with_factor(6));
    let start = |scope: &str| {
        sandbox
            .command(&["import", "file:source.json", "--as", scope])
            .spawn()
            .expect("atg starts")
    };
    let mut both = [start("one"), start("two")];
    for process in &mut both {
        assert_eq!(process.wait().expect("it ends").code(), Some(0));
    }
    let listed = sandbox.line("atg snapshots list --format json").exits(0).json();
    assert_eq!(listed.as_array().expect("a list").len(), 2, "{listed:#}");
}
