//! References to nothing, to oneself, and round and round.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Problem, Seen};
use crate::configuration::references::visit;
use crate::configuration::{Block, BlockKind, Configuration};

/// References of a block that lead to nothing, and to itself. Each target is told once a block, with where it first stands.
pub(super) fn undeclared(configuration: &Configuration, block: Block<'_>, body: &Map<String, Value>, seen: &mut Seen) {
    let own = block.address();
    let mut told = BTreeSet::new();
    let mut problems = Vec::new();
    visit(block.kind(), block.type_name(), body, &mut |path, reference| {
        let address = reference.address;
        if address == own && matches!(block.kind(), BlockKind::Resource | BlockKind::Data | BlockKind::Local) {
            if told.insert(address) {
                let detail = format!("Configuration for {own} may not refer to itself, as it does at `{path}`.");
                problems.push(Problem::error("self-reference", "Self-referential block", detail));
            }
        } else if configuration.position(&address).is_none() && !is_met_elsewhere(configuration, &address) {
            let place = path.to_string();
            if let Some(problem) = nothing(&address, &place).filter(|_| told.insert(address.clone())) {
                problems.push(problem);
            }
        }
    });
    problems.into_iter().for_each(|problem| seen.push(block, problem));
}

/// Whether HCL files, which are not read, may declare it.
fn is_met_elsewhere(configuration: &Configuration, address: &str) -> bool {
    let natives = &configuration.natives;
    let unseen = address.starts_with("local.") || address.starts_with("provider.");
    natives.iter().any(|(_, declared)| declared.contains(address)) || (unseen && !natives.is_empty())
}

/// The words of summaries are Terraform's own, so that a rule for one is a rule for the other.
fn nothing(address: &str, path: &str) -> Option<Problem> {
    let words = |code, what: &str, named: String| {
        let detail = format!("{named} has not been declared in the root module; `{path}` refers to it.");
        Some(Problem::error(code, format!("Reference to undeclared {what}"), detail))
    };
    let mut parts = address.split('.');
    match (parts.next()?, parts.next()?, parts.next()) {
        ("var", name, _) => words(
            "undeclared-variable",
            "input variable",
            format!("An input variable with the name \"{name}\""),
        ),
        ("local", name, _) => words(
            "undeclared-local",
            "local value",
            format!("A local value with the name \"{name}\""),
        ),
        ("module", name, _) => words("undeclared-module", "module", format!("The module \"{name}\"")),
        ("data", kind, Some(label)) => words(
            "undeclared-data",
            "resource",
            format!("A data resource \"{kind}\" \"{label}\""),
        ),
        ("ephemeral", kind, Some(label)) => words(
            "undeclared-resource",
            "resource",
            format!("An ephemeral resource \"{kind}\" \"{label}\""),
        ),
        ("provider", name, Some(alias)) => words(
            "undeclared-provider",
            "provider",
            format!("The provider configuration {name}.{alias}"),
        ),
        // A provider without a block is made by default.
        ("provider", ..) => None,
        (kind, label, _) => words(
            "undeclared-resource",
            "resource",
            format!("A managed resource \"{kind}\" \"{label}\""),
        ),
    }
}

/// Each cycle once, at its first block, with its shortest way.
pub(super) fn cycles(configuration: &Configuration, seen: &mut Seen) {
    for cycle in configuration.graph.cycles() {
        let addresses: Vec<String> = cycle.iter().map(|at| configuration.address_at(*at)).collect();
        let (Some(first), Some(at)) = (addresses.first(), cycle.first()) else {
            continue;
        };
        let detail = format!("Cycle: {}, {first}", addresses.join(", "));
        let block = configuration.shown(&configuration.blocks[*at as usize]);
        seen.push(block, Problem::error("dependency-cycle", "Dependency cycle", detail));
    }
}
