//! What a reference to another block gives.

use super::{Resolver, Spot};
use crate::readers::terraform::UNKNOWN_SUBSCRIPTION;
use crate::readers::terraform::configuration::expression::Step;
use crate::readers::terraform::configuration::instances::Instances;
use crate::readers::terraform::place::Placed;
use serde_json::Value;
use std::collections::BTreeMap;

impl Resolver<'_> {
    pub(super) fn block_value(
        &mut self,
        data: bool,
        type_name: &str,
        label: &str,
        steps: &[Step],
        spot: Option<Spot>,
    ) -> Option<Value> {
        let Some(block) = self.configuration.find(data, type_name, label) else {
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
    pub(super) fn find_named(&mut self, arm_type: &str, name: &str) -> Option<Spot> {
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
