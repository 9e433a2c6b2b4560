//! `atg completions`

use clap::CommandFactory;

use crate::args::{Arguments, CompletionsArguments};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::printer::Printer;

/// Prints the script.
pub(crate) fn run(arguments: &CompletionsArguments, printer: &Printer) -> Result<ExitCode, Error> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "atg", &mut script);
    printer.data(&script)?;
    Ok(ExitCode::Done)
}
