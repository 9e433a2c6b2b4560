//! Killed or interrupted at any stage: the next run goes on with the right number and a true state.

mod analyze;
mod generate;
mod orphan;

use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use atg_e2e::Sandbox;
use atg_e2e::terraform::{Terraform, executable, provider, real};
use serde_json::{Value, json};

use super::{PACK, document, estate, iterate, of_rounds, state, write};

/// What most runs here are told.
const STABLE: [&str; 3] = ["--until-stable", "--schema-pack", PACK];

/// Lines of a shell script that wait while the gate is closed, and write down their process.
fn at_the_gate(sandbox: &Sandbox) -> String {
    let gate = sandbox.home().join("slow/gate");
    fs::create_dir_all(sandbox.home().join("slow")).expect("a folder");
    fs::write(&gate, "").expect("a gate");
    format!(
        "  echo $$ > '{gate}.new' && mv '{gate}.new' '{gate}.pid'\n  i=0\n  \
         while [ -e '{gate}' ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i+1)); done\n",
        gate = gate.display(),
    )
}

fn open_gate(sandbox: &Sandbox) {
    let _ = fs::remove_file(sandbox.home().join("slow/gate"));
}

/// Whether somebody waits at the gate.
fn is_at_the_gate(sandbox: &Sandbox) -> bool {
    sandbox.home().join("slow/gate.pid").exists()
}

/// A Terraform that waits at a subcommand until it is let go.
fn waiting(sandbox: &mut Sandbox, at: &str) -> Terraform {
    let program = sandbox.home().join("slow/terraform");
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = {at} ]; then\n  trap 'exit 130' INT TERM\n{}fi\nexec '{}' \"$@\"\n",
        at_the_gate(sandbox),
        real().display()
    );
    executable(&program, &script);
    Terraform::with(sandbox, &program, &provider())
}

/// A run of its own process group, as a terminal makes it.
struct Started {
    child: Child,
    name: &'static str,
}

impl Started {
    /// Starts `atg iterate` over `source.jsonl`; what it says goes into a file of this name.
    fn new(sandbox: &Sandbox, name: &'static str, more: &[&str]) -> Started {
        let mut command = sandbox.command(&["iterate", "--source", "arg:source.jsonl"]);
        command.args(more).process_group(0).stdout(Stdio::null());
        command.stderr(File::create(sandbox.home().join(name)).expect("a file"));
        let child = command.spawn().expect("atg starts");
        Started { child, name }
    }

    /// Waits until the state says that it is at a stage, and until something else holds too.
    fn reaches(mut self, sandbox: &Sandbox, stage: &str, there: impl Fn() -> bool) -> Started {
        until(|| {
            assert_eq!(self.child.try_wait().expect("a child"), None, "{}", self.said(sandbox));
            let text = fs::read_to_string(sandbox.path().join("demos/iteration_state.json")).unwrap_or_default();
            // It is replaced as a whole, so that whoever looks sees one that can be read.
            let state: Value = serde_json::from_str(if text.is_empty() { "{}" } else { &text }).expect("a state");
            state["running"]["stage"] == stage && there()
        });
        self
    }

    /// What it said so far on standard error.
    fn said(&self, sandbox: &Sandbox) -> String {
        fs::read_to_string(sandbox.home().join(self.name)).unwrap_or_default()
    }

    /// Kills it, and nothing that it has started.
    fn kill(mut self) {
        signal("-9", &self.child.id().to_string());
        self.child.wait().expect("atg ends");
    }

    /// What Ctrl-C does in a terminal: all of the group are told.
    fn interrupt(&self) {
        signal("-INT", &format!("-{}", self.child.id()));
    }

    fn code(mut self) -> Option<i32> {
        self.child.wait().expect("atg ends").code()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // Only of a test that failed: every other has waited for its end.
        let _ = self.child.kill();
    }
}

/// Starts a run and waits until its state says that it is at a stage, and Terraform is there.
fn started(sandbox: &Sandbox, stage: &str) -> Started {
    Started::new(sandbox, "first", &STABLE).reaches(sandbox, stage, || is_at_the_gate(sandbox))
}

/// Waits for something; a minute is long enough on any machine.
fn until(mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < Duration::from_secs(60), "it did not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn signal(name: &str, process: &str) {
    let sent = Command::new("kill").args([name, "--", process]).status().expect("kill");
    assert!(sent.success());
}

/// The process that waits at the gate.
fn process_at_the_gate(sandbox: &Sandbox) -> String {
    let text = fs::read_to_string(sandbox.home().join("slow/gate.pid")).expect("a process");
    text.trim().to_owned()
}

