//! What is referred to and is not there.

use atg_sdk::json::Json;
use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, paths};

/// Whether a text holds the address, and not only one that begins like it.
pub(super) fn refers_to(value: &Json, address: &str) -> bool {
    let Some(text) = value.as_str() else { return false };
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    text.match_indices(address).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|letter| is_word(letter) || letter == '.')
            && !text[at + address.len()..].starts_with(is_word)
    })
}

/// Fixes that take out each reference to an address; none where the configuration is not known.
pub(super) fn without(problem: &Problem<'_>, lookup: &dyn Lookup, target: &str, reason: &str) -> Vec<Fix> {
    let configuration = problem
        .address
        .and_then(|address| lookup.configuration(address))
        .unwrap_or_default();
    let places = paths(&configuration, &|_, value| refers_to(value, target));
    places
        .iter()
        .filter_map(|path| problem.fix("remove-attribute", path, reason))
        .collect()
}

/// Without the resource there is nothing to refer to.
pub(super) fn take_out(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let target = diagnosis.finding.subject.clone()?;
    let reason = format!("without {target} there is nothing that it could refer to");
    diagnosis.fixes = without(problem, lookup, &target, &reason);
    if diagnosis.fixes.is_empty() {
        let reason = format!("generate {target}, or take out the reference to it");
        diagnosis.fixes.extend(problem.fix("manual", "", &reason));
    }
    Some(diagnosis)
}

/// Variables and local values are declared, not taken out.
pub(super) fn declare(_: &Problem<'_>, _: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let target = diagnosis.finding.subject.clone()?;
    let reason = format!("declare {target}, or write its value where it is referred to");
    Some(diagnosis.fix(Fix::new("manual", &target, &reason)))
}

#[cfg(test)]
mod tests {
    use super::refers_to;
    use atg_sdk::json::Json;

    #[test]
    fn an_address_is_told_from_one_that_begins_or_ends_like_it() {
        let of = |text: &str| refers_to(&Json::String(text.to_owned()), "azurerm_subnet.a");
        assert!(of("${azurerm_subnet.a.id}") && of("azurerm_subnet.a") && of("${azurerm_subnet.a[0].id}"));
        assert!(
            !of("${azurerm_subnet.a_2.id}") && !of("${data.azurerm_subnet.a.id}") && !of("${xazurerm_subnet.a.id}")
        );
        assert!(!refers_to(&Json::Null, "azurerm_subnet.a"));
    }
}
