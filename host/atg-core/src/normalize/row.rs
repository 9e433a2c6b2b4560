//! One ARM-shaped row: from raw JSON to key, digest, type, group and relationships.

use super::Digest;
use super::json::Malformed;
use super::text::Strings;
use super::top::{Head, walk_ahead, walk_row};
use super::walk::{Walker, close_root};
use crate::filter::{Filter, RowFacts};
use crate::identity::{ArmId, IdKind, Key, Normalizer, Side, canonical_without_group};
use crate::snapshot::RowFlags;
use xxhash_rust::xxh3::xxh3_64;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A resource; see [`RowReader::view`].
    Resource,
    /// A resource group, which is counted on its own.
    Group,
    /// Has an id, but is neither: a subscription, a tenant-level thing.
    Outside,
    /// A resource or group that the filter does not keep.
    Filtered,
}

/// A row that cannot be read; the place is counted within the row.
#[derive(Debug)]
pub(crate) struct FaultyRow {
    pub(crate) line: u64,
    pub(crate) column: u64,
    pub(crate) message: String,
}

/// A resource as read from its row. Borrowed from the reader until the next row.
#[derive(Debug, Clone, Copy)]
pub struct RowView<'r> {
    /// The id as spelled.
    pub id: &'r str,
    /// The type as spelled, else as the id has it.
    pub type_name: &'r str,
    /// The group's name as spelled.
    pub resource_group: Option<&'r str>,
    /// Key of the canonical id.
    pub key: Key,
    /// Digest of all that counts.
    pub digest: Digest,
    /// Hash of the canonical id without its group, for the heuristic.
    pub tail: u32,
    /// What reading it showed.
    pub flags: RowFlags,
    /// Keys of ids in the body, neither its own nor its children's; may repeat.
    pub references: &'r [Key],
}

/// Turns raw rows into what a snapshot keeps of them. One a thread.
pub struct RowReader<'n> {
    walker: Walker<'n, ()>,
    normalizer: &'n Normalizer,
    filter: &'n Filter,
    side: Side,
    head: Head,
    /// The group's name as spelled.
    group: Option<String>,
    canonical: Vec<u8>,
    references: Vec<Key>,
    key: Key,
    tail: u32,
    digest: Digest,
    flags: RowFlags,
}

