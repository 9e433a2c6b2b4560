//! The rules of a pack: one arena of parts that point at one another by number, so that cycles cost nothing.

use std::collections::HashMap;
use std::sync::OnceLock;

use regex::bytes::Regex;

/// What a property's flags say, in the bits that bicep-types-az uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags(pub(super) u8);

impl Flags {
    pub(super) const REQUIRED: u8 = 1;
    pub(super) const READ_ONLY: u8 = 2;
    pub(super) const WRITE_ONLY: u8 = 4;

    pub(super) fn is_required(self) -> bool {
        self.0 & Self::REQUIRED != 0
    }

    pub(super) fn is_read_only(self) -> bool {
        self.0 & Self::READ_ONLY != 0
    }

    pub(super) fn is_write_only(self) -> bool {
        self.0 & Self::WRITE_ONLY != 0
    }
}

/// How deep alternatives of alternatives are followed: they could lead back to themselves without a step down.
pub(super) const MOST_NESTED: usize = 8;

/// A rule's place in [`Rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct RuleId(pub(super) u32);

impl RuleId {
    /// The rule that takes anything.
    pub(super) const ANY: RuleId = RuleId(0);

    /// How many leaves without limits there are; they come first.
    const LEAVES: usize = 4;
}

/// A text's place in [`Rules`]; equal texts have equal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Name(u32);

/// What a value must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rule {
    Any,
    Boolean,
    Integer,
    Text(TextRule),
    Choice { values: Box<[Name]>, open: bool },
    List(ListRule),
    Object(ObjectRule),
    Either(Box<[RuleId]>),
}

/// Limits of a text, in bytes; the pattern is anchored only where it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct TextRule {
    pub(super) least: Option<u32>,
    pub(super) most: Option<u32>,
    pub(super) pattern: Option<Name>,
}

/// A list and its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListRule {
    pub(super) item: RuleId,
    pub(super) least: Option<u32>,
    pub(super) most: Option<u32>,
}

/// An object: its properties in the order of their names, what else it takes, and its cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ObjectRule {
    pub(super) properties: Box<[Property]>,
    pub(super) others: Option<RuleId>,
    pub(super) cases: Option<Cases>,
}

/// A named part of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) name: Name,
    pub(super) flags: Flags,
    pub(super) rule: RuleId,
}

/// The cases that a discriminator chooses from, in the order of its values; each is a [`Rule::Object`] of what the case adds
/// to the properties that all have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cases {
    pub(super) by: Name,
    pub(super) of: Box<[(Name, RuleId)]>,
}

/// All rules and texts of a pack.
#[derive(Debug)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    texts: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    /// Compiled at first use; a pattern that does not compile checks nothing, as in the provider.
    patterns: Vec<OnceLock<Option<Regex>>>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            rules: vec![Rule::Any, Rule::Boolean, Rule::Integer, Rule::Text(TextRule::default())],
            texts: Vec::new(),
            numbers: HashMap::new(),
            patterns: Vec::new(),
        }
    }
}

impl Rules {
    /// Keeps a rule; leaves without limits are kept once.
    pub(super) fn add(&mut self, rule: Rule) -> RuleId {
        if let Some(place) = self.rules.iter().take(RuleId::LEAVES).position(|leaf| *leaf == rule) {
            return RuleId(u32::try_from(place).unwrap_or_default());
        }
        let id = RuleId(u32::try_from(self.rules.len()).unwrap_or(u32::MAX));
        self.rules.push(rule);
        id
    }

    /// Replaces a rule, for those that had to be promised before they were known.
    pub(super) fn set(&mut self, id: RuleId, rule: Rule) {
        if let Some(place) = self
            .rules
            .get_mut(id.0 as usize)
            .filter(|_| id.0 as usize >= RuleId::LEAVES)
        {
            *place = rule;
        }
    }

    /// A place for a rule that is not known yet; takes anything until [`Rules::set`].
    pub(super) fn promise(&mut self) -> RuleId {
        let id = RuleId(u32::try_from(self.rules.len()).unwrap_or(u32::MAX));
        self.rules.push(Rule::Any);
        id
    }

    pub(super) fn rule(&self, id: RuleId) -> &Rule {
        self.rules.get(id.0 as usize).unwrap_or(&Rule::Any)
    }

    /// Keeps a text once.
    pub(super) fn intern(&mut self, text: &str) -> Name {
        if let Some(number) = self.numbers.get(text) {
            return Name(*number);
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.into());
        self.patterns.push(OnceLock::new());
        self.numbers.insert(text.into(), number);
        Name(number)
    }

    pub(super) fn text(&self, name: Name) -> &str {
        self.texts.get(name.0 as usize).map_or("", |text| text)
    }

    /// Whether a text satisfies a pattern.
    pub(super) fn matches(&self, pattern: Name, text: &str) -> bool {
        let compiled = self
            .patterns
            .get(pattern.0 as usize)
            .and_then(|place| place.get_or_init(|| Regex::new(self.text(pattern)).ok()).as_ref());
        compiled.is_none_or(|regex| regex.is_match(text.as_bytes()))
    }

    /// The property of an object by its exact name.
    pub(super) fn property<'a>(&self, object: &'a ObjectRule, name: &str) -> Option<&'a Property> {
        let place = object
            .properties
            .binary_search_by(|property| self.text(property.name).cmp(name))
            .ok()?;
        object.properties.get(place)
    }

    /// What a case adds.
    pub(super) fn case(&self, cases: &Cases, value: &str) -> Option<RuleId> {
        let place = cases
            .of
            .binary_search_by(|(name, _)| self.text(*name).cmp(value))
            .ok()?;
        cases.of.get(place).map(|(_, rule)| *rule)
    }

    /// A rule as an object, if it is one.
    pub(super) fn object(&self, id: RuleId) -> Option<&ObjectRule> {
        match self.rule(id) {
            Rule::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Gives back what only building needs.
    pub(super) fn seal(&mut self) {
        self.numbers = HashMap::new();
        self.rules.shrink_to_fit();
        self.texts.shrink_to_fit();
    }
}
