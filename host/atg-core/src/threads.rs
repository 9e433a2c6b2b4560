//! Spreads numbered work over threads.

use crate::CoreError;
use crate::readers::Progress;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
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

/// Does the same work on several threads, the caller's among them; gives what each of them made, in no order that means
/// anything. A panic of any goes on here.
pub fn on_each<T: Send>(threads: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(&work)).collect();
        let mine = work();
        let others = others.into_iter().map(|thread| match thread.join() {
            Ok(made) => made,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(mine).chain(others).collect()
    })
}

/// Works on items ahead of the caller, who takes the results in the order of the items. The first of `threads` has the first
/// item, the next one the next, and so on in turn; all of them together are about `ahead` results ahead. The first failure in
/// that order, of work or of taking, ends it.
pub fn in_turn<I: Sync, S, T: Send, E: Send>(
    (threads, ahead): (usize, usize),
    items: &[I],
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &I) -> Result<T, E> + Sync,
    mut take: impl FnMut(&I, T) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.clamp(1, items.len().max(1));
    std::thread::scope(|scope| {
        let begin = |first: usize| {
            let (sender, receiver) = sync_channel(ahead.div_ceil(threads));
            let (state, work) = (&state, &work);
            scope.spawn(move || {
                let mut state = state();
                for item in items.iter().skip(first).step_by(threads) {
                    // Nobody waits for more where something failed.
                    if sender.send(work(&mut state, item)).is_err() {
                        return;
                    }
                }
            });
            receiver
        };
        let results: Vec<_> = (0..threads).map(begin).collect();
        for (item, results) in items.iter().zip(results.iter().cycle()) {
            // A thread that ends too soon has panicked, which goes on when all are joined.
            let Ok(result) = results.recv() else { break };
            take(item, result?)?;
        }
        Ok(())
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
    let states = on_each(threads, run);
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some((_, error)) => Err(error),
        None if progress.is_cancelled() => Err(CoreError::request("comparing was interrupted")),
        None => Ok(states),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..100).collect();
        for threads in [1, 3, 200] {
            let mut taken = Vec::new();
            let work = |worked: &mut u32, item: &u32| {
                *worked += 1;
                Ok::<u32, String>(item * 2)
            };
            let done = in_turn(
                (threads, 4),
                &items,
                || 0,
                work,
                |item, result| {
                    taken.push((*item, result));
                    Ok(())
                },
            );
            assert_eq!(done, Ok(()));
            assert!(
                taken
                    .iter()
                    .enumerate()
                    .all(|(at, pair)| *pair == (at as u32, 2 * at as u32)),
                "{taken:?}"
            );
        }
        assert_eq!(
            in_turn((2, 2), &[0_u8; 0], || (), |(), _| Ok::<(), ()>(()), |_, ()| Ok(())),
            Ok(())
        );
    }

    #[test]
    fn the_first_failure_ends_it() {
        let items: Vec<u32> = (0..1000).collect();
        let work = |(): &mut (), item: &u32| if *item >= 7 { Err(*item) } else { Ok(*item) };
        let mut taken = 0;
        let done = in_turn(
            (4, 4),
            &items,
            || (),
            work,
            |_, _| {
                taken += 1;
                Ok(())
            },
        );
        assert_eq!((done, taken), (Err(7), 7));
        let done = in_turn(
            (4, 4),
            &items,
            || (),
            |(), item| Ok(*item),
            |_, result| if result == 3 { Err(3) } else { Ok(()) },
        );
        assert_eq!(done, Err(3));
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_goes_on() {
        let _ = in_turn(
            (2, 2),
            &[1, 2, 3],
            || (),
            |(), item| if *item == 2 { panic!("two") } else { Ok::<(), ()>(()) },
            |_, ()| Ok(()),
        );
    }
}
