//! `atg iterate`

use std::str::FromStr;
use std::sync::Arc;

use atg_core::diagnosis::CaseFile;
use atg_core::figures::Percent;
use atg_workflow::events::Observer;
use atg_workflow::iterate::{Analysts, Analyzed, Effects, Ending, Generation, Iterate, Outcome, Wanted, iterate};

use super::Context;
use crate::args::{Accept, IterateArguments, RoundsFormat};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::interrupt;
use crate::iterating::{self, Documents, JsonLines, Lines, Named, Tools};
use crate::plugins::Plugins;

/// Iterates and shows what came of it.
pub(crate) fn run(arguments: &IterateArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    if arguments.auto_deploy {
        return Err(
            Error::usage("`--auto-deploy` needs an atg that deploys, and this one does not")
                .hint("leave it out; a stable iteration is ready for `terraform apply` in its folder"),
        );
    }
    let min_fidelity = Percent::from_str(&arguments.min_fidelity).map_err(|error| {
        Error::usage(format!("`--min-fidelity {}` makes no sense", arguments.min_fidelity))
            .because(error)
            .hint("write a number from 0 to 100")
    })?;
    let documents = Documents::read(context)?;
    if arguments.dry_run {
        return super::generate::foresee(&arguments.generation, arguments.iteration, &documents, context);
    }
    let outside = iterating::outside(&arguments.generation.source, context)?;
    let plugins = Plugins::find(context)?;
    let interrupts = interrupt::finishes();
    let tools = Tools::find(context, interrupts)?;
    let settings = &context.settings.generation;
    let observer: &dyn Observer = match arguments.json_events {
        true => &JsonLines { context },
        false => &Lines { context },
    };
    let outcome = iterate(&Iterate {
        demos: &context.settings.demos,
        source: &Named {
            spelling: &arguments.generation.source,
            context,
        },
        wanted: Wanted {
            iteration: arguments.iteration,
            until_stable: arguments.until_stable,
            threshold: arguments.threshold,
            max_iterations: arguments.max_iterations,
            min_fidelity,
            accepts_lossy: arguments.accept == Some(Accept::Lossy),
        },
        generation: Generation {
            mapping: &documents.mapping,
            pack: documents.pack.as_ref(),
            overlay: &settings.overlay,
            target_subscription: settings.target_subscription.as_deref(),
            target_tenant: settings.target_tenant_id.as_deref(),
            backend: documents.backend.as_ref(),
            write_only: tools.takes_write_only(),
            outside: outside.as_ref().map(|generator| generator as _),
            types: &documents.types,
        },
        tools: atg_workflow::iterate::Tools {
            binary: &tools.binary,
            environment: &tools.environment,
            cache: tools.cache.as_ref(),
        },
        analysts: &Asked(&plugins),
        effects: Effects {
            now: &|| context.effects.clock.now(),
            interrupts,
            observer,
            who: format!("process {}, since {}", std::process::id(), context.effects.clock.now()),
            threads: context.settings.threads(),
        },
    });
    context.progress.end();
    let outcome = outcome?;
    show(&outcome, arguments, context)?;
    let met = if outcome.ending.is_good() {
        ExitCode::Done
    } else {
        ExitCode::NotMet
    };
    Ok(plugins.exit_code().and(met))
}

/// The analyzers of this run.
pub(super) struct Asked<'a>(pub(super) &'a Plugins<'a>);

impl Analysts for Asked<'_> {
    fn analyze(&self, case: &Arc<CaseFile>) -> Vec<Analyzed> {
        self.0.analyze(case).unwrap_or_else(|error| {
            self.0.printer().error(&error);
            Vec::new()
        })
    }
}

fn show(outcome: &Outcome, arguments: &IterateArguments, context: &Context<'_>) -> Result<(), Error> {
    let printer = context.printer;
    if arguments.json_events {
        return Ok(());
    }
    if arguments.format == RoundsFormat::Json {
        return printer.json(outcome);
    }
    if !outcome.rounds.is_empty() {
        printer.lines(&iterating::rounds(&outcome.rounds))?;
        printer.line("")?;
    }
    let words = outcome.ending.words();
    printer.line(&format!("{}: {}.", printer.strong(words), outcome.reason))?;
    if !outcome.ending.is_good() && !outcome.held_back.is_empty() {
        printer.line("")?;
        printer.line("What waits for you:")?;
        printer.lines(&iterating::held_back(
            &outcome.held_back,
            usize::from(printer.console.width),
        ))?;
    }
    if let Some(hint) = next(outcome, context) {
        printer.line("")?;
        printer.line(&hint)?;
    }
    Ok(())
}

/// What to do next.
fn next(outcome: &Outcome, context: &Context<'_>) -> Option<String> {
    let last = outcome.rounds.last()?.iteration;
    let folder = context.settings.demos.join(format!("iteration{last}"));
    Some(match outcome.ending {
        Ending::Stable | Ending::Passed => format!("It is in {}.", folder.display()),
        Ending::Empty | Ending::BelowFidelity => return None,
        _ => format!("`atg analyze --iteration {last}` says more; `--apply` takes fixes that you choose."),
    })
}
