//! `--mapping FILE`: what is called differently in the target on purpose.
//!
//! Every table leads from the source's spelling to the target's. The file is TOML or JSON:
//!
//! ```toml
//! [names]
//! vm-old = "vm-new"
//! [resource_groups]
//! rg-old = "rg-new"
//! [locations]
//! westus = "eastus"
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::error::CoreError;

/// Source spelling to target spelling; the keys are folded to lower case, the values are as written.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// Resource names (any segment of a name chain).
    pub names: BTreeMap<String, String>,
    /// Resource group names.
    pub resource_groups: BTreeMap<String, String>,
    /// Full or partial source id to target id.
    pub resources: BTreeMap<String, String>,
    /// Object ids of principals.
    pub principals: BTreeMap<String, String>,
    /// Subscription ids.
    pub subscriptions: BTreeMap<String, String>,
    /// Locations.
    pub locations: BTreeMap<String, String>,
    /// SKU names.
    pub skus: BTreeMap<String, String>,
    /// How often each entry was used; shared by clones.
    pub uses: MappingUses,
}

/// One table of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MappingKind {
    /// Resource names.
    Names,
    /// Resource group names.
    ResourceGroups,
    /// Full or partial ids.
    Resources,
    /// Object ids of principals.
    Principals,
    /// Subscription ids.
    Subscriptions,
    /// Locations.
    Locations,
    /// SKU names.
    Skus,
}

impl MappingKind {
    /// All tables in the order in which they are reported.
    pub const ALL: [MappingKind; 7] = [
        MappingKind::Names,
        MappingKind::ResourceGroups,
        MappingKind::Resources,
        MappingKind::Principals,
        MappingKind::Subscriptions,
        MappingKind::Locations,
        MappingKind::Skus,
    ];

    /// The table's name in the file.
    pub const fn word(self) -> &'static str {
        match self {
            MappingKind::Names => "names",
            MappingKind::ResourceGroups => "resource_groups",
            MappingKind::Resources => "resources",
            MappingKind::Principals => "principals",
            MappingKind::Subscriptions => "subscriptions",
            MappingKind::Locations => "locations",
            MappingKind::Skus => "skus",
        }
    }
}

/// How many resources each entry touched. Clones count into the same place, from any thread.
#[derive(Debug, Clone, Default)]
pub struct MappingUses(Arc<OnceLock<Vec<BTreeMap<String, AtomicU64>>>>);

/// One entry of a mapping and what it did.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MappingUse {
    /// The table.
    pub kind: MappingKind,
    /// The source's spelling, lower case.
    pub from: String,
    /// The target's spelling.
    pub to: String,
    /// How many resources it touched.
    pub uses: u64,
}

