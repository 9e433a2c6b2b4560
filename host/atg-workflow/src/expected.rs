//! What the target would hold if a configuration were applied: the configuration is read back and held against the source.

use std::path::Path;
use std::sync::Arc;

use atg_core::align::{self, AlignOptions};
use atg_core::drift::AcceptedDrift;
use atg_core::figures::Ratio;
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::terraform::{self, TypeTable};
use atg_core::readers::{NoProgress, ReadOptions};
use atg_core::snapshot::Snapshot;

use crate::error::WorkflowError;
use crate::files;
use crate::round::Expected;

/// Compares. The source was opened with the mapping that generation used, so that names that were changed on purpose match.
pub(crate) fn expected(
    source: &Arc<Snapshot>,
    folder: &Path,
    mapping: &Mapping,
    table: &TypeTable,
    threads: usize,
) -> Result<Expected, WorkflowError> {
    let filter = Filter::default();
    let read = ReadOptions {
        side: Side::Target,
        mapping,
        filter: &filter,
        threads,
        progress: &NoProgress,
    };
    let generated = terraform::read_configuration(configuration(folder)?, "the generated configuration", table, read)?;
    let drift = AcceptedDrift::default();
    let options = AlignOptions {
        mapping,
        drift: &drift,
        compare_properties: false,
        threads,
        progress: &NoProgress,
    };
    let comparison = align::align(Arc::clone(source), Arc::new(generated), &options)?;
    let (matched, total) = (comparison.matching.matched(), u64::from(source.len()));
    let printed = Ratio::new(matched, total).printed(None);
    Ok(Expected {
        matched,
        total,
        overall: printed.map(atg_core::figures::Tenths::number),
    })
}

/// The Terraform JSON of a folder with its names, sorted.
pub(crate) fn configuration(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, WorkflowError> {
    let listed = std::fs::read_dir(folder).map_err(|error| WorkflowError::file(folder, "read", error))?;
    let mut found = Vec::new();
    for entry in listed {
        let path = entry
            .map_err(|error| WorkflowError::file(folder, "read", error))?
            .path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let wanted = terraform::FILE_ENDINGS.iter().any(|ending| name.ends_with(ending));
        if wanted && let Some(bytes) = files::read(&path)? {
            found.push((path.display().to_string(), bytes));
        }
    }
    found.sort();
    Ok(found)
}
