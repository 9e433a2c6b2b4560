//! Going through all bodies of a snapshot.

mod support;

use atg_core::readers::resource_graph;
use atg_core::snapshot::{BodyBuffer, Snapshot};
use std::fmt::Write as _;
use std::sync::Arc;
use support::plainly;

/// A snapshot of so many sites, each with so long a note, and its input.
fn sites(count: u32, note: usize) -> (Snapshot, Arc<Vec<u8>>) {
    let mut text = String::new();
    for number in 0..count {
        let id = format!("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/site-{number}");
        let note = "x".repeat(note);
        let _ = writeln!(text, "{{\"id\":\"{id}\",\"properties\":{{\"note\":\"{note}\"}}}}\n");
    }
    let bytes = Arc::new(text.into_bytes());
    let input = Arc::clone(&bytes);
    let snapshot = plainly(|options| resource_graph::read(input, "estate.jsonl", options)).unwrap();
    (snapshot, bytes)
}

#[test]
fn in_the_order_of_their_places_they_are_the_input() {
    let (snapshot, input) = sites(5000, 10);
    let order = snapshot.by_place();
    let batches = snapshot.in_batches(&order);
    assert_eq!(batches.iter().map(|batch| batch.len()).collect::<Vec<_>>(), [4096, 904]);
    let lines: Vec<&[u8]> = input
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    let (mut bodies, mut at) = (BodyBuffer::default(), 0);
    for batch in batches {
        snapshot.body_of_each(batch, &mut bodies).unwrap();
        for body in bodies.iter() {
            assert_eq!(body, lines[at]);
            at += 1;
        }
    }
    assert_eq!(at, lines.len());
}

#[test]
fn long_bodies_make_small_batches() {
    let (snapshot, _) = sites(5, 6 << 20);
    let sizes = |snapshot: &Snapshot| -> Vec<usize> {
        let order = snapshot.by_place();
        snapshot.in_batches(&order).iter().map(|batch| batch.len()).collect()
    };
    assert_eq!(sizes(&snapshot), [2, 2, 1]);
    let (snapshot, _) = sites(2, 20 << 20);
    assert_eq!(sizes(&snapshot), [1, 1]);
}
