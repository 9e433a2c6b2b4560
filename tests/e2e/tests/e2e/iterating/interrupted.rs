//! Killed or interrupted at any stage: the next run goes on with the right number and a true state.

use std::fs;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use atg_e2e::Sandbox;
use atg_e2e::terraform::{Terraform, executable, provider, real};
use serde_json::{Value, json};

use super::{PACK, estate, iterate, of_rounds, state, write};

/// A Terraform that waits at a subcommand until it is let go, and writes down its process.
fn waiting(sandbox: &mut Sandbox, at: &str) -> Terraform {
    let program = sandbox.home().join("slow/terraform");
    let gate = sandbox.home().join("slow/gate");
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = {at} ] && [ -e '{gate}' ]; then\n  echo $$ > '{gate}.pid'\n  \
         trap 'exit 130' INT TERM\n  i=0\n  while [ -e '{gate}' ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i+1)); done\nfi\n\
         exec '{real}' \"$@\"\n",
        gate = gate.display(),
        real = real().display()
    );
    executable(&program, &script);
    fs::write(&gate, "").expect("a gate");
    Terraform::with(sandbox, &program, &provider())
}

fn open_gate(sandbox: &Sandbox) {
    let _ = fs::remove_file(sandbox.home().join("slow/gate"));
}

/// Starts a run and waits until its state says that it is at a stage, and Terraform is there.
fn started(sandbox: &Sandbox, stage: &str) -> Child {
    let mut command = sandbox.command(&[
        "iterate",
        "--source",
        "arg:source.jsonl",
        "--until-stable",
        "--schema-pack",
        PACK,
    ]);
    let child = command
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("atg starts");
    let pid = sandbox.home().join("slow/gate.pid");
    until(|| {
        let text = fs::read_to_string(sandbox.path().join("demos/iteration_state.json")).unwrap_or_default();
        let state: Value = serde_json::from_str(&text).unwrap_or_default();
        state["running"]["stage"] == stage && pid.exists()
    });
    child
}

/// Waits for something; a minute is long enough on any machine.
fn until(mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < Duration::from_secs(60), "it did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn signal(name: &str, process: u32) {
    let sent = Command::new("kill")
        .args([name, &process.to_string()])
        .status()
        .expect("kill");
    assert!(sent.success());
}

fn terraform_process(sandbox: &Sandbox) -> u32 {
    let text = fs::read_to_string(sandbox.home().join("slow/gate.pid")).expect("a process");
    text.trim().parse().expect("a number")
}

#[test]
fn killed_at_any_stage_the_next_run_goes_on() {
    for stage in ["init", "validate"] {
        let mut sandbox = Sandbox::new();
        write(&sandbox, &estate());
        let terraform = waiting(&mut sandbox, stage);
        let mut child = started(&sandbox, stage);
        signal("-9", child.id());
        child.wait().expect("atg ends");
        open_gate(&sandbox);
        let before = state(&sandbox);
        assert_eq!(before["running"]["iteration"], 1, "{stage}");
        iterate(&sandbox, &["--until-stable", "--schema-pack", PACK]).exits(0);
        let state = state(&sandbox);
        let verdicts = ["interrupted", "passed", "fixed-point", "fixed-point"].map(|word| json!(word));
        assert_eq!(of_rounds(&state, "verdict"), verdicts, "{stage}");
        assert_eq!(
            of_rounds(&state, "iteration"),
            [1, 2, 3, 4].map(|number| json!(number)),
            "{stage}"
        );
        assert_eq!(state["running"], Value::Null);
        let validated = terraform.folders("validate");
        assert_eq!(
            validated[validated.len() - 3..],
            ["iteration2", "iteration3", "iteration4"]
        );
    }
}

#[test]
fn terraform_killed_is_an_error_of_its_stage_and_the_next_run_goes_on() {
    for stage in ["init", "validate"] {
        let mut sandbox = Sandbox::new();
        write(&sandbox, &estate());
        waiting(&mut sandbox, stage);
        let mut child = started(&sandbox, stage);
        signal("-9", terraform_process(&sandbox));
        let code = child.wait().expect("atg ends").code();
        assert_eq!(code, Some(3), "{stage}");
        open_gate(&sandbox);
        let killed = state(&sandbox);
        assert_eq!(of_rounds(&killed, "verdict"), [json!("failed")], "{stage}");
        assert_eq!(killed["rounds"][0]["errors"][stage], 1, "{stage}");
        iterate(&sandbox, &["--until-stable", "--schema-pack", PACK]).exits(0);
        assert_eq!(state(&sandbox)["consecutive_passes"], 3, "{stage}");
    }
}

#[test]
fn interrupted_at_any_stage_nothing_is_lost() {
    for stage in ["init", "validate"] {
        let mut sandbox = Sandbox::new();
        write(&sandbox, &estate());
        waiting(&mut sandbox, stage);
        let mut child = started(&sandbox, stage);
        signal("-INT", child.id());
        assert_eq!(child.wait().expect("atg ends").code(), Some(130), "{stage}");
        open_gate(&sandbox);
        let interrupted = state(&sandbox);
        assert_eq!(of_rounds(&interrupted, "verdict"), [json!("interrupted")], "{stage}");
        assert_eq!(interrupted["running"], Value::Null, "{stage}");
        iterate(&sandbox, &["--until-stable", "--schema-pack", PACK]).exits(0);
        assert_eq!(state(&sandbox)["iteration"], 4, "{stage}");
    }
}

#[test]
fn two_at_once_in_one_folder_are_told() {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    waiting(&mut sandbox, "init");
    let mut child = started(&sandbox, "init");
    let second = iterate(&sandbox, &["--schema-pack", PACK]).exits(1);
    let told = second.stderr();
    assert!(told.contains("error: another atg is at work in `demos`"), "{told}");
    assert!(
        told.contains(&format!("caused by: process {}, since", child.id())),
        "{told}"
    );
    open_gate(&sandbox);
    assert_eq!(child.wait().expect("atg ends").code(), Some(0));
    assert_eq!(state(&sandbox)["iteration"], 3);
}
