//! From definitions to rules: everything that a check looks at stays, descriptions go.

use std::collections::HashMap;

use crate::schema::decode::tree::Tree;
use crate::schema::rule::{Cases, Flags, ListRule, Name, ObjectRule, Property, Rule, RuleId, Rules, TextRule};

/// The definitions of one file on their way; every one is converted once, however often it is pointed at.
pub(super) struct Conversion<'t, 'r> {
    definitions: &'t [Tree<'t>],
    rules: &'r mut Rules,
    converted: HashMap<usize, RuleId>,
    depth: usize,
}

/// Definitions nested deeper than this are nobody's; those of Azure stay below thirty.
const DEEPEST: usize = 200;

impl<'t, 'r> Conversion<'t, 'r> {
    pub(super) fn new(definitions: &'t [Tree<'t>], rules: &'r mut Rules) -> Conversion<'t, 'r> {
        Conversion {
            definitions,
            rules,
            converted: HashMap::new(),
            depth: 0,
        }
    }

    /// The body of a resource type, and what can hold one that is read and one that is written.
    pub(super) fn resource(&mut self, place: usize) -> Result<(RuleId, (u8, u8)), String> {
        let definition = self.definitions.get(place);
        let definition = definition.filter(|definition| kind(definition) == Some("ResourceType"));
        let definition = definition.ok_or_else(|| format!("definition {place} must be a resource type"))?;
        let body = definition
            .get("body")
            .ok_or_else(|| format!("definition {place} has no `body`"))?;
        let scopes = |name: &str| {
            definition
                .get(name)
                .and_then(Tree::number)
                .and_then(|scopes| u8::try_from(scopes).ok())
        };
        let readable = scopes("readableScopes")
            .or_else(|| scopes("scopeType"))
            .unwrap_or_default();
        let writable = scopes("writableScopes").unwrap_or(readable);
        Ok((self.pointed_at(body)?, (readable, writable)))
    }

    /// What `{"$ref": "#/place"}` points at.
    fn pointed_at(&mut self, reference: &Tree<'t>) -> Result<RuleId, String> {
        let place = reference.get("$ref").and_then(Tree::text);
        let place = place
            .and_then(|place| place.strip_prefix("#/"))
            .and_then(|place| place.parse::<usize>().ok());
        let place = place.ok_or("a reference like `#/place` must stand where a type is named")?;
        if let Some(rule) = self.converted.get(&place) {
            return Ok(*rule);
        }
        let definitions = self.definitions;
        let definition = definitions
            .get(place)
            .ok_or_else(|| format!("there is no definition {place}"))?;
        match kind(definition) {
            // These can lead back to themselves.
            Some("ObjectType" | "DiscriminatedObjectType" | "ArrayType" | "UnionType") => {
                let promised = self.rules.promise();
                self.converted.insert(place, promised);
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(format!("definition {place} lies too deep in others"));
                }
                let rule = self.rule(definition)?;
                self.depth -= 1;
                self.rules.set(promised, rule);
                Ok(promised)
            }
            _ => {
                let rule = self.rule(definition)?;
                let rule = self.rules.add(rule);
                self.converted.insert(place, rule);
                Ok(rule)
            }
        }
    }

    fn rule(&mut self, definition: &'t Tree<'t>) -> Result<Rule, String> {
        let number = |name: &str| {
            definition
                .get(name)
                .and_then(Tree::number)
                .and_then(|number| u32::try_from(number).ok())
        };
        Ok(match kind(definition) {
            Some("BooleanType") => Rule::Boolean,
            Some("IntegerType") => Rule::Integer,
            Some("StringType") => {
                let pattern = definition
                    .get("pattern")
                    .and_then(Tree::text)
                    .filter(|pattern| !pattern.is_empty());
                Rule::Text(TextRule {
                    least: number("minLength"),
                    most: number("maxLength"),
                    pattern: pattern.map(|pattern| self.rules.intern(pattern)),
                })
            }
            Some("StringLiteralType") => {
                let value = definition
                    .get("value")
                    .and_then(Tree::text)
                    .ok_or("`value` must be a text")?;
                Rule::Choice {
                    values: Box::new([self.rules.intern(value)]),
                    open: false,
                }
            }
            Some("ArrayType") => Rule::List(ListRule {
                item: self.pointed_at(definition.get("itemType").ok_or("`itemType` is missing")?)?,
                least: number("minLength"),
                most: number("maxLength"),
            }),
            Some("ObjectType") => Rule::Object(ObjectRule {
                properties: self.properties(definition.get("properties").ok_or("`properties` is missing")?)?,
                others: match definition.get("additionalProperties") {
                    None | Some(Tree::Null) => None,
                    Some(others) => Some(self.pointed_at(others)?),
                },
                cases: None,
            }),
            Some("DiscriminatedObjectType") => self.discriminated(definition)?,
            Some("UnionType") => self.union(definition)?,
            // AnyType, and what a later version of the format may bring.
            Some(_) => Rule::Any,
            None => return Err("`$type` is missing".to_owned()),
        })
    }

    fn properties(&mut self, properties: &'t Tree<'t>) -> Result<Box<[Property]>, String> {
        let members = properties.object().ok_or("properties must be an object")?;
        let mut properties = Vec::with_capacity(members.len());
        for (name, property) in members {
            let flags = property.get("flags").and_then(Tree::number).unwrap_or_default();
            let kept = u64::from(Flags::REQUIRED | Flags::READ_ONLY | Flags::WRITE_ONLY);
            let flags = Flags(u8::try_from(flags & kept).unwrap_or_default());
            // Nothing below a read-only part is ever looked at.
            let rule = if flags.is_read_only() {
                RuleId::ANY
            } else {
                let named = property.get("type").ok_or_else(|| format!("`{name}` has no `type`"))?;
                self.pointed_at(named)?
            };
            properties.push(Property {
                name: self.rules.intern(name),
                flags,
                rule,
            });
        }
        properties.sort_by(|one, other| self.rules.text(one.name).cmp(self.rules.text(other.name)));
        Ok(properties.into_boxed_slice())
    }

    fn discriminated(&mut self, definition: &'t Tree<'t>) -> Result<Rule, String> {
        let by = definition
            .get("discriminator")
            .and_then(Tree::text)
            .ok_or("`discriminator` must be a name")?;
        let elements = definition
            .get("elements")
            .and_then(Tree::object)
            .ok_or("`elements` must be an object")?;
        let mut of = Vec::with_capacity(elements.len());
        for (value, element) in elements {
            of.push((self.rules.intern(value), self.pointed_at(element)?));
        }
        of.sort_by(|one, other| self.rules.text(one.0).cmp(self.rules.text(other.0)));
        Ok(Rule::Object(ObjectRule {
            properties: self.properties(definition.get("baseProperties").ok_or("`baseProperties` is missing")?)?,
            others: None,
            cases: Some(Cases {
                by: self.rules.intern(by),
                of: of.into_boxed_slice(),
            }),
        }))
    }

    /// Texts of which one must be meant become a choice, an open one where any text goes too.
    fn union(&mut self, definition: &'t Tree<'t>) -> Result<Rule, String> {
        let elements = definition
            .get("elements")
            .and_then(Tree::list)
            .ok_or("`elements` must be a list")?;
        let mut parts = Vec::with_capacity(elements.len());
        for element in elements {
            parts.push(self.pointed_at(element)?);
        }
        let mut values: Vec<Name> = Vec::new();
        let mut open = false;
        for part in &parts {
            match self.rules.rule(*part) {
                Rule::Choice {
                    values: of,
                    open: false,
                } if of.len() == 1 => values.extend(of),
                Rule::Text(text) if *text == TextRule::default() => open = true,
                _ => return Ok(Rule::Either(parts.into_boxed_slice())),
            }
        }
        Ok(match values.is_empty() {
            true => Rule::Text(TextRule::default()),
            false => Rule::Choice {
                values: values.into_boxed_slice(),
                open,
            },
        })
    }
}

fn kind<'a>(definition: &'a Tree<'_>) -> Option<&'a str> {
    definition.get("$type").and_then(Tree::text)
}
