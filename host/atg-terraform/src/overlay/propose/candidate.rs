//! Proposals, read and looked at in the blocks that they would change.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use super::known::{Known, Resource};
use super::{Decision, Proposal, Refusal};
use crate::overlay::apply::{Outcome, apply};
use crate::overlay::effect::{Effect, effect, effect_by};
use crate::overlay::entry::{Entry, Target};
use crate::overlay::evidence::{Evidence, Said, placed};
use crate::overlay::kind::FixKind;
use crate::overlay::path::{Path, Step};
use crate::overlay::place::{Block, value_at};

/// A proposal that can be read and is of something that is there.
pub(super) struct Candidate {
    pub(super) entry: Entry,
    pub(super) confidence: f64,
    /// The ARM type of what it changes, without version.
    pub(super) arm_type: String,
    /// Whether any block would change.
    pub(super) changes: bool,
    /// Whether what it costs may be paid.
    pub(super) allowed: bool,
}

/// Where two fixes would get in each other's way.
pub(super) type Slot = ((bool, String), Path, String);

/// The slot of a fix.
pub(super) fn slot(entry: &Entry) -> Slot {
    let value = || entry.value.as_ref().map(Value::to_string).unwrap_or_default();
    let general = matches!(entry.target, Target::Type(_)) || entry.path.is_general();
    let what = match &entry.kind {
        FixKind::AddDependency => format!("depends {}", value()),
        // Of a type there are many values, and each may become another.
        FixKind::MapValue if general => match entry.value.as_ref().and_then(|value| value.get("from")) {
            Some(from) => format!("from {from}"),
            None => "edit".to_owned(),
        },
        kind if kind.edits() => "edit".to_owned(),
        kind => kind.word().to_owned(),
    };
    let path = match &entry.kind {
        FixKind::RenameResource if entry.path.is_empty() => Path::default().member("name"),
        _ => entry.path.clone(),
    };
    (entry.target.key(), path, what)
}

/// Reads proposals; the same fix proposed several times is one candidate that explains what all of them do. Sorted by target, path and id.
pub(super) fn read(proposals: Vec<Proposal>, known: &Known<'_>, decision: &mut Decision) -> Vec<Candidate> {
    let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
    let mut refused = Vec::new();
    for proposal in proposals {
        match candidate(&proposal, known) {
            Ok(new) => match found.get_mut(&new.entry.id) {
                None => {
                    found.insert(new.entry.id.clone(), new);
                }
                Some(old) => old.merge(new),
            },
            Err(why) => refused.push(Refusal {
                fix: proposal.fix,
                plugin: proposal.plugin,
                rule: proposal.rule,
                why,
            }),
        }
    }
    refused.sort_by(|a, b| (&a.fix, &a.plugin, &a.rule).cmp(&(&b.fix, &b.plugin, &b.rule)));
    decision.refused.extend(refused);
    let mut candidates: Vec<Candidate> = found.into_values().collect();
    candidates.sort_by(|a, b| {
        slot(&a.entry)
            .cmp(&slot(&b.entry))
            .then_with(|| a.entry.id.cmp(&b.entry.id))
    });
    candidates
}

fn candidate(proposal: &Proposal, known: &Known<'_>) -> Result<Candidate, String> {
    let fix = &proposal.fix;
    let kind = FixKind::of(&fix.kind);
    if let FixKind::Other(word) = &kind {
        return Err(format!("this atg does not know the word `{word}`"));
    }
    let resources = known.context.resources;
    let mut path = Path::parse(&fix.path).map_err(|fault| fault.to_string())?;
    let mut target = Target::of(&fix.address);
    let outside = !kind.edits() && kind != FixKind::DropResource;
    let arm_type = match &mut target {
        Target::Type(name) if !outside && resources.of_type(name).is_empty() => {
            return Err(format!("nothing of the type `{name}` is in the configuration"));
        }
        Target::Type(name) => name.clone(),
        Target::Resource { address, source } => match resources.arm_type(address) {
            Some(arm_type) => {
                let resource = known.resource(address);
                let own = resource.as_ref().and_then(|resource| resource.source.as_ref());
                *source = own
                    .and_then(|own| own.get("id"))
                    .and_then(Value::as_str)
                    .map(str::to_owned);
                if let Some(resource) = &resource {
                    path = placed(path, &resource.block);
                }
                arm_type
            }
            None if outside => String::new(),
            None => return Err(format!("there is no `{address}` in the configuration")),
        },
    };
    let value = match fix.value.as_str() {
        "" => None,
        text => Some(serde_json::from_str(text).map_err(|error| format!("its value is no JSON: {error}"))?),
    };
    if kind.needs_value() && value.is_none() {
        return Err(format!("`{kind}` needs a value"));
    }
    if kind.needs_path() && path.is_empty() {
        return Err(format!("`{kind}` needs a path"));
    }
    let mut entry = Entry::new(kind, target, path, value);
    entry.reason.clone_from(&fix.reason);
    entry.attributes = fix.attributes.iter().cloned().collect();
    entry.plugin.clone_from(&proposal.plugin);
    entry.rule.clone_from(&proposal.rule);
    entry.explains.clone_from(&proposal.explains);
    entry.explains.sort_unstable();
    entry.explains.dedup();
    Ok(Candidate {
        entry,
        confidence: proposal.confidence,
        arm_type,
        changes: false,
        allowed: false,
    })
}

