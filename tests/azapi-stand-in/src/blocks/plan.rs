//! What would become of a resource; no service is asked.

use std::borrow::Cow;

use crate::arguments::Block;
use crate::blocks::resource::{RESOURCE_GROUP, missing, split};
use crate::definitions::Definitions;
use crate::kind::Kind;
use crate::msgpack::{self, EMPTY_OBJECT, Garbled, NIL, UNKNOWN};
use crate::protocol::Diagnostic;
use crate::value::Value;

/// What the provider's own block sets for resources that leave it out.
#[derive(Debug, Default)]
pub(crate) struct Defaults {
    subscription: Option<String>,
    name: Option<String>,
    location: Option<String>,
    tags: Option<Value>,
}

impl Defaults {
    /// Reads the provider's block; what it leaves out comes from the environment, as with the real provider.
    pub(crate) fn read(config: &Value) -> Defaults {
        let text = |name: &str| {
            config
                .get(name)
                .text()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        Defaults {
            subscription: text("subscription_id").or_else(|| std::env::var("ARM_SUBSCRIPTION_ID").ok()),
            name: text("default_name"),
            location: text("default_location"),
            tags: Some(config.get("default_tags"))
                .filter(|tags| tags.members().is_some())
                .cloned(),
        }
    }
}

/// A plan of one resource.
#[derive(Debug)]
pub(crate) struct Planned {
    /// In MessagePack.
    pub(crate) state: Vec<u8>,
    /// The attributes whose change cannot be made in place.
    pub(crate) replaces: Vec<&'static str>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What an attribute is where nobody says anything, in MessagePack.
fn default(name: &str) -> Option<&'static [u8]> {
    Some(match name {
        "body" => EMPTY_OBJECT,
        "ignore_casing" | "ignore_null_property" => &[0xc2],
        "ignore_missing_property" | "schema_validation_enabled" => &[0xc3],
        "method" => b"\xa4POST",
        "when" => b"\xa5apply",
        _ => return None,
    })
}

/// Plans a resource; `states` are the prior state, what Terraform proposes, and the configuration.
pub(crate) fn plan(
    name: &str,
    block: &Block,
    definitions: &Definitions,
    defaults: &Defaults,
    states: [&[u8]; 3],
) -> Result<Planned, Garbled> {
    let [prior, proposed, config] = states;
    let prior = msgpack::members(prior)?;
    let proposed = msgpack::members(proposed)?;
    let set = msgpack::members(config)?;
    let config = msgpack::read(config, &block.kind())?;
    let find = |of: &[(String, &'_ [u8])], name: &str| {
        of.iter()
            .find(|(member, _)| member == name)
            .map(|(_, bytes)| bytes.to_vec())
    };
    let is_new = prior.is_empty();
    let is_left_out = |name: &str| find(&set, name).is_none_or(|bytes| bytes == [NIL]);
    let is_changed = is_new
        || set.iter().any(|(name, bytes)| {
            let attribute = block.attributes.get(name);
            let is_said = *bytes != [NIL] && attribute.is_none_or(|attribute| !attribute.is_write_only());
            is_said && block.attributes.contains_key(name) && find(&prior, name).as_deref() != Some(*bytes)
        });
    let mut planned: Vec<(String, Cow<'_, [u8]>)> = Vec::with_capacity(proposed.len());
    for (name, bytes) in &proposed {
        let bytes = match block.attributes.get(name) {
            Some(attribute) if attribute.is_write_only() => Cow::Borrowed(&[NIL][..]),
            Some(attribute) if attribute.is_computed() && is_left_out(name) => match default(name) {
                Some(default) => Cow::Borrowed(default),
                None if is_new || (is_changed && name.ends_with("output")) => Cow::Borrowed(&UNKNOWN[..]),
                None => Cow::Borrowed(*bytes),
            },
            Some(attribute) if !attribute.attributes.is_empty() => Cow::Owned(filled(bytes, &attribute.kind())?),
            None if name == "identity" => Cow::Owned(filled(bytes, &identity_kind(block))?),
            _ => Cow::Borrowed(*bytes),
        };
        planned.push((name.clone(), bytes));
    }
    let mut diagnostics = Vec::new();
    if name == "azapi_resource" {
        let left_out = LeftOut {
            config: &config,
            definitions,
            defaults,
            is_new,
        };
        for (name, value) in left_out.values(&mut diagnostics) {
            if let Some((_, bytes)) = planned.iter_mut().find(|(member, _)| member == name) {
                *bytes = Cow::Owned(msgpack::write(&value));
            }
        }
    }
    let differs = |name: &&'static str| {
        let now = planned
            .iter()
            .find(|(member, _)| member == name)
            .map(|(_, bytes)| bytes.to_vec());
        !is_new && normal(name, now) != normal(name, find(&prior, name))
    };
    let replaces = match name {
        "azapi_resource" => &["name", "parent_id", "location"][..],
        "azapi_update_resource" => &["name", "parent_id", "resource_id"][..],
        _ => &["resource_id", "action"][..],
    };
    let replaces = replaces.iter().copied().filter(differs).collect();
    let state = msgpack::write_members(planned.iter().map(|(name, bytes)| (name.as_str(), &**bytes)));
    Ok(Planned {
        state,
        replaces,
        diagnostics,
    })
}

/// Locations differ only if they do without case and spaces.
fn normal(name: &str, bytes: Option<Vec<u8>>) -> Option<Value> {
    let value = msgpack::read(&bytes?, &Kind::Text).ok()?;
    match value {
        Value::Text(text) if name == "location" => Some(Value::Text(text.to_lowercase().replace(' ', ""))),
        other => Some(other),
    }
}

fn identity_kind(block: &Block) -> Kind {
    match block.kind() {
        Kind::Object(mut members) => members.remove("identity").unwrap_or(Kind::Dynamic),
        _ => Kind::Dynamic,
    }
}

/// What a service will fill in is not known: members of nested objects that nobody set.
fn filled(bytes: &[u8], kind: &Kind) -> Result<Vec<u8>, Garbled> {
    fn fill(value: &mut Value) {
        match value {
            Value::List(items, _) => items.iter_mut().for_each(fill),
            Value::Object(members, _) => {
                for (name, member) in members {
                    if member.is_null() && name != "identity_ids" {
                        *member = Value::Unknown;
                    }
                }
            }
            _ => {}
        }
    }
    let mut value = msgpack::read(bytes, kind)?;
    fill(&mut value);
    Ok(msgpack::write(&value))
}

/// The arguments of an `azapi_resource` that may be left out, because something else says them.
struct LeftOut<'a> {
    config: &'a Value,
    definitions: &'a Definitions,
    defaults: &'a Defaults,
    is_new: bool,
}

impl LeftOut<'_> {
    fn values(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<(&'static str, Value)> {
        let is_left_out = |name: &str| self.config.get(name).is_null();
        let of = self
            .config
            .get("type")
            .text()
            .and_then(split)
            .map(|(of, _)| of)
            .unwrap_or_default();
        let mut values = Vec::new();
        if is_left_out("name") {
            match &self.defaults.name {
                Some(name) => values.push(("name", Value::Text(name.clone()))),
                None => diagnostics.push(missing("name")),
            }
        }
        if is_left_out("parent_id") && of.eq_ignore_ascii_case(RESOURCE_GROUP) {
            let subscription = self.defaults.subscription.as_deref().unwrap_or_default();
            values.push(("parent_id", Value::Text(format!("/subscriptions/{subscription}"))));
        }
        if self.is_new && is_left_out("location") {
            let default = self.defaults.location.clone().map(Value::Text);
            values.push(("location", self.value("location", of, default)));
        }
        if self.is_new && is_left_out("tags") {
            let tags = match self.value("tags", of, self.defaults.tags.clone()) {
                Value::Object(members, _) => Value::Object(members, true),
                other => other,
            };
            values.push(("tags", tags));
        }
        values
    }

    /// What the body says, else the provider's default where the type takes such an argument.
    fn value(&self, name: &str, of: &str, default: Option<Value>) -> Value {
        let body = self.config.get("body");
        if !body.is_known_throughout() {
            return Value::Unknown;
        }
        if let Some(value) = body.member(name) {
            return value.clone();
        }
        let takes = self
            .definitions
            .find(of)
            .is_some_and(|schema| schema.has(name) && !schema.is_read_only(name));
        default.filter(|_| takes).unwrap_or(Value::Null)
    }
}
