//! What is known of a snapshot beside its resources.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a snapshot comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Our own JSON.
    #[default]
    File,
    /// Rows of Azure Resource Graph.
    ResourceGraph,
    /// Terraform configuration.
    Terraform,
    /// Terraform state.
    TerraformState,
    /// A stored scan.
    Store,
}

impl Origin {
    /// The word used in outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Origin::File => "file",
            Origin::ResourceGraph => "resource-graph",
            Origin::Terraform => "terraform",
            Origin::TerraformState => "terraform-state",
            Origin::Store => "store",
        }
    }
}

/// What a snapshot was taken of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// As the user named it: `arg:estate.jsonl`.
    pub spelling: String,
    /// What kind of input it was read from.
    pub origin: Origin,
    /// The tenant, where the input says.
    pub tenant_id: Option<String>,
    /// The subscription, where the input says or all ids agree.
    pub subscription_id: Option<String>,
    /// When the estate was looked at, RFC 3339.
    pub taken_at: Option<String>,
    /// What a person would call it; may be empty.
    pub title: String,
}

/// Whether a type could be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageState {
    /// All of it.
    Listed,
    /// Not looked for, or not visible by this way of looking.
    Skipped,
    /// No right to see it.
    Forbidden,
    /// Only a part of it.
    Truncated,
}

impl CoverageState {
    /// The word used in outputs.
    pub const fn word(self) -> &'static str {
        match self {
            CoverageState::Listed => "listed",
            CoverageState::Skipped => "skipped",
            CoverageState::Forbidden => "forbidden",
            CoverageState::Truncated => "truncated",
        }
    }
}

/// What is known of the visibility of one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeCoverage {
    /// Whether it could be seen.
    pub state: CoverageState,
    /// Why, in words; may be empty.
    #[serde(default)]
    pub detail: String,
}

/// Which types were listed, skipped, forbidden or truncated. A type that is not in the map was listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// By canonical spelling of the type.
    pub types: BTreeMap<String, TypeCoverage>,
}

impl Coverage {
    /// The state of a type, in any case.
    pub fn state(&self, type_name: &str) -> CoverageState {
        self.of(type_name)
            .map_or(CoverageState::Listed, |coverage| coverage.state)
    }

    /// What is known of a type, in any case.
    pub fn of(&self, type_name: &str) -> Option<&TypeCoverage> {
        self.types.get(type_name).or_else(|| {
            self.types
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(type_name))
                .map(|(_, coverage)| coverage)
        })
    }
}

/// What reading met, for the report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadCounts {
    /// Rows with the same id as another one; each id is counted once.
    pub duplicates: u64,
    /// Resources of which something could not be read, such as `...(truncated)` properties.
    pub truncated: u64,
    /// Rows that are neither a resource nor a group: subscriptions, tenant-level things.
    pub outside: u64,
    /// Rows that are resource groups.
    pub groups_listed: u64,
    /// Rows that the filter did not keep.
    pub filtered: u64,
    /// Explicit relationships with an end that is no resource of the snapshot.
    pub dangling: u64,
    /// Terraform types in no table, by name.
    pub untyped: BTreeMap<String, u64>,
    /// What else a reader met that changes what the figures mean, in words, and how often.
    #[serde(default)]
    pub notes: BTreeMap<String, u64>,
}

impl ReadCounts {
    /// Adds what another part of the same input met.
    pub fn add(&mut self, other: &ReadCounts) {
        self.duplicates += other.duplicates;
        self.truncated += other.truncated;
        self.outside += other.outside;
        self.groups_listed += other.groups_listed;
        self.filtered += other.filtered;
        self.dangling += other.dangling;
        for (name, count) in &other.untyped {
            *self.untyped.entry(name.clone()).or_default() += count;
        }
        for (note, count) in &other.notes {
            *self.notes.entry(note.clone()).or_default() += count;
        }
    }
}
