//! What a store can do, whatever keeps it.

use crate::GraphError;
use crate::spelling::by_nearness;
use atg_core::readers::ReadOptions;
use atg_core::snapshot::{BodyRef, Snapshot};
use serde::Serialize;

/// A place that keeps scans, each finished one as a snapshot of its own.
pub trait GraphStore: Send + Sync {
    /// Where it is, for messages.
    fn location(&self) -> String;

    /// Begins a scan. Nobody sees it before [`ScanWriter::finish`]; one that is never finished goes away by itself.
    fn begin_scan(&self, scan: &NewScan<'_>) -> Result<Box<dyn ScanWriter + '_>, GraphError>;

    /// All scopes that have a finished scan, sorted by name.
    fn scopes(&self) -> Result<Vec<ScopeSummary>, GraphError>;

    /// The finished scans of one scope, oldest first; empty for an unknown one.
    fn snapshots(&self, scope: &str) -> Result<Vec<StoredSnapshot>, GraphError>;

    /// How many resources of each type a snapshot holds, sorted by type.
    fn counts(&self, snapshot: &StoredSnapshot) -> Result<Vec<(String, u64)>, GraphError>;

    /// Loads a snapshot; its bodies stay in the store and are read on demand, from any thread. `name` is how the user
    /// spelled it. The result is what reading the original input with the same options gives.
    fn load(&self, snapshot: &StoredSnapshot, name: &str, options: ReadOptions<'_>) -> Result<Snapshot, GraphError>;

    /// Removes all but the newest `keep` snapshots of a scope, or of every scope, and scans that were abandoned. At least
    /// one stays. `now` is the time, RFC 3339.
    fn prune(&self, keep: u32, scope: Option<&str>, now: &str) -> Result<Pruned, GraphError>;

    /// The snapshot that a user names: a scope's name (in any case) or the subscription in it, for its last one, or either
    /// with `@N` for the one of that number.
    fn find(&self, asked: &str) -> Result<StoredSnapshot, GraphError> {
        let scopes = self.scopes()?;
        if let Some(scope) = named(&scopes, asked)? {
            return Ok(scope.last.clone());
        }
        if let Some((name, number)) = numbered(asked)
            && let Some(scope) = named(&scopes, name)?
        {
            let mut all = self.snapshots(&scope.name)?;
            return match all.iter().position(|snapshot| snapshot.number == number) {
                Some(at) => Ok(all.swap_remove(at)),
                None => Err(GraphError::UnknownSnapshot {
                    scope: scope.name.clone(),
                    number,
                    known: all.iter().map(|snapshot| snapshot.number).collect(),
                }),
            };
        }
        let known = by_nearness(asked, scopes.into_iter().map(|scope| scope.name));
        Err(GraphError::UnknownScope {
            asked: asked.to_owned(),
            known,
        })
    }

    /// Two snapshots to be compared with one another, as [`GraphStore::find`] finds them.
    fn diff_input(
        &self,
        earlier: &str,
        later: &str,
        options: ReadOptions<'_>,
    ) -> Result<(Snapshot, Snapshot), GraphError> {
        let (first, second) = (self.find(earlier)?, self.find(later)?);
        Ok((
            self.load(&first, earlier, options)?,
            self.load(&second, later, options)?,
        ))
    }
}

/// A scope by its name, else by the subscription of its last snapshot.
fn named<'s>(scopes: &'s [ScopeSummary], asked: &str) -> Result<Option<&'s ScopeSummary>, GraphError> {
    let same = |name: &str| name.eq_ignore_ascii_case(asked) || name.to_lowercase() == asked.to_lowercase();
    if let Some(scope) = scopes.iter().find(|scope| same(&scope.name)) {
        return Ok(Some(scope));
    }
    let holds = |scope: &&ScopeSummary| scope.last.subscription_id.as_deref().is_some_and(same);
    let holders: Vec<&ScopeSummary> = scopes.iter().filter(holds).collect();
    match holders.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => Err(GraphError::Ambiguous {
            asked: asked.to_owned(),
            names: several.iter().map(|scope| scope.name.clone()).collect(),
        }),
    }
}

/// `SCOPE@N` in its parts.
pub(crate) fn numbered(asked: &str) -> Option<(&str, u64)> {
    let (name, number) = asked.rsplit_once('@')?;
    Some((name, number.parse().ok()?))
}

