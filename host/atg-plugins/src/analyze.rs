//! Analyzers, side by side.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use atg_core::diagnosis::{Analysis, CaseFile};
use wasmtime::component::Resource;

use crate::call::{self, call};
use crate::capabilities::evidence::Case;
use crate::engine::CALLS;
use crate::failure::{Kind, failure};
use crate::load::Plugin;
use crate::runtime::Runtime;

/// Lets all analyzers named look at a case, on [`crate::RuntimeOptions::threads`] threads. The analyses are in the order of
/// the plugins and names. Each is shown what passes the filter of its manifest.
pub fn analyze_all(runtime: &Runtime, plugins: &[(Plugin, Vec<String>)], evidence: &Arc<CaseFile>) -> Vec<Analysis> {
    let jobs: Vec<(&Plugin, &str)> = plugins
        .iter()
        .flat_map(|(plugin, names)| names.iter().map(move |name| (plugin, name.as_str())))
        .collect();
    let analyses: Vec<Mutex<Option<Analysis>>> = jobs.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((plugin, name)) = jobs.get(at) else { break };
            let analysis = looked_at(runtime, plugin, name, evidence);
            *analyses[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(analysis);
        }
    };
    thread::scope(|scope| {
        let threads = runtime.options.threads.clamp(1, CALLS).min(jobs.len());
        // A thread less is slower, and none is told below.
        let workers: Vec<_> = (0..threads)
            .filter_map(|_| call::on_own_stack(scope, work).ok())
            .collect();
        workers.into_iter().for_each(call::join);
    });
    let no_thread = |plugin: &Plugin| refused(plugin, Kind::Denied, "the system gave no thread to run it on");
    analyses
        .into_iter()
        .map(|analysis| analysis.into_inner().unwrap_or_else(PoisonError::into_inner))
        .zip(&jobs)
        .map(|(analysis, (plugin, _))| analysis.unwrap_or_else(|| no_thread(plugin)))
        .collect()
}

/// Lets one analyzer look at a case.
pub fn analyze(runtime: &Runtime, plugin: &Plugin, name: &str, evidence: &Arc<CaseFile>) -> Analysis {
    let plugins = [(plugin.clone(), vec![name.to_owned()])];
    analyze_all(runtime, &plugins, evidence).pop().unwrap_or_default()
}

/// The call itself, on a thread whose stack has room for it.
fn looked_at(runtime: &Runtime, plugin: &Plugin, name: &str, evidence: &Arc<CaseFile>) -> Analysis {
    let provided = plugin.manifest().analyzers().find(|analyzer| analyzer.name == name);
    let (Some(provided), Some(indices)) = (provided, plugin.analyzer()) else {
        let message = format!("its manifest provides no analyzer `{name}`");
        return refused(plugin, Kind::Contract, &message);
    };
    let case = Case {
        file: Arc::clone(evidence),
        filter: provided.clone(),
    };
    let (state, failure) = call(
        runtime,
        plugin,
        &Arc::default(),
        |state| state.case = Some(case),
        |store, instance| {
            let guest = indices.load(&mut *store, instance)?;
            guest.call_analyze(store, name, Resource::new_own(0), Resource::new_own(0))
        },
    );
    Analysis {
        diagnoses: state.diagnoses.kept,
        failure,
    }
}

fn refused(plugin: &Plugin, kind: Kind, message: &str) -> Analysis {
    Analysis {
        diagnoses: Vec::new(),
        failure: Some(failure(plugin.id(), kind, message)),
    }
}
