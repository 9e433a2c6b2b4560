//! Mistakes on the command line: exit 2, and what was probably meant.

use atg_e2e::Sandbox;

use crate::snapshot;

fn refused(lines: &[&str]) -> String {
    let sandbox = Sandbox::new();
    lines
        .iter()
        .map(|line| format!("$ {line}\n{}\n\n", sandbox.line(line).exits(2)))
        .collect()
}

#[test]
fn commands_and_flags() {
    snapshot!(refused(&[
        "atg",
        "atg fidelty",
        "atg fidelity",
        "atg fidelity --source a --target b --trak",
        "atg fidelity --source a --target b --redact some",
        "atg fidelity --source a --target b --quiet --verbose",
        "atg fidelity --source a --target b --fail-under much",
        "atg completions tcsh",
    ]));
}

#[test]
fn values_of_global_flags() {
    snapshot!(refused(&[
        "atg config path --plugin-setting tags",
        "atg config path --plugin-setting tags=3",
        "atg config path --grant tags",
        "atg config path --plugin-timeout soon",
        "atg config path --plugin-memory much",
        "atg config path --graph neo4j://localhost",
        "atg config path --graph ''",
        "atg config path --config nowhere.toml",
    ]));
}
