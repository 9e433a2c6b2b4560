//! Arguments that are missing.

use atg_sdk::json::Json;
use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, at, json_string};

use crate::place::{is_secret, spelt};

/// A secret: Azure does not show it.
pub(super) fn secret(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let name = problem.capture("name")?;
    if !is_secret(name) {
        return None;
    }
    let reason = "Azure never shows it: give it through a variable that is marked as sensitive";
    diagnosis.fixes.extend(problem.fix("manual", name, reason));
    Some(diagnosis)
}

pub(super) fn argument(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let name = problem.capture("name")?;
    let source = problem
        .address
        .and_then(|address| lookup.source(address))
        .unwrap_or_default();
    let fix = match in_source(&source, name) {
        Some(value) => {
            let fix = problem.fix("set-attribute", name, "the source has this value");
            fix.map(|fix| fix.value(&value.to_text()))
        }
        None => {
            let reason = format!("the source does not say what `{name}` is; it must be chosen");
            problem.fix("manual", name, &reason)
        }
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// What a source says of an argument of azurerm or azapi: by the same name, or by the name that Azure has for it.
fn in_source(source: &Json, name: &str) -> Option<Json> {
    let sku = |part: usize| {
        let name = at(source, "sku.name")?.as_str()?;
        Some(Json::String(name.split('_').nth(part)?.to_owned()))
    };
    let camel = camel_case(name);
    let found = match name {
        "account_tier" => sku(0),
        "account_replication_type" => sku(1),
        "sku" | "sku_name" => ["sku.name", "properties.sku.name"]
            .iter()
            .find_map(|path| at(source, path))
            .cloned(),
        "resource_group_name" => segment(source, "resourceGroups").map(Json::String),
        _ => None,
    };
    let found = found.or_else(|| {
        let paths = [name.to_owned(), camel.clone(), ["properties.", &camel].concat()];
        paths
            .iter()
            .find_map(|path| spelt(source, path))
            .map(|(_, value)| value.clone())
    })?;
    // An object is not the same block in the words of a provider.
    let is_plain = !matches!(found, Json::Null | Json::Object(_));
    is_plain.then_some(found)
}

/// `create_option` is `createOption` in Azure.
fn camel_case(name: &str) -> String {
    let mut out = String::new();
    for (at, word) in name.split('_').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if at > 0 => out.push(first.to_ascii_uppercase()),
            Some(first) => out.push(first),
            None => {}
        }
        out.push_str(letters.as_str());
    }
    out
}

/// The name behind a segment of the source's id.
fn segment(source: &Json, wanted: &str) -> Option<String> {
    let mut segments = source.get("id")?.as_str()?.split('/');
    segments.find(|segment| segment.eq_ignore_ascii_case(wanted))?;
    segments.next().map(str::to_owned)
}

/// A value as a JSON list of one.
pub(super) fn list_of(text: &str) -> String {
    ["[", &json_string(text), "]"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::json::parse;

    #[test]
    fn a_source_answers_in_its_own_words() {
        let source = parse(
            r#"{"id":"/subscriptions/1/resourcegroups/rg-a/providers/x","location":"westeurope","sku":{"name":"Premium_ZRS"},
                "properties":{"timeZoneId":"UTC","plan":{"a":1},"none":null}}"#,
        )
        .unwrap();
        let of = |name| in_source(&source, name).map(|value| value.to_text());
        assert_eq!(of("location").as_deref(), Some(r#""westeurope""#));
        assert_eq!(of("account_tier").as_deref(), Some(r#""Premium""#));
        assert_eq!(of("sku_name").as_deref(), Some(r#""Premium_ZRS""#));
        assert_eq!(of("time_zone_id").as_deref(), Some(r#""UTC""#));
        assert_eq!(of("resource_group_name").as_deref(), Some(r#""rg-a""#));
        for name in ["plan", "none", "other"] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