impl Mapping {
    /// Reads a mapping from TOML or JSON text. Errors name the file, the line and the column.
    pub fn parse(text: &str, file: &str) -> Result<Mapping, CoreError> {
        let document = if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            serde_json::from_str::<Document>(text.trim_start_matches('\u{feff}'))
                .map_err(|error| json_error(file, &error))
        } else {
            toml::from_str::<Document>(text).map_err(|error| toml_error(file, text, &error))
        };
        document.map(Document::fold).map_err(|error| error.with_hint(EXAMPLE))
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        MappingKind::ALL.iter().all(|kind| self.table(*kind).is_empty())
    }

    /// One table.
    pub const fn table(&self, kind: MappingKind) -> &BTreeMap<String, String> {
        match kind {
            MappingKind::Names => &self.names,
            MappingKind::ResourceGroups => &self.resource_groups,
            MappingKind::Resources => &self.resources,
            MappingKind::Principals => &self.principals,
            MappingKind::Subscriptions => &self.subscriptions,
            MappingKind::Locations => &self.locations,
            MappingKind::Skus => &self.skus,
        }
    }

    /// What a spelling of the source (lower case) is called in the target. Does not count.
    pub fn peek(&self, kind: MappingKind, spelling: &str) -> Option<&str> {
        self.table(kind).get(spelling).map(String::as_str)
    }

    /// The same, and counts one use of the entry: for a resource's own id and body, not for what refers to it.
    pub fn lookup(&self, kind: MappingKind, spelling: &str) -> Option<&str> {
        let found = self.table(kind).get(spelling)?;
        self.count(kind, spelling, 1);
        Some(found)
    }

    /// Counts `times` uses of an entry; a spelling that is no entry is ignored.
    pub fn count(&self, kind: MappingKind, spelling: &str, times: u64) {
        let tables = self.uses.0.get_or_init(|| {
            let zeros = |kind: &MappingKind| {
                self.table(*kind)
                    .keys()
                    .map(|key| (key.clone(), AtomicU64::new(0)))
                    .collect()
            };
            MappingKind::ALL.iter().map(zeros).collect()
        });
        if let Some(counter) = tables.get(kind as usize).and_then(|table| table.get(spelling)) {
            counter.fetch_add(times, Ordering::Relaxed);
        }
    }

    /// Every entry with its uses, by table and spelling; unused ones too, because they are likely mistakes.
    pub fn report(&self) -> Vec<MappingUse> {
        let used = |kind: MappingKind, from: &str| {
            let table = self.uses.0.get().and_then(|tables| tables.get(kind as usize));
            table
                .and_then(|table| table.get(from))
                .map_or(0, |counter| counter.load(Ordering::Relaxed))
        };
        MappingKind::ALL
            .iter()
            .flat_map(|kind| self.table(*kind).iter().map(move |(from, to)| (*kind, from, to)))
            .map(|(kind, from, to)| MappingUse {
                kind,
                from: from.clone(),
                to: to.clone(),
                uses: used(kind, from),
            })
            .collect()
    }

    /// A text that is equal for mappings that say the same, whatever their layout.
    pub fn canonical_text(&self) -> String {
        let line = |entry: MappingUse| format!("{} {:?} {:?}\n", entry.kind.word(), entry.from, entry.to);
        self.report().into_iter().map(line).collect()
    }
}

const EXAMPLE: &str = "a mapping is TOML or JSON, from the source's spelling to the target's, for example\n  \
    [resource_groups]\n  rg-old = \"rg-new\"\n\
    with the tables names, resource_groups, resources, principals, subscriptions, locations, skus";

/// The file as it is written; `deny_unknown_fields` makes a misspelt table an error with its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    schema_version: Version,
    #[serde(default)]
    names: Entries,
    #[serde(default, alias = "resource-groups")]
    resource_groups: Entries,
    #[serde(default)]
    resources: Entries,
    #[serde(default)]
    principals: Entries,
    #[serde(default)]
    subscriptions: Entries,
    #[serde(default)]
    locations: Entries,
    #[serde(default)]
    skus: Entries,
}

impl Document {
    fn fold(self) -> Mapping {
        let Version = self.schema_version;
        Mapping {
            names: self.names.0,
            resource_groups: self.resource_groups.0,
            resources: self.resources.0,
            principals: self.principals.0,
            subscriptions: self.subscriptions.0,
            locations: self.locations.0,
            skus: self.skus.0,
            uses: MappingUses::default(),
        }
    }
}

/// The only version there is.
#[derive(Default)]
struct Version;

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Version, D::Error> {
        match u64::deserialize(deserializer)? {
            1 => Ok(Version),
            other => Err(de::Error::custom(format!(
                "schema_version {other} is not known; this atg reads 1"
            ))),
        }
    }
}

/// A table of texts in which no spelling stands twice, whatever its case.
#[derive(Default)]
struct Entries(BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
        let mut entries: BTreeMap<String, String> = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value::<String>()?;
            let folded = key.trim_end_matches('/').to_lowercase();
            if folded.is_empty() || value.is_empty() {
                return Err(de::Error::custom(format!(
                    "an empty text cannot be mapped: `{key}` to `{value}`"
                )));
            }
            if let Some(other) = entries.get(&folded) {
                // Some parsers sort, so the text must not tell first from second.
                let (low, high) = if *other < value {
                    (other, &value)
                } else {
                    (&value, other)
                };
                let text = format!("`{folded}` is mapped twice, to `{low}` and to `{high}`; case does not count");
                return Err(de::Error::custom(text));
            }
            entries.insert(folded, value);
        }
        Ok(Entries(entries))
    }
}

