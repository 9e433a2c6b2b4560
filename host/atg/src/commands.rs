//! One file a command: arguments → settings → one library call → print.

mod analyze;
mod compare;
mod compare_iterations;
pub(crate) mod compile;
mod completions;
mod config;
mod demo;
mod doctor;
mod explain;
mod export;
mod fidelity;
mod generate;
mod history;
mod import;
mod iterate;
mod plugin;
mod schema;
mod snapshots;
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
    // This needs no settings, and must work whatever an atg.toml says.
    if let Command::Completions(wanted) = &arguments.command {
        return told(completions::run(wanted, &early(arguments, effects)), arguments, effects);
    }
    let settings = match Settings::resolve(flags(arguments), effects) {
        Ok(settings) => settings,
        Err(error) => return told(Err(error), arguments, effects),
    };
    interrupt::listen();
    let printer = Printer::new(&settings, effects.console, &effects.environment);
    logging::install(&settings, effects.environment.get("ATG_LOG"), printer.colours_errors());
    // Whoever is just deciding about trust need not be told to.
    let deciding = matches!(arguments.command, Command::Trust(_));
    for (warning, hint) in settings.warnings.iter().filter(|_| !deciding) {
        printer.warning(warning, Some(hint));
    }
    let progress = Progress::new(&printer);
    let context = Context {
        effects,
        settings: &settings,
        printer: &printer,
        progress: &progress,
    };
    let outcome = dispatch(&arguments.command, &context);
    progress.end();
    outcome.unwrap_or_else(|error| {
        printer.error(&error);
        error.exit_code()
    })
}

fn dispatch(command: &Command, context: &Context<'_>) -> Result<ExitCode, Error> {
    match command {
        Command::Fidelity(arguments) => fidelity::run(arguments, context),
        Command::Compare(arguments) => compare::run(arguments, context),
        Command::CompareIterations(arguments) => compare_iterations::run(arguments, context),
        Command::History(arguments) => history::run(arguments, context),
        Command::Import(arguments) => import::run(arguments, context),
        Command::Export(arguments) => export::run(arguments, context),
        Command::Snapshots(arguments) => snapshots::run(arguments, context),
        Command::Plugin(arguments) => plugin::run(arguments, context),
        Command::Iterate(arguments) => iterate::run(arguments, context),
        Command::Generate(arguments) => generate::run(arguments, context),
        Command::Analyze(arguments) => analyze::run(arguments, context),
        Command::Explain(arguments) => explain::run(arguments, context),
        Command::Schema(arguments) => schema::run(arguments, context),
        Command::Doctor => doctor::run(context),
        Command::Config(arguments) => config::run(arguments, context),
        Command::Trust(arguments) => trust::run(arguments, context),
        Command::Demo(arguments) => demo::run(arguments, context),
        // Done before there were settings.
        Command::Completions(_) => Ok(ExitCode::Done),
    }
}

fn flags(arguments: &Arguments) -> Flags {
    let mut flags = arguments.global.flags();
    match &arguments.command {
        Command::Fidelity(wanted) => wanted.flags(&mut flags),
        Command::Compare(wanted) => wanted.flags(&mut flags),
        Command::History(wanted) => wanted.flags(&mut flags),
        Command::Export(wanted) => wanted.flags(&mut flags),
        Command::Iterate(wanted) => wanted.flags(&mut flags),
        Command::Generate(wanted) => wanted.flags(&mut flags),
        Command::Analyze(wanted) => wanted.flags(&mut flags),
        _ => {}
    }
    flags
}

fn early(arguments: &Arguments, effects: &Effects) -> Printer {
    Printer::plain(
        effects.console,
        arguments.global.color.unwrap_or(Color::Auto),
        &effects.environment,
    )
}

fn told(outcome: Result<ExitCode, Error>, arguments: &Arguments, effects: &Effects) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        early(arguments, effects).error(&error);
        error.exit_code()
    })
}
