//! What a pass means.

use serde_json::json;

use super::{PACK, document, estate, iterate, of_rounds, prepared, state, yields_add_up};
use crate::snapshot;

#[test]
fn three_passes_are_three_folders_validated_once_each() {
    let (sandbox, terraform) = prepared(&estate());
    let run = iterate(&sandbox, &["--until-stable", "--threshold", "3", "--schema-pack", PACK]).exits(0);
    let folders = ["iteration1", "iteration2", "iteration3"];
    assert_eq!(terraform.folders("validate"), folders);
    assert_eq!(terraform.folders("init"), folders);
    let state = state(&sandbox);
    assert_eq!(
        of_rounds(&state, "verdict"),
        [json!("passed"), json!("fixed-point"), json!("fixed-point")]
    );
    assert_eq!(
        (&state["consecutive_passes"], &state["stable"]),
        (&json!(3), &json!(true))
    );
    assert_eq!(
        (&state["validation_passed"], &state["running"]),
        (&json!(true), &json!(null))
    );
    yields_add_up(&sandbox, 1..=3);
    snapshot!(run);
}

#[test]
fn a_stable_run_starts_anew_and_one_that_was_cut_short_goes_on() {
    let (sandbox, terraform) = prepared(&estate());
    let wanted = ["--until-stable", "--schema-pack", PACK];
    let cut_short = [&wanted[..], &["--max-iterations", "2"]].concat();
    iterate(&sandbox, &cut_short).exits(3);
    // Two passes stand; one more makes it stable.
    iterate(&sandbox, &wanted).exits(0);
    assert_eq!(terraform.folders("validate").len(), 3);
    // That was that; who asks again is told again.
    iterate(&sandbox, &wanted).exits(0);
    assert_eq!(terraform.folders("validate").len(), 6);
}

#[test]
fn one_round_is_one_round() {
    let (sandbox, terraform) = prepared(&estate());
    iterate(&sandbox, &["--schema-pack", PACK, "--iteration", "180"]).exits(0);
    assert_eq!(terraform.folders("validate"), ["iteration180"]);
    assert_eq!(document(&sandbox, 180, "validate.json")["valid"], true);
    iterate(&sandbox, &["--schema-pack", PACK]).exits(0);
    assert_eq!(terraform.folders("validate"), ["iteration180", "iteration181"]);
    snapshot!(iterate(&sandbox, &["--iteration", "180"]).exits(2));
}

#[test]
fn a_source_that_changed_starts_counting_anew() {
    let (sandbox, _) = prepared(&estate());
    iterate(
        &sandbox,
        &["--until-stable", "--max-iterations", "2", "--schema-pack", PACK],
    )
    .exits(3);
    super::write(&sandbox, &estate()[..2]);
    iterate(&sandbox, &["--schema-pack", PACK]).exits(0);
    assert_eq!(state(&sandbox)["consecutive_passes"], 1);
}

#[test]
fn folders_without_a_state_are_adopted_and_their_numbers_are_taken() {
    let (sandbox, _) = prepared(&estate());
    sandbox.write(
        "demos/iteration90/main.tf.json",
        r#"{"resource":{"azurerm_resource_group":{"a":{"name":"a","location":"westeurope"}}}}"#,
    );
    iterate(&sandbox, &["--schema-pack", PACK]).exits(0);
    let state = state(&sandbox);
    assert_eq!(of_rounds(&state, "iteration"), [json!(90), json!(91)]);
    assert_eq!(of_rounds(&state, "verdict"), [json!("adopted"), json!("passed")]);
    assert_eq!(state["rounds"][0]["resources"], 1);
}

#[test]
fn less_fidelity_than_asked_for_is_no_success() {
    let mut rows = estate();
    // A deployment records work that was done: it is skipped, with its reason.
    rows.push(super::row(
        "rg-net",
        "Microsoft.Resources/deployments",
        "d-1",
        &json!({}),
    ));
    let (sandbox, _) = prepared(&rows);
    let run = iterate(&sandbox, &["--schema-pack", PACK]).exits(3);
    yields_add_up(&sandbox, [1]);
    snapshot!(run);
    iterate(&sandbox, &["--schema-pack", PACK, "--min-fidelity", "75"]).exits(0);
}

#[test]
fn events_are_lines_of_json() {
    let (sandbox, _) = prepared(&estate());
    let run = iterate(&sandbox, &["--schema-pack", PACK, "--json-events"]).exits(0);
    let events: Vec<serde_json::Value> = run
        .stdout()
        .lines()
        .map(|line| serde_json::from_str(line).expect("an event"))
        .collect();
    let names: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    let expected = ["started", "stage", "stage", "stage", "stage", "round", "ended"];
    assert_eq!(names, expected);
    assert_eq!(events[6]["ending"], "passed");
}
