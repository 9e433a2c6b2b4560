//! The same types and functions that the contract's imports have, in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(crate) use super::select::Selector;

use super::estate::{self, Section};
use super::{Measured, Table};
use crate::bindings::atg::plugin::diagnoses as wit_diagnoses;
use crate::bindings::atg::plugin::log::Level;
use crate::bindings::atg::plugin::tables::Batch;
use crate::bindings::atg::plugin::types::{self as wit, PluginError};
use crate::{Diagnosis, Error, Finding, Fix, Severity};

thread_local! {
    pub(super) static SETTINGS: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

pub(crate) fn begin() {}

/// `cargo test` shows it with the test that failed.
#[allow(clippy::print_stderr, reason = "a test's own output")]
pub(crate) fn log(_: Level, message: &str) {
    eprintln!("{message}");
}

pub(crate) fn setting(key: &str) -> Option<String> {
    SETTINGS.with(|settings| settings.borrow().get(key).cloned())
}

pub(crate) fn as_of() -> String {
    "2026-01-01T00:00:00Z".to_owned()
}

pub(crate) fn progress(_: u32, _: u32) {}

pub(crate) fn is_cancelled() -> bool {
    false
}

fn unsupported(what: &str) -> PluginError {
    Error::new("unsupported", what).into()
}

#[derive(Debug)]
pub(crate) struct Cursor {
    columns: Vec<String>,
    batches: RefCell<std::vec::IntoIter<Batch>>,
}

impl Cursor {
    fn of(table: &Table) -> Cursor {
        Cursor {
            columns: table.columns.clone(),
            batches: RefCell::new(table.batches().into_iter()),
        }
    }

    pub(crate) fn columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    pub(crate) fn next(&self, _: u32) -> Result<Option<Batch>, PluginError> {
        Ok(self.batches.borrow_mut().next())
    }
}

#[derive(Debug)]
pub(crate) struct Snapshot(Rc<estate::Snapshot>);

impl Snapshot {
    pub(crate) fn facts(&self) -> Vec<(String, String)> {
        self.0.facts.clone()
    }

    pub(crate) fn counts(&self, by: &str) -> Result<Vec<(String, u32)>, PluginError> {
        let counts = self.0.counts.get(by).cloned();
        counts.ok_or_else(|| unsupported(&format!("the fake host was given no counts by {by}")))
    }

    pub(crate) fn coverage(&self) -> Cursor {
        Cursor::of(&self.0.coverage)
    }

    pub(crate) fn nodes(&self, select: &Selector) -> Result<Cursor, PluginError> {
        Ok(Cursor::of(&select.of_nodes(&self.0.nodes)))
    }

    pub(crate) fn edges(&self, select: &Selector) -> Result<Cursor, PluginError> {
        Ok(Cursor::of(&select.of_edges(&self.0.edges)))
    }

    pub(crate) fn type_edges(&self) -> Cursor {
        Cursor::of(&self.0.type_edges)
    }

    pub(crate) fn node(&self, id: &str, select: &Selector) -> Result<Option<Batch>, PluginError> {
        let found = self.0.nodes.row_of(id).map(|table| select.of_nodes(&table).batches());
        Ok(found.and_then(|mut batches| batches.pop()))
    }
}

#[derive(Debug)]
pub(crate) struct Comparison(pub(super) Rc<estate::Comparison>);

impl Comparison {
    pub(crate) fn source(&self) -> Snapshot {
        Snapshot(self.0.source.clone())
    }

    pub(crate) fn target(&self) -> Snapshot {
        Snapshot(self.0.target.clone())
    }

    pub(crate) fn pairs(&self, select: &Selector) -> Result<Cursor, PluginError> {
        Ok(Cursor::of(&select.of_pairs(&self.0.pairs)))
    }

    pub(crate) fn differences(&self, select: &Selector) -> Result<Cursor, PluginError> {
        Ok(Cursor::of(&select.of_differences(&self.0.differences)))
    }

    pub(crate) fn edge_pairs(&self, select: &Selector) -> Result<Cursor, PluginError> {
        Ok(Cursor::of(&select.of_edge_pairs(&self.0.edge_pairs)))
    }
}

#[derive(Debug)]
pub(crate) struct Scorecard(pub(super) Rc<RefCell<Measured>>);

impl Scorecard {
    pub(crate) fn ratio(&self, matched: u32, total: u32) {
        self.0.borrow_mut().ratio = Some((matched, total));
    }

    pub(crate) fn value(&self, value: f64) {
        self.0.borrow_mut().value = Some(value);
    }

    pub(crate) fn not_applicable(&self, reason: &str) {
        self.0.borrow_mut().not_applicable = Some(reason.to_owned());
    }

    pub(crate) fn part(&self, dimension: &str, key: &str, matched: u32, total: u32) {
        self.0
            .borrow_mut()
            .parts
            .push((dimension.to_owned(), key.to_owned(), matched, total));
    }

    pub(crate) fn exclude(&self, reason: &str, count: u32) {
        self.0.borrow_mut().exclusions.push((reason.to_owned(), count));
    }
}

#[derive(Debug)]
pub(crate) struct Findings(pub(super) Rc<RefCell<Measured>>);

impl Findings {
    pub(crate) fn emit(&self, items: &[wit::Finding]) -> Result<(), PluginError> {
        self.0.borrow_mut().findings.extend(items.iter().map(finding));
        Ok(())
    }
}

#[derive(Debug)]
pub(crate) struct Report(pub(super) Rc<estate::Report>);

impl Report {
    pub(crate) fn kind(&self) -> String {
        self.0.kind.clone()
    }

    pub(crate) fn facts(&self) -> Vec<(String, String)> {
        self.0.facts.clone()
    }

    pub(crate) fn sections(&self) -> Vec<String> {
        self.0.sections.iter().map(|(name, _)| name.clone()).collect()
    }

    fn section(&self, name: &str) -> Result<&Section, PluginError> {
        let found = self.0.sections.iter().find(|(other, _)| other == name);
        found
            .map(|(_, section)| section)
            .ok_or_else(|| unsupported(&format!("there is no section `{name}`")))
    }

    pub(crate) fn json(&self, section: &str) -> Result<String, PluginError> {
        match self.section(section)? {
            Section::Json(json) => Ok(json.clone()),
            Section::Table(_) => Err(unsupported(&format!("section `{section}` is a table"))),
        }
    }

    pub(crate) fn table(&self, section: &str) -> Result<Cursor, PluginError> {
        match self.section(section)? {
            Section::Table(table) => Ok(Cursor::of(table)),
            Section::Json(_) => Err(unsupported(&format!("section `{section}` is JSON"))),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Document(pub(super) Rc<RefCell<Vec<u8>>>);

impl Document {
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), PluginError> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }
}

#[derive(Debug)]
pub(crate) struct CaseFile(pub(super) Rc<estate::CaseFile>);

impl CaseFile {
    pub(crate) fn facts(&self) -> Vec<(String, String)> {
        self.0.facts.clone()
    }

    pub(crate) fn iterations(&self) -> Vec<u32> {
        self.0.iterations.keys().copied().collect()
    }

    pub(crate) fn diagnostics(&self, iteration: u32) -> Result<Cursor, PluginError> {
        let table = self.0.iterations.get(&iteration);
        let gone = || Error::new("gone", &format!("there is no iteration {iteration}")).into();
        table.map(Cursor::of).ok_or_else(gone)
    }

    pub(crate) fn configuration(&self, iteration: u32, address: &str) -> Result<Option<String>, PluginError> {
        Ok(self.0.configurations.get(&(iteration, address.to_owned())).cloned())
    }

    pub(crate) fn source(&self, address: &str) -> Result<Option<String>, PluginError> {
        Ok(self.0.sources.get(address).cloned())
    }

    pub(crate) fn history(&self) -> Result<Cursor, PluginError> {
        Ok(Cursor::of(&self.0.history))
    }
}

#[derive(Debug)]
pub(crate) struct Diagnoses(pub(super) Rc<RefCell<Vec<Diagnosis>>>);

impl Diagnoses {
    pub(crate) fn emit(&self, items: &[wit_diagnoses::Diagnosis]) -> Result<(), PluginError> {
        self.0.borrow_mut().extend(items.iter().map(|item| Diagnosis {
            finding: finding(&item.finding),
            category: item.category.clone(),
            retry: item.retry.clone(),
            confidence: item.confidence,
            explains: item.explains.clone(),
            fixes: item.fixes.iter().map(fix).collect(),
        }));
        Ok(())
    }
}

fn finding(item: &wit::Finding) -> Finding {
    Finding {
        rule: item.rule.clone(),
        severity: match item.severity {
            wit::Severity::Info => Severity::Info,
            wit::Severity::Warning => Severity::Warning,
            wit::Severity::Error => Severity::Error,
        },
        message: item.message.clone(),
        subject: item.subject.clone(),
        attributes: item.attributes.clone(),
    }
}

fn fix(item: &wit_diagnoses::Fix) -> Fix {
    Fix {
        kind: item.kind.clone(),
        address: item.address.clone(),
        path: item.path.clone(),
        value: item.value.clone(),
        reason: item.reason.clone(),
        attributes: item.attributes.clone(),
    }
}
