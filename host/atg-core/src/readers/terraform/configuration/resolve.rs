//! Follows references to what is written, until nothing changes: each value is resolved once, on first use, and a value
//! that is asked for while it is being resolved is a cycle, which stays as it is written.

mod blocks;
mod of;
mod values;

use super::document::{Block, Configuration};
use super::instances::Instances;
use crate::readers::terraform::place::{Around, Placed, place, place_azapi, place_untyped};
use crate::readers::terraform::rows::is_meta;
use crate::readers::terraform::{TypeTable, UNKNOWN_SUBSCRIPTION, is_open};
use of::Of;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

type HashMap<K, V> = hashbrown::HashMap<K, V, foldhash::fast::FixedState>;

/// What all substitutions together may add, in bytes, beside a multiple of the configuration itself: more than any needs,
/// less than a bomb makes.
const MOST_ADDED: u64 = 16 << 20;
const MOST_TIMES: u64 = 32;

/// Which instance of which block an expression stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) block: u32,
    pub(super) instance: u32,
}

enum Memo<T> {
    /// Being resolved right now.
    Open,
    Done(T),
}

/// Resolves the values of one configuration.
pub(super) struct Resolver<'c> {
    configuration: &'c Configuration,
    table: &'c TypeTable,
    locals: HashMap<&'c str, Memo<Value>>,
    arguments: HashMap<(Spot, &'c str), Memo<Value>>,
    placed: HashMap<Spot, Memo<Placed>>,
    instances: HashMap<u32, Memo<Instances>>,
    /// Blocks by ARM type and name, in lower case; made on first use.
    named: Option<BTreeMap<(String, String), Vec<Spot>>>,
    depth: u32,
    added: u64,
    most_added: u64,
    /// What the report should tell of, and how often it was met.
    pub(super) notes: BTreeMap<String, u64>,
}

