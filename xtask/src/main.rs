//! The project's own chores: `cargo xtask setup | demo | test | bench | errors | wit-check | wit-bindings`.
//!
//! Knows nothing of what atg computes; it starts cargo, rustup, the binary and the tests.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a chore runner talks to the person who started it"
)]

mod bans;
mod bench;
mod chore;
mod demo;
mod errors;
mod setup;
mod suite;
mod terraform;
mod wit;

use std::process::ExitCode;

use chore::Chore;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  setup                 adds what building and testing need: the wasm32-unknown-unknown target, a Terraform
  demo                  builds atg and shows its main job on the example tenants
  test [STEP…]          everything that must pass: format, bans, contract, errors, build, lints, tests, browser
  bench [NAME…]         measures, as ratios in one run; --quick for a small one
  errors [--check]      writes docs/ERRORS.md from the tables of the analyzers, or says whether it is up to date
  wit-check             the contract: released files unchanged, every item documented and dated
  wit-bindings          writes the Rust bindings of the SDK from wit/
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let chore = Chore::here();
    let outcome = match command {
        "setup" => setup::run(&chore),
        "demo" => demo::run(&chore, rest),
        "test" => suite::run(&chore, rest),
        "bench" => bench::run(&chore, rest),
        "errors" => errors::run(&chore, rest),
        "wit-check" => wit::check(chore.root()),
        "wit-bindings" => wit::write_bindings(chore.root()),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("error: there is no `cargo xtask {other}`\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = std::error::Error::source(error.as_ref());
            while let Some(inner) = cause {
                eprintln!("  caused by: {inner}");
                cause = inner.source();
            }
            ExitCode::FAILURE
        }
    }
}
