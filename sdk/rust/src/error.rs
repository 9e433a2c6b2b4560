//! Why a call failed, on either side.

use std::fmt;

use crate::bindings::atg::plugin::types::PluginError;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// A registered word: `denied`, `gone`, `too-large`, `bad-settings`, `bad-data`, `unsupported`, `internal`.
    pub code: String,
    /// What went wrong, in a sentence.
    pub message: String,
    /// What it was about: a resource id, an address, a setting.
    pub subject: Option<String>,
}

impl Error {
    /// An error with a registered word and a sentence.
    pub fn new(code: &str, message: &str) -> Error {
        Error {
            code: code.to_owned(),
            message: message.to_owned(),
            subject: None,
        }
    }

    /// The same error with what it is about.
    #[must_use]
    pub fn subject(mut self, subject: &str) -> Error {
        self.subject = Some(subject.to_owned());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Error {}

impl From<PluginError> for Error {
    fn from(error: PluginError) -> Error {
        Error {
            code: error.code,
            message: error.message,
            subject: error.subject,
        }
    }
}

impl From<Error> for PluginError {
    fn from(error: Error) -> PluginError {
        PluginError {
            code: error.code,
            message: error.message,
            subject: error.subject,
        }
    }
}

impl From<fmt::Error> for Error {
    fn from(error: fmt::Error) -> Error {
        Error::new("internal", &error.to_string())
    }
}

impl From<std::io::Error> for Error {
    /// What [`Document::writer`](crate::Document::writer) could not write comes out as the host said it.
    fn from(error: std::io::Error) -> Error {
        match error.downcast::<Error>() {
            Ok(told) => told,
            Err(other) => Error::new("internal", &other.to_string()),
        }
    }
}
