//! Guests that misbehave, as one module. `tests/e2e` makes one component of each: the same code with a manifest that
//! provides one name only, and the name chooses what goes wrong.
//!
//! Knows nothing of the host's limits: every guest here goes on until something stops it.

mod exhausts;
mod fails;
mod floods;
mod lies;
mod peeks;
mod speaks;

use atg_sdk::prelude::*;

/// All of them.
pub struct Hostile;

impl Metric for Hostile {
    fn measure(name: &str, comparison: &Comparison, score: &Scorecard, findings: &Findings) -> Result<(), Error> {
        match name {
            "spins" => exhausts::time(),
            "allocates" => exhausts::memory(),
            "recurses" => exhausts::stack(score),
            "opens-handles" => exhausts::handles(comparison),
            "floods-findings" => floods::findings(findings),
            "floods-huge-finding" => floods::one_huge_finding(findings),
            "floods-parts" => floods::parts(score),
            "floods-log" => floods::log(),
            "traps" => fails::trap(findings),
            "panics" => fails::panic(comparison),
            "returns-error" => fails::error(findings),
            "claims-more" => lies::claims_more_than_total(score),
            "not-a-number" => lies::not_a_number(score),
            "says-nothing" => Ok(()),
            "scores-twice" => lies::scores_twice(score),
            "part-claims-more" => lies::part_claims_more(score),
            "speaks-escapes" => speaks::escapes(score, findings),
            "peeks" => peeks::at_what_it_did_not_declare(comparison, score, findings),
            other => Err(Error::new("bad-settings", &format!("there is no guest `{other}`"))),
        }
    }
}

impl Formatter for Hostile {
    fn render(name: &str, report: &Report, document: &Document) -> Result<(), Error> {
        match name {
            "floods-document" => floods::document(document),
            "escapes-document" => speaks::escapes_into_a_document(document),
            "panics-in-document" => fails::panic_after_some_output(report, document),
            other => Err(Error::new("bad-settings", &format!("there is no guest `{other}`"))),
        }
    }
}

impl Analyzer for Hostile {
    fn analyze(name: &str, _: &Evidence, _: &Diagnoses) -> Result<(), Error> {
        match name {
            "spins" => exhausts::time(),
            other => Err(Error::new("bad-settings", &format!("there is no guest `{other}`"))),
        }
    }
}

atg_sdk::export!(Hostile: metric, formatter, analyzer);
