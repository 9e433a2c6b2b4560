//! Two estates, aligned.

use crate::{Batch, Cursor, Error, host};

/// What to read. Ask for as little as you need: the fewer columns, the faster. The host intersects it with the manifest's
/// `[reads]` and with what the user granted.
pub struct Select {
    inner: host::Selector,
}

impl Default for Select {
    fn default() -> Self {
        Self::new()
    }
}

impl Select {
    /// All fixed columns of all rows, and no property.
    pub fn new() -> Select {
        Select {
            inner: host::Selector::new(),
        }
    }

    /// Only these fixed columns, by name, in any order.
    #[must_use]
    pub fn columns(self, names: &[&str]) -> Select {
        self.inner.columns(&owned(names));
        self
    }

    /// These properties, by path (`location`, `sku.name`, `tags.*`): a column each.
    #[must_use]
    pub fn properties(self, paths: &[&str]) -> Select {
        self.inner.properties(&owned(paths));
        self
    }

    /// Only resources of types that match one of these globs, in any case.
    #[must_use]
    pub fn types(self, globs: &[&str]) -> Select {
        self.inner.node_types(&owned(globs));
        self
    }

    /// Only these kinds of relationships.
    #[must_use]
    pub fn relationships(self, kinds: &[&str]) -> Select {
        self.inner.relationships(&owned(kinds));
        self
    }

    /// Only resource groups that match one of these globs, in any case.
    #[must_use]
    pub fn resource_groups(self, globs: &[&str]) -> Select {
        self.inner.resource_groups(&owned(globs));
        self
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// All resources and relationships of one scope.
pub struct Snapshot {
    inner: host::Snapshot,
}

impl Snapshot {
    /// Named facts: scope, taken-at (RFC 3339), tenant, subscription, origin, …
    pub fn facts(&self) -> Vec<(String, String)> {
        self.inner.facts()
    }

    /// Counts made by the host, by `type`, `resource-group` or `relationship`, in the order of their names.
    ///
    /// # Errors
    ///
    /// `unsupported` for any other word, `denied` for what the manifest does not declare.
    pub fn counts(&self, by: &str) -> Result<Vec<(String, u32)>, Error> {
        Ok(self.inner.counts(by)?)
    }

    /// Columns: type, state (listed, skipped, forbidden, truncated), detail.
    pub fn coverage(&self) -> Cursor {
        Cursor::new(self.inner.coverage())
    }

    /// Columns: id, type, name, resource-group, then each selected property by its path.
    ///
    /// # Errors
    ///
    /// `bad-settings` for a glob or path that is none.
    pub fn nodes(&self, select: &Select) -> Result<Cursor, Error> {
        Ok(Cursor::new(self.inner.nodes(&select.inner)?))
    }

    /// Columns: from, kind, to, from-type, to-type.
    ///
    /// # Errors
    ///
    /// `bad-settings` for a glob that is none.
    pub fn edges(&self, select: &Select) -> Result<Cursor, Error> {
        Ok(Cursor::new(self.inner.edges(&select.inner)?))
    }

    /// How many relationships of a kind lead from one type to another. Columns: from-type, kind, to-type, count.
    pub fn type_edges(&self) -> Cursor {
        Cursor::new(self.inner.type_edges())
    }

    /// One resource's row, with the columns of [`Snapshot::nodes`]; for a handful, not for scans.
    ///
    /// # Errors
    ///
    /// As [`Snapshot::nodes`].
    pub fn node(&self, id: &str, select: &Select) -> Result<Option<Batch>, Error> {
        let columns = self.nodes(select)?.columns().len();
        match self.inner.node(id, &select.inner)? {
            Some(batch) => Batch::new(batch, columns).map(Some),
            None => Ok(None),
        }
    }
}

/// A source and a target, aligned.
pub struct Comparison {
    inner: host::Comparison,
}

impl Comparison {
    pub(crate) fn new(inner: host::Comparison) -> Comparison {
        Comparison { inner }
    }

    /// What is replicated.
    pub fn source(&self) -> Snapshot {
        Snapshot {
            inner: self.inner.source(),
        }
    }

    /// The replica.
    pub fn target(&self) -> Snapshot {
        Snapshot {
            inner: self.inner.target(),
        }
    }

    /// Columns: status (matched, missing, extra, not-comparable, accepted), match-kind, type, resource-group, properties
    /// (equal, different, unknown), source-id, target-id, then each selected property twice: `source:PATH`, `target:PATH`.
    ///
    /// # Errors
    ///
    /// `bad-settings` for a glob or path that is none.
    pub fn pairs(&self, select: &Select) -> Result<Cursor, Error> {
        Ok(Cursor::new(self.inner.pairs(&select.inner)?))
    }

    /// Columns: type, path, kind (changed, added, removed, unknown), source-id, target-id, source-value, target-value.
    ///
    /// # Errors
    ///
    /// `bad-settings` for a glob or path that is none.
    pub fn differences(&self, select: &Select) -> Result<Cursor, Error> {
        Ok(Cursor::new(self.inner.differences(&select.inner)?))
    }

    /// Columns: status (matched, missing, extra, not-comparable, accepted), kind, source-from, source-to, target-from,
    /// target-to.
    ///
    /// # Errors
    ///
    /// `bad-settings` for a glob that is none.
    pub fn edge_pairs(&self, select: &Select) -> Result<Cursor, Error> {
        Ok(Cursor::new(self.inner.edge_pairs(&select.inner)?))
    }
}
