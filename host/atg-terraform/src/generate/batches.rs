//! Blocks are made side by side, and handed out in their order.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::GenerateOptions;
use super::block::{Writer, Written};
use super::estate::Estate;
use super::fixes::Fixes;
use crate::TerraformError;

/// How many blocks a thread makes at once.
const BATCH: usize = 256;
/// How many batches a thread makes before all wait for each other, so that one slow batch holds up nobody.
const ROUND: usize = 4;

/// Blocks of the estate, in a given order.
pub(super) struct Batches<'e, 'a> {
    estate: &'e Estate<'a>,
    options: &'e GenerateOptions<'a>,
    order: &'e [u32],
    writers: Vec<Writer<'e, 'a>>,
    /// How many of the order were made.
    made: usize,
    ready: VecDeque<Batch>,
    current: Batch,
}

/// Some blocks, as one text and what lies where in it.
#[derive(Debug, Default)]
struct Batch {
    text: Vec<u8>,
    blocks: VecDeque<(Range<usize>, Written)>,
}

impl<'e, 'a> Batches<'e, 'a> {
    pub(super) fn new(
        estate: &'e Estate<'a>,
        options: &'e GenerateOptions<'a>,
        fixes: &'e Fixes<'a>,
        order: &'e [u32],
    ) -> Batches<'e, 'a> {
        let threads = options.threads.clamp(1, order.len().div_ceil(BATCH).max(1));
        Batches {
            estate,
            options,
            order,
            writers: (0..threads).map(|_| Writer::new(estate, options, fixes)).collect(),
            made: 0,
            ready: VecDeque::new(),
            current: Batch::default(),
        }
    }

    /// The next one of the order.
    pub(super) fn next(&mut self) -> Result<(&[u8], Written), TerraformError> {
        while self.current.blocks.is_empty() {
            if self.ready.is_empty() {
                self.make()?;
            }
            self.current = self.ready.pop_front().ok_or_else(|| {
                let source = &self.estate.source.scope.spelling;
                TerraformError::failed(format!("`{source}` holds less than it did before"))
            })?;
        }
        let (range, written) = self.current.blocks.pop_front().unwrap_or_default();
        Ok((&self.current.text[range], written))
    }

    fn make(&mut self) -> Result<(), TerraformError> {
        let options = self.options;
        if options.progress.is_cancelled() {
            return Err(TerraformError::Interrupted);
        }
        let end = self.order.len().min(self.made + BATCH * ROUND * self.writers.len());
        let batches: Vec<&[u32]> = self.order[self.made..end].chunks(BATCH).collect();
        let next = AtomicUsize::new(0);
        let results: Mutex<Vec<(usize, Result<Batch, TerraformError>)>> = Mutex::new(Vec::new());
        let run = |writer: &mut Writer<'e, 'a>| {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(resources) = batches.get(at) else { return };
                let batch = batch(writer, resources);
                if let Ok(batch) = &batch {
                    options.progress.advance(batch.text.len() as u64);
                }
                results.lock().unwrap_or_else(PoisonError::into_inner).push((at, batch));
            }
        };
        match self.writers.as_mut_slice() {
            [only] => run(only),
            several => std::thread::scope(|scope| {
                let run = &run;
                for writer in several {
                    scope.spawn(move || run(writer));
                }
            }),
        }
        let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.sort_unstable_by_key(|(at, _)| *at);
        for (_, batch) in results {
            self.ready.push_back(batch?);
        }
        self.made = end;
        Ok(())
    }
}

fn batch(writer: &mut Writer<'_, '_>, resources: &[u32]) -> Result<Batch, TerraformError> {
    let mut batch = Batch {
        text: Vec::with_capacity(resources.len() * 2_048),
        blocks: VecDeque::with_capacity(resources.len()),
    };
    for resource in resources {
        let from = batch.text.len();
        let written = writer.write(*resource, &mut batch.text)?;
        batch.blocks.push_back((from..batch.text.len(), written));
    }
    Ok(batch)
}
