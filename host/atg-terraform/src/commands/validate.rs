//! `terraform validate`: what is wrong with the configuration, offline.

use std::ffi::OsString;
use std::time::Duration;

use atg_core::diagnosis::Diagnostic;
use serde::Deserialize;
use serde_json::Value;

use super::{Listener, Terraform, words};
use crate::TerraformError;
use crate::diagnostics::{self, Reported};

/// Much more than a complaint of every one of a hundred thousand resources.
const LIMIT: usize = 1 << 30;

/// What `validate` said.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// Whether the configuration may be planned.
    pub valid: bool,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// Terraform's own document, without secrets and quoted source.
    pub document: Value,
    /// How long it took.
    pub took: Duration,
}

#[derive(Debug, Deserialize)]
struct Answer {
    valid: bool,
    #[serde(default)]
    diagnostics: Vec<Reported>,
}

/// The arguments.
pub fn validate_args() -> Vec<OsString> {
    words(&["validate", "-no-color", "-json"])
}

/// Validates the folder, which `init` has prepared. An exit code that contradicts the document is a failure: nothing counts
/// as valid by half.
pub fn run(terraform: &Terraform<'_>, listener: &mut Listener<'_>) -> Result<Validation, TerraformError> {
    let printed = terraform.print("validate", &validate_args(), LIMIT, listener)?;
    let mut document = terraform.json("validate", &printed)?;
    terraform.redactor.json(&mut document);
    let answer = Answer::deserialize(&document).map_err(|error| {
        terraform
            .failed("validate", "printed JSON of another form")
            .because(error)
    })?;
    let errors = answer.diagnostics.iter().any(|reported| reported.severity != "warning");
    if answer.valid != (printed.exit_code == 0) || answer.valid == errors {
        return Err(terraform
            .failed(
                "validate",
                &format!(
                    "contradicts itself: exit code {}, valid {}",
                    printed.exit_code, answer.valid
                ),
            )
            .with_hint("run it yourself in the folder; it may be no Terraform but something in front of one"));
    }
    diagnostics::without_code(&mut document);
    let diagnostics = answer
        .diagnostics
        .iter()
        .map(|reported| diagnostics::diagnostic("validate", reported))
        .collect();
    Ok(Validation {
        valid: answer.valid,
        diagnostics: diagnostics::merged(diagnostics),
        document,
        took: printed.outcome.took,
    })
}
