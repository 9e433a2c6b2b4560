//! An immutable, normalised set of resources and relationships of one scope, in columns.
//!
//! 56 bytes a resource stay in memory: key, digest, where the body is, type with flags, group, and a hash for the
//! heuristic. Names and properties are read again from the body on demand. Resources are sorted by key, so that the same
//! input in any order makes the same snapshot, and two snapshots are aligned by a merge.

mod bodies;
mod build;
mod classes;
mod edges;
mod facts;
mod finder;
mod names;
mod packed;
mod references;
mod resolve;
mod rows;
mod values;

pub(crate) use bodies::read_identity;
pub use bodies::{Bodies, BodyBuffer, BodyRef, MemoryBodies, RowIdentity};
pub(crate) use build::REFERENCES;
pub use build::SnapshotBuilder;
pub(crate) use edges::EdgeWalker;
pub use edges::{Edge, Edges};
pub use facts::{Coverage, CoverageState, Origin, ReadCounts, Scope, TypeCoverage};
pub use names::GroupName;
pub use packed::{PackedHead, Unpacker};
pub use rows::{ReadRows, RowFlags};
pub use values::{ValueColumns, ValueOptions};

use crate::CoreError;
use crate::identity::Key;
use crate::normalize::Digest;
use std::sync::Arc;

/// Number of a type within one snapshot; see [`Snapshot::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeHandle(pub u32);

/// Number of a resource group within one snapshot; see [`Snapshot::groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupHandle(pub u32);

/// What a column of groups holds for a resource outside every group.
pub(crate) const NO_GROUP: u32 = u32::MAX;

/// What a batch of [`Snapshot::in_batches`] holds at most.
const BATCH_ROWS: usize = 4096;
const BATCH_BYTES: usize = 16 << 20;

/// Resources and relationships of one scope.
pub struct Snapshot {
    /// What it was taken of.
    pub scope: Scope,
    /// What could be seen.
    pub coverage: Coverage,
    /// What reading met.
    pub read: ReadCounts,
    keys: Vec<u128>,
    digests: Vec<u128>,
    offsets: Vec<u64>,
    lengths: Vec<u32>,
    types: Vec<u32>,
    groups: Vec<u32>,
    tails: Vec<u32>,
    type_names: Vec<String>,
    group_names: Vec<GroupName>,
    edges: Edges,
    bodies: Arc<dyn Bodies>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("scope", &self.scope)
            .field("resources", &self.len())
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    /// How many resources there are.
    pub fn len(&self) -> u32 {
        // The builder refuses more.
        self.keys.len() as u32
    }

    /// Whether there is no resource.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The type of a resource.
    pub fn type_of(&self, resource: u32) -> TypeHandle {
        TypeHandle(rows::type_part(self.types[resource as usize]))
    }

    /// All types that have a resource, sorted by name.
    pub fn types(&self) -> &[String] {
        &self.type_names
    }

    /// The name of a resource's type.
    pub fn type_name(&self, resource: u32) -> &str {
        &self.type_names[self.type_of(resource).0 as usize]
    }

    /// The resource group of a resource; `None` outside every group.
    pub fn group_of(&self, resource: u32) -> Option<GroupHandle> {
        Some(self.groups[resource as usize])
            .filter(|group| *group != NO_GROUP)
            .map(GroupHandle)
    }

    /// All groups: those of resources and those that were listed, sorted by name.
    pub fn groups(&self) -> &[GroupName] {
        &self.group_names
    }

    /// The group of a resource by name.
    pub fn group_name(&self, resource: u32) -> Option<&GroupName> {
        self.group_of(resource).map(|group| &self.group_names[group.0 as usize])
    }

    /// The key of a resource's canonical id. Keys ascend with the resources' numbers.
    pub fn key(&self, resource: u32) -> Key {
        Key(self.keys[resource as usize])
    }

    /// The digest of what counts of a resource.
    pub fn digest(&self, resource: u32) -> Digest {
        Digest(self.digests[resource as usize])
    }

