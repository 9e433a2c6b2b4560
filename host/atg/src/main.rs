//! `atg`: says how faithfully one Azure estate replicates another.
//!
//! The binary turns arguments into settings, calls a library, and prints. It knows nothing of what a plugin thinks, of
//! how snapshots are compared or of how they are stored.

mod ages;
mod args;
mod commands;
mod effects;
mod errors;
mod estates;
mod exit_code;
mod formats;
mod history_file;
mod interrupt;
mod iterating;
mod listing;
mod logging;
mod objectives;
mod output;
mod plugins;
mod printer;
mod progress;
mod rendering;
mod settings;
mod sources;
mod store;
mod terminal;
mod tracking;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // Not among the arguments: neither help nor completions should offer it.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|word| word == commands::compile::NAME)
    {
        return commands::compile::run();
    }
    let arguments = match args::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => return args::refuse(&told),
    };
    commands::run(&arguments, &effects::Effects::real()).into()
}
