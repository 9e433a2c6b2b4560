//! From raw rows to what is written of them: nothing of those that the store holds already, the others packed.

use super::codec::{Packer, PackingDictionary};
use super::load::unpack;
use super::{SqliteStore, StoreFile};
use crate::{GraphError, PackedRows, RowPacker};
use atg_core::prehashed::Prehashed;
use atg_core::snapshot::BodyRef;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_128;

/// Bodies of a scope's last snapshot by the digest of their raw JSON.
#[derive(Default)]
pub(super) struct KnownBodies(HashMap<u128, BodyRef, Prehashed>);

impl KnownBodies {
    /// Those of a snapshot.
    pub(super) fn of(
        store: &SqliteStore,
        connection: &Connection,
        (scope_id, scope): (i64, &str),
        base: i64,
    ) -> Result<KnownBodies, GraphError> {
        let snapshot = unpack(store, base, scope)?;
        let mut held: Vec<BodyRef> = (0..snapshot.len())
            .map(|resource| snapshot.body_ref(resource))
            .collect();
        drop(snapshot);
        held.sort_unstable_by_key(|body| body.offset);
        let mut known = HashMap::with_capacity_and_hasher(held.len(), Prehashed::default());
        let fault = |error| store.file.fault("read from", error);
        let mut statement = connection
            .prepare("SELECT first, count, digests FROM batch WHERE scope = ?1 ORDER BY first")
            .map_err(fault)?;
        let mut batches = statement.query([scope_id]).map_err(fault)?;
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
                known.insert(u128::from_le_bytes(*digest), body);
            }
        }
        Ok(KnownBodies(known))
    }

    fn find(&self, digest: u128, length: usize) -> Option<BodyRef> {
        self.0.get(&digest).filter(|body| body.len as usize == length).copied()
    }
}

/// What rows are packed with.
pub(super) struct Packing {
    pub(super) file: Arc<StoreFile>,
    pub(super) known: Arc<KnownBodies>,
    pub(super) dictionary: Option<PackingDictionary>,
}

impl RowPacker for Packing {
    fn pack(&self, rows: &[&[u8]]) -> Result<PackedRows, GraphError> {
        let dictionary = self.dictionary.as_ref();
        let mut packer = Packer::new(dictionary);
        let mut packed = PackedRows {
            dictionary: dictionary.map_or(0, |dictionary| dictionary.id),
            places: Vec::with_capacity(rows.len()),
            ..PackedRows::default()
        };
        for row in rows {
            let digest = xxh3_128(row);
            let known = self.known.find(digest, row.len());
            packed.places.push(known);
            if known.is_none() {
                packer
                    .pack(row, &mut packed.content)
                    .map_err(|what| self.file.damaged(what))?;
                packed.digests.push(digest);
                packed.lengths.push(row.len() as u32);
                packed.ends.push(packed.content.len());
            }
        }
        Ok(packed)
    }
}
