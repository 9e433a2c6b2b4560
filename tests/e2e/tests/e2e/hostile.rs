//! With every hostile guest, `atg fidelity` prints the right fidelity, names the failure and what to do, ends with exit code
//! 4, and holds on to its memory.

pub(crate) mod components;
mod measured;

use std::path::{Path, PathBuf};
use std::time::Duration;

use atg_e2e::Sandbox;
use atg_tenants::{CANARY, Tenants};
use serde_json::{Value, json};

use self::components::Manifest;
use self::measured::Measured;
use crate::fixtures::{documents, documents_with_canary};

/// What atg may hold, in MiB: an estate of two thousand resources, the built-in plugins, and one guest that took all of the
/// memory that its manifest asks for.
const MEMORY: u64 = 320;

/// A sandbox with the example tenants and a folder for one component.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    sandbox
}

fn fidelity(sandbox: &Sandbox, component: &Path, more: &[&str]) -> Measured {
    let component = component.to_string_lossy();
    let mut words = vec![
        "fidelity",
        "--source",
        "file:source.json",
        "--target",
        "file:target.json",
        "--plugin",
        &component,
    ];
    words.extend(more);
    if !more.contains(&"--format") {
        words.extend(["--format", "json"]);
    }
    measured::run(&mut sandbox.command(&words))
}

/// The fidelity is right whatever the guest did.
#[track_caller]
fn is_right(run: &Measured) -> Value {
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    let report: Value =
        serde_json::from_slice(&run.stdout).unwrap_or_else(|error| panic!("no JSON ({error}):\n{}", run.stderr));
    assert_eq!(report["fidelity"]["overall"], json!(30.8));
    assert_eq!(report["fidelity"]["missing_resources"], json!(1158));
    assert_eq!(report["source"]["resources"], json!(1674));
    assert!(run.peak.is_none_or(|peak| peak <= MEMORY), "held {:?} MiB", run.peak);
    report
}

/// One metric of a report.
#[track_caller]
fn metric<'a>(report: &'a Value, name: &str) -> &'a Value {
    let metrics = report["metrics"].as_array().expect("metrics");
    metrics
        .iter()
        .find(|metric| metric["name"] == name)
        .unwrap_or_else(|| panic!("no metric `{name}` in {metrics:#?}"))
}

/// Runs a hostile metric and checks all that must hold of every one of them.
#[track_caller]
fn fails_as(name: &str, kinds: &[&str]) -> (Measured, Value) {
    fails_with(&Manifest::metric(name), kinds)
}

#[track_caller]
fn fails_with(manifest: &Manifest<'_>, kinds: &[&str]) -> (Measured, Value) {
    let sandbox = sandbox();
    let component = components::write(&sandbox.path(), manifest);
    let run = fidelity(&sandbox, &component, &[]);
    let report = is_right(&run);
    let failure = metric(&report, manifest.name)["failure"].clone();
    let kind = failure["kind"].as_str().unwrap_or_default();
    assert!(
        kinds.contains(&kind),
        "kind `{kind}`, not one of {kinds:?}: {failure:#}"
    );
    assert!(
        failure["hint"].as_str().is_some_and(|hint| !hint.is_empty()),
        "no hint: {failure:#}"
    );
    assert!(
        failure["message"].as_str().is_some_and(|message| !message.is_empty()),
        "no message: {failure:#}"
    );
    assert!(
        run.stderr.contains(manifest.id),
        "standard error does not name `{}`:\n{}",
        manifest.id,
        run.stderr
    );
    assert!(
        run.stderr.contains(kind),
        "standard error does not say `{kind}`:\n{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("hint: "),
        "standard error has no hint:\n{}",
        run.stderr
    );
    assert!(
        run.stderr.len() < 64 << 10,
        "{} bytes on standard error",
        run.stderr.len()
    );
    // The others went on.
    assert_eq!(metric(&report, "resources")["failure"], Value::Null);
    (run, report)
}

#[test]
fn what_spins_is_stopped_at_its_deadline() {
    let (run, _) = fails_as("spins", &["timeout"]);
    assert!(run.took < Duration::from_secs(60), "{:?}", run.took);
}

#[test]
fn what_allocates_without_end_is_stopped() {
    fails_as("allocates", &["memory"]);
}

#[test]
fn what_recurses_without_end_traps() {
    let (_, report) = fails_as("recurses", &["trap"]);
    let frames = metric(&report, "recurses")["failure"]["frames"]
        .as_array()
        .expect("frames")
        .len();
    assert!((1..=64).contains(&frames), "{frames} frames");
}

