//! What an analyzer looks at, and what it says.

use crate::bindings::atg::plugin::diagnoses as wit;
use crate::portions::Portions;
use crate::{Cursor, Error, Finding, host};

/// Diagnostics of one run, and what led to them.
pub struct Evidence {
    inner: host::CaseFile,
}

impl Evidence {
    pub(crate) fn new(inner: host::CaseFile) -> Evidence {
        Evidence { inner }
    }

    /// Origin (validate, plan, apply, scan, auth, ci), target, versions of tools.
    pub fn facts(&self) -> Vec<(String, String)> {
        self.inner.facts()
    }

    /// One of the facts.
    pub fn fact(&self, name: &str) -> Option<String> {
        self.inner
            .facts()
            .into_iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value)
    }

    /// Numbers of the iterations at hand, oldest first; the last is the current one.
    pub fn iterations(&self) -> Vec<u32> {
        self.inner.iterations()
    }

    /// Diagnostics that passed the manifest's filter. Columns: fingerprint, phase, severity, code, http-status, summary,
    /// detail, address, type, file, line, occurrences, root.
    ///
    /// # Errors
    ///
    /// `gone` for an iteration that is not at hand.
    pub fn diagnostics(&self, iteration: u32) -> Result<Cursor, Error> {
        Ok(Cursor::new(self.inner.diagnostics(iteration)?))
    }

    /// The generated configuration of one address as canonical JSON, secrets removed.
    ///
    /// # Errors
    ///
    /// `gone` for an iteration that is not at hand.
    pub fn configuration(&self, iteration: u32, address: &str) -> Result<Option<String>, Error> {
        Ok(self.inner.configuration(iteration, address)?)
    }

    /// The source resource that an address was generated from, as canonical JSON.
    ///
    /// # Errors
    ///
    /// What the host could not read.
    pub fn source(&self, address: &str) -> Result<Option<String>, Error> {
        Ok(self.inner.source(address)?)
    }

    /// Fixes applied so far. Columns: iteration, kind, address, path, value, plugin, outcome.
    ///
    /// # Errors
    ///
    /// What the host could not read.
    pub fn history(&self) -> Result<Cursor, Error> {
        Ok(Cursor::new(self.inner.history()?))
    }
}

/// A structured edit, or an action. It is data: the host works out and shows what it does before anything is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// A registered word: `set-attribute`, `remove-attribute`, `rename-attribute`, `remove-block`, `add-dependency`,
    /// `import`, `rename-resource`, `map-value`, `register-provider`, `wait`, `drop-resource`, `manual`.
    pub kind: String,
    /// The address that is changed.
    pub address: String,
    /// The path within it; empty for the whole.
    pub path: String,
    /// The new value as JSON; empty where there is none.
    pub value: String,
    /// Why, in a sentence.
    pub reason: String,
    /// Further named facts.
    pub attributes: Vec<(String, String)>,
}

impl Fix {
    /// A fix of an address.
    pub fn new(kind: &str, address: &str, reason: &str) -> Fix {
        Fix {
            kind: kind.to_owned(),
            address: address.to_owned(),
            path: String::new(),
            value: String::new(),
            reason: reason.to_owned(),
            attributes: Vec::new(),
        }
    }

    /// The same fix for a path within the address.
    #[must_use]
    pub fn path(mut self, path: &str) -> Fix {
        self.path = path.to_owned();
        self
    }

    /// The same fix with a new value, as JSON.
    #[must_use]
    pub fn value(mut self, json: &str) -> Fix {
        self.value = json.to_owned();
        self
    }

    /// The same fix with one more fact.
    #[must_use]
    pub fn attribute(mut self, name: &str, value: &str) -> Fix {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// What an analyzer says of one or more diagnostics.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// What it noticed.
    pub finding: Finding,
    /// A registered word, such as `schema`, `reference`, `exists`, `quota`; `unknown` where nothing is said.
    pub category: String,
    /// When the same call may be tried again: `no`, `transient`, `throttle`, `after-fix`.
    pub retry: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// Fingerprints of the diagnostics that it explains.
    pub explains: Vec<String>,
    /// How it can be mended.
    pub fixes: Vec<Fix>,
}

impl Diagnosis {
    /// A diagnosis of category `unknown` that is not to be tried again, with a confidence of one half.
    pub fn new(finding: Finding) -> Diagnosis {
        Diagnosis {
            finding,
            category: "unknown".to_owned(),
            retry: "no".to_owned(),
            confidence: 0.5,
            explains: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// The same diagnosis in a category.
    #[must_use]
    pub fn category(mut self, category: &str) -> Diagnosis {
        self.category = category.to_owned();
        self
    }

    /// The same diagnosis with when it may be tried again.
    #[must_use]
    pub fn retry(mut self, retry: &str) -> Diagnosis {
        self.retry = retry.to_owned();
        self
    }

    /// The same diagnosis with a confidence from 0 to 1.
    #[must_use]
    pub fn confidence(mut self, confidence: f64) -> Diagnosis {
        self.confidence = confidence;
        self
    }

    /// The same diagnosis with one more diagnostic that it explains, by its fingerprint.
    #[must_use]
    pub fn explains(mut self, fingerprint: &str) -> Diagnosis {
        self.explains.push(fingerprint.to_owned());
        self
    }

    /// The same diagnosis with one more fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Diagnosis {
        self.fixes.push(fix);
        self
    }
}

/// Where diagnoses go.
pub struct Diagnoses {
    inner: host::Diagnoses,
    waiting: Portions<wit::Diagnosis>,
}

impl Diagnoses {
    pub(crate) fn new(inner: host::Diagnoses) -> Diagnoses {
        Diagnoses {
            inner,
            waiting: Portions::new(),
        }
    }

    /// Hands over a diagnosis, at the latest at the end of the call.
    pub fn emit(&self, diagnosis: Diagnosis) {
        if self.waiting.push(diagnosis.into()) {
            // The host tells the user that there were too many; there is nothing that a plugin should do about it.
            let _ = self.flush();
        }
    }

    /// Hands over what waits.
    ///
    /// # Errors
    ///
    /// `too-large` once the host takes no more.
    pub fn flush(&self) -> Result<(), Error> {
        self.waiting.hand_over(|waiting| self.inner.emit(waiting))
    }
}

impl Drop for Diagnoses {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

impl From<Fix> for wit::Fix {
    fn from(fix: Fix) -> wit::Fix {
        wit::Fix {
            kind: fix.kind,
            address: fix.address,
            path: fix.path,
            value: fix.value,
            reason: fix.reason,
            attributes: fix.attributes,
        }
    }
}

impl From<Diagnosis> for wit::Diagnosis {
    fn from(diagnosis: Diagnosis) -> wit::Diagnosis {
        wit::Diagnosis {
            finding: diagnosis.finding.into(),
            category: diagnosis.category,
            retry: diagnosis.retry,
            confidence: diagnosis.confidence,
            explains: diagnosis.explains,
            fixes: diagnosis.fixes.into_iter().map(Into::into).collect(),
        }
    }
}
