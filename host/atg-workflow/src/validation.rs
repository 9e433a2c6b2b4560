//! Terraform in an iteration's folder: init, then validate.

use std::fs::File;
use std::path::Path;

use atg_core::diagnosis::Diagnostic;
use atg_terraform::TerraformError;
use atg_terraform::commands::{Listener, Progress, Streamed, Terraform, init, validate};
use atg_terraform::process::Patience;
use atg_terraform::redaction::Redactor;
use serde_json::{Value, json};

use crate::error::WorkflowError;
use crate::events::{Event, Stage};
use crate::files;
use crate::iterate::{Effects, Tools};

/// What Terraform wrote down of its validation, in an iteration's folder.
pub const FILE: &str = "validate.json";

/// With what Terraform works in a round.
#[derive(Clone, Copy)]
pub(crate) struct Room<'a> {
    /// Which it is.
    pub tools: &'a Tools<'a>,
    /// The world outside.
    pub effects: &'a Effects<'a>,
    /// What it keeps to its end, so that it is not unseen when atg dies before it.
    pub held: &'a File,
}

impl<'a> Room<'a> {
    fn terraform(&self, folder: &'a Path, redactor: &'a Redactor) -> Terraform<'a> {
        Terraform {
            binary: self.tools.binary,
            environment: self.tools.environment,
            folder,
            redactor,
            interrupts: self.effects.interrupts,
            patience: Patience::default(),
            held: Some(self.held),
        }
    }

    /// The user hears what takes long, not every message.
    fn tell(&self, progress: Progress<'_>) {
        let text = match progress {
            Progress::Event(_) => return,
            Progress::Notice(notice) => notice.to_string(),
            Progress::CacheBusy(holder) => {
                format!(
                    "waiting for the plugin cache: {holder} has it, or the Terraform that it left when it was killed"
                )
            }
        };
        self.effects.observer.tell(&Event::Notice { text: &text });
    }
}

/// What Terraform said.
#[derive(Debug, Default)]
pub(crate) struct Validated {
    /// Errors and warnings of both stages.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether both ran to their ends.
    pub complete: bool,
    /// How long each took, in milliseconds.
    pub took: Vec<(Stage, u64)>,
}

/// Runs both; `begins` is told before each. What Terraform cannot do in this folder is a diagnostic, an interruption is an
/// error.
pub(crate) fn validate(
    room: &Room<'_>,
    folder: &Path,
    mut begins: impl FnMut(Stage) -> Result<(), WorkflowError>,
) -> Result<Validated, WorkflowError> {
    let redactor = Redactor::new(room.tools.environment.secrets());
    let terraform = room.terraform(folder, &redactor);
    let mut listener = |progress: Progress<'_>| room.tell(progress);
    let mut validated = Validated::default();
    begins(Stage::Init)?;
    match prepare(room, &terraform, &mut listener) {
        Ok(streamed) => {
            validated.took.push((Stage::Init, millis(streamed.took)));
            validated.diagnostics.extend(streamed.diagnostics);
            if !streamed.succeeded {
                return recorded(folder, validated, None);
            }
        }
        Err(error) => return failed(folder, validated, Stage::Init, error),
    }
    begins(Stage::Validate)?;
    match validate::run(&terraform, &mut listener) {
        Ok(answer) => {
            validated.took.push((Stage::Validate, millis(answer.took)));
            validated.diagnostics.extend(answer.diagnostics);
            validated.complete = true;
            recorded(folder, validated, Some(answer.document))
        }
        Err(error) => failed(folder, validated, Stage::Validate, error),
    }
}

/// Both stages in a folder that records nothing: errors and warnings of `validate` alone.
pub(crate) fn look(room: &Room<'_>, folder: &Path) -> Result<Vec<Diagnostic>, WorkflowError> {
    let redactor = Redactor::new(room.tools.environment.secrets());
    let terraform = room.terraform(folder, &redactor);
    let mut listener = |progress: Progress<'_>| room.tell(progress);
    prepare(room, &terraform, &mut listener)?;
    Ok(validate::run(&terraform, &mut listener)?.diagnostics)
}

/// `init` as every round has it.
fn prepare(
    room: &Room<'_>,
    terraform: &Terraform<'_>,
    listener: &mut Listener<'_>,
) -> Result<Streamed, TerraformError> {
    init::run(terraform, &init::InitOptions::default(), room.tools.cache, listener)
}

fn millis(took: std::time::Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

/// A stage that did not come to its end is told as an error of that stage.
fn failed(
    folder: &Path,
    mut validated: Validated,
    stage: Stage,
    error: TerraformError,
) -> Result<Validated, WorkflowError> {
    if matches!(error, TerraformError::Interrupted) {
        return Err(error.into());
    }
    let cause = std::error::Error::source(&error).map(ToString::to_string);
    let detail: Vec<String> = cause.into_iter().chain(error.hint()).collect();
    let diagnostic = Diagnostic {
        phase: Some(stage.word().to_owned()),
        severity: Some("error".to_owned()),
        summary: Some(error.to_string()),
        detail: Some(detail.join("\n")).filter(|text| !text.is_empty()),
        occurrences: Some("1".to_owned()),
        ..Diagnostic::default()
    };
    validated.diagnostics.push(diagnostic.fingerprinted());
    recorded(folder, validated, None)
}

/// Writes `validate.json`: Terraform's own document where there is one, else one of its form.
fn recorded(folder: &Path, validated: Validated, document: Option<Value>) -> Result<Validated, WorkflowError> {
    let document = document.unwrap_or_else(|| {
        let one = |diagnostic: &Diagnostic| {
            json!({
                "severity": diagnostic.severity, "summary": diagnostic.summary, "detail": diagnostic.detail,
                "address": diagnostic.address, "stage": diagnostic.phase,
            })
        };
        let count = |severity: &str| {
            let of = |one: &&Diagnostic| one.severity.as_deref() == Some(severity);
            validated.diagnostics.iter().filter(of).count()
        };
        json!({
            "valid": false, "error_count": count("error"), "warning_count": count("warning"),
            "diagnostics": validated.diagnostics.iter().map(one).collect::<Vec<_>>(),
        })
    });
    files::write_json(&folder.join(FILE), &document)?;
    Ok(validated)
}
