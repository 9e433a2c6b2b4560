//! `graph`: two estates, aligned. The selector is held against what the plugin may see before any table is made.

mod selector;
mod snapshot;

pub use selector::Selected;
pub use snapshot::SharedSnapshot;

use std::sync::Arc;

use atg_core::align::Comparison;
use atg_core::identity::Side;
use atg_core::table::Table;
use atg_core::view;
use wasmtime::component::{HasData, Resource, ResourceTable};

use super::bindings::atg::plugin::graph::{Host, HostComparison};
use super::tables::{Cursors, OpenCursor};
use super::{Refusal, gone, keep};
use crate::access::Access;
use crate::deadline::Deadline;
use crate::failure::{Kind, Stop};
use crate::properties::Properties;

/// What the guest's handle stands for: the one comparison of the call.
pub struct SharedComparison;

/// What a metric may look at.
#[derive(Clone)]
pub(crate) struct Graph {
    pub(crate) comparison: Arc<Comparison>,
    pub(crate) access: Arc<Access>,
    pub(crate) properties: Arc<Properties>,
}

/// The view: the comparison, handles, and the clock.
pub(crate) struct GraphView<'a> {
    pub(crate) graph: Option<&'a Graph>,
    pub(crate) handles: &'a mut ResourceTable,
    pub(crate) cursors: &'a Cursors,
    pub(crate) deadline: &'a Deadline,
}

impl HasData for Graph {
    type Data<'a> = GraphView<'a>;
}

impl GraphView<'_> {
    /// The comparison. A guest without one has no handle of one either, unless it forges it.
    fn graph(&self) -> wasmtime::Result<Graph> {
        self.graph
            .cloned()
            .ok_or_else(|| Stop::new(Kind::Denied, "it used a comparison that it was not given").into())
    }

    /// Opens a table of which the fixed columns are known.
    fn open(
        &mut self,
        table: Arc<dyn Table>,
        fixed: &[&str],
        select: &Resource<Selected>,
        graph: &Graph,
    ) -> Result<Resource<OpenCursor>, Refusal> {
        let view = self.selected(select)?.view(table, fixed, &graph.access);
        self.cursors.open(self.handles, view)
    }

    fn selected(&self, select: &Resource<Selected>) -> wasmtime::Result<&Selected> {
        self.handles.get(select).map_err(gone)
    }
}

impl Host for GraphView<'_> {}

impl HostComparison for GraphView<'_> {
    fn source(&mut self, _: Resource<SharedComparison>) -> wasmtime::Result<Resource<SharedSnapshot>> {
        keep(self.handles, SharedSnapshot(Side::Source))
    }

    fn target(&mut self, _: Resource<SharedComparison>) -> wasmtime::Result<Resource<SharedSnapshot>> {
        keep(self.handles, SharedSnapshot(Side::Target))
    }

    fn pairs(
        &mut self,
        _: Resource<SharedComparison>,
        select: Resource<Selected>,
    ) -> Result<Resource<OpenCursor>, Refusal> {
        const FIXED: [&str; 7] = [
            "status",
            "match-kind",
            "type",
            "resource-group",
            "properties",
            "source-id",
            "target-id",
        ];
        let graph = self.graph()?;
        let selected = self.selected(&select)?;
        let selection = selected.selection(&graph.access)?;
        let allowed = selected.allowed_paths(&graph.access);
        let columns = |side| {
            graph
                .properties
                .columns(side, !graph.access.sensitive, &allowed, self.deadline)
        };
        let (source, target) = (columns(Side::Source)?, columns(Side::Target)?);
        let table = view::pairs(graph.comparison.clone(), source, target, selected.paths(), selection);
        self.open(Arc::new(table), &FIXED, &select, &graph)
    }

    fn differences(
        &mut self,
        _: Resource<SharedComparison>,
        select: Resource<Selected>,
    ) -> Result<Resource<OpenCursor>, Refusal> {
        const FIXED: [&str; 7] = [
            "type",
            "path",
            "kind",
            "source-id",
            "target-id",
            "source-value",
            "target-value",
        ];
        let graph = self.graph()?;
        let selected = self.selected(&select)?;
        let selection = selected.selection(&graph.access)?;
        // Paths in a selector narrow the differences too: none means all that may be seen.
        let narrowed = selected.narrowing();
        let access = Arc::clone(&graph.access);
        let may_see = Arc::new(move |path: &str| {
            access.may_see(path) && narrowed.as_ref().is_none_or(|asked| asked.may_see(path))
        });
        let table = view::differences(graph.comparison.clone(), selection, may_see, !graph.access.sensitive);
        self.open(Arc::new(table), &FIXED, &select, &graph)
    }

    fn edge_pairs(
        &mut self,
        _: Resource<SharedComparison>,
        select: Resource<Selected>,
    ) -> Result<Resource<OpenCursor>, Refusal> {
        const FIXED: [&str; 6] = ["status", "kind", "source-from", "source-to", "target-from", "target-to"];
        let graph = self.graph()?;
        let selection = self.selected(&select)?.selection(&graph.access)?;
        let table = view::edge_pairs(graph.comparison.clone(), selection);
        self.open(Arc::new(table), &FIXED, &select, &graph)
    }

    fn drop(&mut self, _: Resource<SharedComparison>) -> wasmtime::Result<()> {
        Ok(())
    }
}
