//! Why a manifest is none.

/// What is wrong with a manifest, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct ManifestError {
    pub(super) line: usize,
    pub(super) fault: String,
    pub(super) hint: Option<String>,
}

impl ManifestError {
    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// What the plugin's author can do about it.
    pub fn hint(&self) -> Option<String> {
        self.hint.clone()
    }
}
