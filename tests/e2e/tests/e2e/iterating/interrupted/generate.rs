//! Killed or interrupted while a round is generated, by atg itself or by somebody else's generator.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use atg_e2e::Sandbox;
use atg_e2e::terraform::executable;
use serde_json::{Value, json};

use super::{STABLE, Started, at_the_gate, goes_on, is_at_the_gate, nothing_is_half, open_gate};
use crate::iterating::{document, estate, of_rounds, prepared, state};

/// A generator that writes half a file, and waits. As a command for `--generator`.
fn slow(sandbox: &Sandbox) -> String {
    let program = sandbox.home().join("slow/generator");
    let script = format!(
        "#!/bin/sh\nprintf '{{' > \"$1/half.tf.json\"\n{}rm \"$1/half.tf.json\"\n",
        at_the_gate(sandbox)
    );
    executable(&program, &script);
    format!("{} {{output}}", program.display())
}

/// Feeds the source to a run through a pipe, once: the second time that it is opened, to see what an apply would reach,
/// lasts for ever. So the run stays at its first stage when all of that is written.
fn stuck(sandbox: &Sandbox) -> (Started, PathBuf) {
    let source = sandbox.path().join("source.jsonl");
    let rows = fs::read(&source).expect("the source");
    fs::remove_file(&source).expect("the source");
    let made = Command::new("mkfifo").arg(&source).status().expect("mkfifo");
    assert!(made.success());
    let run = Started::new(sandbox, "first", &STABLE);
    fs::write(&source, rows).expect("a reader");
    let generated = sandbox.path().join("demos/iteration1/yield.json");
    let run = run.reaches(sandbox, "generate", || generated.exists());
    (run, source)
}

/// A source again that can be opened as often as one likes.
fn unstick(sandbox: &Sandbox, source: &PathBuf) {
    fs::remove_file(source).expect("the pipe");
    crate::iterating::write(sandbox, &estate());
}

#[test]
fn killed_the_next_run_goes_on() {
    let (sandbox, terraform) = prepared(&estate());
    let (run, source) = stuck(&sandbox);
    run.kill();
    let killed = state(&sandbox);
    let running = &killed["running"];
    assert_eq!(
        (&running["iteration"], &running["stage"]),
        (&json!(1), &json!("generate"))
    );
    nothing_is_half(&sandbox);
    assert_eq!(document(&sandbox, 1, "yield.json")["emitted"], 3);
    assert_eq!(terraform.folders("init"), [""; 0]);
    unstick(&sandbox, &source);
    goes_on(&sandbox);
    let told = "the run ended while it was at `generate`";
    assert_eq!(state(&sandbox)["rounds"][0]["reason"], told);
}

#[test]
fn interrupted_the_next_run_goes_on() {
    let (sandbox, terraform) = prepared(&estate());
    let (run, source) = stuck(&sandbox);
    run.interrupt();
    // It looks up from its work when it can read on.
    let writer = thread::spawn({
        let source = source.clone();
        move || fs::write(source, "")
    });
    assert_eq!(run.code(), Some(130));
    writer.join().expect("a thread").expect("a reader");
    assert_eq!(of_rounds(&state(&sandbox), "verdict"), [json!("interrupted")]);
    assert_eq!(terraform.folders("init"), [""; 0], "no Terraform is started any more");
    unstick(&sandbox, &source);
    goes_on(&sandbox);
}

#[test]
fn killed_while_somebody_else_generates_the_next_run_goes_on() {
    let (sandbox, _) = prepared(&estate());
    let generator = slow(&sandbox);
    let told = [&STABLE[..], &["--generator", &generator]].concat();
    let run = Started::new(&sandbox, "first", &told);
    run.reaches(&sandbox, "generate", || is_at_the_gate(&sandbox)).kill();
    assert_eq!(state(&sandbox)["running"]["iteration"], 1);
    open_gate(&sandbox);
    let half = sandbox.path().join("demos/iteration1/half.tf.json");
    super::until(|| !half.exists());
    goes_on(&sandbox);
}

#[test]
fn interrupted_while_somebody_else_generates_it_is_an_interruption() {
    let (sandbox, _) = prepared(&estate());
    let generator = slow(&sandbox);
    let told = [&STABLE[..], &["--generator", &generator]].concat();
    let run = Started::new(&sandbox, "first", &told);
    let run = run.reaches(&sandbox, "generate", || is_at_the_gate(&sandbox));
    run.interrupt();
    let said = sandbox.home().join("first");
    assert_eq!(
        run.code(),
        Some(130),
        "{}",
        fs::read_to_string(said).unwrap_or_default()
    );
    let interrupted = state(&sandbox);
    assert_eq!(of_rounds(&interrupted, "verdict"), [json!("interrupted")]);
    let told = "interrupted while it was at `generate`";
    assert_eq!(interrupted["rounds"][0]["reason"], told);
    assert_eq!(interrupted["running"], Value::Null);
    fs::remove_file(sandbox.path().join("demos/iteration1/half.tf.json")).expect("what the generator left");
    goes_on(&sandbox);
}
