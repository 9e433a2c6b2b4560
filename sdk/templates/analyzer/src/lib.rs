//! @TITLE@: what exists already in the target need not be created, it can be imported.

use atg_sdk::prelude::*;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Analyzer for Plugin {
    /// `name` is one of the manifest's `[[provides]]`; this plugin provides one analyzer only.
    fn analyze(_name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        // The last iteration is the current one; earlier ones are there to compare with.
        let Some(current) = evidence.iterations().last().copied() else { return Ok(()) };
        let mut diagnostics = evidence.diagnostics(current)?;
        let fingerprint = diagnostics.column("fingerprint")?;
        let summary = diagnostics.column("summary")?;
        let address = diagnostics.column("address")?;

        while let Some(batch) = diagnostics.next()? {
            for row in batch.rows() {
                let Some(text) = row.text(summary) else { continue };
                let Some(id) = existing_id(text) else { continue };
                let place = row.text(address).unwrap_or("an unknown address");
                // A fix is data: atg shows what it would change, and applies it only where that is allowed.
                let fix = Fix::new("import", place, "it exists already; creating it again cannot work").value(&format!("{id:?}"));
                let finding = Finding::error("exists", &format!("{place} exists already")).subject(place);
                diagnoses.emit(
                    Diagnosis::new(finding)
                        .category("exists")
                        .retry("after-fix")
                        .confidence(0.9)
                        .explains(row.text(fingerprint).unwrap_or_default())
                        .fix(fix),
                );
            }
        }
        Ok(())
    }
}

/// The id in `a resource with the ID "/subscriptions/…" already exists`.
fn existing_id(summary: &str) -> Option<&str> {
    let before = &summary[..summary.find("already exists")?];
    let id = before.split('"').rfind(|part| part.starts_with("/subscriptions/"))?;
    Some(id)
}

atg_sdk::export!(Plugin: analyzer);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_between_quotes() {
        let text = r#"a resource with the ID "/subscriptions/1/resourceGroups/a" already exists - to be managed"#;
        assert_eq!(existing_id(text), Some("/subscriptions/1/resourceGroups/a"));
        assert_eq!(existing_id("a name that already exists"), None);
    }
}
