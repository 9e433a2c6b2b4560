//! What a plugin noticed.

use crate::bindings::atg::plugin::types as wit;
use crate::portions::Portions;
use crate::{Error, host};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Deserves a look.
    Warning,
    /// Wrong.
    Error,
}

/// One thing worth telling about one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Short stable name of the rule, unique within the plugin.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// What it is about: a resource id, an address.
    pub subject: Option<String>,
    /// Further named facts.
    pub attributes: Vec<(String, String)>,
}

impl Finding {
    /// A finding of any severity.
    pub fn new(severity: Severity, rule: &str, message: &str) -> Finding {
        Finding {
            rule: rule.to_owned(),
            severity,
            message: message.to_owned(),
            subject: None,
            attributes: Vec::new(),
        }
    }

    /// Good to know.
    pub fn info(rule: &str, message: &str) -> Finding {
        Finding::new(Severity::Info, rule, message)
    }

    /// Deserves a look.
    pub fn warning(rule: &str, message: &str) -> Finding {
        Finding::new(Severity::Warning, rule, message)
    }

    /// Wrong.
    pub fn error(rule: &str, message: &str) -> Finding {
        Finding::new(Severity::Error, rule, message)
    }

    /// The same finding with what it is about.
    #[must_use]
    pub fn subject(mut self, subject: &str) -> Finding {
        self.subject = Some(subject.to_owned());
        self
    }

    /// The same finding with one more fact.
    #[must_use]
    pub fn attribute(mut self, name: &str, value: &str) -> Finding {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl From<Finding> for wit::Finding {
    fn from(finding: Finding) -> wit::Finding {
        wit::Finding {
            rule: finding.rule,
            severity: match finding.severity {
                Severity::Info => wit::Severity::Info,
                Severity::Warning => wit::Severity::Warning,
                Severity::Error => wit::Severity::Error,
            },
            message: finding.message,
            subject: finding.subject,
            attributes: finding.attributes,
        }
    }
}

/// Where findings go. They are handed over in portions, and what is left at the end of the call by itself.
pub struct Findings {
    inner: host::Findings,
    waiting: Portions<wit::Finding>,
}

impl Findings {
    pub(crate) fn new(inner: host::Findings) -> Findings {
        Findings {
            inner,
            waiting: Portions::new(),
        }
    }

    /// Hands over a finding, at the latest at the end of the call. What the host refuses is told by [`Findings::flush`].
    pub fn emit(&self, finding: Finding) {
        if self.waiting.push(finding.into()) {
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

impl Drop for Findings {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}
