//! Finding, setting and removing what stands at a path of a block.

use serde_json::{Map, Value};

use super::path::{Path, Step};

/// A block as it stands in Terraform JSON.
pub type Block = Map<String, Value>;

/// The concrete paths that `path` means in `block`, of places that are there, in the order of the block.
pub(super) fn places(block: &Block, path: &Path) -> Vec<Path> {
    let mut found = Vec::new();
    let Some((first, rest)) = path.steps().split_first() else {
        return vec![Path::default()];
    };
    for (step, value) in children_of_object(block, first) {
        walk(value, rest, Path::of([step]), &mut found);
    }
    found
}

fn walk(value: &Value, steps: &[Step], so_far: Path, found: &mut Vec<Path>) {
    let Some((first, rest)) = steps.split_first() else {
        found.push(so_far);
        return;
    };
    match value {
        Value::Object(members) => {
            for (step, value) in children_of_object(members, first) {
                walk(value, rest, so_far.then(step), found);
            }
        }
        Value::Array(items) => match first {
            Step::Every => {
                for (at, item) in items.iter().enumerate() {
                    walk(item, rest, so_far.item(at), found);
                }
            }
            Step::Item(at) => {
                if let Some(item) = items.get(*at) {
                    walk(item, rest, so_far.item(*at), found);
                }
            }
            Step::Member(_) => {}
        },
        _ => {}
    }
}

fn children_of_object<'v>(members: &'v Block, step: &Step) -> Vec<(Step, &'v Value)> {
    let one = |name: &str| {
        let found = members.get_key_value(name);
        found
            .map(|(name, value)| (Step::Member(name.clone()), value))
            .into_iter()
            .collect()
    };
    match step {
        Step::Member(name) => one(name),
        Step::Item(at) => one(&at.to_string()),
        Step::Every => members
            .iter()
            .map(|(name, value)| (Step::Member(name.clone()), value))
            .collect(),
    }
}

/// The value at a concrete path; `None` where nothing stands, and for the block itself.
pub(super) fn value_at<'v>(block: &'v Block, path: &Path) -> Option<&'v Value> {
    let (first, rest) = path.steps().split_first()?;
    let mut value = member(block, first)?;
    for step in rest {
        value = match value {
            Value::Object(members) => member(members, step)?,
            Value::Array(items) => match step {
                Step::Item(at) => items.get(*at)?,
                _ => return None,
            },
            _ => return None,
        };
    }
    Some(value)
}

fn member<'v>(members: &'v Block, step: &Step) -> Option<&'v Value> {
    match step {
        Step::Member(name) => members.get(name),
        Step::Item(at) => members.get(&at.to_string()),
        Step::Every => None,
    }
}

/// Puts a value at a concrete path and gives what stood there. Objects on the way are made where nothing or `null`
/// stands; an item may be appended to a list. Fails, and changes nothing, where something else is in the way.
pub(super) fn put(block: &mut Block, path: &Path, value: Value) -> Result<Option<Value>, String> {
    let steps = path.steps();
    passable(block, steps)?;
    let Some((last, outer)) = steps.split_last() else {
        return Err("a block cannot be replaced as a whole".to_owned());
    };
    let mut place = Place::Object(block);
    for step in outer {
        place = place.enter(step).ok_or_else(|| in_the_way(step))?;
    }
    place.put(last, value).ok_or_else(|| in_the_way(last))
}

/// Looks before anything is changed.
fn passable(block: &Block, steps: &[Step]) -> Result<(), String> {
    let mut value: Option<&Value> = None;
    for (at, step) in steps.iter().enumerate() {
        let next = match (at, value) {
            (0, _) => member(block, step),
            (_, None | Some(Value::Null)) => None,
            (_, Some(Value::Object(members))) => member(members, step),
            (_, Some(Value::Array(items))) => match step {
                Step::Item(item) if *item <= items.len() => items.get(*item),
                _ => return Err(in_the_way(step)),
            },
            _ => return Err(in_the_way(step)),
        };
        // A list that is not there cannot be begun in its middle, and an object is no list.
        if next.is_none()
            && (*step == Step::Every || (matches!(step, Step::Item(_)) && !matches!(value, Some(Value::Array(_)))))
        {
            return Err(in_the_way(step));
        }
        value = next;
    }
    Ok(())
}

fn in_the_way(step: &Step) -> String {
    format!("there is no place for `{}`", Path::of([step.clone()]))
}

