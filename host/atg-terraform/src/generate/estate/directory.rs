//! Who an id names, whatever its case.

use std::collections::BTreeMap;

use atg_core::snapshot::Snapshot;
use hashbrown::HashMap;

use super::Place;
use crate::generate::arm::{self, Found};
use crate::generate::survey::Surveyed;

/// What an id names within the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::generate) enum Known {
    /// A resource by its number.
    Resource(u32),
    /// A group by its number.
    Group(u32),
    /// A subscription that the source lies in.
    Subscription,
}

/// Ids of everything in the source.
#[derive(Debug)]
pub(in crate::generate) struct Directory {
    known: HashMap<Found, Known>,
    /// In lower case.
    subscription: String,
}

impl Directory {
    pub(super) fn of(source: &Snapshot, surveyed: &[Surveyed]) -> Directory {
        let mut known = HashMap::with_capacity(surveyed.len() + source.groups().len());
        let mut subscriptions: BTreeMap<String, u32> = BTreeMap::new();
        let stated = source.scope.subscription_id.as_deref().map(str::to_ascii_lowercase);
        for (number, one) in (0_u32..).zip(surveyed) {
            if let (Some(scope), Some(group)) = (one.group, source.group_of(number)) {
                known.insert(scope, Known::Group(group.0));
            }
            if let (_, Some(scope)) = arm::scopes(&one.id) {
                let own = scope[arm::SUBSCRIPTIONS.len()..].to_ascii_lowercase();
                *subscriptions.entry(own).or_default() += 1;
            }
            known.insert(one.own, Known::Resource(number));
        }
        for own in subscriptions.keys() {
            let scope = format!("{}{own}", arm::SUBSCRIPTIONS);
            known.insert(Found::of_lower(&scope), Known::Subscription);
        }
        // The one that most lie in, of those the first by name.
        let most = subscriptions.into_iter().rev().max_by_key(|(_, count)| *count);
        let subscription = stated.or(most.map(|(own, _)| own)).unwrap_or_default();
        let own = format!("{}{subscription}", arm::SUBSCRIPTIONS);
        known.insert(Found::of_lower(&own), Known::Subscription);
        for (number, group) in (0_u32..).zip(source.groups()) {
            let id = format!("{own}/resourcegroups/{}", group.printed.to_ascii_lowercase());
            known.entry(Found::of_lower(&id)).or_insert(Known::Group(number));
        }
        Directory { known, subscription }
    }

    /// The subscription of the source, in lower case; empty where there is none.
    pub(in crate::generate) fn subscription(&self) -> &str {
        &self.subscription
    }

    /// What an id in lower case names.
    pub(in crate::generate) fn find(&self, lower: &str) -> Option<Known> {
        self.known.get(&Found::of_lower(lower)).copied()
    }

    /// The first resource among several ids.
    pub(in crate::generate) fn resource(&self, ids: impl IntoIterator<Item = Found>) -> Option<u32> {
        ids.into_iter().find_map(|found| match self.known.get(&found) {
            Some(Known::Resource(number)) => Some(*number),
            _ => None,
        })
    }

    /// What a resource with such a parent lies below.
    pub(super) fn place(&self, parent: Option<Found>) -> Place {
        match parent.and_then(|parent| self.known.get(&parent).copied()) {
            Some(Known::Resource(number)) => Place::Resource(number),
            Some(Known::Group(number)) => Place::Group(number),
            Some(Known::Subscription) => Place::Subscription,
            None => Place::Outside,
        }
    }
}
