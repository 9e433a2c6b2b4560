//! What the user reads when something fails: what, why, what to do.

use std::error::Error as Cause;
use std::io;
use std::path::Path;

use atg_core::CoreError;
use atg_graph::GraphError;
use atg_plugins::PluginError;
use atg_plugins::authoring::AuthoringError;
use atg_plugins::catalog::CatalogError;
use atg_terraform::TerraformError;
use atg_workflow::WorkflowError;

use crate::exit_code::ExitCode;

/// Every failure of the program. The cause is in `source()`, never also in the text.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// From reading and comparing.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// From the store.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// From loading or running a plugin that was asked for by itself.
    #[error(transparent)]
    Plugin(#[from] PluginError),
    /// From finding, installing and removing plugins.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// From writing a plugin.
    #[error(transparent)]
    Authoring(#[from] AuthoringError),
    /// Terraform.
    #[error(transparent)]
    Terraform(#[from] TerraformError),
    /// Rounds and what they leave behind.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    /// The command line or a setting makes no sense.
    #[error(transparent)]
    Usage(Told),
    /// Anything else that stops a command.
    #[error(transparent)]
    Failed(Told),
}

/// A message, its cause and advice.
#[derive(Debug, Default)]
pub(crate) struct Told {
    message: String,
    cause: Option<Box<dyn Cause + Send + Sync>>,
    hint: Option<String>,
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl Cause for Told {
    fn source(&self) -> Option<&(dyn Cause + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Cause + 'static))
    }
}

impl Error {
    /// The command line or a setting makes no sense.
    pub(crate) fn usage(message: impl Into<String>) -> Error {
        Error::Usage(Told {
            message: message.into(),
            ..Told::default()
        })
    }

    /// Something failed.
    pub(crate) fn failed(message: impl Into<String>) -> Error {
        Error::Failed(Told {
            message: message.into(),
            ..Told::default()
        })
    }

    /// A file could not be written.
    pub(crate) fn write(path: &Path, error: io::Error) -> Error {
        let hint = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Some("the disk is full; make room and run it again. Nothing was written")
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Some("name a place that you may write to with `--output`")
            }
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                Some("a part of the path is a file, not a folder; name another place")
            }
            _ => None,
        };
        Error::Failed(Told {
            message: format!("cannot write `{}`", path.display()),
            cause: Some(Box::new(error)),
            hint: hint.map(str::to_owned),
        })
    }

    /// A file could not be read.
    pub(crate) fn read(path: &Path, error: io::Error) -> Error {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => Some("look for a typing mistake; relative paths start at the working folder"),
            io::ErrorKind::PermissionDenied => Some("you may not read it; ask its owner or change its rights"),
            _ => None,
        };
        Error::Failed(Told {
            message: format!("cannot read `{}`", path.display()),
            cause: Some(Box::new(error)),
            hint: hint.map(str::to_owned),
        })
    }

    /// The same error with a cause.
    #[must_use]
    pub(crate) fn because(mut self, cause: impl Into<Box<dyn Cause + Send + Sync>>) -> Error {
        if let Error::Usage(told) | Error::Failed(told) = &mut self {
            told.cause = Some(cause.into());
        }
        self
    }

    /// The same error with advice.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Error {
        if let Error::Usage(told) | Error::Failed(told) = &mut self {
            told.hint = Some(hint.into());
        }
        self
    }

    /// What to do about it.
    pub(crate) fn advice(&self) -> Option<String> {
        match self {
            Error::Core(error) => error.hint(),
            Error::Graph(error) => error.hint(),
            Error::Plugin(error) => error.hint(),
            Error::Catalog(error) => error.hint(),
            Error::Authoring(error) => error.hint(),
            Error::Terraform(error) => error.hint(),
            Error::Workflow(error) if error.is_interruption() => {
                Some("what was recorded is kept; run it again and it goes on".to_owned())
            }
            Error::Workflow(error) => error.hint(),
            Error::Usage(told) | Error::Failed(told) => told.hint.clone(),
        }
    }

    /// What the process ends with.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Error::Usage(_) | Error::Core(CoreError::Request { .. }) => ExitCode::Usage,
            Error::Graph(GraphError::BadName { .. } | GraphError::Core(CoreError::Request { .. })) => ExitCode::Usage,
            Error::Authoring(AuthoringError::Name { .. }) => ExitCode::Usage,
            Error::Workflow(WorkflowError::Usage { .. }) => ExitCode::Usage,
            Error::Workflow(WorkflowError::Core(CoreError::Request { .. })) => ExitCode::Usage,
            Error::Workflow(error) if error.is_interruption() => ExitCode::Interrupted,
            Error::Terraform(TerraformError::Interrupted) => ExitCode::Interrupted,
            Error::Terraform(_) | Error::Workflow(_) => ExitCode::Failed,
            Error::Core(_) | Error::Graph(_) | Error::Plugin(_) | Error::Catalog(_) => ExitCode::Failed,
            Error::Authoring(_) | Error::Failed(_) => ExitCode::Failed,
        }
    }

    /// The causes, outermost first, each in one line of text.
    pub(crate) fn causes(&self) -> Vec<String> {
        causes(self)
    }
}

/// The causes of any error, outermost first.
pub(crate) fn causes(error: &dyn Cause) -> Vec<String> {
    let mut cause = error.source();
    let mut texts: Vec<String> = Vec::new();
    while let Some(error) = cause {
        let text = without_number(&error.to_string());
        // Wrappers of the standard library repeat what they wrap.
        if texts.last() != Some(&text) {
            texts.push(text);
        }
        cause = error.source();
    }
    texts
}

/// `No such file or directory (os error 2)` without the number, which says nothing to most people, and without the name
/// of a temporary file that may follow it.
fn without_number(text: &str) -> String {
    let cut = text.rfind(" (os error ").filter(|at| {
        let rest = text[*at..].trim_start_matches(" (os error ");
        let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
        rest == ")" || rest.starts_with(") at path ")
    });
    cut.map_or(text, |at| &text[..at]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_system_are_left_out() {
        assert_eq!(without_number("No such file (os error 2)"), "No such file");
        assert_eq!(
            without_number("No such file (os error 2) at path \"/x/.y.part\""),
            "No such file"
        );
        assert_eq!(without_number("an (os error 2) of mine"), "an (os error 2) of mine");
        assert_eq!(without_number("nothing else"), "nothing else");
    }
}
