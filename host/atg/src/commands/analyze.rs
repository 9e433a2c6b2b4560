//! `atg analyze`

use atg_core::mapping::Mapping;
use atg_workflow::explain::Recorded;
use atg_workflow::inspect::{self, Inspection, Known, Subject};
use atg_workflow::iterate::Source;
use atg_workflow::{analysis, demos, generation, intake, state};

use super::Context;
use super::iterate::Asked;
use crate::args::{Accept, AnalyzeArguments, RoundsFormat};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::iterating::{self, Named};
use crate::plugins::Plugins;
use crate::sources::iteration_folder;

/// Looks at an iteration or at files, says what is wrong, and takes fixes where that is wanted.
pub(crate) fn run(arguments: &AnalyzeArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let overlay_path = &context.settings.generation.overlay;
    let plugins = Plugins::find(context)?;
    let pack = iterating::pack(context)?;
    let mut subjects = subjects(arguments, context)?;
    let overlay = generation::overlay(overlay_path)?;
    let source = arguments.iteration.and_then(|number| source(number, context));
    let known = Known {
        overlay: &overlay,
        source: source.as_ref().map(|(snapshot, sources)| (&**snapshot, sources)),
        pack: pack.as_ref(),
    };
    let inspection = inspect::inspect(&mut subjects, arguments.phase.as_deref(), &known, &Asked(&plugins));
    match arguments.format {
        RoundsFormat::Json => context.printer.json(&iterating::inspected(&subjects, &inspection))?,
        RoundsFormat::Table => {
            context
                .printer
                .lines(&iterating::inspection(&subjects, &inspection, context.printer))?;
        }
    }
    if arguments.apply
        && let Some(subject) = subjects.last()
    {
        apply(arguments, subject, &inspection, &known, context)?;
    }
    Ok(plugins.exit_code())
}

fn subjects(arguments: &AnalyzeArguments, context: &Context<'_>) -> Result<Vec<Subject>, Error> {
    if let Some(number) = arguments.iteration {
        iteration_folder(context, number)?;
        let before = demos::numbers(&context.settings.demos)
            .into_iter()
            .rev()
            .find(|other| *other < number);
        // The one before says what went away; a folder of another kind says nothing.
        let before = before.and_then(|number| inspect::iteration(&context.settings.demos, number).ok());
        let current = inspect::iteration(&context.settings.demos, number)?;
        return Ok(before.into_iter().chain([current]).collect());
    }
    let mut subjects = Vec::new();
    for (number, path) in (1..).zip(&arguments.file) {
        let bytes = std::fs::read(path).map_err(|error| Error::read(path, error))?;
        let name = path.display().to_string();
        let intake = intake::read(&name, bytes, arguments.phase.as_deref())?;
        subjects.push(Subject { number, name, intake });
    }
    Ok(subjects)
}

type Opened = (std::sync::Arc<atg_core::snapshot::Snapshot>, analysis::Sources);

/// The source that an iteration was generated from, where it can still be opened.
fn source(number: u32, context: &Context<'_>) -> Option<Opened> {
    let demos = &context.settings.demos;
    let state = state::peek(demos).ok()??;
    let round = state
        .rounds
        .iter()
        .find(|round| round.iteration == number && !round.source.is_empty())?;
    let named = Named {
        spelling: &round.source,
        context,
    };
    let snapshot = named.open(&Mapping::default()).ok()?;
    let recorded = Recorded::read(&demos::folder(demos, number)).ok()??;
    let sources = recorded.sources(&snapshot).ok()?;
    Some((snapshot, sources))
}

/// Shows the fixes as a patch, asks, and takes them.
fn apply(
    arguments: &AnalyzeArguments,
    subject: &Subject,
    inspection: &Inspection,
    known: &Known<'_>,
    context: &Context<'_>,
) -> Result<(), Error> {
    let printer = context.printer;
    let mut changed = known.overlay.clone();
    let at = context.effects.clock.now().to_string();
    let accepts = arguments.accept == Some(Accept::Lossy);
    let decision = inspection.decide(subject, known, &mut changed, &at, accepts);
    printer.line("")?;
    let held_back = analysis::held_back(&decision);
    if !held_back.is_empty() {
        printer.line("What waits for you:")?;
        printer.lines(&iterating::held_back(&held_back, usize::from(printer.console.width)))?;
        printer.line("")?;
    }
    if decision.accepted.is_empty() {
        return printer.line("There is no fix to take.");
    }
    for text in inspect::patches(subject, &decision, &changed) {
        printer.data(crate::printer::clean(&text).as_bytes())?;
    }
    let path = &context.settings.generation.overlay;
    let count = decision.accepted.len();
    let question = format!("Take {count} fixes into {}?", path.display());
    if printer.confirm(&question) {
        generation::write_overlay(path, &changed)?;
        printer.line(&format!(
            "{count} fixes taken into {}; the next round applies them.",
            path.display()
        ))
    } else {
        printer.line("Nothing was changed.")
    }
}
