//! What stands in a body, and should not.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, every_item, json_string};

use crate::place::{in_block, last, spelt};

/// Where it is in the block; `None` where the pattern took no path.
fn path_of(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<String> {
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let path = problem.capture("path").or_else(|| {
        // Arguments that a whole type does not take are named in the sentence only.
        let own = ["location", "tags", "identity"];
        own.into_iter()
            .find(|name| problem.detail.starts_with(&format!("`{name}`")))
    })?;
    Some(in_block(path, configuration.as_deref()))
}

/// A fix for all of the type, where the type is known, else for the address.
fn fix(problem: &Problem<'_>, lookup: &dyn Lookup, kind: &str, path: &str, reason: &str) -> Option<Fix> {
    match problem.type_name(lookup) {
        Some(name) => Some(Fix::new(kind, &name, reason).path(&every_item(path))),
        None => problem.fix(kind, path, reason),
    }
}

/// The path in a sentence, without the numbers of items, so that it is the same for all of the type.
fn in_words(path: &str) -> String {
    let path = every_item(path);
    path.strip_prefix("body.").map(str::to_owned).unwrap_or(path)
}

/// It holds for the type, so it is taken out everywhere.
pub(super) fn everywhere(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let path = path_of(problem, lookup)?;
    let is_read_only = diagnosis.finding.rule == "body-read-only";
    let reason = if is_read_only {
        "only the service sets it"
    } else {
        "the type does not take it"
    };
    if is_read_only && let Some(name) = problem.type_name(lookup) {
        diagnosis.finding.message = format!("`{}` of {name} is set by the service only", in_words(&path));
    }
    diagnosis
        .fixes
        .extend(fix(problem, lookup, "remove-attribute", &path, reason));
    Some(diagnosis)
}

/// The suggestion differs in case only: schemas spell a property in one way, everywhere.
pub(super) fn other_case(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let (taken, other) = (problem.capture("path")?, problem.capture("other")?);
    if !taken.eq_ignore_ascii_case(other) {
        return None;
    }
    let path = path_of(problem, lookup)?;
    if let Some(name) = problem.type_name(lookup) {
        diagnosis.finding.message = format!("`{}` of {name} is spelt `{}`", in_words(&path), last(other));
    }
    let fix = fix(
        problem,
        lookup,
        "rename-attribute",
        &path,
        "schemas tell upper case from lower case",
    )?;
    Some(diagnosis.fix(fix.value(&json_string(last(other)))))
}

/// The suggestion is the nearest name, however far it is: only one that is near, in the same object, and not there already is
/// believed.
pub(super) fn misspelt(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let (taken, other) = (problem.capture("path")?, problem.capture("other")?);
    let outer = |path: &str| path.len() - last(path).len();
    let is_near = taken[..outer(taken)] == other[..outer(other)] && is_near(last(taken), last(other));
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let body = configuration.as_deref().and_then(|block| block.get("body"));
    if !is_near || body.is_some_and(|body| spelt(body, other).is_some()) {
        return None;
    }
    let path = path_of(problem, lookup)?;
    let fix = problem.fix(
        "rename-attribute",
        &path,
        "it is the only name of the type that is like it",
    )?;
    Some(diagnosis.fix(fix.value(&json_string(last(other)))))
}

/// What the type does not have, it does not take.
pub(super) fn unknown(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let path = path_of(problem, lookup)?;
    let reason = "the type has no such property in this api-version";
    diagnosis.fixes.extend(problem.fix("remove-attribute", &path, reason));
    Some(diagnosis)
}

/// Whether one name comes from the other by one or two slips of the pen.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shorter = one.len().min(other.len());
    let allowed = if shorter < 6 { 1 } else { 2 };
    if one.len().abs_diff(other.len()) > allowed || shorter < 3 {
        return false;
    }
    // The distance of Levenshtein, a row at a time.
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, against) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != against);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()] <= allowed
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn a_slip_of_the_pen_is_told_from_another_word() {
        assert!(is_near("adressPrefix", "addressPrefix") && is_near("minimumTlsVersio", "minimumTlsVersion"));
        assert!(is_near("kindd", "kind") && is_near("same", "same"));
        assert!(!is_near("foo", "id") && !is_near("foo", "keyPolicy") && !is_near("note", "value"));
        assert!(!is_near("", "") && !is_near("ab", "ac"));
    }
}
