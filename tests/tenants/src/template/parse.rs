//! From the text of a template to its parts.

use serde_json::Value;

use super::{Facts, Field, Node, Segment, Text, needs};

/// What ids of the platform's own resources begin with. Both tenants use them, and neither estate holds them: their
/// subscription is nobody's.
const HUB: &str = "/subscriptions/5e4b9a10-7c2d-4f36-9b1e-2d8a6c3f4e01/resourceGroups/rg-hub/providers";

pub(super) fn node(value: &Value, facts: &mut Facts) -> Node {
    match value {
        Value::String(text) => Node::Text(parse_text(text, facts)),
        Value::Array(items) => Node::List {
            named: items.len() > 1 && items.iter().all(|item| item.get("name").is_some()),
            items: items.iter().map(|item| node(item, facts)).collect(),
        },
        Value::Object(members) => {
            let members: Vec<(String, Node)> = members
                .iter()
                .map(|(name, value)| (Value::from(name.as_str()).to_string(), node(value, facts)))
                .collect();
            // An object that is nothing but a link to another resource goes with the link.
            let link = members
                .iter()
                .find(|(name, _)| name == "\"id\"")
                .map_or(0, |(_, node)| needs(node));
            Node::Object { members, needs: link }
        }
        fixed => Node::Fixed(fixed.to_string()),
    }
}

fn parse_text(text: &str, facts: &mut Facts) -> Text {
    let (quoted, mut rest) = text.strip_prefix('#').map_or((true, text), |rest| (false, rest));
    let mut parsed = Text {
        segments: Vec::new(),
        quoted,
        needs: 0,
    };
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let word = &rest[start + 1..start + length];
        if word == "hub" {
            parsed.push_literal(&format!("{}{HUB}", &rest[..start]));
            rest = &rest[start + length + 1..];
            continue;
        }
        facts.spots += 1;
        let Some(field) = field(word, facts.spots) else {
            break;
        };
        match &field {
            Field::Reference(position) => {
                parsed.needs = parsed.needs.max(position + 1);
                facts.named |= 1 << position;
            }
            Field::Vary(..) => facts.varies = true,
            _ => {}
        }
        parsed.push_literal(&rest[..start]);
        parsed.segments.push(Segment::Field(field));
        rest = &rest[start + length + 1..];
    }
    parsed.push_literal(rest);
    parsed
}

impl Text {
    fn push_literal(&mut self, text: &str) {
        if !text.is_empty() {
            let escaped = Value::from(text).to_string();
            self.segments
                .push(Segment::Literal(escaped[1..escaped.len() - 1].to_owned()));
        }
    }
}

fn field(word: &str, spot: u64) -> Option<Field> {
    let words = |list: &str| list.split('|').map(str::to_owned).collect();
    Some(match word {
        "id" => Field::Id,
        "name" => Field::Name,
        "location" => Field::Location,
        "tenant" => Field::Tenant,
        "subscription" => Field::Subscription,
        "number" => Field::Number,
        "octet" => Field::Octet,
        "generated" => Field::Generated(spot),
        "time" => Field::Time(spot),
        "ref1" => Field::Reference(0),
        "ref2" => Field::Reference(1),
        "ref3" => Field::Reference(2),
        "ref4" => Field::Reference(3),
        _ => match word.split_once(':')? {
            ("pick", list) => Field::Pick(spot, words(list)),
            ("vary", list) => Field::Vary(spot, words(list)),
            _ => return None,
        },
    })
}
