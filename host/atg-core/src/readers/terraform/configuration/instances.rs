//! `count` and `for_each`: how often a block is there, where that is written.

use crate::readers::terraform::is_open;
use serde_json::Value;
use std::sync::Arc;

/// More instances of one block than this are not made: the count is then as good as unknown.
const MOST: u64 = 100_000;

/// How often a block is there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Instances {
    /// Once.
    One,
    /// So many times.
    Counted(u32),
    /// Once for each of these, sorted by key.
    Each(Arc<[(String, Value)]>),
    /// Known only after an apply; the block is kept as one.
    Unknown,
}

impl Instances {
    /// From the resolved value of `count`.
    pub(super) fn of_count(value: &Value) -> Instances {
        let count = match value {
            Value::String(text) => text.parse().ok(),
            other => other.as_u64(),
        };
        match count.filter(|count| *count <= MOST) {
            Some(count) => Instances::Counted(count as u32),
            None => Instances::Unknown,
        }
    }

    /// From the resolved value of `for_each`: the members of an object; texts of a list each stand for themselves.
    pub(super) fn of_each(value: &Value) -> Instances {
        let each: Option<Vec<(String, Value)>> = match value {
            Value::Object(members) if members.keys().all(|key| !is_open(key)) => Some(
                members
                    .iter()
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect(),
            ),
            Value::Array(items) => {
                let text = |item: &Value| item.as_str().filter(|text| !is_open(text)).map(str::to_owned);
                let keys: Option<std::collections::BTreeSet<String>> = items.iter().map(text).collect();
                keys.map(|keys| keys.into_iter().map(|key| (key.clone(), Value::String(key))).collect())
            }
            _ => None,
        };
        match each {
            Some(each) if each.len() as u64 <= MOST => Instances::Each(each.into()),
            _ => Instances::Unknown,
        }
    }

    /// How many rows it makes.
    pub(super) fn rows(&self) -> u32 {
        match self {
            Instances::One | Instances::Unknown => 1,
            Instances::Counted(count) => *count,
            Instances::Each(each) => each.len() as u32,
        }
    }

    /// Which instance an index or key names. What is not known has one, which any index names.
    pub(super) fn find(&self, key: &Value) -> Option<u32> {
        match (self, key) {
            (Instances::Unknown, _) => Some(0),
            (Instances::Counted(count), Value::Number(index)) => {
                let index = u32::try_from(index.as_u64()?).ok()?;
                (index < *count).then_some(index)
            }
            (Instances::Each(each), Value::String(key)) => {
                let at = each.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
                u32::try_from(at).ok()
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn counts() {
        assert_eq!(Instances::of_count(&json!(3)), Instances::Counted(3));
        assert_eq!(Instances::of_count(&json!("2")), Instances::Counted(2));
        for unknown in [
            json!("${var.n}"),
            json!(-1),
            json!(1.5),
            json!(4_000_000_000_u64),
            json!([]),
        ] {
            assert_eq!(Instances::of_count(&unknown), Instances::Unknown);
        }
        assert_eq!(Instances::Counted(2).find(&json!(1)), Some(1));
        assert_eq!(Instances::Counted(2).find(&json!(2)), None);
        assert_eq!(Instances::Unknown.find(&json!(7)), Some(0));
    }

    #[test]
    fn keys() {
        let each = Instances::of_each(&json!({"b": 1, "a": "${x}"}));
        assert_eq!(
            (each.rows(), each.find(&json!("b")), each.find(&json!("c"))),
            (2, Some(1), None)
        );
        assert_eq!(Instances::of_each(&json!(["b", "a", "b"])).rows(), 2);
        assert_eq!(Instances::of_each(&json!(["${x}"])), Instances::Unknown);
        assert_eq!(Instances::of_each(&json!("${toset(var.x)}")), Instances::Unknown);
    }
}
