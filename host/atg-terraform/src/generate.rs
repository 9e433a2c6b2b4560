//! From a snapshot to a configuration for the azapi provider.
//!
//! Two readings of every body: the first tells who there is and who mentions whom ([`survey`]), then the whole estate is
//! decided ([`estate`]), then each resource is read again and written as a block ([`block`], [`output`]). No more than a few
//! hundred bodies are in memory at a time.
//!
//! Every resource of the source is emitted, merged into another one's block, or skipped; the [`Yield`] says which, and why.

mod arm;
mod batches;
mod block;
mod create_time;
mod cycles;
mod estate;
mod fate;
mod files;
mod fixes;
mod identity;
mod inline;
mod labels;
mod mentions;
mod names;
mod output;
mod pretty;
mod rewrite;
mod row;
mod rules;
mod survey;
mod tree;
mod walk;
mod yields;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use atg_core::mapping::Mapping;
use atg_core::readers::Progress;
use atg_core::snapshot::Snapshot;
use atg_core::threads::on_each;
use serde_json::Value;

use crate::TerraformError;
use crate::overlay::Overlay;
use crate::schema::Pack;
use estate::Estate;
pub use estate::{Purpose, Variable};
use rules::{Rules, TypeFacts};
use survey::{Surveyed, survey};
pub use yields::{
    Counts, GivenUp, GlobalName, Listed, NewNames, Outcome, OutsideReference, Reason, ResourceOutcome, TypeCounts,
    Yield,
};

/// What generation is told beside the snapshot.
#[derive(Clone, Copy)]
pub struct GenerateOptions<'a> {
    /// What ARM types look like. Without one, versions are guessed and what is read-only is told by name.
    pub pack: Option<&'a Pack>,
    /// Fixes that are applied every time.
    pub overlay: &'a Overlay,
    /// What is called differently in the target.
    pub mapping: &'a Mapping,
    /// The iteration's number: the default of the prefix.
    pub iteration: u32,
    /// What tells apart several copies of one source in one target; may be empty. Shared names depend on it.
    pub lineage: &'a str,
    /// The subscription that everything is made in; without it, a variable asks for it.
    pub target_subscription: Option<&'a str>,
    /// The tenant of that subscription; without it, a variable asks for it.
    pub target_tenant: Option<&'a str>,
    /// `{"TYPE": {…}}`: where Terraform keeps its state.
    pub backend: Option<&'a Value>,
    /// Which versions of Terraform may run it: `>= 1.5`.
    pub required_version: &'a str,
    /// Which versions of the provider may be used: `~> 2.0`.
    pub azapi_version: &'a str,
    /// Whether secrets go into `sensitive_body`, which needs Terraform 1.11 or newer; else they stand in the body.
    pub write_only: bool,
    /// Above so many blocks there is a file a resource group.
    pub shard_above: usize,
    /// How many threads may work; at least 1.
    pub threads: usize,
    /// Who is told how far it is, and who may stop it.
    pub progress: &'a dyn Progress,
}

/// Above so many blocks people and tools are better off with several files: Terraform reads a whole file again for each error
/// in it.
pub const SHARD_ABOVE: usize = 500;

impl<'a> GenerateOptions<'a> {
    /// The usual ones.
    pub fn new(overlay: &'a Overlay, mapping: &'a Mapping, iteration: u32, progress: &'a dyn Progress) -> Self {
        GenerateOptions {
            pack: None,
            overlay,
            mapping,
            iteration,
            lineage: "",
            target_subscription: None,
            target_tenant: None,
            backend: None,
            required_version: ">= 1.5",
            azapi_version: "~> 2.0",
            write_only: true,
            shard_above: SHARD_ABOVE,
            threads: 1,
            progress,
        }
    }
}

/// Where the files go.
pub trait Folder {
    /// A file of this name, to be written from its beginning.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    fn file(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>>;
}

/// Writes the configuration of a snapshot into a folder: `main.tf.json`, and a file a group where it is large. The same
/// snapshot gives the same bytes, whatever the order in which it was read and however many threads work.
///
/// # Errors
///
/// Rows that cannot be read again, files that cannot be written, and [`TerraformError::Interrupted`].
pub fn generate(
    source: &Snapshot,
    options: &GenerateOptions<'_>,
    folder: &mut dyn Folder,
) -> Result<Yield, TerraformError> {
    let types: Vec<TypeFacts<'_>> = source
        .types()
        .iter()
        .map(|name| TypeFacts::of(name, options.pack))
        .collect();
    let mut surveyed = survey_all(source, &types, options)?;
    let drafts = surveyed.iter_mut().map(|one| std::mem::take(&mut one.draft)).collect();
    let estate = Estate::decide(source, &types, options, &surveyed, drafts);
    let files = output::write(&estate, options, folder)?;
    Ok(Yield::of(estate, files, options))
}

/// How many resources are surveyed at once.
const SURVEYED: u32 = 1_024;

fn survey_all(
    source: &Snapshot,
    types: &[TypeFacts<'_>],
    options: &GenerateOptions<'_>,
) -> Result<Vec<Surveyed>, TerraformError> {
    use std::sync::atomic::{AtomicU32, Ordering};
    let next = AtomicU32::new(0);
    let chunks = source.len().div_ceil(SURVEYED);
    let run = || {
        let mut parts = Vec::new();
        let mut rules = Rules::new(types);
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks {
                return Ok(parts);
            }
            if options.progress.is_cancelled() {
                return Err(TerraformError::Interrupted);
            }
            let range = chunk * SURVEYED..source.len().min((chunk + 1) * SURVEYED);
            parts.push((chunk, survey(source, types, &mut rules, range)?));
        }
    };
    let threads = options.threads.clamp(1, chunks.max(1) as usize);
    let mut parts: Vec<(u32, Vec<Surveyed>)> = Vec::new();
    for result in on_each(threads, run) {
        parts.extend(result?);
    }
    parts.sort_unstable_by_key(|(chunk, _)| *chunk);
    Ok(parts.into_iter().flat_map(|(_, part)| part).collect())
}
