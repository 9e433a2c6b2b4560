//! `evidence`: what an analyzer may look at.

use std::sync::Arc;

use atg_core::diagnosis::CaseFile;
use atg_core::table::{Cell, MemoryTable};
use wasmtime::component::{HasData, Resource, ResourceTable};

use super::Refusal;
use super::bindings::atg::plugin::evidence::{Host, HostCaseFile};
use super::tables::{Cursors, OpenCursor, View};
use crate::evidence::DiagnosticTable;
use crate::failure::{Kind, Stop};
use crate::manifest::AnalyzerProvides;

/// What the guest's handle stands for: the one case file of the call.
pub struct SharedCaseFile;

/// A case, and the filter of whoever looks at it.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) file: Arc<CaseFile>,
    pub(crate) filter: AnalyzerProvides,
}

/// The view: the case and handles.
pub(crate) struct EvidenceView<'a> {
    pub(crate) case: Option<&'a Case>,
    pub(crate) handles: &'a mut ResourceTable,
    pub(crate) cursors: &'a Cursors,
}

impl HasData for Case {
    type Data<'a> = EvidenceView<'a>;
}

impl<'a> EvidenceView<'a> {
    fn case(&self) -> wasmtime::Result<&'a Case> {
        self.case
            .ok_or_else(|| Stop::new(Kind::Denied, "it used a case file that it was not given").into())
    }
}

impl Host for EvidenceView<'_> {}

impl HostCaseFile for EvidenceView<'_> {
    fn facts(&mut self, _: Resource<SharedCaseFile>) -> wasmtime::Result<Vec<(String, String)>> {
        Ok(self.case()?.file.facts.clone())
    }

    fn iterations(&mut self, _: Resource<SharedCaseFile>) -> wasmtime::Result<Vec<u32>> {
        Ok(self.case()?.file.iterations.keys().copied().collect())
    }

    fn diagnostics(&mut self, _: Resource<SharedCaseFile>, iteration: u32) -> Result<Resource<OpenCursor>, Refusal> {
        let Case { file, filter } = self.case()?;
        let Some(table) = DiagnosticTable::new(file, iteration, filter) else {
            return Err(Refusal::new("gone", format!("there is no iteration {iteration}")));
        };
        self.cursors.open(self.handles, View::all(Arc::new(table)))
    }

    fn configuration(
        &mut self,
        _: Resource<SharedCaseFile>,
        iteration: u32,
        address: String,
    ) -> Result<Option<String>, Refusal> {
        Ok(self.case()?.file.configuration.get(&(iteration, address)).cloned())
    }

    fn source(&mut self, _: Resource<SharedCaseFile>, address: String) -> Result<Option<String>, Refusal> {
        Ok(self.case()?.file.sources.get(&address).cloned())
    }

    fn history(&mut self, _: Resource<SharedCaseFile>) -> Result<Resource<OpenCursor>, Refusal> {
        const COLUMNS: [&str; 7] = ["iteration", "kind", "address", "path", "value", "plugin", "outcome"];
        let rows = self.case()?.file.history.iter().map(|fix| {
            let texts = [
                &fix.kind,
                &fix.address,
                &fix.path,
                &fix.value,
                &fix.plugin,
                &fix.outcome,
            ];
            let texts = texts.into_iter().map(|text| Cell::from(text.as_str()));
            std::iter::once(Cell::from(fix.iteration.to_string()))
                .chain(texts)
                .collect()
        });
        self.cursors
            .open(self.handles, View::all(Arc::new(MemoryTable::new(COLUMNS, rows))))
    }

    fn drop(&mut self, _: Resource<SharedCaseFile>) -> wasmtime::Result<()> {
        Ok(())
    }
}