/// Refuses a name that could not be asked for later.
pub(crate) fn check_name(name: &str) -> Result<(), GraphError> {
    let good = !name.is_empty()
        && name.chars().count() <= 200
        && name.trim() == name
        && !name.chars().any(char::is_control)
        && numbered(name).is_none();
    if good {
        Ok(())
    } else {
        Err(GraphError::BadName { name: name.to_owned() })
    }
}

/// What a scan begins with.
#[derive(Debug, Clone, Copy)]
pub struct NewScan<'a> {
    /// The name under which it is found again.
    pub scope: &'a str,
    /// The time, RFC 3339.
    pub now: &'a str,
    /// Who writes, for those who find the store busy: `process 4711`.
    pub writer: &'a str,
    /// How many threads may work; at least 1.
    pub threads: usize,
}

/// Takes in the rows of one scan.
pub trait ScanWriter {
    /// Keeps raw rows; one that the scope's last snapshot held already is not kept again. The answer says where each is,
    /// for the columns of the snapshot that ends the scan.
    fn upsert(&mut self, rows: &[&[u8]], now: &str) -> Result<Vec<BodyRef>, GraphError>;

    /// What readies rows for [`ScanWriter::write`], on any thread. A store learns from the first rows that are kept what
    /// its rows look like: ask after that.
    fn packer(&self) -> Box<dyn RowPacker>;

    /// Keeps rows that were readied: [`ScanWriter::upsert`] in two steps.
    fn write(&mut self, rows: &PackedRows, now: &str) -> Result<Vec<BodyRef>, GraphError>;

    /// Ends the scan: from now on it is the scope's last snapshot. `place` says for each resource of the snapshot which
    /// answer of [`ScanWriter::upsert`] is its body.
    fn finish(
        self: Box<Self>,
        snapshot: &Snapshot,
        place: &dyn Fn(u32) -> BodyRef,
        now: &str,
    ) -> Result<StoredSnapshot, GraphError>;
}

/// Readies rows for a [`ScanWriter`].
pub trait RowPacker: Send + Sync {
    /// Readies some rows.
    fn pack(&self, rows: &[&[u8]]) -> Result<PackedRows, GraphError>;
}

/// Rows as a store keeps them.
#[derive(Debug, Default)]
pub struct PackedRows {
    /// The number of the dictionary that the new ones are packed with; 0 without.
    pub(crate) dictionary: i64,
    /// Where each row is already; the others are new.
    pub(crate) places: Vec<Option<BodyRef>>,
    /// Of the raw JSON of the new ones.
    pub(crate) digests: Vec<u128>,
    /// Of the same.
    pub(crate) lengths: Vec<u32>,
    /// The new ones back to back, and where each ends.
    pub(crate) content: Vec<u8>,
    pub(crate) ends: Vec<usize>,
}

/// A scope and its last snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScopeSummary {
    /// Its name, as first spelled.
    pub name: String,
    /// How many snapshots there are.
    pub snapshots: u64,
    /// The last one.
    pub last: StoredSnapshot,
}

/// What is known of a stored snapshot without loading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredSnapshot {
    /// The store's own number of it.
    #[serde(skip)]
    pub(crate) id: i64,
    /// Its scope.
    pub scope: String,
    /// Its number within the scope, counted from 1 and never given twice.
    pub number: u64,
    /// When it was stored, RFC 3339.
    pub stored_at: String,
    /// When the estate was looked at, where the input said.
    pub taken_at: Option<String>,
    /// Its subscription, where known.
    pub subscription_id: Option<String>,
    /// Its tenant, where known.
    pub tenant_id: Option<String>,
    /// What a person would call it; may be empty.
    pub title: String,
    /// How many resources it holds.
    pub resources: u64,
    /// How many relationships.
    pub relationships: u64,
    /// How many resource groups.
    pub resource_groups: u64,
    /// How many types.
    pub resource_types: u64,
}

impl StoredSnapshot {
    /// When the estate was looked at, else when it was stored: what an age is counted from.
    pub fn seen_at(&self) -> &str {
        self.taken_at.as_deref().unwrap_or(&self.stored_at)
    }

    /// How to ask for exactly this one.
    pub fn spelling(&self) -> String {
        format!("{}@{}", self.scope, self.number)
    }
}

/// What pruning removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Pruned {
    /// Finished snapshots.
    pub snapshots: u64,
    /// Scans that were never finished.
    pub abandoned: u64,
    /// Bodies that no snapshot holds any more.
    pub bodies: u64,
    /// By how many bytes the file shrank.
    pub bytes: u64,
}
