//! Follows references to what is written, until nothing changes: each value is resolved once, on first use, and a value
//! that is asked for while it is being resolved is a cycle, which stays as it is written.

use super::document::{Block, Configuration};
use super::expression::{Expression, Part, Step, parse};
use super::instances::Instances;
use crate::readers::terraform::place::{Arguments, Around, Placed, place, place_azapi, place_untyped};
use crate::readers::terraform::{TypeTable, UNKNOWN_SUBSCRIPTION, is_open};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// References of references, and values within values: nobody writes deeper than this.
const DEEPEST: u32 = 200;
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
            locals: HashMap::new(),
            arguments: HashMap::new(),
            placed: HashMap::new(),
            instances: HashMap::new(),
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

    /// All arguments of an instance, resolved.
    pub(super) fn arguments(&mut self, spot: Spot) -> Map<String, Value> {
        let names = self
            .block(spot)
            .body
            .keys()
            .filter(|name| !super::super::rows::is_meta(name));
        let all = names.map(|name| {
            (
                name.clone(),
                self.argument(spot, name).unwrap_or_else(|| self.written(spot, name)),
            )
        });
        all.collect()
    }

    fn written(&self, spot: Spot, name: &str) -> Value {
        self.block(spot).body.get(name).cloned().unwrap_or_default()
    }

    fn note(&mut self, text: String) {
        *self.notes.entry(text).or_default() += 1;
    }

    fn cycle(&mut self, spot: Spot) {
        let address = self.block(spot).address();
        self.note(format!("`{address}` refers to itself, directly or through others"));
    }

    /// A value with what it refers to in place. What cannot be resolved stays as it is written.
    fn value(&mut self, written: &Value, spot: Option<Spot>) -> Value {
        if self.depth >= DEEPEST {
            self.note("references of references deeper than can be followed".to_owned());
            return written.clone();
        }
        self.depth += 1;
        let value = match written {
            Value::String(text) => self.text(text, spot),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.value(item, spot)).collect()),
            Value::Object(members) => {
                let resolved = members
                    .iter()
                    .map(|(name, member)| (name.clone(), self.value(member, spot)));
                Value::Object(resolved.collect())
            }
            other => other.clone(),
        };
        self.depth -= 1;
        value
    }

    fn text(&mut self, text: &str, spot: Option<Spot>) -> Value {
        if !is_open(text) {
            return Value::String(text.to_owned());
        }
        let parts = parse(text);
        let resolved = match parts.as_slice() {
            [Part::Expression(expression)] => self.expression(expression, spot),
            parts => self.joined(parts, spot).map(Value::String),
        };
        match resolved {
            Some(value) => {
                self.added += weight(&value);
                value
            }
            None => Value::String(text.to_owned()),
        }
    }

    fn joined(&mut self, parts: &[Part], spot: Option<Spot>) -> Option<String> {
        let mut joined = String::new();
        for part in parts {
            match part {
                Part::Text(text) => joined.push_str(text),
                Part::Expression(expression) => match self.expression(expression, spot)? {
                    Value::String(text) => joined.push_str(&text),
                    Value::Number(number) => joined.push_str(&number.to_string()),
                    Value::Bool(truth) => joined.push_str(if truth { "true" } else { "false" }),
                    Value::Null | Value::Array(_) | Value::Object(_) => return None,
                },
            }
        }
        Some(joined)
    }

    fn expression(&mut self, expression: &Expression, spot: Option<Spot>) -> Option<Value> {
        match expression {
            Expression::Literal(value) => Some(value.clone()),
            Expression::Template(parts) => self.joined(parts, spot).map(Value::String),
            Expression::Reference(steps) => self.reference(steps, spot),
            Expression::Opaque => None,
        }
    }

    fn reference(&mut self, steps: &[Step], spot: Option<Spot>) -> Option<Value> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let value = self.reference_within(steps, spot);
        self.depth -= 1;
        value
    }

    fn reference_within(&mut self, steps: &[Step], spot: Option<Spot>) -> Option<Value> {
        let (Step::Name(first), rest) = steps.split_first()? else {
            return None;
        };
        match (first.as_str(), rest) {
            ("var", [Step::Name(name), rest @ ..]) => {
                let value = self.configuration.variables.get(name)?.as_ref()?;
                self.walk(value, rest, spot)
            }
            ("local", [Step::Name(name), rest @ ..]) => {
                let local = self.local(name)?;
                self.walk(&local, rest, spot)
            }
            ("each", [Step::Name(which), rest @ ..]) => {
                let spot = spot?;
                let Instances::Each(each) = self.instances(spot.block) else {
                    return None;
                };
                let (key, value) = each.get(spot.instance as usize)?;
                match which.as_str() {
                    "key" if rest.is_empty() => Some(Value::String(key.clone())),
                    "value" => self.walk(value, rest, Some(spot)),
                    _ => None,
                }
            }
            ("count", [Step::Name(index)]) if index == "index" => {
                let spot = spot?;
                matches!(self.instances(spot.block), Instances::Counted(_)).then(|| Value::from(spot.instance))
            }
            ("module" | "path" | "self" | "terraform", _) => None,
            ("data", [Step::Name(type_name), Step::Name(label), rest @ ..]) => {
                self.block_value(true, type_name, label, rest, spot)
            }
            (type_name, [Step::Name(label), rest @ ..]) => self.block_value(false, type_name, label, rest, spot),
            _ => None,
        }
    }

    fn local(&mut self, name: &str) -> Option<Value> {
        let (name, written) = self.configuration.locals.get_key_value(name)?;
        match self.locals.get(name.as_str()) {
            Some(Memo::Done(value)) => return Some(value.clone()),
            Some(Memo::Open) => {
                self.note(format!("`local.{name}` refers to itself, directly or through others"));
                return None;
            }
            None => {}
        }
        self.locals.insert(name, Memo::Open);
        let value = self.value(written, None);
        self.locals.insert(name, Memo::Done(value.clone()));
        Some(value)
    }

    /// A part of a value.
    fn walk(&mut self, value: &Value, steps: &[Step], spot: Option<Spot>) -> Option<Value> {
        let mut value = value;
        for step in steps {
            value = match step {
                Step::Name(name) | Step::Key(name) => value.get(name.as_str())?,
                // One block may stand without a list around it.
                Step::Index(0) if value.is_object() => value,
                Step::Index(index) => value.get(usize::try_from(*index).ok()?)?,
                Step::Chosen(chosen) => match self.reference(chosen, spot)? {
                    Value::String(key) => value.get(key.as_str())?,
                    Value::Number(index) => value.get(usize::try_from(index.as_u64()?).ok()?)?,
                    _ => return None,
                },
            };
        }
        if self.added.saturating_add(weight(value)) > self.most_added {
            self.note("values that grow without bounds were left as they are written".to_owned());
            return None;
        }
        // Cloned once, however deep it stands.
        Some(value.clone())
    }

    fn block_value(
        &mut self,
        data: bool,
        type_name: &str,
        label: &str,
        steps: &[Step],
        spot: Option<Spot>,
    ) -> Option<Value> {
        let name = (data, type_name.to_owned(), label.to_owned());
        let Some(block) = self.configuration.places.get(&name).copied() else {
            let data = if data { "data." } else { "" };
            self.note(format!(
                "reference to `{data}{type_name}.{label}`, which is not declared"
            ));
            return None;
        };
        let (instance, steps) = self.instance(block, steps, spot)?;
        let target = Spot { block, instance };
        let [Step::Name(argument), rest @ ..] = steps else {
            return None;
        };
        if rest.is_empty()
            && let Some(value) = self.computed(target, argument)
        {
            return Some(Value::String(value));
        }
        let value = self.argument(target, argument)?;
        self.walk(&value, rest, spot)
    }

    /// Which instance the first steps choose.
    fn instance<'s>(&mut self, block: u32, steps: &'s [Step], spot: Option<Spot>) -> Option<(u32, &'s [Step])> {
        let instances = self.instances(block);
        let (first, rest) = steps.split_first()?;
        let key = match first {
            Step::Name(_) => return matches!(instances, Instances::One).then_some((0, steps)),
            Step::Index(index) => Value::from(*index),
            Step::Key(key) => Value::String(key.clone()),
            Step::Chosen(chosen) if !matches!(instances, Instances::Unknown) => self.reference(chosen, spot)?,
            Step::Chosen(_) => Value::Null,
        };
        Some((instances.find(&key)?, rest))
    }

    /// What a resource has beside its arguments, as far as its id or its provider tells.
    fn computed(&mut self, spot: Spot, argument: &str) -> Option<String> {
        let terraform_type = self.block(spot).type_name.as_str();
        let alias = self.alias(spot);
        match (terraform_type, argument) {
            ("azurerm_client_config" | "azurerm_subscription" | "azapi_client_config", "subscription_id") => Some(
                self.subscription(&alias)
                    .unwrap_or_else(|| UNKNOWN_SUBSCRIPTION.to_owned()),
            ),
            ("azurerm_client_config" | "azurerm_subscription" | "azapi_client_config", "tenant_id") => {
                self.tenant(&alias)
            }
            ("azurerm_subscription", "id") => {
                let subscription = self
                    .subscription(&alias)
                    .unwrap_or_else(|| UNKNOWN_SUBSCRIPTION.to_owned());
                Some(format!("/subscriptions/{subscription}"))
            }
            (_, "id" | "resource_manager_id") => match self.placed(spot) {
                Placed::Resource(built) | Placed::Group(built) => Some(built.id),
                Placed::Link(..) | Placed::Part | Placed::Outside => None,
            },
            _ => None,
        }
    }

    /// The only resource with a type and a name; none where several have it.
    fn find_named(&mut self, arm_type: &str, name: &str) -> Option<Spot> {
        if self.named.is_none() {
            // Set first, so that looking up names while they are gathered finds nothing instead of starting over.
            self.named = Some(BTreeMap::new());
            let mut named: BTreeMap<(String, String), Vec<Spot>> = BTreeMap::new();
            for (block, declared) in (0_u32..).zip(&self.configuration.blocks) {
                let Some(arm_type) = self.table.arm_type(&declared.type_name) else {
                    continue;
                };
                for instance in 0..self.instances(block).rows() {
                    let spot = Spot { block, instance };
                    if let Some(Value::String(name)) = self.argument(spot, "name") {
                        let key = (arm_type.to_ascii_lowercase(), name.to_ascii_lowercase());
                        named.entry(key).or_default().push(spot);
                    }
                }
            }
            self.named = Some(named);
        }
        let key = (arm_type.to_ascii_lowercase(), name.to_ascii_lowercase());
        match self.named.as_ref()?.get(&key)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// The arguments of one instance, for building its id.
struct Of<'r, 'c> {
    resolver: &'r mut Resolver<'c>,
    spot: Spot,
}

impl Arguments for Of<'_, '_> {
    fn text(&mut self, name: &str) -> Option<String> {
        match self.resolver.argument(self.spot, name) {
            Some(Value::String(text)) => Some(text),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(_) => None,
            // In a cycle it stays as it is written.
            None => match self.resolver.block(self.spot).body.get(name)? {
                Value::String(text) => Some(text.clone()),
                _ => None,
            },
        }
    }

    fn names(&self) -> Vec<String> {
        self.resolver.block(self.spot).body.keys().cloned().collect()
    }

    fn named(&mut self, argument: &str, arm_type: &str) -> Option<String> {
        // `${azurerm_storage_account.a.name}` says which one is meant; a bare name has to be looked up.
        let written = self.resolver.block(self.spot).body.get(argument)?.as_str()?;
        if let [Part::Expression(Expression::Reference(steps))] = parse(written).as_slice()
            && let Some((Step::Name(last), before)) = steps.split_last()
            && last == "name"
        {
            let mut steps = before.to_vec();
            steps.push(Step::Name("id".to_owned()));
            if let Some(Value::String(id)) = self.resolver.reference(&steps, Some(self.spot)) {
                return Some(id);
            }
        }
        let name = self.text(argument).filter(|name| !is_open(name))?;
        let spot = self.resolver.find_named(arm_type, &name)?;
        match self.resolver.placed(spot) {
            Placed::Resource(built) => Some(built.id),
            _ => None,
        }
    }
}

/// About how many bytes a value takes.
fn weight(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.len() as u64 + 16,
        Value::Array(items) => items.iter().map(weight).sum::<u64>() + 16,
        Value::Object(members) => {
            members
                .iter()
                .map(|(name, value)| name.len() as u64 + 32 + weight(value))
                .sum::<u64>()
                + 16
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 16,
    }
}
