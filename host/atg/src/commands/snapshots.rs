//! `atg snapshots …`

use atg_core::identity::Side;
use atg_graph::{GraphError, GraphStore, StoredSnapshot, Unusable};
use serde_json::json;

use super::{Context, compare};
use crate::args::{ListFormat, SnapshotsArguments, SnapshotsCommand};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::listing::{self, Column, bytes, count, counted};
use crate::{ages, store};

/// Runs one of the commands.
pub(crate) fn run(arguments: &SnapshotsArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    match &arguments.command {
        SnapshotsCommand::List { scope, format } => list(scope.as_deref(), *format, context)?,
        SnapshotsCommand::Show { snapshot, format } => show(snapshot, *format, context)?,
        SnapshotsCommand::Prune { keep, scope } => prune(*keep, scope.as_deref(), context)?,
        SnapshotsCommand::Diff { a, b, format, output } => {
            return compare::everything(a, b, format.as_deref(), output.as_deref(), context);
        }
    }
    Ok(ExitCode::Done)
}

fn list(scope: Option<&str>, format: ListFormat, context: &Context<'_>) -> Result<(), Error> {
    let stored = stored(scope, context)?;
    if format == ListFormat::Json {
        return context.printer.json(&stored);
    }
    if stored.is_empty() {
        let place = context.settings.graph.display();
        context.printer.note(&format!(
            "nothing is stored in `{place}` yet; `atg import SOURCE` fills it"
        ));
        return Ok(());
    }
    let columns = [
        Column::Left("SNAPSHOT"),
        Column::Left("TAKEN (UTC)"),
        Column::Right("RESOURCES"),
        Column::Right("TYPES"),
    ];
    let row = |one: &StoredSnapshot| {
        vec![
            one.spelling(),
            ages::minute(one.seen_at()),
            count(one.resources),
            count(one.resource_types),
        ]
    };
    context
        .printer
        .lines(&listing::lines(&columns, &stored.iter().map(row).collect::<Vec<_>>()))
}

/// All snapshots, or those of one scope; a store that is not there yet holds none.
fn stored(scope: Option<&str>, context: &Context<'_>) -> Result<Vec<StoredSnapshot>, Error> {
    let store = match store::open(context) {
        Err(Error::Graph(GraphError::Unusable {
            what: Unusable::Missing,
            ..
        })) if scope.is_none() => return Ok(Vec::new()),
        opened => opened?,
    };
    let names = match scope {
        Some(name) => vec![store::find(&store, name, context)?.scope],
        None => store.scopes()?.into_iter().map(|scope| scope.name).collect(),
    };
    let of_each: Result<Vec<_>, GraphError> = names.iter().map(|name| store.snapshots(name)).collect();
    Ok(of_each?.concat())
}

fn show(name: &str, format: ListFormat, context: &Context<'_>) -> Result<(), Error> {
    let store = store::open(context)?;
    let stored = store::find(&store, name, context)?;
    let by_type = store.counts(&stored)?;
    let (mapping, filter) = Default::default();
    let opener = crate::sources::Opener {
        context,
        mapping: &mapping,
        filter: &filter,
    };
    let told = context.progress.task(&format!("loading {name}"), None);
    let snapshot = store.load(&stored, name, opener.options(Side::Source, &told))?;
    context.progress.end();
    if format == ListFormat::Json {
        let mut shown = json!(stored);
        shown["by_type"] = by_type.into_iter().map(|(name, count)| (name, json!(count))).collect();
        shown["coverage"] = json!(snapshot.coverage.types);
        shown["read"] = json!(snapshot.read);
        return context.printer.json(&shown);
    }
    let facts = [
        ("snapshot", stored.spelling()),
        ("title", stored.title.clone()),
        ("subscription", stored.subscription_id.clone().unwrap_or_default()),
        ("tenant", stored.tenant_id.clone().unwrap_or_default()),
        (
            "taken",
            stored.taken_at.as_deref().map(ages::minute).unwrap_or_default(),
        ),
        ("stored", ages::minute(&stored.stored_at)),
        ("resources", count(stored.resources)),
        ("relationships", count(stored.relationships)),
        ("groups", count(stored.resource_groups)),
    ];
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        context.printer.line(&format!("{name:14} {fact}"))?;
    }
    context.printer.line("")?;
    let rows: Vec<_> = by_type
        .iter()
        .map(|(name, number)| vec![name.clone(), count(*number)])
        .collect();
    context.printer.lines(&listing::lines(
        &[Column::Left("TYPE"), Column::Right("RESOURCES")],
        &rows,
    ))?;
    let unseen = snapshot.coverage.types.iter();
    let unseen: Vec<_> = unseen
        .map(|(name, of)| vec![name.clone(), of.state.word().to_owned(), of.detail.clone()])
        .collect();
    if !unseen.is_empty() {
        let columns = [Column::Left("COVERAGE"), Column::Left("STATE"), Column::Left("WHY")];
        context.printer.line("")?;
        context.printer.lines(&listing::lines(&columns, &unseen))?;
    }
    Ok(())
}

fn prune(keep: u32, scope: Option<&str>, context: &Context<'_>) -> Result<(), Error> {
    let store = store::open(context)?;
    let scope = scope
        .map(|name| store::find(&store, name, context))
        .transpose()?
        .map(|found| found.scope);
    let scopes = store.scopes()?.into_iter();
    let old: u64 = scopes
        .filter(|one| scope.as_ref().is_none_or(|name| one.name == *name))
        .map(|one| one.snapshots.saturating_sub(u64::from(keep.max(1))))
        .sum();
    if old > 0
        && !context
            .printer
            .confirm(&format!("remove {}?", counted(old, "snapshot")))
    {
        context.printer.note("nothing was removed");
        return Ok(());
    }
    let pruned = store.prune(keep, scope.as_deref(), &context.effects.clock.now().to_string())?;
    let abandoned = match pruned.abandoned {
        0 => String::new(),
        some => format!(" and {}", counted(some, "abandoned scan")),
    };
    let removed = counted(pruned.snapshots, "snapshot");
    context
        .printer
        .note(&format!("removed {removed}{abandoned}, {} freed", bytes(pruned.bytes)));
    Ok(())
}
