//! Comparing numbered iterations of one estate's Terraform configuration: what each holds, and what each changed.
//!
//! Iterations are pushed one by one and only the last one's addresses stay in memory, so a hundred of a hundred thousand
//! resources need no more room than two. An iteration's own prefix (`ITERATION90_`) is no content: it is left out of
//! addresses, of texts and of the digest. Prefixes of other iterations are content, because the source holds them.

mod content;
mod folder;
mod yields;

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde_json::{Value, json};

use crate::error::CoreError;
use crate::figures::{Ratio, Tenths};
use content::Content;

/// One iteration as it lies in its folder, already parsed.
#[derive(Debug, Default)]
pub struct IterationInput {
    /// Its number.
    pub number: u32,
    /// Terraform JSON files with their names, in any order.
    pub files: Vec<(String, Value)>,
    /// `yield.json`, where it is present.
    pub yields: Option<Value>,
    /// What was recorded of each stage, such as `validate` (`validate.json`), where it is present.
    pub stages: BTreeMap<String, Value>,
}

/// What one iteration holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Iteration {
    /// Its number.
    pub number: u32,
    /// How many resource blocks.
    pub resources: u64,
    /// How many resource blocks of each Terraform type.
    pub types: BTreeMap<String, u64>,
    /// How many of the source's resources were generated; absent where it is not recorded.
    pub yields: Option<Ratio>,
    /// Errors by stage; absent stages were not recorded.
    pub errors: BTreeMap<String, u64>,
    /// Digest of everything in the configuration, 32 hexadecimal digits; equal for equal content.
    pub digest: String,
    /// The first earlier iteration with the same content.
    pub same_as: Option<u32>,
}

/// What one iteration changed against the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The one before.
    pub from: u32,
    /// The one that changed it.
    pub to: u32,
    /// Addresses that are new.
    pub added: u64,
    /// Addresses that are gone.
    pub removed: u64,
    /// Addresses whose content differs.
    pub changed: u64,
    /// The same in a sentence.
    pub text: String,
}

/// What happened to one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its content differs.
    Changed,
}

impl ChangeKind {
    /// One word for outputs.
    pub const fn word(self) -> &'static str {
        match self {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Changed => "changed",
        }
    }
}

/// One row of the table of changes: what happened to an address from one iteration to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedAddress<'a> {
    /// The iteration before.
    pub from: u32,
    /// The iteration that changed it.
    pub to: u32,
    /// What happened.
    pub kind: ChangeKind,
    /// `TYPE.LABEL` without the iteration's prefix.
    pub address: &'a str,
}

impl<'a> ChangedAddress<'a> {
    /// The Terraform type.
    pub fn type_name(&self) -> &'a str {
        self.address
            .split_once('.')
            .map_or(self.address, |(type_name, _)| type_name)
    }
}

#[derive(Debug, Clone, Copy)]
struct Row {
    change: u32,
    kind: ChangeKind,
    address: u32,
}

/// All iterations, compared.
#[derive(Debug, Default)]
pub struct IterationComparison {
    /// In the order in which they were given.
    pub iterations: Vec<Iteration>,
    /// One for each iteration but the first.
    pub changes: Vec<Change>,
    addresses: Vec<String>,
    rows: Vec<Row>,
}

impl IterationComparison {
    /// How many rows the table of changes has.
    pub fn row_count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// One row of the table of changes: in the order of the iterations, then added, removed, changed, then by address.
    pub fn row(&self, at: u64) -> Option<ChangedAddress<'_>> {
        let row = self.rows.get(usize::try_from(at).ok()?)?;
        let change = self.changes.get(row.change as usize)?;
        let address = self.addresses.get(row.address as usize)?;
        Some(ChangedAddress {
            from: change.from,
            to: change.to,
            kind: row.kind,
            address,
        })
    }

    /// The report's summary.
    pub fn summary(&self) -> Value {
        let iteration = |one: &Iteration| {
            let yields = one.yields.map(|ratio| {
                json!({"matched": ratio.matched, "total": ratio.total, "percent": ratio.printed(None).map(Tenths::number)})
            });
            json!({
                "number": one.number,
                "resources": one.resources,
                "types": one.types.len(),
                "by_type": one.types,
                "yield": yields,
                "errors_by_stage": one.errors,
                "digest": one.digest,
                "same_content_as": one.same_as,
            })
        };
        let change = |one: &Change| json!({"from": one.from, "to": one.to, "added": one.added, "removed": one.removed, "changed": one.changed, "text": one.text});
        json!({
            "schema_version": 1,
            "iterations": self.iterations.iter().map(iteration).collect::<Vec<_>>(),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
        })
    }
}

/// Takes iterations one by one.
#[derive(Debug, Default)]
pub struct IterationComparer {
    done: IterationComparison,
    handles: HashMap<String, u32, FixedState>,
    /// Address and digest of everything in the last iteration, in the order of the handles.
    last: Vec<(u32, u128)>,
    digests: Vec<u128>,
}

impl IterationComparer {
    /// Nothing compared yet.
    pub fn new() -> IterationComparer {
        IterationComparer::default()
    }

