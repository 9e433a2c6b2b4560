//! `terraform destroy`: deletes all that the state knows.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use super::apply::{Applied, applied};
use super::{Listener, Terraform, option, plan, words};
use crate::TerraformError;

/// What is deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DestroyOptions {
    /// How many resources are worked on at once; Terraform takes 10.
    pub parallelism: Option<u32>,
    /// How long a lock of the state is waited for.
    pub lock_timeout: Option<Duration>,
    /// Only these addresses, and what needs them.
    pub targets: Vec<String>,
    /// Files with values of variables.
    pub variable_files: Vec<PathBuf>,
}

/// The arguments. There is no further question: whoever calls this has asked.
pub fn destroy_args(options: &DestroyOptions) -> Vec<OsString> {
    let mut arguments = words(&[
        "apply",
        "-destroy",
        "-auto-approve",
        "-input=false",
        "-no-color",
        "-json",
    ]);
    plan::common_args(&mut arguments, options.parallelism, options.lock_timeout);
    arguments.extend(options.targets.iter().map(|address| option("target", address)));
    arguments.extend(options.variable_files.iter().map(|file| option("var-file", file)));
    arguments
}

/// Deletes without a saved plan; with one, plan with [`super::plan::PlanOptions::destroy`] and apply that.
pub fn run(
    terraform: &Terraform<'_>,
    options: &DestroyOptions,
    listener: &mut Listener<'_>,
) -> Result<Applied, TerraformError> {
    applied(terraform, "destroy", &destroy_args(options), listener)
}
