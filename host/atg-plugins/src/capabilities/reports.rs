//! `reports`: what a formatter renders. Sections that its manifest does not declare are not there.

use std::sync::Arc;

use atg_core::report::{Report, Section};
use wasmtime::component::{HasData, Resource, ResourceTable};

use super::Refusal;
use super::bindings::atg::plugin::reports::{Host, HostReport};
use super::tables::{Cursors, OpenCursor, View};
use crate::access::Access;
use crate::failure::{Kind, Stop};

/// What the guest's handle stands for: the one report of the call.
pub struct SharedReport;

/// What a formatter may look at.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) report: Arc<Report>,
    pub(crate) access: Arc<Access>,
}

/// The view: the report and handles.
pub(crate) struct ReportsView<'a> {
    pub(crate) shown: Option<&'a Shown>,
    pub(crate) handles: &'a mut ResourceTable,
    pub(crate) cursors: &'a Cursors,
}

impl HasData for Shown {
    type Data<'a> = ReportsView<'a>;
}

impl<'a> ReportsView<'a> {
    fn shown(&self) -> wasmtime::Result<&'a Shown> {
        self.shown
            .ok_or_else(|| Stop::new(Kind::Denied, "it used a report that it was not given").into())
    }

    fn section(&self, name: &str) -> Result<&'a Section, Refusal> {
        let Shown { report, access } = self.shown()?;
        if !access.may_read(name) {
            let message = format!("add `{name}` to the sections of [reads] in the manifest");
            return Err(Refusal::about("denied", message, name));
        }
        report
            .section(name)
            .ok_or_else(|| Refusal::about("gone", "the report has no such section", name))
    }
}

impl Host for ReportsView<'_> {}

impl HostReport for ReportsView<'_> {
    fn kind(&mut self, _: Resource<SharedReport>) -> wasmtime::Result<String> {
        Ok(self.shown()?.report.kind.to_owned())
    }

    fn facts(&mut self, _: Resource<SharedReport>) -> wasmtime::Result<Vec<(String, String)>> {
        Ok(self.shown()?.report.facts.clone())
    }

    fn sections(&mut self, _: Resource<SharedReport>) -> wasmtime::Result<Vec<String>> {
        let Shown { report, access } = self.shown()?;
        Ok(report
            .sections
            .iter()
            .map(|(name, _)| name)
            .filter(|name| access.may_read(name))
            .cloned()
            .collect())
    }

    fn json(&mut self, _: Resource<SharedReport>, section: String) -> Result<String, Refusal> {
        match self.section(&section)? {
            Section::Json(text) => Ok(text.clone()),
            Section::Table(_) => Err(Refusal::about("unsupported", "the section is a table", &section)),
        }
    }

    fn table(&mut self, _: Resource<SharedReport>, section: String) -> Result<Resource<OpenCursor>, Refusal> {
        match self.section(&section)? {
            Section::Table(table) => self.cursors.open(self.handles, View::all(Arc::clone(table))),
            Section::Json(_) => Err(Refusal::about("unsupported", "the section is JSON", &section)),
        }
    }

    fn drop(&mut self, _: Resource<SharedReport>) -> wasmtime::Result<()> {
        Ok(())
    }
}