impl<'c> Resolver<'c> {
    /// Nothing resolved yet; `bytes` is how long the configuration is.
    pub(super) fn new(configuration: &'c Configuration, table: &'c TypeTable, bytes: u64) -> Resolver<'c> {
        Resolver {
            configuration,
            table,
            locals: HashMap::default(),
            arguments: HashMap::default(),
            placed: HashMap::default(),
            instances: HashMap::default(),
            named: None,
            depth: 0,
            added: 0,
            most_added: MOST_ADDED.saturating_add(bytes.saturating_mul(MOST_TIMES)),
            notes: BTreeMap::new(),
        }
    }

    pub(super) fn block(&self, spot: Spot) -> &'c Block {
        &self.configuration.blocks[spot.block as usize]
    }

    /// The subscription that a provider is set to, where it is written.
    pub(super) fn subscription(&mut self, alias: &str) -> Option<String> {
        self.provider_text(alias, "subscription_id")
    }

    /// The tenant that a provider is set to, where it is written.
    pub(super) fn tenant(&mut self, alias: &str) -> Option<String> {
        self.provider_text(alias, "tenant_id")
    }

    fn provider_text(&mut self, alias: &str, member: &str) -> Option<String> {
        let written = self.configuration.providers.get(alias)?.get(member)?;
        match self.value(written, None) {
            Value::String(text) if !text.is_empty() && !is_open(&text) && !text.contains('/') => Some(text),
            _ => None,
        }
    }

    /// How often a block is there.
    pub(super) fn instances(&mut self, block: u32) -> Instances {
        match self.instances.get(&block) {
            Some(Memo::Done(instances)) => return instances.clone(),
            Some(Memo::Open) => return Instances::Unknown,
            None => {}
        }
        self.instances.insert(block, Memo::Open);
        let body = &self.configuration.blocks[block as usize].body;
        let instances = match (body.get("count"), body.get("for_each")) {
            (Some(count), _) if !count.is_null() => Instances::of_count(&self.value(count, None)),
            (_, Some(each)) if !each.is_null() => Instances::of_each(&self.value(each, None)),
            _ => Instances::One,
        };
        self.instances.insert(block, Memo::Done(instances.clone()));
        instances
    }

    /// The Terraform address of an instance.
    pub(super) fn address(&mut self, spot: Spot) -> String {
        let address = self.block(spot).address();
        match self.instances(spot.block) {
            Instances::One | Instances::Unknown => address,
            Instances::Counted(_) => format!("{address}[{}]", spot.instance),
            Instances::Each(each) => match each.get(spot.instance as usize) {
                Some((key, _)) => format!("{address}[\"{key}\"]"),
                None => address,
            },
        }
    }

    /// What an instance is in ARM.
    pub(super) fn placed(&mut self, spot: Spot) -> Placed {
        match self.placed.get(&spot) {
            Some(Memo::Done(placed)) => return placed.clone(),
            Some(Memo::Open) => {
                self.cycle(spot);
                return Placed::Outside;
            }
            None => {}
        }
        self.placed.insert(spot, Memo::Open);
        let block = self.block(spot);
        let alias = self.alias(spot);
        let subscription = self
            .subscription(&alias)
            .unwrap_or_else(|| UNKNOWN_SUBSCRIPTION.to_owned());
        let address = self.address(spot);
        let around = Around {
            address: &address,
            subscription: &subscription,
        };
        let table = self.table;
        let mut arguments = Of { resolver: self, spot };
        let terraform_type = block.type_name.as_str();
        let label = address.strip_prefix("data.").unwrap_or(&address);
        let label = label
            .strip_prefix(terraform_type)
            .unwrap_or(label)
            .trim_start_matches('.');
        let placed = if matches!(terraform_type, "azapi_resource" | "azapi_update_resource") {
            place_azapi(terraform_type, label, &mut arguments, around)
        } else if let Some(entry) = table.get(terraform_type) {
            place(entry, &mut arguments, around)
        } else if terraform_type.starts_with("azurerm_") {
            Placed::Resource(place_untyped(terraform_type, label, &mut arguments, around))
        } else {
            Placed::Outside
        };
        self.placed.insert(spot, Memo::Done(placed.clone()));
        placed
    }

    /// `azurerm.other` in `provider` names another provider's block than the default one.
    fn alias(&self, spot: Spot) -> String {
        let provider = self
            .block(spot)
            .body
            .get("provider")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let provider = provider.trim_start_matches("${").trim_end_matches('}').trim();
        provider
            .split_once('.')
            .map(|(_, alias)| alias.to_owned())
            .unwrap_or_default()
    }

    /// One argument of an instance, resolved.
    pub(super) fn argument(&mut self, spot: Spot, name: &str) -> Option<Value> {
        let (name, written) = self.block(spot).body.get_key_value(name)?;
        let key = (spot, name.as_str());
        match self.arguments.get(&key) {
            Some(Memo::Done(value)) => return Some(value.clone()),
            Some(Memo::Open) => {
                self.cycle(spot);
                return None;
            }
            None => {}
        }
        self.arguments.insert(key, Memo::Open);
        let value = self.value(written, Some(spot));
        self.arguments.insert(key, Memo::Done(value.clone()));
        Some(value)
    }

    /// All arguments of an instance, resolved. What nothing refers to is not kept.
    pub(super) fn arguments(&mut self, spot: Spot) -> Map<String, Value> {
        let body = &self.block(spot).body;
        let mut all = Map::new();
        for (name, written) in body.iter().filter(|(name, _)| !is_meta(name)) {
            let key = (spot, name.as_str());
            let value = match self.arguments.get(&key) {
                Some(Memo::Done(value)) => value.clone(),
                Some(Memo::Open) => written.clone(),
                None => {
                    self.arguments.insert(key, Memo::Open);
                    let value = self.value(written, Some(spot));
                    self.arguments.remove(&key);
                    value
                }
            };
            all.insert(name.clone(), value);
        }
        all
    }

    fn note(&mut self, text: String) {
        *self.notes.entry(text).or_default() += 1;
    }

    fn cycle(&mut self, spot: Spot) {
        let address = self.block(spot).address();
        self.note(format!("`{address}` refers to itself, directly or through others"));
    }
}
