//! What a pack says of one path of a type.

use std::collections::BTreeSet;

use super::pack::TypeSchema;
use super::path::{Step, Trail};
use super::rule::{Flags, MOST_NESTED, ObjectRule, Rule, RuleId, Rules};
use crate::overlay::{Path, PathFault};

/// What is known of the part at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    read_only: bool,
    required: bool,
    write_only: bool,
    kind: Kind,
}

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not known, or anything goes.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A text, or one of a few.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
}

impl Part {
    /// Whether it, or something above it, is read-only.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether it must be there when the object that holds it is.
    pub fn is_required(&self) -> bool {
        self.required
    }

    /// Whether it, or something above it, never comes back from the service.
    pub fn is_write_only(&self) -> bool {
        self.write_only
    }

    /// What its value must be.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl TypeSchema<'_> {
    /// What stands at a path below the body, such as `properties.subnets[*].name`; `None` where the type takes no such
    /// part. Below a part that takes anything there is something at every path. Where an object has cases, all of them
    /// count, and the part is read-only or required only if it is in all that have it.
    ///
    /// # Errors
    ///
    /// A path that cannot be read.
    pub fn part(&self, path: &str) -> Result<Option<Part>, PathFault> {
        Ok(self.walk(&Path::parse(path)?))
    }

    /// Whether there can be something at this path; never at one that cannot be read.
    pub fn has(&self, path: &str) -> bool {
        matches!(self.part(path), Ok(Some(_)))
    }

    /// Whether the part at this path, or one above it, is read-only.
    pub fn is_read_only(&self, path: &str) -> bool {
        matches!(self.part(path), Ok(Some(part)) if part.read_only)
    }

    /// Whether the part at this path must be there when the object that holds it is.
    pub fn is_required(&self, path: &str) -> bool {
        matches!(self.part(path), Ok(Some(part)) if part.required)
    }

    /// Whether the part at this path, or one above it, is write-only.
    pub fn is_write_only(&self, path: &str) -> bool {
        matches!(self.part(path), Ok(Some(part)) if part.write_only)
    }

    /// Every part, as deep as `deepest` steps, each before those below it; items of lists as `[*]`. Of an object with cases,
    /// the parts of all cases. Below what is read-only, nothing more is named.
    pub fn parts(&self, deepest: usize) -> Vec<(String, Part)> {
        let mut parts = Vec::new();
        self.parts_below(&Trail::default(), &Found::body(self.entry.body), deepest, &mut parts);
        parts
    }

    fn parts_below(&self, trail: &Trail<'_>, found: &Found, deepest: usize, parts: &mut Vec<(String, Part)>) {
        if !trail.is_top() {
            let part = Part {
                kind: kind(self.rules(), &found.rules),
                ..found.part
            };
            parts.push((trail.text(), part));
        }
        if deepest == 0 || found.part.read_only {
            return;
        }
        let mut steps = BTreeSet::new();
        for rule in &found.rules {
            steps_of(self.rules(), *rule, &mut steps, 0);
        }
        for step in steps {
            if let Some(below) = found.descend(self.rules(), step) {
                self.parts_below(&trail.below(step), &below, deepest - 1, parts);
            }
        }
    }

    fn walk(&self, path: &Path) -> Option<Part> {
        let mut found = Found::body(self.entry.body);
        for step in path.steps() {
            found = found.descend(self.rules(), Step::of(step))?;
        }
        Some(Part {
            kind: kind(self.rules(), &found.rules),
            ..found.part
        })
    }
}

/// A place on the way down: what is known of it, and the rules that may hold there.
struct Found {
    part: Part,
    rules: Vec<RuleId>,
}

impl Found {
    fn body(rule: RuleId) -> Found {
        Found {
            part: Part {
                read_only: false,
                required: true,
                write_only: false,
                kind: Kind::Object,
            },
            rules: vec![rule],
        }
    }