enum Place<'v> {
    Object(&'v mut Block),
    List(&'v mut Vec<Value>),
}

impl<'v> Place<'v> {
    fn enter(self, step: &Step) -> Option<Place<'v>> {
        let value = match (self, step) {
            (Place::Object(members), Step::Member(name)) => members.entry(name.clone()).or_insert(Value::Null),
            (Place::Object(members), Step::Item(at)) => members.get_mut(&at.to_string())?,
            (Place::List(items), Step::Item(at)) => {
                if *at == items.len() {
                    items.push(Value::Null);
                }
                items.get_mut(*at)?
            }
            _ => return None,
        };
        if value.is_null() {
            *value = Value::Object(Map::new());
        }
        match value {
            Value::Object(members) => Some(Place::Object(members)),
            Value::Array(items) => Some(Place::List(items)),
            _ => None,
        }
    }

    fn put(self, step: &Step, value: Value) -> Option<Option<Value>> {
        match (self, step) {
            (Place::Object(members), Step::Member(name)) => Some(members.insert(name.clone(), value)),
            (Place::Object(members), Step::Item(at)) => Some(members.insert(at.to_string(), value)),
            (Place::List(items), Step::Item(at)) if *at == items.len() => {
                items.push(value);
                Some(None)
            }
            (Place::List(items), Step::Item(at)) => {
                let place = items.get_mut(*at)?;
                Some(Some(std::mem::replace(place, value)))
            }
            _ => None,
        }
    }
}

/// Takes away what stands at a concrete path and gives it.
pub(super) fn take(block: &mut Block, path: &Path) -> Option<Value> {
    let (last, outer) = path.steps().split_last()?;
    let mut value: Option<&mut Value> = None;
    for (at, step) in outer.iter().enumerate() {
        value = Some(match (at, value) {
            (0, _) => member_mut(block, step)?,
            (_, Some(Value::Object(members))) => member_mut(members, step)?,
            (_, Some(Value::Array(items))) => match step {
                Step::Item(item) => items.get_mut(*item)?,
                _ => return None,
            },
            _ => return None,
        });
    }
    match (value, last) {
        (None, Step::Member(name)) if outer.is_empty() => block.remove(name),
        (Some(Value::Object(members)), Step::Member(name)) => members.remove(name),
        (Some(Value::Object(members)), Step::Item(at)) => members.remove(&at.to_string()),
        (Some(Value::Array(items)), Step::Item(at)) if *at < items.len() => Some(items.remove(*at)),
        _ => None,
    }
}

fn member_mut<'v>(members: &'v mut Block, step: &Step) -> Option<&'v mut Value> {
    match step {
        Step::Member(name) => members.get_mut(name),
        Step::Item(at) => members.get_mut(&at.to_string()),
        Step::Every => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn block() -> Block {
        let value = json!({"name": "a", "body": {"l": [{"x": 1}, {"x": 2}, {"y": 3}], "m": {"0": "zero"}, "n": null}});
        match value {
            Value::Object(block) => block,
            _ => Block::new(),
        }
    }

    fn path(text: &str) -> Path {
        Path::parse(text).unwrap()
    }

    #[test]
    fn places_are_those_that_are_there() {
        let found = |text: &str| {
            let found = places(&block(), &path(text));
            found.iter().map(Path::to_string).collect::<Vec<_>>()
        };
        assert_eq!(found("body.l[*].x"), ["body.l[0].x", "body.l[1].x"]);
        assert_eq!(found("body.m.0"), ["body.m[\"0\"]"]);
        assert_eq!(found("body.m[*]"), ["body.m[\"0\"]"]);
        assert_eq!(found("body.l[9]"), [""; 0]);
        assert_eq!(found("name.x"), [""; 0]);
        assert_eq!(value_at(&block(), &path("body.l[1].x")), Some(&json!(2)));
        assert_eq!(value_at(&block(), &path("body.l.x")), None);
    }

    #[test]
    fn putting_makes_what_is_missing_and_refuses_what_is_in_the_way() {
        let mut it = block();
        assert_eq!(put(&mut it, &path("body.n.a.b"), json!(1)), Ok(None));
        assert_eq!(it["body"]["n"], json!({"a": {"b": 1}}));
        assert_eq!(put(&mut it, &path("body.l[3].z"), json!(4)), Ok(None));
        assert_eq!(it["body"]["l"][3], json!({"z": 4}));
        assert_eq!(put(&mut it, &path("body.l[0]"), json!(0)), Ok(Some(json!({"x": 1}))));
        let before = it.clone();
        for wrong in [
            "name.x",
            "body.l[9]",
            "body.l.x",
            "body.new[0]",
            "body.l[*]",
            "",
            "body.q.r[1].s",
        ] {
            assert!(put(&mut it, &path(wrong), json!(1)).is_err(), "{wrong}");
            assert_eq!(it, before, "{wrong}");
        }
    }

    #[test]
    fn taking_gives_what_stood_there() {
        let mut it = block();
        assert_eq!(take(&mut it, &path("body.l[0]")), Some(json!({"x": 1})));
        assert_eq!(it["body"]["l"], json!([{"x": 2}, {"y": 3}]));
        assert_eq!(take(&mut it, &path("body.m.0")), Some(json!("zero")));
        assert_eq!(take(&mut it, &path("name")), Some(json!("a")));
        assert_eq!(take(&mut it, &path("name")), None);
        assert_eq!(take(&mut it, &path("body.l[7]")), None);
        assert_eq!(take(&mut it, &path("body.n.x")), None);
    }
}
