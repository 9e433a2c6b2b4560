//! Which references a block holds, and where.

use serde_json::{Map, Value};

use super::expression::{Reference, bare_reference, references};
use super::{BlockKind, Configuration};
use crate::TerraformError;
use crate::overlay::Path;

/// Arguments whose texts are references without `${…}`.
pub(super) const BARE: [&str; 4] = ["depends_on", "provider", "providers", "replace_triggered_by"];

/// Hands over each reference in a block with the path at which it stands.
pub(super) fn visit(
    kind: BlockKind,
    type_name: &str,
    body: &Map<String, Value>,
    found: &mut dyn FnMut(&Path, Reference),
) {
    let outside = kind == BlockKind::Other && type_name != "import";
    for (name, value) in body.iter().filter(|(name, _)| *name != "//") {
        let path = Path::default().member(name);
        match (kind, name.as_str()) {
            // What is moved or removed need not be there any more.
            _ if outside && type_name != "check" => {}
            (BlockKind::Other, "to") => bare(&path, value, "", found),
            (
                BlockKind::Resource | BlockKind::Data | BlockKind::Module | BlockKind::Output | BlockKind::Ephemeral,
                bare_name,
            ) if BARE.contains(&bare_name) => {
                bare(&path, value, bare_name, found);
            }
            (BlockKind::Resource, "lifecycle") => {
                for one in objects(value) {
                    for (name, value) in one {
                        let path = path.member(name);
                        match name.as_str() {
                            "ignore_changes" => {}
                            "replace_triggered_by" => bare(&path, value, name, found),
                            _ => walk(&path, value, found),
                        }
                    }
                }
            }
            // A type is no expression, and neither is what `source` names.
            (BlockKind::Variable, "type") | (BlockKind::Module, "source") => {}
            _ => walk(&path, value, found),
        }
    }
}

fn objects(value: &Value) -> Vec<&Map<String, Value>> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_object).collect(),
        one => one.as_object().into_iter().collect(),
    }
}

/// Every text within a value, and the names of members, which are templates too.
pub(super) fn walk(path: &Path, value: &Value, found: &mut dyn FnMut(&Path, Reference)) {
    match value {
        Value::String(text) => references(text).into_iter().for_each(|one| found(path, one)),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate().filter(|(_, item)| can_refer(item)) {
                walk(&path.item(at), item, found);
            }
        }
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _)| *name != "//") {
                references(name).into_iter().for_each(|one| found(path, one));
                if can_refer(value) {
                    walk(&path.member(name), value, found);
                }
            }
        }
        _ => {}
    }
}

/// Saves the path of what cannot hold a reference: most of a configuration.
fn can_refer(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("${") || text.contains("%{"),
        Value::Array(_) | Value::Object(_) => true,
        _ => false,
    }
}

fn bare(path: &Path, value: &Value, name: &str, found: &mut dyn FnMut(&Path, Reference)) {
    match value {
        Value::String(text) if text.contains("${") => walk(path, value, found),
        Value::String(text) if name == "provider" || name == "providers" => {
            found(
                path,
                Reference {
                    address: format!("provider.{text}"),
                    attribute: String::new(),
                },
            );
        }
        Value::String(text) => {
            if let Some(one) = bare_reference(text) {
                found(path, one);
            }
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, item)| bare(&path.item(at), item, name, found)),
        Value::Object(members) => {
            for (member, value) in members {
                bare(&path.member(member), value, name, found);
            }
        }
        _ => {}
    }
}

impl Configuration {
    /// Parses every block once: for its errors, and for what it refers to.
    pub(super) fn connect(&mut self) -> Result<(), TerraformError> {
        let mut edges = Vec::new();
        let mut arm_types: Vec<Option<String>> = Vec::with_capacity(self.blocks.len());
        for (from, declared) in (0_u32..).zip(&self.blocks) {
            for piece in std::iter::once(&declared.piece).chain(&declared.overrides) {
                let text = self.text_of(piece);
                if let Err(error) = super::json::parse(text, &mut Vec::new()) {
                    let file = &self.files[piece.file as usize];
                    return Err(super::read::broken(&file.name, &file.bytes, piece.range.0, &error).into());
                }
            }
            let body = self.body_of(declared, &mut Vec::new());
            arm_types.push(arm_type(self.type_name(declared), &body).map(str::to_owned));
            visit(declared.kind, self.type_name(declared), &body, &mut |_, reference| {
                if let Some(to) = self.position(&reference.address) {
                    edges.push((from, to));
                }
            });
        }
        self.graph = super::graph::Graph::of(self.blocks.len(), edges);
        for (at, arm_type) in arm_types.into_iter().enumerate() {
            if let Some(arm_type) = arm_type {
                self.blocks[at].arm_index = self.intern(&arm_type);
            }
        }
        Ok(())
    }
}

/// The ARM type of an azapi block, without its api-version.
fn arm_type<'b>(type_name: &str, body: &'b Map<String, Value>) -> Option<&'b str> {
    let text = body.get("type").filter(|_| type_name.starts_with("azapi_"))?.as_str()?;
    Some(text.split_once('@').map_or(text, |(name, _)| name))
}
