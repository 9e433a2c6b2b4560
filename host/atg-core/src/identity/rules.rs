//! A mapping made ready for rewriting: the source's words on the left, the target's on the right, both folded.

use super::canonical::Canonical;
use super::{Normalizer, Side, strip_iteration_prefixes};
use crate::mapping::{Mapping, MappingKind};
use std::collections::BTreeMap;

/// The rules of one mapping. All keys are lower-case, without iteration prefixes; all targets are too.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    names: Table,
    groups: Table,
    /// Canonical ids from the group or provider on.
    resources: Table,
    /// Ends of ids, such as `microsoft.network/virtualnetworks/hub`.
    endings: Vec<(Vec<u8>, Rule)>,
    principals: Table,
    subscriptions: Table,
    locations: Table,
    skus: Table,
    /// Where uses are counted, for everybody who holds a clone.
    mapping: Mapping,
}

type Table = BTreeMap<Vec<u8>, Rule>;

/// The target's words for an entry, and the entry as the mapping spells it.
#[derive(Debug, Clone)]
struct Rule {
    target: Vec<u8>,
    spelling: String,
}

impl Rules {
    pub(super) fn new(mapping: &Mapping) -> Rules {
        let lower = |text: &str| text.to_ascii_lowercase().into_bytes();
        let name = |text: &str| lower(strip_iteration_prefixes(text).0);
        let mut rules = Rules {
            names: table(&mapping.names, name),
            groups: table(&mapping.resource_groups, name),
            resources: Table::new(),
            endings: Vec::new(),
            principals: table(&mapping.principals, lower),
            subscriptions: table(&mapping.subscriptions, lower),
            locations: table(&mapping.locations, fold_location),
            skus: table(&mapping.skus, lower),
            mapping: mapping.clone(),
        };
        let plain = Normalizer::new(Side::Target, &Mapping::default());
        for (source, target) in &mapping.resources {
            let (from, to) = (canonical(&plain, source), canonical(&plain, target));
            let rule = |target| Rule {
                target,
                spelling: source.clone(),
            };
            if source.starts_with('/') && target.starts_with('/') {
                rules.resources.insert(from, rule(to));
            } else {
                let slashless = |text: Vec<u8>| text.strip_prefix(b"/").map(<[u8]>::to_vec).unwrap_or(text);
                rules.endings.push((slashless(from), rule(slashless(to))));
            }
        }
        rules
    }

    /// Rewrites the canonical text at the buffer's end. An explicit mapping of the resource, or of one above it, goes
    /// before names and groups. `own` where the id is the row's own, whose uses of the mapping count.
    pub(super) fn rewrite(&self, buffer: &mut Vec<u8>, canonical: &mut Canonical, own: bool) {
        let text = buffer[canonical.from..].to_vec();
        if let Some(rewritten) = self.explicit(&text, own) {
            buffer.truncate(canonical.from);
            buffer.extend_from_slice(&rewritten);
            canonical.explicit = true;
            return;
        }
        if self.names.is_empty() && self.groups.is_empty() {
            return;
        }
        let mut words = text.split(|byte| *byte == b'/').skip(1);
        let mut rewritten = Vec::with_capacity(text.len());
        let mut changed = false;
        while let Some(word) = words.next() {
            push_segment(&mut rewritten, word);
            let Some(next) = words.next() else { break };
            let (table, kind) = match word {
                b"resourcegroups" => (&self.groups, MappingKind::ResourceGroups),
                // The namespace is followed by pairs again.
                b"providers" => {
                    push_segment(&mut rewritten, next);
                    continue;
                }
                _ => (&self.names, MappingKind::Names),
            };
            match table.get(next) {
                Some(rule) => {
                    self.used(kind, rule, own);
                    changed |= rule.target != next;
                    push_segment(&mut rewritten, &rule.target);
                }
                None => push_segment(&mut rewritten, next),
            }
        }
        if changed {
            buffer.truncate(canonical.from);
            buffer.extend_from_slice(&rewritten);
            canonical.mapped = true;
        }
    }

    fn explicit(&self, text: &[u8], own: bool) -> Option<Vec<u8>> {
        if self.resources.is_empty() && self.endings.is_empty() {
            return None;
        }
        let mut end = text.len();
        loop {
            let head = &text[..end];
            if let Some(rule) = self.resources.get(head) {
                self.used(MappingKind::Resources, rule, own);
                return Some([&rule.target, &text[end..]].concat());
            }
            for (from, rule) in &self.endings {
                if let Some(before) = head.strip_suffix(from.as_slice())
                    && (before.is_empty() || before.ends_with(b"/"))
                {
                    self.used(MappingKind::Resources, rule, own);
                    return Some([before, &rule.target, &text[end..]].concat());
                }
            }
            end = head.iter().rposition(|byte| *byte == b'/').filter(|at| *at > 0)?;
        }
    }

    fn used(&self, kind: MappingKind, rule: &Rule, counts: bool) {
        if counts {
            self.mapping.count(kind, &rule.spelling, 1);
        }
    }

    /// The target's word for a folded value, if there is one: a name without prefixes, a GUID, a location without
    /// spaces, a SKU.
    pub(crate) fn word(&self, kind: MappingKind, folded: &[u8], counts: bool) -> Option<&[u8]> {
        let table = match kind {
            MappingKind::Names => &self.names,
            MappingKind::ResourceGroups => &self.groups,
            MappingKind::Resources => &self.resources,
            MappingKind::Principals => &self.principals,
            MappingKind::Subscriptions => &self.subscriptions,
            MappingKind::Locations => &self.locations,
            MappingKind::Skus => &self.skus,
        };
        let rule = table.get(folded)?;
        self.used(kind, rule, counts);
        Some(&rule.target)
    }
}

fn table(entries: &BTreeMap<String, String>, fold: impl Fn(&str) -> Vec<u8>) -> Table {
    let rule = |(from, to): (&String, &String)| {
        (
            fold(from),
            Rule {
                target: fold(to),
                spelling: from.clone(),
            },
        )
    };
    entries.iter().map(rule).collect()
}

fn push_segment(text: &mut Vec<u8>, segment: &[u8]) {
    text.push(b'/');
    text.extend_from_slice(segment);
}

fn canonical(plain: &Normalizer, id: &str) -> Vec<u8> {
    let mut text = Vec::new();
    let canonical = plain.canonicalize(id.as_bytes(), &mut text);
    text.split_off(canonical.from)
}

/// A location without spaces, in lower case: `East US` is `eastus`.
pub(crate) fn fold_location(location: &str) -> Vec<u8> {
    location
        .bytes()
        .filter(|byte| *byte != b' ')
        .map(|byte| byte.to_ascii_lowercase())
        .collect()
}
