//! One record.

use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::keys;
use crate::CoreError;
use crate::align::Comparison;
use crate::fidelity::Fidelity;
use crate::figures::{Ratio, Tenths};
use crate::report::Options;
use crate::snapshot::Snapshot;

/// What a record keeps of one side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordSide {
    /// As the user named it; empty in records of other tools.
    pub scope: String,
    /// What a person calls it; may be empty.
    pub title: String,
    /// The subscription, where it is known.
    pub subscription_id: Option<String>,
    /// When the estate was looked at, RFC 3339.
    pub taken_at: Option<String>,
    /// How many resources.
    pub resources: u64,
    /// How many relationships.
    pub relationships: u64,
    /// How many resource groups.
    pub resource_groups: u64,
    /// How many types.
    pub resource_types: u64,
    /// Digest of all resources and what counts of them; empty in records of other tools.
    pub content: String,
}

/// One tracked run. Keeps whatever else stood in its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// When, RFC 3339.
    pub timestamp: String,
    /// The source.
    pub source: RecordSide,
    /// The target.
    pub target: RecordSide,
    json: Map<String, Value>,
}

/// Members that only the next record needs.
const FOR_THE_NEXT: [&str; 3] = ["by_type", "missing_keys", "options"];

impl Record {
    /// The record of a run. The options decide whether two records measure the same.
    pub fn of(
        comparison: &Comparison,
        fidelity: &Fidelity,
        options: &Options<'_>,
        timestamp: &str,
    ) -> Result<Record, CoreError> {
        let by_type = fidelity.by_type.iter();
        let by_type: Map<String, Value> = by_type
            .map(|figure| {
                (
                    figure.type_name.clone(),
                    json!([figure.ratio.matched, figure.ratio.total]),
                )
            })
            .collect();
        let mut json = json!({
            "schema_version": 1,
            "timestamp": timestamp,
            "source": side(&comparison.source),
            "target": side(&comparison.target),
            "fidelity": figures(comparison, fidelity),
            "by_type": by_type,
            "options": fingerprint(options),
        });
        if let Some(missing) = keys::missing(comparison) {
            json["missing_keys"] = keys::to_text(missing.into_iter().map(|(key, _)| key)).into();
        }
        Record::from_json(json).map_err(|reason| CoreError::request(format!("this run cannot be recorded: {reason}")))
    }

    /// A record of what stands in a line, or why it is none.
    pub(super) fn from_json(json: Value) -> Result<Record, String> {
        let Value::Object(json) = json else {
            return Err("it is no JSON object".to_owned());
        };
        let timestamp = json.get("timestamp").and_then(Value::as_str);
        let timestamp = timestamp.ok_or("it has no `timestamp`")?.to_owned();
        if !json.get("fidelity").is_some_and(Value::is_object) {
            return Err("it has no `fidelity`".to_owned());
        }
        Ok(Record {
            timestamp,
            source: RecordSide::from_json(json.get("source")),
            target: RecordSide::from_json(json.get("target")),
            json,
        })
    }

    /// One line of JSON without its end.
    pub fn to_line(&self) -> String {
        Value::Object(self.json.clone()).to_string()
    }

    /// What a report shows of it.
    pub(crate) fn shown(&self) -> Value {
        let mut json = self.json.clone();
        json.retain(|name, _| !FOR_THE_NEXT.contains(&name.as_str()));
        for side in ["source", "target"] {
            if let Some(Value::Object(side)) = json.get_mut(side) {
                side.remove("content");
            }
        }
        Value::Object(json)
    }

    /// `overall` as it was printed.
    pub fn overall(&self) -> Option<f64> {
        self.figure("overall")?.as_f64()
    }

    /// How many resources were missing.
    pub fn missing_resources(&self) -> Option<u64> {
        self.figure("missing_resources")?.as_u64()
    }

    fn figure(&self, name: &str) -> Option<&Value> {
        self.json.get("fidelity")?.get(name)
    }

    /// Exact counts of the types, where the record has them.
    pub(super) fn by_type(&self) -> Option<impl Iterator<Item = (&str, Ratio)>> {
        let types = self.json.get("by_type")?.as_object()?;
        Some(types.iter().filter_map(|(name, counts)| {
            let count = |at: usize| counts.get(at)?.as_u64();
            Some((name.as_str(), Ratio::new(count(0)?, count(1)?)))
        }))
    }

