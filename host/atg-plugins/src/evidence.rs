//! Which diagnostics an analyzer is shown, as a table.

use std::sync::Arc;

use atg_core::CoreError;
use atg_core::diagnosis::{CaseFile, Diagnostic};
use atg_core::table::{ABSENT, BatchEncoder, Table};

use crate::manifest::AnalyzerProvides;

/// The diagnostics of an iteration that pass a filter. They stay where they are: a case may hold a hundred thousand, and
/// every analyzer looks at its own.
pub(crate) struct DiagnosticTable {
    file: Arc<CaseFile>,
    iteration: u32,
    /// Places of those that pass.
    shown: Vec<u32>,
}

impl DiagnosticTable {
    /// `None` where the case has no such iteration.
    pub(crate) fn new(file: &Arc<CaseFile>, iteration: u32, filter: &AnalyzerProvides) -> Option<DiagnosticTable> {
        let filter = Passing::new(filter);
        let diagnostics = (0_u32..).zip(file.iterations.get(&iteration)?);
        let shown = diagnostics.filter(|(_, diagnostic)| filter.passes(diagnostic));
        Some(DiagnosticTable {
            shown: shown.map(|(place, _)| place).collect(),
            file: Arc::clone(file),
            iteration,
        })
    }
}

impl Table for DiagnosticTable {
    fn columns(&self) -> Vec<String> {
        Diagnostic::COLUMNS.map(str::to_owned).to_vec()
    }

    fn rows(&self) -> u64 {
        self.shown.len() as u64
    }

    fn batch(
        &self,
        columns: &[usize],
        from: u64,
        max_bytes: usize,
        encoder: &mut BatchEncoder,
    ) -> Result<u64, CoreError> {
        let diagnostics = self.file.iterations.get(&self.iteration).map_or(&[][..], Vec::as_slice);
        Ok(encoder.fill_by_row(from..self.rows(), max_bytes, |at, encoder| {
            let cells = diagnostics[self.shown[at as usize] as usize].cells();
            for (place, column) in columns.iter().enumerate() {
                match cells[*column] {
                    Some(text) => encoder.push_text(place, text),
                    None => encoder.push(place, ABSENT),
                }
            }
        }))
    }
}

/// The filter that an analyzer's manifest declares.
struct Passing<'f> {
    phases: &'f [String],
    /// In lower case.
    matches: Vec<String>,
}

impl<'f> Passing<'f> {
    fn new(filter: &'f AnalyzerProvides) -> Passing<'f> {
        Passing {
            phases: &filter.phases,
            matches: filter.matches.iter().map(|wanted| wanted.to_lowercase()).collect(),
        }
    }

    fn passes(&self, diagnostic: &Diagnostic) -> bool {
        let phase = diagnostic.phase.as_deref().unwrap_or_default();
        let says = || {
            let texts = [&diagnostic.code, &diagnostic.summary, &diagnostic.detail];
            texts.into_iter().flatten().any(|text| {
                let text = text.to_lowercase();
                self.matches.iter().any(|wanted| text.contains(wanted))
            })
        };
        (self.phases.is_empty() || self.phases.iter().any(|wanted| wanted == phase))
            && (self.matches.is_empty() || says())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifests_filter_decides_what_is_shown() {
        let filter = |phases: &[&str], matches: &[&str]| AnalyzerProvides {
            name: "a".into(),
            title: "A".into(),
            phases: phases.iter().map(ToString::to_string).collect(),
            matches: matches.iter().map(ToString::to_string).collect(),
        };
        let one = Diagnostic {
            phase: Some("apply".into()),
            detail: Some("It Already Exists".into()),
            ..Diagnostic::default()
        };
        assert!(Passing::new(&filter(&[], &[])).passes(&one));
        assert!(Passing::new(&filter(&["plan", "apply"], &["quota", "already exists"])).passes(&one));
        assert!(!Passing::new(&filter(&["plan"], &[])).passes(&one));
        assert!(!Passing::new(&filter(&[], &["quota"])).passes(&one));
    }
}
