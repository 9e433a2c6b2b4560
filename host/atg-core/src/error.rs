//! What can go wrong in this crate, and what to do about it.

use std::fmt;
use std::io;

/// Every failure of atg-core. The cause is in `source()`, never also in the text; advice is in [`CoreError::hint`].
#[derive(Debug, thiserror::Error)]
pub enum CoreError {
    /// Text or bytes that are not what they should be: malformed JSON, a wrong version, a bad glob.
    #[error("cannot read `{file}`")]
    Unreadable {
        /// The file as the user named it.
        file: String,
        /// Where, and what is wrong.
        #[source]
        fault: Fault,
        /// What to do, when there is something to say.
        hint: Option<String>,
    },
    /// The bytes themselves could not be had.
    #[error("cannot read `{file}`")]
    Bytes {
        /// The file or scope as the user named it.
        file: String,
        /// What the operating system or the store said.
        #[source]
        source: io::Error,
    },
    /// A request that makes no sense, such as a glob on the command line that is none.
    #[error("{message}")]
    Request {
        /// What was wrong with it.
        message: String,
        /// What to do, when there is something to say.
        hint: Option<String>,
    },
}

impl CoreError {
    /// A fault at a line (from 1) and column (from 1) of a file; `None` where unknown.
    pub fn unreadable(
        file: impl Into<String>,
        line: Option<u64>,
        column: Option<u64>,
        message: impl Into<String>,
    ) -> CoreError {
        CoreError::Unreadable {
            file: file.into(),
            fault: Fault {
                line,
                column,
                message: message.into(),
            },
            hint: None,
        }
    }

    /// A request that makes no sense.
    pub fn request(message: impl Into<String>) -> CoreError {
        CoreError::Request {
            message: message.into(),
            hint: None,
        }
    }

    /// The same error with advice; variants that carry none are returned unchanged.
    #[must_use]
    pub fn with_hint(mut self, advice: impl Into<String>) -> CoreError {
        match &mut self {
            CoreError::Unreadable { hint, .. } | CoreError::Request { hint, .. } => *hint = Some(advice.into()),
            CoreError::Bytes { .. } => {}
        }
        self
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            CoreError::Unreadable { hint, .. } | CoreError::Request { hint, .. } => hint.clone(),
            CoreError::Bytes { .. } => None,
        }
    }
}

/// The place and nature of a fault in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// Column, counted from 1.
    pub column: Option<u64>,
    /// What is wrong, without the place.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column {column}: {}", self.message),
            (Some(line), None) => write!(f, "line {line}: {}", self.message),
            _ => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Fault {}
