//! What a round holds, as analyzers and the overlay ask for it.

use std::collections::HashMap;

use atg_core::snapshot::Snapshot;
use atg_terraform::configuration::Configuration;
use atg_terraform::overlay::{Block, Resources};
use atg_terraform::redaction::Redactor;
use atg_terraform::schema::Pack;
use serde_json::Value;

/// Which source resource an address was generated from.
#[derive(Debug, Default)]
pub struct Sources(HashMap<String, u32>);

impl Sources {
    /// From pairs of address and number of the resource in the snapshot.
    pub fn new(pairs: impl IntoIterator<Item = (String, u32)>) -> Sources {
        Sources(pairs.into_iter().collect())
    }
}

/// What a round holds.
pub struct Generated<'a> {
    /// The configuration, read back from its folder.
    pub configuration: &'a Configuration,
    pub(crate) snapshot: Option<&'a Snapshot>,
    pub(crate) sources: &'a Sources,
    pub(crate) pack: Option<&'a Pack>,
}

impl Generated<'_> {
    /// The block of an address as canonical JSON, secrets removed.
    pub(crate) fn configuration_text(&self, address: &str) -> Option<String> {
        self.configuration.block(address)
    }

    /// The source resource as canonical JSON, secrets removed.
    pub(crate) fn source_text(&self, address: &str) -> Option<String> {
        let mut source = self.source_value(address)?;
        Redactor::default().json(&mut source);
        Some(source.to_string())
    }

    fn source_value(&self, address: &str) -> Option<Value> {
        let resource = *self.sources.0.get(address)?;
        let mut buffer = Vec::new();
        self.snapshot?.body(resource, &mut buffer).ok()?;
        serde_json::from_slice(&buffer).ok()
    }
}

impl Resources for Generated<'_> {
    fn arm_type(&self, address: &str) -> Option<String> {
        self.configuration.arm_type(address)
    }

    fn of_type(&self, arm_type: &str) -> Vec<String> {
        self.configuration.of_type(arm_type)
    }

    fn block(&self, address: &str) -> Option<Block> {
        Resources::block(self.configuration, address)
    }

    fn source(&self, address: &str) -> Option<Value> {
        self.source_value(address)
    }

    fn is_read_only(&self, arm_type: &str, path: &str) -> bool {
        let schema = self.pack.and_then(|pack| pack.find(arm_type));
        schema.is_some_and(|schema| schema.is_read_only(path))
    }
}