    fn descend(&self, rules: &Rules, step: Step<'_>) -> Option<Found> {
        let mut below = Vec::new();
        for rule in &self.rules {
            enter(rules, *rule, step, &mut below, 0);
        }
        if below.is_empty() {
            // Below a read-only part the pack may say nothing, and nothing may be sent there.
            return self.part.read_only.then(|| Found {
                part: Part {
                    required: false,
                    ..self.part
                },
                rules: vec![RuleId::ANY],
            });
        }
        let part = Part {
            read_only: self.part.read_only || below.iter().all(|(flags, _)| flags.is_read_only()),
            write_only: self.part.write_only || below.iter().any(|(flags, _)| flags.is_write_only()),
            required: below.iter().all(|(flags, _)| flags.is_required()),
            kind: Kind::Any,
        };
        let mut rules: Vec<RuleId> = below.into_iter().map(|(_, rule)| rule).collect();
        rules.dedup();
        Some(Found { part, rules })
    }
}

/// The names that an object has, and every item of a list.
fn steps_of<'r>(rules: &'r Rules, rule: RuleId, steps: &mut BTreeSet<Step<'r>>, nested: usize) {
    match rules.rule(rule) {
        Rule::List(_) => {
            steps.insert(Step::Every);
        }
        Rule::Object(object) => {
            steps.extend(
                object
                    .properties
                    .iter()
                    .map(|property| Step::Name(rules.text(property.name))),
            );
            for (_, case) in object.cases.iter().flat_map(|cases| &cases.of) {
                let case = rules.object(*case).into_iter().flat_map(|case| &case.properties);
                steps.extend(case.map(|property| Step::Name(rules.text(property.name))));
            }
        }
        Rule::Either(parts) if nested < MOST_NESTED => {
            for part in parts {
                steps_of(rules, *part, steps, nested + 1);
            }
        }
        _ => {}
    }
}

fn enter(rules: &Rules, rule: RuleId, step: Step<'_>, found: &mut Vec<(Flags, RuleId)>, nested: usize) {
    match (rules.rule(rule), step) {
        (Rule::Any, _) => found.push((Flags::default(), RuleId::ANY)),
        (Rule::List(list), Step::Item(_) | Step::Every) => found.push((Flags::default(), list.item)),
        (Rule::Object(object), Step::Name(name)) => members(rules, object, name, found),
        // Numbers between dots are items in a path, and names in an object.
        (Rule::Object(object), Step::Item(number)) => members(rules, object, &number.to_string(), found),
        (Rule::Object(object), Step::Every) => found.extend(object.others.map(|rule| (Flags::default(), rule))),
        (Rule::Either(parts), _) if nested < MOST_NESTED => {
            for part in parts {
                enter(rules, *part, step, found, nested + 1);
            }
        }
        _ => {}
    }
}

/// All that a name can be in an object, whichever case it is.
fn members(rules: &Rules, object: &ObjectRule, name: &str, found: &mut Vec<(Flags, RuleId)>) {
    let before = found.len();
    if let Some(property) = rules.property(object, name) {
        found.push((property.flags, property.rule));
    } else if let Some(cases) = &object.cases {
        let cases = cases
            .of
            .iter()
            .filter_map(|(_, case)| rules.property(rules.object(*case)?, name));
        found.extend(cases.map(|property| (property.flags, property.rule)));
    }
    if found.len() == before {
        found.extend(object.others.map(|rule| (Flags::default(), rule)));
    }
}

fn kind(rules: &Rules, candidates: &[RuleId]) -> Kind {
    let mut kinds = candidates.iter().map(|rule| match rules.rule(*rule) {
        Rule::Any | Rule::Either(_) => Kind::Any,
        Rule::Boolean => Kind::Boolean,
        Rule::Integer => Kind::Number,
        Rule::Text(_) | Rule::Choice { .. } => Kind::Text,
        Rule::List(_) => Kind::List,
        Rule::Object(_) => Kind::Object,
    });
    let first = kinds.next().unwrap_or(Kind::Any);
    if kinds.all(|other| other == first) {
        first
    } else {
        Kind::Any
    }
}
