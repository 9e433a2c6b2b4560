//! `atg __compile`: one component in, compiled code out, in a process that may be killed.

use std::io;
use std::process::ExitCode;

use crate::args::CompileArguments;

/// Compiles what stands on standard input. Its exit codes are between the runtime and itself.
pub(crate) fn run(arguments: &CompileArguments) -> ExitCode {
    ExitCode::from(atg_plugins::compile_child(
        &arguments.arguments,
        &mut io::stdin().lock(),
        &mut io::stdout().lock(),
    ))
}
