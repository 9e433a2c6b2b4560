//! The process that compiles plugins, for the tests: what `atg __compile` is for the binary.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    ExitCode::from(atg_plugins::compile_child(
        &arguments,
        &mut io::stdin().lock(),
        &mut io::stdout().lock(),
    ))
}
