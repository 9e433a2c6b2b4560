//! The arguments of one instance, for building its id.

use super::{Resolver, Spot};
use crate::readers::terraform::configuration::expression::{Expression, Part, Step, parse};
use crate::readers::terraform::is_open;
use crate::readers::terraform::place::{Arguments, Placed};
use serde_json::Value;

/// The arguments of one instance, for building its id.
pub(super) struct Of<'r, 'c> {
    pub(super) resolver: &'r mut Resolver<'c>,
    pub(super) spot: Spot,
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
