//! `terraform show`: a plan or the state as JSON.

use std::ffi::OsString;
use std::path::PathBuf;

use serde_json::Value;

use super::{Listener, Printed, Terraform, words};
use crate::TerraformError;
use crate::diagnostics;
use crate::redaction::masks;

/// The most that is read of a plan.
const LIMIT: usize = 2 << 30;

/// What is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShowOptions {
    /// A saved plan or a state file; without one, the folder's state.
    pub file: Option<PathBuf>,
}

/// The arguments.
pub fn show_args(options: &ShowOptions) -> Vec<OsString> {
    let mut arguments = words(&["show", "-no-color", "-json"]);
    arguments.extend(options.file.clone().map(OsString::from));
    arguments
}

/// The document, without secrets: what Terraform marks as sensitive and what the redactor knows.
pub fn run(
    terraform: &Terraform<'_>,
    options: &ShowOptions,
    listener: &mut Listener<'_>,
) -> Result<Value, TerraformError> {
    let mut document = with_secrets(terraform, options, listener)?;
    masks::document(&mut document, terraform.redactor);
    Ok(document)
}

/// The document with all secrets in clear: for computing with, never for writing or showing.
pub fn with_secrets(
    terraform: &Terraform<'_>,
    options: &ShowOptions,
    listener: &mut Listener<'_>,
) -> Result<Value, TerraformError> {
    let printed = terraform.print("show", &show_args(options), LIMIT, listener)?;
    succeeded(terraform, "show", &printed)?;
    terraform.json("show", &printed)
}

/// A document comes with success only; else the reason is text on standard error.
pub(super) fn succeeded(terraform: &Terraform<'_>, name: &str, printed: &Printed) -> Result<(), TerraformError> {
    if printed.exit_code == 0 {
        return Ok(());
    }
    let text = &printed.transcript.text;
    let reported = diagnostics::reported_in_text(text.iter().map(String::as_str));
    let reason = match reported.first() {
        Some(first) => format!("{} {}", first.summary, first.detail.replace('\n', " "))
            .trim()
            .to_owned(),
        None => printed.transcript.last_text(5),
    };
    let failed = terraform.failed(name, &format!("failed with exit code {}", printed.exit_code));
    Err(if reason.is_empty() {
        failed
    } else {
        failed.because(reason)
    })
}