#[test]
fn what_opens_handles_without_end_is_stopped() {
    fails_as("opens-handles", &["memory", "denied", "timeout", "trap"]);
}

#[test]
fn what_floods_findings_is_stopped_and_the_first_ones_are_kept() {
    let (run, _) = fails_as(
        "floods-findings",
        &["timeout", "bad-output", "denied", "memory", "guest-error"],
    );
    assert!(run.stdout.len() < 64 << 20, "{} bytes of report", run.stdout.len());
}

#[test]
fn one_huge_finding_is_refused() {
    // The manifest's 32 MiB would end it first.
    let manifest = Manifest {
        memory: "192MiB",
        ..Manifest::metric("floods-huge-finding")
    };
    fails_with(
        &manifest,
        &["timeout", "bad-output", "denied", "memory", "guest-error", "trap"],
    );
}

#[test]
fn what_floods_its_breakdown_is_stopped() {
    let (run, _) = fails_as("floods-parts", &["timeout", "bad-output", "denied", "memory"]);
    assert!(run.stdout.len() < 64 << 20, "{} bytes of report", run.stdout.len());
}

#[test]
fn what_floods_the_log_is_stopped() {
    fails_as("floods-log", &["timeout", "bad-output", "denied"]);
}

#[test]
fn a_trap_keeps_what_was_said_before_and_says_where() {
    let (_, report) = fails_as("traps", &["trap"]);
    let traps = metric(&report, "traps");
    let frames = traps["failure"]["frames"].to_string();
    assert!(
        frames.contains("an_instruction_that_traps"),
        "no demangled frame: {frames}"
    );
    assert!(!frames.contains("_ZN") && !frames.contains("_RN"), "mangled: {frames}");
    assert!(
        traps["findings"].to_string().contains("said before the trap"),
        "{traps:#}"
    );
}

#[test]
fn a_panic_says_its_text_and_its_line() {
    let (_, report) = fails_as("panics", &["panic"]);
    let message = metric(&report, "panics")["failure"]["message"]
        .as_str()
        .expect("a message")
        .to_owned();
    assert!(message.contains("lost my head after "), "{message}");
    assert!(
        !message.contains('\u{1b}') && !message.contains('\u{7}'),
        "not cleaned: {message:?}"
    );
    let failure = metric(&report, "panics")["failure"].to_string();
    assert!(failure.contains("fails.rs"), "no place: {failure}");
}

#[test]
fn an_error_of_the_guest_is_told_with_its_subject() {
    let (_, report) = fails_as("returns-error", &["guest-error"]);
    let failure = &metric(&report, "returns-error")["failure"];
    assert!(
        failure["message"]
            .to_string()
            .contains("cannot make sense of this estate"),
        "{failure:#}"
    );
    assert_eq!(failure["subject"], json!("/subscriptions/some-subject"));
}

#[test]
fn a_score_that_cannot_be_is_refused() {
    for name in [
        "claims-more",
        "not-a-number",
        "says-nothing",
        "scores-twice",
        "part-claims-more",
    ] {
        let (_, report) = fails_as(name, &["bad-output"]);
        let metric = metric(&report, name);
        assert!(metric["value"].is_null(), "a refused score is shown: {metric:#}");
    }
}

#[test]
fn nothing_that_a_guest_says_commands_a_terminal() {
    let (run, report) = fails_as("speaks-escapes", &["guest-error"]);
    let sandbox = sandbox();
    let component = components::write(&sandbox.path(), &Manifest::metric("speaks-escapes"));
    let table = fidelity(
        &sandbox,
        &component,
        &["--format", "table", "--color", "always", "--verbose"],
    );
    let texts = [
        run.stderr,
        report.to_string(),
        table.stderr,
        String::from_utf8(table.stdout).expect("UTF-8"),
    ];
    for text in &texts {
        for order in [
            "\u{1b}[2J",
            "\u{1b}]",
            "\u{1b}[8m",
            "\u{202e}",
            "\u{2066}",
            "\u{9b}",
            "\u{7}",
            "\u{8}",
            "\u{0}",
        ] {
            assert!(!text.contains(order), "{order:?} in {text:?}");
        }
    }
    // A line of its own would look as if atg had said it.
    assert!(
        !texts[0]
            .lines()
            .chain(texts[2].lines())
            .any(|line| line.starts_with("forged")),
        "{}\n{}",
        texts[0],
        texts[2]
    );
}

