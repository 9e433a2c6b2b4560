//! Formatters.

use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use atg_core::report::Report;
use wasmtime::component::Resource;

use crate::call::{self, call};
use crate::capabilities::reports::Shown;
use crate::error::PluginError;
use crate::load::Plugin;
use crate::runtime::Runtime;

/// Lets a formatter write a report. Bytes arrive at `out` while it works, unchanged; on an error there may be half a document.
/// Write to a file that is renamed at the end, or hold back; a terminal needs a [`crate::CleanWriter`] before it.
///
/// # Errors
///
/// [`PluginError::NotProvided`], [`PluginError::Failed`], and [`PluginError::Output`] where `out` refuses.
pub fn render(
    runtime: &Runtime,
    plugin: &Plugin,
    name: &str,
    report: &Arc<Report>,
    out: &mut dyn Write,
) -> Result<(), PluginError> {
    let not_provided = || PluginError::NotProvided {
        plugin: plugin.id().to_string(),
        role: "formatter",
        name: name.to_owned(),
    };
    let formatter = plugin.manifest().formatters().find(|formatter| formatter.name == name);
    let indices = plugin
        .formatter()
        .filter(|_| formatter.is_some())
        .ok_or_else(not_provided)?;
    let shown = Shown {
        report: Arc::clone(report),
        access: Arc::clone(plugin.access()),
    };
    // One piece under way and one being written: memory stays bounded however fast the formatter is.
    let (sender, pieces) = sync_channel::<Vec<u8>>(1);
    let work = move || {
        let (mut state, failure) = call(
            runtime,
            plugin,
            &Arc::default(),
            |state| {
                state.shown = Some(shown);
                state.document.out = Some(sender);
            },
            |store, instance| {
                let guest = indices.load(&mut *store, instance)?;
                guest.call_render(store, name, Resource::new_own(0), Resource::new_own(0))
            },
        );
        // Half a document may help to see where it failed.
        state.document.flush();
        failure
    };
    let (written, failure) = thread::scope(|scope| {
        let worker = match call::on_own_stack(scope, work) {
            Ok(worker) => worker,
            Err(error) => return (Err(error), None),
        };
        let mut written = Ok(());
        for piece in &pieces {
            written = out.write_all(&piece);
            if written.is_err() {
                break;
            }
        }
        // The formatter's next piece is refused.
        drop(pieces);
        (written, call::join(worker))
    });
    written
        .and_then(|()| out.flush())
        .map_err(|source| PluginError::Output { source })?;
    match failure {
        None => Ok(()),
        Some(failure) => Err(PluginError::Failed {
            plugin: plugin.id().to_string(),
            name: name.to_owned(),
            failure: Box::new(failure),
        }),
    }
}

#[cfg(test)]
mod tests;
