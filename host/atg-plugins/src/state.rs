//! What belongs to one call: its handles, its limits, and what is behind each capability.

use std::sync::Arc;

use wasmtime::component::ResourceTable;

use crate::capabilities;
use crate::capabilities::diagnoses::Diagnoses;
use crate::capabilities::documents::{Document, DocumentView};
use crate::capabilities::evidence::{Case, EvidenceView};
use crate::capabilities::findings::Findings;
use crate::capabilities::graph::{Graph, GraphView};
use crate::capabilities::log::Log;
use crate::capabilities::reports::{ReportsView, Shown};
use crate::capabilities::run::Run;
use crate::capabilities::scores::Scorecard;
use crate::capabilities::tables::{Cursors, TablesView};
use crate::capabilities::types::Types;
use crate::deadline::Deadline;
use crate::limits::Limits;

/// The state of one call. No capability sees it whole: each is lent its view.
pub(crate) struct State {
    pub(crate) handles: ResourceTable,
    pub(crate) limits: Limits,
    pub(crate) deadline: Deadline,
    pub(crate) log: Log,
    pub(crate) run: Run,
    pub(crate) cursors: Cursors,
    pub(crate) graph: Option<Graph>,
    pub(crate) findings: Findings,
    pub(crate) scorecard: Scorecard,
    pub(crate) shown: Option<Shown>,
    pub(crate) document: Document,
    pub(crate) case: Option<Case>,
    pub(crate) diagnoses: Diagnoses,
}

impl State {
    /// The state of a call that has been given nothing yet.
    pub(crate) fn new(plugin: &Arc<str>, limits: Limits, deadline: Deadline, run: Run) -> State {
        State {
            handles: capabilities::handles(),
            limits,
            deadline,
            log: Log::new(Arc::clone(plugin)),
            run,
            cursors: Cursors::default(),
            graph: None,
            findings: Findings::new(Arc::clone(plugin)),
            scorecard: Scorecard::default(),
            shown: None,
            document: Document::default(),
            case: None,
            diagnoses: Diagnoses::new(Arc::clone(plugin)),
        }
    }

    pub(crate) fn types(&mut self) -> Types {
        Types
    }

    pub(crate) fn log(&mut self) -> &mut Log {
        &mut self.log
    }

    pub(crate) fn run(&mut self) -> &mut Run {
        &mut self.run
    }

    pub(crate) fn tables(&mut self) -> TablesView<'_> {
        TablesView {
            handles: &mut self.handles,
            deadline: &self.deadline,
        }
    }

    pub(crate) fn graph(&mut self) -> GraphView<'_> {
        GraphView {
            graph: self.graph.as_ref(),
            handles: &mut self.handles,
            cursors: &self.cursors,
            deadline: &self.deadline,
        }
    }

    pub(crate) fn findings(&mut self) -> &mut Findings {
        &mut self.findings
    }

    pub(crate) fn scorecard(&mut self) -> &mut Scorecard {
        &mut self.scorecard
    }

    pub(crate) fn reports(&mut self) -> ReportsView<'_> {
        ReportsView {
            shown: self.shown.as_ref(),
            handles: &mut self.handles,
            cursors: &self.cursors,
        }
    }

    pub(crate) fn document(&mut self) -> DocumentView<'_> {
        DocumentView {
            document: &mut self.document,
            deadline: &mut self.deadline,
        }
    }

    pub(crate) fn evidence(&mut self) -> EvidenceView<'_> {
        EvidenceView {
            case: self.case.as_ref(),
            handles: &mut self.handles,
            cursors: &self.cursors,
        }
    }

    pub(crate) fn diagnoses(&mut self) -> &mut Diagnoses {
        &mut self.diagnoses
    }
}
