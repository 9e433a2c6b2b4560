//! `--redact full`: subscriptions get other ids, and no value of a property is shown.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use crate::CoreError;
use crate::align::Comparison;
use crate::table::{Batch, BatchEncoder, FIRST_MARK, REDACTED, Table};

/// What stands in the place of both sides' subscriptions.
const SIDES: [&str; 2] = [
    "00000000-0000-0000-0000-000000000001",
    "00000000-0000-0000-0000-000000000002",
];

const SEGMENT: &str = "/subscriptions/";

/// Replaces the ids of subscriptions, each by the same other one wherever it stands.
#[derive(Debug, Default)]
pub(super) struct Disguise {
    /// In lower case, with what replaces them.
    known: Vec<(String, &'static str)>,
}

impl Disguise {
    pub(super) fn new(comparison: Option<&Arc<Comparison>>) -> Disguise {
        let sides = comparison.map(|comparison| [&comparison.source, &comparison.target]);
        let ids = sides
            .into_iter()
            .flatten()
            .map(|side| side.scope.subscription_id.as_deref());
        let known = ids
            .zip(SIDES)
            .filter_map(|(id, other)| Some((id?.to_ascii_lowercase(), other)));
        Disguise {
            known: known.filter(|(id, _)| !id.is_empty()).collect(),
        }
    }

    /// The subscription that stands for another.
    fn other(&self, id: &str) -> String {
        let lower = id.to_ascii_lowercase();
        match self.known.iter().find(|(known, _)| *known == lower) {
            Some((_, other)) => (*other).to_owned(),
            None if SIDES.contains(&id) => id.to_owned(),
            None => {
                let hash = xxh3_64(lower.as_bytes());
                format!("00000000-0000-0000-{:04x}-{:012x}", hash >> 48, hash & 0xFFFF_FFFF_FFFF)
            }
        }
    }

    /// A text without ids of subscriptions.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let lower = text.to_ascii_lowercase();
        let mut out = String::new();
        let mut done = 0;
        while done < text.len() {
            let segment = lower[done..].find(SEGMENT).map(|at| {
                let from = done + at + SEGMENT.len();
                let length = lower[from..].find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
                from..length.map_or(text.len(), |length| from + length)
            });
            let known = self.known.iter().filter_map(|(id, _)| {
                let from = done + lower[done..].find(id.as_str())?;
                Some(from..from + id.len())
            });
            let Some(next) = segment
                .into_iter()
                .chain(known)
                .min_by_key(|range| (range.start, range.end))
            else {
                break;
            };
            out.push_str(&text[done..next.start]);
            if !next.is_empty() {
                out.push_str(&self.other(&text[next.clone()]));
            }
            done = next.end;
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        out.push_str(&text[done..]);
        Cow::Owned(out)
    }

    /// The same for every text in a JSON value, names of members and subscriptions that stand alone.
    pub(super) fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(other) = self.text(text) {
                    *text = other;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item)),
            Value::Object(members) => {
                for (name, mut value) in std::mem::take(members) {
                    match &mut value {
                        Value::String(id) if name == "subscription_id" => *id = self.other(id),
                        other => self.json(other),
                    }
                    members.insert(self.text(&name).into_owned(), value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// Columns that hold values of properties, or text that a plugin may have made of them.
const VALUES: [&str; 3] = ["source-value", "target-value", "message"];

/// A table without ids of subscriptions and values of properties.
pub(super) struct DisguisedTable {
    table: Arc<dyn Table>,
    disguise: Arc<Disguise>,
}

impl DisguisedTable {
    pub(super) fn new(table: Arc<dyn Table>, disguise: Arc<Disguise>) -> DisguisedTable {
        DisguisedTable { table, disguise }
    }

    fn push(&self, batch: &Batch, place: usize, encoder: &mut BatchEncoder) {
        for row in 0..batch.rows {
            match batch.text(row, place) {
                Some(text) => encoder.push_text(place, &self.disguise.text(text)),
                None => encoder.push(place, batch.cell(row, place)),
            }
        }
    }
}

impl Table for DisguisedTable {
    fn columns(&self) -> Vec<String> {
        self.table.columns()
    }

    fn rows(&self) -> u64 {
        self.table.rows()
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        let mut own = BatchEncoder::new(columns.len());
        let next = self.table.batch(columns, from, max_bytes, &mut own)?;
        let batch = own.finish();
        let names = self.table.columns();
        for (place, column) in columns.iter().enumerate() {
            if VALUES.contains(&names.get(*column).map_or("", String::as_str)) {
                for row in 0..batch.rows {
                    let cell = batch.cell(row, place);
                    encoder.push(place, if cell < FIRST_MARK { REDACTED } else { cell });
                }
            } else {
                self.push(&batch, place, encoder);
            }
        }
        encoder.add_rows(batch.rows);
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn disguise() -> Disguise {
        Disguise {
            known: vec![("aaaa-1".to_owned(), SIDES[0]), ("bbbb-2".to_owned(), SIDES[1])],
        }
    }

    #[test]
    fn every_subscription_is_replaced_by_the_same_other_one() {
        let disguise = disguise();
        let one = disguise.text("/Subscriptions/AAAA-1/resourceGroups/rg and bbbb-2");
        assert_eq!(
            one,
            format!("/Subscriptions/{}/resourceGroups/rg and {}", SIDES[0], SIDES[1])
        );
        let other = disguise
            .text("/subscriptions/cccc-3/x /subscriptions/CCCC-3")
            .into_owned();
        let (first, rest) = other.split_once("/x ").unwrap();
        assert_eq!(first, rest);
        assert!(!other.to_lowercase().contains("cccc"), "{other}");
        for plain in ["", "nothing here", "é /subscription/x"] {
            assert!(matches!(disguise.text(plain), Cow::Borrowed(text) if text == plain));
        }
        assert_eq!(disguise.text("/subscriptions/"), "/subscriptions/");
    }

    #[test]
    fn members_of_json_too() {
        let mut value = json!({"source": {"subscription_id": "dddd-4", "n": 1}, "aaaa-1": ["bbbb-2"]});
        disguise().json(&mut value);
        let text = value.to_string();
        assert!(["dddd", "aaaa", "bbbb"].iter().all(|id| !text.contains(id)), "{text}");
    }
}
