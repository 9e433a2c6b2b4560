//! What of a body may not be sent is taken out.

use serde_json::{Map, Value};

use super::pack::TypeSchema;
use super::path::{Step, Trail};
use super::rule::{ObjectRule, Rule, RuleId, Rules};

/// A part that was taken out of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Pruned {
    /// Where it was: `properties.subnets[0].etag`.
    pub path: String,
    /// Why it may not be sent.
    pub why: Why,
    /// What it was.
    pub value: Value,
}

/// Why a part may not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Only the service sets it.
    ReadOnly,
    /// The type has no such part.
    Unknown,
}

impl TypeSchema<'_> {
    /// Takes the read-only parts out of a body and returns them in the order of their paths' names. What is required
    /// stays, even where it is read-only too; an optional object that held nothing else goes with its last part.
    pub fn prune(&self, body: &mut Value) -> Vec<Pruned> {
        self.prune_for(body, Why::ReadOnly)
    }

    /// Takes out what the type has no part for. Loses what the caller wanted to say, unlike [`TypeSchema::prune`].
    pub fn prune_unknown(&self, body: &mut Value) -> Vec<Pruned> {
        self.prune_for(body, Why::Unknown)
    }

    fn prune_for(&self, body: &mut Value, why: Why) -> Vec<Pruned> {
        let mut pruning = Pruning {
            rules: self.rules(),
            why,
            pruned: Vec::new(),
        };
        pruning.value(&[self.entry.body], body, &Trail::default());
        pruning.pruned
    }
}

struct Pruning<'a> {
    rules: &'a Rules,
    why: Why,
    pruned: Vec<Pruned>,
}

/// What becomes of a member.
enum Fate {
    Stays(Vec<RuleId>, bool),
    Goes,
}

impl Pruning<'_> {
    /// `rules` are the alternatives of which the value may satisfy any.
    fn value(&mut self, rules: &[RuleId], value: &mut Value, trail: &Trail<'_>) {
        match value {
            Value::Object(members) => {
                let objects: Vec<&ObjectRule> = rules.iter().filter_map(|rule| self.rules.object(*rule)).collect();
                if !objects.is_empty() && objects.len() == rules.len() {
                    self.members(&objects, members, trail);
                }
            }
            Value::Array(items) => {
                let lists: Vec<RuleId> = rules
                    .iter()
                    .filter_map(|rule| match self.rules.rule(*rule) {
                        Rule::List(list) => Some(list.item),
                        _ => None,
                    })
                    .collect();
                if lists.len() == rules.len() {
                    for (number, item) in items.iter_mut().enumerate() {
                        let below = trail.below(Step::Item(number));
                        self.value(&lists, item, &below);
                    }
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, objects: &[&ObjectRule], members: &mut Map<String, Value>, trail: &Trail<'_>) {
        let fates: Vec<Fate> = {
            let whole = &*members;
            whole.keys().map(|name| self.fate(objects, whole, name)).collect()
        };
        let names: Vec<String> = members.keys().cloned().collect();
        for (name, fate) in names.iter().zip(fates) {
            let below = trail.below(Step::Name(name));
            match fate {
                Fate::Goes => {
                    if let Some(value) = members.remove(name) {
                        self.pruned.push(Pruned {
                            path: below.text(),
                            why: self.why,
                            value,
                        });
                    }
                }
                Fate::Stays(rules, required) => {
                    let Some(value) = members.get_mut(name) else { continue };
                    let was_empty = is_empty(value);
                    self.value(&rules, value, &below);
                    if !was_empty && !required && is_empty(value) {
                        members.remove(name);
                    }
                }
            }
        }
    }

    fn fate(&self, objects: &[&ObjectRule], members: &Map<String, Value>, name: &str) -> Fate {
        let mut found = Vec::new();
        let mut others = Vec::new();
        for object in objects {
            if let Some(property) = self.rules.property(object, name) {
                found.push((property.flags, property.rule));
                continue;
            }
            others.extend(object.others);
            let Some(cases) = &object.cases else { continue };
            let value = members.get(self.rules.text(cases.by)).and_then(Value::as_str);
            match value.and_then(|value| self.rules.case(cases, value)) {
                Some(case) => match self.rules.object(case) {
                    Some(case) => {
                        let property = self.rules.property(case, name);
                        found.extend(property.map(|property| (property.flags, property.rule)));
                        others.extend(case.others);
                    }
                    None => others.push(RuleId::ANY),
                },
                None => {
                    // Which case it is cannot be said: what any of them takes may be meant.
                    let cases = cases
                        .of
                        .iter()
                        .filter_map(|(_, case)| self.rules.property(self.rules.object(*case)?, name));
                    found.extend(cases.map(|property| (property.flags, property.rule)));
                }
            }
        }
        let goes = match self.why {
            Why::ReadOnly => {
                !found.is_empty()
                    && found
                        .iter()
                        .all(|(flags, _)| flags.is_read_only() && !flags.is_required())
            }
            Why::Unknown => found.is_empty() && others.is_empty(),
        };
        if goes {
            return Fate::Goes;
        }
        let required = found.iter().any(|(flags, _)| flags.is_required());
        if found.iter().any(|(flags, _)| flags.is_read_only()) {
            return Fate::Stays(vec![RuleId::ANY], true);
        }
        let mut rules: Vec<RuleId> = found.into_iter().map(|(_, rule)| rule).collect();
        if rules.is_empty() {
            rules = others;
        }
        rules.dedup();
        Fate::Stays(rules, required)
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty)
}