#[test]
fn a_guest_that_takes_long_to_compile_is_given_up() {
    let sandbox = sandbox();
    let bytes = components::that_compiles_slowly(&Manifest::metric("says-nothing").toml());
    let component = components::file(&sandbox.path(), "slow", &bytes);
    let run = fidelity(&sandbox, &component, &[]);
    let report = is_right(&run);
    assert!(
        run.stderr.contains("compil") && run.stderr.contains("hint: "),
        "{}",
        run.stderr
    );
    assert!(run.took < Duration::from_secs(120), "{:?}", run.took);
    assert_eq!(metric(&report, "resources")["failure"], Value::Null);
}

#[test]
fn files_that_are_no_plugin_of_ours_are_explained() {
    let good = Manifest::metric("says-nothing").toml();
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("text", b"this is no WebAssembly".to_vec(), "WebAssembly"),
        ("empty", Vec::new(), "WebAssembly"),
        ("core", components::module().to_vec(), "core module"),
        ("cut", components::component(&good)[..50_000].to_vec(), "cut.wasm"),
        ("newer", components::of_another_version(&good), "0.9.0"),
        ("files", components::that_wants_files(&good), "wasi:filesystem"),
        (
            "manifest",
            components::component("[plugin]\nid = \"Not An Id\"\n"),
            "manifest",
        ),
        (
            "clash",
            components::component(
                &Manifest {
                    id: "metric-resources",
                    ..Manifest::metric("says-nothing")
                }
                .toml(),
            ),
            "metric-resources",
        ),
    ];
    for (name, bytes, word) in cases {
        let sandbox = sandbox();
        let component = components::file(&sandbox.path(), name, &bytes);
        let run = fidelity(&sandbox, &component, &[]);
        assert!(run.stderr.contains(word), "{name}: `{word}` is not in\n{}", run.stderr);
        assert!(run.stderr.contains("hint: "), "{name}: no hint in\n{}", run.stderr);
        is_right(&run);
    }
}

#[test]
fn a_formatter_that_fails_leaves_no_half_document() {
    for name in ["floods-document", "panics-in-document"] {
        let sandbox = sandbox();
        let component = components::write(&sandbox.path(), &Manifest::formatter(name));
        sandbox.write("report.txt", "the report of yesterday");
        let run = fidelity(&sandbox, &component, &["--format", name, "--output", "report.txt"]);
        assert_eq!(run.code, Some(4), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("hint: "), "{name}: {}", run.stderr);
        assert!(
            run.peak.is_none_or(|peak| peak <= MEMORY),
            "{name} held {:?} MiB",
            run.peak
        );
        assert_eq!(sandbox.read("report.txt"), "the report of yesterday", "{name}");
        let shown = format!("{}{}", String::from_utf8_lossy(&run.stdout), run.stderr);
        assert!(shown.contains("30.8"), "{name} hides the fidelity:\n{shown}");
    }
}

#[test]
fn a_guest_never_sees_what_it_did_not_declare() {
    let mut sandbox = Sandbox::new();
    documents_with_canary(&sandbox);
    let cache = sandbox.home().join("cache");
    sandbox.set("XDG_CACHE_HOME", &cache.to_string_lossy());
    let manifest = Manifest {
        reads: "[\"location\"]",
        timeout: "10s",
        memory: "128MiB",
        ..Manifest::metric("peeks")
    };
    let component = components::write(&sandbox.path(), &manifest);
    let run = fidelity(
        &sandbox,
        &component,
        &[
            "--verbose",
            "--verbose",
            "--log-format",
            "json",
            "--output",
            "report.json",
        ],
    );
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    let report = sandbox.read("report.json");
    assert!(report.contains("westeurope"), "it did not see even what it declared");
    assert!(!run.stderr.contains(CANARY) && !String::from_utf8_lossy(&run.stdout).contains(CANARY));
    for file in files(sandbox.home().as_path())
        .into_iter()
        .chain(files(&sandbox.path()))
    {
        if file
            .file_name()
            .is_some_and(|name| name == "source.json" || name == "target.json")
        {
            continue;
        }
        let bytes = std::fs::read(&file).expect("a file");
        assert!(
            !contains(&bytes, CANARY.as_bytes()),
            "the canary is in {}",
            file.display()
        );
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
