//! `atg`: says how faithfully one Azure estate replicates another.
//!
//! The binary turns arguments into settings, calls a library, and prints. It knows nothing of what a plugin thinks, of
//! how snapshots are compared or of how they are stored.

mod args;
mod commands;
mod effects;
mod errors;
mod exit_code;
mod interrupt;
mod logging;
mod output;
mod printer;
mod progress;
mod settings;
mod sources;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = match args::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => return args::refuse(&told),
    };
    commands::run(&arguments, &effects::Effects::real()).into()
}
