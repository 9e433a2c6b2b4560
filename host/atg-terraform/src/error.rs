//! What can go wrong in this crate, and what to do about it.

use std::io;
use std::path::PathBuf;

use atg_core::CoreError;

/// Every failure of atg-terraform. The cause is in `source()`, never also in the text; advice is in
/// [`TerraformError::hint`].
#[derive(Debug, thiserror::Error)]
pub enum TerraformError {
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
    /// Text or bytes that are not what they should be; the error of the core names the place.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// Something that Terraform, its provider or a request makes impossible.
    #[error("{message}")]
    Failed {
        /// What failed.
        message: String,
        /// Why, where another error says it.
        #[source]
        cause: Option<Box<dyn std::error::Error + Send + Sync>>,
        /// What to do, when there is something to say.
        hint: Option<String>,
    },
    /// The user interrupted the work.
    #[error("interrupted")]
    Interrupted,
}

impl TerraformError {
    /// Something that failed.
    pub fn failed(message: impl Into<String>) -> TerraformError {
        TerraformError::Failed {
            message: message.into(),
            cause: None,
            hint: None,
        }
    }

    /// A file that could not be read or written; `doing` is `read`, `write` or another verb.
    pub fn file(path: impl Into<PathBuf>, doing: &'static str, source: io::Error) -> TerraformError {
        TerraformError::File {
            path: path.into(),
            doing,
            source,
        }
    }

    /// The same error with a cause; variants that carry none are returned unchanged.
    #[must_use]
    pub fn because(mut self, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TerraformError {
        if let TerraformError::Failed { cause, .. } = &mut self {
            *cause = Some(error.into());
        }
        self
    }

    /// The same error with advice; variants that carry none are returned unchanged.
    #[must_use]
    pub fn with_hint(mut self, advice: impl Into<String>) -> TerraformError {
        if let TerraformError::Failed { hint, .. } = &mut self {
            *hint = Some(advice.into());
        }
        self
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            TerraformError::Core(error) => error.hint(),
            TerraformError::Failed { hint, .. } => hint.clone(),
            TerraformError::File { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    Some("the disk is full; make room and run it again".to_owned())
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    Some("you may not use it; change its rights or name another place".to_owned())
                }
                _ => None,
            },
            TerraformError::Interrupted => None,
        }
    }
}
