//! `atg __compile`: one component in, compiled code out, in a process that may be killed.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

/// The word by which the runtime starts it; people have no use for it.
pub(crate) const NAME: &str = "__compile";

/// Compiles what stands on standard input. Its words and exit codes are between the runtime and itself.
pub(crate) fn run() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(2).collect();
    ExitCode::from(atg_plugins::compile_child(
        &words,
        &mut io::stdin().lock(),
        &mut io::stdout().lock(),
    ))
}
