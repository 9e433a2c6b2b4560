//! From packed columns to a snapshot whose bodies stay in the store.

use super::SqliteStore;
use super::scan::{RELATIONSHIPS, ROWS};
use crate::rebuild::{needs_rebuild, rebuild};
use crate::{GraphError, StoredSnapshot};
use atg_core::readers::ReadOptions;
use atg_core::snapshot::{Bodies, PackedHead, Snapshot, Unpacker};
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;

pub(super) fn load(
    store: &SqliteStore,
    stored: &StoredSnapshot,
    name: &str,
    options: ReadOptions<'_>,
) -> Result<Snapshot, GraphError> {
    let reader = store.pool.take()?;
    let done = read(store, &reader.connection, stored.id, name);
    store.pool.give(reader);
    let Some((current, snapshot)) = done? else {
        return Err(GraphError::UnknownSnapshot {
            scope: stored.scope.clone(),
            number: stored.number,
            known: crate::GraphStore::snapshots(store, &stored.scope)?
                .iter()
                .map(|other| other.number)
                .collect(),
        });
    };
    if current && !needs_rebuild(&options) {
        return Ok(snapshot);
    }
    let bodies: Arc<dyn Bodies> = Arc::clone(&store.pool) as _;
    Ok(rebuild(&snapshot, bodies, options)?)
}

/// A snapshot as it was stored.
pub(super) fn unpack(store: &SqliteStore, id: i64, name: &str) -> Result<Snapshot, GraphError> {
    let reader = store.pool.take()?;
    let done = read(store, &reader.connection, id, name);
    store.pool.give(reader);
    match done? {
        Some((_, snapshot)) => Ok(snapshot),
        None => Err(store.file.damaged("a snapshot is gone")),
    }
}

/// Reads head and blocks, and whether the digests are of the current normalisation; `None` where the snapshot is gone.
fn read(
    store: &SqliteStore,
    connection: &Connection,
    id: i64,
    name: &str,
) -> Result<Option<(bool, Snapshot)>, GraphError> {
    let fault = |error| store.file.fault("read from", error);
    // One transaction, so that no pruning comes between the blocks.
    let transaction = connection.unchecked_transaction().map_err(fault)?;
    let head: Option<String> = transaction
        .query_row(
            "SELECT head FROM snapshot WHERE id = ?1 AND number IS NOT NULL",
            [id],
            |row| row.get(0),
        )
        .optional()
        .map_err(fault)?;
    let Some(head) = head else { return Ok(None) };
    let mut head: PackedHead =
        serde_json::from_str(&head).map_err(|error| store.file.damaged(format!("the head of a snapshot: {error}")))?;
    name.clone_into(&mut head.scope.spelling);
    let current = head.is_current();
    let mut unpacker = Unpacker::new(head);
    let mut statement = transaction
        .prepare_cached("SELECT resources, content FROM block WHERE snapshot = ?1 AND part = ?2 ORDER BY number")
        .map_err(fault)?;
    for part in [ROWS, RELATIONSHIPS] {
        let mut blocks = statement.query(params![id, part]).map_err(fault)?;
        while let Some(block) = blocks.next().map_err(fault)? {
            let resources: u32 = block.get(0).map_err(fault)?;
            let content = block
                .get_ref(1)
                .map_err(fault)?
                .as_blob()
                .map_err(|error| fault(error.into()))?;
            match part {
                ROWS => unpacker.push_rows(content)?,
                _ => unpacker.push_edges(resources, content)?,
            }
        }
    }
    let bodies: Arc<dyn Bodies> = Arc::clone(&store.pool) as _;
    Ok(Some((current, unpacker.finish(bodies)?)))
}
