//! Which plugins there are: those asked for, the project's, the user's, and the built-in ones.
//!
//! Gathering reads manifests and never runs a plugin; of installed plugins it does not even read the component. Whatever is
//! wrong with one plugin becomes a [`Problem`], and the others stay.

mod entry;
mod error;
mod find;
mod gather;
mod locate;

use std::path::PathBuf;

pub use entry::{Component, Embedded, Origin, PluginEntry};
pub(crate) use entry::{digest, hex};
pub use error::{CatalogError, IndexError};
pub(crate) use find::{not_installed, parse_reference, read_named};
pub(crate) use gather::{clash, file as entry_of_file, names_taken};
pub use locate::{Located, locate};

use crate::authoring::Role;
use crate::manifest::{AnalyzerProvides, FormatterProvides, MetricProvides};

/// Folders in which plugins are installed; each is a [`crate::store`] of its own.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// `.atg/plugins` of the project.
    pub project: Option<PathBuf>,
    /// `plugins` in the user's data folder.
    pub user: Option<PathBuf>,
}

/// All plugins of a run.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Those to use: built-in ones first, as they were handed in, then the others by id. Ids and, within a role, names of
    /// what they provide are distinct.
    pub plugins: Vec<PluginEntry>,
    /// What cannot be used, and why: in the order of `--plugin`, then project, then user.
    pub problems: Vec<Problem>,
    /// What people should know: which file took the place of which installed plugin.
    pub notes: Vec<String>,
}

/// A plugin that cannot be used. The run goes on, and ends with exit code 4.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The plugin's id, else the file or name as it was asked for.
    pub plugin: String,
    /// Whether the user asked for this very plugin with `--plugin`; else it was found in a store.
    pub requested: bool,
    /// Why.
    pub error: std::sync::Arc<CatalogError>,
}

impl Catalog {
    /// Gathers the plugins of a run. `requested` are the words of `--plugin`: a file, or `NAME[@VERSION]`.
    pub fn gather(requested: &[String], places: &Places, builtin: &[Embedded]) -> Catalog {
        gather::gather(requested, places, builtin)
    }

    /// The plugin with this id.
    pub fn plugin(&self, id: &str) -> Option<&PluginEntry> {
        self.plugins.iter().find(|entry| entry.manifest.id == id)
    }

    /// The plugin that provides something.
    pub fn providing(&self, role: Role, name: &str) -> Option<&PluginEntry> {
        self.plugins
            .iter()
            .find(|entry| entry.manifest.provided(role, name).is_some())
    }

    /// All metrics, in the order of the plugins.
    pub fn metrics(&self) -> impl Iterator<Item = (&PluginEntry, &MetricProvides)> {
        self.plugins
            .iter()
            .flat_map(|entry| entry.manifest.metrics().map(move |metric| (entry, metric)))
    }

    /// All formatters, in the order of the plugins.
    pub fn formatters(&self) -> impl Iterator<Item = (&PluginEntry, &FormatterProvides)> {
        self.plugins
            .iter()
            .flat_map(|entry| entry.manifest.formatters().map(move |formatter| (entry, formatter)))
    }

    /// The formatter of this name: `--format NAME`.
    pub fn formatter(&self, name: &str) -> Option<(&PluginEntry, &FormatterProvides)> {
        self.formatters().find(|(_, formatter)| formatter.name == name)
    }

    /// All analyzers, in the order of the plugins.
    pub fn analyzers(&self) -> impl Iterator<Item = (&PluginEntry, &AnalyzerProvides)> {
        self.plugins
            .iter()
            .flat_map(|entry| entry.manifest.analyzers().map(move |analyzer| (entry, analyzer)))
    }
}

#[cfg(test)]
mod tests;
