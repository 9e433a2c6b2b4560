//! `atg schema`

use atg_terraform::schema::build::build;

use super::Context;
use crate::args::{SchemaArguments, SchemaCommand};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::listing::count;
use crate::output::Destination;

/// Builds a schema pack.
pub(crate) fn run(arguments: &SchemaArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let SchemaCommand::Build { checkout, output } = &arguments.command;
    context.progress.begin("reading types");
    let pack = build(checkout, |progress| {
        context.progress.steps(progress.done as u64, progress.total as u64);
    });
    context.progress.end();
    let pack = pack?;
    let mut file = Destination::open(output)?;
    pack.write(&mut file).map_err(|error| Error::write(output, error))?;
    file.finish()?;
    let told = format!("{}: {} types", output.display(), count(pack.len() as u64));
    context.printer.line(&told)?;
    Ok(ExitCode::Done)
}
