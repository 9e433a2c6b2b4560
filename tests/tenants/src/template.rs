//! Bodies as templates: JSON whose strings hold fields in braces. Rendering goes from the parsed template straight to bytes.

mod parse;

use serde_json::Value;

/// What a field in braces stands for.
#[derive(Clone, Debug)]
enum Field {
    Id,
    Name,
    Location,
    Tenant,
    /// The subscription as ids begin with it.
    Subscription,
    /// The resource's number.
    Number,
    /// A number below 256.
    Octet,
    /// Text that a service would generate: different on either side.
    Generated(u64),
    /// A time that a service would write: different on either side.
    Time(u64),
    /// The id of the n-th resource that this one names; those that no field stands for are named by tags.
    Reference(usize),
    /// One of several words, the same on either side.
    Pick(u64, Vec<String>),
    /// One of several words, another one where the pair is to differ.
    Vary(u64, Vec<String>),
}

#[derive(Clone, Debug)]
enum Segment {
    /// Escaped for JSON already.
    Literal(String),
    Field(Field),
}

#[derive(Clone, Debug)]
struct Text {
    segments: Vec<Segment>,
    /// A number or truth value in a template is a string that begins with `#`.
    quoted: bool,
    /// How many references the resource must have for this text to exist.
    needs: usize,
}

#[derive(Clone, Debug)]
enum Node {
    Text(Text),
    /// What has no field: rendered already.
    Fixed(String),
    List {
        items: Vec<Node>,
        named: bool,
    },
    Object {
        members: Vec<(String, Node)>,
        needs: usize,
    },
}

/// A parsed template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    members: Vec<(String, Node)>,
    facts: Facts,
}

/// What is found while a template is parsed.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    /// Fields so far: each chooses on its own.
    spots: u64,
    /// Bit n: the n-th reference is named.
    named: u8,
    varies: bool,
}

/// What a template is filled with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filling<'a> {
    pub(crate) ordinal: u64,
    pub(crate) id: &'a [u8],
    pub(crate) name: &'a [u8],
    pub(crate) location: &'a str,
    pub(crate) tenant: &'a str,
    pub(crate) references: &'a [Vec<u8>],
    /// Differs between the sides.
    pub(crate) generation: u64,
    /// Whether words that may differ are to be other ones.
    pub(crate) different: bool,
    /// Members and named list items come in an order of this seed.
    pub(crate) disorder: Option<u64>,
}

