//! What is known of an address beside its diagnostics, and finding things in it.

use std::rc::Rc;

use super::text::json_string;
use crate::json::Json;

/// Who knows what an address was generated from and to.
pub trait Lookup {
    /// The generated configuration of an address: the block as it stands in Terraform's JSON, secrets removed.
    fn configuration(&self, address: &str) -> Option<Rc<Json>>;
    /// The source resource as Azure shows it: `id`, `name`, `type`, `location`, `properties`, ….
    fn source(&self, address: &str) -> Option<Rc<Json>>;
}

/// Knows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Lookup for Nothing {
    fn configuration(&self, _: &str) -> Option<Rc<Json>> {
        None
    }

    fn source(&self, _: &str) -> Option<Rc<Json>> {
        None
    }
}

/// The value at a path such as `properties.subnets[0].name` or `tags["cost.centre"]`. Of `[*]`, the first item in which the
/// rest of the path is.
pub fn at<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    let Some((step, rest)) = step(path) else {
        return Some(json);
    };
    match step {
        Step::Member(name) => at(json.get(name)?, rest),
        Step::Item(index) => at(json.as_array()?.get(index)?, rest),
        Step::Every => json.as_array()?.iter().find_map(|item| at(item, rest)),
    }
}

enum Step<'p> {
    Member(&'p str),
    Item(usize),
    Every,
}

/// The first step of a path and what is left of it.
fn step(path: &str) -> Option<(Step<'_>, &str)> {
    let path = path.strip_prefix('.').unwrap_or(path);
    if path.is_empty() {
        return None;
    }
    if let Some((name, rest)) = path.strip_prefix("[\"").and_then(|inside| inside.split_once("\"]")) {
        return Some((Step::Member(name), rest));
    }
    if let Some((index, rest)) = path.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        match index.parse() {
            Ok(index) => return Some((Step::Item(index), rest)),
            Err(_) if index == "*" => return Some((Step::Every, rest)),
            Err(_) => {}
        }
    }
    let mut letters = path.char_indices().skip(1);
    let ends = letters
        .find(|(_, letter)| matches!(letter, '.' | '['))
        .map_or(path.len(), |(at, _)| at);
    let (name, rest) = path.split_at(ends);
    Some((Step::Member(name), rest))
}

/// A path one member deeper. Names that are no plain words stand in brackets: `tags["cost.centre"]`.
pub fn member(path: &str, name: &str) -> String {
    let is_plain = !name.is_empty()
        && !name.contains(['.', '[', ']', '"', '*'])
        && !name.bytes().all(|byte| byte.is_ascii_digit());
    match (path.is_empty(), is_plain) {
        (true, true) => name.to_owned(),
        (false, true) => [path, ".", name].concat(),
        (_, false) => [path, "[", &json_string(name), "]"].concat(),
    }
}

/// A path with `[*]` for each of its items, for fixes that hold for all of a type.
pub fn every_item(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, inside)) = rest.split_once('[') {
        out.push_str(before);
        match inside.split_once(']') {
            Some((index, after)) if !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit()) => {
                out.push_str("[*]");
                rest = after;
            }
            _ => {
                out.push('[');
                rest = inside;
            }
        }
    }
    out + rest
}

/// The paths of all values for which something holds (name and value; an item's name is empty), in the document's order.
pub fn paths(json: &Json, holds: &impl Fn(&str, &Json) -> bool) -> Vec<String> {
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
                walk(value, name, &member(path, name), holds, found);
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
    use crate::json::parse;

    #[test]
    fn values_are_found_by_path_and_paths_by_value() {
        let json = parse(r#"{"a":{"b":[{"c":1},{"c":2,"d":3}]},"c":3,"é":4}"#).unwrap();
        assert_eq!(at(&json, "a.b").and_then(Json::as_array).map(<[Json]>::len), Some(2));
        let number = |path| at(&json, path).and_then(Json::as_u64);
        assert_eq!(number("a.b[1].c"), Some(2));
        assert_eq!(number("a.b[*].d"), Some(3));
        assert_eq!(number("é"), Some(4));
        for path in ["a.x", "a.b[2]", "c[0]", "[", "a.b[x]", "[]"] {
            assert!(at(&json, path).is_none(), "{path}");
        }
        assert_eq!(paths(&json, &|name, _| name == "c"), ["a.b[0].c", "a.b[1].c", "c"]);
        assert_eq!(paths(&json, &|_, value| value.as_u64() == Some(2)), ["a.b[1].c"]);
    }
    #[test]
    fn names_that_are_no_words_stand_in_brackets() {
        let json = parse(r#"{"tags":{"cost.centre":"a","7":"b"}}"#).unwrap();
        let found = paths(&json, &|_, value| value.as_str().is_some());
        assert_eq!(found, [r#"tags["cost.centre"]"#, r#"tags["7"]"#]);
        let values: Vec<_> = found.iter().filter_map(|path| at(&json, path)?.as_str()).collect();
        assert_eq!(values, ["a", "b"]);
    }

    #[test]
    fn items_become_all_items() {
        assert_eq!(every_item("a[0].b[12].c"), "a[*].b[*].c");
        assert_eq!(every_item(r#"a["0"].b"#), r#"a["0"].b"#);
        assert_eq!(every_item("a[*].b[x]["), "a[*].b[x][");
    }
}
