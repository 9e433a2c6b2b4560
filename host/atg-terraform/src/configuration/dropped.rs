//! Errors that went away because the resource did.

use std::collections::{BTreeMap, BTreeSet};

use atg_core::diagnosis::Diagnostic;
use atg_core::identity::strip_iteration_prefixes;

use super::{BlockKind, Configuration, without_key};

/// A resource that failed in one iteration and is not in the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its address in the iteration before.
    pub address: String,
    /// Fingerprints of its errors there, sorted.
    pub fingerprints: Vec<String>,
    /// Summaries of its errors there, sorted, each once.
    pub summaries: Vec<String>,
    /// What referred to it there, sorted.
    pub referred_by: Vec<String>,
    /// The same in a sentence.
    pub text: String,
}

/// The resources with errors in `before` that `after` does not have. An iteration's own prefix in labels does not count.
/// Sorted by address.
pub fn dropped_between(before: &Configuration, after: &Configuration, diagnostics: &[Diagnostic]) -> Vec<Dropped> {
    let left: BTreeSet<String> = after
        .blocks()
        .filter(|block| is_made(block.kind()))
        .map(|block| name(&block.address()))
        .collect();
    let mut failed: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics
        .iter()
        .filter(|one| one.severity.as_deref() != Some("warning"))
    {
        if let Some(address) = &diagnostic.address {
            failed.entry(without_key(address)).or_default().push(diagnostic);
        }
    }
    let mut dropped = Vec::new();
    for (address, errors) in failed {
        let Some(at) = before
            .position(address)
            .filter(|at| is_made(before.blocks[*at as usize].kind))
        else {
            continue;
        };
        if left.contains(&name(address)) {
            continue;
        }
        let mut fingerprints: Vec<String> = errors.iter().filter_map(|one| one.fingerprint.clone()).collect();
        fingerprints.sort_unstable();
        let summaries: BTreeSet<String> = errors.iter().filter_map(|one| one.summary.clone()).collect();
        let referring = (0_u32..)
            .zip(&before.blocks)
            .filter(|(from, _)| before.graph.of_block(*from).contains(&at));
        let mut referred_by: Vec<String> = referring.map(|(from, _)| before.address_at(from)).collect();
        referred_by.sort_unstable();
        let summaries: Vec<String> = summaries.into_iter().collect();
        dropped.push(Dropped {
            text: sentence(address, &summaries.join("; "), after),
            address: address.to_owned(),
            fingerprints,
            summaries,
            referred_by,
        });
    }
    dropped
}

fn sentence(address: &str, errors: &str, after: &Configuration) -> String {
    let own = name(address);
    let (_, label) = own.rsplit_once('.').unwrap_or_default();
    let text = format!(
        "`{address}` had an error ({errors}) and is no longer there: the error went away because the resource was dropped"
    );
    let like = |block: &super::Block<'_>| {
        is_made(block.kind()) && strip_iteration_prefixes(block.label()).0 == label && own != name(&block.address())
    };
    match after.blocks().find(like) {
        Some(other) => format!("{text}, unless it is `{}` now", other.address()),
        None => text,
    }
}

fn is_made(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Resource | BlockKind::Data)
}

/// An address without the prefixes of iterations in its label.
fn name(address: &str) -> String {
    match address.rsplit_once('.') {
        Some((kind, label)) => format!("{kind}.{}", strip_iteration_prefixes(label).0),
        None => address.to_owned(),
    }
}
