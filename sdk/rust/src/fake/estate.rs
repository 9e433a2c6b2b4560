//! What a plugin is shown, built by hand.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Table;

/// A snapshot as the plugin sees it.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(super) facts: Vec<(String, String)>,
    pub(super) counts: BTreeMap<String, Vec<(String, u32)>>,
    pub(super) coverage: Table,
    pub(super) nodes: Table,
    pub(super) edges: Table,
    pub(super) type_edges: Table,
}

impl Snapshot {
    /// An empty one.
    pub fn new() -> Snapshot {
        Snapshot {
            coverage: Table::new(&["type", "state", "detail"]),
            nodes: Table::new(&["id", "type", "name", "resource-group"]),
            edges: Table::new(&["from", "kind", "to", "from-type", "to-type"]),
            type_edges: Table::new(&["from-type", "kind", "to-type", "count"]),
            ..Snapshot::default()
        }
    }

    /// With one more fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: &str) -> Snapshot {
        self.facts.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With counts by `type`, `resource-group` or `relationship`.
    #[must_use]
    pub fn counts(mut self, by: &str, counts: &[(&str, u32)]) -> Snapshot {
        let counts = counts
            .iter()
            .map(|(name, count)| ((*name).to_owned(), *count))
            .collect();
        self.counts.insert(by.to_owned(), counts);
        self
    }

    /// With a table of coverage.
    #[must_use]
    pub fn coverage(mut self, table: Table) -> Snapshot {
        self.coverage = table;
        self
    }

    /// With a table of resources.
    #[must_use]
    pub fn nodes(mut self, table: Table) -> Snapshot {
        self.nodes = table;
        self
    }

    /// With a table of relationships.
    #[must_use]
    pub fn edges(mut self, table: Table) -> Snapshot {
        self.edges = table;
        self
    }

    /// With a graph of types.
    #[must_use]
    pub fn type_edges(mut self, table: Table) -> Snapshot {
        self.type_edges = table;
        self
    }
}

/// A comparison as the plugin sees it.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    pub(super) source: Rc<Snapshot>,
    pub(super) target: Rc<Snapshot>,
    pub(super) pairs: Table,
    pub(super) differences: Table,
    pub(super) edge_pairs: Table,
}

impl Comparison {
    /// An empty one.
    pub fn new() -> Comparison {
        let pair = [
            "status",
            "match-kind",
            "type",
            "resource-group",
            "properties",
            "source-id",
            "target-id",
        ];
        let difference = [
            "type",
            "path",
            "kind",
            "source-id",
            "target-id",
            "source-value",
            "target-value",
        ];
        Comparison {
            source: Rc::new(Snapshot::new()),
            target: Rc::new(Snapshot::new()),
            pairs: Table::new(&pair),
            differences: Table::new(&difference),
            edge_pairs: Table::new(&["status", "kind", "source-from", "source-to", "target-from", "target-to"]),
        }
    }

    /// With a source.
    #[must_use]
    pub fn source(mut self, snapshot: Snapshot) -> Comparison {
        self.source = Rc::new(snapshot);
        self
    }

    /// With a target.
    #[must_use]
    pub fn target(mut self, snapshot: Snapshot) -> Comparison {
        self.target = Rc::new(snapshot);
        self
    }

    /// With a table of pairs.
    #[must_use]
    pub fn pairs(mut self, table: Table) -> Comparison {
        self.pairs = table;
        self
    }

    /// With a table of differences.
    #[must_use]
    pub fn differences(mut self, table: Table) -> Comparison {
        self.differences = table;
        self
    }

    /// With a table of relationships.
    #[must_use]
    pub fn edge_pairs(mut self, table: Table) -> Comparison {
        self.edge_pairs = table;
        self
    }
}

/// A section of a report.
#[derive(Debug, Clone)]
pub(super) enum Section {
    Json(String),
    Table(Table),
}

/// A report as a formatter sees it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub(super) kind: String,
    pub(super) facts: Vec<(String, String)>,
    pub(super) sections: Vec<(String, Section)>,
}

impl Report {
    /// A report of this kind without sections.
    pub fn new(kind: &str) -> Report {
        Report {
            kind: kind.to_owned(),
            ..Report::default()
        }
    }

    /// With one more fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: &str) -> Report {
        self.facts.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With one more section of JSON.
    #[must_use]
    pub fn json(mut self, name: &str, json: &str) -> Report {
        self.sections.push((name.to_owned(), Section::Json(json.to_owned())));
        self
    }

    /// With one more table.
    #[must_use]
    pub fn table(mut self, name: &str, table: Table) -> Report {
        self.sections.push((name.to_owned(), Section::Table(table)));
        self
    }
}

/// Diagnostics as an analyzer sees them.
#[derive(Debug, Clone, Default)]
pub struct CaseFile {
    pub(super) facts: Vec<(String, String)>,
    pub(super) iterations: BTreeMap<u32, Table>,
    pub(super) configurations: BTreeMap<(u32, String), String>,
    pub(super) sources: BTreeMap<String, String>,
    pub(super) history: Table,
}

impl CaseFile {
    /// An empty one.
    pub fn new() -> CaseFile {
        CaseFile {
            history: Table::new(&["iteration", "kind", "address", "path", "value", "plugin", "outcome"]),
            ..CaseFile::default()
        }
    }

    /// With one more fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: &str) -> CaseFile {
        self.facts.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With the diagnostics of an iteration.
    #[must_use]
    pub fn diagnostics(mut self, iteration: u32, table: Table) -> CaseFile {
        self.iterations.insert(iteration, table);
        self
    }

    /// With the configuration of an address.
    #[must_use]
    pub fn configuration(mut self, iteration: u32, address: &str, json: &str) -> CaseFile {
        self.configurations
            .insert((iteration, address.to_owned()), json.to_owned());
        self
    }

    /// With the source resource of an address.
    #[must_use]
    pub fn source(mut self, address: &str, json: &str) -> CaseFile {
        self.sources.insert(address.to_owned(), json.to_owned());
        self
    }

    /// With the fixes applied so far.
    #[must_use]
    pub fn history(mut self, table: Table) -> CaseFile {
        self.history = table;
        self
    }
}
