//! Errors that went away because the resource did.
//!
//! Between two iterations a diagnostic can disappear for two reasons: something was mended, or the resource that had it is no
//! longer generated. The second is no progress, and nobody sees it in a count of errors.

use std::collections::{BTreeMap, HashSet};

use atg_sdk::prelude::*;

/// Fingerprints that one diagnosis may explain.
const EACH: usize = 1_000;

/// Tells of each address that had errors in the iteration before and is not generated any more.
pub(crate) fn analyze(evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
    let iterations = evidence.iterations();
    let [.., before, current] = iterations.as_slice() else {
        return Ok(());
    };
    let now = errors(evidence, *current)?;
    for (address, fingerprints) in errors(evidence, *before)? {
        if now.contains_key(&address)
            || evidence.configuration(*before, &address)?.is_none()
            || evidence.configuration(*current, &address)?.is_some()
        {
            continue;
        }
        let message = format!(
            "the errors of {address} went away because it is no longer generated: it was there in iteration {before}, and is \
             not in {current}"
        );
        let reason = "generate it again and mend what was wrong with it, or accept that the target will not have it";
        let mut diagnosis = Diagnosis::new(Finding::warning("resource-dropped", &message).subject(&address))
            .category("reference")
            .retry("after-fix")
            .confidence(0.95)
            .fix(Fix::new("manual", &address, reason));
        diagnosis.explains = fingerprints.into_iter().take(EACH).collect();
        diagnoses.emit(diagnosis);
    }
    Ok(())
}

/// Fingerprints of an iteration's errors by address.
fn errors(evidence: &Evidence, iteration: u32) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let mut diagnostics = evidence.diagnostics(iteration)?;
    let column = |name: &str| diagnostics.column(name);
    let (fingerprint, severity, address) = (column("fingerprint")?, column("severity")?, column("address")?);
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen = HashSet::new();
    while let Some(batch) = diagnostics.next()? {
        for row in batch.rows().filter(|row| row.text(severity) != Some("warning")) {
            let (Some(address), Some(fingerprint)) = (row.text(address), row.text(fingerprint)) else {
                continue;
            };
            if !address.is_empty() && seen.insert(fingerprint.to_owned()) {
                errors
                    .entry(address.to_owned())
                    .or_default()
                    .push(fingerprint.to_owned());
            }
        }
    }
    Ok(errors)
}

#[cfg(test)]
mod tests {
    use crate::Plugin;
    use atg_sdk::fake::{self, ABSENT, CaseFile, Table};

    const COLUMNS: [&str; 13] = [
        "fingerprint",
        "phase",
        "severity",
        "code",
        "http-status",
        "summary",
        "detail",
        "address",
        "type",
        "file",
        "line",
        "occurrences",
        "root",
    ];

    fn table(rows: &[(&str, &str)]) -> Table {
        rows.iter().fold(Table::new(&COLUMNS), |table, (fingerprint, address)| {
            table.row(&[
                fingerprint,
                "validate",
                "error",
                ABSENT,
                ABSENT,
                "Something that no rule knows",
                ABSENT,
                address,
                ABSENT,
                ABSENT,
                ABSENT,
                "1",
                ABSENT,
            ])
        })
    }

    #[test]
    fn an_error_that_went_away_with_its_resource_is_told() {
        let rows = [
            ("f1", "azurerm_subnet.gone"),
            ("f2", "azurerm_subnet.mended"),
            ("f3", "azurerm_subnet.still"),
        ];
        let case = CaseFile::new()
            .diagnostics(90, table(&rows))
            .diagnostics(91, table(&rows[2..]))
            .configuration(90, "azurerm_subnet.gone", "{}")
            .configuration(90, "azurerm_subnet.mended", "{}")
            .configuration(91, "azurerm_subnet.mended", "{}")
            .configuration(90, "azurerm_subnet.still", "{}");
        let diagnoses = fake::analyze::<Plugin>("references-and-order", case).unwrap();
        assert_eq!(diagnoses.len(), 1);
        let finding = &diagnoses[0].finding;
        assert_eq!(
            (finding.rule.as_str(), finding.subject.as_deref()),
            ("resource-dropped", Some("azurerm_subnet.gone"))
        );
        assert_eq!(diagnoses[0].explains, ["f1"]);
        assert!(
            finding.message.contains("iteration 90") && finding.message.contains("91"),
            "{}",
            finding.message
        );
    }

    #[test]
    fn one_iteration_has_nothing_to_be_compared_with() {
        let case = CaseFile::new().diagnostics(1, table(&[("f1", "azurerm_subnet.a")]));
        assert_eq!(fake::analyze::<Plugin>("references-and-order", case).unwrap(), []);
    }
}
