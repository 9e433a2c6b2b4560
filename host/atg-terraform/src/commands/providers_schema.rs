//! `terraform providers schema`: what the folder's providers take.

use std::ffi::OsString;

use serde_json::Value;

use super::{Listener, Terraform, show, words};
use crate::TerraformError;

/// The largest providers have some hundred MiB.
const LIMIT: usize = 2 << 30;

/// The arguments.
pub fn providers_schema_args() -> Vec<OsString> {
    words(&["providers", "schema", "-no-color", "-json"])
}

/// The schemas of the providers that the configuration names; `init` has installed them.
pub fn run(terraform: &Terraform<'_>, listener: &mut Listener<'_>) -> Result<Value, TerraformError> {
    let printed = terraform.print("providers schema", &providers_schema_args(), LIMIT, listener)?;
    show::succeeded(terraform, "providers schema", &printed)?;
    terraform.json("providers schema", &printed)
}
