//! From rules to the bytes of a pack; the same rules give the same bytes.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

use super::pack::{Entry, Pack};
use super::rule::{Flags, ListRule, ObjectRule, Property, Rule, RuleId, Rules, TextRule};

impl Pack {
    /// Writes the pack as gzip, in the format of the [module](super).
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write<W: Write>(&self, out: W) -> io::Result<()> {
        let mut gzip = GzEncoder::new(out, Compression::best());
        for (place, entry) in self.entries.iter().enumerate() {
            gzip.write_all(if place == 0 { b"{" } else { b",\n" })?;
            // In one piece: compressing is slow in crumbs.
            let mut line = serde_json::to_vec(&*entry.name)?;
            line.push(b':');
            serde_json::to_writer(&mut line, &Writing::new(&self.rules, entry.body).entry(entry))?;
            gzip.write_all(&line)?;
        }
        gzip.write_all(b"}\n")?;
        gzip.finish()?.flush()
    }
}

/// Writing one type: what several parts share stands once, in the order in which it is met.
struct Writing<'r> {
    rules: &'r Rules,
    shared: HashMap<RuleId, usize>,
    in_order: Vec<RuleId>,
}

impl<'r> Writing<'r> {
    fn new(rules: &'r Rules, body: RuleId) -> Writing<'r> {
        let mut met: HashMap<RuleId, u32> = HashMap::new();
        let mut order = Vec::new();
        let mut waiting = below(rules, body);
        while let Some(rule) = waiting.pop() {
            if !is_large(rules.rule(rule)) {
                continue;
            }
            let times = met.entry(rule).or_default();
            *times += 1;
            if *times == 1 {
                order.push(rule);
                waiting.extend(below(rules, rule));
            }
        }
        let in_order: Vec<RuleId> = order
            .into_iter()
            .filter(|rule| met.get(rule).is_some_and(|times| *times > 1))
            .collect();
        Writing {
            rules,
            shared: in_order
                .iter()
                .enumerate()
                .map(|(place, rule)| (*rule, place))
                .collect(),
            in_order,
        }
    }

    fn entry(&self, entry: &Entry) -> Value {
        let mut written = Map::new();
        written.insert("v".to_owned(), json!(entry.version));
        written.insert("all".to_owned(), json!(entry.versions));
        if let Some((readable, writable)) = entry.scopes {
            written.insert("in".to_owned(), json!([readable, writable]));
        }
        if !self.in_order.is_empty() {
            let defined = self.in_order.iter().map(|rule| self.whole(*rule, Flags::default()));
            written.insert("d".to_owned(), defined.collect());
        }
        if let Some(body) = self.rules.object(entry.body) {
            written.insert("s".to_owned(), self.properties(&body.properties));
            self.beside(body, &mut written);
        }
        Value::Object(written)
    }

    fn properties(&self, properties: &[Property]) -> Value {
        let named: BTreeMap<&str, Value> = properties
            .iter()
            .map(|property| (self.rules.text(property.name), self.part(property.rule, property.flags)))
            .collect();
        json!(named)
    }

    /// Other names and cases, which stand beside the properties.
    fn beside(&self, object: &ObjectRule, written: &mut Map<String, Value>) {
        if let Some(others) = object.others {
            written.insert("m".to_owned(), self.part(others, Flags::default()));
        }
        if let Some(cases) = &object.cases {
            let of: BTreeMap<&str, Value> = cases
                .of
                .iter()
                .map(|(value, case)| (self.rules.text(*value), self.part(*case, Flags::default())))
                .collect();
            written.insert("k".to_owned(), json!(self.rules.text(cases.by)));
            written.insert("c".to_owned(), json!(of));
        }
    }

    fn part(&self, rule: RuleId, flags: Flags) -> Value {
        match self.shared.get(&rule) {
            Some(place) => flagged(json!({"d": place}), flags),
            None => self.whole(rule, flags),
        }
    }

    fn whole(&self, rule: RuleId, flags: Flags) -> Value {
        let part = match self.rules.rule(rule) {
            Rule::Any => return leaf(flags, ""),
            Rule::Boolean => return leaf(flags, "b"),
            Rule::Integer => return leaf(flags, "i"),
            Rule::Text(TextRule {
                least: None,
                most: None,
                pattern: None,
            }) => return leaf(flags, "s"),
            Rule::Text(text) => {
                let pattern = text.pattern.map(|pattern| self.rules.text(pattern));
                json!({"t": [text.least, text.most, pattern]})
            }
            Rule::Choice { values, open } => {
                let values: Vec<&str> = values.iter().map(|value| self.rules.text(*value)).collect();
                if *open {
                    json!({"e": values, "o": true})
                } else {
                    json!({"e": values})
                }
            }
            Rule::List(list) => self.list(*list),
            Rule::Object(object) => {
                let mut written = Map::new();
                written.insert("p".to_owned(), self.properties(&object.properties));
                self.beside(object, &mut written);
                Value::Object(written)
            }
            Rule::Either(parts) => {
                let parts: Vec<Value> = parts.iter().map(|part| self.part(*part, Flags::default())).collect();
                json!({"u": parts})
            }
        };
        flagged(part, flags)
    }

    /// A list of plain objects is written as condensed packs write it.
    fn list(&self, list: ListRule) -> Value {
        let mut written = Map::new();
        match self.rules.rule(list.item) {
            Rule::Object(object)
                if object.others.is_none()
                    && object.cases.is_none()
                    && !self.shared.contains_key(&list.item)
                    && object.properties.len() > 1 =>
            {
                written.insert("a".to_owned(), self.properties(&object.properties));
            }
            _ => {
                written.insert("l".to_owned(), self.part(list.item, Flags::default()));
            }
        }
        if list.least.is_some() || list.most.is_some() {
            written.insert("n".to_owned(), json!([list.least, list.most]));
        }
        Value::Object(written)
    }
}

fn flagged(mut part: Value, flags: Flags) -> Value {
    if flags.0 != 0
        && let Some(written) = part.as_object_mut()
    {
        written.insert("f".to_owned(), json!(flags.0));
    }
    part
}

fn leaf(flags: Flags, kind: &str) -> Value {
    let mut text = String::new();
    for (is, letter) in [
        (flags.is_required(), '!'),
        (flags.is_read_only(), 'r'),
        (flags.is_write_only(), 'w'),
    ] {
        if is {
            text.push(letter);
        }
    }
    text.push_str(kind);
    Value::String(text)
}

/// Whether a rule is worth to be shared; those that can be part of a cycle are.
fn is_large(rule: &Rule) -> bool {
    matches!(
        rule,
        Rule::Object(_) | Rule::List(_) | Rule::Either(_) | Rule::Choice { .. }
    )
}

/// What a rule points at, the first one last.
fn below(rules: &Rules, rule: RuleId) -> Vec<RuleId> {
    let mut below = Vec::new();
    match rules.rule(rule) {
        Rule::List(list) => below.push(list.item),
        Rule::Either(parts) => below.extend(parts.iter().rev()),
        Rule::Object(object) => {
            if let Some(cases) = &object.cases {
                below.extend(cases.of.iter().rev().map(|(_, rule)| *rule));
            }
            below.extend(object.others);
            below.extend(object.properties.iter().rev().map(|property| property.rule));
        }
        _ => {}
    }
    below
}
