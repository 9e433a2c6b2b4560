//! What a configuration holds, independent of the order of its members and files and of the iteration's own prefix: in
//! the spirit of the digests that comparing iterations uses, but block by block.

use std::collections::BTreeMap;

use atg_core::identity::strip_iteration_prefixes;
use serde_json::Value;
use xxhash_rust::xxh3::{xxh3_128, xxh3_128_with_seed};

use super::{BlockKind, Configuration};

/// The variable that carries the prefix of generated names.
const PREFIX_VARIABLE: &str = "iteration_prefix";

impl Configuration {
    /// Digest of everything, 32 hexadecimal digits; equal for equal content.
    pub fn digest(&self) -> String {
        let prefix = self.own_prefix();
        let mut sum = 0_u128;
        for declared in &self.blocks {
            let mut body = self.body_of(declared, &mut Vec::new());
            if declared.kind == BlockKind::Variable && &*declared.label == PREFIX_VARIABLE {
                body.remove("default");
            }
            let address = without(&prefix, &self.address_of(declared));
            sum = sum.wrapping_add(mix(
                xxh3_128(address.as_bytes()),
                value_digest(&prefix, &Value::Object(body)),
            ));
        }
        for second in &self.seconds {
            let address = without(&prefix, &self.address_at(second.first));
            let value = super::json::parse(self.text_of(&second.piece), &mut Vec::new()).unwrap_or_default();
            sum = sum.wrapping_add(mix(xxh3_128(address.as_bytes()), value_digest(&prefix, &value)));
        }
        format!("{sum:032x}")
    }

    /// The outermost prefix that most labels carry, in lower case; empty where none carries one.
    fn own_prefix(&self) -> String {
        let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
        for declared in self.blocks.iter().filter(|one| one.kind == BlockKind::Resource) {
            if let (_, Some(number)) = strip_iteration_prefixes(&declared.label) {
                *counts.entry(number).or_default() += 1;
            }
        }
        let most = counts
            .into_iter()
            .max_by_key(|(number, count)| (*count, std::cmp::Reverse(*number)));
        most.map_or_else(String::new, |(number, _)| format!("iteration{number}_"))
    }
}

/// A text without a prefix wherever it stands, in any case.
fn without(prefix: &str, text: &str) -> String {
    if prefix.is_empty() || text.len() < prefix.len() {
        return text.to_owned();
    }
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        match rest.get(..prefix.len()) {
            Some(head) if head.eq_ignore_ascii_case(prefix) => rest = &rest[prefix.len()..],
            _ => {
                left.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    left
}

fn value_digest(prefix: &str, value: &Value) -> u128 {
    match value {
        Value::Null => 1,
        Value::Bool(truth) => 2 + u128::from(*truth),
        Value::Number(number) => xxh3_128_with_seed(number.to_string().as_bytes(), 1),
        Value::String(text) => xxh3_128_with_seed(without(prefix, text).as_bytes(), 2),
        Value::Array(items) => items.iter().map(|item| value_digest(prefix, item)).fold(4, mix),
        Value::Object(members) => {
            members
                .iter()
                .filter(|(name, _)| *name != "//")
                .fold(5, |sum: u128, (name, value)| {
                    let name = xxh3_128(without(prefix, name).as_bytes());
                    sum.wrapping_add(mix(name, value_digest(prefix, value)))
                })
        }
    }
}

/// One digest of two in their order.
fn mix(a: u128, b: u128) -> u128 {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&a.to_le_bytes());
    bytes[16..].copy_from_slice(&b.to_le_bytes());
    xxh3_128(&bytes)
}
