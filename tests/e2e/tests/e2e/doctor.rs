//! `atg doctor`: each line is `ok`, or what to run.

use atg_e2e::Sandbox;
use atg_e2e::terraform::{executable, real};

/// The line about something.
fn line_of(run: &atg_e2e::Run, what: &str) -> String {
    let text = run.stdout();
    let mut lines = text.lines();
    let found = lines.find(|line| line.split_whitespace().nth(1) == Some(what));
    found
        .unwrap_or_else(|| panic!("no line about {what}: {run}"))
        .to_owned()
}

#[test]
fn terraform_is_asked_for_its_version() {
    let mut sandbox = Sandbox::new();
    sandbox.set("ATG_TERRAFORM", &real().display().to_string());
    let line = line_of(&sandbox.line("atg doctor"), "terraform");
    assert!(line.starts_with("ok "), "{line}");

    let old = sandbox.home().join("tools/terraform");
    executable(
        &old,
        "#!/bin/sh\necho '{\"terraform_version\":\"1.2.0\",\"platform\":\"linux_amd64\"}'\n",
    );
    sandbox.set("ATG_TERRAFORM", &old.display().to_string());
    let run = sandbox.line("atg doctor").exits(1);
    let line = line_of(&run, "terraform");
    assert!(line.starts_with("! ") && line.contains("1.2.0"), "{line}");
    assert!(run.stdout().contains("install a newer Terraform"), "{run}");
}

#[test]
fn without_terraform_it_says_what_needs_one() {
    let mut sandbox = Sandbox::new();
    sandbox.set("PATH", &sandbox.home().display().to_string());
    let line = line_of(&sandbox.line("atg doctor"), "terraform");
    assert!(line.starts_with("- ") && line.contains("`atg iterate` needs"), "{line}");
}