impl<'n> RowReader<'n> {
    /// A reader for rows of one side. The normaliser must be one of that side.
    pub fn new(side: Side, normalizer: &'n Normalizer, filter: &'n Filter) -> RowReader<'n> {
        RowReader {
            walker: Walker::new(Strings::new(normalizer, true), ()),
            normalizer,
            filter,
            side,
            head: Head::default(),
            group: None,
            canonical: Vec::new(),
            references: Vec::new(),
            key: Key(0),
            tail: 0,
            digest: Digest(0),
            flags: RowFlags::default(),
        }
    }

    /// Reads one row. Errors name the place within the row, counted from 1.
    pub(crate) fn read(&mut self, raw: &[u8]) -> Result<RowKind, FaultyRow> {
        self.walker.clear();
        if self.walk(raw).is_err() {
            return Err(faulty(raw));
        }
        self.read_walked(raw)
    }

    /// Looks at the row that a text begins with before anybody knows where it ends. The length of what was looked at; whoever
    /// finds that the row is no longer goes on with [`RowReader::read_walked`]. `None` where the row is not all there, or is not as
    /// it should be, or where a second look would count the mapping's uses twice.
    pub(crate) fn look_ahead(&mut self, text: &[u8]) -> Option<usize> {
        if self.normalizer.rules().is_some() {
            return None;
        }
        self.walker.clear();
        walk_ahead(&mut self.walker, &mut self.head, text).ok()
    }

    /// Reads a row that was looked at, and is all that was.
    pub(crate) fn read_walked(&mut self, raw: &[u8]) -> Result<RowKind, FaultyRow> {
        if self.walker.strings.undecided {
            // Values that equal the own subscription came before the id that tells it. Uses of the mapping were counted.
            self.walker.strings.clear_references();
            let counts = std::mem::replace(&mut self.walker.strings.counts, false);
            let again = self.walk(raw);
            self.walker.strings.counts = counts;
            if again.is_err() {
                return Err(faulty(raw));
            }
        }
        if self.head.id.is_empty() {
            return Err(FaultyRow {
                line: 1,
                column: 1,
                message: "the row has no `id`".to_owned(),
            });
        }
        Ok(self.conclude(raw))
    }

    /// The same for callers outside of this crate: the message names line and column within the row.
    pub fn read_row(&mut self, raw: &[u8]) -> Result<RowKind, crate::CoreError> {
        self.read(raw)
            .map_err(|fault| crate::CoreError::unreadable("row", Some(fault.line), Some(fault.column), fault.message))
    }

    /// The resource read last; meaningful after [`RowKind::Resource`].
    pub fn view(&self) -> RowView<'_> {
        RowView {
            id: &self.head.id,
            type_name: &self.head.type_name,
            resource_group: self.group.as_deref(),
            key: self.key,
            digest: self.digest,
            tail: self.tail,
            flags: self.flags,
            references: &self.references,
        }
    }

    /// The name of the group read last; meaningful after [`RowKind::Group`] and [`RowKind::Resource`].
    pub fn group(&self) -> Option<&str> {
        self.group.as_deref()
    }

    fn walk(&mut self, raw: &[u8]) -> Result<(), Malformed> {
        walk_row(&mut self.walker, &mut self.head, raw)
    }

    fn conclude(&mut self, raw: &[u8]) -> RowKind {
        // Taken out while the rest of the reader is written to; put back below.
        let id_text = std::mem::take(&mut self.head.id);
        let kind = self.conclude_as(raw, &id_text);
        self.head.id = id_text;
        kind
    }

    fn conclude_as(&mut self, raw: &[u8], id_text: &str) -> RowKind {
        let Some(id) = ArmId::parse(id_text) else {
            return RowKind::Outside;
        };
        match (&mut self.group, id.resource_group()) {
            (Some(group), Some(name)) => {
                group.clear();
                group.push_str(name);
            }
            (group, name) => *group = name.map(str::to_owned),
        }
        match id.kind() {
            IdKind::Resource => {}
            IdKind::ResourceGroup => {
                let kept = self.keeps(raw, &id, "Microsoft.Resources/resourceGroups");
                return if kept { RowKind::Group } else { RowKind::Filtered };
            }
            IdKind::Subscription | IdKind::Other => return RowKind::Outside,
        }
        if self.head.type_name.is_empty() {
            self.head.type_name = id.type_name();
        }
        if !self.filter.is_empty() && !self.keeps(raw, &id, &self.head.type_name) {
            return RowKind::Filtered;
        }
        self.canonical.clear();
        let canonical = self
            .normalizer
            .canonicalize_own(id_text.as_bytes(), &mut self.canonical);
        let own = &self.canonical[canonical.from..];
        self.key = Key::of(own);
        self.tail = xxh3_64(canonical_without_group(own)) as u32;
        self.digest = Digest(close_root(self.head.sum));
        self.flags = RowFlags::default();
        self.flags.set(RowFlags::PREFIXED, canonical.prefixed);
        self.flags.set(RowFlags::MAPPED, canonical.mapped);
        self.flags.set(RowFlags::EXPLICIT, canonical.explicit);
        self.flags.set(RowFlags::EXTENSION, id.is_extension());
        self.flags.set(RowFlags::UNKNOWN, self.walker.unknown);
        self.references.clear();
        for reference in &self.walker.strings.references {
            let other = &self.walker.strings.buffer[reference.from as usize..reference.to as usize];
            let within = other
                .strip_prefix(own)
                .is_some_and(|rest| rest.is_empty() || rest[0] == b'/');
            if !within {
                self.references.push(reference.key);
            }
        }
        RowKind::Resource
    }

    fn keeps(&self, raw: &[u8], id: &ArmId<'_>, type_name: &str) -> bool {
        if self.filter.is_empty() {
            return true;
        }
        let printed = id.resource_group();
        let canonical_group = printed.map(|name| canonical_group(self.normalizer, name));
        let iteration = printed
            .into_iter()
            .chain(id.chain().map(|(_, name)| name))
            .find_map(|name| crate::identity::strip_iteration_prefixes(name).1);
        let tags = if self.filter.needs_tags() {
            tags_of(raw)
        } else {
            Vec::new()
        };
        self.filter.keeps(&RowFacts {
            type_name,
            resource_group: printed,
            canonical_group: canonical_group.as_deref(),
            tags: &tags,
            iteration,
            extension: id.is_extension(),
            target: self.side == Side::Target,
        })
    }
}

/// A group's name in the target's words: in lower case, without prefixes, mapped.
pub(crate) fn canonical_group(normalizer: &Normalizer, name: &str) -> String {
    let mut text = Vec::new();
    let id = format!("/subscriptions/-/resourceGroups/{name}");
    let canonical = normalizer.canonicalize(id.as_bytes(), &mut text);
    let group = text[canonical.from..]
        .strip_prefix(b"/resourcegroups/")
        .unwrap_or(&text[canonical.from..]);
    String::from_utf8_lossy(group).into_owned()
}

fn tags_of(row: &[u8]) -> Vec<(String, String)> {
    #[derive(serde::Deserialize)]
    struct Tagged {
        #[serde(default)]
        tags: serde_json::Value,
    }
    let Ok(Tagged { tags }) = sonic_rs::from_slice(row) else {
        return Vec::new();
    };
    let tags = match tags {
        // Some exports carry objects as JSON text.
        serde_json::Value::String(text) => serde_json::from_str(&text).unwrap_or_default(),
        other => other,
    };
    let serde_json::Value::Object(tags) = tags else {
        return Vec::new();
    };
    tags.into_iter()
        .map(|(name, value)| match value {
            serde_json::Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect()
}

/// Reads the bad row again, slowly, for a message that says where and what.
#[cold]
fn faulty(raw: &[u8]) -> FaultyRow {
    match serde_json::from_slice::<serde_json::Value>(raw) {
        Err(error) => {
            let text = error.to_string();
            // serde_json ends its text with the place, which stands beside it here.
            let message = text
                .rfind(" at line ")
                .map_or(text.as_str(), |at| &text[..at])
                .to_owned();
            FaultyRow {
                line: error.line().max(1) as u64,
                column: error.column().max(1) as u64,
                message,
            }
        }
        Ok(serde_json::Value::Object(_)) => FaultyRow {
            line: 1,
            column: 1,
            message: "the row is nested too deeply to be read".to_owned(),
        },
        Ok(_) => FaultyRow {
            line: 1,
            column: 1,
            message: "expected an object with the members of a resource".to_owned(),
        },
    }
}
