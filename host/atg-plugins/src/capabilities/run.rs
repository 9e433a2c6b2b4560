//! `run`: settings, the time that the data describes, and whether to stop.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use wasmtime::component::HasData;

use super::bindings::atg::plugin::run::Host;

/// What a call is told of its run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) settings: Arc<BTreeMap<String, String>>,
    pub(crate) as_of: Arc<str>,
    pub(crate) cancelled: Arc<AtomicBool>,
}

impl HasData for Run {
    type Data<'a> = &'a mut Run;
}

impl Host for Run {
    fn setting(&mut self, key: String) -> wasmtime::Result<Option<String>> {
        Ok(self.settings.get(&key).cloned())
    }

    fn as_of(&mut self) -> wasmtime::Result<String> {
        Ok(self.as_of.to_string())
    }

    fn progress(&mut self, done: u32, total: u32) -> wasmtime::Result<()> {
        tracing::trace!(done, total, "progress");
        Ok(())
    }

    fn is_cancelled(&mut self) -> wasmtime::Result<bool> {
        Ok(self.cancelled.load(Ordering::Relaxed))
    }
}