    /// Digest of the options, where the record has it.
    pub(super) fn options(&self) -> Option<&str> {
        self.json.get("options")?.as_str()
    }

    /// Keys of what was missing, where the record has them.
    pub(super) fn missing_keys(&self) -> Option<Vec<u64>> {
        keys::parse(self.json.get("missing_keys")?.as_str()?)
    }

    /// Whether both records are of the same two scopes: of the same subscriptions where they are known, else of what the
    /// user called the same.
    pub fn same_scopes(&self, other: &Record) -> bool {
        self.source.is_same(&other.source) && self.target.is_same(&other.target)
    }

    /// Whether one of the scopes is called so, in any case: its spelling with or without what stands before the colon, its
    /// title, its subscription.
    pub fn has_scope(&self, name: &str) -> bool {
        self.source.is_called(name) || self.target.is_called(name)
    }

    /// Whether the record is no older than that. A time without a zone counts as UTC; one that cannot be read is kept.
    pub fn is_since(&self, since: jiff::Timestamp) -> bool {
        let text = self.timestamp.as_str();
        let zoned = text.parse::<jiff::Timestamp>().ok();
        let civil = || text.parse::<jiff::civil::DateTime>().ok();
        let utc = |time: jiff::civil::DateTime| Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp());
        zoned.or_else(|| civil().and_then(utc)).is_none_or(|time| time >= since)
    }
}

impl RecordSide {
    fn from_json(json: Option<&Value>) -> RecordSide {
        let text = |name: &str| Some(json?.get(name)?.as_str()?.to_owned()).filter(|text| !text.is_empty());
        let count = |name: &str| json.and_then(|json| json.get(name)?.as_u64()).unwrap_or(0);
        RecordSide {
            scope: text("scope").unwrap_or_default(),
            title: text("title").unwrap_or_default(),
            subscription_id: text("subscription_id"),
            taken_at: text("taken_at"),
            resources: count("resources"),
            relationships: count("relationships"),
            resource_groups: count("resource_groups"),
            resource_types: count("resource_types"),
            content: text("content").unwrap_or_default(),
        }
    }

    fn is_same(&self, other: &RecordSide) -> bool {
        match (&self.subscription_id, &other.subscription_id) {
            (Some(own), Some(other)) => own.eq_ignore_ascii_case(other),
            _ => self.scope == other.scope,
        }
    }

    fn is_called(&self, name: &str) -> bool {
        let bare = self.scope.split_once(':').map_or("", |(_, rest)| rest);
        let known = [
            self.scope.as_str(),
            bare,
            &self.title,
            self.subscription_id.as_deref().unwrap_or(""),
        ];
        known
            .iter()
            .any(|known| !known.is_empty() && known.eq_ignore_ascii_case(name))
    }
}

fn side(snapshot: &Snapshot) -> Value {
    let mut side = crate::report::side(snapshot);
    for (name, value) in crate::report::scope(snapshot) {
        side[name] = value;
    }
    let mut hash = Xxh3::new();
    for resource in 0..snapshot.len() {
        hash.update(&snapshot.key(resource).0.to_le_bytes());
        hash.update(&snapshot.digest(resource).0.to_le_bytes());
    }
    side["content"] = format!("{:032x}", hash.digest128()).into();
    side
}

fn figures(comparison: &Comparison, fidelity: &Fidelity) -> Value {
    let mut figures = crate::report::published(comparison, fidelity);
    let Ratio { matched, total } = fidelity.overall.ratio;
    figures["matched"] = matched.into();
    figures["total"] = total.into();
    figures["differences"] = fidelity.differences.into();
    figures["composite"] = fidelity.composite.printed().map(Tenths::number).into();
    for (name, figure) in crate::report::figures(fidelity) {
        figures[name] = json!([figure.ratio.matched, figure.ratio.total]);
    }
    figures
}

fn fingerprint(options: &Options<'_>) -> String {
    let mut text = options.filter.words().join("\n");
    for part in [options.mapping.canonical_text(), options.drift.canonical_text()] {
        text.push('\0');
        text.push_str(&part);
    }
    format!("{:032x}", xxh3_128(text.as_bytes()))
}
