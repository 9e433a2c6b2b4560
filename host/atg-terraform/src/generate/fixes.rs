//! The overlay's fixes, asked for quickly: most blocks have none.

use hashbrown::HashSet;
use serde_json::Value;

use super::fate::DROPPED;
use super::tree::{Members, Node, into_map};
use crate::overlay::{Application, Overlay, State, Target};

/// Fixes, and whom they are of.
pub(super) struct Fixes<'a> {
    overlay: &'a Overlay,
    types: HashSet<String>,
    addresses: HashSet<&'a str>,
}

impl<'a> Fixes<'a> {
    pub(super) fn of(overlay: &'a Overlay) -> Fixes<'a> {
        let mut fixes = Fixes {
            overlay,
            types: HashSet::new(),
            addresses: HashSet::new(),
        };
        for entry in overlay.entries().iter().filter(|entry| entry.state == State::Active) {
            match &entry.target {
                Target::Type(name) => {
                    fixes.types.insert(name.to_ascii_lowercase());
                }
                Target::Resource { address, .. } => {
                    fixes.addresses.insert(address);
                }
            }
        }
        fixes
    }

    /// The address of a label, where there may be a fix of it or of its type (in lower case).
    fn touched(&self, label: &str, type_lower: &str) -> Option<String> {
        if self.types.is_empty() && self.addresses.is_empty() {
            return None;
        }
        let address = format!("azapi_resource.{label}");
        (self.types.contains(type_lower) || self.addresses.contains(address.as_str())).then_some(address)
    }

    /// Why a fix leaves a resource out, if one does.
    pub(super) fn drops(&self, label: &str, type_lower: &str) -> Option<String> {
        let address = self.touched(label, type_lower)?;
        let fix = self.overlay.drops(&address, type_lower)?;
        let reason = if fix.reason.is_empty() { DROPPED.1 } else { &fix.reason };
        Some(reason.to_owned())
    }

    /// The block with its fixes, and what became of each.
    pub(super) fn apply<'b>(
        &self,
        label: &str,
        type_lower: &str,
        block: Members<'b>,
    ) -> (Members<'b>, Vec<Application>) {
        let Some(address) = self.touched(label, type_lower) else {
            return (block, Vec::new());
        };
        let mut map = into_map(block);
        let applications = self.overlay.apply(&address, type_lower, &mut map);
        let fixed = match Node::from(Value::Object(map)) {
            Node::Object(members) => members,
            _ => Vec::new(),
        };
        (fixed, applications)
    }
}
