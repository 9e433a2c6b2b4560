//! A second look at what was written, by other means than it was made.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::{Map, Value};

/// A configuration, read back.
#[derive(Debug)]
pub(in crate::generate) struct Read {
    pub(in crate::generate) files: Vec<(String, Vec<u8>)>,
    pub(in crate::generate) blocks: BTreeMap<String, Value>,
    pub(in crate::generate) variables: Map<String, Value>,
    pub(in crate::generate) main: Value,
}

impl Read {
    pub(super) fn new(files: Vec<(String, Vec<u8>)>) -> Read {
        let mut read = Read {
            blocks: BTreeMap::new(),
            variables: Map::new(),
            main: Value::Null,
            files,
        };
        for (name, bytes) in &read.files {
            let document: Value = serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(bytes.ends_with(b"}\n"), "{name}");
            for (label, block) in document["resource"]["azapi_resource"].as_object().into_iter().flatten() {
                assert!(
                    read.blocks.insert(label.clone(), block.clone()).is_none(),
                    "{label} twice"
                );
            }
            if let Some(variables) = document["variable"].as_object() {
                read.variables.extend(variables.clone());
            }
            if name == "main.tf.json" {
                read.main = document;
            }
        }
        read
    }

    pub(in crate::generate) fn block(&self, label: &str) -> &Value {
        self.blocks
            .get(label)
            .unwrap_or_else(|| panic!("no {label} in {:?}", self.blocks.keys().collect::<Vec<_>>()))
    }

    /// All that was written, as text.
    pub(in crate::generate) fn text(&self) -> String {
        self.files
            .iter()
            .map(|(_, bytes)| String::from_utf8_lossy(bytes))
            .collect()
    }

    /// Every reference leads to something that is declared, and none leads back.
    pub(super) fn check(&self) {
        let label = Regex::new("^[a-z_][a-z0-9_]*$").unwrap();
        let mut arrows: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (name, block) in &self.blocks {
            assert!(label.is_match(name), "{name}");
            for required in ["type", "name", "parent_id"] {
                assert!(
                    block[required].as_str().is_some_and(|text| !text.is_empty()),
                    "{name}.{required}"
                );
            }
            let mut to = BTreeSet::new();
            self.look(name, block, &mut to);
            arrows.insert(name, to);
        }
        // Takes away who refers to nobody until nobody is left.
        while !arrows.is_empty() {
            let free: Vec<&str> = arrows
                .iter()
                .filter(|(_, to)| to.is_empty())
                .map(|(from, _)| *from)
                .collect();
            assert!(
                !free.is_empty(),
                "a circle among {:?}",
                arrows.iter().take(5).collect::<Vec<_>>()
            );
            let free: BTreeSet<&str> = free.into_iter().collect();
            arrows.retain(|from, _| !free.contains(from));
            for to in arrows.values_mut() {
                to.retain(|to| !free.contains(to.as_str()));
            }
        }
    }

    fn look(&self, at: &str, value: &Value, to: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => {
                for expression in expressions(text) {
                    self.look_at(at, expression, to);
                }
                if let Some(address) = text
                    .strip_prefix("azapi_resource.")
                    .filter(|label| self.blocks.contains_key(*label))
                {
                    to.insert(address.to_owned());
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.look(at, item, to)),
            Value::Object(members) => members.values().for_each(|value| self.look(at, value, to)),
            _ => {}
        }
    }

    fn look_at(&self, at: &str, expression: &str, to: &mut BTreeSet<String>) {
        if let Some(variable) = expression.strip_prefix("var.") {
            assert!(self.variables.contains_key(variable), "{at}: {expression}");
        } else if let Some(rest) = expression.strip_prefix("azapi_resource.") {
            let (label, attribute) = rest.split_once('.').unwrap();
            assert!(self.blocks.contains_key(label), "{at}: {expression}");
            assert!(
                matches!(
                    attribute,
                    "id" | "identity[0].principal_id" | "output.properties.principalId" | "output.properties.clientId"
                ),
                "{at}: {expression}"
            );
            assert_ne!(label, at, "refers to itself");
            to.insert(label.to_owned());
        } else {
            panic!("{at}: {expression}");
        }
    }
}

/// What stands between `${` and `}`, where it is not escaped.
fn expressions(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"$$" | b"%%" if bytes.get(at + 2) == Some(&b'{') => at += 3,
            b"${" => {
                let end = text[at..].find('}').unwrap() + at;
                found.push(&text[at + 2..end]);
                at = end;
            }
            b"%{" => panic!("a directive in {text}"),
            _ => at += 1,
        }
    }
    found
}
