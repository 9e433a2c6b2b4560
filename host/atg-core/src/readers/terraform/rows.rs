//! From a Terraform resource whose arguments are resolved to an ARM-shaped row, and from rows to a snapshot.

use super::is_open;
use super::place::{Built, Placed};
use crate::CoreError;
use crate::identity::{ArmId, Normalizer};
use crate::normalize::RowReader;
use crate::readers::{LONGEST_ROW, ReadOptions};
use crate::snapshot::{BodyRef, Coverage, MemoryBodies, ReadRows, RowFlags, Scope, Snapshot, SnapshotBuilder};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Arguments that say how Terraform is to work, and nothing of the resource.
const META: &[&str] = &[
    "//",
    "connection",
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
    "timeouts",
];
/// Arguments that are written to the top of a row, or are a part of the id.
const TOP: &[&str] = &["id", "location", "name", "resource_group_name", "tags", "tags_all"];

const SUBNETS: &str = "Microsoft.Network/virtualNetworks/subnets";

/// Whether an argument is one that says nothing of the resource.
pub(super) fn is_meta(argument: &str) -> bool {
    META.contains(&argument)
}

/// One Terraform resource: an instance of a block, or of a state.
pub(super) struct Resource {
    /// `azurerm_subnet`.
    pub(super) terraform_type: String,
    /// `module.a.azurerm_subnet.b["c"]`.
    pub(super) address: String,
    /// The arguments, resolved.
    pub(super) arguments: Map<String, Value>,
    /// What it is in ARM.
    pub(super) placed: Placed,
}

/// Collects rows.
pub(super) struct Rows<'n> {
    name: String,
    normalizer: &'n Normalizer,
    reader: RowReader<'n>,
    read: ReadRows,
    bodies: MemoryBodies,
    buffer: Vec<u8>,
    /// Subnets that are resources of their own, by id in lower case.
    subnets: BTreeSet<String>,
    /// Subnets that are written within their network, by id in lower case.
    inline: BTreeMap<String, Resource>,
}

impl<'n> Rows<'n> {
    /// No row yet; `name` is the input as the user named it.
    pub(super) fn new(name: &str, normalizer: &'n Normalizer, options: &ReadOptions<'n>) -> Rows<'n> {
        Rows {
            name: name.to_owned(),
            normalizer,
            reader: RowReader::new(options.side, normalizer, options.filter),
            read: ReadRows::new(),
            bodies: MemoryBodies::default(),
            buffer: Vec::new(),
            subnets: BTreeSet::new(),
            inline: BTreeMap::new(),
        }
    }

    /// Tells of something that the report should not keep to itself.
    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.notes(text.into(), 1);
    }

    /// The same for something that was met several times.
    pub(super) fn notes(&mut self, text: String, count: u64) {
        *self.read.counts.notes.entry(text).or_default() += count;
    }

    /// A resource of another provider, or content that is no resource of ARM.
    pub(super) fn outside(&mut self, terraform_type: &str, why: &str) {
        self.read.counts.outside += 1;
        self.note(format!("{terraform_type}: {why}"));
    }

    /// Takes in one resource.
    pub(super) fn push(&mut self, resource: &Resource) -> Result<(), CoreError> {
        let terraform_type = resource.terraform_type.as_str();
        match &resource.placed {
            Placed::Resource(built) => {
                if built.untyped {
                    *self.read.counts.untyped.entry(terraform_type.to_owned()).or_default() += 1;
                } else if !built.certain {
                    self.note(format!(
                        "{terraform_type}: a part of the id is not written in the configuration"
                    ));
                }
                self.row(resource, built)
            }
            Placed::Group(built) => self.row(resource, built),
            Placed::Link(from, to) => {
                self.note(format!("{terraform_type}: a relationship, not a resource"));
                let (from, to) = (from.as_deref().unwrap_or_default(), to.as_deref().unwrap_or_default());
                self.read
                    .push_relationship(self.normalizer, from, crate::snapshot::REFERENCES, to);
                Ok(())
            }
            Placed::Part => {
                self.note(format!(
                    "{terraform_type}: a setting of another resource, not one of its own"
                ));
                Ok(())
            }
            Placed::Outside => {
                self.outside(terraform_type, "not a resource below a subscription");
                Ok(())
            }
        }
    }

    fn row(&mut self, resource: &Resource, built: &Built) -> Result<(), CoreError> {
        match built.type_name.as_str() {
            "Microsoft.Network/virtualNetworks" => self.keep_inline(resource, built),
            SUBNETS => {
                self.subnets.insert(built.id.to_ascii_lowercase());
            }
            _ => {}
        }
        let azapi = resource.terraform_type.starts_with("azapi_") && !built.untyped;
        let row = if azapi {
            azapi_row(resource, built)
        } else {
            azurerm_row(resource, built)
        };
        self.buffer.clear();
        let written = serde_json::to_writer(&mut self.buffer, &row);
        let too_long = self.buffer.len() > LONGEST_ROW;
        if written.is_err() || too_long {
            let message = format!("`{}` is longer than {} MiB", resource.address, LONGEST_ROW >> 20);
            return Err(CoreError::unreadable(&self.name, None, None, message));
        }
        let kind = self.reader.read(&self.buffer).map_err(|fault| {
            let message = format!("`{}` cannot be read: {}", resource.address, fault.message);
            CoreError::unreadable(&self.name, None, None, message)
        })?;
        let mut flags = RowFlags::default();
        flags.set(RowFlags::FOREIGN_PROPERTIES, !azapi);
        let body: BodyRef = self.bodies.push(&self.buffer);
        self.read.push(&self.reader, kind, body, flags);
        Ok(())
    }

    /// azurerm takes subnets within their network too, and a state lists them there in any case. Azure has each as a
    /// resource, so those that are nowhere else become rows. Rules of security groups and routes stay where they are
    /// written, as scans of Azure give them.
    fn keep_inline(&mut self, network: &Resource, built: &Built) {
        let subnets = match network.arguments.get("subnet") {
            Some(Value::Array(subnets)) => subnets.as_slice(),
            Some(one @ Value::Object(_)) => std::slice::from_ref(one),
            _ => return,
        };
        for subnet in subnets.iter().filter_map(Value::as_object) {
            let name = subnet.get("name").and_then(Value::as_str).unwrap_or_default();
            if name.is_empty() || name.contains('/') || is_open(name) {
                continue;
            }
            let id = format!("{}/subnets/{name}", built.id);
            let placed = Placed::Resource(Built {
                id: id.clone(),
                type_name: SUBNETS.to_owned(),
                ..built.clone()
            });
            let resource = Resource {
                terraform_type: network.terraform_type.clone(),
                address: format!("{}.subnet[\"{name}\"]", network.address),
                arguments: subnet.clone(),
                placed,
            };
            self.inline.insert(id.to_ascii_lowercase(), resource);
        }
    }

    /// All rows as a snapshot.
    pub(super) fn finish(mut self, scope: Scope) -> Result<Snapshot, CoreError> {
        for (id, subnet) in std::mem::take(&mut self.inline) {
            if !self.subnets.contains(&id) {
                self.push(&subnet)?;
            }
        }
        let builder = SnapshotBuilder {
            scope,
            coverage: Coverage::default(),
            normalizer: self.normalizer.clone(),
        };
        builder.finish(vec![self.read], Arc::new(self.bodies))
    }
}

