//! What storing and loading cost: `cargo run --release -p atg-graph --example measure -- FILE.jsonl STORE.db [ROWS]`.
//!
//! FILE holds Resource Graph rows; a file that is not there is written with the bench estate
//! of ROWS (100,000 unless said) resources.

#![allow(clippy::print_stdout, reason = "it is there to print")]

use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{Bytes, NoProgress, ReadOptions, resource_graph};
use atg_core::snapshot::Snapshot;
use atg_graph::{GraphStore, NewScan, Redaction, SqliteStore, export, import};
use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

struct FileBytes(File, u64);

impl Bytes for FileBytes {
    fn len(&self) -> u64 {
        self.1
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        return std::os::unix::fs::FileExt::read_at(&self.0, into, offset);
        #[cfg(windows)]
        return std::os::windows::fs::FileExt::seek_read(&self.0, into, offset);
    }
}

fn timed<T>(what: &str, rows: u32, work: impl FnOnce() -> Result<T, Box<dyn Error>>) -> Result<T, Box<dyn Error>> {
    let start = Instant::now();
    let done = work()?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{what:<32} {seconds:>8.3} s {:>12.0} rows/s  peak {} MiB",
        f64::from(rows) / seconds,
        peak()
    );
    Ok(done)
}

/// The largest resident set so far, MiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

fn read_all(snapshot: &Snapshot, step: u32) -> Result<u64, Box<dyn Error>> {
    let (mut body, mut bytes) = (Vec::new(), 0);
    for start in 0..step {
        for resource in (start..snapshot.len()).step_by(step as usize) {
            snapshot.body(resource, &mut body)?;
            bytes += body.len() as u64;
        }
    }
    Ok(bytes)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, store, rows @ ..] = arguments.as_slice() else {
        return Err("usage: measure FILE.jsonl STORE.db [ROWS]".into());
    };
    if !Path::new(file).exists() {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(file)?);
        let rows = rows.first().map_or(Ok(100_000), |rows| rows.parse())?;
        atg_tenants::Tenants::bench(rows).write(
            atg_tenants::Side::Source,
            atg_tenants::Format::ResourceGraph,
            &mut out,
        )?;
        out.flush()?;
    }
    let threads = std::thread::available_parallelism()?.get();
    let (mapping, filter) = (Mapping::default(), Filter::default());
    let options = ReadOptions {
        side: Side::Source,
        mapping: &mapping,
        filter: &filter,
        threads,
        progress: &NoProgress,
    };
    let opened = File::open(file)?;
    let length = opened.metadata()?.len();
    let bytes: Arc<dyn Bytes> = Arc::new(FileBytes(opened, length));
    let snapshot = timed("reading the file", 0, || {
        Ok(resource_graph::read(bytes, file, options)?)
    })?;
    let rows = snapshot.len();
    let store = SqliteStore::open_or_create(store)?;
    let scan = NewScan {
        scope: "measured",
        now: "2026-01-05T08:00:00Z",
        writer: "measure",
        threads,
    };
    timed("storing", rows, || Ok(import(&store, &snapshot, &scan, &NoProgress)?))?;
    timed("storing the same again", rows, || {
        Ok(import(&store, &snapshot, &scan, &NoProgress)?)
    })?;
    drop(snapshot);
    println!(
        "store: {:.1} of {:.1} MB",
        std::fs::metadata(store.path())?.len() as f64 / 1e6,
        length as f64 / 1e6
    );
    let stored = store.find("measured")?;
    let snapshot = timed("loading", rows, || Ok(store.load(&stored, "measured", options)?))?;
    timed("reading all bodies in order", rows, || read_all(&snapshot, 1))?;
    timed("reading all bodies, scattered", rows, || read_all(&snapshot, 977))?;
    timed("reading every 50th body", rows / 50, || {
        let mut body = Vec::new();
        (0..rows)
            .step_by(50)
            .try_for_each(|resource| snapshot.body(resource, &mut body))?;
        Ok(())
    })?;
    timed("exporting", rows, || {
        Ok(export(
            &snapshot,
            Redaction::Minimal,
            2,
            &mut BufWriter::new(io::sink()),
            &NoProgress,
        )?)
    })?;
    timed("pruning", rows, || Ok(store.prune(1, None, "2026-01-05T08:00:00Z")?))?;
    Ok(())
}
