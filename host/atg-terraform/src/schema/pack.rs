//! A pack and the types in it.

use std::collections::HashMap;
use std::fmt;

use super::decode;
use super::rule::{RuleId, Rules};
use crate::TerraformError;

/// Facts about ARM types, by type. Cheap to share, expensive to copy.
pub struct Pack {
    pub(super) rules: Rules,
    /// In the order of their names.
    pub(super) entries: Vec<Entry>,
    by_folded: HashMap<Box<str>, u32>,
}

/// What is kept of one type.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: Box<str>,
    pub(super) version: Box<str>,
    pub(super) versions: Box<[String]>,
    /// What can hold a resource that is read, and one that is written.
    pub(super) scopes: Option<(u8, u8)>,
    pub(super) body: RuleId,
}

impl Pack {
    /// Reads a pack, gzip or plain; `spelling` names the file in errors.
    ///
    /// # Errors
    ///
    /// Broken gzip, more than 256 MiB unpacked, broken JSON (with line and column) and parts of a wrong shape (with type
    /// and path).
    pub fn read(bytes: &[u8], spelling: &str) -> Result<Pack, TerraformError> {
        let mut rules = Rules::default();
        let entries = decode::decode(bytes, spelling, &mut rules)?;
        Ok(Pack::new(rules, entries))
    }

    /// A pack of these types; of two whose names differ in case only, the first one in the order of names stays.
    pub(super) fn new(mut rules: Rules, mut entries: Vec<Entry>) -> Pack {
        rules.seal();
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        let mut by_folded: HashMap<Box<str>, u32> = HashMap::with_capacity(entries.len());
        entries.retain(|entry| {
            let next = u32::try_from(by_folded.len()).unwrap_or(u32::MAX);
            let mut fresh = false;
            by_folded.entry(fold(&entry.name)).or_insert_with(|| {
                fresh = true;
                next
            });
            fresh
        });
        Pack {
            rules,
            entries,
            by_folded,
        }
    }

    /// A type by its name, in any case: `microsoft.network/virtualnetworks`.
    pub fn find(&self, type_name: &str) -> Option<TypeSchema<'_>> {
        let place = match self.by_folded.get(type_name) {
            Some(place) => *place,
            None => *self.by_folded.get(&fold(type_name))?,
        };
        let entry = self.entries.get(place as usize)?;
        Some(TypeSchema { pack: self, entry })
    }

    /// All types, in the order of their names.
    pub fn types(&self) -> impl Iterator<Item = TypeSchema<'_>> {
        self.entries.iter().map(|entry| TypeSchema { pack: self, entry })
    }

    /// How many types there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pack")
            .field("types", &self.entries.len())
            .finish_non_exhaustive()
    }
}

fn fold(name: &str) -> Box<str> {
    name.to_ascii_lowercase().into_boxed_str()
}

/// What a pack knows of one type.
#[derive(Clone, Copy)]
pub struct TypeSchema<'a> {
    pub(super) pack: &'a Pack,
    pub(super) entry: &'a Entry,
}

impl<'a> TypeSchema<'a> {
    /// The type as Azure spells it: `Microsoft.Network/virtualNetworks`.
    pub fn name(&self) -> &'a str {
        &self.entry.name
    }

    /// The version that the body's rules describe.
    pub fn api_version(&self) -> &'a str {
        &self.entry.version
    }

    /// Every version that there is, oldest first.
    pub fn api_versions(&self) -> &'a [String] {
        &self.entry.versions
    }

    /// What can hold a resource of this type, where the pack says it.
    pub fn scopes(&self) -> Option<Scopes> {
        self.entry.scopes.map(|(readable, _)| Scopes(readable))
    }

    /// Whether a resource of this type can be created at all, where the pack says it. Some types are only there to be
    /// read; the provider takes them and the service refuses.
    pub fn is_creatable(&self) -> Option<bool> {
        self.entry.scopes.map(|(_, writable)| writable != 0)
    }

    pub(super) fn rules(&self) -> &'a Rules {
        &self.pack.rules
    }
}

impl fmt::Debug for TypeSchema<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.name(), self.api_version())
    }
}

/// What can hold a resource; several hold where several are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// The tenant itself.
    pub fn tenant(self) -> bool {
        self.0 & 1 != 0
    }

    /// A management group.
    pub fn management_group(self) -> bool {
        self.0 & 2 != 0
    }

    /// A subscription.
    pub fn subscription(self) -> bool {
        self.0 & 4 != 0
    }

    /// A resource group.
    pub fn resource_group(self) -> bool {
        self.0 & 8 != 0
    }

    /// Any resource.
    pub fn extension(self) -> bool {
        self.0 & 16 != 0
    }
}
