//! Which failures only follow from others.

use std::collections::{BTreeMap, BTreeSet};

use atg_core::diagnosis::Diagnostic;

use super::{Configuration, Reference, bare_reference, without_key};

/// Codes of services that say that something else is missing.
const SECONDARY_CODES: [&str; 9] = [
    "InvalidResourceReference",
    "LinkedInvalidPropertyId",
    "NotFound",
    "ParentResourceNotFound",
    "ReferencedResourceNotProvisioned",
    "ResourceGroupNotFound",
    "ResourceNotFound",
    "undeclared-data",
    "undeclared-resource",
];

/// Parts of messages, in lower case, that say that something else is missing or failed.
const SECONDARY_WORDS: [&str; 13] = [
    "because a dependency failed",
    "cannot be determined until apply",
    "could not be found",
    "depends on a resource that",
    "depends on resource attributes that cannot be determined",
    "failed to find",
    "has not been declared in the root module",
    "known only after apply",
    "reference to undeclared resource",
    "unknown value",
    "unsupported attribute",
    "was not found",
    "which depends on",
];

/// Sets `root` of the diagnostics that only follow from another one: their words say that something else is missing or
/// failed, and something that their block refers to, directly or by others, has a failure of its own. Also where they name
/// an undeclared block that has one. The nearest such failure is the root; diagnostics with a root keep it.
pub fn roots(diagnostics: &mut [Diagnostic], configuration: &Configuration) {
    let mut own: BTreeSet<String> = BTreeSet::new();
    let mut follows: BTreeMap<String, bool> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|one| is_error(one)) {
        let Some(address) = address(diagnostic) else { continue };
        let secondary = is_secondary(diagnostic) || diagnostic.root.is_some();
        // An address follows only if everything that is wrong with it does.
        *follows.entry(address.to_owned()).or_insert(true) &= secondary;
        if !secondary {
            own.insert(address.to_owned());
        }
    }
    let positions: BTreeSet<u32> = own
        .iter()
        .filter_map(|address| configuration.position(address))
        .collect();
    for diagnostic in diagnostics.iter_mut() {
        if diagnostic.root.is_some() || !is_error(diagnostic) || !is_secondary(diagnostic) {
            continue;
        }
        let Some(address) = address(diagnostic).map(str::to_owned) else {
            continue;
        };
        let named = named(diagnostic)
            .into_iter()
            .find(|named| *named != address && own.contains(named));
        diagnostic.root = named.or_else(|| {
            let from = configuration.position(&address)?;
            let root = configuration.graph.nearest(from, |block| positions.contains(&block))?;
            Some(configuration.address_at(root))
        });
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity.as_deref() != Some("warning")
}

fn address(diagnostic: &Diagnostic) -> Option<&str> {
    diagnostic.address.as_deref().map(without_key)
}

fn is_secondary(diagnostic: &Diagnostic) -> bool {
    let code = diagnostic.code.as_deref().unwrap_or_default();
    let texts = [&diagnostic.summary, &diagnostic.detail].into_iter().flatten();
    SECONDARY_CODES.contains(&code)
        || texts
            .map(|text| text.to_lowercase())
            .any(|text| SECONDARY_WORDS.iter().any(|words| text.contains(words)))
}

/// The addresses that a message names: `"azurerm_subnet" "a"` and `azurerm_subnet.a`.
fn named(diagnostic: &Diagnostic) -> Vec<String> {
    let mut all = Vec::new();
    for text in [&diagnostic.summary, &diagnostic.detail].into_iter().flatten() {
        let quoted: Vec<&str> = text.split('"').collect();
        // Odd parts stand in quotes; two of them with a space between are type and label.
        for at in (1..quoted.len().saturating_sub(2)).step_by(2) {
            if quoted[at + 1] == " " {
                all.push(format!("{}.{}", quoted[at], quoted[at + 2]));
            }
        }
        let words =
            text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '`' | '"' | '(' | ')'));
        let references = words
            .map(|word| word.trim_end_matches(['.', ':']))
            .filter(|word| word.contains('.'));
        all.extend(
            references
                .filter_map(bare_reference)
                .map(|Reference { address, .. }| address),
        );
    }
    all
}
