//! Ends early, in each of the ways there are.

use atg_sdk::prelude::*;

/// Says something first: what arrived before a trap is kept.
pub(crate) fn trap(findings: &Findings) -> Result<(), Error> {
    findings.emit(Finding::warning("before", "said before the trap").subject("/subscriptions/before-the-trap"));
    findings.flush()?;
    an_instruction_that_traps()
}

#[inline(never)]
fn an_instruction_that_traps() -> Result<(), Error> {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    std::process::abort()
}

/// Panics in the middle of a table.
pub(crate) fn panic(comparison: &Comparison) -> Result<(), Error> {
    let mut pairs = comparison.pairs(&Select::new().columns(&["status"]))?;
    let batch = pairs.next()?;
    let rows = batch.map_or(0, |batch| batch.rows().count());
    panic!("lost my head after {rows} rows\u{1b}]0;owned\u{7}");
}

/// Says politely that it cannot.
pub(crate) fn error(findings: &Findings) -> Result<(), Error> {
    findings.emit(Finding::info("before", "said before giving up"));
    Err(Error::new("bad-data", "cannot make sense of this estate").subject("/subscriptions/some-subject"))
}

/// Half a document, then a panic.
pub(crate) fn panic_after_some_output(report: &Report, document: &Document) -> Result<(), Error> {
    document.write(b"half a document")?;
    panic!("no idea how to show a {}", report.kind());
}
