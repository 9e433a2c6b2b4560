//! Values, templates and references.

use super::{Memo, Resolver, Spot};
use crate::readers::terraform::configuration::expression::{Expression, Part, Step, parse};
use crate::readers::terraform::configuration::instances::Instances;
use crate::readers::terraform::is_open;
use serde_json::Value;

/// References of references, and values within values: nobody writes deeper than this.
const DEEPEST: u32 = 200;

impl Resolver<'_> {
    /// A value with what it refers to in place. What cannot be resolved stays as it is written.
    pub(super) fn value(&mut self, written: &Value, spot: Option<Spot>) -> Value {
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

    pub(super) fn reference(&mut self, steps: &[Step], spot: Option<Spot>) -> Option<Value> {
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
    pub(super) fn walk(&mut self, value: &Value, steps: &[Step], spot: Option<Spot>) -> Option<Value> {
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
