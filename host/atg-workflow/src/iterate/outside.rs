//! What somebody else's generator made of the source: its files are read, and the yield is what of the source they hold.

use std::path::Path;
use std::sync::Arc;

use atg_core::snapshot::Snapshot;
use serde_json::json;

use super::settings::Generation;
use crate::analysis::Sources;
use crate::error::WorkflowError;
use crate::expected;
use crate::files;
use crate::generation::{Made, YIELD};
use crate::round::Expected;

/// Looks at what was made, and writes `yield.json` where the generator wrote none. That it ended well proves nothing: what
/// is not in its files was not generated.
pub(super) fn made(
    source: &Arc<Snapshot>,
    generation: &Generation<'_>,
    iteration: u32,
    folder: &Path,
    threads: usize,
) -> Result<Made, WorkflowError> {
    let held = match expected::configuration(folder)?.is_empty() {
        false => expected::expected(source, folder, generation.mapping, generation.types, threads)?,
        true => Expected {
            matched: 0,
            total: u64::from(source.len()),
            overall: None,
        },
    };
    let skipped = held.total - held.matched;
    let path = folder.join(YIELD);
    if files::read(&path)?.is_none() {
        let yields = json!({
            "schema_version": 1, "iteration": iteration, "generator": "outside",
            "source": held.total, "emitted": held.matched, "merged": 0, "skipped": skipped,
            "reasons": { "not-generated": { "sentence": "the outside generator did not write it", "count": skipped } },
        });
        files::write_json(&path, &yields)?;
    }
    Ok(Made {
        emitted: held.matched,
        merged: 0,
        skipped,
        left_out: 0,
        sources: Sources::default(),
        mapping: generation.mapping.clone(),
    })
}
