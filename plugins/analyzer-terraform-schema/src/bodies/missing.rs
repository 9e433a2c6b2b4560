//! What is missing in a body.

use atg_sdk::json::Json;
use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, json_string};

use crate::place::{in_block, is_secret, last, spelt};

/// What people choose most where nothing else is known: type, path, value as JSON. A proposal, never applied by itself.
const USUAL: [(&str, &str, &str); 12] = [
    ("Microsoft.Storage/storageAccounts", "sku.name", r#""Standard_LRS""#),
    ("Microsoft.Storage/storageAccounts", "kind", r#""StorageV2""#),
    ("Microsoft.ContainerRegistry/registries", "sku.name", r#""Basic""#),
    ("Microsoft.KeyVault/vaults", "properties.sku.family", r#""A""#),
    ("Microsoft.KeyVault/vaults", "properties.sku.name", r#""standard""#),
    ("Microsoft.Search/searchServices", "sku.name", r#""basic""#),
    ("Microsoft.EventHub/namespaces", "sku.name", r#""Standard""#),
    ("Microsoft.ServiceBus/namespaces", "sku.name", r#""Standard""#),
    ("Microsoft.RecoveryServices/vaults", "sku.name", r#""Standard""#),
    ("Microsoft.CognitiveServices/accounts", "sku.name", r#""S0""#),
    (
        "Microsoft.Automation/automationAccounts",
        "properties.sku.name",
        r#""Basic""#,
    ),
    (
        "Microsoft.Compute/snapshots",
        "properties.creationData.createOption",
        r#""Copy""#,
    ),
];

/// What the source has there, if it is worth anything.
fn in_source(problem: &Problem<'_>, lookup: &dyn Lookup, path: &str) -> Option<Json> {
    let source = lookup.source(problem.address?)?;
    let (_, value) = spelt(&source, path)?;
    let is_masked = value
        .as_str()
        .is_some_and(|text| text.is_empty() || text.starts_with("***"));
    (!value.is_null() && !is_masked).then(|| value.clone())
}

/// A secret: not even the source has it.
pub(super) fn secret(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let path = problem.capture("path")?;
    if !is_secret(last(path)) || in_source(problem, lookup, path).is_some() {
        return None;
    }
    let reason = "Azure never shows it: give it through a variable that is marked as sensitive";
    diagnosis
        .fixes
        .extend(problem.fix("manual", &format!("sensitive_body.{path}"), reason));
    Some(diagnosis)
}

/// A property that the source may have, or the body itself under another spelling.
pub(super) fn property(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let path = problem.capture("path")?;
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let body = configuration.as_deref().and_then(|block| block.get("body"));
    let there = in_block(path, configuration.as_deref());
    if let Some((spelling, _)) = body.and_then(|body| spelt(body, path)) {
        let fix = problem.fix(
            "rename-attribute",
            &format!("body.{spelling}"),
            "it is there, spelt otherwise",
        );
        diagnosis
            .fixes
            .extend(fix.map(|fix| fix.value(&json_string(last(path)))));
        return Some(diagnosis);
    }
    let fix = match in_source(problem, lookup, path) {
        Some(value) => {
            let fix = problem.fix("set-attribute", &there, "the source has this value");
            fix.map(|fix| fix.value(&value.to_text()))
        }
        None => {
            let name = problem.type_name(lookup).unwrap_or_default();
            let usual = USUAL
                .iter()
                .find(|(of, at, _)| of.eq_ignore_ascii_case(&name) && *at == path);
            match usual {
                Some((.., value)) => {
                    let fix = problem.fix(
                        "manual",
                        &there,
                        "the source does not have it; this value is the most usual one",
                    );
                    fix.map(|fix| fix.value(value))
                }
                None => problem.fix("manual", &there, "the source does not have it; it must be chosen"),
            }
        }
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}
