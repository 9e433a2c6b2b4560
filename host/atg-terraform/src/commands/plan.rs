//! `terraform plan`: what would be done.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use super::{Listener, Streamed, Terraform, option, words};
use crate::TerraformError;

/// What is planned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanOptions {
    /// Where the plan goes; relative to the folder. It holds secrets in clear.
    pub out: Option<PathBuf>,
    /// Whether everything is deleted.
    pub destroy: bool,
    /// Whether only the state is brought up to date.
    pub refresh_only: bool,
    /// Whether Azure is asked for what exists first.
    pub skip_refresh: bool,
    /// How many resources are worked on at once; Terraform takes 10.
    pub parallelism: Option<u32>,
    /// How long a lock of the state is waited for.
    pub lock_timeout: Option<Duration>,
    /// Only these addresses, and what they need.
    pub targets: Vec<String>,
    /// Files with values of variables.
    pub variable_files: Vec<PathBuf>,
}

/// What a plan came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Whether there is something to do; only a plan that succeeded says so.
    pub changes: bool,
    /// What was said. The exit code is trusted, not the summary: one that failed may count "0 to add".
    pub stream: Streamed,
}

/// The arguments.
pub fn plan_args(options: &PlanOptions) -> Vec<OsString> {
    let mut arguments = words(&["plan", "-input=false", "-no-color", "-json", "-detailed-exitcode"]);
    for (wanted, word) in [
        (options.destroy, "-destroy"),
        (options.refresh_only, "-refresh-only"),
        (options.skip_refresh, "-refresh=false"),
    ] {
        if wanted {
            arguments.push(word.into());
        }
    }
    arguments.extend(options.out.iter().map(|file| option("out", file)));
    common_args(&mut arguments, options.parallelism, options.lock_timeout);
    arguments.extend(options.targets.iter().map(|address| option("target", address)));
    arguments.extend(options.variable_files.iter().map(|file| option("var-file", file)));
    arguments
}

/// What `plan`, `apply` and `destroy` share.
pub(super) fn common_args(arguments: &mut Vec<OsString>, parallelism: Option<u32>, lock_timeout: Option<Duration>) {
    arguments.extend(parallelism.map(|number| option("parallelism", number.max(1).to_string())));
    arguments.extend(lock_timeout.map(|time| option("lock-timeout", format!("{}s", time.as_secs()))));
}

/// Plans the folder, which `init` has prepared.
pub fn run(
    terraform: &Terraform<'_>,
    options: &PlanOptions,
    listener: &mut Listener<'_>,
) -> Result<Planned, TerraformError> {
    let (stream, outcome) = terraform.stream("plan", &plan_args(options), listener)?;
    let code = terraform.finished("plan", &outcome, &stream.transcript)?;
    Ok(Planned {
        changes: code == 2,
        stream,
    })
}
