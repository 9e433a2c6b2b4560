//! One side of the comparison.

use std::sync::Arc;

use atg_core::identity::Side;
use atg_core::snapshot::Snapshot;
use atg_core::view;
use wasmtime::component::Resource;

use super::super::bindings::atg::plugin::graph::HostSnapshot;
use super::super::bindings::atg::plugin::tables::Batch;
use super::super::tables::{OpenCursor, View};
use super::super::{Refusal, gone};
use super::{Graph, GraphView, Selected};

/// A snapshot in a guest's hands.
pub struct SharedSnapshot(pub(crate) Side);

const NODES: [&str; 4] = ["id", "type", "name", "resource-group"];
const EDGES: [&str; 5] = ["from", "kind", "to", "from-type", "to-type"];

impl GraphView<'_> {
    fn snapshot(&self, handle: &Resource<SharedSnapshot>) -> wasmtime::Result<(Graph, Side, Arc<Snapshot>)> {
        let graph = self.graph()?;
        let side = self.handles.get(handle).map_err(gone)?.0;
        let snapshot = match side {
            Side::Source => Arc::clone(&graph.comparison.source),
            Side::Target => Arc::clone(&graph.comparison.target),
        };
        Ok((graph, side, snapshot))
    }

    fn nodes_table(
        &self,
        handle: &Resource<SharedSnapshot>,
        select: &Resource<Selected>,
    ) -> Result<(Graph, view::NodesTable), Refusal> {
        let (graph, side, snapshot) = self.snapshot(handle)?;
        let selected = self.selected(select)?;
        let selection = selected.selection(&graph.access)?;
        let allowed = selected.allowed_paths(&graph.access);
        let values = graph
            .properties
            .columns(side, !graph.access.sensitive, &allowed, self.deadline)?;
        let table = view::nodes(snapshot, values, selected.paths(), selection);
        Ok((graph, table))
    }
}

impl HostSnapshot for GraphView<'_> {
    fn facts(&mut self, handle: Resource<SharedSnapshot>) -> wasmtime::Result<Vec<(String, String)>> {
        let (_, _, snapshot) = self.snapshot(&handle)?;
        let scope = &snapshot.scope;
        let mut facts = vec![
            ("scope".to_owned(), scope.spelling.clone()),
            ("origin".to_owned(), scope.origin.word().to_owned()),
            ("title".to_owned(), scope.title.clone()),
        ];
        let known = [
            ("taken-at", &scope.taken_at),
            ("tenant", &scope.tenant_id),
            ("subscription", &scope.subscription_id),
        ];
        facts.extend(
            known
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))),
        );
        Ok(facts)
    }

    fn counts(&mut self, handle: Resource<SharedSnapshot>, by: String) -> Result<Vec<(String, u32)>, Refusal> {
        let (graph, _, snapshot) = self.snapshot(&handle)?;
        if by == "resource-group" && !graph.access.may_see("resource-group") {
            let message = "counts by resource group need `resource-group` among the properties of [reads]";
            return Err(Refusal::about("denied", message, &by));
        }
        let counts = view::counts(&snapshot, &by);
        let counts = counts.ok_or_else(|| Refusal::about("unsupported", "there are no such counts", &by))?;
        // An estate has no more resources than can be numbered; relationships may be more, and then the most is said.
        Ok(counts
            .into_iter()
            .map(|(name, count)| (name, u32::try_from(count).unwrap_or(u32::MAX)))
            .collect())
    }

    fn coverage(&mut self, handle: Resource<SharedSnapshot>) -> wasmtime::Result<Resource<OpenCursor>> {
        let (_, _, snapshot) = self.snapshot(&handle)?;
        self.cursors
            .open_unchecked(self.handles, View::all(Arc::new(view::coverage(&snapshot))))
    }

    fn nodes(
        &mut self,
        handle: Resource<SharedSnapshot>,
        select: Resource<Selected>,
    ) -> Result<Resource<OpenCursor>, Refusal> {
        let (graph, table) = self.nodes_table(&handle, &select)?;
        self.open(Arc::new(table), &NODES, &select, &graph)
    }

    fn edges(
        &mut self,
        handle: Resource<SharedSnapshot>,
        select: Resource<Selected>,
    ) -> Result<Resource<OpenCursor>, Refusal> {
        let (graph, _, snapshot) = self.snapshot(&handle)?;
        let selection = self.selected(&select)?.selection(&graph.access)?;
        self.open(Arc::new(view::edges(snapshot, selection)), &EDGES, &select, &graph)
    }

    fn type_edges(&mut self, handle: Resource<SharedSnapshot>) -> wasmtime::Result<Resource<OpenCursor>> {
        let (_, _, snapshot) = self.snapshot(&handle)?;
        self.cursors
            .open_unchecked(self.handles, View::all(Arc::new(view::type_edges(&snapshot))))
    }

    fn node(
        &mut self,
        handle: Resource<SharedSnapshot>,
        id: String,
        select: Resource<Selected>,
    ) -> Result<Option<Batch>, Refusal> {
        let (graph, table) = self.nodes_table(&handle, &select)?;
        // Whoever may ask for an id could find out ids by trying.
        if !graph.access.may_see("id") {
            return Err(Refusal::about(
                "denied",
                "one node needs `id` among the properties of [reads]",
                "id",
            ));
        }
        let side = self.handles.get(&handle).map_err(gone)?.0;
        let Some(resource) = graph.comparison.find(side, &id)? else {
            return Ok(None);
        };
        let view = self
            .selected(&select)?
            .view(Arc::new(table.only(resource)), &NODES, &graph.access);
        view.first(self.deadline)
    }

    fn drop(&mut self, handle: Resource<SharedSnapshot>) -> wasmtime::Result<()> {
        self.handles.delete(handle).map_err(gone)?;
        Ok(())
    }
}
