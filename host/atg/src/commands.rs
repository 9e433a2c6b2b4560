//! One file a command: arguments → settings → one library call → print.

mod completions;
mod config;
mod trust;

use crate::args::{Arguments, Command};
use crate::effects::Effects;
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::printer::Printer;
use crate::progress::Progress;
use crate::settings::{Color, Flags, Settings};
use crate::{interrupt, logging};

/// What every command has at hand.
pub(crate) struct Context<'a> {
    pub effects: &'a Effects,
    pub settings: &'a Settings,
    pub printer: &'a Printer,
    pub progress: &'a Progress,
}

/// Runs a command to its end and tells what went wrong.
pub(crate) fn run(arguments: &Arguments, effects: &Effects) -> ExitCode {
    // These need no settings, and must work whatever an atg.toml says.
    match &arguments.command {
        Command::Completions(wanted) => return told(completions::run(wanted, &early(arguments, effects)), arguments, effects),
        _ => {}
    }
    let settings = match Settings::resolve(flags(arguments), effects) {
        Ok(settings) => settings,
        Err(error) => return told(Err(error), arguments, effects),
    };
    interrupt::listen();
    let printer = Printer::new(&settings, effects.console, &effects.environment);
    logging::install(&settings, effects.environment.get("ATG_LOG"), printer.colours_errors());
    for (warning, hint) in &settings.warnings {
        printer.warning(warning, Some(hint));
    }
    let progress = Progress::new(&printer);
    let context = Context { effects, settings: &settings, printer: &printer, progress: &progress };
    let outcome = dispatch(&arguments.command, &context);
    progress.end();
    outcome.unwrap_or_else(|error| {
        printer.error(&error);
        error.exit_code()
    })
}

fn dispatch(command: &Command, context: &Context<'_>) -> Result<ExitCode, Error> {
    match command {
        Command::Config(arguments) => config::run(arguments, context),
        Command::Trust(arguments) => trust::run(arguments, context),
        _ => todo!(),
    }
}

fn flags(arguments: &Arguments) -> Flags {
    let mut flags = arguments.global.flags();
    match &arguments.command {
        Command::Fidelity(wanted) => wanted.flags(&mut flags),
        Command::Compare(wanted) => wanted.flags(&mut flags),
        Command::History(wanted) => wanted.flags(&mut flags),
        Command::Export(wanted) => wanted.flags(&mut flags),
        _ => {}
    }
    flags
}

fn early(arguments: &Arguments, effects: &Effects) -> Printer {
    Printer::plain(effects.console, arguments.global.color.unwrap_or(Color::Auto), &effects.environment)
}

fn told(outcome: Result<ExitCode, Error>, arguments: &Arguments, effects: &Effects) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        early(arguments, effects).error(&error);
        error.exit_code()
    })
}
