//! Takes a resource of the host until there is no more.

use std::hint::black_box;

use atg_sdk::prelude::*;

/// Never ends and never calls the host.
pub(crate) fn time() -> Result<(), Error> {
    let mut turns = 0_u64;
    loop {
        turns = black_box(turns.wrapping_add(1));
    }
}

/// Allocates and touches memory without end.
pub(crate) fn memory() -> Result<(), Error> {
    let mut kept: Vec<Vec<u8>> = Vec::new();
    loop {
        kept.push(black_box(vec![kept.len() as u8; 1 << 20]));
    }
}

/// Calls itself without end; the sum keeps the compiler from making a loop of it.
pub(crate) fn stack(score: &Scorecard) -> Result<(), Error> {
    score.value(f64::from(deeper(black_box(1))));
    Ok(())
}

#[inline(never)]
fn deeper(depth: u32) -> u32 {
    let room = black_box([depth; 64]);
    // The compiler may not know that this never ends.
    let rest = if black_box(true) {
        deeper(depth.wrapping_add(1))
    } else {
        0
    };
    black_box(rest) ^ room[depth as usize % 64]
}

/// Opens cursors and never closes one.
pub(crate) fn handles(comparison: &Comparison) -> Result<(), Error> {
    let mut open = Vec::new();
    loop {
        // An error is what a well-behaved guest would stop at.
        if let Ok(cursor) = comparison.pairs(&Select::new()) {
            open.push(cursor);
        }
        open.reserve(1);
    }
}
