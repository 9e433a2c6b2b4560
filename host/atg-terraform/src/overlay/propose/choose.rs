//! Which of several candidates is taken.

use std::collections::BTreeMap;

use super::candidate::{Candidate, Slot, slot};
use super::{Conflict, Decision, Known, NotTaken};
use crate::overlay::effect::Effect;
use crate::overlay::entry::Entry;

/// Takes out what edits nothing, and what edits but changes nothing.
pub(super) fn sorted_out(candidates: Vec<Candidate>, known: &Known<'_>, decision: &mut Decision) -> Vec<Candidate> {
    let mut left = Vec::with_capacity(candidates.len());
    for mut candidate in candidates {
        candidate.judge(known);
        match candidate.entry.effect {
            Effect::Action => decision.actions.push(candidate.entry),
            Effect::Manual => decision.manual.push(candidate.entry),
            _ if !candidate.changes => {
                decision.refused.push(candidate.refusal("nothing would change"));
            }
            _ => left.push(candidate),
        }
    }
    left
}

/// One candidate a place: of those that cost the least, if they come to the same. The rest is held back, or a conflict.
pub(super) fn agreed(candidates: Vec<Candidate>, known: &Known<'_>, decision: &mut Decision) -> Vec<Candidate> {
    let mut places: BTreeMap<Slot, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        places.entry(slot(&candidate.entry)).or_default().push(candidate);
    }
    let mut chosen = Vec::with_capacity(places.len());
    for mut rivals in places.into_values() {
        let least = rivals.iter().map(|one| one.entry.effect).min();
        let costly = rivals.extract_if(.., |one| Some(one.entry.effect) > least);
        let costly: Vec<Candidate> = costly.collect();
        decision.held_back.extend(costly.into_iter().map(|one| NotTaken {
            entry: one.entry,
            why: "another fix of the same place loses less".to_owned(),
        }));
        // The surest first, for the name that stands on it.
        rivals.sort_by(|a, b| {
            b.confidence
                .total_cmp(&a.confidence)
                .then_with(|| a.entry.id.cmp(&b.entry.id))
        });
        let mut rivals = rivals.into_iter();
        let Some(mut first) = rivals.next() else { continue };
        let (same, other): (Vec<Candidate>, Vec<Candidate>) =
            rivals.partition(|one| one.result(known) == first.result(known));
        if other.is_empty() {
            same.iter().for_each(|one| first.also_explains(&one.entry.explains));
            chosen.push(first);
        } else if first.entry.effect.loses() && !known.context.accept_lossy {
            // Nobody would take any of them, so nobody has to choose.
            chosen.push(first);
            chosen.extend(same);
            chosen.extend(other);
        } else {
            let mut entries: Vec<Entry> = [first]
                .into_iter()
                .chain(same)
                .chain(other)
                .map(|one| one.entry)
                .collect();
            entries.sort_by(|a, b| a.id.cmp(&b.id));
            decision.conflicts.push(Conflict {
                target: entries[0].target.text().to_owned(),
                path: entries[0].path.clone(),
                entries,
            });
        }
    }
    chosen
}

/// Holds back what loses something and was not allowed, and what leaves out a resource while something else may mend it.
pub(super) fn least_loss(candidates: Vec<Candidate>, decision: &mut Decision) -> Vec<Candidate> {
    let mut taken = Vec::with_capacity(candidates.len());
    let mut dropping = Vec::new();
    for candidate in candidates {
        match candidate.entry.effect {
            effect if effect.loses() && !candidate.allowed => decision.held_back.push(NotTaken {
                entry: candidate.entry,
                why: format!("it is {}; `--accept lossy` takes it", effect.word()),
            }),
            Effect::Drops => dropping.push(candidate),
            _ => taken.push(candidate),
        }
    }
    for candidate in dropping {
        let mended = |one: &Candidate| {
            one.entry.target == candidate.entry.target
                || one
                    .entry
                    .explains
                    .iter()
                    .any(|print| candidate.entry.explains.contains(print))
        };
        if taken.iter().any(|one| one.entry.effect != Effect::Drops && mended(one)) {
            decision.held_back.push(NotTaken {
                entry: candidate.entry,
                why: "other fixes of it are tried first".to_owned(),
            });
        } else {
            taken.push(candidate);
        }
    }
    taken
}
