//! The body as azapi checks it: with name, location, tags and identity of the block put into it.

use crate::value::Value;

/// What is checked of a block; [`Value::Null`] where there is nothing to look at.
pub(super) fn whole(config: &Value) -> Value {
    let body = match config.get("body") {
        body @ Value::Object(_, false) => with_arguments(body.clone(), config),
        // A map is not looked at, nor is a list.
        Value::Object(_, true) | Value::List(..) | Value::Text(_) | Value::Boolean(_) | Value::Number(_) => Value::Null,
        body => body.clone(),
    };
    merge(body, config.get("sensitive_body"))
}

fn with_arguments(mut body: Value, config: &Value) -> Value {
    // Also where it is null: then it is there, and nothing.
    body.put("name", config.get("name").clone());
    for name in ["location", "tags"] {
        let value = config.get(name);
        if !value.is_null() {
            body.put(name, value.clone());
        }
    }
    if let Some(identity) = config.get("identity").items().first() {
        body.put("identity", identity_in_body(identity));
    }
    body
}

fn identity_in_body(block: &Value) -> Value {
    let mut members = vec![("type".to_owned(), block.get("type").clone())];
    let ids = block.get("identity_ids").items();
    if !ids.is_empty() {
        let ids = ids
            .iter()
            .filter_map(Value::text)
            .map(|id| (id.to_owned(), Value::Null))
            .collect();
        members.push(("userAssignedIdentities".to_owned(), Value::Object(ids, true)));
    }
    Value::Object(members, false)
}

/// The two bodies as one; where both say something, the sensitive one wins.
fn merge(body: Value, sensitive: &Value) -> Value {
    match (body, sensitive) {
        (Value::Null, _) => sensitive.clone(),
        (body, Value::Null) => body,
        (Value::Object(mut members, _), Value::Object(others, _)) => {
            for (name, other) in others {
                match members.binary_search_by(|(member, _)| member.cmp(name)) {
                    Ok(place) => {
                        let own = std::mem::replace(&mut members[place].1, Value::Null);
                        members[place].1 = if other.is_null() {
                            Value::Null
                        } else {
                            merge(own, other)
                        };
                    }
                    Err(place) => members.insert(place, (name.clone(), other.clone())),
                }
            }
            Value::Object(members, false)
        }
        (Value::List(items, _), Value::List(others, _)) if items.len() == others.len() => Value::List(
            items
                .into_iter()
                .zip(others)
                .map(|(own, other)| merge(own, other))
                .collect(),
            false,
        ),
        (_, sensitive) => sensitive.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(members: &[(&str, Value)]) -> Value {
        Value::Object(
            members
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            false,
        )
    }

    #[test]
    fn arguments_of_the_block_are_put_in() {
        let identity = object(&[
            ("identity_ids", Value::List(vec![Value::Text("/i".into())], true)),
            ("type", Value::Unknown),
        ]);
        let config = object(&[
            ("body", object(&[("kind", Value::Null)])),
            ("identity", Value::List(vec![identity], true)),
            ("location", Value::Unknown),
        ]);
        let whole = whole(&config);
        let names: Vec<&str> = whole.members().unwrap().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["identity", "kind", "location", "name"]);
        assert!(
            whole
                .get("identity")
                .get("userAssignedIdentities")
                .member("/i")
                .is_some()
        );
    }

    #[test]
    fn the_sensitive_body_goes_over_the_other() {
        let config = object(&[
            ("body", object(&[("a", object(&[("b", Value::Boolean(true))]))])),
            ("sensitive_body", object(&[("a", object(&[("c", Value::Unknown)]))])),
        ]);
        let a = whole(&config).get("a").clone();
        assert_eq!((a.get("b"), a.get("c")), (&Value::Boolean(true), &Value::Unknown));
        assert_eq!(
            whole(&object(&[("body", Value::Object(Vec::new(), true))])),
            Value::Null
        );
    }
}
