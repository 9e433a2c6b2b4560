//! What changed from one record to the next.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Record, RecordSide, keys};
use crate::CoreError;
use crate::align::{Comparison, Status};
use crate::figures::Ratio;

/// So many ids are named of each list.
const NAMED: usize = 20;

/// What changed since a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change(Value);

impl Change {
    /// What changed from one record to that of this run, `now`. Ids are read from the comparison that `now` is of.
    pub fn between(before: &Record, now: &Record, comparison: &Comparison) -> Result<Change, CoreError> {
        let mut change = json!({
            "since": before.timestamp,
            "overall": {"before": before.overall(), "now": now.overall()},
            "missing_resources": {"before": before.missing_resources(), "now": now.missing_resources()},
            "why": reasons(before, now),
            "by_type": by_type(before, now),
        });
        if let Some((missing, before)) = keys::missing(comparison).zip(before.missing_keys()) {
            let moved = Moved::between(&before, &missing, comparison);
            change["went_missing"] = named(comparison, &moved.went_missing)?;
            change["gained"] = named(comparison, &moved.gained)?;
            if moved.left_source > 0 {
                change["no_longer_in_source"] = moved.left_source.into();
            }
        }
        Ok(Change(change))
    }

    /// As a report has it: since, overall, missing_resources, why, by_type, and went_missing and gained with ids where both
    /// records know what was missing.
    pub fn to_json(&self) -> &Value {
        &self.0
    }
}

/// What is missing now and was not, and the other way round.
#[derive(Debug, Default)]
struct Moved {
    /// Source resources.
    went_missing: Vec<u32>,
    /// Source resources.
    gained: Vec<u32>,
    /// What was missing and is not in the source any more.
    left_source: u64,
}

impl Moved {
    /// Both lists ascend; a key stands as often as there are resources that share it.
    fn between(before: &[u64], now: &[(u64, u32)], comparison: &Comparison) -> Moved {
        let mut moved = Moved::default();
        let (mut before, mut now) = (before.iter().peekable(), now.iter().peekable());
        loop {
            match (before.peek(), now.peek()) {
                (Some(old), Some((new, _))) if *old == new => {
                    before.next();
                    now.next();
                }
                (Some(old), new) if new.is_none_or(|(new, _)| *old < new) => {
                    moved.leaves(**old, comparison);
                    before.next();
                }
                (_, Some((_, resource))) => {
                    moved.went_missing.push(*resource);
                    now.next();
                }
                _ => return moved,
            }
        }
    }

    /// One that was missing and is not: it has a match now (or is accepted), or the source lost it.
    fn leaves(&mut self, key: u64, comparison: &Comparison) {
        let present = |resource: &u32| comparison.pair(*resource).status != Status::Missing;
        let told = |resource: &u32| {
            self.gained
                .iter()
                .rev()
                .take_while(|other| *other >= resource)
                .any(|other| other == resource)
        };
        let found = keys::find(&comparison.source, key)
            .filter(present)
            .find(|resource| !told(resource));
        match found {
            Some(resource) => self.gained.push(resource),
            None => self.left_source += 1,
        }
    }
}

fn named(comparison: &Comparison, resources: &[u32]) -> Result<Value, CoreError> {
    let mut buffer = Vec::new();
    let mut ids = Vec::new();
    for resource in resources.iter().take(NAMED) {
        ids.push(comparison.source.identity(*resource, &mut buffer)?.id.into_owned());
    }
    ids.sort_unstable();
    Ok(json!({"count": resources.len(), "ids": ids}))
}

fn by_type(before: &Record, now: &Record) -> Value {
    let Some((old, new)) = before.by_type().zip(now.by_type()) else {
        return Value::Null;
    };
    let mut types: BTreeMap<&str, [Ratio; 2]> = BTreeMap::new();
    for (name, ratio) in old {
        types.entry(name).or_default()[0] = ratio;
    }
    for (name, ratio) in new {
        types.entry(name).or_default()[1] = ratio;
    }
    let changed = types.into_iter().filter(|(_, [old, new])| old != new);
    let row = |(name, [old, new]): (&str, [Ratio; 2])| {
        json!({
            "type": name,
            "matched": {"before": old.matched, "now": new.matched},
            "total": {"before": old.total, "now": new.total},
        })
    };
    changed.map(row).collect()
}

/// Why the figures differ, or could: in sentences.
fn reasons(before: &Record, now: &Record) -> Vec<String> {
    let mut reasons = Vec::new();
    for (name, old, new) in [
        ("source", &before.source, &now.source),
        ("target", &before.target, &now.target),
    ] {
        if !old.content.is_empty() && old.content == new.content {
            continue;
        }
        let counts = |side: &RecordSide| {
            (
                side.resources,
                side.relationships,
                side.resource_groups,
                side.resource_types,
            )
        };
        if old.resources != new.resources {
            reasons.push(format!(
                "the {name} changed: {} resources, before {}",
                new.resources, old.resources
            ));
        } else if !old.content.is_empty() {
            reasons.push(format!("the {name} changed, with as many resources"));
        } else if counts(old) != counts(new) {
            reasons.push(format!("the {name} changed"));
        }
    }
    match (before.options(), now.options()) {
        (Some(old), Some(new)) if old == new => {}
        (Some(_), Some(_)) => reasons.push("the options changed: filters, mapping or accepted drift".to_owned()),
        _ => reasons.push("the earlier record does not say with which options it was made".to_owned()),
    }
    if reasons.is_empty() {
        reasons.push("nothing changed: neither estate, nor the options".to_owned());
    }
    reasons
}
