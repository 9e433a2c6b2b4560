//! Arguments whose value is of another type.

use atg_sdk::json::Json;
use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, at, json_string, member, quoted};

use super::absent::list_of;

/// Where it is: `element "a": string required` leads further in.
fn path_of<'p>(problem: &Problem<'p>) -> Option<(String, &'p str)> {
    let mut path = problem.capture("name")?.to_owned();
    let mut wanted = problem.capture("wanted")?;
    loop {
        let lead = wanted
            .strip_prefix("element ")
            .or_else(|| wanted.strip_prefix("attribute "));
        let Some((step, rest)) = lead.and_then(|lead| lead.split_once(": ")) else {
            return Some((path, wanted.trim_end_matches('.')));
        };
        path = match quoted(step).next() {
            Some(name) => member(&path, name),
            None => [&path, "[", step, "]"].concat(),
        };
        wanted = rest;
    }
}

pub(super) fn other_type(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let (path, wanted) = path_of(problem)?;
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let value = configuration.as_deref().and_then(|block| at(block, &path));
    let fix = match value.and_then(|value| converted(value, wanted)) {
        Some(value) => {
            let fix = problem.fix("set-attribute", &path, "it is the same in the type that is needed");
            fix.map(|fix| fix.value(&value))
        }
        None => problem.fix("manual", &path, wanted),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// The same value in the type that is needed, as JSON, where nothing is lost.
fn converted(value: &Json, wanted: &str) -> Option<String> {
    let is = |kind: &str| wanted.contains(kind);
    match value {
        Json::Number(text) if is("string required") && !is("of string") => Some(json_string(text)),
        Json::Bool(value) if is("string required") && !is("of string") => Some(json_string(&value.to_string())),
        Json::String(text) if is("list of string") || is("set of string") => {
            (!text.is_empty() && !text.contains("${")).then(|| list_of(text))
        }
        Json::String(text) if is("number") => {
            let number: i64 = text.parse().ok()?;
            (number.to_string() == *text).then(|| text.clone())
        }
        Json::String(text) if is("bool") => match text.to_ascii_lowercase().as_str() {
            word @ ("true" | "false") => Some(word.to_owned()),
            _ => None,
        },
        Json::Array(items) if is("string required") && !is("of string") => match items.as_slice() {
            [only @ Json::String(_)] => Some(only.to_text()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::converted;
    use atg_sdk::json::parse;

    #[test]
    fn nothing_is_converted_that_would_lose_something() {
        let of = |value: &str, wanted| converted(&parse(value).unwrap(), wanted);
        assert_eq!(of("7", "string required").as_deref(), Some(r#""7""#));
        assert_eq!(of("true", "string required").as_deref(), Some(r#""true""#));
        assert_eq!(of(r#"["a"]"#, "string required").as_deref(), Some(r#""a""#));
        assert_eq!(of(r#""30""#, "a number is required").as_deref(), Some("30"));
        assert_eq!(of(r#""True""#, "a bool is required").as_deref(), Some("true"));
        assert_eq!(of(r#""a""#, "set of string required").as_deref(), Some(r#"["a"]"#));
        for (value, wanted) in [
            (r#"["a","b"]"#, "string required"),
            (r#""030""#, "a number is required"),
            (r#""${var.a}""#, "list of string required"),
            (r#""yes""#, "a bool is required"),
            ("7", "map of string required"),
        ] {
            assert_eq!(of(value, wanted), None, "{value}: {wanted}");
        }
    }
}
