//! What a configuration holds, independent of the order of its members and files and of the iteration's own prefix.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use xxhash_rust::xxh3::{xxh3_128, xxh3_128_with_seed};

use super::IterationInput;
use crate::error::CoreError;
use crate::identity::strip_iteration_prefixes;

/// Resources and digests of one configuration.
pub(super) struct Content {
    /// Address without the iteration's prefix, and digest of the block. Addresses are distinct.
    pub(super) resources: Vec<(String, u128)>,
    pub(super) types: BTreeMap<String, u64>,
    /// Of everything.
    pub(super) digest: u128,
}

impl Content {
    pub(super) fn read(input: &IterationInput) -> Result<Content, CoreError> {
        let mut blocks: Vec<(&str, &str, &Value)> = Vec::new();
        for (file, document) in &input.files {
            let top = document
                .as_object()
                .ok_or_else(|| not_terraform(file, "the configuration is not an object"))?;
            if let Some(resources) = top.get("resource") {
                collect(file, resources, &mut blocks)?;
            }
        }
        let prefix = Prefix::of(input.number, blocks.iter().map(|(_, label, _)| *label));
        // Sorted by what is printed, then by what was written, so that a number behind an address means the same always.
        let mut named: Vec<(&str, &str, &str, &Value)> = blocks
            .into_iter()
            .map(|(type_name, label, body)| (type_name, prefix.strip(label), label, body))
            .collect();
        named.sort_unstable_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
        let mut content = Content {
            resources: Vec::with_capacity(named.len()),
            types: BTreeMap::new(),
            digest: 0,
        };
        let mut buffer = String::new();
        let mut same = 1_u32;
        for (at, (type_name, label, _, body)) in named.iter().enumerate() {
            let again = at > 0 && named[at - 1].0 == *type_name && named[at - 1].1 == *label;
            same = if again { same + 1 } else { 1 };
            let address = if again {
                format!("{type_name}.{label} ({same})")
            } else {
                format!("{type_name}.{label}")
            };
            let digest = prefix.digest(body, &mut buffer);
            content.digest = content.digest.wrapping_add(mix(text_digest(&address), digest));
            *content.types.entry((*type_name).to_owned()).or_default() += 1;
            content.resources.push((address, digest));
        }
        for (_, document) in &input.files {
            for (name, value) in document
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(name, _)| *name != "resource")
            {
                content.digest = content
                    .digest
                    .wrapping_add(mix(text_digest(name), prefix.digest(value, &mut buffer)));
            }
        }
        Ok(content)
    }
}

fn not_terraform(file: &str, message: &str) -> CoreError {
    CoreError::unreadable(file, None, None, message)
        .with_hint("an iteration holds Terraform JSON: {\"resource\": {\"TYPE\": {\"LABEL\": {…}}}}")
}

/// Terraform JSON allows an object or a list of objects at every level of blocks.
fn collect<'v>(file: &str, value: &'v Value, blocks: &mut Vec<(&'v str, &'v str, &'v Value)>) -> Result<(), CoreError> {
    for types in objects(file, value, "`resource`")? {
        for (type_name, labels) in types {
            for labels in objects(file, labels, type_name)? {
                blocks.extend(
                    labels
                        .iter()
                        .map(|(label, body)| (type_name.as_str(), label.as_str(), body)),
                );
            }
        }
    }
    Ok(())
}

fn objects<'v>(file: &str, value: &'v Value, what: &str) -> Result<Vec<&'v Map<String, Value>>, CoreError> {
    let object = |value: &'v Value| {
        value
            .as_object()
            .ok_or_else(|| not_terraform(file, &format!("{what} holds something that is not an object")))
    };
    match value {
        Value::Array(items) => items.iter().map(object).collect(),
        one => Ok(vec![object(one)?]),
    }
}

/// The prefix that this iteration gave to its names, in lower case: `iteration90_`.
struct Prefix(String);

impl Prefix {
    /// The outermost number that most labels carry: a folder may have been copied under another number. Where none carries
    /// one, the iteration's own.
    fn of<'l>(number: u32, labels: impl Iterator<Item = &'l str>) -> Prefix {
        let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
        for (_, found) in labels.map(strip_iteration_prefixes) {
            if let Some(found) = found {
                *counts.entry(found).or_default() += 1;
            }
        }
        let most = counts
            .iter()
            .max_by_key(|(found, count)| (**count, **found == number, std::cmp::Reverse(**found)));
        Prefix(format!("iteration{}_", most.map_or(number, |(found, _)| *found)))
    }

    fn strip<'l>(&self, label: &'l str) -> &'l str {
        match label.get(..self.0.len()) {
            Some(head) if head.eq_ignore_ascii_case(&self.0) => &label[self.0.len()..],
            _ => label,
        }
    }

    fn digest(&self, value: &Value, buffer: &mut String) -> u128 {
        match value {
            Value::Null => 0x6e75_6c6c,
            Value::Bool(truth) => 0x626f_6f6c + u128::from(*truth),
            Value::Number(number) => xxh3_128_with_seed(number.to_string().as_bytes(), 1),
            Value::String(text) => xxh3_128_with_seed(self.without(text, buffer).as_bytes(), 2),
            Value::Array(items) => {
                let digests = items.iter().map(|item| self.digest(item, buffer));
                digests.fold(0x6c69_7374, mix)
            }
            Value::Object(members) => {
                let mut sum = 0x6f62_6a65_6374_u128;
                for (name, value) in members {
                    let name = text_digest(self.without(name, buffer));
                    sum = sum.wrapping_add(mix(name, self.digest(value, buffer)));
                }
                sum
            }
        }
    }

    /// The text without the prefix wherever it stands, as in `${azurerm_subnet.ITERATION90_a.id}`.
    fn without<'t>(&self, text: &'t str, buffer: &'t mut String) -> &'t str {
        let found = |from: usize| {
            let bytes = text.as_bytes();
            let last = bytes.len().checked_sub(self.0.len())?;
            (from..=last).find(|at| bytes[*at..*at + self.0.len()].eq_ignore_ascii_case(self.0.as_bytes()))
        };
        let Some(mut at) = found(0) else { return text };
        buffer.clear();
        let mut kept = 0;
        loop {
            // The prefix is ASCII, so both cuts are between characters.
            buffer.push_str(&text[kept..at]);
            kept = at + self.0.len();
            match found(kept) {
                Some(next) => at = next,
                None => break,
            }
        }
        buffer.push_str(&text[kept..]);
        buffer
    }
}

fn text_digest(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

/// One digest of two in their order.
fn mix(a: u128, b: u128) -> u128 {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&a.to_le_bytes());
    bytes[16..].copy_from_slice(&b.to_le_bytes());
    xxh3_128(&bytes)
}
