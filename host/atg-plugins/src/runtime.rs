//! What all plugins of a run share: the engine, the linkers, the ticker, and what the user allows.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use wasmtime::Engine;

use crate::cache::Cache;
use crate::catalog::PluginEntry;
use crate::compile::Compiler;
use crate::deadline::Ticker;
use crate::engine;
use crate::error::PluginError;
use crate::load::{self, Linkers, Plugin};

/// What the user, the settings and the binary decide about all plugins of a run.
#[derive(Debug, Clone)]
pub struct RuntimeOptions {
    /// Where compiled code may be kept; without it, or where it cannot be written, code is compiled for this run only.
    pub cache: Option<PathBuf>,
    /// What compiles in a process of its own.
    pub compiler: Compiler,
    /// How long a call may take, in place of what the manifest asks for or the usual ten seconds.
    pub timeout: Option<Duration>,
    /// How many bytes of memory a guest may have, in place of what the manifest asks for or the usual 128 MiB.
    pub memory: Option<u64>,
    /// What the user granted, by the plugin's id. The word `sensitive` shows values that may be secrets.
    pub grants: BTreeMap<String, Vec<String>>,
    /// Settings by the plugin's id and their key, as the user wrote them.
    pub settings: BTreeMap<String, BTreeMap<String, String>>,
    /// The time that the data describes, RFC 3339: what `run.as-of` gives.
    pub as_of: String,
    /// How many threads may work; at least 1.
    pub threads: usize,
}

/// Loads and calls plugins. Making one costs nothing; the engine is built when the first plugin is loaded.
pub struct Runtime {
    pub(crate) options: RuntimeOptions,
    pub(crate) as_of: Arc<str>,
    pub(crate) ticker: Ticker,
    foundation: OnceLock<Result<Foundation, String>>,
}

/// What is built with the first plugin.
pub(crate) struct Foundation {
    pub(crate) engine: Engine,
    pub(crate) cache: Cache,
    pub(crate) linkers: Linkers,
}

impl Runtime {
    /// A runtime. It refuses nothing yet: a cache that belongs to others is left aside, with a warning.
    pub fn new(options: RuntimeOptions) -> Result<Runtime, PluginError> {
        let as_of = Arc::from(options.as_of.as_str());
        Ok(Runtime {
            options,
            as_of,
            ticker: Ticker::new(),
            foundation: OnceLock::new(),
        })
    }

    /// Makes a plugin ready to be called. Every plugin, built in or not, comes through here.
    ///
    /// # Errors
    ///
    /// Whatever [`PluginError`] names but [`PluginError::Failed`] and [`PluginError::Output`]: nothing of the plugin runs yet.
    pub fn load(&self, entry: &PluginEntry) -> Result<Plugin, PluginError> {
        load::load(entry, self.foundation()?, &self.options)
    }

    /// Makes several ready, those that must be compiled side by side; the results are in the order of the entries.
    pub fn load_all(&self, entries: &[PluginEntry]) -> Vec<Result<Plugin, PluginError>> {
        let threads = match self.foundation() {
            // Loading compiled code takes less than starting a thread.
            Ok(foundation) => entries
                .iter()
                .filter(|entry| !foundation.cache.has(&entry.sha256))
                .count(),
            Err(_) => 0,
        };
        let threads = threads.min(self.options.threads);
        if threads <= 1 {
            return entries.iter().map(|entry| self.load(entry)).collect();
        }
        let next = AtomicUsize::new(0);
        let loaded: Vec<Mutex<Option<Result<Plugin, PluginError>>>> =
            entries.iter().map(|_| Mutex::default()).collect();
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(entry) = entries.get(at) else { break };
                *loaded[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(self.load(entry));
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(work);
            }
            work();
        });
        let loaded = loaded
            .into_iter()
            .map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner));
        // Every slot is filled; the fallback only spares a panic.
        loaded
            .zip(entries)
            .map(|(plugin, entry)| plugin.unwrap_or_else(|| self.load(entry)))
            .collect()
    }

    pub(crate) fn foundation(&self) -> Result<&Foundation, PluginError> {
        let build = || {
            let engine = engine::runner(self.options.threads).map_err(|error| format!("{error:#}"))?;
            let cache = Cache::new(self.options.cache.as_deref(), engine::compatibility(&engine));
            Ok(Foundation {
                engine,
                cache,
                linkers: Linkers::default(),
            })
        };
        let foundation = self.foundation.get_or_init(build).as_ref();
        foundation.map_err(|message| PluginError::Engine {
            source: message.clone().into(),
        })
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