/// A serde_json error with its place beside the text instead of inside it.
pub(crate) fn json_error(file: &str, error: &serde_json::Error) -> CoreError {
    let (line, column) = (error.line() as u64, error.column() as u64);
    let whole = error.to_string();
    let place = format!(" at line {line} column {column}");
    let message = whole.strip_suffix(&place).unwrap_or(&whole);
    let known = line > 0;
    CoreError::unreadable(
        file,
        known.then_some(line),
        (known && column > 0).then_some(column),
        message,
    )
}

/// A toml error with its place beside the text instead of inside it.
pub(crate) fn toml_error(file: &str, text: &str, error: &toml::de::Error) -> CoreError {
    let (mut line, mut column) = (None, None);
    if let Some(before) = error.span().and_then(|span| text.get(..span.start)) {
        line = Some(before.matches('\n').count() as u64 + 1);
        let last = before.rsplit('\n').next().unwrap_or_default();
        column = Some(last.chars().count() as u64 + 1);
    }
    CoreError::unreadable(file, line, column, error.message().replace('\n', ", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error;

    const TOML: &str =
        "[names]\nVM-Old = \"vm-new\"\n\n[resource-groups]\n\"RG-A\" = \"rg-b\"\n\n[locations]\nwestus = \"eastus\"\n";

    fn fault(text: &str) -> String {
        let error = Mapping::parse(text, "map.toml").unwrap_err();
        assert_eq!(error.to_string(), "cannot read `map.toml`");
        assert!(error.hint().unwrap().contains("[resource_groups]"));
        error.source().unwrap().to_string()
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = Mapping::parse(TOML, "map.toml").unwrap();
        let json = r#"{"locations":{"westus":"eastus"},"names":{"vm-old":"vm-new"},"resource_groups":{"rg-a":"rg-b"}}"#;
        let json = Mapping::parse(json, "map.json").unwrap();
        assert_eq!(toml.canonical_text(), json.canonical_text());
        assert_eq!(toml.names["vm-old"], "vm-new");
        assert_eq!(toml.resource_groups["rg-a"], "rg-b");
        assert!(!toml.is_empty());
        assert!(Mapping::parse("", "map.toml").unwrap().is_empty());
        assert!(Mapping::parse("schema_version = 1\n", "map.toml").unwrap().is_empty());
    }

    #[test]
    fn uses_are_counted_across_clones() {
        let mapping = Mapping::parse(TOML, "map.toml").unwrap();
        let clone = mapping.clone();
        assert_eq!(clone.lookup(MappingKind::Names, "vm-old"), Some("vm-new"));
        assert_eq!(mapping.lookup(MappingKind::Names, "vm-old"), Some("vm-new"));
        assert_eq!(mapping.peek(MappingKind::Names, "vm-old"), Some("vm-new"));
        assert_eq!(mapping.lookup(MappingKind::Names, "other"), None);
        mapping.count(MappingKind::Locations, "nowhere", 4);
        let uses: Vec<u64> = mapping.report().iter().map(|entry| entry.uses).collect();
        assert_eq!(uses, [2, 0, 0]);
    }

    #[test]
    fn faults_name_their_place() {
        assert_eq!(
            fault("[names]\nvm-old = 3\n"),
            "line 2, column 10: invalid type: integer `3`, expected a string"
        );
        assert!(
            fault("[name]\nvm-old = \"x\"\n").starts_with("line 1, column 2: unknown field `name`, expected one of")
        );
        assert_eq!(
            fault("[names]\na = \"x\"\nA = \"y\"\n"),
            "line 1, column 1: `a` is mapped twice, to `x` and to `y`; case does not count"
        );
        assert!(fault("{\"names\":{\n\"a\":7}}").starts_with("line 2, column 5: invalid type: integer `7`"));
        assert!(fault("{\"names\":{\"a\":\"b\",\n\"A\":\"c\"}}").starts_with("line 2, column"));
        assert!(fault("{\"names\":").starts_with("line 1, column 9: EOF"));
        assert!(fault("schema_version = 2\n").contains("schema_version 2 is not known"));
        assert!(fault("[names]\n\"\" = \"x\"\n").contains("empty text"));
        assert!(fault("[names\n").starts_with("line 1"));
    }
}
