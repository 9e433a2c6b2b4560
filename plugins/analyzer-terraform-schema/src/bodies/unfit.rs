//! Values in a body that do not fit.

use std::rc::Rc;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, at, json_string};

use crate::place::in_block;

/// The path in the block, and what stands there, where that is known.
struct Place {
    path: String,
    block: Option<Rc<Json>>,
}

impl Place {
    fn of(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Place> {
        let block = problem.address.and_then(|address| lookup.configuration(address));
        let path = in_block(problem.capture("path")?, block.as_deref());
        Some(Place { path, block })
    }

    fn value(&self) -> Option<&Json> {
        at(self.block.as_deref()?, &self.path)
    }
}

/// Sets a value, as JSON; without one, a person must.
fn set(problem: &Problem<'_>, path: &str, value: Option<String>, reason: &str, mut diagnosis: Diagnosis) -> Diagnosis {
    let fix = match value {
        Some(value) => problem.fix("set-attribute", path, reason).map(|fix| fix.value(&value)),
        None => problem.fix("manual", path, complaint(problem.detail)),
    };
    diagnosis.fixes.extend(fix);
    diagnosis
}

/// What the provider says of a value, without its path in front.
fn complaint(line: &str) -> &str {
    line.split_once("` ").map_or(line, |(_, complaint)| complaint)
}

/// Whether a value is worked out by Terraform, so that its text is none.
fn is_expression(text: &str) -> bool {
    text.contains("${") || text.contains("%{")
}

pub(super) fn text(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let place = Place::of(problem, lookup)?;
    let text = place.value().and_then(|value| match value {
        Json::Number(text) => Some(json_string(text)),
        Json::Bool(value) => Some(json_string(if *value { "true" } else { "false" })),
        _ => None,
    });
    Some(set(problem, &place.path, text, "it is the same as text", diagnosis))
}

pub(super) fn number(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let place = Place::of(problem, lookup)?;
    let number = place.value().and_then(Json::as_str).and_then(|text| {
        let number: i64 = text.parse().ok()?;
        // `007` and `+7` would not come back as they were.
        (number.to_string() == text).then(|| text.to_owned())
    });
    Some(set(
        problem,
        &place.path,
        number,
        "it is the same as a number",
        diagnosis,
    ))
}

pub(super) fn list(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let place = Place::of(problem, lookup)?;
    let list = place.value().and_then(|value| match value {
        Json::Object(_) | Json::Number(_) => Some(format!("[{value}]")),
        Json::String(text) if !text.is_empty() && !is_expression(text) => Some(format!("[{value}]")),
        _ => None,
    });
    Some(set(problem, &place.path, list, "the type has a list here", diagnosis))
}

pub(super) fn object(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let place = Place::of(problem, lookup)?;
    let text = place.value().and_then(Json::as_str).filter(|text| !is_expression(text));
    let object = text
        .and_then(|text| json::parse(text).ok())
        .filter(|value| value.as_object().is_some())
        .map(|value| value.to_text());
    Some(set(
        problem,
        &place.path,
        object,
        "the text is the JSON of an object",
        diagnosis,
    ))
}

pub(super) fn fixed(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let place = Place::of(problem, lookup)?;
    let (wanted, got) = (problem.capture("wanted")?, problem.capture("got")?);
    let value = wanted.eq_ignore_ascii_case(got).then(|| json_string(wanted));
    Some(set(
        problem,
        &place.path,
        value,
        "the schema tells upper case from lower case",
        diagnosis,
    ))
}

fn supported<'p>(problem: &Problem<'p>) -> impl Iterator<Item = &'p str> {
    problem.capture("all").unwrap_or_default().split(',').map(str::trim)
}

/// The value differs in case only from one that is supported, or is a number or truth value of that text.
pub(super) fn other_case(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let place = Place::of(problem, lookup)?;
    let text = match (problem.capture("value")?, place.value()) {
        ("", Some(Json::Number(text))) => text.clone(),
        ("", Some(Json::Bool(value))) => value.to_string(),
        (text, _) => text.to_owned(),
    };
    let wanted = supported(problem).find(|value| !value.is_empty() && value.eq_ignore_ascii_case(&text))?;
    diagnosis.finding.message = format!(
        "`{}` of {} is `{text}`, which the schema writes `{wanted}`",
        problem.capture("path")?,
        problem.place()
    );
    let value = Some(json_string(wanted));
    Some(set(
        problem,
        &place.path,
        value,
        "the schema tells upper case from lower case",
        diagnosis,
    ))
}

pub(super) fn not_supported(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let place = Place::of(problem, lookup)?;
    let mut all: Vec<&str> = supported(problem).collect();
    // The provider names them in any order.
    all.sort_unstable();
    let reason = format!("supported are {}", all.join(", "));
    diagnosis.fixes.extend(problem.fix("manual", &place.path, &reason));
    Some(diagnosis)
}

/// Nothing but a person knows what it should be.
pub(super) fn by_hand(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let place = Place::of(problem, lookup)?;
    Some(set(problem, &place.path, None, "", diagnosis))
}

/// A name is chosen by people; it is shown as it is.
pub(super) fn name(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let reason = "choose a name that the type allows, and map it, so that fidelity knows it";
    diagnosis.fixes.extend(problem.fix("manual", "name", reason));
    Some(diagnosis)
}
