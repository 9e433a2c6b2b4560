//! The context of a decision, with what is asked for often found fast.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::Context;
use crate::overlay::evidence::{Said, said};

/// The context, with what is asked for often found fast.
pub(super) struct Known<'c> {
    pub(super) context: &'c Context<'c>,
    /// What each diagnostic says of paths, by fingerprint; read once, because a fix of a type may explain thousands.
    said: HashMap<&'c str, Vec<Said>>,
}

impl<'c> Known<'c> {
    pub(super) fn of(context: &'c Context<'c>) -> Known<'c> {
        let named = context.diagnostics.iter();
        let said = named
            .filter_map(|one| Some((one.fingerprint.as_deref()?, said(one))))
            .collect();
        Known { context, said }
    }

    /// What the diagnostics of these fingerprints say, as they came from Terraform.
    pub(super) fn said(&self, fingerprints: &[String]) -> Vec<Said> {
        let found = fingerprints.iter().filter_map(|one| self.said.get(one.as_str()));
        let distinct: BTreeSet<&Said> = found.flatten().collect();
        distinct.into_iter().cloned().collect()
    }
}
