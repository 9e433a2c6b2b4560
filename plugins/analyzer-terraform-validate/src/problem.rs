//! One diagnostic, and how a rule answers it.

use atg_sdk::prelude::*;

/// A diagnostic as the rules see it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Problem<'a> {
    pub(crate) summary: &'a str,
    pub(crate) detail: &'a str,
    pub(crate) address: Option<&'a str>,
    pub(crate) file: Option<&'a str>,
    pub(crate) line: Option<&'a str>,
}

impl Problem<'_> {
    /// Where it is, for a sentence.
    pub(crate) fn place(&self) -> String {
        match (self.address, self.file, self.line) {
            (Some(address), ..) => address.to_owned(),
            (None, Some(file), Some(line)) => format!("{file}, line {line}"),
            (None, Some(file), None) => file.to_owned(),
            (None, None, _) => "the configuration".to_owned(),
        }
    }

    /// A diagnosis about a subject; one that is mended by a change, unless a rule says otherwise.
    pub(crate) fn about(&self, subject: Option<&str>, rule: &str, category: &str, message: &str) -> Diagnosis {
        let mut finding = Finding::error(rule, message);
        finding.subject = subject.map(str::to_owned);
        Diagnosis::new(finding)
            .category(category)
            .retry("after-fix")
            .confidence(0.9)
    }

    /// The same about the address itself.
    pub(crate) fn diagnosis(&self, rule: &str, category: &str, message: &str) -> Diagnosis {
        self.about(self.address, rule, category, message)
    }

    /// A fix of the address; none where it is not known.
    pub(crate) fn fix(&self, kind: &str, path: &str, reason: &str) -> Option<Fix> {
        Some(Fix::new(kind, self.address?, reason).path(path))
    }
}

/// A diagnosis with a fix, where there is one.
pub(crate) fn with(mut diagnosis: Diagnosis, fix: Option<Fix>) -> Diagnosis {
    diagnosis.fixes.extend(fix);
    diagnosis
}