fn top(built: &Built, arguments: &Map<String, Value>) -> Map<String, Value> {
    let id = ArmId::parse(&built.id);
    let mut row = Map::new();
    row.insert("id".to_owned(), json!(built.id));
    row.insert("type".to_owned(), json!(built.type_name));
    row.insert("name".to_owned(), json!(id.map(|id| id.name())));
    if let Some(group) = id.and_then(|id| id.resource_group()) {
        row.insert("resourceGroup".to_owned(), json!(group));
    }
    for name in ["location", "tags"] {
        if let Some(value) = arguments.get(name).filter(|value| !value.is_null()) {
            row.insert(name.to_owned(), text_members(value));
        }
    }
    row
}

/// Tags are texts, whatever is written.
fn text_members(value: &Value) -> Value {
    let text = |value: &Value| match value {
        Value::Number(_) | Value::Bool(_) => Value::String(value.to_string()),
        other => other.clone(),
    };
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect(),
        other => other.clone(),
    }
}

/// azurerm's arguments as they are; the id of what the resource lies below is a part of its id already.
fn azurerm_row(resource: &Resource, built: &Built) -> Map<String, Value> {
    let mut row = top(built, &resource.arguments);
    let counts = |name: &str| !is_meta(name) && !TOP.contains(&name) && built.parent.as_deref() != Some(name);
    let properties: Map<String, Value> = resource
        .arguments
        .iter()
        .filter(|(name, value)| counts(name) && !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    row.insert("properties".to_owned(), Value::Object(properties));
    row
}

/// azapi's body is ARM's own. What is known only after an apply is marked as text that cannot be read.
fn azapi_row(resource: &Resource, built: &Built) -> Map<String, Value> {
    let mut row = top(built, &resource.arguments);
    let body = match resource.arguments.get("body") {
        Some(Value::String(text)) if is_open(text) => json!({ "properties": mark_open(json!(text)) }),
        Some(Value::String(text)) => {
            serde_json::from_str(text).unwrap_or_else(|_| json!({ "properties": format!("{text}{UNREADABLE}") }))
        }
        Some(body) => body.clone(),
        None => Value::Null,
    };
    if let Value::Object(members) = mark_open(body) {
        let own = ["id", "type", "name", "resourceGroup"];
        row.extend(members.into_iter().filter(|(name, _)| !own.contains(&name.as_str())));
    }
    if let Some(identity) = resource.arguments.get("identity").and_then(arm_identity) {
        row.insert("identity".to_owned(), identity);
    }
    row
}

/// What bodies end with whose rest was not to be had; see the normalisation.
const UNREADABLE: &str = "...(truncated)";

fn mark_open(value: Value) -> Value {
    match value {
        // An id says enough even where a word of it is open.
        Value::String(text) if is_open(&text) && !text.starts_with("/subscriptions/") => {
            Value::String(text + UNREADABLE)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(mark_open).collect()),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, mark_open(value)))
            .collect(),
        other => other,
    }
}

/// The block `identity { type, identity_ids }` as ARM has it.
fn arm_identity(block: &Value) -> Option<Value> {
    let block = match block {
        Value::Array(items) => items.first()?,
        one => one,
    };
    let kind = block.get("type")?;
    let ids = block.get("identity_ids").and_then(Value::as_array);
    let ids: BTreeMap<&str, Value> = ids
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|id| (id, json!({})))
        .collect();
    let mut identity = json!({ "type": kind });
    if !ids.is_empty() {
        identity["userAssignedIdentities"] = json!(ids);
    }
    Some(mark_open(identity))
}
