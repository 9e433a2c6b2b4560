//! Killed or interrupted while analyzers look: an analyzer of somebody else that never ends keeps the run there.

use std::fs;
use std::path::PathBuf;

use atg_e2e::Sandbox;
use atg_e2e::terraform::{Terraform, executable, provider, real};
use serde_json::{Value, json};

use super::{Started, nothing_is_half};
use crate::hostile::components::{self, Manifest};
use crate::iterating::{document, estate, iterate, of_rounds, prepared, state, write};

/// The analyzer, as a word of `--plugin`.
fn endless(sandbox: &Sandbox) -> String {
    let path = components::write(&sandbox.home(), &Manifest::analyzer("spins"));
    path.display().to_string()
}

/// The fixes as they lie there, byte for byte.
fn fixes(sandbox: &Sandbox) -> String {
    sandbox.read("demos/fixes.json")
}

/// What tells one fix from the others.
fn places(fixes: &str) -> Vec<[Value; 3]> {
    let fixes: Value = serde_json::from_str(fixes).expect("fixes");
    let fixes = fixes["fixes"].as_array().expect("fixes");
    let place = |fix: &Value| ["kind", "target", "path"].map(|member| fix[member].clone());
    fixes.iter().map(place).collect()
}

/// The rounds begin with these verdicts; then fixes are taken until three pass. Numbers have no gaps.
#[track_caller]
fn went_on_after(sandbox: &Sandbox, verdicts: &[&str]) {
    let state = state(sandbox);
    let all = of_rounds(&state, "verdict");
    let (rest, passes) = all.split_at(all.len() - 3);
    assert_eq!(passes, ["passed", "fixed-point", "fixed-point"].map(|word| json!(word)));
    let (begun, learning) = rest.split_at(verdicts.len());
    assert_eq!(begun, verdicts);
    assert!(learning.iter().all(|verdict| verdict == "failed"), "{all:?}");
    let numbers: Vec<Value> = (1..=all.len()).map(|number| json!(number)).collect();
    assert_eq!(of_rounds(&state, "iteration"), numbers);
    assert_eq!(
        (&state["iteration"], &state["running"]),
        (&json!(all.len()), &Value::Null)
    );
    nothing_is_half(sandbox);
}

/// A Terraform that finds fault with everything, in words that nobody knows, while a file is there.
fn odd(sandbox: &mut Sandbox) -> PathBuf {
    let program = sandbox.home().join("odd/terraform");
    let file = sandbox.home().join("odd/is");
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = validate ] && [ -e '{}' ]; then\n\
         printf '%s' '{{\"format_version\":\"1.0\",\"valid\":false,\"error_count\":1,\"warning_count\":0,\"diagnostics\":[\
         {{\"severity\":\"error\",\"summary\":\"Frobnication refused\",\"detail\":\"The house rule 7 wants more patience here.\"}}]}}'\n\
         exit 1\nfi\nexec '{}' \"$@\"\n",
        file.display(),
        real().display()
    );
    executable(&program, &script);
    Terraform::with(sandbox, &program, &provider());
    file
}

#[test]
fn killed_the_next_run_goes_on_and_keeps_the_fixes() {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    let odd = odd(&mut sandbox);
    // Without a schema pack there is something to learn in the first round.
    iterate(&sandbox, &[]).exits(3);
    let learned = fixes(&sandbox);
    assert!(!places(&learned).is_empty());
    fs::write(&odd, "").expect("a file");
    let plugin = endless(&sandbox);
    let more = ["--until-stable", "--plugin", &plugin, "--plugin-timeout", "10m"];
    let run = Started::new(&sandbox, "first", &more);
    run.reaches(&sandbox, "analyze", || true).kill();
    let killed = state(&sandbox);
    let running = &killed["running"];
    assert_eq!(
        (&running["iteration"], &running["stage"]),
        (&json!(2), &json!("analyze"))
    );
    assert_eq!(fixes(&sandbox), learned);
    assert_eq!(document(&sandbox, 2, "validate.json")["error_count"], 1);
    fs::remove_file(&odd).expect("the file");
    iterate(&sandbox, &["--until-stable"]).exits(0);
    went_on_after(&sandbox, &["failed", "interrupted"]);
    let told = "the run ended while it was at `analyze`";
    assert_eq!(state(&sandbox)["rounds"][1]["reason"], told);
    let kept = places(&fixes(&sandbox));
    assert!(places(&learned).iter().all(|place| kept.contains(place)), "{kept:?}");
}

#[test]
fn interrupted_what_the_others_found_is_kept() {
    let (sandbox, _) = prepared(&estate());
    let plugin = endless(&sandbox);
    let more = ["--until-stable", "--plugin", &plugin, "--plugin-timeout", "5s"];
    let run = Started::new(&sandbox, "first", &more).reaches(&sandbox, "analyze", || true);
    run.interrupt();
    // The round is nearly done, so it is brought to its end.
    assert_eq!(run.code(), Some(130));
    let interrupted = state(&sandbox);
    assert_eq!(of_rounds(&interrupted, "verdict"), [json!("failed")]);
    assert_eq!(interrupted["running"], Value::Null);
    let learned = places(&fixes(&sandbox));
    assert_eq!(interrupted["rounds"][0]["fixes"]["taken"], learned.len());
    assert!(!learned.is_empty());
    iterate(&sandbox, &["--until-stable"]).exits(0);
    went_on_after(&sandbox, &["failed"]);
    let kept = places(&fixes(&sandbox));
    assert!(learned.iter().all(|place| kept.contains(place)), "{kept:?}");
}