    /// Takes the next iteration. Fails on files that are no Terraform JSON, and on a number that was taken already.
    pub fn push(&mut self, input: &IterationInput) -> Result<(), CoreError> {
        if self.done.iterations.iter().any(|one| one.number == input.number) {
            return Err(CoreError::request(format!("iteration {} is named twice", input.number))
                .with_hint("name every iteration once, for example `--iterations 180,181,182`"));
        }
        let content = Content::read(input)?;
        let mut errors = BTreeMap::new();
        for (stage, document) in &input.stages {
            errors.extend(yields::errors(document).map(|count| (stage.clone(), count)));
        }
        let same_as = self.digests.iter().position(|digest| *digest == content.digest);
        let iteration = Iteration {
            number: input.number,
            resources: content.resources.len() as u64,
            types: content.types,
            yields: input.yields.as_ref().and_then(yields::ratio),
            errors,
            digest: format!("{:032x}", content.digest),
            same_as: same_as
                .and_then(|at| self.done.iterations.get(at))
                .map(|one| one.number),
        };
        let mut now: Vec<(u32, u128)> = content
            .resources
            .into_iter()
            .map(|(address, digest)| (self.handle(address), digest))
            .collect();
        now.sort_unstable();
        if let Some(before) = self.done.iterations.last() {
            let same_rest = self.digests.last() == Some(&content.digest);
            let change = self.change(&before.clone(), &iteration, &now, same_rest);
            self.done.changes.push(change);
        }
        self.digests.push(content.digest);
        self.done.iterations.push(iteration);
        self.last = now;
        Ok(())
    }

    /// All iterations, compared.
    pub fn finish(self) -> IterationComparison {
        self.done
    }

    fn handle(&mut self, address: String) -> u32 {
        let next = u32::try_from(self.done.addresses.len()).unwrap_or(u32::MAX);
        *self.handles.entry(address).or_insert_with_key(|address| {
            self.done.addresses.push(address.clone());
            next
        })
    }

    fn change(&mut self, before: &Iteration, after: &Iteration, now: &[(u32, u128)], equal: bool) -> Change {
        let (mut old, mut new) = (self.last.iter().peekable(), now.iter().peekable());
        let mut found: [Vec<u32>; 3] = Default::default();
        loop {
            match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some((a, x)), Some((b, y))) if a == b => {
                    if x != y {
                        found[ChangeKind::Changed as usize].push(*a);
                    }
                    old.next();
                    new.next();
                }
                (Some((a, _)), next) if next.is_none_or(|(b, _)| a < b) => {
                    found[ChangeKind::Removed as usize].push(*a);
                    old.next();
                }
                (_, Some((b, _))) => {
                    found[ChangeKind::Added as usize].push(*b);
                    new.next();
                }
                (Some(_), None) => break,
            }
        }
        let index = u32::try_from(self.done.changes.len()).unwrap_or(u32::MAX);
        for kind in [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Changed] {
            let addresses = &mut found[kind as usize];
            addresses.sort_unstable_by(|a, b| self.done.addresses[*a as usize].cmp(&self.done.addresses[*b as usize]));
            self.done.rows.extend(addresses.iter().map(|address| Row {
                change: index,
                kind,
                address: *address,
            }));
        }
        let named = found.map(|handles| Named {
            count: handles.len() as u64,
            first: handles
                .iter()
                .take(NAMED)
                .map(|handle| self.done.addresses[*handle as usize].clone())
                .collect(),
        });
        let [added, removed, changed] = &named;
        Change {
            from: before.number,
            to: after.number,
            added: added.count,
            removed: removed.count,
            changed: changed.count,
            text: sentence(before, after, &named, equal),
        }
    }
}

/// So many addresses are named in a sentence; the table has all.
const NAMED: usize = 3;

struct Named {
    count: u64,
    first: Vec<String>,
}

impl Named {
    fn counted(&self) -> String {
        if self.count == 1 {
            "one resource".to_owned()
        } else {
            format!("{} resources", self.count)
        }
    }

    /// `: a, b` where all can be named.
    fn listed(&self) -> String {
        if self.count as usize == self.first.len() {
            format!(": {}", self.first.join(", "))
        } else {
            String::new()
        }
    }
}

fn sentence(before: &Iteration, after: &Iteration, [added, removed, changed]: &[Named; 3], equal: bool) -> String {
    let (from, to) = (before.number, after.number);
    let mut text = match (added.count, removed.count, changed.count) {
        _ if equal => format!("{to} has the same content as {from}"),
        (0, 0, 0) => format!("{to} has the resources of {from}; what differs stands outside of them"),
        (0, 0, _) => format!("{to} is {from} with {} changed{}", changed.counted(), changed.listed()),
        (0, _, _) => format!("{to} is {from} less {}{}", removed.counted(), removed.listed()),
        (_, 0, _) => format!("{to} is {from} plus {}{}", added.counted(), added.listed()),
        _ => format!(
            "{to} differs from {from}: {} added, {} removed",
            added.counted(),
            removed.counted()
        ),
    };
    if changed.count > 0 && added.count + removed.count > 0 {
        let (who, listed) = if changed.count == 1 {
            ("one other", changed)
        } else {
            ("others", changed)
        };
        let count = if changed.count == 1 {
            String::new()
        } else {
            format!("{} ", changed.count)
        };
        text.push_str(&format!("; {count}{who} changed{}", listed.listed()));
    }
    if let Some(same) = after.same_as.filter(|same| *same != from) {
        text.push_str(&format!("; it has the same content as {same}"));
    }
    for (stage, now) in &after.errors {
        if let Some(then) = before.errors.get(stage).filter(|then| *then != now) {
            text.push_str(&format!("; {stage} errors went from {then} to {now}"));
        }
    }
    text
}

#[cfg(test)]
mod tests;
