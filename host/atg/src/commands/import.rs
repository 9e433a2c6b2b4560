//! `atg import`

use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::terraform::UNKNOWN_SUBSCRIPTION;
use atg_graph::NewScan;

use super::Context;
use crate::args::ImportArguments;
use crate::errors::Error;
use crate::estates;
use crate::exit_code::ExitCode;
use crate::listing::counted;
use crate::sources::Opener;
use crate::store;

/// Reads a source as it is and keeps it.
pub(crate) fn run(arguments: &ImportArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    store::check(context)?;
    let opener = Opener {
        context,
        mapping: &Mapping::default(),
        filter: &Filter::default(),
    };
    let snapshot = opener.one(&arguments.source, Side::Source)?;
    let subscription = snapshot
        .scope
        .subscription_id
        .as_deref()
        .filter(|id| *id != UNKNOWN_SUBSCRIPTION);
    let Some(scope) = arguments.scope.as_deref().or(subscription) else {
        return Err(Error::usage(format!(
            "`{}` does not say of which subscription it is",
            arguments.source
        ))
        .hint("name the scope to keep it under: `--as production`"));
    };
    let store = store::open_or_create(context)?;
    let (now, writer) = (
        context.effects.clock.now().to_string(),
        format!("process {}", std::process::id()),
    );
    let scan = NewScan {
        scope,
        now: &now,
        writer: &writer,
        threads: context.settings.threads(),
    };
    let total = estates::bytes(&snapshot);
    let told = opener.told(&format!("storing {scope}"), total);
    let stored = atg_graph::import(&store, &snapshot, &scan, &told);
    context.progress.end();
    let stored = stored?;
    context.printer.note(&format!(
        "stored as `{}`: {}, {}, {}, {}",
        stored.spelling(),
        counted(stored.resources, "resource"),
        counted(stored.relationships, "relationship"),
        counted(stored.resource_groups, "resource group"),
        counted(stored.resource_types, "type"),
    ));
    Ok(ExitCode::Done)
}
