//! What a pack says of one path of a type.

use super::pack::TypeSchema;
use super::path::{PathError, Step, steps};
use super::rule::{Flags, ObjectRule, Rule, RuleId, Rules};

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
    pub fn part(&self, path: &str) -> Result<Option<Part>, PathError> {
        Ok(self.walk(&steps(path)?))
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

    fn walk(&self, steps: &[Step<'_>]) -> Option<Part> {
        let rules = self.rules();
        let mut candidates = vec![self.entry.body];
        let mut part = Part {
            read_only: false,
            required: true,
            write_only: false,
            kind: Kind::Object,
        };
        for step in steps {
            let mut found = Vec::new();
            for candidate in &candidates {
                enter(rules, *candidate, *step, &mut found, 0);
            }
            if found.is_empty() {
                // Below a read-only part the pack may say nothing, and nothing may be sent there.
                return (part.read_only || candidates.contains(&RuleId::ANY)).then_some(Part {
                    required: false,
                    kind: Kind::Any,
                    ..part
                });
            }
            part.read_only |= found.iter().all(|(flags, _)| flags.is_read_only());
            part.write_only |= found.iter().any(|(flags, _)| flags.is_write_only());
            part.required = found.iter().all(|(flags, _)| flags.is_required());
            candidates = found.into_iter().map(|(_, rule)| rule).collect();
            candidates.dedup();
        }
        part.kind = kind(rules, &candidates);
        Some(part)
    }
}

/// How deep alternatives of alternatives are followed.
const MOST_NESTED: usize = 8;

fn enter(rules: &Rules, rule: RuleId, step: Step<'_>, found: &mut Vec<(Flags, RuleId)>, nested: usize) {
    match (rules.rule(rule), step) {
        (Rule::Any, _) => found.push((Flags::default(), RuleId::ANY)),
        (Rule::List(list), Step::Item(_) | Step::EveryItem) => found.push((Flags::default(), list.item)),
        (Rule::List(list), Step::Name(name)) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
            found.push((Flags::default(), list.item));
        }
        (Rule::Object(object), Step::Name(name)) => members(rules, object, name, found),
        (Rule::Object(object), Step::EveryItem) => found.extend(object.others.map(|rule| (Flags::default(), rule))),
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
