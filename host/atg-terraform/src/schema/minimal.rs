//! The smallest resource that a type takes: what is required, and nothing else.
//!
//! Where the pack knows kinds and values, they are kept to; where it does not, they are guessed by the name of the part.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use super::pack::TypeSchema;
use super::rule::{ListRule, ObjectRule, Property, Rule, RuleId, Rules};

mod guess;

/// Objects nested deeper than this are taken to lead back to themselves; null stands there, which the provider takes.
const DEEPEST: usize = 24;

/// More values than this no resource needs; a pack that asks for more gets null for the rest.
const MOST_VALUES: usize = 10_000;

/// What stands beside the body in a block.
const BESIDE: [&str; 3] = ["location", "name", "tags"];

/// An id to stand below; nobody's.
const SUBSCRIPTION: &str = "/subscriptions/00000000-0000-0000-0000-000000000001";

impl TypeSchema<'_> {
    /// The smallest body that has all that is required, without what stands beside it in a block.
    pub fn minimal_body(&self) -> Value {
        let making = Making::new(self.rules());
        let mut body = making.value(self.entry.body, "", 0);
        if let Value::Object(members) = &mut body {
            for name in BESIDE {
                members.remove(name);
            }
            // A block's identity takes four words and no other, whatever a pack knows of it.
            if let Some(kind) = members
                .get_mut("identity")
                .and_then(|identity| identity.get_mut("type"))
                && *kind == guess::NAME
            {
                *kind = json!("SystemAssigned");
            }
        }
        body
    }

    /// A name that a resource of the type may have; where the name says which case of the type it is, the name of the case
    /// that [`TypeSchema::minimal_body`] is of.
    pub fn minimal_name(&self) -> String {
        let making = Making::new(self.rules());
        let body = self.rules().object(self.entry.body);
        let rule = body
            .and_then(|body| self.rules().property(body, "name"))
            .map(|name| name.rule);
        let name = match making.value(self.entry.body, "", 0).get("name") {
            // Of names of which nothing is known, this one is the only one of more types than any other.
            _ if rule.is_some_and(|rule| matches!(self.rules().rule(rule), Rule::Any)) => None,
            Some(case) => Some(case.clone()),
            None => rule.map(|rule| making.value(rule, "name", 0)),
        };
        match name {
            Some(Value::String(name)) => name,
            _ => guess::ONLY_NAME.to_owned(),
        }
    }

    /// A whole block of an `azapi_resource`: type, parent, name, location where the type takes one, and the body.
    pub fn minimal_block(&self) -> Map<String, Value> {
        let mut block = Map::new();
        block.insert(
            "type".to_owned(),
            json!(format!("{}@{}", self.name(), self.api_version())),
        );
        block.insert("name".to_owned(), json!(self.minimal_name()));
        block.insert("parent_id".to_owned(), json!(self.parent()));
        if self.has("location") && !self.is_read_only("location") {
            block.insert("location".to_owned(), json!("westeurope"));
        }
        block.insert("body".to_owned(), self.minimal_body());
        block
    }

    /// The id of something that can hold a resource of the type.
    fn parent(&self) -> String {
        let mut parts = self.name().split('/');
        let (namespace, below): (&str, Vec<&str>) = (parts.next().unwrap_or_default(), parts.collect());
        let scope = match self.scopes() {
            Some(scopes) if scopes.resource_group() || scopes.extension() => {
                format!("{SUBSCRIPTION}/resourceGroups/example")
            }
            Some(scopes) if scopes.management_group() && !scopes.subscription() => {
                "/providers/Microsoft.Management/managementGroups/example".to_owned()
            }
            Some(scopes) if scopes.tenant() && !scopes.subscription() => String::new(),
            Some(scopes) if scopes.subscription() => SUBSCRIPTION.to_owned(),
            _ => format!("{SUBSCRIPTION}/resourceGroups/example"),
        };
        match below.split_last() {
            Some((_, parents)) if !parents.is_empty() => {
                let named: String = parents.iter().map(|parent| format!("/{parent}/example")).collect();
                format!("{scope}/providers/{namespace}{named}")
            }
            _ if scope.is_empty() => "/".to_owned(),
            _ => scope,
        }
    }
}

struct Making<'r> {
    rules: &'r Rules,
    /// How many values may still be made.
    left: Cell<usize>,
}

impl<'r> Making<'r> {
    fn new(rules: &'r Rules) -> Making<'r> {
        Making {
            rules,
            left: Cell::new(MOST_VALUES),
        }
    }

    fn value(&self, rule: RuleId, name: &str, depth: usize) -> Value {
        let left = self.left.get();
        if depth > DEEPEST || left == 0 {
            return Value::Null;
        }
        self.left.set(left - 1);
        match self.rules.rule(rule) {
            Rule::Any => guess::anything(name),
            Rule::Boolean => json!(true),
            Rule::Integer => json!(1),
            Rule::Text(text) => json!(guess::text(self.rules, *text, name)),
            Rule::Choice { values, .. } => json!(values.first().map_or("", |value| self.rules.text(*value))),
            Rule::List(list) => self.list(*list, name, depth),
            Rule::Object(object) => self.object(object, depth),
            Rule::Either(parts) => {
                // The one that ends soonest: a leaf before a list before an object.
                let weight = |part: &RuleId| match self.rules.rule(*part) {
                    Rule::Object(_) | Rule::Either(_) => 2,
                    Rule::List(_) => 1,
                    _ => 0,
                };
                parts
                    .iter()
                    .min_by_key(|part| weight(part))
                    .map_or(Value::Null, |part| self.value(*part, name, depth + 1))
            }
        }
    }

    fn list(&self, list: ListRule, name: &str, depth: usize) -> Value {
        let item = || self.value(list.item, name, depth + 1);
        (0..list.least.unwrap_or_default().min(100)).map(|_| item()).collect()
    }

    fn object(&self, object: &ObjectRule, depth: usize) -> Value {
        let mut members = Map::new();
        self.required(object, &mut members, depth);
        if let Some(cases) = &object.cases {
            let smallest = cases.of.iter().map(|(value, case)| {
                let mut added = Map::new();
                if let Some(case) = self.rules.object(*case) {
                    self.required(case, &mut added, depth);
                }
                added.insert(self.rules.text(cases.by).to_owned(), json!(self.rules.text(*value)));
                added
            });
            members.extend(smallest.min_by_key(Map::len).unwrap_or_default());
        }
        Value::Object(members)
    }

    /// Puts in what is required. Of the properties that all cases share, the provider also misses those that it takes from
    /// nobody; nothing can be done about them.
    fn required(&self, object: &ObjectRule, members: &mut Map<String, Value>, depth: usize) {
        let is_put = |property: &&Property| property.flags.is_required() && !property.flags.is_read_only();
        for property in object.properties.iter().filter(is_put) {
            let name = self.rules.text(property.name);
            members.insert(name.to_owned(), self.value(property.rule, name, depth + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Pack;

    #[test]
    fn what_takes_one_text_gets_it() {
        let text = json!({"T/x": {"v": "1", "s": {"name": {"f": 1, "t": [null, null, "^namespace$"]},
            "identity": {"f": 1, "p": {"type": "!"}}}}});
        let pack = Pack::read(text.to_string().as_bytes(), "pack").unwrap();
        let found = pack.find("T/x").unwrap();
        assert_eq!(found.minimal_name(), "namespace");
        assert_eq!(found.minimal_body(), json!({"identity": {"type": "SystemAssigned"}}));
    }
}
