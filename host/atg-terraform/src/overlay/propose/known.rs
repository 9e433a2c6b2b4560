//! The context of a decision, with what is asked for often found fast.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use hashbrown::HashMap;
use serde_json::Value;

use super::Context;
use crate::overlay::evidence::{Said, said};
use crate::overlay::place::Block;

/// One resource, as it stands and as it was generated from.
pub(super) struct Resource {
    pub(super) block: Block,
    pub(super) source: Option<Value>,
}

/// The context, with what is asked for often found fast.
pub(super) struct Known<'c> {
    pub(super) context: &'c Context<'c>,
    /// What each diagnostic says of paths, by fingerprint; read once, because a fix of a type may explain thousands.
    said: HashMap<&'c str, Vec<Said>>,
    /// The resource that was asked for last: fixes of one resource follow one another, and making a block is what takes
    /// the time. All of them would not fit.
    last: RefCell<Option<(String, Option<Rc<Resource>>)>>,
}

impl<'c> Known<'c> {
    pub(super) fn of(context: &'c Context<'c>) -> Known<'c> {
        let named = context.diagnostics.iter();
        let said = named
            .filter_map(|one| Some((one.fingerprint.as_deref()?, said(one))))
            .collect();
        Known {
            context,
            said,
            last: RefCell::new(None),
        }
    }

    /// What the diagnostics of these fingerprints say, as they came from Terraform.
    pub(super) fn said(&self, fingerprints: &[String]) -> Vec<Said> {
        let found = fingerprints.iter().filter_map(|one| self.said.get(one.as_str()));
        let distinct: BTreeSet<&Said> = found.flatten().collect();
        distinct.into_iter().cloned().collect()
    }

    /// A resource; nothing where there is none.
    pub(super) fn resource(&self, address: &str) -> Option<Rc<Resource>> {
        if let Some((last, resource)) = &*self.last.borrow()
            && last == address
        {
            return resource.clone();
        }
        let resources = self.context.resources;
        let resource = resources.block(address).map(|block| {
            let source = resources.source(address);
            Rc::new(Resource { block, source })
        });
        *self.last.borrow_mut() = Some((address.to_owned(), resource.clone()));
        resource
    }
}
