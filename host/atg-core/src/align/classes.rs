//! Resources with equal canonical ids.

use super::types::Types;
use super::verdict::kind_of;
use super::{NONE, Status, Verdict};
use crate::CoreError;
use crate::snapshot::{RowFlags, Snapshot};
use std::cmp::Ordering;
use std::ops::Range;

/// What is known so far of who matches whom.
pub(super) struct Matching {
    /// For every source resource its partner.
    pub(super) target_of: Vec<u32>,
    /// Of the source resources.
    pub(super) verdicts: Vec<Verdict>,
    /// Of the target resources.
    pub(super) taken: Vec<Verdict>,
    /// Target resources that some source resource could have matched.
    pub(super) candidates: Vec<bool>,
    pub(super) ranks: Ranks,
}

/// A number for every resource that is equal for resources that count as the same one on either side. Numbers below the
/// source's length are those of the first source resource that counts as the same, and it has their key.
pub(super) struct Ranks {
    pub(super) source: Vec<u32>,
    pub(super) target: Vec<u32>,
}

impl Matching {
    /// Pairs two resources off.
    pub(super) fn pair(&mut self, source: u32, target: u32, verdict: Verdict) {
        self.target_of[source as usize] = target;
        self.verdicts[source as usize] = verdict;
        self.taken[target as usize] = verdict;
    }
}

/// Walks both sorted columns of keys side by side.
pub(super) fn pair_off(source: &Snapshot, target: &Snapshot, types: &Types) -> Result<Matching, CoreError> {
    let (own, other) = (source.keys(), target.keys());
    let status =
        |comparable: bool, status: Status| Verdict::new(if comparable { status } else { Status::NotComparable });
    let mut matching = Matching {
        target_of: vec![NONE; own.len()],
        verdicts: (0..source.len())
            .map(|resource| {
                status(
                    types.comparable[types.of_source(source, resource) as usize],
                    Status::Missing,
                )
            })
            .collect(),
        taken: (0..target.len())
            .map(|resource| {
                status(
                    types.comparable[types.of_target(target, resource) as usize],
                    Status::Extra,
                )
            })
            .collect(),
        candidates: vec![false; other.len()],
        ranks: Ranks {
            source: vec![0; own.len()],
            target: vec![0; other.len()],
        },
    };
    let mut classes = Classes {
        source,
        target,
        rows: [Vec::new(), Vec::new()],
        ids: Default::default(),
    };
    let (mut at, mut beside) = (0, 0);
    while at < own.len() || beside < other.len() {
        let key = match (own.get(at), other.get(beside)) {
            (Some(a), Some(b)) => *a.min(b),
            (Some(key), None) | (None, Some(key)) => *key,
            (None, None) => break,
        };
        let (from, to) = (at, end_of(own, at, key));
        let (target_from, target_to) = (beside, end_of(other, beside, key));
        (at, beside) = (to, target_to);
        matching.ranks.source[from..to].fill(from as u32);
        let rank = if from < to {
            from as u32
        } else {
            (own.len() + target_from) as u32
        };
        matching.ranks.target[target_from..target_to].fill(rank);
        if from < to && target_from < target_to {
            matching.candidates[target_from..target_to].fill(true);
            classes.pair_off(
                from as u32..to as u32,
                target_from as u32..target_to as u32,
                &mut matching,
            )?;
        }
    }
    Ok(matching)
}

/// Where the run of a key ends that begins at `at`.
pub(super) fn end_of(keys: &[u128], mut at: usize, key: u128) -> usize {
    while keys.get(at) == Some(&key) {
        at += 1;
    }
    at
}

struct Classes<'s> {
    source: &'s Snapshot,
    target: &'s Snapshot,
    /// Of the class at hand: what is still open on each side.
    rows: [Vec<u32>; 2],
    ids: [Vec<(String, u32)>; 2],
}

