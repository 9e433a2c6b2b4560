//! @TITLE@: of the resources that both estates have, how many stand in the same location?

use atg_sdk::prelude::*;

/// The property that is compared. It must also stand in `[reads]` of atg-plugin.toml.
const PROPERTY: &str = "location";

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Metric for Plugin {
    /// `name` is one of the manifest's `[[provides]]`; this plugin provides one metric only.
    fn measure(_name: &str, comparison: &Comparison, score: &Scorecard, findings: &Findings) -> Result<(), Error> {
        // Ask for as little as you need: the fewer columns, the faster.
        let select = Select::new().columns(&["status", "source-id"]).properties(&[PROPERTY]);
        let mut pairs = comparison.pairs(&select)?;
        let status = pairs.column("status")?;
        let id = pairs.column("source-id")?;
        let before = pairs.column(&format!("source:{PROPERTY}"))?;
        let after = pairs.column(&format!("target:{PROPERTY}"))?;

        let report_each = setting::<bool>("report-each").unwrap_or(true);
        let (mut matched, mut total, mut without) = (0, 0, 0);
        while let Some(batch) = pairs.next()? {
            // Inside one batch equal text has an equal number, so most rows are judged without looking at text.
            let Some(is_matched) = batch.find("matched") else { continue };
            for row in batch.rows() {
                if row.number(status) != is_matched {
                    continue;
                }
                // None stands for absent, redacted and unknown alike; `row.cell` tells them apart.
                let (Some(was), Some(is)) = (row.text(before), row.text(after)) else {
                    without += 1;
                    continue;
                };
                total += 1;
                if row.number(before) == row.number(after) {
                    matched += 1;
                } else if report_each {
                    let mut finding = Finding::warning("moved", &format!("{PROPERTY} was {was} and is {is}"));
                    if let Some(id) = row.text(id) {
                        finding = finding.subject(id);
                    }
                    findings.emit(finding);
                }
            }
        }

        // A score is a proof: what matched, of how many, and what was left out.
        if without > 0 {
            score.exclude(&format!("no {PROPERTY}"), without);
        }
        if total == 0 {
            score.not_applicable(&format!("no matched resource has a {PROPERTY}"));
        } else {
            score.ratio(matched, total);
        }
        Ok(())
    }
}

atg_sdk::export!(Plugin: metric);

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::fake::{self, ABSENT, Table};

    #[test]
    fn what_moved_counts_against_it_and_what_has_no_location_does_not_count() {
        let pairs = Table::new(&["status", "source-id", "source:location", "target:location"])
            .row(&["matched", "/a", "westeurope", "westeurope"])
            .row(&["matched", "/b", "westeurope", "northeurope"])
            .row(&["matched", "/c", "westeurope", ABSENT])
            .row(&["missing", "/d", "westeurope", ABSENT]);
        let measured = fake::measure::<Plugin>("@NAME@", fake::Comparison::new().pairs(pairs)).unwrap();
        assert_eq!(measured.ratio, Some((1, 2)));
        assert_eq!(measured.exclusions, [("no location".to_owned(), 1)]);
        assert_eq!(measured.findings[0].subject.as_deref(), Some("/b"));
    }
}
