//! One module a subcommand: pure arguments, and running it.
//!
//! A command fails only when Terraform could not do its work: not started, killed, interrupted, out of time, not
//! understood. What Terraform complains of is a result. Everything that a result or an event holds has passed the
//! redactor.

pub mod apply;
pub mod destroy;
pub mod init;
pub mod plan;
pub mod providers_schema;
pub mod show;
#[cfg(test)]
mod tests;
pub mod validate;
pub mod version;

use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

use atg_core::diagnosis::Diagnostic;
use serde_json::Value;

use crate::TerraformError;
use crate::binary::Binary;
use crate::diagnostics::{self, Reported};
use crate::environment::Environment;
use crate::events::{Event, EventReader, Transcript};
use crate::process::{self, Call, End, Interrupts, Notice, Outcome, Patience, Seen, Stopped, Stream, Wanted};
use crate::redaction::Redactor;

/// A Terraform and the folder that it works in.
#[derive(Clone, Copy)]
pub struct Terraform<'a> {
    /// Which.
    pub binary: &'a Binary,
    /// What it finds in its environment.
    pub environment: &'a Environment,
    /// Where the configuration is.
    pub folder: &'a Path,
    /// What nobody may see.
    pub redactor: &'a Redactor,
    /// Whether the user asked to stop.
    pub interrupts: &'a dyn Interrupts,
    /// How long a command may take.
    pub patience: Patience,
    /// A lock of the folder that Terraform keeps to its end even when atg dies; see [`Call::held`].
    pub held: Option<&'a File>,
}

/// What happens while a command runs.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// A message of its stream.
    Event(&'a Event),
    /// Something to tell the user.
    Notice(Notice),
    /// The plugin cache is taken, and `init` waits for it; who has it, as they wrote it.
    CacheBusy(&'a str),
}

/// Listens to a running command.
pub type Listener<'a> = dyn FnMut(Progress<'_>) + 'a;

/// The end of a command that printed a stream of messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Streamed {
    /// Whether it ended well: exit code 0, or 2 of a plan with changes.
    pub succeeded: bool,
    /// How it ended.
    pub end: End,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// All that it said.
    pub transcript: Transcript,
    /// How long it took.
    pub took: Duration,
}

/// The end of a command that printed one document.
struct Printed {
    outcome: Outcome,
    exit_code: i32,
    transcript: Transcript,
}

impl<'a> Terraform<'a> {
    fn call<'c>(&'c self, arguments: &'c [OsString]) -> Call<'c> {
        Call {
            program: self.binary.path(),
            arguments,
            environment: self.environment,
            folder: self.folder,
            patience: self.patience,
            interrupts: self.interrupts,
            held: self.held,
        }
    }

    /// Runs a command that prints messages. `name` is the phase of its diagnostics.
    fn stream(
        &self,
        name: &'static str,
        arguments: &[OsString],
        listener: &mut Listener<'_>,
    ) -> Result<(Streamed, Outcome), TerraformError> {
        let mut transcript = Transcript::default();
        let (mut output, mut error) = (EventReader::new(self.redactor), EventReader::new(self.redactor));
        let outcome = process::run(&self.call(arguments), Wanted::Lines, &mut |seen| {
            let mut sink = |event: Event| {
                listener(Progress::Event(&event));
                transcript.take(event);
            };
            match seen {
                Seen::Line {
                    stream: Stream::Output,
                    text,
                    dropped,
                } => output.line(text, dropped, &mut sink),
                Seen::Line {
                    stream: Stream::Error,
                    text,
                    ..
                } => error.text(text, &mut sink),
                Seen::Notice(notice) => listener(Progress::Notice(notice)),
            }
        })?;
        let succeeded = match outcome.end {
            End::Exited(code) => code == 0 || (code == 2 && name == "plan"),
            End::Signalled(_) => false,
        };
        self.add_text(&mut transcript, succeeded, name, outcome.end);
        Ok((
            Streamed {
                succeeded,
                end: outcome.end,
                diagnostics: diagnostics::of_transcript(name, &transcript),
                transcript,
                took: outcome.took,
            },
            outcome,
        ))
    }

