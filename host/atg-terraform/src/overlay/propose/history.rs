//! What the overlay itself says against a candidate: refused before, applied in vain, or going back and forth.

use std::collections::BTreeMap;

use super::candidate::{Candidate, Slot, digest, slot};
use super::{Conflict, Decision, Known, NotTaken};
use crate::overlay::Overlay;
use crate::overlay::apply::{apply, renamed};
use crate::overlay::entry::{Entry, State, Target};
use crate::overlay::kind::FixKind;
use crate::overlay::path::{Path, Step};
use crate::overlay::place::value_at;

/// What the history says of one candidate.
enum Verdict {
    Fresh,
    /// In the overlay, and what is at hand was generated without it.
    Pending(Entry),
    /// Applied before, and its diagnostic is still there.
    Exhausted(Entry),
    Refused(&'static str),
    /// Contradicts these.
    Conflict(Vec<Entry>),
    Oscillation(String),
}

/// Lets through the candidates that nothing in the overlay speaks against.
pub(super) fn sift(
    overlay: &Overlay,
    candidates: Vec<Candidate>,
    known: &Known<'_>,
    decision: &mut Decision,
) -> Vec<Candidate> {
    let mut slots: BTreeMap<Slot, Vec<&Entry>> = BTreeMap::new();
    for entry in &overlay.entries {
        slots.entry(slot(entry)).or_default().push(entry);
    }
    let mut fresh = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let rivals = slots.get(&slot(&candidate.entry)).map_or(&[][..], Vec::as_slice);
        match verdict(overlay, rivals, &candidate, known) {
            Verdict::Fresh => fresh.push(candidate),
            Verdict::Pending(entry) => add(&mut decision.pending, entry),
            Verdict::Exhausted(entry) => add(&mut decision.exhausted, entry),
            Verdict::Refused(why) => decision.refused.push(candidate.refusal(why)),
            Verdict::Oscillation(why) => decision.oscillations.push(NotTaken {
                entry: candidate.entry,
                why,
            }),
            Verdict::Conflict(mut entries) => {
                let (target, path) = (candidate.entry.target.text().to_owned(), candidate.entry.path.clone());
                if entries.iter().all(|entry| entry.id != candidate.entry.id) {
                    entries.push(candidate.entry);
                }
                entries.sort_by(|a, b| a.id.cmp(&b.id));
                if !decision
                    .conflicts
                    .iter()
                    .any(|one| one.target == target && one.path == path)
                {
                    decision.conflicts.push(Conflict { target, path, entries });
                }
            }
        }
    }
    fresh
}

/// A type-wide fix stands against many candidates, and is told once.
fn add(entries: &mut Vec<Entry>, entry: Entry) {
    if entries.iter().all(|known| known.id != entry.id) {
        entries.push(entry);
    }
}

/// `rivals` are all entries of the candidate's slot.
fn verdict(overlay: &Overlay, rivals: &[&Entry], candidate: &Candidate, known: &Known<'_>) -> Verdict {
    let iteration = known.context.iteration;
    for entry in rivals {
        let same = entry.id == candidate.entry.id;
        match entry.state {
            State::Conflict if same => {
                let open = rivals.iter().filter(|one| one.state == State::Conflict);
                return Verdict::Conflict(open.map(|one| (*one).clone()).collect());
            }
            State::Refused if same => return Verdict::Refused("a person refused it"),
            State::Retired if same && entry.superseded_by.is_some() => {
                return Verdict::Oscillation("it was replaced by another fix, and now comes again".to_owned());
            }
            _ => {}
        }
    }
    if let Some(entry) = overlay.active_like(candidate) {
        return if candidate.would_change(known) {
            Verdict::Pending(entry.clone())
        } else {
            Verdict::Exhausted(entry.clone())
        };
    }
    let active = || {
        rivals
            .iter()
            .filter(|entry| entry.state == State::Active && entry.kind.edits())
    };
    if let Some(rival) = active().find(|entry| entry.iteration >= iteration && iteration > 0) {
        return Verdict::Conflict(vec![(*rival).clone()]);
    }
    if let Some(why) = overlay.goes_back(candidate, active().copied(), known) {
        return Verdict::Oscillation(why);
    }
    Verdict::Fresh
}

impl Overlay {
    /// The active fix that does what the candidate would do, for the resource or for its type.
    fn active_like(&self, candidate: &Candidate) -> Option<&Entry> {
        let (new, address) = (&candidate.entry, candidate.entry.target.text());
        let active = match &new.target {
            Target::Resource { .. } => self.active(address, &candidate.arm_type),
            Target::Type(_) => self.active("", address),
        };
        active.into_iter().find(|entry| {
            entry.kind == new.kind
                && entry.value == new.value
                && entry.path.steps().len() == new.path.steps().len()
                && entry.path.covers(&new.path)
        })
    }

    /// Why a candidate would bring a path back to where it was.
    fn goes_back<'e>(
        &self,
        candidate: &Candidate,
        mut rivals: impl Iterator<Item = &'e Entry>,
        known: &Known<'_>,
    ) -> Option<String> {
        let new = &candidate.entry;
        let Target::Resource { address, .. } = &new.target else {
            return None;
        };
        let active = self.active(address, &candidate.arm_type);
        if active.is_empty() {
            return None;
        }
        let resource = known.resource(address)?;
        let mut after = resource.block.clone();
        apply(new, &mut after);
        let place = slot(new).1;
        let result = digest(value_at(&after, &place));
        if let Some(rival) = rivals.find(|rival| rival.before.as_ref() == Some(&result)) {
            return Some(format!("it undoes `{}` of iteration {}", rival.id, rival.iteration));
        }
        if new.kind == FixKind::RenameAttribute {
            let to = renamed(&new.path, new.value.as_ref())?;
            let back = |entry: &&Entry| {
                entry.kind == FixKind::RenameAttribute
                    && entry.path.covers(&to)
                    && renamed(&to, entry.value.as_ref()).as_ref() == Some(&new.path)
            };
            let found = active.into_iter().find(back)?;
            return Some(format!("it undoes `{}` of iteration {}", found.id, found.iteration));
        }
        // A removal for the whole type left no digest; what it took away was the source's.
        let removal = active.into_iter().find(|entry| {
            let same = entry.path.steps().len() == place.steps().len() && entry.path.covers(&place);
            entry.kind.removes() && same && matches!(entry.target, Target::Type(_))
        })?;
        let own = resource.source.as_ref().and_then(|source| {
            let (body, rest) = place.steps().split_first()?;
            let inside = matches!(body, Step::Member(name) if name == "body");
            let path = if inside { Path::of(rest) } else { place.clone() };
            value_at(source.as_object()?, &path)
        });
        let again = value_at(&after, &place)?;
        (own.is_none() || own == Some(again)).then(|| {
            format!(
                "`{}` of iteration {} took it away for the whole type",
                removal.id, removal.iteration
            )
        })
    }
}
