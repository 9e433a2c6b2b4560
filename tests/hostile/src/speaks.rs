//! Says things that a terminal would obey: titles, cursor movements, links, colours without end, text that runs backwards.

use atg_sdk::prelude::*;

/// Clears the screen, sets the title, hides text, reverses it, rings, and moves up; in C1 and in 7 bits.
const ORDERS: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}[8mhidden\u{1b}[31m\u{202e}desrever\u{2066}\u{9b}1A\u{8}\u{0}\r\nforged: line\u{1b}]8;;http://evil.example\u{1b}\\link";

/// In every text that a metric can hand over.
pub(crate) fn escapes(score: &Scorecard, findings: &Findings) -> Result<(), Error> {
    atg_sdk::log::error(ORDERS);
    findings.emit(Finding::error(ORDERS, ORDERS).subject(ORDERS).attribute(ORDERS, ORDERS));
    score.part(ORDERS, ORDERS, 1, 2);
    score.exclude(ORDERS, 1);
    score.not_applicable(ORDERS);
    Err(Error::new(ORDERS, ORDERS).subject(ORDERS))
}

/// In a document, where the bytes may go to a file but not to a terminal.
pub(crate) fn escapes_into_a_document(document: &Document) -> Result<(), Error> {
    document.write(b"\x1b[1mbold\x1b[0m and ")?;
    document.write(ORDERS.as_bytes())?;
    document.write(b"\n")
}
