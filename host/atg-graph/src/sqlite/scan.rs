//! Writing one scan: bodies batch by batch, each batch a transaction of its own, then the columns, then its number.

use super::codec::{PackingDictionary, train};
use super::packing::{KnownBodies, Packing};
use super::{SqliteStore, StoreFile, catalogue, layout, prune};
use crate::{GraphError, NewScan, PackedRows, RowPacker, ScanWriter, StoredSnapshot};
use atg_core::snapshot::{BodyRef, Snapshot};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Resources in a block of columns.
const BLOCK: u32 = 32_000;
/// Parts of a block.
pub(super) const ROWS: i64 = 0;
pub(super) const RELATIONSHIPS: i64 = 1;

pub(super) struct SqliteScan {
    file: Arc<StoreFile>,
    connection: Connection,
    scope: String,
    scope_id: i64,
    id: i64,
    known: Arc<KnownBodies>,
    dictionary: Option<PackingDictionary>,
    finished: bool,
}

impl SqliteScan {
    pub(super) fn begin(store: &SqliteStore, scan: &NewScan<'_>) -> Result<SqliteScan, GraphError> {
        let file = Arc::clone(&store.file);
        let fault = |error| file.fault("write to", error);
        let mut connection = layout::connect(&file).map_err(fault)?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        prune::remove_abandoned(&transaction, scan.now).map_err(fault)?;
        let (scope_id, base, id) = announce(&transaction, scan).map_err(fault)?;
        let dictionary = newest_dictionary(&transaction).map_err(fault)?;
        transaction.commit().map_err(fault)?;
        let mut writer = SqliteScan {
            file: Arc::clone(&store.file),
            connection,
            scope: scan.scope.to_owned(),
            scope_id,
            id,
            known: Arc::default(),
            dictionary,
            finished: false,
        };
        if let Some(base) = base {
            writer.known = Arc::new(KnownBodies::of(
                store,
                &writer.connection,
                (scope_id, scan.scope),
                base,
            )?);
        }
        Ok(writer)
    }

    /// The store's first rows teach a dictionary to all that follow.
    fn learn_dictionary(&mut self, rows: &[&[u8]]) -> Result<(), GraphError> {
        let Some(content) = train(rows) else { return Ok(()) };
        let fault = |error| self.file.fault("write to", error);
        self.connection
            .execute("INSERT INTO dictionary (content) VALUES (?1)", [&content])
            .map_err(fault)?;
        self.dictionary = Some(PackingDictionary::new(self.connection.last_insert_rowid(), &content));
        Ok(())
    }
}

fn announce(transaction: &Transaction<'_>, scan: &NewScan<'_>) -> Result<(i64, Option<i64>, i64), rusqlite::Error> {
    transaction.execute(
        "INSERT INTO scope (name) VALUES (?1) ON CONFLICT DO NOTHING",
        [scan.scope],
    )?;
    let scope: i64 = transaction.query_row("SELECT id FROM scope WHERE name = ?1", [scan.scope], |row| row.get(0))?;
    let last = "SELECT id FROM snapshot WHERE scope = ?1 AND number IS NOT NULL ORDER BY number DESC LIMIT 1";
    let base: Option<i64> = transaction.query_row(last, [scope], |row| row.get(0)).optional()?;
    transaction.execute(
        "INSERT INTO snapshot (scope, base, writer, begun_at, touched_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        params![scope, base, scan.writer, scan.now],
    )?;
    Ok((scope, base, transaction.last_insert_rowid()))
}

