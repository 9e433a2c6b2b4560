//! Any JSON as lines of a name and a value, for what has no place of its own in an output.

use super::text::count;
use crate::json::Json;

/// Lines of a name and a value. A name is the path of members, `_` read as a space and steps joined by ` · `; a value is
/// one line of words. A scalar gives one line without a name; what is `null` or empty gives none.
pub fn notes(json: &Json) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    walk("", json, &mut lines);
    lines
}

fn walk(name: &str, json: &Json, lines: &mut Vec<(String, String)>) {
    match json {
        Json::Null => {}
        Json::Object(members) => {
            for (member, value) in members {
                let step = member.replace('_', " ");
                let path = if name.is_empty() {
                    step
                } else {
                    [name, " · ", &step].concat()
                };
                walk(&path, value, lines);
            }
        }
        Json::Array(items) => {
            if items.iter().any(|item| item.as_object().is_some()) {
                lines.extend(items.iter().filter_map(|item| entry(name, item)));
            } else {
                let texts: Vec<String> = items.iter().filter_map(words).collect();
                if !texts.is_empty() {
                    lines.push((name.to_owned(), texts.join(", ")));
                }
            }
        }
        scalar => lines.extend(words(scalar).map(|text| (name.to_owned(), text))),
    }
}

/// One item of a list: what names it goes to the left, the rest to the right.
fn entry(name: &str, item: &Json) -> Option<(String, String)> {
    let Some(members) = item.as_object() else {
        return words(item).map(|text| (name.to_owned(), text));
    };
    let naming = |member: &str| matches!(member, "type" | "name" | "reason" | "title" | "key");
    let own = members
        .iter()
        .find(|(member, value)| naming(member) && value.as_str().is_some());
    let left = own.and_then(|(_, value)| value.as_str());
    let path = match left {
        Some(left) if name.is_empty() => left.to_owned(),
        Some(left) => [name, " · ", left].concat(),
        None => name.to_owned(),
    };
    let rest = members
        .iter()
        .filter(|(member, _)| own.is_none_or(|(own, _)| own != member));
    let told: Vec<(&str, String)> = rest
        .filter_map(|(member, value)| Some((member.as_str(), words(value)?)))
        .collect();
    if let [(_, only)] = told.as_slice() {
        return Some((path, only.clone()));
    }
    let told: Vec<String> = told
        .iter()
        .map(|(member, value)| [&member.replace('_', " "), " ", value].concat())
        .collect();
    if told.is_empty() && left.is_none() {
        None
    } else {
        Some((path, told.join(", ")))
    }
}

/// Anything as words in one line; nothing for what is `null` or empty.
fn words(json: &Json) -> Option<String> {
    let text = match json {
        Json::Null => return None,
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::Number(text) => json.as_u64().map_or_else(|| text.clone(), count),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().filter_map(words).collect::<Vec<_>>().join(", "),
        Json::Object(members) => {
            let told = members
                .iter()
                .filter_map(|(name, value)| Some([&name.replace('_', " "), " ", &words(value)?].concat()));
            told.collect::<Vec<_>>().join(", ")
        }
    };
    if text.is_empty() { None } else { Some(text) }
}
