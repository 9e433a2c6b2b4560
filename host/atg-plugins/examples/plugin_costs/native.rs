//! The work of the measured guest, done by the host itself.

use std::sync::Arc;
use std::time::Instant;

use atg_core::align::Comparison;
use atg_core::readers::NoProgress;
use atg_core::snapshot::ValueOptions;
use atg_core::table::{BatchEncoder, FIRST_MARK, Table, USUAL_BATCH_BYTES};
use atg_core::view::{self, PropertyColumns, Selection};

use crate::Outcome;

/// The same work without a guest: the host's own encoding, and the metric's loop over what it makes.
pub(crate) struct Native {
    table: view::PairsTable,
}

impl Native {
    const PROPERTIES: [&str; 3] = ["location", "sku.name", "kind"];

    pub(crate) fn load(comparison: &Arc<Comparison>) -> Outcome<Native> {
        let paths = Native::PROPERTIES.map(str::to_owned);
        let options = ValueOptions {
            redact: true,
            threads: 1,
            progress: &NoProgress,
        };
        let load = |snapshot| PropertyColumns::load(snapshot, &paths, options).map(Arc::new);
        let (source, target) = (load(&comparison.source)?, load(&comparison.target)?);
        Ok(Native {
            table: view::pairs(Arc::clone(comparison), source, target, &paths, Selection::all()),
        })
    }

    /// Numbers of the columns that the guest asks for, in its order.
    fn columns(&self) -> Vec<usize> {
        let names = self.table.columns();
        let place = |name: &str| names.iter().position(|other| other == name).unwrap_or(0);
        let fixed = ["status", "type", "properties"].map(place);
        let properties = Native::PROPERTIES.iter();
        let pairs = properties.flat_map(|path| [place(&format!("source:{path}")), place(&format!("target:{path}"))]);
        fixed.into_iter().chain(pairs).collect()
    }

    /// Hands every batch to something.
    fn each(&self, mut look: impl FnMut(&Decoded<'_>)) {
        let columns = self.columns();
        let mut encoder = BatchEncoder::new(columns.len());
        let mut at = 0;
        while at < self.table.rows() {
            let Ok(next) = self.table.batch(&columns, at, USUAL_BATCH_BYTES, &mut encoder) else {
                return;
            };
            at = next;
            let batch = encoder.finish();
            look(&Decoded {
                rows: batch.rows as usize,
                heap: &batch.heap,
                offsets: &batch.offsets,
                cells: &batch.cells,
            });
        }
    }

    pub(crate) fn bytes(&self) -> f64 {
        let mut bytes = 0;
        self.each(|batch| bytes += batch.heap.len() + batch.offsets.len() + batch.cells.len());
        bytes as f64
    }

    /// Seconds of one time through all batches, of so many.
    pub(crate) fn seconds(&self, times: usize, look: impl Fn(&Decoded<'_>, &mut [u32; 2])) -> f64 {
        let start = Instant::now();
        for _ in 0..times {
            let mut counts = [0; 2];
            self.each(|batch| look(batch, &mut counts));
            std::hint::black_box(counts);
        }
        start.elapsed().as_secs_f64() / times as f64
    }

    pub(crate) fn by_number(batch: &Decoded<'_>, [equal, total]: &mut [u32; 2]) {
        let Some(matched) = (0..batch.texts()).find(|number| batch.text(*number) == Some("matched")) else {
            return;
        };
        for column in [3, 5, 7] {
            let pairs = batch.column(column).zip(batch.column(column + 1));
            for (_, (source, target)) in batch.column(0).zip(pairs).filter(|(status, _)| *status == matched) {
                *total += 1;
                *equal += u32::from(source == target);
            }
        }
    }

    pub(crate) fn by_text(batch: &Decoded<'_>, [equal, total]: &mut [u32; 2]) {
        for row in 0..batch.rows {
            if batch.text(batch.cell(0, row)) == Some("matched") {
                for column in [3, 5, 7] {
                    let text = |column| batch.text(batch.cell(column, row)).unwrap_or("");
                    *total += 1;
                    *equal += u32::from(text(column).eq_ignore_ascii_case(text(column + 1)));
                }
            }
        }
    }
}

/// A batch as it would cross.
pub(crate) struct Decoded<'b> {
    rows: usize,
    heap: &'b [u8],
    offsets: &'b [u8],
    cells: &'b [u8],
}

impl Decoded<'_> {
    fn number(bytes: &[u8], at: usize) -> u32 {
        bytes.get(at * 4..at * 4 + 4).map_or(u32::MAX, |word| {
            u32::from_le_bytes([word[0], word[1], word[2], word[3]])
        })
    }

    fn cell(&self, column: usize, row: usize) -> u32 {
        Decoded::number(self.cells, column * self.rows + row)
    }

    fn column(&self, column: usize) -> impl Iterator<Item = u32> {
        let cells = &self.cells[4 * column * self.rows..][..4 * self.rows];
        cells.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word))
    }

    fn texts(&self) -> u32 {
        (self.offsets.len() / 4).saturating_sub(1) as u32
    }

    fn text(&self, number: u32) -> Option<&str> {
        if number >= FIRST_MARK {
            return None;
        }
        let at = number as usize;
        let range = Decoded::number(self.offsets, at) as usize..Decoded::number(self.offsets, at + 1) as usize;
        std::str::from_utf8(self.heap.get(range)?).ok()
    }
}
