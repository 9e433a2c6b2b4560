//! What the diagnostics of `terraform validate -json` mean, and how they are mended.
//!
//! Terraform checks the form of a configuration, the provider its arguments; both speak in sentences that have not changed for
//! years, and the rules know those sentences. What no rule knows is left to other analyzers.

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;

mod lookup;
mod problem;
mod rules;
mod text;

use lookup::Lookup;
use problem::Problem;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Analyzer for Plugin {
    fn analyze(_name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        let Some(current) = evidence.iterations().last().copied() else {
            return Ok(());
        };
        let known = Known { evidence, current };
        let mut found = Found::default();
        let mut diagnostics = evidence.diagnostics(current)?;
        let column = |name: &str| diagnostics.column(name);
        let (fingerprint, root) = (column("fingerprint")?, column("root")?);
        let (summary, detail, address) = (column("summary")?, column("detail")?, column("address")?);
        let (file, line) = (column("file")?, column("line")?);
        while let Some(batch) = diagnostics.next()? {
            // What follows from another failure goes away with it.
            for row in batch.rows().filter(|row| row.text(root).is_none_or(str::is_empty)) {
                let problem = Problem {
                    summary: row.text(summary).unwrap_or_default(),
                    detail: row.text(detail).unwrap_or_default(),
                    address: row.text(address).filter(|address| !address.is_empty()),
                    file: row.text(file),
                    line: row.text(line),
                };
                if let Some(diagnosis) = rules::apply(&problem, &known) {
                    found.add(diagnosis, row.text(fingerprint));
                }
            }
        }
        found
            .diagnoses
            .into_iter()
            .for_each(|diagnosis| diagnoses.emit(diagnosis));
        Ok(())
    }
}

/// Diagnoses, each once: ten references to one missing resource are one finding with ten fixes.
#[derive(Default)]
struct Found {
    diagnoses: Vec<Diagnosis>,
}

impl Found {
    fn add(&mut self, mut diagnosis: Diagnosis, fingerprint: Option<&str>) {
        diagnosis.explains.extend(fingerprint.map(str::to_owned));
        let same = self
            .diagnoses
            .iter_mut()
            .find(|known| known.finding == diagnosis.finding);
        let Some(same) = same else {
            self.diagnoses.push(diagnosis);
            return;
        };
        for fingerprint in diagnosis.explains {
            if !same.explains.contains(&fingerprint) {
                same.explains.push(fingerprint);
            }
        }
        for fix in diagnosis.fixes {
            if !same.fixes.contains(&fix) {
                same.fixes.push(fix);
            }
        }
    }
}

/// What atg knows of an address.
struct Known<'e> {
    evidence: &'e Evidence,
    current: u32,
}

impl Lookup for Known<'_> {
    fn configuration(&self, address: &str) -> Option<Json> {
        json::parse(&self.evidence.configuration(self.current, address).ok()??).ok()
    }

    fn source(&self, address: &str) -> Option<Json> {
        json::parse(&self.evidence.source(address).ok()??).ok()
    }
}

atg_sdk::export!(Plugin: analyzer);

#[cfg(test)]
mod tests;
