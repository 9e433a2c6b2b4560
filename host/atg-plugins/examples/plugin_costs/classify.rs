//! What it takes to classify many diagnostics.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use atg_core::diagnosis::{CaseFile, Diagnostic};
use atg_plugins::{Plugin, Runtime, analyze_all};

use crate::{Outcome, ROUNDS, builtin, tell};

/// Tells the seconds in which all built-in analyzers, side by side, look at the diagnostics of a file: a JSON list.
pub(crate) fn classify(runtime: &Runtime, file: &str) -> Outcome<()> {
    let diagnostics: Vec<Diagnostic> = serde_json::from_slice(&std::fs::read(file)?)?;
    let catalog = builtin();
    let analyzers: Vec<(Plugin, Vec<String>)> = catalog
        .plugins
        .iter()
        .filter(|entry| entry.manifest.analyzers().next().is_some())
        .map(|entry| {
            let names = entry.manifest.analyzers().map(|one| one.name.clone()).collect();
            Ok((runtime.load(entry)?, names))
        })
        .collect::<Outcome<_>>()?;
    let count = diagnostics.len();
    let case = Arc::new(CaseFile {
        iterations: BTreeMap::from([(1, diagnostics)]),
        ..CaseFile::default()
    });
    let mut least = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let analyses = analyze_all(runtime, &analyzers, &case);
        least = least.min(start.elapsed().as_secs_f64());
        if let Some(failure) = analyses.iter().find_map(|analysis| analysis.failure.as_ref()) {
            return Err(format!("an analyzer failed: {failure:?}").into());
        }
        if analyses.iter().all(|analysis| analysis.diagnoses.is_empty()) {
            return Err(format!("no analyzer knows any of the {count} diagnostics").into());
        }
    }
    tell("all diagnostics classified, s", least);
    Ok(())
}
