//! Whole estates: what is written resolves, has no circle, adds up, and is the same every time.

mod configuration;
mod example;
mod small;

use std::io::{self, Write};
use std::sync::Arc;

use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, document};
use atg_core::snapshot::Snapshot;
use serde_json::{Value, json};

use super::*;
pub(super) use configuration::Read;

/// Files in memory.
#[derive(Debug, Default)]
pub(super) struct Memory(pub(super) Vec<(String, Vec<u8>)>);

impl Folder for Memory {
    fn file(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>> {
        self.0.push((name.to_owned(), Vec::new()));
        let (_, bytes) = self.0.last_mut().ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(bytes))
    }
}

pub(super) fn read_side(bytes: Vec<u8>, side: Side, mapping: &Mapping) -> Snapshot {
    let filter = Filter::default();
    let options = ReadOptions {
        side,
        mapping,
        filter: &filter,
        threads: 1,
        progress: &NoProgress,
    };
    document::read(Arc::new(bytes), "test", options).unwrap()
}

pub(super) const SUBSCRIPTION: &str = "11111111-1111-1111-1111-111111111111";

/// A snapshot of rows; `id` of each is what follows the subscription.
pub(super) fn estate(rows: &[Value]) -> Snapshot {
    let rows: Vec<Value> = rows
        .iter()
        .cloned()
        .map(|mut row| {
            let id = row["id"].as_str().unwrap().to_owned();
            if !id.starts_with("/subscriptions") {
                row["id"] = format!("/subscriptions/{SUBSCRIPTION}{id}").into();
            }
            row
        })
        .collect();
    let scope = json!({"subscription_id": SUBSCRIPTION, "tenant_id": "aaaaaaaa-0000-4000-8000-000000000001"});
    let document = json!({"schema_version": 1, "scope": scope, "resources": rows});
    read_side(document.to_string().into_bytes(), Side::Target, &Mapping::default())
}

/// Generates with changed options, and reads what was written.
pub(super) fn generated(source: &Snapshot, change: impl FnOnce(&mut GenerateOptions<'_>)) -> (Read, Yield) {
    let (overlay, mapping) = (Overlay::new(), Mapping::default());
    let mut options = GenerateOptions::new(&overlay, &mapping, 7, &NoProgress);
    change(&mut options);
    written(source, &options)
}

pub(super) fn written(source: &Snapshot, options: &GenerateOptions<'_>) -> (Read, Yield) {
    let mut folder = Memory::default();
    let yields = generate(source, options, &mut folder).unwrap();
    let counts = yields.counts;
    assert_eq!(counts.source, u64::from(source.len()));
    assert_eq!(counts.source, counts.emitted + counts.merged + counts.skipped);
    let read = Read::new(folder.0);
    read.check();
    assert_eq!(
        read.blocks.len() as u64,
        counts.emitted + yields.resource_groups_emitted
    );
    (read, yields)
}
