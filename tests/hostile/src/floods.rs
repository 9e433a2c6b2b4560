//! Hands over more than anybody wants to keep, and does not listen when it is told so.

use atg_sdk::prelude::*;

/// Findings without end.
pub(crate) fn findings(findings: &Findings) -> Result<(), Error> {
    for number in 0_u64.. {
        findings.emit(
            Finding::warning(
                "flood",
                &format!("finding number {number} of a guest that does not stop"),
            )
            .subject(&format!("/subscriptions/{number}"))
            .attribute("number", &number.to_string()),
        );
    }
    Ok(())
}

/// One finding of 64 MiB: more than one call may carry.
pub(crate) fn one_huge_finding(findings: &Findings) -> Result<(), Error> {
    findings.emit(Finding::warning("huge", &"x".repeat(64 << 20)));
    Ok(())
}

/// Lines of a breakdown without end.
pub(crate) fn parts(score: &Scorecard) -> Result<(), Error> {
    for number in 0_u64.. {
        score.part(
            "number",
            &format!("part number {number} of a guest that does not stop"),
            1,
            2,
        );
    }
    Ok(())
}

/// Log lines without end.
pub(crate) fn log() -> Result<(), Error> {
    let line = "a line of a guest that does not stop. ".repeat(100);
    loop {
        atg_sdk::log::error(&line);
    }
}

/// A document without end.
pub(crate) fn document(document: &Document) -> Result<(), Error> {
    let page = "a page of a guest that does not stop\n".repeat(10_000);
    loop {
        // An error is what a well-behaved guest would stop at.
        let _ = document.write(page.as_bytes());
    }
}
