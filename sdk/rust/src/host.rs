//! The host on the other side: atg, through the contract's imports; natively the fake one.

#[cfg(target_arch = "wasm32")]
mod real {
    use crate::bindings::atg::plugin::{log, run};

    pub(crate) use crate::bindings::atg::plugin::diagnoses::Diagnoses;
    pub(crate) use crate::bindings::atg::plugin::documents::Document;
    pub(crate) use crate::bindings::atg::plugin::evidence::CaseFile;
    pub(crate) use crate::bindings::atg::plugin::findings::Findings;
    pub(crate) use crate::bindings::atg::plugin::graph::{Comparison, Selector, Snapshot};
    pub(crate) use crate::bindings::atg::plugin::reports::Report;
    pub(crate) use crate::bindings::atg::plugin::scores::Scorecard;
    pub(crate) use crate::bindings::atg::plugin::tables::Cursor;
    pub(crate) use log::write as log;
    pub(crate) use run::{as_of, is_cancelled, progress, setting};

    /// Before each call: a panic's text and place would be lost in the trap that follows it.
    pub(crate) fn begin() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let message = panic.payload_as_str().unwrap_or("a panic without a text");
            log::panic(message, &place);
        }));
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) use real::*;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use crate::fake::host::*;
