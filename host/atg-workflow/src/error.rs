//! What can go wrong in this crate, and what to do about it.

use std::io;
use std::path::PathBuf;

use atg_core::CoreError;
use atg_terraform::TerraformError;

/// Every failure of atg-workflow. The cause is in `source()`, never also in the text; advice is in
/// [`WorkflowError::hint`].
#[derive(Debug, thiserror::Error)]
pub enum WorkflowError {
    /// Text or bytes that are not what they should be.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// Terraform, its configuration or its provider.
    #[error(transparent)]
    Terraform(#[from] TerraformError),
    /// A file or folder could not be read or written.
    #[error("cannot {doing} `{path}`", path = path.display())]
    File {
        /// The file as the user named it.
        path: PathBuf,
        /// What was being done: read, write, lock.
        doing: &'static str,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// Somebody else works in the folder.
    #[error("another atg is at work in `{path}`", path = path.display())]
    Busy {
        /// The folder of iterations.
        path: PathBuf,
        /// Who, as the lock names it; may be empty.
        #[source]
        holder: Holder,
    },
    /// A request that makes no sense.
    #[error("{message}")]
    Usage {
        /// What was wrong with it.
        message: String,
        /// What to do.
        hint: String,
    },
    /// Something that cannot be done.
    #[error("{message}")]
    Failed {
        /// What failed.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The user interrupted the work.
    #[error("interrupted")]
    Interrupted,
}

/// Who holds a lock.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Holder(pub String);

impl WorkflowError {
    /// A file that could not be read or written; `doing` is a verb.
    pub fn file(path: impl Into<PathBuf>, doing: &'static str, source: io::Error) -> WorkflowError {
        WorkflowError::File {
            path: path.into(),
            doing,
            source,
        }
    }

    /// A request that makes no sense, and what to do instead.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> WorkflowError {
        WorkflowError::Usage {
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// Something that cannot be done, and what to do instead.
    pub fn failed(message: impl Into<String>, hint: impl Into<String>) -> WorkflowError {
        WorkflowError::Failed {
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// Whether the user interrupted the work.
    pub fn is_interruption(&self) -> bool {
        matches!(
            self,
            WorkflowError::Interrupted | WorkflowError::Terraform(TerraformError::Interrupted)
        )
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            WorkflowError::Core(error) => error.hint(),
            WorkflowError::Terraform(error) => error.hint(),
            WorkflowError::Usage { hint, .. } | WorkflowError::Failed { hint, .. } => Some(hint.clone()),
            WorkflowError::Busy { .. } => {
                Some("wait until it is done, or work in another folder with `--demos DIR`".to_owned())
            }
            WorkflowError::File { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    Some("the disk is full; make room and run it again: what was recorded is kept".to_owned())
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    Some("you may not use it; change its rights, or name another folder with `--demos DIR`".to_owned())
                }
                _ => None,
            },
            WorkflowError::Interrupted => None,
        }
    }
}
