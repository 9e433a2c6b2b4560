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
                lines.extend(entries(name, items));
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

/// How many names a line gives of those that share all the rest.
const NAMED: usize = 5;

/// The items of a list, a line each: what names one goes to the left, the rest to the right. Those that share the rest share
/// a line, with the first names.
fn entries(name: &str, items: &[Json]) -> Vec<(String, String)> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for (left, rest) in items.iter().filter_map(entry) {
        match groups
            .iter_mut()
            .find(|(other, names)| *other == rest && !names.is_empty())
        {
            Some((_, names)) if left.is_some() && !rest.is_empty() => names.extend(left),
            _ => groups.push((rest, left.into_iter().collect())),
        }
    }
    let path = |left: &str| {
        if name.is_empty() {
            left.to_owned()
        } else {
            [name, " · ", left].concat()
        }
    };
    let line = |(rest, names): (String, Vec<&str>)| match names.as_slice() {
        [] => (name.to_owned(), rest),
        [only] => (path(only), rest),
        many if many.len() > NAMED => {
            let first = many[..NAMED - 1].join(", ");
            let left = count((many.len() - NAMED + 1) as u64);
            (name.to_owned(), [&rest, ": ", &first, " and ", &left, " more"].concat())
        }
        all => (name.to_owned(), [&rest, ": ", &all.join(", ")].concat()),
    };
    groups.into_iter().map(line).collect()
}

/// One item of a list: what names it, and the rest in words.
fn entry(item: &Json) -> Option<(Option<&str>, String)> {
    let Some(members) = item.as_object() else {
        return words(item).map(|text| (None, text));
    };
    let naming = |member: &str| matches!(member, "type" | "name" | "reason" | "title" | "key");
    let own = members
        .iter()
        .find(|(member, value)| naming(member) && value.as_str().is_some());
    let left = own.and_then(|(_, value)| value.as_str());
    let rest = members
        .iter()
        .filter(|(member, _)| own.is_none_or(|(own, _)| own != member));
    let told: Vec<(&str, String)> = rest
        .filter_map(|(member, value)| Some((member.as_str(), words(value)?)))
        .collect();
    let alone = told.len() == 1;
    let told: Vec<String> = told
        .into_iter()
        .map(|(member, value)| match member {
            // Sentences and states speak for themselves.
            _ if alone => value,
            "detail" | "state" => value,
            _ => [&member.replace('_', " "), " ", &value].concat(),
        })
        .collect();
    if told.is_empty() && left.is_none() {
        None
    } else {
        Some((left, told.join(", ")))
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
