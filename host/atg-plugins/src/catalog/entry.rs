//! One plugin of a catalog.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::check;
use crate::error::PluginError;
use crate::manifest::Manifest;

/// A built-in plugin, as the binary carries it.
#[derive(Debug, Clone, Copy)]
pub struct Embedded {
    /// Text of its manifest.
    pub manifest: &'static str,
    /// SHA-256 of the component.
    pub sha256: [u8; 32],
    /// The component.
    pub component: &'static [u8],
}

/// One plugin that can be loaded.
#[derive(Debug, Clone)]
pub struct PluginEntry {
    /// Its manifest.
    pub manifest: Arc<Manifest>,
    /// Where it comes from.
    pub origin: Origin,
    /// SHA-256 of the component.
    pub sha256: [u8; 32],
    /// Where its bytes are.
    pub component: Component,
}

/// Where a plugin comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file that was named.
    Path(PathBuf),
    /// Installed in the project.
    Project,
    /// Installed for the user.
    User,
    /// Part of atg.
    BuiltIn,
}

impl Origin {
    /// One word for lists.
    pub const fn word(&self) -> &'static str {
        match self {
            Origin::Path(_) => "file",
            Origin::Project => "project",
            Origin::User => "user",
            Origin::BuiltIn => "built-in",
        }
    }
}

/// Where the bytes of a component are.
#[derive(Clone)]
pub enum Component {
    /// In a store: read when they are needed.
    File(PathBuf),
    /// In memory: a file that was named has been read already, and must not change between looking and loading.
    Memory(Arc<[u8]>),
    /// In the binary.
    BuiltIn(&'static [u8]),
}

impl fmt::Debug for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Component::File(path) => f.debug_tuple("File").field(path).finish(),
            Component::Memory(bytes) => write!(f, "Memory({} bytes)", bytes.len()),
            Component::BuiltIn(bytes) => write!(f, "BuiltIn({} bytes)", bytes.len()),
        }
    }
}

impl PluginEntry {
    /// What messages call it: the file, else its id.
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::Path(path) => path.display().to_string(),
            _ => self.manifest.id.clone(),
        }
    }

    /// The component; of an installed plugin, read and held against its digest.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is too large, or is not what was installed.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, PluginError> {
        match &self.component {
            Component::BuiltIn(bytes) => Ok(Cow::Borrowed(bytes)),
            Component::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Component::File(path) => {
                let bytes = check::read_file(path)?;
                if digest(&bytes) != self.sha256 {
                    return Err(PluginError::Invalid {
                        name: path.display().to_string(),
                        source: "it is not what was installed: its digest differs".into(),
                    });
                }
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// The file, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match (&self.origin, &self.component) {
            (Origin::Path(path), _) | (_, Component::File(path)) => Some(path),
            _ => None,
        }
    }
}

/// SHA-256 of some bytes.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A digest as people read it.
pub(crate) fn hex(digest: &[u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
