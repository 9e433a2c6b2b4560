//! atg is killed and the Terraform that it started is not: the next run does not begin beside it.

use std::process::Command;

use atg_e2e::Sandbox;

use super::{
    STABLE, Started, goes_on, is_at_the_gate, open_gate, process_at_the_gate, started, until, waiting, went_on,
};
use crate::iterating::{estate, state, write};

/// A folder whose atg was killed at a stage while Terraform goes on, and who that atg was.
fn left(stage: &str) -> (Sandbox, u32) {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    waiting(&mut sandbox, stage);
    let run = started(&sandbox, stage);
    let number = run.child.id();
    run.kill();
    (sandbox, number)
}

/// Whether the Terraform that was left runs; one that is dead and not yet reaped does not.
fn is_alive(sandbox: &Sandbox) -> bool {
    let mut command = Command::new("ps");
    command.args(["-o", "stat=", "-p", &process_at_the_gate(sandbox)]);
    let output = command.output().expect("ps");
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    !text.is_empty() && !text.starts_with('Z')
}

#[test]
fn the_next_run_waits_for_it_and_says_so() {
    let (sandbox, _) = left("validate");
    let before = state(&sandbox);
    assert!(is_at_the_gate(&sandbox) && is_alive(&sandbox));
    let mut next = Started::new(&sandbox, "second", &STABLE);
    let told = "waiting for the Terraform in `demos/iteration1`, which outlived the atg that started it; should it hang, \
                `fuser demos/iteration1` names the process to end";
    until(|| next.said(&sandbox).contains(told));
    assert_eq!(next.child.try_wait().expect("a child"), None);
    assert_eq!(state(&sandbox), before, "nothing is begun while it waits");
    open_gate(&sandbox);
    let said = next.said(&sandbox);
    assert_eq!(next.code(), Some(0), "{said}");
    went_on(&sandbox);
    assert!(!is_alive(&sandbox));
}

#[test]
fn waiting_can_be_interrupted() {
    let (sandbox, _) = left("validate");
    let before = state(&sandbox);
    let next = Started::new(&sandbox, "second", &STABLE);
    until(|| next.said(&sandbox).contains("waiting for the Terraform"));
    next.interrupt();
    assert_eq!(next.code(), Some(130));
    assert_eq!(state(&sandbox), before);
    assert!(is_alive(&sandbox), "it is not for the next run to end it");
    open_gate(&sandbox);
    goes_on(&sandbox);
}

#[test]
fn an_init_that_was_left_keeps_the_cache_of_providers() {
    let (sandbox, gone) = left("init");
    let next = Started::new(&sandbox, "second", &STABLE);
    let told = format!("waiting for the plugin cache: process {gone} for `");
    until(|| next.said(&sandbox).contains(&told));
    assert!(is_alive(&sandbox));
    open_gate(&sandbox);
    let said = next.said(&sandbox);
    assert_eq!(next.code(), Some(0), "{said}");
    went_on(&sandbox);
}
