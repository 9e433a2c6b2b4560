//! Resources that lie in another group: type, parents and name are equal.

use super::classes::{Matching, open};
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
    for (own, other) in common(&own, &other) {
        for (_, resource) in other {
            matching.candidates[*resource as usize] = true;
        }
        for ((_, a), (_, b)) in own.iter().zip(other) {
            matching.pair(*a, *b, Verdict::matched(MatchKind::Heuristic));
            matching.ranks.target[*b as usize] = matching.ranks.source[*a as usize];
        }
    }
    Ok(())
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
                let place = normalizer.canonicalize(&identity.id, canonical);
                hashes.push((xxh3_128(canonical_without_group(&canonical[place.from..])), *resource));
            }
            Ok(())
        },
    )?;
    let mut hashes: Candidates<u128> = states.into_iter().flat_map(|(_, _, hashes)| hashes).collect();
    hashes.sort_unstable_by_key(|(hash, resource)| (*hash, snapshot.group_of(*resource), *resource));
    Ok(hashes)
}
