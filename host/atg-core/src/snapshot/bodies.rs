//! Bodies of resources: raw JSON that stays where it was read and is read again on demand.

use crate::identity::ArmId;
use crate::normalize::read_head;
use serde::Deserialize;
use std::borrow::Cow;
use std::io;
use std::ops::Range;

/// Where the body of a resource is. What the numbers mean is up to the [`Bodies`] that gave them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BodyRef {
    /// Offset in bytes, or a row id.
    pub offset: u64,
    /// Length in bytes; 0 where it is not known.
    pub len: u32,
}

/// Gives bodies back.
pub trait Bodies: Send + Sync {
    /// Replaces the buffer's content by one body.
    fn read(&self, at: BodyRef, into: &mut Vec<u8>) -> io::Result<()>;

    /// Replaces the buffer's content by several bodies. Those that lie beside one another may be read together.
    fn read_all(&self, all: &[BodyRef], into: &mut BodyBuffer) -> io::Result<()> {
        into.clear();
        let mut body = Vec::new();
        for at in all {
            self.read(*at, &mut body)?;
            let from = into.bytes.len();
            into.bytes.extend_from_slice(&body);
            into.ranges.push(from..into.bytes.len());
        }
        Ok(())
    }
}

/// Several bodies. Filled again and again, it keeps its room.
#[derive(Debug, Default)]
pub struct BodyBuffer {
    /// The bodies; what else lay between them may be there too.
    pub(crate) bytes: Vec<u8>,
    pub(crate) ranges: Vec<Range<usize>>,
}

impl BodyBuffer {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.ranges.iter().map(|range| &self.bytes[range.clone()])
    }

    /// How many bytes all of them have.
    pub fn length(&self) -> u64 {
        self.ranges.iter().map(|range| range.len() as u64).sum()
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ranges.clear();
    }
}

/// Bodies in memory, for readers that make up rows of their own.
#[derive(Debug, Default)]
pub struct MemoryBodies(Vec<u8>);

impl MemoryBodies {
    /// Keeps a body.
    pub fn push(&mut self, body: &[u8]) -> BodyRef {
        let at = BodyRef {
            offset: self.0.len() as u64,
            len: body.len() as u32,
        };
        self.0.extend_from_slice(body);
        at
    }
}

impl Bodies for MemoryBodies {
    fn read(&self, at: BodyRef, into: &mut Vec<u8>) -> io::Result<()> {
        into.clear();
        let from = usize::try_from(at.offset).unwrap_or(usize::MAX);
        let body = self.0.get(from..from.saturating_add(at.len as usize));
        into.extend_from_slice(body.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// Who a resource is, as its row spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowIdentity<'b> {
    /// The full ARM id.
    pub id: Cow<'b, str>,
    /// The last segment of the id.
    pub name: String,
    /// The type as the row has it, else as the id has it.
    pub type_name: Cow<'b, str>,
    /// The resource group.
    pub resource_group: Option<String>,
}

/// Reads the identity out of one row; `None` where there is none.
pub(crate) fn read_identity(body: &[u8]) -> Option<RowIdentity<'_>> {
    let (id, type_name) = read_head(body).ok()?;
    let parsed = ArmId::parse(&id)?;
    let name = parsed.name().to_owned();
    let resource_group = parsed.resource_group().map(str::to_owned);
    let type_name = match type_name {
        Cow::Borrowed("") => parsed.type_name().into(),
        of_row => of_row,
    };
    Some(RowIdentity {
        id,
        name,
        type_name,
        resource_group,
    })
}

/// Subscription and tenant as a row has them.
pub(crate) fn read_scope(body: &[u8]) -> (Option<String>, Option<String>) {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Scoped {
        #[serde(default)]
        id: String,
        #[serde(default)]
        tenant_id: Option<String>,
    }
    let Ok(scoped) = sonic_rs::from_slice::<Scoped>(body) else {
        return (None, None);
    };
    let subscription = ArmId::parse(&scoped.id)
        .and_then(|id| id.subscription())
        .map(str::to_ascii_lowercase);
    (subscription, scoped.tenant_id.filter(|tenant| !tenant.is_empty()))
}