    /// What reading a resource showed.
    pub fn flags(&self, resource: u32) -> RowFlags {
        rows::flags_part(self.types[resource as usize])
    }

    /// Hash of the canonical id without its group: equal where the heuristic may match.
    pub(crate) fn tail(&self, resource: u32) -> u32 {
        self.tails[resource as usize]
    }

    pub(crate) fn keys(&self) -> &[u128] {
        &self.keys
    }

    /// The relationships.
    pub fn edges(&self) -> &Edges {
        &self.edges
    }

    /// Where the body of a resource is.
    pub fn body_ref(&self, resource: u32) -> BodyRef {
        BodyRef {
            offset: self.offsets[resource as usize],
            len: self.lengths[resource as usize],
        }
    }

    /// Reads the raw JSON of one ARM-shaped row.
    pub fn body(&self, resource: u32, into: &mut Vec<u8>) -> Result<(), CoreError> {
        self.bodies
            .read(self.body_ref(resource), into)
            .map_err(|source| self.unreadable(source))
    }

    /// Reads the raw JSON of several.
    pub fn body_of_each(&self, resources: &[u32], into: &mut BodyBuffer) -> Result<(), CoreError> {
        let all: Vec<BodyRef> = resources.iter().map(|resource| self.body_ref(*resource)).collect();
        self.bodies
            .read_all(&all, into)
            .map_err(|source| self.unreadable(source))
    }

    fn unreadable(&self, source: std::io::Error) -> CoreError {
        CoreError::Bytes {
            file: self.scope.spelling.clone(),
            source,
        }
    }

    /// All resources in the order in which their bodies lie: the way to go through all bodies.
    pub fn by_place(&self) -> Vec<u32> {
        let mut all: Vec<(u64, u32)> = self.offsets.iter().copied().zip(0..).collect();
        all.sort_unstable();
        all.into_iter().map(|(_, resource)| resource).collect()
    }

    /// Sorts what is to be read by where the bodies lie: what lies beside one another is found faster.
    pub(crate) fn sort_by_place<T>(&self, items: &mut [T], resource: impl Fn(&T) -> u32) {
        items.sort_unstable_by_key(|item| self.offsets[resource(item) as usize]);
    }

    /// Cuts a list of resources into batches whose bodies together fit a buffer: one at least, however long it is.
    pub fn in_batches<'r>(&self, resources: &'r [u32]) -> Vec<&'r [u32]> {
        let mut batches = Vec::new();
        let mut rest = resources;
        while !rest.is_empty() {
            let mut bytes = 0;
            let fits = |resource: &&u32| {
                bytes += self.lengths[**resource as usize] as usize;
                bytes <= BATCH_BYTES
            };
            let count = rest.iter().take(BATCH_ROWS).take_while(fits).count().max(1);
            let (batch, others) = rest.split_at(count);
            batches.push(batch);
            rest = others;
        }
        batches
    }

    /// Fills in subscription and tenant from the first resource's body, where the input itself did not say.
    pub(crate) fn tell_scope(&mut self) -> Result<(), CoreError> {
        if self.is_empty() || self.scope.subscription_id.is_some() {
            return Ok(());
        }
        let mut buffer = Vec::new();
        self.body(0, &mut buffer)?;
        let (subscription, tenant) = bodies::read_scope(&buffer);
        self.scope.subscription_id = subscription;
        self.scope.tenant_id = self.scope.tenant_id.take().or(tenant);
        Ok(())
    }

    /// Reads who a resource is from its body. The answer borrows from the buffer where it can.
    pub fn identity<'b>(&self, resource: u32, buffer: &'b mut Vec<u8>) -> Result<RowIdentity<'b>, CoreError> {
        self.body(resource, buffer)?;
        read_identity(buffer).ok_or_else(|| {
            CoreError::unreadable(&self.scope.spelling, None, None, "a row changed while it was compared")
                .with_hint("run the command again while nothing writes to this file")
        })
    }
}