impl Candidate {
    /// Takes in the same fix of another rule. The surer one's name stays; of two equally sure ones the first by name.
    fn merge(&mut self, other: Candidate) {
        let explains = std::mem::take(&mut self.entry.explains);
        let name = |one: &Candidate| {
            (
                one.entry.plugin.clone(),
                one.entry.rule.clone(),
                one.entry.reason.clone(),
            )
        };
        let ordering = other.confidence.total_cmp(&self.confidence);
        if ordering.then_with(|| name(self).cmp(&name(&other))).is_gt() {
            *self = other;
        } else {
            self.also_explains(&other.entry.explains);
        }
        self.also_explains(&explains);
    }

    pub(super) fn also_explains(&mut self, fingerprints: &[String]) {
        self.entry.explains.extend_from_slice(fingerprints);
        self.entry.explains.sort_unstable();
        self.entry.explains.dedup();
    }

    /// The addresses of what it is of, sorted.
    fn addresses(&self, known: &Known<'_>) -> Vec<String> {
        match &self.entry.target {
            Target::Resource { address, .. } => vec![address.clone()],
            Target::Type(name) => {
                let mut addresses = known.context.resources.of_type(name);
                addresses.sort_unstable();
                addresses
            }
        }
    }

    /// Whether it would change any block.
    pub(super) fn would_change(&self, known: &Known<'_>) -> bool {
        let changed = |resource: Rc<Resource>| apply(&self.entry, &mut resource.block.clone()) == Outcome::Applied;
        self.entry.kind == FixKind::DropResource
            || self
                .addresses(known)
                .iter()
                .any(|address| known.resource(address).is_some_and(changed))
    }

    /// Computes what it costs, and whether it changes anything.
    pub(super) fn judge(&mut self, known: &Known<'_>) {
        let said = known.said(&self.entry.explains);
        self.changes = self.entry.kind == FixKind::DropResource;
        let mut worst = effect(&self.entry, &Block::new(), &Evidence::default());
        if self.entry.kind.edits() {
            worst = Effect::Lossless;
            for address in self.addresses(known) {
                let Some(resource) = known.resource(&address) else {
                    continue;
                };
                let block = &resource.block;
                if apply(&self.entry, &mut block.clone()) != Outcome::Applied {
                    continue;
                }
                self.changes = true;
                if matches!(self.entry.target, Target::Resource { .. }) {
                    self.entry.before = Some(digest(value_at(block, &slot(&self.entry).1)));
                }
                let cost = effect_on(&self.entry, &self.arm_type, &resource, &said, known);
                worst = worst.max(cost);
            }
        }
        self.entry.effect = worst;
        self.allowed = !worst.loses() || known.context.accept_lossy;
    }

    /// The blocks that it would leave, for comparing with another one of the same target.
    pub(super) fn result(&self, known: &Known<'_>) -> Vec<Block> {
        let resources = self.addresses(known).into_iter();
        let blocks = resources
            .filter_map(|address| known.resource(&address))
            .map(|resource| {
                let mut block = resource.block.clone();
                apply(&self.entry, &mut block);
                block
            });
        blocks.collect()
    }

    pub(super) fn refusal(self, why: &str) -> Refusal {
        Refusal {
            fix: self.entry.fix(),
            plugin: self.entry.plugin,
            rule: self.entry.rule,
            why: why.to_owned(),
        }
    }
}

/// What a fix costs one resource, by all that the host knows of it.
pub(super) fn effect_on(
    entry: &Entry,
    arm_type: &str,
    resource: &Resource,
    said: &[Said],
    known: &Known<'_>,
) -> Effect {
    let resources = known.context.resources;
    let read_only = |path: &Path| match path.steps() {
        [Step::Member(body), rest @ ..] if body == "body" => {
            resources.is_read_only(arm_type, &Path::of(rest).generalized().to_string())
        }
        _ => false,
    };
    let source_id = |address: &str| Some(resources.source(address)?.get("id")?.as_str()?.to_owned());
    let evidence = Evidence {
        diagnostics: &[],
        source: resource.source.as_ref(),
        read_only: Some(&read_only),
        source_id: Some(&source_id),
    };
    effect_by(entry, &resource.block, &evidence, said)
}

/// Digest of what stands at a path; tells two values apart without keeping them.
pub(super) fn digest(value: Option<&Value>) -> String {
    match value {
        None => "absent".to_owned(),
        Some(value) => format!("{:016x}", xxh3_64(value.to_string().as_bytes())),
    }
}
