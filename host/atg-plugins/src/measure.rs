//! Metrics, side by side.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use atg_core::align::Comparison;
use atg_core::metric::{Failure, MetricResult, Score};
use atg_core::readers::Progress;
use wasmtime::component::Resource;

use crate::call::{self, call};
use crate::capabilities::graph::Graph;
use crate::engine::CALLS;
use crate::failure::{Kind, failure};
use crate::load::Plugin;
use crate::manifest::MetricProvides;
use crate::properties::Properties;
use crate::runtime::Runtime;
use crate::state::State;

/// How often an interrupt is looked for.
const LOOK: Duration = Duration::from_millis(50);

/// Measures all metrics named, on [`crate::RuntimeOptions::threads`] threads. The results are in the order of the plugins and
/// names. What fails is a [`Score::Failed`] with its failure; what a plugin found before that is kept.
pub fn measure_all(
    runtime: &Runtime,
    plugins: &[(Plugin, Vec<String>)],
    comparison: &Arc<Comparison>,
    progress: &dyn Progress,
) -> Vec<MetricResult> {
    let jobs: Vec<(&Plugin, &str)> = plugins
        .iter()
        .flat_map(|(plugin, names)| names.iter().map(move |name| (plugin, name.as_str())))
        .collect();
    let called = plugins.iter().filter(|(_, names)| !names.is_empty());
    let threads = runtime.options.threads.max(1);
    let accesses = called.map(|(plugin, _)| plugin.access().as_ref());
    let properties = match Properties::load(comparison, &accesses, threads, progress) {
        Ok(properties) => Arc::new(properties),
        Err(error) => return jobs.iter().map(|(plugin, name)| unread(plugin, name, &error)).collect(),
    };
    let graph = |plugin: &Plugin| Graph {
        comparison: Arc::clone(comparison),
        access: Arc::clone(plugin.access()),
        properties: Arc::clone(&properties),
    };
    let cancelled = Arc::new(AtomicBool::new(false));
    let results: Vec<Mutex<Option<MetricResult>>> = jobs.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((plugin, name)) = jobs.get(at) else { break };
            let result = measure(runtime, plugin, name, graph(plugin), &cancelled);
            *results[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        }
    };
    thread::scope(|scope| {
        let (over, ends) = mpsc::channel::<()>();
        let mut workers = Vec::new();
        for _ in 0..threads.min(jobs.len()).min(CALLS) {
            let (work, over) = (&work, over.clone());
            // A thread less is slower, and none is told below.
            workers.extend(call::on_own_stack(scope, move || {
                let _over = over;
                work();
            }));
        }
        drop(over);
        // All ends of the channel are dropped when all threads are done.
        while ends.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            if progress.is_cancelled() {
                cancelled.store(true, Ordering::Relaxed);
            }
        }
        workers.into_iter().for_each(call::join);
    });
    let results = results
        .into_iter()
        .map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner));
    let no_thread = |(plugin, name): &(&Plugin, &str)| {
        failed(
            plugin,
            name,
            failure(plugin.id(), Kind::Denied, "the system gave no thread to run it on"),
        )
    };
    results
        .zip(&jobs)
        .map(|(result, job)| result.unwrap_or_else(|| no_thread(job)))
        .collect()
}

/// Measures one metric.
fn measure(runtime: &Runtime, plugin: &Plugin, name: &str, graph: Graph, cancelled: &Arc<AtomicBool>) -> MetricResult {
    let metric = plugin.manifest().metrics().find(|metric| metric.name == name);
    let (Some(metric), Some(indices)) = (metric, plugin.metric()) else {
        let message = format!("its manifest provides no metric `{name}`");
        return failed(plugin, name, failure(plugin.id(), Kind::Contract, &message));
    };
    let (state, failure) = call(
        runtime,
        plugin,
        cancelled,
        |state| state.graph = Some(graph),
        |store, instance| {
            let guest = indices.load(&mut *store, instance)?;
            let handle = Resource::new_own;
            guest.call_measure(store, name, handle(0), Resource::new_own(0), Resource::new_own(0))
        },
    );
    scored(plugin, metric, state, failure)
}

/// Puts together what a guest gave.
fn scored(plugin: &Plugin, metric: &MetricProvides, state: State, failed: Option<Failure>) -> MetricResult {
    let State {
        scorecard, findings, ..
    } = state;
    let failed = failed.or_else(|| {
        let silent = scorecard.score.is_none();
        silent.then(|| failure(plugin.id(), Kind::BadOutput, "it ended without a score"))
    });
    let mut result = empty(plugin, metric);
    result.findings = findings.into_kept();
    match (failed, scorecard.score) {
        (None, Some(score)) => {
            result.score = score;
            result.parts = scorecard.parts;
            result.exclusions = scorecard.exclusions;
        }
        (failed, _) => result.failure = failed,
    }
    result
}

/// A result that only says what the manifest says.
fn empty(plugin: &Plugin, metric: &MetricProvides) -> MetricResult {
    MetricResult {
        plugin: plugin.id().to_string(),
        name: metric.name.clone(),
        title: metric.title.clone(),
        unit: metric.unit.clone(),
        direction: metric.direction,
        target: metric.target,
        warn: metric.warn,
        gate: metric.gate,
        weight: metric.weight,
        score: Score::Failed,
        parts: Vec::new(),
        exclusions: Vec::new(),
        findings: Vec::new(),
        failure: None,
    }
}

fn failed(plugin: &Plugin, name: &str, failure: Failure) -> MetricResult {
    let unknown = MetricProvides {
        name: name.to_owned(),
        title: name.to_owned(),
        unit: String::new(),
        direction: atg_core::metric::Direction::Higher,
        target: None,
        warn: None,
        gate: false,
        weight: 0.0,
    };
    let metric = plugin
        .manifest()
        .metrics()
        .find(|metric| metric.name == name)
        .unwrap_or(&unknown);
    MetricResult {
        failure: Some(failure),
        ..empty(plugin, metric)
    }
}

/// The estate could not be read again: nobody's fault here, and nothing can be measured.
fn unread(plugin: &Plugin, name: &str, error: &atg_core::CoreError) -> MetricResult {
    let mut failure = failure(
        plugin.id(),
        Kind::Denied,
        &format!("its columns could not be read: {error}"),
    );
    failure.hint = error
        .hint()
        .or_else(|| Some("run the same again: the input may have changed meanwhile".to_owned()));
    failed(plugin, name, failure)
}

#[cfg(test)]
mod tests;
