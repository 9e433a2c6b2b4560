//! Terraform's types, as it writes them: `"string"`, `["list", "string"]`, `["object", {…}]`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// What a value is of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Boolean,
    Number,
    Text,
    /// Known only with the value.
    Dynamic,
    /// A list or a set.
    List(Box<Kind>),
    Map(Box<Kind>),
    Tuple(Vec<Kind>),
    Object(BTreeMap<String, Kind>),
}

impl Kind {
    /// Reads a type; `None` where it is none of Terraform's.
    pub(crate) fn read(json: &Json) -> Option<Kind> {
        Some(match json {
            Json::String(word) => match word.as_str() {
                "bool" => Kind::Boolean,
                "number" => Kind::Number,
                "string" => Kind::Text,
                "dynamic" => Kind::Dynamic,
                _ => return None,
            },
            Json::Array(parts) => match (parts.first()?.as_str()?, parts.get(1)?) {
                ("list" | "set", item) => Kind::List(Box::new(Kind::read(item)?)),
                ("map", item) => Kind::Map(Box::new(Kind::read(item)?)),
                ("tuple", items) => Kind::Tuple(items.as_array()?.iter().map(Kind::read).collect::<Option<_>>()?),
                ("object", members) => {
                    let members = members.as_object()?.iter();
                    Kind::Object(
                        members
                            .map(|(name, kind)| Some((name.clone(), Kind::read(kind)?)))
                            .collect::<Option<_>>()?,
                    )
                }
                _ => return None,
            },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_of_every_shape() {
        let read = |json: Json| Kind::read(&json);
        assert_eq!(
            read(json!(["map", ["list", "string"]])),
            Some(Kind::Map(Box::new(Kind::List(Box::new(Kind::Text)))))
        );
        assert_eq!(
            read(json!(["tuple", ["bool", "dynamic"]])),
            Some(Kind::Tuple(vec![Kind::Boolean, Kind::Dynamic]))
        );
        let object = read(json!(["object", {"a": "number", "b": ["set", "string"]}, ["b"]]));
        assert!(matches!(object, Some(Kind::Object(members)) if members.len() == 2));
        assert_eq!(read(json!(["heap", "string"])), None);
        assert_eq!(read(json!("text")), None);
    }
}
