//! What is known of an address beside its diagnostics, and finding things in it.

use atg_sdk::json::Json;

/// Who knows what an address was generated from and to.
pub(crate) trait Lookup {
    /// The generated configuration.
    fn configuration(&self, address: &str) -> Option<Json>;
    /// The source resource.
    fn source(&self, address: &str) -> Option<Json>;
}

/// The value at a dotted path; items of lists are not entered.
pub(crate) fn at<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    path.split('.').try_fold(json, Json::get)
}

/// The paths of all values for which something holds, in the order of the document.
pub(crate) fn paths(json: &Json, holds: &impl Fn(&str, &Json) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    walk(json, "", "", holds, &mut found);
    found
}

fn walk(json: &Json, name: &str, path: &str, holds: &impl Fn(&str, &Json) -> bool, found: &mut Vec<String>) {
    if !path.is_empty() && holds(name, json) {
        found.push(path.to_owned());
    }
    match json {
        Json::Object(members) => {
            for (name, value) in members {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    [path, ".", name].concat()
                };
                walk(value, name, &path, holds, found);
            }
        }
        Json::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                walk(value, "", &format!("{path}[{at}]"), holds, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::json::parse;

    #[test]
    fn values_are_found_by_path_and_paths_by_value() {
        let json = parse(r#"{"a":{"b":[{"c":1},{"c":2}]},"c":3}"#).unwrap();
        assert_eq!(at(&json, "a.b").and_then(Json::as_array).map(<[Json]>::len), Some(2));
        assert!(at(&json, "a.x").is_none());
        assert_eq!(paths(&json, &|name, _| name == "c"), ["a.b[0].c", "a.b[1].c", "c"]);
        assert_eq!(paths(&json, &|_, value| value.as_u64() == Some(2)), ["a.b[1].c"]);
    }
}
