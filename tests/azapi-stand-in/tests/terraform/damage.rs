//! Bodies that were right, and what was done to them. The same seed gives the same bodies.

use atg_terraform::schema::{Kind, Pack, TypeSchema};
use serde_json::{Map, Value, json};

/// Numbers that look like chance (splitmix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % end.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// What can be done to a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Damage {
    Nothing,
    Dropped,
    Unknown,
    ReadOnly,
    WrongKind,
    WrongCase,
}

const DAMAGES: [Damage; 6] = [
    Damage::Nothing,
    Damage::Dropped,
    Damage::Unknown,
    Damage::ReadOnly,
    Damage::WrongKind,
    Damage::WrongCase,
];

/// A block, and what was done to its body.
pub(crate) struct Damaged {
    pub(crate) block: Map<String, Value>,
    pub(crate) damage: Damage,
}

/// So many blocks of types of the pack, each with a body that has more than it must have and one thing done to it.
pub(crate) fn damaged(pack: &Pack, count: usize, chance: &mut Chance) -> Vec<Damaged> {
    let types: Vec<TypeSchema<'_>> = pack.types().collect();
    let mut blocks = Vec::with_capacity(count);
    while blocks.len() < count {
        let Some(schema) = chance.pick(&types) else { break };
        let mut block = schema.minimal_block();
        let mut body = block.remove("body").unwrap_or_default();
        enrich(schema, &mut body, chance);
        let wanted = DAMAGES[blocks.len() % DAMAGES.len()];
        if damage(schema, &mut body, wanted, chance) {
            block.insert("body".to_owned(), body);
            blocks.push(Damaged { block, damage: wanted });
        }
    }
    blocks
}

/// Puts in some objects that are not required, so that there is something below the top to damage.
fn enrich(schema: &TypeSchema<'_>, body: &mut Value, chance: &mut Chance) {
    let parts = schema.parts(3);
    for (path, part) in &parts {
        if part.kind() == Kind::Object && !part.is_read_only() && !path.contains('[') && chance.below(4) == 0 {
            let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
            let mut with = body.clone();
            if let Some(Value::Object(members)) = find(&mut with, parent)
                && !["identity", "tags"].contains(&name)
                && !members.contains_key(name)
            {
                members.insert(name.to_owned(), json!({}));
                // Only where the rest allows it: what is required in it may be missing.
                if schema.check(&with).is_empty() {
                    *body = with;
                }
            }
        }
    }
}

/// Does one thing to a body; whether it could be done.
fn damage(schema: &TypeSchema<'_>, body: &mut Value, wanted: Damage, chance: &mut Chance) -> bool {
    let mut places = Vec::new();
    objects(body, String::new(), &mut places);
    let members: Vec<(String, String)> = places
        .iter()
        .flat_map(|place| {
            let names: Vec<String> = find(body, place)
                .and_then(|value| value.as_object())
                .into_iter()
                .flat_map(Map::keys)
                .cloned()
                .collect();
            names.into_iter().map(|name| (place.clone(), name))
        })
        .collect();
    let below = |place: &str, name: &str| {
        if place.is_empty() {
            name.to_owned()
        } else {
            format!("{place}.{name}")
        }
    };
    match wanted {
        Damage::Nothing => true,
        Damage::Dropped => {
            let required: Vec<_> = members
                .iter()
                .filter(|(place, name)| schema.is_required(&below(place, name)))
                .collect();
            let Some((place, name)) = chance.pick(&required) else {
                return false;
            };
            at(body, place).is_some_and(|members| members.remove(name).is_some())
        }
        Damage::Unknown => {
            let Some(place) = chance.pick(&places) else {
                return false;
            };
            at(body, place).is_some_and(|members| members.insert("notThere".to_owned(), json!("x")).is_none())
        }
        Damage::ReadOnly => {
            let parts = schema.parts(5);
            let read_only: Vec<(&str, &str)> = parts
                .iter()
                .filter(|(path, part)| part.is_read_only() && !path.contains('['))
                .map(|(path, _)| path.rsplit_once('.').unwrap_or(("", path)))
                .filter(|(place, _)| places.iter().any(|found| found == place))
                .collect();
            let Some((place, name)) = chance.pick(&read_only) else {
                return false;
            };
            at(body, place).is_some_and(|members| members.insert((*name).to_owned(), json!("x")).is_none())
        }
        Damage::WrongKind => {
            let Some((place, name)) = chance.pick(&members) else {
                return false;
            };
            let Some(value) = at(body, place).and_then(|members| members.get_mut(name)) else {
                return false;
            };
            *value = match value {
                Value::Object(_) | Value::Array(_) => json!("x"),
                _ => json!({"x": 1}),
            };
            true
        }
        Damage::WrongCase => {
            let Some((place, name)) = chance.pick(&members) else {
                return false;
            };
            let other = if name.starts_with(|letter: char| letter.is_ascii_lowercase()) {
                name[..1].to_ascii_uppercase() + &name[1..]
            } else {
                name.to_ascii_lowercase()
            };
            at(body, place).is_some_and(|members| match members.remove(name) {
                Some(value) if other != *name => members.insert(other, value).is_none(),
                _ => false,
            })
        }
    }
}

fn at<'a>(body: &'a mut Value, place: &str) -> Option<&'a mut Map<String, Value>> {
    find(body, place)?.as_object_mut()
}

fn find<'a>(body: &'a mut Value, place: &str) -> Option<&'a mut Value> {
    place
        .split('.')
        .filter(|name| !name.is_empty())
        .try_fold(body, |value, name| value.get_mut(name))
}

/// Where the objects of a body are, lists aside.
fn objects(value: &Value, place: String, places: &mut Vec<String>) {
    if let Value::Object(members) = value {
        for (name, member) in members {
            let below = if place.is_empty() {
                name.clone()
            } else {
                format!("{place}.{name}")
            };
            objects(member, below, places);
        }
        places.push(place);
    }
}

#[test]
fn the_same_seed_gives_the_same_bodies() {
    let bytes = std::fs::read(crate::agreement::place()).unwrap();
    let pack = Pack::read(&bytes, "pack").unwrap();
    let bodies = || {
        damaged(&pack, 60, &mut Chance(7))
            .into_iter()
            .map(|damaged| json!(damaged.block))
            .collect::<Vec<_>>()
    };
    assert_eq!(bodies(), bodies());
}