impl Template {
    /// Parses an embedded template. Only a fault in this crate's own files can make it fail, and a test reads them all.
    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let members: serde_json::Map<String, Value> = serde_json::from_str(text)?;
        let mut facts = Facts::default();
        let members = members
            .into_iter()
            .map(|(name, value)| (name, parse::node(&value, &mut facts)))
            .collect();
        Ok(Self { members, facts })
    }

    /// Whether the body can differ from its counterpart. That of a type without anything that a client may set cannot.
    pub(crate) fn varies(&self) -> bool {
        self.facts.varies
    }

    /// Whether the n-th resource that this one names is named by the body.
    pub(crate) fn names_reference(&self, position: usize) -> bool {
        self.facts.named & (1 << position) != 0
    }

    /// Top-level members, in the order of their names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// Appends the value of one top-level member.
    pub(crate) fn render(&self, name: &str, filling: &Filling<'_>, out: &mut Vec<u8>) {
        match self.members.iter().find(|(own, _)| own == name) {
            Some((_, node)) => write(node, filling, out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

fn needs(node: &Node) -> usize {
    match node {
        Node::Text(text) => text.needs,
        Node::Object { needs, .. } => *needs,
        Node::Fixed(_) | Node::List { .. } => 0,
    }
}

fn write(node: &Node, filling: &Filling<'_>, out: &mut Vec<u8>) {
    match node {
        Node::Fixed(text) => out.extend_from_slice(text.as_bytes()),
        Node::Text(text) => write_text(text, filling, out),
        Node::List { items, named } => {
            out.push(b'[');
            let mut first = true;
            for position in order(items.len(), filling.disorder.filter(|_| *named)) {
                if needs(&items[position]) <= filling.references.len() {
                    separate(&mut first, out);
                    write(&items[position], filling, out);
                }
            }
            out.push(b']');
        }
        Node::Object { members, .. } => {
            out.push(b'{');
            let mut first = true;
            for position in order(members.len(), filling.disorder) {
                let (name, node) = &members[position];
                if needs(node) <= filling.references.len() {
                    separate(&mut first, out);
                    out.extend_from_slice(name.as_bytes());
                    out.push(b':');
                    write(node, filling, out);
                }
            }
            out.push(b'}');
        }
    }
}

fn separate(first: &mut bool, out: &mut Vec<u8>) {
    if !std::mem::take(first) {
        out.push(b',');
    }
}

/// Positions in their own order, or begun elsewhere and walked either way.
pub(crate) fn order(length: usize, disorder: Option<u64>) -> impl Iterator<Item = usize> {
    let seed = disorder.map_or(0, |seed| crate::order::mix(seed, length as u64));
    let start = if length == 0 { 0 } else { (seed >> 1) as usize % length };
    let backwards = seed & 1 == 1;
    (0..length).map(move |step| {
        let position = (start + step) % length;
        if backwards { length - 1 - position } else { position }
    })
}

fn write_text(text: &Text, filling: &Filling<'_>, out: &mut Vec<u8>) {
    if text.quoted {
        out.push(b'"');
    }
    for segment in &text.segments {
        match segment {
            Segment::Literal(literal) => out.extend_from_slice(literal.as_bytes()),
            Segment::Field(field) => write_field(field, filling, out),
        }
    }
    if text.quoted {
        out.push(b'"');
    }
}

fn write_field(field: &Field, filling: &Filling<'_>, out: &mut Vec<u8>) {
    use crate::order::mix;
    match field {
        Field::Id => out.extend_from_slice(filling.id),
        Field::Name => out.extend_from_slice(filling.name),
        Field::Location => out.extend_from_slice(filling.location.as_bytes()),
        Field::Tenant => out.extend_from_slice(filling.tenant.as_bytes()),
        Field::Subscription => {
            let end = filling.id.iter().enumerate().filter(|(_, byte)| **byte == b'/').nth(2);
            out.extend_from_slice(&filling.id[..end.map_or(0, |(at, _)| at)]);
        }
        Field::Number => write_number(filling.ordinal, out),
        Field::Octet => write_number(mix(filling.ordinal, 11) % 256, out),
        Field::Generated(spot) => write_guid(mix(filling.ordinal ^ filling.generation, *spot), out),
        Field::Time(spot) => {
            write_time(mix(filling.ordinal ^ filling.generation, *spot), out);
        }
        Field::Reference(position) => {
            if let Some(id) = filling.references.get(*position) {
                out.extend_from_slice(id);
            }
        }
        Field::Pick(spot, words) => {
            out.extend_from_slice(words[mix(filling.ordinal, *spot) as usize % words.len()].as_bytes());
        }
        Field::Vary(spot, words) => {
            let shift = usize::from(filling.different);
            out.extend_from_slice(
                words[(mix(filling.ordinal, *spot) as usize % words.len() + shift) % words.len()].as_bytes(),
            );
        }
    }
}

/// Decimal digits.
pub(crate) fn write_number(number: u64, out: &mut Vec<u8>) {
    write_padded(number, 1, out);
}

/// Decimal digits, `width` of them at least, which is at most 20: zeroes come first.
pub(crate) fn write_padded(number: u64, width: usize, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    let mut rest = number;
    while rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits[at.min(digits.len() - width)..]);
}

/// A time in 2025 of a number.
fn write_time(number: u64, out: &mut Vec<u8>) {
    let mut part = |begin: &[u8], value: u64, width: usize| {
        out.extend_from_slice(begin);
        write_padded(value, width, out);
    };
    part(b"2025-", 1 + number % 12, 2);
    part(b"-", 1 + number / 12 % 28, 2);
    part(b"T", number / 336 % 24, 2);
    part(b":", number / 8064 % 60, 2);
    part(b":", number / 483_840 % 60, 2);
    part(b".", number / 29_030_400 % 10_000_000, 7);
    out.push(b'Z');
}

/// A GUID of a number.
fn write_guid(number: u64, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let wide = u128::from(number) << 64 | u128::from(crate::order::mix(number, 1));
    let mut text = [b'-'; 36];
    let mut at = 0;
    for byte in wide.to_be_bytes() {
        text[at] = HEX[usize::from(byte >> 4)];
        text[at + 1] = HEX[usize::from(byte & 15)];
        at += 2;
        if matches!(at, 8 | 13 | 18 | 23) {
            at += 1;
        }
    }
    out.extend_from_slice(&text);
}
