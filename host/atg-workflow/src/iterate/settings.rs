//! What a run is told.

use std::path::Path;
use std::sync::Arc;

use atg_core::diagnosis::{Analysis, CaseFile};
use atg_core::figures::Percent;
use atg_core::mapping::Mapping;
use atg_core::readers::terraform::TypeTable;
use atg_core::snapshot::Snapshot;
use atg_terraform::process::Interrupts;
use atg_terraform::schema::Pack;
use jiff::Timestamp;
use serde_json::Value;

use crate::error::WorkflowError;
use crate::events::Observer;

/// All that a run is told.
pub struct Iterate<'a> {
    /// The folder of iterations.
    pub demos: &'a Path,
    /// What is replicated.
    pub source: &'a dyn Source,
    /// How many rounds, and what makes them good.
    pub wanted: Wanted,
    /// What is generated with.
    pub generation: Generation<'a>,
    /// Terraform.
    pub tools: Tools<'a>,
    /// Who says what diagnostics mean.
    pub analysts: &'a dyn Analysts,
    /// The world outside.
    pub effects: Effects<'a>,
}

/// How many rounds, and what makes them good.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Number of the first round; otherwise one more than the highest.
    pub iteration: Option<u32>,
    /// Go on until `threshold` passes; otherwise one round.
    pub until_stable: bool,
    /// How many passes make it stable; at least 1.
    pub threshold: u32,
    /// The most rounds; at least 1.
    pub max_iterations: u32,
    /// The least fidelity that an apply must reach.
    pub min_fidelity: Percent,
    /// Whether a person accepted fixes that lose something.
    pub accepts_lossy: bool,
}

/// What is replicated.
pub trait Source {
    /// As the user named it.
    fn spelling(&self) -> &str;

    /// Opens it as the source side of a comparison under a mapping. Called again when generation has named things anew.
    fn open(&self, mapping: &Mapping) -> Result<Arc<Snapshot>, WorkflowError>;
}

/// What is generated with.
pub struct Generation<'a> {
    /// What is called differently in the target on purpose.
    pub mapping: &'a Mapping,
    /// What ARM types look like.
    pub pack: Option<&'a Pack>,
    /// The file of fixes.
    pub overlay: &'a Path,
    /// The subscription that the replica is for.
    pub target_subscription: Option<&'a str>,
    /// The tenant of that subscription.
    pub target_tenant: Option<&'a str>,
    /// The backend block that is passed through.
    pub backend: Option<&'a Value>,
    /// Whether secrets go into `sensitive_body`; Terraform before 1.11 cannot.
    pub write_only: bool,
    /// Who generates instead of atg.
    pub outside: Option<&'a dyn Generator>,
    /// Which Terraform types stand for which ARM types.
    pub types: &'a TypeTable,
}

/// Generates in place of atg.
pub trait Generator {
    /// Writes Terraform JSON into a folder that is there and empty. Its success proves nothing yet.
    fn generate(&self, iteration: u32, folder: &Path) -> Result<(), WorkflowError>;
}

/// Terraform, as a run uses it.
pub struct Tools<'a> {
    /// Runs it.
    pub binary: &'a atg_terraform::binary::Binary,
    /// What its children see.
    pub environment: &'a atg_terraform::environment::Environment,
    /// Where providers are kept between rounds.
    pub cache: Option<&'a atg_terraform::cache::PluginCache>,
}

/// Who says what diagnostics mean.
pub trait Analysts {
    /// Lets every analyzer look at a case. One that fails says so in its analysis, the others go on.
    fn analyze(&self, case: &Arc<CaseFile>) -> Vec<Analyzed>;
}

/// What one analyzer made of a case.
#[derive(Debug, Clone)]
pub struct Analyzed {
    /// Id of the plugin.
    pub plugin: String,
    /// Name of the analyzer.
    pub name: String,
    /// What it said.
    pub analysis: Analysis,
}

/// The world outside.
pub struct Effects<'a> {
    /// What time it is.
    pub now: &'a dyn Fn() -> Timestamp,
    /// Whether the user wants it to end.
    pub interrupts: &'a dyn Interrupts,
    /// Who is told what happens.
    pub observer: &'a dyn Observer,
    /// Who this is, for others who want the folder.
    pub who: String,
    /// How many threads may work.
    pub threads: usize,
}
