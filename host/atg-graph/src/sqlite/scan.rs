//! Writing one scan: bodies batch by batch, each batch a transaction of its own, then the columns, then its number.

use super::codec::{Packer, PackingDictionary, train};
use super::load::unpack;
use super::{SqliteStore, StoreFile, catalogue, layout, prune};
use crate::{GraphError, NewScan, ScanWriter, StoredSnapshot};
use atg_core::prehashed::Prehashed;
use atg_core::snapshot::{BodyRef, Snapshot};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_128;

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
    /// Bodies of the scope's last snapshot by the digest of their raw JSON.
    known: HashMap<u128, BodyRef, Prehashed>,
    dictionary: Option<PackingDictionary>,
    threads: usize,
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
            known: HashMap::default(),
            dictionary,
            threads: scan.threads.clamp(1, 64),
            finished: false,
        };
        if let Some(base) = base {
            writer.learn(store, base)?;
        }
        Ok(writer)
    }

    /// Learns the digests of the bodies that a snapshot holds.
    fn learn(&mut self, store: &SqliteStore, base: i64) -> Result<(), GraphError> {
        let snapshot = unpack(store, base, &self.scope)?;
        let mut held: Vec<BodyRef> = (0..snapshot.len())
            .map(|resource| snapshot.body_ref(resource))
            .collect();
        drop(snapshot);
        held.sort_unstable_by_key(|body| body.offset);
        self.known.reserve(held.len());
        let fault = |error| store.file.fault("read from", error);
        let mut statement = self
            .connection
            .prepare("SELECT first, count, digests FROM batch WHERE scope = ?1 ORDER BY first")
            .map_err(fault)?;
        let mut batches = statement.query([self.scope_id]).map_err(fault)?;
        let mut held = held.into_iter().peekable();
        while let Some(batch) = batches.next().map_err(fault)? {
            let (first, count): (i64, i64) = (batch.get(0).map_err(fault)?, batch.get(1).map_err(fault)?);
            let digests = batch
                .get_ref(2)
                .map_err(fault)?
                .as_blob()
                .map_err(|error| fault(error.into()))?;
            let (first, end) = (first.cast_unsigned(), (first + count).cast_unsigned());
            while held.next_if(|body| body.offset < first).is_some() {}
            while let Some(body) = held.next_if(|body| body.offset < end) {
                let Some(digest) = digests.as_chunks::<16>().0.get((body.offset - first) as usize) else {
                    return Err(store.file.damaged("a batch has too few digests"));
                };
                self.known.insert(u128::from_le_bytes(*digest), body);
            }
        }
        Ok(())
    }

    /// Digests rows and packs those that are new, on several threads.
    fn prepare(&self, rows: &[&[u8]]) -> Result<Vec<Prepared>, GraphError> {
        let share = rows.len().div_ceil(self.threads).max(1);
        let (dictionary, known_bodies) = (&self.dictionary, &self.known);
        let prepare = |rows: &[&[u8]]| {
            let mut part = Prepared::default();
            let mut packer = Packer::new(dictionary.clone());
            for row in rows {
                let digest = xxh3_128(row);
                let known = known_bodies.get(&digest).filter(|body| body.len as usize == row.len());
                part.places.push(known.copied());
                if known.is_none() {
                    part.digests.push(digest);
                    part.lengths.push(row.len() as u32);
                    part.content.extend_from_slice(packer.pack(row)?);
                    part.ends.push(part.content.len());
                }
            }
            Ok::<Prepared, String>(part)
        };
        let parts: Result<Vec<Prepared>, String> = std::thread::scope(|scope| {
            let mut shares = rows.chunks(share);
            let first = shares.next();
            let others: Vec<_> = shares.map(|rows| scope.spawn(move || prepare(rows))).collect();
            let mine = first.map(prepare);
            let others = others.into_iter().map(|thread| match thread.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            mine.into_iter().chain(others).collect()
        });
        parts.map_err(|what| self.file.damaged(what))
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

    fn write_bodies(&mut self, parts: &[Prepared], now: &str) -> Result<Vec<BodyRef>, GraphError> {
        let dictionary = self.dictionary.as_ref().map_or(0, |dictionary| dictionary.id);
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
        let places = insert(&transaction, parts, (id, scope_id, dictionary)).map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Ok(places)
    }
}

/// Some rows, ready to be written: those without a place are new.
#[derive(Default)]
struct Prepared {
    places: Vec<Option<BodyRef>>,
    digests: Vec<u128>,
    lengths: Vec<u32>,
    content: Vec<u8>,
    ends: Vec<usize>,
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
    parts: &[Prepared],
    (id, scope_id, dictionary): (i64, i64, i64),
) -> Result<Vec<BodyRef>, rusqlite::Error> {
    let first: i64 = transaction.query_row("SELECT next_body FROM counter", [], |row| row.get(0))?;
    let mut next = first;
    let mut places = Vec::with_capacity(parts.iter().map(|part| part.places.len()).sum());
    let mut digests = Vec::new();
    let mut statement =
        transaction.prepare_cached("INSERT INTO body (id, dictionary, length, content) VALUES (?1, ?2, ?3, ?4)")?;
    for part in parts {
        let starts = std::iter::once(0).chain(part.ends.iter().copied());
        let mut contents = starts
            .zip(&part.ends)
            .map(|(from, to)| &part.content[from..*to])
            .zip(&part.lengths);
        for place in &part.places {
            places.push(match (place, contents.next_if_new(place.is_none())) {
                (Some(place), _) => *place,
                (None, Some((content, length))) => {
                    statement.execute(params![next, dictionary, length, content])?;
                    next += 1;
                    BodyRef {
                        offset: (next - 1).cast_unsigned(),
                        len: *length,
                    }
                }
                // A part has as many contents as rows without a place.
                (None, None) => return Err(rusqlite::Error::InvalidQuery),
            });
        }
        part.digests
            .iter()
            .for_each(|digest| digests.extend_from_slice(&digest.to_le_bytes()));
    }
    drop(statement);
    if next > first {
        transaction.execute("UPDATE counter SET next_body = ?1", [next])?;
        transaction.execute(
            "INSERT INTO batch (first, scope, snapshot, count, digests) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![first, scope_id, id, next - first, digests],
        )?;
    }
    Ok(places)
}

/// Takes the next item only where one is due.
trait NextIf: Iterator {
    fn next_if_new(&mut self, new: bool) -> Option<Self::Item> {
        if new { self.next() } else { None }
    }
}

impl<I: Iterator> NextIf for I {}

impl ScanWriter for SqliteScan {
    fn upsert(&mut self, rows: &[&[u8]], now: &str) -> Result<Vec<BodyRef>, GraphError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        if self.dictionary.is_none() {
            self.learn_dictionary(rows)?;
        }
        let parts = self.prepare(rows)?;
        self.write_bodies(&parts, now)
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
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for resource in 0..snapshot.len() {
        *counts.entry(snapshot.type_name(resource)).or_default() += 1;
    }
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
