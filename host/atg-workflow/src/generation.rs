//! A round's first step: a configuration in its folder, made by atg or by somebody else's generator.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use atg_core::CoreError;
use atg_core::mapping::Mapping;
use atg_core::readers::Progress;
use atg_core::snapshot::Snapshot;
use atg_terraform::generate::{self, Folder, GenerateOptions, Outcome, Yield};
use atg_terraform::overlay::Overlay;
use atg_terraform::process::Interrupts;

use crate::analysis::Sources;
use crate::error::WorkflowError;
use crate::files;
use crate::iterate::Generation;

/// What became of the source's resources, in an iteration's folder.
pub const YIELD: &str = "yield.json";
/// The reason of resources that a fix leaves out.
const LEFT_OUT: &str = "left-out-by-fix";

/// What was made.
pub(crate) struct Made {
    /// Resources with a block of their own.
    pub emitted: u64,
    /// Resources that another one's block makes.
    pub merged: u64,
    /// Resources that are not generated.
    pub skipped: u64,
    /// Of the skipped, those that a fix leaves out.
    pub left_out: u64,
    /// Which resource an address was generated from.
    pub sources: Sources,
    /// The mapping with the names that were chosen on the way.
    pub mapping: Mapping,
}

/// Generates into a folder that is there, and writes `yield.json` into it.
pub fn generate(
    source: &Snapshot,
    generation: &Generation<'_>,
    overlay: &Overlay,
    iteration: u32,
    folder: &Path,
    effects: (&dyn Interrupts, usize),
) -> Result<Yield, WorkflowError> {
    let (interrupts, threads) = effects;
    let stop = Stop(interrupts);
    let options = GenerateOptions {
        pack: generation.pack,
        target_subscription: generation.target_subscription,
        target_tenant: generation.target_tenant,
        backend: generation.backend,
        write_only: generation.write_only,
        threads,
        ..GenerateOptions::new(overlay, generation.mapping, iteration, &stop)
    };
    let yields = generate::generate(source, &options, &mut InFolder(folder))?;
    files::write(&folder.join(YIELD), |out| yields.write(out))?;
    Ok(yields)
}

/// The same for a round.
pub(crate) fn made(yields: Yield, mapping: &Mapping) -> Made {
    let counts = yields.counts;
    let left_out = yields.reasons.get(LEFT_OUT).map_or(0, |reason| reason.count);
    let mapping = yields.extended(mapping);
    let emitted = (0_u32..)
        .zip(yields.resources)
        .filter_map(|(number, one)| match one.outcome {
            Outcome::Emitted { address, .. } => Some((address, number)),
            Outcome::Merged { .. } | Outcome::Skipped { .. } => None,
        });
    Made {
        emitted: counts.emitted,
        merged: counts.merged,
        skipped: counts.skipped,
        left_out,
        sources: Sources::new(emitted),
        mapping,
    }
}

/// Reads the fixes; none where there is no file.
pub fn overlay(path: &Path) -> Result<Overlay, WorkflowError> {
    let Some(bytes) = files::read(path)? else {
        return Ok(Overlay::new());
    };
    let name = path.display().to_string();
    let text = String::from_utf8(bytes)
        .map_err(|_| CoreError::unreadable(name.clone(), None, None, "it is no text in UTF-8"))?;
    Ok(Overlay::read(&text, &name)?)
}

/// Writes the fixes; the folder is made where it is missing.
pub fn write_overlay(path: &Path, overlay: &Overlay) -> Result<(), WorkflowError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| WorkflowError::file(folder, "make the folder", error))?;
    }
    files::write(path, |writer| writer.write_all(overlay.to_json().as_bytes()))
}

/// Asks an interruption for the generator.
struct Stop<'a>(&'a dyn Interrupts);

impl Progress for Stop<'_> {
    fn advance(&self, _: u64) {}

    fn is_cancelled(&self) -> bool {
        self.0.count() > 0
    }
}

/// Files of an iteration's folder. The folder is new, so a file that is half written only stands in a round that was cut
/// short, and that never counts.
struct InFolder<'a>(&'a Path);

impl Folder for InFolder<'_> {
    fn file(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>> {
        let path: PathBuf = self.0.join(name);
        Ok(Box::new(BufWriter::with_capacity(1 << 16, File::create_new(path)?)))
    }
}
