//! One type of a pack, part by part.

use super::tree::Tree;
use crate::schema::pack::Entry;
use crate::schema::rule::{Cases, Flags, ListRule, Name, ObjectRule, Property, Rule, RuleId, Rules, TextRule};

/// Reading one type.
pub(super) struct Reading<'r, 't> {
    rules: &'r mut Rules,
    /// What the type's `d` holds, promised before it is read.
    defined: Vec<RuleId>,
    /// Where in the type we are.
    place: Vec<&'t str>,
}

type Outcome<T> = Result<T, String>;

impl<'r, 't> Reading<'r, 't> {
    pub(super) fn new(rules: &'r mut Rules) -> Reading<'r, 't> {
        Reading {
            rules,
            defined: Vec::new(),
            place: Vec::new(),
        }
    }

    /// Where the reading stands, for the text of an error.
    pub(super) fn spelled_place(&self) -> String {
        if self.place.is_empty() {
            return String::new();
        }
        format!(", `{}`", self.place.join("."))
    }

    /// A type by its name.
    pub(super) fn entry(&mut self, name: &str, body: &'t Tree<'t>) -> Outcome<Entry> {
        let version = body.get("v").and_then(Tree::text).ok_or("`v` must be an API version")?;
        let versions = match body.get("all") {
            None => vec![version.to_owned()],
            Some(all) => texts(all).ok_or("`all` must be a list of API versions")?,
        };
        let scopes = match body.get("in") {
            None => None,
            Some(scopes) => Some(pair(scopes).ok_or("`in` must be two small numbers")?),
        };
        if let Some(defined) = body.get("d") {
            let defined = defined.list().ok_or("`d` must be a list of parts")?;
            self.defined = defined.iter().map(|_| self.rules.promise()).collect();
            self.place.push("d");
            for (place, part) in defined.iter().enumerate() {
                let (_, rule) = self.part(part)?;
                let rule = self.rules.rule(rule).clone();
                self.rules.set(self.defined[place], rule);
            }
            self.place.pop();
        }
        let properties = body.get("s").ok_or("`s` is missing")?;
        self.place.push("s");
        let properties = self.properties(properties)?;
        self.place.pop();
        let object = self.object(properties, body)?;
        Ok(Entry {
            name: name.into(),
            version: version.into(),
            versions: versions.into_boxed_slice(),
            scopes,
            body: self.rules.add(Rule::Object(object)),
        })
    }

    /// What stands beside the properties of an object: other names and cases.
    fn object(&mut self, properties: Box<[Property]>, part: &'t Tree<'t>) -> Outcome<ObjectRule> {
        let others = match part.get("m") {
            None => None,
            Some(others) => Some(self.below("m", |reading| reading.part(others))?.1),
        };
        let cases = match (part.get("k"), part.get("c")) {
            (None, None) => None,
            (Some(by), Some(cases)) => {
                let by = by.text().ok_or("`k` must be the name of a property")?;
                let by = self.rules.intern(by);
                let cases = cases.object().ok_or("`c` must be an object of cases")?;
                let mut of = Vec::with_capacity(cases.len());
                for (value, case) in cases {
                    let rule = self.below(value, |reading| reading.part(case))?.1;
                    of.push((self.rules.intern(value), rule));
                }
                of.sort_by(|one, other| self.rules.text(one.0).cmp(self.rules.text(other.0)));
                Some(Cases {
                    by,
                    of: of.into_boxed_slice(),
                })
            }
            _ => return Err("`k` and `c` come together".to_owned()),
        };
        Ok(ObjectRule {
            properties,
            others,
            cases,
        })
    }

    fn below<T>(&mut self, name: &'t str, read: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        self.place.push(name);
        let outcome = read(self)?;
        self.place.pop();
        Ok(outcome)
    }

    fn properties(&mut self, tree: &'t Tree<'t>) -> Outcome<Box<[Property]>> {
        let members = tree.object().ok_or("an object of properties must stand here")?;
        let mut properties = Vec::with_capacity(members.len());
        for (name, part) in members {
            let (flags, rule) = self.below(name, |reading| reading.part(part))?;
            properties.push(Property {
                name: self.rules.intern(name),
                flags,
                rule,
            });
        }
        properties.sort_by(|one, other| self.rules.text(one.name).cmp(self.rules.text(other.name)));
        properties.dedup_by_key(|property| property.name);
        Ok(properties.into_boxed_slice())
    }

