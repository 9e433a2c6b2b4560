//! `cargo xtask test`: everything that must pass before a change lands, cheapest first.

use std::process::{Command, Stdio};

use crate::chore::{self, Chore, Failure, step};
use crate::{bans, errors, setup, wit};

/// What to run where Chromium is missing.
pub(crate) const CHROMIUM_HINT: &str = "apt-get install chromium";

/// The steps in their order. A step can be named on the command line to run it alone.
const STEPS: [&str; 8] = [
    "format", "bans", "contract", "errors", "build", "lints", "tests", "browser",
];

/// Runs all steps, or the named ones.
pub(crate) fn run(chore: &Chore, named: &[String]) -> Result<(), Failure> {
    if let Some(unknown) = named.iter().find(|name| !STEPS.contains(&name.as_str())) {
        return Err(format!("there is no step `{unknown}`; there are {}", STEPS.join(", ")).into());
    }
    setup::run_quietly(chore)?;
    for name in STEPS
        .into_iter()
        .filter(|name| named.is_empty() || named.iter().any(|wanted| wanted == name))
    {
        step(name, || one(chore, name))?;
    }
    Ok(())
}

fn one(chore: &Chore, name: &str) -> Result<(), Failure> {
    match name {
        "format" => chore::run(&mut chore.cargo(&["fmt", "--all", "--check"])),
        "bans" => bans::check(chore),
        "contract" => wit::check(chore.root()),
        "errors" => errors::check(chore),
        "build" => chore.build_all(),
        "lints" => chore::run(&mut chore.cargo(&[
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ])),
        "tests" => chore::run(&mut chore.cargo(&["test", "--release", "--workspace", "--no-fail-fast"])),
        "browser" => browser(chore),
        _ => unreachable!("every name in STEPS has its arm"),
    }
}

/// The HTML report in a real browser. Never skipped: a machine without one is told what to install.
fn browser(chore: &Chore) -> Result<(), Failure> {
    let Some(chromium) = chromium() else {
        return Err(
            format!("the browser suite needs Chromium on PATH (or ATG_TEST_CHROMIUM=PATH): `{CHROMIUM_HINT}`").into(),
        );
    };
    let mut command = chore.command("node", &["tests/browser/run.mjs"]);
    command
        .env("ATG_TEST_CHROMIUM", chromium)
        .env("ATG_TEST_ATG", chore.atg());
    chore::run(&mut command)
}

/// The browser to use: `ATG_TEST_CHROMIUM`, else the first that PATH has.
pub(crate) fn chromium() -> Option<String> {
    if let Ok(path) = std::env::var("ATG_TEST_CHROMIUM") {
        return Some(path);
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .map(str::to_owned)
        .find(|name| {
            Command::new(name)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|s| s.success())
        })
}