impl Classes<'_> {
    fn pair_off(&mut self, source: Range<u32>, target: Range<u32>, matching: &mut Matching) -> Result<(), CoreError> {
        if source.len() == 1 && target.len() == 1 {
            let (a, b) = (source.start, target.start);
            if open(&matching.verdicts, a) && open(&matching.taken, b) {
                matching.pair(a, b, self.verdict(a, b));
            }
            return Ok(());
        }
        let [mut own, mut other] = std::mem::take(&mut self.rows);
        own.clear();
        other.clear();
        own.extend(source.filter(|resource| open(&matching.verdicts, *resource)));
        other.extend(target.filter(|resource| open(&matching.taken, *resource)));
        // Whom an explicit mapping names comes first; the order within is that of groups and ids.
        own.sort_by_key(|resource| !self.source.flags(*resource).has(RowFlags::EXPLICIT));
        let done = self.same_group(&mut own, &mut other, matching);
        for (a, b) in own.iter().zip(&other) {
            matching.pair(*a, *b, self.verdict(*a, *b));
        }
        self.rows = [own, other];
        done
    }

    /// Pairs off what lies in groups of the same name, by full id where there are several; what is left stays in the lists.
    fn same_group(
        &mut self,
        own: &mut Vec<u32>,
        other: &mut Vec<u32>,
        matching: &mut Matching,
    ) -> Result<(), CoreError> {
        let explicit = |resource: &u32| self.source.flags(*resource).has(RowFlags::EXPLICIT);
        if own.iter().any(explicit) {
            // The mapping has the last word: no group of the source is the target's.
            return Ok(());
        }
        // Both lists are in the order of their groups' names in lower case; what lies in no group comes last.
        let (mut at, mut beside) = (0, 0);
        while at < own.len() && beside < other.len() {
            let (a, b) = (group_name(self.source, own[at]), group_name(self.target, other[beside]));
            let to = at
                + own[at..]
                    .iter()
                    .take_while(|row| group_name(self.source, **row) == a)
                    .count();
            let until = beside
                + other[beside..]
                    .iter()
                    .take_while(|row| group_name(self.target, **row) == b)
                    .count();
            let order = compare_groups(a, b);
            if order == Ordering::Equal {
                match (to - at, until - beside) {
                    (1, 1) => matching.pair(own[at], other[beside], self.verdict(own[at], other[beside])),
                    _ => self.same_id(&own[at..to], &other[beside..until], matching)?,
                }
            }
            if order != Ordering::Greater {
                at = to;
            }
            if order != Ordering::Less {
                beside = until;
            }
        }
        own.retain(|resource| open(&matching.verdicts, *resource));
        other.retain(|resource| open(&matching.taken, *resource));
        Ok(())
    }

    /// Rows of one key in groups of one name: ids that differ in the subscription or in prefixes of names.
    fn same_id(&mut self, own: &[u32], other: &[u32], matching: &mut Matching) -> Result<(), CoreError> {
        for whole in [true, false] {
            for (side, (snapshot, rows)) in [(self.source, own), (self.target, other)].into_iter().enumerate() {
                let ids = &mut self.ids[side];
                ids.clear();
                let mut buffer = Vec::new();
                for row in rows {
                    let free = if side == 0 {
                        open(&matching.verdicts, *row)
                    } else {
                        open(&matching.taken, *row)
                    };
                    if free {
                        let id = snapshot.identity(*row, &mut buffer)?.id.to_ascii_lowercase();
                        ids.push((
                            if whole {
                                id
                            } else {
                                without_subscription(&id).to_owned()
                            },
                            *row,
                        ));
                    }
                }
                ids.sort_unstable();
            }
            let [left, right] = &self.ids;
            let (mut a, mut b) = (0, 0);
            while let (Some((id, row)), Some((other, candidate))) = (left.get(a), right.get(b)) {
                match id.cmp(other) {
                    Ordering::Less => a += 1,
                    Ordering::Greater => b += 1,
                    Ordering::Equal => {
                        matching.pair(*row, *candidate, self.verdict(*row, *candidate));
                        (a, b) = (a + 1, b + 1);
                    }
                }
            }
        }
        Ok(())
    }

    fn verdict(&self, source: u32, target: u32) -> Verdict {
        Verdict::matched(kind_of(self.source.flags(source), self.target.flags(target)))
    }
}

/// Whether a resource may still be paired off.
pub(super) fn open(verdicts: &[Verdict], resource: u32) -> bool {
    matches!(verdicts[resource as usize].status(), Status::Missing | Status::Extra)
}

fn group_name(snapshot: &Snapshot, resource: u32) -> Option<&str> {
    snapshot.group_name(resource).map(|group| group.printed.as_str())
}

/// The order in which a snapshot has its groups.
fn compare_groups(a: Option<&str>, b: Option<&str>) -> Ordering {
    let lower = |name: &str| name.bytes().map(|byte| byte.to_ascii_lowercase()).collect::<Vec<u8>>();
    match (a, b) {
        (Some(a), Some(b)) => lower(a).cmp(&lower(b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn without_subscription(id: &str) -> &str {
    let rest = id
        .strip_prefix("/subscriptions/")
        .and_then(|rest| rest.find('/').map(|at| &rest[at..]));
    rest.unwrap_or(id)
}
