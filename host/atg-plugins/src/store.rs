//! Installed plugins: `SHA256.wasm`, and beside it `ID@VERSION.toml`, which says all that lists need.
//!
//! A component's file is named by its content and never changes; what is installed is decided by the small index files
//! alone, each written whole or not at all. Whoever reads while another installs sees the old state or the new one.

mod change;
mod index;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use change::{Change, Removed};

use crate::catalog::{CatalogError, Component, Origin, PluginEntry};
use crate::manifest::Manifest;

/// A folder of installed plugins. It need not exist.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    origin: Origin,
}

/// One installed plugin, known from its index file.
#[derive(Debug, Clone)]
pub struct Installed {
    /// Its manifest.
    pub manifest: Arc<Manifest>,
    /// SHA-256 of the component.
    pub sha256: [u8; 32],
    /// The component's file; it has not been looked at.
    pub component: PathBuf,
    /// The index file.
    pub index: PathBuf,
    origin: Origin,
}

impl Installed {
    /// As an entry of a catalog.
    pub fn entry(&self) -> PluginEntry {
        PluginEntry {
            manifest: self.manifest.clone(),
            origin: self.origin.clone(),
            sha256: self.sha256,
            component: Component::File(self.component.clone()),
        }
    }
}

/// What a store holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// By id, the newest version of each first.
    pub plugins: Vec<Installed>,
    /// Index files that cannot be used, by name, and why.
    pub problems: Vec<(PathBuf, CatalogError)>,
}

impl Listing {
    /// The plugin with this id, in this version or else the newest.
    pub fn find(&self, id: &str, version: Option<&semver::Version>) -> Option<&Installed> {
        self.plugins
            .iter()
            .filter(|installed| installed.manifest.id == id)
            .find(|installed| version.is_none_or(|version| installed.manifest.version == *version))
    }
}

impl Store {
    /// The store of a project: `.atg/plugins` in it.
    pub fn project(folder: impl Into<PathBuf>) -> Store {
        Store {
            folder: folder.into(),
            origin: Origin::Project,
        }
    }

    /// The store of a user.
    pub fn user(folder: impl Into<PathBuf>) -> Store {
        Store {
            folder: folder.into(),
            origin: Origin::User,
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is installed; reads the index files only. A folder that is not there holds nothing.
    pub fn list(&self) -> Listing {
        let mut listing = Listing::default();
        let mut files = Vec::new();
        match std::fs::read_dir(&self.folder) {
            Ok(entries) => {
                files.extend(
                    entries
                        .filter_map(Result::ok)
                        .map(|entry| entry.path())
                        .filter(|path| index::is_one(path)),
                );
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => {
                let path = self.folder.clone();
                listing
                    .problems
                    .push((path.clone(), CatalogError::Read { path, source }));
            }
        }
        files.sort_unstable();
        for file in files {
            match index::read(&file) {
                Ok((manifest, sha256)) => listing.plugins.push(Installed {
                    manifest: Arc::new(manifest),
                    sha256,
                    component: self.component(&sha256),
                    index: file,
                    origin: self.origin.clone(),
                }),
                Err(error) => listing.problems.push((file, error)),
            }
        }
        listing.plugins.sort_by(|one, other| {
            let (one, other) = (&one.manifest, &other.manifest);
            one.id.cmp(&other.id).then_with(|| other.version.cmp(&one.version))
        });
        listing
    }

    fn component(&self, sha256: &[u8; 32]) -> PathBuf {
        self.folder.join(format!("{}.wasm", crate::catalog::hex(sha256)))
    }
}

#[cfg(test)]
mod tests;