/// The next run takes the number after the one that was cut short in the first round, and three passes make it stable.
#[track_caller]
fn goes_on(sandbox: &Sandbox) {
    iterate(sandbox, &STABLE).exits(0);
    went_on(sandbox);
}

#[track_caller]
fn went_on(sandbox: &Sandbox) {
    let state = state(sandbox);
    let verdicts = ["interrupted", "passed", "fixed-point", "fixed-point"].map(|word| json!(word));
    assert_eq!(of_rounds(&state, "verdict"), verdicts);
    assert_eq!(of_rounds(&state, "iteration"), [1, 2, 3, 4].map(|number| json!(number)));
    assert_eq!((&state["running"], &state["iteration"]), (&Value::Null, &json!(4)));
    nothing_is_half(sandbox);
}

/// No file of a run is half-written: each has its own name and can be read.
#[track_caller]
fn nothing_is_half(sandbox: &Sandbox) {
    let demos = sandbox.path().join("demos");
    let folders = fs::read_dir(&demos)
        .expect("demos")
        .map(|entry| entry.expect("an entry").path());
    let folders = folders.filter(|path| path.is_dir()).chain([demos.clone()]);
    for path in folders.flat_map(|folder| fs::read_dir(folder).expect("a folder")) {
        let path = path.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(!name.ends_with(".part") && name != ".all-at-once", "{}", path.display());
        if name.ends_with(".json") {
            let text = fs::read_to_string(&path).expect("a file");
            assert!(
                serde_json::from_str::<Value>(&text).is_ok(),
                "{}: {text}",
                path.display()
            );
        }
    }
}

#[test]
fn killed_while_terraform_runs_the_next_run_goes_on() {
    for stage in ["init", "validate"] {
        let mut sandbox = Sandbox::new();
        write(&sandbox, &estate());
        let terraform = waiting(&mut sandbox, stage);
        started(&sandbox, stage).kill();
        open_gate(&sandbox);
        let before = state(&sandbox);
        assert_eq!(before["running"]["iteration"], 1, "{stage}");
        goes_on(&sandbox);
        let told = format!("the run ended while it was at `{stage}`");
        assert_eq!(state(&sandbox)["rounds"][0]["reason"], told);
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
        let run = started(&sandbox, stage);
        signal("-9", &process_at_the_gate(&sandbox));
        assert_eq!(run.code(), Some(3), "{stage}");
        open_gate(&sandbox);
        let killed = state(&sandbox);
        assert_eq!(of_rounds(&killed, "verdict"), [json!("failed")], "{stage}");
        assert_eq!(killed["rounds"][0]["errors"][stage], 1, "{stage}");
        assert_eq!(killed["rounds"][0]["validated"], false, "{stage}");
        assert_eq!(killed["running"], Value::Null, "{stage}");
        let said = document(&sandbox, 1, "validate.json")["diagnostics"].clone();
        let told = format!("`terraform {stage}` was killed by signal 9");
        let is_told = |one: &Value| one["summary"] == told;
        assert!(said.as_array().expect("diagnostics").iter().any(is_told), "{said}");
        iterate(&sandbox, &STABLE).exits(0);
        let after = state(&sandbox);
        assert_eq!(
            (&after["consecutive_passes"], &after["iteration"]),
            (&json!(3), &json!(4)),
            "{stage}"
        );
        nothing_is_half(&sandbox);
    }
}

#[test]
fn interrupted_while_terraform_runs_nothing_is_lost() {
    for stage in ["init", "validate"] {
        let mut sandbox = Sandbox::new();
        write(&sandbox, &estate());
        waiting(&mut sandbox, stage);
        let run = started(&sandbox, stage);
        run.interrupt();
        assert_eq!(run.code(), Some(130), "{stage}");
        open_gate(&sandbox);
        let interrupted = state(&sandbox);
        assert_eq!(of_rounds(&interrupted, "verdict"), [json!("interrupted")], "{stage}");
        let told = format!("interrupted while it was at `{stage}`");
        assert_eq!(interrupted["rounds"][0]["reason"], told);
        assert_eq!(interrupted["running"], Value::Null, "{stage}");
        goes_on(&sandbox);
    }
}

#[test]
fn two_at_once_in_one_folder_are_told() {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    waiting(&mut sandbox, "init");
    let run = started(&sandbox, "init");
    let second = iterate(&sandbox, &["--schema-pack", PACK]).exits(1);
    let told = second.stderr();
    assert!(told.contains("error: another atg is at work in `demos`"), "{told}");
    let holder = format!("caused by: process {}, since", run.child.id());
    assert!(told.contains(&holder), "{told}");
    open_gate(&sandbox);
    assert_eq!(run.code(), Some(0));
    assert_eq!(state(&sandbox)["iteration"], 3);
}
