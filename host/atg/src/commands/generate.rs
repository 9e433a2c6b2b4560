//! `atg generate`, and what `atg iterate --dry-run` foresees.

use std::path::Path;

use atg_core::mapping::Mapping;
use atg_terraform::generate::Yield;
use atg_terraform::process::Interrupts;
use atg_workflow::generation::{self, YIELD};
use atg_workflow::iterate::{Generation, Source};

use super::Context;
use crate::args::{GenerateArguments, GenerationArguments, RoundsFormat};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::interrupt;
use crate::iterating::{self, Documents, Named};

/// Generates into a folder and shows the yield.
pub(crate) fn run(arguments: &GenerateArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let documents = Documents::read(context)?;
    let folder = &arguments.output;
    std::fs::create_dir_all(folder).map_err(|error| Error::write(folder, error))?;
    let mut entries = std::fs::read_dir(folder).map_err(|error| Error::read(folder, error))?;
    if entries.next().is_some() {
        return Err(Error::failed(format!("`{}` is not empty", folder.display()))
            .hint("name a new folder; nothing that is there is overwritten"));
    }
    let yields = generate(&arguments.generation, arguments.iteration, folder, &documents, context)?;
    if arguments.format == RoundsFormat::Json {
        let path = folder.join(YIELD);
        context
            .printer
            .data(&std::fs::read(&path).map_err(|error| Error::read(&path, error))?)?;
    } else {
        show(&yields, context)?;
        context.printer.line(&format!(
            "Written to {}; {YIELD} tells of every resource.",
            folder.display()
        ))?;
    }
    let empty = yields.counts.emitted + yields.counts.merged == 0;
    Ok(if empty { ExitCode::NotMet } else { ExitCode::Done })
}

/// Generates into a folder that goes away, and shows what would come of it.
pub(super) fn foresee(
    arguments: &GenerationArguments,
    iteration: Option<u32>,
    documents: &Documents,
    context: &Context<'_>,
) -> Result<ExitCode, Error> {
    let demos = &context.settings.demos;
    let highest = atg_workflow::demos::numbers(demos).last().copied().unwrap_or(0);
    let known = atg_workflow::state::peek(demos)?.map_or(0, |state| state.iteration);
    let number = iteration.unwrap_or_else(|| highest.max(known).saturating_add(1));
    let folder = tempfile::tempdir().map_err(|error| Error::failed("cannot make a temporary folder").because(error))?;
    let yields = generate(arguments, number, folder.path(), documents, context)?;
    show(&yields, context)?;
    let place = demos.join(format!("iteration{number}"));
    context.printer.line(&format!(
        "Nothing was written; the next round would be {}.",
        place.display()
    ))?;
    Ok(ExitCode::Done)
}

fn generate(
    arguments: &GenerationArguments,
    iteration: u32,
    folder: &Path,
    documents: &Documents,
    context: &Context<'_>,
) -> Result<Yield, Error> {
    let settings = &context.settings.generation;
    let source = Named {
        spelling: &arguments.source,
        context,
    };
    let generation = Generation {
        mapping: &documents.mapping,
        pack: documents.pack.as_ref(),
        overlay: &settings.overlay,
        target_subscription: settings.target_subscription.as_deref(),
        target_tenant: settings.target_tenant_id.as_deref(),
        backend: documents.backend.as_ref(),
        write_only: true,
        outside: None,
        types: &documents.types,
    };
    let overlay = generation::overlay(&settings.overlay)?;
    let snapshot = source.open(&Mapping::default())?;
    let interrupts: &dyn Interrupts = interrupt::finishes();
    context.progress.begin("generating");
    let effects = (interrupts, context.settings.threads());
    let yields = generation::generate(&snapshot, &generation, &overlay, iteration, folder, effects);
    context.progress.end();
    Ok(yields?)
}

fn show(yields: &Yield, context: &Context<'_>) -> Result<(), Error> {
    context
        .printer
        .lines(&iterating::yields(yields, usize::from(context.printer.console.width)))
}
