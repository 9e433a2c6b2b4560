//! Resources that lie in another group: type, parents and name are equal.

use super::classes::{Matching, end_of, open};
use super::{AlignOptions, MatchKind, Verdict};
use crate::CoreError;
use crate::identity::{Normalizer, canonical_without_group};
use crate::snapshot::Snapshot;
use crate::threads::in_chunks;
use xxhash_rust::xxh3::xxh3_128;

/// Resources of one side that may match, by what is equal then.
type Candidates<T> = Vec<(T, u32)>;
type Run<'c, T> = &'c [(T, u32)];

/// Pairs off what the exact step left, `min(s, t)` of each class, in the order of groups and ids.
pub(super) fn pair_off(
    source: &Snapshot,
    target: &Snapshot,
    normalizers: &[Normalizer; 2],
    options: &AlignOptions<'_>,
    matching: &mut Matching,
) -> Result<(), CoreError> {
    let mut own = tails(source, &matching.verdicts);
    let mut other = tails(target, &matching.taken);
    keep_common(&mut own, &mut other);
    if own.is_empty() {
        return Ok(());
    }
    // The short hash only says who may match; the ids say who does.
    let own = identities(source, &own, &normalizers[0], options)?;
    let other = identities(target, &other, &normalizers[1], options)?;
    let mut pairs = Vec::new();
    for (own, other) in common(&own, &other) {
        for (_, resource) in other {
            matching.candidates[*resource as usize] = true;
        }
        for ((_, a), (_, b)) in own.iter().zip(other) {
            matching.pair(*a, *b, Verdict::matched(MatchKind::Heuristic));
            pairs.push((*a, *b));
        }
    }
    single_out(source, target, &pairs, matching);
    Ok(())
}

/// Takes pairs out of the classes of their ids, each into a class of its own: a copy that was matched in another group is the
/// same as its partner and as nothing else, from whichever side one looks.
fn single_out(source: &Snapshot, target: &Snapshot, pairs: &[(u32, u32)], matching: &mut Matching) {
    let mut classes: Vec<u32> = pairs
        .iter()
        .map(|(own, _)| matching.ranks.source[*own as usize])
        .collect();
    classes.sort_unstable();
    classes.dedup();
    let single = |verdict: &Verdict| verdict.kind() == Some(MatchKind::Heuristic);
    for first in classes {
        let key = source.keys()[first as usize];
        let rows = first as usize..end_of(source.keys(), first as usize, key);
        let rest = |row: &usize| !single(&matching.verdicts[*row]);
        // The rest of the class goes by the number of the first of them.
        let named = rows.clone().find(rest);
        for row in rows {
            let rank = named.filter(|_| rest(&row)).unwrap_or(row);
            matching.ranks.source[row] = rank as u32;
        }
        let from = target.keys().partition_point(|other| *other < key);
        for row in from..end_of(target.keys(), from, key) {
            matching.ranks.target[row] = named.unwrap_or(source.keys().len() + from) as u32;
        }
    }
    for (own, other) in pairs {
        matching.ranks.target[*other as usize] = *own;
    }
}

fn tails(snapshot: &Snapshot, verdicts: &[Verdict]) -> Candidates<u32> {
    let free = (0..snapshot.len()).filter(|resource| open(verdicts, *resource));
    let mut tails: Candidates<u32> = free.map(|resource| (snapshot.tail(resource), resource)).collect();
    tails.sort_unstable();
    tails
}

/// Leaves only what both sides have.
fn keep_common(own: &mut Candidates<u32>, other: &mut Candidates<u32>) {
    let pairs: Vec<(u32, usize, usize)> = common(own, other)
        .map(|(own, other)| (own[0].0, own.len(), other.len()))
        .collect();
    let keep = |candidates: &mut Candidates<u32>| {
        candidates.retain(|(tail, _)| pairs.binary_search_by_key(tail, |(tail, ..)| *tail).is_ok());
        candidates.shrink_to_fit();
    };
    keep(own);
    keep(other);
}

/// Runs of equal value in two sorted lists.
fn common<'c, T: Ord + Copy>(
    mut own: &'c [(T, u32)],
    mut other: &'c [(T, u32)],
) -> impl Iterator<Item = (Run<'c, T>, Run<'c, T>)> {
    std::iter::from_fn(move || {
        loop {
            let (a, b) = (own.first()?.0, other.first()?.0);
            let (own_run, own_rest) = run(own, a.min(b));
            let (other_run, other_rest) = run(other, a.min(b));
            (own, other) = (own_rest, other_rest);
            if a == b {
                return Some((own_run, other_run));
            }
        }
    })
}

fn run<T: Ord + Copy>(candidates: Run<'_, T>, value: T) -> (Run<'_, T>, Run<'_, T>) {
    let length = candidates.iter().take_while(|(other, _)| *other == value).count();
    candidates.split_at(length)
}

/// Reads the ids again and hashes all of them but subscription and group; sorted by hash, then group, then number.
fn identities(
    snapshot: &Snapshot,
    candidates: &Candidates<u32>,
    normalizer: &Normalizer,
    options: &AlignOptions<'_>,
) -> Result<Candidates<u128>, CoreError> {
    let states = in_chunks(
        options.threads,
        candidates.len() as u64,
        256,
        options.progress,
        || (Vec::new(), Vec::new(), Vec::new()),
        |(buffer, canonical, hashes): &mut (Vec<u8>, Vec<u8>, Candidates<u128>), range| {
            for (_, resource) in &candidates[range.start as usize..range.end as usize] {
                let identity = snapshot.identity(*resource, buffer)?;
                canonical.clear();
                let place = normalizer.canonicalize(identity.id.as_bytes(), canonical);
                hashes.push((xxh3_128(canonical_without_group(&canonical[place.from..])), *resource));
            }
            Ok(())
        },
    )?;
    let mut hashes: Candidates<u128> = states.into_iter().flat_map(|(_, _, hashes)| hashes).collect();
    hashes.sort_unstable_by_key(|(hash, resource)| (*hash, snapshot.group_of(*resource), *resource));
    Ok(hashes)
}
