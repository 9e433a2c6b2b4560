//! `types`: no functions, but the way in which errors cross.

use wasmtime::component::HasData;

use super::Refusal;
use super::bindings::atg::plugin::types::{Host, PluginError};
use super::diagnoses::Diagnoses;
use super::documents::DocumentView;
use super::evidence::EvidenceView;
use super::findings::Findings;
use super::graph::GraphView;
use super::reports::ReportsView;
use super::tables::TablesView;

/// The view: nothing.
pub(crate) struct Types;

impl HasData for Types {
    type Data<'a> = Types;
}

/// An error crosses in the same way whatever interface it comes from, and needs no state.
macro_rules! crosses {
    ($($view:ty),*) => {$(
        impl Host for $view {
            fn convert_plugin_error(&mut self, refusal: Refusal) -> wasmtime::Result<PluginError> {
                match refusal {
                    Refusal::Error(error) => Ok(error),
                    Refusal::Stop(error) => Err(error),
                }
            }
        }
    )*};
}

crosses!(
    Types,
    TablesView<'_>,
    GraphView<'_>,
    Findings,
    ReportsView<'_>,
    DocumentView<'_>,
    EvidenceView<'_>,
    Diagnoses
);
