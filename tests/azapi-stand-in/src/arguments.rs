//! What azapi's blocks take: names, types and flags, as `terraform providers schema -json` shows them of azapi 2.12.0.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::kind::Kind;
use crate::wire::Message;

/// All blocks that the stand-in serves.
#[derive(Debug, Deserialize)]
pub(crate) struct Arguments {
    pub(crate) provider: Versioned,
    pub(crate) resources: BTreeMap<String, Versioned>,
    pub(crate) data_sources: BTreeMap<String, Versioned>,
}

/// A block and the version of its state.
#[derive(Debug, Deserialize)]
pub(crate) struct Versioned {
    version: u64,
    #[serde(flatten)]
    pub(crate) block: Block,
}

/// Attributes and blocks.
#[derive(Debug, Deserialize)]
pub(crate) struct Block {
    pub(crate) attributes: BTreeMap<String, Attribute>,
    #[serde(default)]
    pub(crate) blocks: BTreeMap<String, Nested>,
}

/// A block in a block.
#[derive(Debug, Deserialize)]
pub(crate) struct Nested {
    nesting: Nesting,
    #[serde(flatten)]
    pub(crate) block: Block,
}

/// An attribute: of a type, or with attributes of its own.
#[derive(Debug, Deserialize)]
pub(crate) struct Attribute {
    /// r required, o optional, c computed, s sensitive, w write-only.
    is: String,
    #[serde(rename = "type")]
    of: Option<Json>,
    nesting: Option<Nesting>,
    #[serde(default)]
    pub(crate) attributes: BTreeMap<String, Attribute>,
}

/// How often a nested block or attribute may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Nesting {
    Single,
    List,
}

impl Arguments {
    /// The arguments, read at first use.
    pub(crate) fn get() -> &'static Arguments {
        static ARGUMENTS: OnceLock<Arguments> = OnceLock::new();
        ARGUMENTS.get_or_init(|| {
            // A file of ours that a test reads too.
            serde_json::from_str(include_str!("arguments/azapi.json")).unwrap_or_else(|_| Arguments {
                provider: Versioned::empty(),
                resources: BTreeMap::new(),
                data_sources: BTreeMap::new(),
            })
        })
    }
}

impl Versioned {
    fn empty() -> Versioned {
        Versioned {
            version: 0,
            block: Block {
                attributes: BTreeMap::new(),
                blocks: BTreeMap::new(),
            },
        }
    }

    /// The protocol's message `Schema`.
    pub(crate) fn message(&self) -> Message {
        let mut message = Message::default();
        message.number(1, self.version).message(2, &self.block.message());
        message
    }
}

impl Block {
    /// The type of the block's value.
    pub(crate) fn kind(&self) -> Kind {
        let attributes = self
            .attributes
            .iter()
            .map(|(name, attribute)| (name.clone(), attribute.kind()));
        let blocks = self
            .blocks
            .iter()
            .map(|(name, nested)| (name.clone(), nested.nesting.of(nested.block.kind())));
        Kind::Object(attributes.chain(blocks).collect())
    }

    fn message(&self) -> Message {
        let mut message = Message::default();
        for (name, attribute) in &self.attributes {
            message.message(2, &attribute.message(name));
        }
        for (name, nested) in &self.blocks {
            let mut block = Message::default();
            block
                .text(1, name)
                .message(2, &nested.block.message())
                .number(3, nested.nesting.number());
            message.message(3, &block);
        }
        message
    }
}

impl Attribute {
    /// Whether the provider fills it in where the configuration leaves it out.
    pub(crate) fn is_computed(&self) -> bool {
        self.is.contains('c')
    }

    /// Whether it never reaches plan or state.
    pub(crate) fn is_write_only(&self) -> bool {
        self.is.contains('w')
    }

    pub(crate) fn kind(&self) -> Kind {
        match &self.of {
            Some(of) => Kind::read(of).unwrap_or(Kind::Dynamic),
            None => {
                let attributes = self
                    .attributes
                    .iter()
                    .map(|(name, attribute)| (name.clone(), attribute.kind()));
                self.nesting
                    .unwrap_or(Nesting::Single)
                    .of(Kind::Object(attributes.collect()))
            }
        }
    }

    fn message(&self, name: &str) -> Message {
        let mut message = Message::default();
        message.text(1, name);
        if let Some(of) = &self.of {
            message.bytes(2, json!(of).to_string().as_bytes());
        }
        for (field, letter) in [(4, 'r'), (5, 'o'), (6, 'c'), (7, 's'), (11, 'w')] {
            message.flag(field, self.is.contains(letter));
        }
        if let Some(nesting) = self.nesting {
            let mut object = Message::default();
            for (name, attribute) in &self.attributes {
                object.message(1, &attribute.message(name));
            }
            object.number(3, nesting.number());
            message.message(10, &object);
        }
        message
    }
}

impl Nesting {
    fn of(self, kind: Kind) -> Kind {
        match self {
            Nesting::Single => kind,
            Nesting::List => Kind::List(Box::new(kind)),
        }
    }

    /// The protocol's number.
    fn number(self) -> u64 {
        match self {
            Nesting::Single => 1,
            Nesting::List => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_every_type_is_one_of_terraforms() {
        let arguments: Arguments = serde_json::from_str(include_str!("arguments/azapi.json")).unwrap();
        assert_eq!(arguments.resources.len(), 3);
        let resource = &arguments.resources["azapi_resource"].block;
        assert!(resource.attributes["output"].is_computed());
        assert!(resource.attributes["sensitive_body"].is_write_only());
        assert!(matches!(resource.kind(), Kind::Object(members) if members["identity"] != Kind::Dynamic));
        for block in arguments.resources.values().chain(arguments.data_sources.values()) {
            for attribute in block
                .block
                .attributes
                .values()
                .filter_map(|attribute| attribute.of.as_ref())
            {
                assert!(Kind::read(attribute).is_some(), "{attribute}");
            }
        }
    }
}
