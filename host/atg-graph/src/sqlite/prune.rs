//! Taking out old snapshots, abandoned scans, and the bodies that nobody holds any more.

use super::load::unpack;
use super::{SqliteStore, layout};
use crate::spelling::by_nearness;
use crate::{GraphError, GraphStore, Pruned};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, TransactionBehavior, params};

/// A scan that wrote nothing for so long has no process any more.
const ABANDONED_AFTER: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn prune(store: &SqliteStore, keep: u32, scope: Option<&str>, now: &str) -> Result<Pruned, GraphError> {
    let file = &store.file;
    let fault = |error| file.fault("write to", error);
    let scopes = store.scopes()?;
    if let Some(asked) = scope
        && !scopes.iter().any(|known| known.name.eq_ignore_ascii_case(asked))
    {
        let known = by_nearness(asked, scopes.into_iter().map(|scope| scope.name));
        return Err(GraphError::UnknownScope {
            asked: asked.to_owned(),
            known,
        });
    }
    let before = size(store);
    let mut connection = layout::connect(file).map_err(fault)?;
    // Nobody writes while it is found out what is still held.
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault)?;
    let abandoned = remove_abandoned(&transaction, now).map_err(fault)?;
    let mut doomed = Vec::new();
    for known in scopes
        .iter()
        .filter(|known| scope.is_none_or(|asked| known.name.eq_ignore_ascii_case(asked)))
    {
        doomed.extend(old(&transaction, &known.name, keep.max(1)).map_err(fault)?);
    }
    for id in &doomed {
        remove_columns(&transaction, *id).map_err(fault)?;
    }
    let bodies = if doomed.is_empty() {
        0
    } else {
        remove_bodies(store, &transaction, &doomed)?
    };
    transaction.commit().map_err(fault)?;
    give_back(&connection).map_err(fault)?;
    Ok(Pruned {
        snapshots: doomed.len() as u64,
        abandoned,
        bodies,
        bytes: before.saturating_sub(size(store)),
    })
}

fn size(store: &SqliteStore) -> u64 {
    std::fs::metadata(store.path()).map_or(0, |facts| facts.len())
}

/// Snapshots of a scope beyond the newest, but for those that a scan at work builds on.
fn old(connection: &Connection, scope: &str, keep: u32) -> Result<Vec<i64>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT snapshot.id FROM snapshot JOIN scope ON scope.id = snapshot.scope \
         WHERE scope.name = ?1 AND number IS NOT NULL \
           AND snapshot.id NOT IN (SELECT base FROM snapshot WHERE base IS NOT NULL) \
           AND number NOT IN (SELECT number FROM snapshot AS newer WHERE newer.scope = scope.id \
                              AND number IS NOT NULL ORDER BY number DESC LIMIT ?2)",
    )?;
    statement.query_map(params![scope, keep], |row| row.get(0))?.collect()
}

fn remove_columns(connection: &Connection, id: i64) -> Result<(), rusqlite::Error> {
    connection.execute("DELETE FROM block WHERE snapshot = ?1", [id])?;
    connection.execute("DELETE FROM snapshot WHERE id = ?1", [id])?;
    Ok(())
}

/// Takes out bodies that neither a finished snapshot nor a scan at work holds.
fn remove_bodies(store: &SqliteStore, connection: &Connection, doomed: &[i64]) -> Result<u64, GraphError> {
    let fault = |error| store.file.fault("write to", error);
    let mut statement = connection
        .prepare("SELECT id FROM snapshot WHERE number IS NOT NULL ORDER BY id")
        .map_err(fault)?;
    let staying: Vec<i64> = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(fault)?;
    let end: i64 = connection
        .query_row("SELECT next_body FROM counter", [], |row| row.get(0))
        .map_err(fault)?;
    let mut held = Held::new(end.cast_unsigned());
    // The pool's connections see the store as it was before this transaction; what stays was there already.
    for id in staying.iter().filter(|id| !doomed.contains(id)) {
        let snapshot = unpack(store, *id, "a stored snapshot")?;
        (0..snapshot.len()).for_each(|resource| held.insert(snapshot.body_ref(resource).offset));
    }
    let mut statement = connection
        .prepare(
            "SELECT first, count, snapshot IN (SELECT id FROM snapshot WHERE number IS NULL) FROM batch ORDER BY first",
        )
        .map_err(fault)?;
    let batches: Vec<(i64, i64, bool)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .and_then(Iterator::collect)
        .map_err(fault)?;
    let mut removed = 0;
    for (first, count, at_work) in batches {
        if at_work {
            continue;
        }
        let mut alive = false;
        let mut from = first;
        for id in first..=first + count {
            let kept = id < first + count && held.contains(id.cast_unsigned());
            alive |= kept;
            if kept || id == first + count {
                if from < id {
                    removed += connection
                        .prepare_cached("DELETE FROM body WHERE id >= ?1 AND id < ?2")
                        .and_then(|mut statement| statement.execute([from, id]))
                        .map_err(fault)? as u64;
                }
                from = id + 1;
            }
        }
        if !alive {
            connection
                .execute("DELETE FROM batch WHERE first = ?1", [first])
                .map_err(fault)?;
        }
    }
    Ok(removed)
}

/// A set of ids, one bit each.
struct Held(Vec<u64>);

impl Held {
    fn new(end: u64) -> Held {
        Held(vec![0; usize::try_from(end / 64 + 1).unwrap_or(0)])
    }

    fn insert(&mut self, id: u64) {
        if let Some(word) = self.0.get_mut((id / 64) as usize) {
            *word |= 1 << (id % 64);
        }
    }

    fn contains(&self, id: u64) -> bool {
        self.0
            .get((id / 64) as usize)
            .is_some_and(|word| word >> (id % 64) & 1 == 1)
    }
}

/// Takes out scans that wrote nothing for long; says how many. A time that cannot be read never is old.
pub(super) fn remove_abandoned(connection: &Connection, now: &str) -> Result<u64, rusqlite::Error> {
    let Ok(now) = now.parse::<Timestamp>() else {
        return Ok(0);
    };
    let mut statement = connection.prepare("SELECT id, touched_at FROM snapshot WHERE number IS NULL")?;
    let scans: Vec<(i64, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let old = |touched: &str| {
        touched
            .parse::<Timestamp>()
            .is_ok_and(|touched| now.duration_since(touched) > ABANDONED_AFTER)
    };
    let mut removed = 0;
    for (id, _) in scans.iter().filter(|(_, touched)| old(touched)) {
        remove_scan(connection, *id)?;
        removed += 1;
    }
    Ok(removed)
}

/// Takes out an unfinished scan with the bodies that it brought; no other snapshot can hold those.
pub(super) fn remove_scan(connection: &Connection, id: i64) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare("SELECT first, count FROM batch WHERE snapshot = ?1")?;
    let batches: Vec<(i64, i64)> = statement
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (first, count) in batches {
        connection.execute("DELETE FROM body WHERE id >= ?1 AND id < ?2", [first, first + count])?;
        connection.execute("DELETE FROM batch WHERE first = ?1", [first])?;
    }
    remove_columns(connection, id)
}

/// Gives free pages back to the file system.
fn give_back(connection: &Connection) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare("PRAGMA incremental_vacuum")?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    drop(rows);
    // A reader at work keeps the log from being emptied; then the next one does it.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
