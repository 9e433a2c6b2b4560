//! Spreads numbered work over threads.

use crate::CoreError;
use crate::readers::Progress;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Does both side by side, `other` on a thread of its own. A panic of either goes on here.
pub fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        match other.join() {
            Ok(other) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Cuts `0..total` into chunks and lets every thread work on the next one with a state of its own. Gives the states, in no
/// order that means anything. Of several failures the one of the first chunk is returned, so that the message does not
/// depend on which thread was faster.
pub(crate) fn in_chunks<S: Send>(
    threads: usize,
    total: u64,
    chunk: u64,
    progress: &dyn Progress,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Range<u64>) -> Result<(), CoreError> + Sync,
) -> Result<Vec<S>, CoreError> {
    let chunks = total.div_ceil(chunk);
    let next = AtomicU64::new(0);
    let stop = AtomicU64::new(u64::MAX);
    let failure: Mutex<Option<(u64, CoreError)>> = Mutex::new(None);
    let run = || {
        let mut state = state();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= chunks || number >= stop.load(Ordering::Relaxed) || progress.is_cancelled() {
                return state;
            }
            let range = number * chunk..((number + 1) * chunk).min(total);
            if let Err(error) = work(&mut state, range) {
                stop.fetch_min(number, Ordering::Relaxed);
                let mut first = failure.lock().unwrap_or_else(PoisonError::into_inner);
                if first.as_ref().is_none_or(|(other, _)| number < *other) {
                    *first = Some((number, error));
                }
            }
        }
    };
    let threads = threads.clamp(1, usize::try_from(chunks).unwrap_or(usize::MAX).max(1));
    let states = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mine = run();
        let others = others.into_iter().map(|thread| match thread.join() {
            Ok(state) => state,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(mine).chain(others).collect()
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some((_, error)) => Err(error),
        None if progress.is_cancelled() => Err(CoreError::request("comparing was interrupted")),
        None => Ok(states),
    }
}
