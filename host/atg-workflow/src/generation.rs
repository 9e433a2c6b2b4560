//! A round's first step: a configuration in its folder, made by atg or by somebody else's generator.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use atg_core::CoreError;
use atg_core::mapping::Mapping;
use atg_core::readers::Progress;
use atg_core::snapshot::Snapshot;
use atg_terraform::generate::{self, Folder, GenerateOptions, Outcome, Yield};
use atg_terraform::overlay::Overlay;
use atg_terraform::process::Interrupts;
use tempfile::TempPath;

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
    let mut whole = Whole {
        folder,
        parts: Vec::new(),
    };
    let yields = generate::generate(source, &options, &mut whole)?;
    whole.appear()?;
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

/// Files of an iteration's folder, which appear when all of them are written: whoever looks at a round that was cut short
/// finds no half of a configuration.
struct Whole<'a> {
    folder: &'a Path,
    /// Without their handles: a large estate has more files than a process may hold open.
    parts: Vec<(TempPath, PathBuf)>,
}

impl Folder for Whole<'_> {
    fn file(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>> {
        let path = self.folder.join(name);
        if path.try_exists()? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let (file, part) = files::part(self.folder)?.into_parts();
        self.parts.push((part, path));
        Ok(Box::new(BufWriter::with_capacity(1 << 16, file)))
    }
}

impl Whole<'_> {
    fn appear(self) -> Result<(), WorkflowError> {
        for (part, path) in self.parts {
            part.persist_noclobber(&path)
                .map_err(|error| WorkflowError::file(&path, "write", error.error))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let names = || -> Vec<_> {
            let entries = std::fs::read_dir(folder.path()).unwrap();
            entries.map(|entry| entry.unwrap().file_name()).collect()
        };
        let new = || Whole {
            folder: folder.path(),
            parts: Vec::new(),
        };
        let mut cut_short = new();
        cut_short.file("main.tf.json").unwrap().write_all(b"{").unwrap();
        assert!(names().iter().all(|name| name != "main.tf.json"), "{:?}", names());
        drop(cut_short);
        assert!(names().is_empty());
        let mut whole = new();
        whole.file("main.tf.json").unwrap().write_all(b"{}").unwrap();
        whole.appear().unwrap();
        assert_eq!(names(), ["main.tf.json"]);
        let taken = new().file("main.tf.json").err().map(|error| error.kind());
        assert_eq!(taken, Some(io::ErrorKind::AlreadyExists));
    }
}
