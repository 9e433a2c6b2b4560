//! What a plugin says of itself: `atg-plugin.toml`, read without running the plugin.
//!
//! The text is a section of the component. Unknown keys are errors: a misspelt `gate` must not silently become no gate.

mod error;
mod parse;
mod provides;
mod reader;
mod settings;

use std::collections::BTreeMap;
use std::time::Duration;

pub use error::ManifestError;
pub use provides::{AnalyzerProvides, FormatterProvides, MetricProvides, Provides};
pub use settings::{Setting, SettingError, SettingType, SettingValue};

use crate::authoring::Role;

/// Bytes that a manifest may have.
pub const MAX_MANIFEST: usize = 64 << 10;

/// A plugin's manifest, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Id of the plugin: lower-case words with `-` between them.
    pub id: String,
    /// The plugin's own version.
    pub version: semver::Version,
    /// What people read.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// An SPDX expression; may be empty.
    pub license: String,
    /// The contract that it was written for: major and minor.
    pub contract: (u64, u64),
    /// What it provides; at least one, their names distinct within a role.
    pub provides: Vec<Provides>,
    /// What it may see.
    pub reads: Reads,
    /// What it asks for; less than usual, as only a user can give more.
    pub limits: ManifestLimits,
    /// Its settings, by key.
    pub settings: BTreeMap<String, Setting>,
}

/// `[reads]`: what a plugin may see. Nothing else crosses the boundary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reads {
    /// Globs over ARM types; all where the manifest says nothing.
    pub types: Vec<String>,
    /// `id`, `name`, `resource-group` and property paths, `*` for a step and `**` for any; none where it says nothing.
    pub properties: Vec<String>,
    /// Sections of a report; none where it says nothing.
    pub sections: Vec<String>,
    /// Globs over kinds of relationships; all where it says nothing.
    pub relationships: Vec<String>,
}

impl Default for Reads {
    fn default() -> Self {
        let all = || vec!["*".to_owned()];
        Reads {
            types: all(),
            properties: Vec::new(),
            sections: Vec::new(),
            relationships: all(),
        }
    }
}

/// `[limits]`: what a plugin asks for. Named so because the runtime's own limits are more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ManifestLimits {
    /// Bytes of memory of an instance.
    pub memory: Option<u64>,
    /// How long a call may take.
    pub timeout: Option<Duration>,
}

impl Manifest {
    /// Reads and checks a manifest's text.
    ///
    /// # Errors
    ///
    /// Anything that is not TOML, lacks a key, has an unknown one or a value that cannot be; with the line.
    pub fn parse(text: &str) -> Result<Manifest, ManifestError> {
        parse::manifest(text)
    }

    /// What it provides in a role, by name.
    pub fn provided(&self, role: Role, name: &str) -> Option<&Provides> {
        self.provides
            .iter()
            .find(|provides| provides.role() == role && provides.name() == name)
    }

    /// Its metrics, in the manifest's order.
    pub fn metrics(&self) -> impl Iterator<Item = &MetricProvides> {
        self.provides.iter().filter_map(|provides| match provides {
            Provides::Metric(metric) => Some(metric),
            _ => None,
        })
    }

    /// Its formatters, in the manifest's order.
    pub fn formatters(&self) -> impl Iterator<Item = &FormatterProvides> {
        self.provides.iter().filter_map(|provides| match provides {
            Provides::Formatter(formatter) => Some(formatter),
            _ => None,
        })
    }

    /// Its analyzers, in the manifest's order.
    pub fn analyzers(&self) -> impl Iterator<Item = &AnalyzerProvides> {
        self.provides.iter().filter_map(|provides| match provides {
            Provides::Analyzer(analyzer) => Some(analyzer),
            _ => None,
        })
    }

    /// Every setting as JSON by key: what the user gave, checked, and the defaults of the others.
    ///
    /// # Errors
    ///
    /// A key that the manifest does not have, or a text that is not of the key's type.
    pub fn settings_with(&self, given: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, SettingError> {
        settings::resolve(&self.settings, given)
    }
}

#[cfg(test)]
mod tests;
