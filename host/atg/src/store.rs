//! The store of this run: where scans are kept between runs.

use atg_core::identity::Side;
use atg_core::snapshot::Snapshot;
use atg_graph::{GraphError, GraphStore, SqliteStore, StoredSnapshot, Unusable};
use jiff::Timestamp;

use crate::ages;
use crate::commands::Context;
use crate::errors::Error;
use crate::sources::Opener;

/// Opens the store; nothing is made or written.
pub(crate) fn open(context: &Context<'_>) -> Result<SqliteStore, Error> {
    Ok(SqliteStore::open(&context.settings.graph)?)
}

/// Opens the store, or makes it.
pub(crate) fn open_or_create(context: &Context<'_>) -> Result<SqliteStore, Error> {
    Ok(SqliteStore::open_or_create(&context.settings.graph)?)
}

/// Makes sure that what lies at the store's place can be used, before long work begins. Nothing there is fine.
pub(crate) fn check(context: &Context<'_>) -> Result<(), Error> {
    match SqliteStore::open(&context.settings.graph) {
        Err(GraphError::Unusable {
            what: Unusable::Missing,
            ..
        })
        | Ok(_) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The stored snapshot that a name stands for: a scope, a subscription in one, or a profile whose subscription is in one.
pub(crate) fn find(store: &SqliteStore, name: &str, context: &Context<'_>) -> Result<StoredSnapshot, Error> {
    let unknown = match store.find(name) {
        Err(error @ GraphError::UnknownScope { .. }) => error,
        found => return Ok(found?),
    };
    let (profile, number) = name
        .rsplit_once('@')
        .map_or((name, None), |(profile, number)| (profile, Some(number)));
    let profile = context
        .settings
        .profiles
        .get(profile)
        .or_else(|| context.settings.profiles.get(name));
    let Some(subscription) = profile.and_then(|profile| profile.subscription_id()) else {
        return Err(unknown.into());
    };
    let asked = number.map_or_else(|| subscription.to_owned(), |number| format!("{subscription}@{number}"));
    Ok(store.find(&asked)?)
}

/// Loads the stored scan that a SOURCE names, and tells how old it is.
pub(crate) fn load(opener: &Opener<'_>, name: &str, side: Side) -> Result<Snapshot, Error> {
    let context = opener.context;
    let store = open(context).map_err(|error| {
        let hint = error.advice();
        let named = Error::failed(format!("there is no stored scan of `{name}`")).because(error);
        hint.into_iter().fold(named, Error::hint)
    })?;
    let stored = find(&store, name, context)?;
    tell_age(&stored, name, context)?;
    let told = context.progress.task(&format!("loading {name}"), None);
    let snapshot = store.load(&stored, name, opener.options(side, &told));
    context.progress.end();
    Ok(snapshot?)
}

/// Says how old a scan is; one that is older than `--max-age` allows is refused.
fn tell_age(stored: &StoredSnapshot, name: &str, context: &Context<'_>) -> Result<(), Error> {
    let now = context.effects.clock.now();
    let seen = |text: &str| text.parse::<Timestamp>().ok();
    let Some(seen) = seen(stored.seen_at()).or_else(|| seen(&stored.stored_at)) else {
        return Ok(());
    };
    let age = now.duration_since(seen).unsigned_abs();
    let told = ages::told(seen, now);
    if context
        .settings
        .max_age
        .is_some_and(|oldest| age > oldest && seen < now)
    {
        return Err(
            Error::failed(format!("the stored scan of `{name}` is too old: it was taken {told}"))
                .because(format!("`{}` was seen at {seen}", stored.spelling()))
                .hint("import a newer one with `atg import SOURCE`, or allow an older one with `--max-age TIME`"),
        );
    }
    context.printer.note(&format!(
        "{name}: the stored scan `{}`, taken {told}",
        stored.spelling()
    ));
    Ok(())
}