    fn part(&mut self, part: &'t Tree<'t>) -> Outcome<(Flags, RuleId)> {
        if let Some(leaf) = part.text() {
            return self.leaf(leaf);
        }
        if part.object().is_none() {
            return Err("a part must be a text or an object".to_owned());
        }
        let flags = match part.get("f") {
            None => Flags::default(),
            Some(flags) => Flags(small(flags).ok_or("`f` must be a small number")?),
        };
        let rule = if let Some(properties) = part.get("p") {
            let properties = self.properties(properties)?;
            let object = self.object(properties, part)?;
            Rule::Object(object)
        } else if let Some(items) = part.get("a") {
            let item = self.items(items)?;
            self.list(item, part)?
        } else if let Some(item) = part.get("l") {
            let item = self.below("l", |reading| reading.part(item))?.1;
            self.list(item, part)?
        } else if let Some(values) = part.get("e") {
            let values: Box<[Name]> = texts(values)
                .ok_or("`e` must be a list of texts")?
                .iter()
                .map(|value| self.rules.intern(value))
                .collect();
            Rule::Choice {
                values,
                open: part.get("o").is_some(),
            }
        } else if let Some(limits) = part.get("t") {
            self.limits(limits)?
        } else if let Some(parts) = part.get("u") {
            let parts = parts.list().ok_or("`u` must be a list of parts")?;
            let rules: Outcome<Box<[RuleId]>> = parts.iter().map(|part| Ok(self.part(part)?.1)).collect();
            Rule::Either(rules?)
        } else if let Some(place) = part.get("d") {
            let place = place.number().and_then(|place| usize::try_from(place).ok());
            let rule = place
                .and_then(|place| self.defined.get(place))
                .ok_or("`d` must be an index of the type's `d`")?;
            return Ok((flags, *rule));
        } else {
            return Err("a part must have one of p, a, l, e, t, u, d".to_owned());
        };
        Ok((flags, self.rules.add(rule)))
    }

    /// What a list holds: the properties of its objects. A list of lists is written as the one member `a`, whose value
    /// then is no part.
    fn items(&mut self, items: &'t Tree<'t>) -> Outcome<RuleId> {
        if let Some([(name, inner)]) = items.object()
            && *name == "a"
            && inner.object().is_some_and(|inner| {
                !inner
                    .iter()
                    .any(|(name, _)| matches!(&**name, "p" | "a" | "l" | "e" | "t" | "u" | "d"))
            })
        {
            let item = self.items(inner)?;
            return Ok(self.rules.add(Rule::List(ListRule {
                item,
                least: None,
                most: None,
            })));
        }
        let properties = self.below("a", |reading| reading.properties(items))?;
        Ok(self.rules.add(Rule::Object(ObjectRule {
            properties,
            ..ObjectRule::default()
        })))
    }

    fn list(&mut self, item: RuleId, part: &'t Tree<'t>) -> Outcome<Rule> {
        let (least, most) = match part.get("n") {
            None => (None, None),
            Some(limits) => bounds(limits).ok_or("`n` must be two numbers")?,
        };
        Ok(Rule::List(ListRule { item, least, most }))
    }

    fn limits(&mut self, limits: &'t Tree<'t>) -> Outcome<Rule> {
        let (least, most) = bounds(limits).ok_or("`t` must be two numbers and a pattern")?;
        let pattern = limits.list().and_then(|limits| limits.get(2)).and_then(Tree::text);
        Ok(Rule::Text(TextRule {
            least,
            most,
            pattern: pattern.map(|pattern| self.rules.intern(pattern)),
        }))
    }

    fn leaf(&mut self, leaf: &str) -> Outcome<(Flags, RuleId)> {
        let mut flags = 0;
        let mut rule = Rule::Any;
        for letter in leaf.chars() {
            match letter {
                '!' => flags |= Flags::REQUIRED,
                'r' => flags |= Flags::READ_ONLY,
                'w' => flags |= Flags::WRITE_ONLY,
                's' => rule = Rule::Text(TextRule::default()),
                'i' => rule = Rule::Integer,
                'b' => rule = Rule::Boolean,
                _ => return Err(format!("`{leaf}` is no leaf")),
            }
        }
        Ok((Flags(flags), self.rules.add(rule)))
    }
}

fn texts(tree: &Tree<'_>) -> Option<Vec<String>> {
    tree.list()?.iter().map(|text| text.text().map(str::to_owned)).collect()
}

fn small(tree: &Tree<'_>) -> Option<u8> {
    u8::try_from(tree.number()?).ok()
}

fn pair(tree: &Tree<'_>) -> Option<(u8, u8)> {
    match tree.list()? {
        [one, other] => Some((small(one)?, small(other)?)),
        _ => None,
    }
}

/// Two numbers, each of which may be null or absent.
fn bounds(tree: &Tree<'_>) -> Option<(Option<u32>, Option<u32>)> {
    let limits = tree.list()?;
    let limit = |place: usize| match limits.get(place) {
        None | Some(Tree::Null) => Some(None),
        Some(limit) => u32::try_from(limit.number()?).ok().map(Some),
    };
    Some((limit(0)?, limit(1)?))
}
