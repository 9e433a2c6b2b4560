//! What a guest may call, one file an interface. Each works on its own small view of a call's state and knows no other.
//!
//! Which of them a guest is given is decided in [`crate::load`]; what is behind them is decided before the call.

#![allow(
    unreachable_pub,
    reason = "what the macro names must be public, and goes no further than this crate"
)]

pub(crate) mod bindings;
pub(crate) mod diagnoses;
pub(crate) mod documents;
pub(crate) mod evidence;
pub(crate) mod findings;
pub(crate) mod graph;
pub(crate) mod log;
pub(crate) mod reports;
pub(crate) mod run;
pub(crate) mod scores;
pub(crate) mod tables;
pub(crate) mod types;

use bindings::atg::plugin::types::PluginError;
use wasmtime::component::{Resource, ResourceTable, ResourceTableError};

use crate::failure::{Kind, Stop};

/// Handles that a guest may hold at a time.
const HANDLES: usize = 1024;

/// Why a capability does not do what it is asked for.
#[derive(Debug)]
pub enum Refusal {
    /// The guest is told, and goes on.
    Error(PluginError),
    /// The call ends.
    Stop(wasmtime::Error),
}

impl Refusal {
    /// An error of a registered code.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Refusal {
        Refusal::Error(PluginError {
            code: code.to_owned(),
            message: message.into(),
            subject: None,
        })
    }

    /// The same about something.
    pub(crate) fn about(code: &str, message: impl Into<String>, subject: &str) -> Refusal {
        Refusal::Error(PluginError {
            code: code.to_owned(),
            message: message.into(),
            subject: Some(subject.to_owned()),
        })
    }
}

impl From<Stop> for Refusal {
    fn from(stop: Stop) -> Refusal {
        Refusal::Stop(stop.into())
    }
}

impl From<wasmtime::Error> for Refusal {
    fn from(error: wasmtime::Error) -> Refusal {
        Refusal::Stop(error)
    }
}

impl From<atg_core::CoreError> for Refusal {
    fn from(error: atg_core::CoreError) -> Refusal {
        Refusal::new("bad-data", error.to_string())
    }
}

/// A table for the handles of one call.
pub(crate) fn handles() -> ResourceTable {
    let mut table = ResourceTable::new();
    table.set_max_capacity(HANDLES);
    table
}

/// Keeps a value for the guest; one handle too many ends the call.
pub(crate) fn keep<T: Send + 'static>(handles: &mut ResourceTable, value: T) -> wasmtime::Result<Resource<T>> {
    handles.push(value).map_err(|error| match error {
        ResourceTableError::Full => {
            Stop::new(Kind::Denied, format!("it holds {HANDLES} handles and opens one more")).into()
        }
        other => gone(other),
    })
}

/// A handle that leads nowhere: the engine checks them, so only a guest that is no SDK's comes here.
#[allow(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(crate) fn gone(error: ResourceTableError) -> wasmtime::Error {
    Stop::new(
        Kind::Contract,
        format!("it used a handle that is no longer there ({error})"),
    )
    .into()
}
