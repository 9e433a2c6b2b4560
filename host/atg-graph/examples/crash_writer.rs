//! Writes into an unfinished scan until it is killed: what the crash tests run. `crash_writer STORE SCOPE`.

#![allow(clippy::print_stdout, reason = "it tells the test how far it is")]

use atg_graph::{GraphStore, NewScan, SqliteStore};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, store, scope] = arguments.as_slice() else {
        return Err("usage: crash_writer STORE SCOPE".into());
    };
    let store = SqliteStore::open_or_create(store)?;
    let now = "2026-01-05T08:00:00Z";
    let mut writer = store.begin_scan(&NewScan {
        scope,
        now,
        writer: "crash_writer",
        threads: 2,
    })?;
    for round in 0.. {
        let rows: Vec<Vec<u8>> = (0..500)
            .map(|number| {
                let id = format!("/subscriptions/s/resourceGroups/g/providers/A.B/c/{round}-{number}");
                format!("{{\"id\":\"{id}\",\"properties\":{{\"round\":{round}}}}}").into_bytes()
            })
            .collect();
        let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
        writer.upsert(&rows, now)?;
        println!("{round}");
        std::io::stdout().flush()?;
    }
    Ok(())
}
