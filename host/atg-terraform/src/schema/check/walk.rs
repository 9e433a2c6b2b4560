//! The walk of a check: rules and value, side by side.

use super::nearest::nearest;
use super::{BodyProblem, Inspect, Look, ProblemKind, is_template};
use crate::schema::path::{Step, Trail};
use crate::schema::rule::{Cases, ListRule, MOST_NESTED, Name, ObjectRule, Rule, RuleId, Rules, TextRule};

/// A check under way.
pub(super) struct Checking<'r> {
    rules: &'r Rules,
    pub(super) problems: Vec<BodyProblem>,
    /// In how many alternatives, one in the other, this check is.
    nested: usize,
}

impl<'r> Checking<'r> {
    pub(super) fn new(rules: &'r Rules) -> Checking<'r> {
        Checking {
            rules,
            problems: Vec::new(),
            nested: 0,
        }
    }

    fn problem(&mut self, trail: &Trail<'_>, kind: ProblemKind) {
        self.problems.push(BodyProblem {
            path: trail.text(),
            kind,
            spelled: trail.spelled(),
        });
    }

    fn mismatch<V>(&mut self, trail: &Trail<'_>, expected: &str, look: &Look<'_, V>) {
        self.problem(
            trail,
            ProblemKind::Mismatch {
                expected: expected.to_owned(),
                found: word(look).to_owned(),
            },
        );
    }

    pub(super) fn value<V: Inspect>(&mut self, rule: RuleId, value: &V, trail: &Trail<'_>) {
        let look = value.look();
        if matches!(look, Look::Null | Look::Unknown) {
            return;
        }
        let rules = self.rules;
        match rules.rule(rule) {
            Rule::Any | Rule::Boolean => {}
            Rule::Integer => {
                if !matches!(look, Look::Number) {
                    self.mismatch(trail, "integer", &look);
                }
            }
            Rule::Text(text) => self.text(text, &look, trail),
            Rule::Choice { values, open } => self.choice(values, *open, &look, trail),
            Rule::List(list) => self.list(*list, &look, trail),
            Rule::Object(object) => self.object(object, look, trail),
            Rule::Either(_) if self.nested >= MOST_NESTED => {}
            Rule::Either(parts) => {
                let fits = parts.iter().any(|part| {
                    let mut trying = Checking {
                        nested: self.nested + 1,
                        ..Checking::new(rules)
                    };
                    trying.value(*part, value, trail);
                    trying.problems.is_empty()
                });
                if !fits {
                    self.none_matches(parts, &look, trail);
                }
            }
        }
    }

    fn none_matches<V>(&mut self, parts: &[RuleId], look: &Look<'_, V>, trail: &Trail<'_>) {
        let rules = self.rules;
        let values = parts.iter().filter_map(|part| match rules.rule(*part) {
            Rule::Choice { values, .. } => Some(values.iter().map(|value| rules.text(*value).to_owned())),
            _ => None,
        });
        let supported: Vec<String> = values.flatten().collect();
        self.unsupported(supported, look, trail);
    }

    fn unsupported<V>(&mut self, supported: Vec<String>, look: &Look<'_, V>, trail: &Trail<'_>) {
        let kind = if supported.is_empty() {
            ProblemKind::NoneMatches
        } else {
            let value = match look {
                Look::Text(text) => *text,
                _ => "",
            };
            ProblemKind::Unsupported {
                nearest: nearest(value, supported.iter().map(String::as_str)).to_owned(),
                value: value.to_owned(),
                supported,
            }
        };
        self.problem(trail, kind);
    }

    fn text<V>(&mut self, rule: &TextRule, look: &Look<'_, V>, trail: &Trail<'_>) {
        let Look::Text(text) = look else {
            return self.mismatch(trail, "string", look);
        };
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let limit = match *rule {
            TextRule { least: Some(least), .. } if length < least => format!("string length is less than {least}"),
            TextRule { most: Some(most), .. } if length > most => format!("string length is greater than {most}"),
            TextRule {
                pattern: Some(pattern), ..
            } if !self.rules.matches(pattern, text) => {
                format!("string does not match pattern {}", self.rules.text(pattern))
            }
            _ => return,
        };
        self.problem(trail, ProblemKind::Limit(limit));
    }

    fn choice<V>(&mut self, values: &[Name], open: bool, look: &Look<'_, V>, trail: &Trail<'_>) {
        let rules = self.rules;
        match (look, values) {
            (Look::Text(_), _) if open => {}
            (Look::Text(text), _) if values.iter().any(|value| rules.text(*value) == *text) => {}
            (Look::Text(text), [only]) => self.problem(
                trail,
                ProblemKind::Mismatch {
                    expected: rules.text(*only).to_owned(),
                    found: (*text).to_owned(),
                },
            ),
            (_, [_]) if !open => self.mismatch(trail, "string", look),
            _ => self.unsupported(
                values.iter().map(|value| rules.text(*value).to_owned()).collect(),
                look,
                trail,
            ),
        }
    }

    fn list<V: Inspect>(&mut self, rule: ListRule, look: &Look<'_, V>, trail: &Trail<'_>) {
        let items: &[V] = match look {
            Look::List(items, _) => items,
            _ => {
                self.mismatch(trail, "array", look);
                &[]
            }
        };
        let length = u32::try_from(items.len()).unwrap_or(u32::MAX);
        if let Some(least) = rule.least.filter(|least| length < *least) {
            self.problem(trail, ProblemKind::Limit(format!("array length is less than {least}")));
        }
        if let Some(most) = rule.most.filter(|most| length > *most) {
            self.problem(
                trail,
                ProblemKind::Limit(format!("array length is greater than {most}")),
            );
        }
        for (number, item) in items.iter().enumerate() {
            self.value(rule.item, item, &trail.below(Step::Item(number)));
        }
    }

    fn object<V: Inspect>(&mut self, rule: &ObjectRule, look: Look<'_, V>, trail: &Trail<'_>) {
        let Look::Object(members, _) = look else {
            return self.mismatch(trail, "object", &look);
        };
        match &rule.cases {
            None => self.members(rule, &members, trail, false),
            Some(cases) => self.cases(rule, cases, &members, trail),
        }
    }

    /// The properties that all cases have are checked first, then those of the case that the discriminator names. Where
    /// it names none that there is, nothing can be said of the rest.
    fn cases<V: Inspect>(&mut self, base: &ObjectRule, cases: &Cases, members: &[(&str, &V)], trail: &Trail<'_>) {
        let by = self.rules.text(cases.by);
        let (of_all, rest): (Vec<_>, Vec<_>) = members
            .iter()
            .partition(|(name, _)| self.rules.property(base, name).is_some());
        self.members(base, &of_all, trail, true);
        let below = trail.below(Step::Name(by));
        let Some((_, value)) = rest.iter().find(|(name, _)| *name == by) else {
            return self.problem(&below, ProblemKind::Missing);
        };
        let look = value.look();
        let text = match look {
            Look::Unknown => return,
            Look::Null => "",
            Look::Text(text) => text,
            _ => return self.mismatch(&below, "string", &look),
        };
        match self.rules.case(cases, text) {
            Some(case) => {
                if let Some(case) = self.rules.object(case) {
                    self.members(case, &rest, trail, false);
                }
            }
            None => {
                let supported = cases
                    .of
                    .iter()
                    .map(|(value, _)| self.rules.text(*value).to_owned())
                    .collect();
                self.unsupported(supported, &look, &below);
            }
        }
    }

    /// `all_cases`: these are the properties that all cases of an object have, for which the provider has no mercy.
    fn members<V: Inspect>(&mut self, rule: &ObjectRule, members: &[(&str, &V)], trail: &Trail<'_>, all_cases: bool) {
        let rules = self.rules;
        for (name, value) in members {
            let below = trail.below(Step::Name(name));
            match (rules.property(rule, name), rule.others) {
                (Some(property), _) if property.flags.is_read_only() => {
                    if all_cases || !property.flags.is_required() {
                        self.problem(&below, ProblemKind::ReadOnly);
                    }
                }
                (Some(property), _) => self.value(property.rule, *value, &below),
                (None, Some(others)) => self.value(others, *value, &below),
                (None, None) => {
                    if !is_template(name) {
                        self.unexpected(rule, trail, &below);
                    }
                }
            }
        }
        if members.iter().any(|(name, _)| is_template(name)) {
            return;
        }
        for property in rule.properties.iter().filter(|property| property.flags.is_required()) {
            let name = rules.text(property.name);
            let given = trail.is_top() && GIVEN.contains(&name);
            if !given
                && (all_cases || !property.flags.is_read_only())
                && !members.iter().any(|(member, _)| *member == name)
            {
                self.problem(&trail.below(Step::Name(name)), ProblemKind::Missing);
            }
        }
    }

    fn unexpected(&mut self, rule: &ObjectRule, trail: &Trail<'_>, below: &Trail<'_>) {
        let options: Vec<String> = rule
            .properties
            .iter()
            .map(|property| trail.below(Step::Name(self.rules.text(property.name))).spelled())
            .collect();
        // The provider compares paths that begin with a dot; that changes no order.
        let nearest = nearest(&below.spelled(), options.iter().map(String::as_str)).to_owned();
        self.problem(below, ProblemKind::Unexpected { nearest });
    }
}

/// What stands beside the body in a block, and what the provider therefore never misses in it.
const GIVEN: [&str; 3] = ["name", "location", "tags"];

/// The provider's word for a value.
fn word<V>(look: &Look<'_, V>) -> &'static str {
    match look {
        Look::Null | Look::Unknown => "basetypes.DynamicValue",
        Look::Boolean => "basetypes.BoolValue",
        Look::Number => "basetypes.NumberValue",
        Look::Text(_) => "basetypes.StringValue",
        Look::List(_, false) => "basetypes.TupleValue",
        Look::List(_, true) => "basetypes.ListValue",
        Look::Object(_, false) => "basetypes.ObjectValue",
        Look::Object(_, true) => "basetypes.MapValue",
    }
}
