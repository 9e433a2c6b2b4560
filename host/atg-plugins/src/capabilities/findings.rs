//! `findings`: a list that the host owns, so that neither a drop nor a trap loses what was said.

use std::sync::Arc;

use atg_core::metric::{Finding, Severity};
use wasmtime::component::{HasData, Resource};

use super::Refusal;
use super::bindings::atg::plugin::findings::{Host, HostFindings};
use super::bindings::atg::plugin::types as wit;
use crate::clean::{cleaned, cut};
use crate::failure::{Kind, Stop};

/// Findings that are kept.
const KEPT: usize = 10_000;
/// Bytes of all their texts.
const TEXT: usize = 16 << 20;
/// Bytes of a message, and of any other text.
const MESSAGE: usize = 16 << 10;
const WORD: usize = 4 << 10;
/// Attributes of one finding.
const ATTRIBUTES: usize = 32;
/// Findings that may be offered. Many, one a resource, are honest work that is cut short; more are a flood.
const OFFERED: u64 = 2_000_000;

/// What the guest's handle stands for: the one list of the call.
pub struct FindingsHandle;

/// The findings of one call.
#[derive(Debug)]
pub(crate) struct Findings {
    cleaner: Cleaner,
    kept: Vec<Finding>,
    left_out: u64,
}

/// Makes findings harmless and counts their bytes.
#[derive(Debug)]
pub(crate) struct Cleaner {
    plugin: Arc<str>,
    text: usize,
}

impl Cleaner {
    pub(crate) fn new(plugin: Arc<str>) -> Cleaner {
        Cleaner { plugin, text: 0 }
    }

    /// Whether there is no room for more.
    pub(crate) fn is_full(&self) -> bool {
        self.text > TEXT
    }

    /// A text on one line, not too long.
    pub(crate) fn word(&mut self, text: String) -> String {
        self.cut(text, WORD)
    }

    /// The same, for what people read.
    pub(crate) fn message(&mut self, text: String) -> String {
        self.cut(text, MESSAGE)
    }

    fn cut(&mut self, text: String, bytes: usize) -> String {
        let text = cut(cleaned(text), bytes);
        self.text += text.len();
        text
    }

    /// Named facts.
    pub(crate) fn attributes(&mut self, attributes: Vec<(String, String)>) -> Vec<(String, String)> {
        attributes
            .into_iter()
            .take(ATTRIBUTES)
            .map(|(name, value)| (self.word(name), self.word(value)))
            .collect()
    }

    /// A finding, whose severity is checked by the engine.
    pub(crate) fn finding(&mut self, finding: wit::Finding) -> Finding {
        Finding {
            plugin: self.plugin.to_string(),
            rule: self.word(finding.rule),
            severity: match finding.severity {
                wit::Severity::Info => Severity::Info,
                wit::Severity::Warning => Severity::Warning,
                wit::Severity::Error => Severity::Error,
            },
            message: self.message(finding.message),
            subject: finding.subject.map(|subject| self.word(subject)),
            attributes: self.attributes(finding.attributes),
        }
    }
}

impl Findings {
    pub(crate) fn new(plugin: Arc<str>) -> Findings {
        Findings {
            cleaner: Cleaner::new(plugin),
            kept: Vec::new(),
            left_out: 0,
        }
    }

    /// What was kept; where some were left out, the last one says how many.
    pub(crate) fn into_kept(self) -> Vec<Finding> {
        let mut kept = self.kept;
        if self.left_out > 0 {
            kept.push(Finding {
                plugin: self.cleaner.plugin.to_string(),
                rule: "findings-left-out".to_owned(),
                severity: Severity::Info,
                message: format!("{} more findings were left out", self.left_out),
                subject: None,
                attributes: vec![("count".to_owned(), self.left_out.to_string())],
            });
        }
        kept
    }
}

impl HasData for Findings {
    type Data<'a> = &'a mut Findings;
}

impl Host for Findings {}

impl HostFindings for Findings {
    fn emit(&mut self, _: Resource<FindingsHandle>, items: Vec<wit::Finding>) -> Result<(), Refusal> {
        for item in items {
            if self.kept.len() < KEPT && !self.cleaner.is_full() {
                self.kept.push(self.cleaner.finding(item));
            } else {
                self.left_out += 1;
            }
        }
        if self.left_out > OFFERED {
            return Err(Stop::new(Kind::BadOutput, format!("it gave more than {OFFERED} findings")).into());
        }
        Ok(())
    }

    fn drop(&mut self, _: Resource<FindingsHandle>) -> wasmtime::Result<()> {
        Ok(())
    }
}
