//! The example source, 1,674 resources of 94 types, until it is stable.

use atg_e2e::Sandbox;
use atg_e2e::terraform::Terraform;
use atg_tenants::Tenants;
use serde_json::Value;

use super::{document, of_rounds, state, yields_add_up};
use crate::fixtures::documents;

fn stable(more: &[&str]) {
    let mut sandbox = Sandbox::new();
    let terraform = Terraform::new(&mut sandbox);
    documents(&sandbox, &Tenants::example());
    let mut arguments = vec![
        "iterate",
        "--source",
        "file:source.json",
        "--until-stable",
        "--max-iterations",
        "10",
    ];
    arguments.extend(more);
    sandbox.atg(&arguments).exits(0);
    let state = state(&sandbox);
    let rounds = u32::try_from(of_rounds(&state, "verdict").len()).expect("few rounds");
    assert!(rounds <= 10, "{rounds} rounds");
    assert_eq!(terraform.folders("validate").len() as u32, rounds);
    yields_add_up(&sandbox, 1..=rounds);
    let yields = document(&sandbox, rounds, "yield.json");
    assert_eq!(yields["source"], 1674);
    assert!(
        yields["emitted"].as_u64().expect("a count") * 100 >= 1674 * 99,
        "{}",
        yields["emitted"]
    );
    let last = &state["rounds"][rounds as usize - 1];
    assert_eq!(
        (&last["losses"], &last["errors"]),
        (&Value::from(0), &Value::Object(Default::default()))
    );
    assert!(
        last["expected"]["overall"].as_f64().expect("a fidelity") >= 99.0,
        "{last}"
    );
}

#[test]
fn without_a_schema_pack() {
    stable(&[]);
}

#[test]
fn with_a_schema_pack() {
    stable(&["--schema-pack", super::PACK]);
}