fn newest_dictionary(transaction: &Transaction<'_>) -> Result<Option<PackingDictionary>, rusqlite::Error> {
    let found: Option<(i64, Vec<u8>)> = transaction
        .query_row(
            "SELECT id, content FROM dictionary ORDER BY id DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(found.map(|(id, content)| PackingDictionary::new(id, &content)))
}

/// Writes the new bodies under consecutive ids; gives the place of every row.
fn insert(
    transaction: &Transaction<'_>,
    rows: &PackedRows,
    (id, scope_id): (i64, i64),
) -> Result<Vec<BodyRef>, rusqlite::Error> {
    let first: i64 = transaction.query_row("SELECT next_body FROM counter", [], |row| row.get(0))?;
    let mut next = first;
    let mut places = Vec::with_capacity(rows.places.len());
    let mut statement =
        transaction.prepare_cached("INSERT INTO body (id, dictionary, length, content) VALUES (?1, ?2, ?3, ?4)")?;
    let starts = std::iter::once(0).chain(rows.ends.iter().copied());
    let contents = starts.zip(&rows.ends).map(|(from, to)| &rows.content[from..*to]);
    let mut new = contents.zip(&rows.lengths);
    for place in &rows.places {
        let place = match place {
            Some(place) => *place,
            // There is a content for every row without a place.
            None => {
                let (content, length) = new.next().ok_or(rusqlite::Error::InvalidQuery)?;
                statement.execute(params![next, rows.dictionary, length, content])?;
                next += 1;
                BodyRef {
                    offset: (next - 1).cast_unsigned(),
                    len: *length,
                }
            }
        };
        places.push(place);
    }
    drop(statement);
    if next > first {
        let digests: Vec<u8> = rows.digests.iter().flat_map(|digest| digest.to_le_bytes()).collect();
        transaction.execute("UPDATE counter SET next_body = ?1", [next])?;
        transaction.execute(
            "INSERT INTO batch (first, scope, snapshot, count, digests) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![first, scope_id, id, next - first, digests],
        )?;
    }
    Ok(places)
}

impl ScanWriter for SqliteScan {
    fn upsert(&mut self, rows: &[&[u8]], now: &str) -> Result<Vec<BodyRef>, GraphError> {
        if self.dictionary.is_none() {
            self.learn_dictionary(rows)?;
        }
        let rows = self.packer().pack(rows)?;
        self.write(&rows, now)
    }

    fn packer(&self) -> Box<dyn RowPacker> {
        Box::new(Packing {
            file: Arc::clone(&self.file),
            known: Arc::clone(&self.known),
            dictionary: self.dictionary.clone(),
        })
    }

    fn write(&mut self, rows: &PackedRows, now: &str) -> Result<Vec<BodyRef>, GraphError> {
        if rows.places.is_empty() {
            return Ok(Vec::new());
        }
        let (file, id, scope_id) = (&self.file, self.id, self.scope_id);
        let fault = |error| file.fault("write to", error);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        let touched = transaction
            .execute(
                "UPDATE snapshot SET touched_at = ?2 WHERE id = ?1 AND number IS NULL",
                params![id, now],
            )
            .map_err(fault)?;
        if touched == 0 {
            return Err(GraphError::Abandoned {
                scope: self.scope.clone(),
            });
        }
        let places = insert(&transaction, rows, (id, scope_id)).map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Ok(places)
    }

    fn finish(
        mut self: Box<Self>,
        snapshot: &Snapshot,
        place: &dyn Fn(u32) -> BodyRef,
        now: &str,
    ) -> Result<StoredSnapshot, GraphError> {
        let (file, id) = (Arc::clone(&self.file), self.id);
        let fault = |error| file.fault("write to", error);
        for (number, from) in (0_i64..).zip((0..snapshot.len()).step_by(BLOCK as usize)) {
            let rows = from..from.saturating_add(BLOCK).min(snapshot.len());
            let count = rows.len() as i64;
            let transaction = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(fault)?;
            for (part, content) in [
                (ROWS, snapshot.pack_rows(rows.clone(), place)),
                (RELATIONSHIPS, snapshot.pack_edges(rows.clone())),
            ] {
                transaction
                    .prepare_cached(
                        "INSERT INTO block (snapshot, part, number, resources, content) VALUES (?1, ?2, ?3, ?4, ?5)",
                    )
                    .and_then(|mut statement| statement.execute(params![id, part, number, count, content]))
                    .map_err(fault)?;
            }
            transaction.commit().map_err(fault)?;
        }
        // What is told to be stored must outlive the loss of power.
        self.connection
            .pragma_update(None, "synchronous", "FULL")
            .map_err(fault)?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        if !conclude(&transaction, (id, self.scope_id), snapshot, now).map_err(fault)? {
            return Err(GraphError::Abandoned {
                scope: self.scope.clone(),
            });
        }
        transaction.commit().map_err(fault)?;
        self.finished = true;
        catalogue::one(&self.connection, id).map_err(fault)
    }
}

/// Gives the scan its number; false where it was removed meanwhile.
fn conclude(
    transaction: &Transaction<'_>,
    (id, scope): (i64, i64),
    snapshot: &Snapshot,
    now: &str,
) -> Result<bool, rusqlite::Error> {
    let conversion = |error: serde_json::Error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    let mut of_types = vec![0_u64; snapshot.types().len()];
    for resource in 0..snapshot.len() {
        of_types[snapshot.type_of(resource).0 as usize] += 1;
    }
    let counts: BTreeMap<&str, u64> = snapshot.types().iter().map(String::as_str).zip(of_types).collect();
    let head = serde_json::to_string(&snapshot.packed_head()).map_err(conversion)?;
    let number: i64 = transaction.query_row(
        "UPDATE scope SET last_number = last_number + 1 WHERE id = ?1 RETURNING last_number",
        [scope],
        |row| row.get(0),
    )?;
    let facts = &snapshot.scope;
    let changed = transaction.execute(
        "UPDATE snapshot SET number = ?2, base = NULL, touched_at = ?3, stored_at = ?3, taken_at = ?4, \
         subscription_id = ?5, tenant_id = ?6, title = ?7, resources = ?8, relationships = ?9, resource_groups = ?10, \
         resource_types = ?11, type_counts = ?12, head = ?13 WHERE id = ?1 AND number IS NULL",
        params![
            id,
            number,
            now,
            facts.taken_at,
            facts.subscription_id,
            facts.tenant_id,
            facts.title,
            i64::from(snapshot.len()),
            snapshot.edges().len().cast_signed(),
            snapshot.groups().len() as i64,
            snapshot.types().len() as i64,
            serde_json::to_string(&counts).map_err(conversion)?,
            head,
        ],
    )?;
    Ok(changed == 1)
}

impl Drop for SqliteScan {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        // Nobody sees an unfinished scan, so a failure here only leaves rubbish, which pruning takes away.
        let removed = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| prune::remove_scan(&transaction, self.id).and_then(|()| transaction.commit()));
        if let Err(error) = removed {
            tracing::warn!(%error, scope = self.scope, "an unfinished scan stays in the store until it is pruned");
        }
    }
}
