//! Ids: placeholders, zeros, and those that point elsewhere.

use std::collections::BTreeMap;

use super::{Problem, Seen};
use crate::configuration::{Block, BlockKind, Configuration};
use crate::overlay::{Path, Step};

const ZERO: &str = "00000000-0000-0000-0000-000000000000";

/// What is wrong with a text as an id.
pub(super) fn problem(path: &Path, text: &str) -> Option<Problem> {
    let name = last_name(path);
    if let Some(subscription) = subscription(text).or_else(|| (squashed(name) == "subscriptionid").then_some(text)) {
        if subscription.eq_ignore_ascii_case(ZERO) {
            let detail = format!("`{path}` names the subscription {ZERO}, which is nobody's.");
            return Some(Problem::error("zero-subscription-id", "Subscription of zeros", detail));
        }
        if !is_open(subscription) && !is_guid(subscription) {
            let subscription = subscription.escape_debug();
            let detail = format!("`{path}` names the subscription `{subscription}`, which is no id of a subscription.");
            return Some(Problem::error(
                "placeholder-subscription",
                "Placeholder in place of a subscription",
                detail,
            ));
        }
    }
    if text.len() < ZERO.len() || !text.contains(ZERO) {
        return None;
    }
    let (code, summary) = match squashed(name).as_str() {
        "tenantid" => ("zero-tenant-id", "Tenant of zeros"),
        _ => ("zero-id", "Id of zeros"),
    };
    let detail = format!("`{path}` holds {ZERO}, which is nobody's.");
    Some(Problem::error(code, summary, detail))
}

/// The member that a value belongs to: items of a list are called as the list is.
pub(super) fn last_name(path: &Path) -> &str {
    let names = path.steps().iter().rev().find_map(|step| match step {
        Step::Member(name) => Some(name.as_str()),
        _ => None,
    });
    names.unwrap_or_default()
}

/// A name in lower case without what stands between its words: `tenant_id` and `tenantId` are one.
pub(super) fn squashed(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// What stands for the subscription in an id; nothing where there is none.
fn subscription(text: &str) -> Option<&str> {
    let head = text.get(..15)?;
    if !head.eq_ignore_ascii_case("/subscriptions/") {
        return None;
    }
    let rest = &text[15..];
    // A template may hold slashes of its own.
    Some(if rest.starts_with("${") {
        rest
    } else {
        rest.split('/').next().unwrap_or(rest)
    })
}

fn is_open(text: &str) -> bool {
    text.is_empty() || text.contains("${") || text.contains("%{")
}

pub(super) fn is_guid(text: &str) -> bool {
    text.len() == ZERO.len()
        && text.bytes().enumerate().all(|(at, letter)| match at {
            8 | 13 | 18 | 23 => letter == b'-',
            _ => letter.is_ascii_hexdigit(),
        })
}

/// Which subscriptions the ids of a configuration point to.
#[derive(Default)]
pub(super) struct Subscriptions {
    counts: BTreeMap<String, u64>,
    blocks: BTreeMap<(String, String), u64>,
}

impl Subscriptions {
    pub(super) fn meet(&mut self, block: Block<'_>, text: &str) {
        let Some(id) = subscription(text).filter(|id| is_guid(id) && *id != ZERO) else {
            return;
        };
        let id = id.to_ascii_lowercase();
        if block.kind() == BlockKind::Resource {
            *self.blocks.entry((id.clone(), block.address())).or_default() += 1;
        }
        *self.counts.entry(id).or_default() += 1;
    }

    /// Tells of blocks that point elsewhere, where more than half of all ids point to one subscription.
    pub(super) fn tell(self, configuration: &Configuration, seen: &mut Seen) {
        let total: u64 = self.counts.values().sum();
        let Some((most, _)) = self.counts.iter().find(|(_, count)| **count * 2 > total) else {
            return;
        };
        for ((id, address), count) in self.blocks.iter().filter(|((id, _), _)| id != most) {
            let Some(block) = configuration.find(address) else {
                continue;
            };
            let ids = if *count == 1 {
                "One id points".to_owned()
            } else {
                format!("{count} ids point")
            };
            let detail = format!("{ids} to the subscription {id}; most of the configuration points to {most}.");
            let problem = Problem::warning("other-subscription", "Ids of another subscription", detail);
            seen.push(block, problem);
        }
    }
}