    /// Runs a command that prints one document of at most `limit` bytes.
    fn print(
        &self,
        name: &'static str,
        arguments: &[OsString],
        limit: usize,
        listener: &mut Listener<'_>,
    ) -> Result<Printed, TerraformError> {
        let mut transcript = Transcript::default();
        let mut error = EventReader::new(self.redactor);
        let outcome = process::run(&self.call(arguments), Wanted::Document(limit), &mut |seen| match seen {
            Seen::Line { text, .. } => error.text(text, &mut |event| {
                listener(Progress::Event(&event));
                transcript.take(event);
            }),
            Seen::Notice(notice) => listener(Progress::Notice(notice)),
        })?;
        let exit_code = self.finished(name, &outcome, &transcript)?;
        if outcome.dropped > 0 {
            return Err(self.failed(name, &format!("printed {} bytes more than are read", outcome.dropped)));
        }
        Ok(Printed {
            outcome,
            exit_code,
            transcript,
        })
    }

    /// The exit code of a command that ended by itself and was not asked to stop; an error else.
    fn finished(&self, name: &str, outcome: &Outcome, transcript: &Transcript) -> Result<i32, TerraformError> {
        match (outcome.stopped, outcome.end) {
            (Some(Stopped::Interrupt), _) => Err(TerraformError::Interrupted),
            (Some(Stopped::Deadline), _) => Err(self
                .failed(
                    name,
                    &format!("was stopped: it took longer than {} s", outcome.took.as_secs()),
                )
                .with_hint("give it more time, or look for what it waits for: a registry, a lock, a proxy")),
            (None, End::Exited(code)) => Ok(code),
            (None, End::Signalled(signal)) => {
                let last = transcript.last_text(5);
                let failed = self.failed(name, &format!("was killed by signal {signal}"));
                let failed = if last.is_empty() { failed } else { failed.because(last) };
                Err(failed.with_hint("look for who killed it: the kernel does when memory runs out"))
            }
        }
    }

    /// What people are told instead of JSON, where nothing else says why it failed.
    fn add_text(&self, transcript: &mut Transcript, succeeded: bool, name: &str, end: End) {
        if transcript.reported.is_empty() {
            transcript.reported = diagnostics::reported_in_text(transcript.text.iter().map(String::as_str));
        }
        if succeeded
            || transcript
                .reported
                .iter()
                .any(|reported| reported.severity != "warning")
        {
            return;
        }
        let how = match end {
            End::Exited(code) => format!("failed with exit code {code} and gave no reason"),
            End::Signalled(signal) => format!("was killed by signal {signal}"),
        };
        transcript.reported.push(Reported {
            severity: "error".to_owned(),
            summary: format!("{} {name} {how}", self.binary.flavour()),
            detail: transcript.last_text(20),
            ..Reported::default()
        });
    }

    fn json(&self, name: &str, printed: &Printed) -> Result<Value, TerraformError> {
        serde_json::from_slice(&printed.outcome.document).map_err(|error| {
            let last = printed.transcript.last_text(5);
            let failed = self.failed(name, "did not print JSON");
            let failed = if last.is_empty() {
                failed.because(error)
            } else {
                failed.because(last)
            };
            failed.with_hint(format!(
                "run `{} {name}` in `{}` yourself",
                self.program(),
                self.folder.display()
            ))
        })
    }

    fn failed(&self, name: &str, what: &str) -> TerraformError {
        TerraformError::failed(format!("`{} {name}` {what}", self.program()))
    }

    fn program(&self) -> &'static str {
        self.binary.flavour().program()
    }
}

impl std::fmt::Debug for Terraform<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terraform")
            .field("binary", &self.binary)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// Words and paths as arguments.
fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

/// `-name=value`, where the value may be a path that is no text.
fn option(name: &str, value: impl AsRef<std::ffi::OsStr>) -> OsString {
    let mut option = OsString::from(format!("-{name}="));
    option.push(value);
    option
}
