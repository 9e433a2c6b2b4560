//! `terraform apply`: does what a plan says.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use super::{Listener, Streamed, Terraform, plan, words};
use crate::TerraformError;
use crate::process::Stopped;

/// What is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplyOptions {
    /// A saved plan. After an apply that did only a part, it is stale: the next needs a new one.
    pub plan: PathBuf,
    /// How many resources are worked on at once; Terraform takes 10.
    pub parallelism: Option<u32>,
    /// How long a lock of the state is waited for.
    pub lock_timeout: Option<Duration>,
}

/// What an apply came to. It is there after an interrupt, a deadline and a kill too: what was done was done, and
/// `transcript.unfinished()` is what may exist in Azure without being in the state.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// Who stopped it before its end.
    pub stopped: Option<Stopped>,
    /// What was said. How much was done is in `transcript.completed`: an apply that failed has no summary.
    pub stream: Streamed,
}

/// The arguments.
pub fn apply_args(options: &ApplyOptions) -> Vec<OsString> {
    let mut arguments = words(&["apply", "-input=false", "-no-color", "-json"]);
    plan::common_args(&mut arguments, options.parallelism, options.lock_timeout);
    arguments.push(options.plan.clone().into());
    arguments
}

/// Applies a saved plan of the folder.
pub fn run(
    terraform: &Terraform<'_>,
    options: &ApplyOptions,
    listener: &mut Listener<'_>,
) -> Result<Applied, TerraformError> {
    applied(terraform, "apply", &apply_args(options), listener)
}

/// Runs what changes Azure. Only a start that failed is a failure.
pub(super) fn applied(
    terraform: &Terraform<'_>,
    name: &'static str,
    arguments: &[OsString],
    listener: &mut Listener<'_>,
) -> Result<Applied, TerraformError> {
    let (stream, outcome) = terraform.stream(name, arguments, listener)?;
    Ok(Applied {
        stopped: outcome.stopped,
        stream,
    })
}
