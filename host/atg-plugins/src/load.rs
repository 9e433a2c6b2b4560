//! One plugin, ready to be called: checked, compiled, linked with what it may use and nothing else.

mod linking;

pub(crate) use linking::{Linkers, Roles};

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use wasmtime::component::{Component, InstancePre};

use crate::access::Access;
use crate::capabilities::bindings::exports::atg::plugin::{analyzer, formatter, metric};
use crate::catalog::PluginEntry;
use crate::check;
use crate::deadline::TIMEOUT;
use crate::error::PluginError;
use crate::limits::MEMORY;
use crate::manifest::Manifest;
use crate::runtime::{Foundation, RuntimeOptions};
use crate::state::State;

/// A plugin that is compiled and linked. Copies share everything.
#[derive(Clone)]
pub struct Plugin {
    inner: Arc<Inner>,
}

struct Inner {
    id: Arc<str>,
    manifest: Arc<Manifest>,
    prepared: InstancePre<State>,
    metric: Option<metric::GuestIndices>,
    formatter: Option<formatter::GuestIndices>,
    analyzer: Option<analyzer::GuestIndices>,
    access: Arc<Access>,
    settings: Arc<BTreeMap<String, String>>,
    timeout: Duration,
    memory: u64,
}

impl Plugin {
    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.inner.manifest
    }

    pub(crate) fn id(&self) -> &Arc<str> {
        &self.inner.id
    }

    pub(crate) fn prepared(&self) -> &InstancePre<State> {
        &self.inner.prepared
    }

    pub(crate) fn metric(&self) -> Option<&metric::GuestIndices> {
        self.inner.metric.as_ref()
    }

    pub(crate) fn formatter(&self) -> Option<&formatter::GuestIndices> {
        self.inner.formatter.as_ref()
    }

    pub(crate) fn analyzer(&self) -> Option<&analyzer::GuestIndices> {
        self.inner.analyzer.as_ref()
    }

    pub(crate) fn access(&self) -> &Arc<Access> {
        &self.inner.access
    }

    pub(crate) fn settings(&self) -> &Arc<BTreeMap<String, String>> {
        &self.inner.settings
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.inner.timeout
    }

    pub(crate) fn memory(&self) -> u64 {
        self.inner.memory
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin")
            .field("id", &self.inner.id)
            .finish_non_exhaustive()
    }
}

/// Makes a plugin ready. Every plugin, built in or not, comes through here.
pub(crate) fn load(
    entry: &PluginEntry,
    foundation: &Foundation,
    options: &RuntimeOptions,
) -> Result<Plugin, PluginError> {
    let name = entry.name();
    let (id, manifest) = (&entry.manifest.id, &entry.manifest);
    // What the user wrote is checked first: it is told quickest, and mended quickest.
    let settings = settings(manifest, options)?;
    let granted = options.grants.get(id).map(Vec::as_slice).unwrap_or_default();
    let access = Access::new(&manifest.reads, granted).map_err(|error| PluginError::Manifest {
        name: name.clone(),
        hint: error.hint(),
        source: Box::new(error),
    })?;
    let component = compiled(entry, &name, foundation, options)?;
    let link_error = |source: wasmtime::Error| PluginError::Link {
        name: name.clone(),
        source: source.into(),
    };
    let linker = foundation
        .linkers
        .of(&foundation.engine, &component, Roles::of(manifest))
        .map_err(link_error)?;
    let prepared = linker.instantiate_pre(&component).map_err(link_error)?;
    let provides = |role| manifest.provides.iter().any(|provides| provides.role().word() == role);
    let missing = |role| PluginError::MissingRole {
        name: name.clone(),
        role,
    };
    // Only roles that the manifest names: what else a component exports is nobody's promise.
    macro_rules! indices {
        ($interface:ident, $role:literal) => {
            if provides($role) {
                Some($interface::GuestIndices::new(&prepared).map_err(|error| {
                    match exports(&component, foundation, $role) {
                        true => link_error(error),
                        false => missing($role),
                    }
                })?)
            } else {
                None
            }
        };
    }
    let metric = indices!(metric, "metric");
    let formatter = indices!(formatter, "formatter");
    let analyzer = indices!(analyzer, "analyzer");
    Ok(Plugin {
        inner: Arc::new(Inner {
            id: Arc::from(id.as_str()),
            manifest: Arc::clone(manifest),
            prepared,
            metric,
            formatter,
            analyzer,
            access: Arc::new(access),
            settings: Arc::new(settings),
            // A manifest asks for less; only a user gives more.
            timeout: options
                .timeout
                .unwrap_or_else(|| manifest.limits.timeout.unwrap_or(TIMEOUT).min(TIMEOUT)),
            memory: options
                .memory
                .unwrap_or_else(|| manifest.limits.memory.unwrap_or(MEMORY).min(MEMORY)),
        }),
    })
}

fn settings(manifest: &Manifest, options: &RuntimeOptions) -> Result<BTreeMap<String, String>, PluginError> {
    let none = BTreeMap::new();
    let given = options.settings.get(&manifest.id).unwrap_or(&none);
    manifest.settings_with(given).map_err(|error| PluginError::Setting {
        plugin: manifest.id.clone(),
        key: error.key,
        fault: error.fault,
        hint: error.hint,
    })
}

/// The component's code: from the cache, else from a compiler, which is only started for what passes the static checks.
fn compiled(
    entry: &PluginEntry,
    name: &str,
    foundation: &Foundation,
    options: &RuntimeOptions,
) -> Result<Component, PluginError> {
    let Foundation { engine, cache, .. } = foundation;
    if let Some(component) = cache.load(engine, &entry.sha256) {
        return Ok(component);
    }
    let bytes = entry.bytes()?;
    check::examine(name, &bytes)?;
    let code = options.compiler.compile(name, &bytes)?;
    cache.store(&entry.sha256, &code);
    // SAFETY: the bytes come from atg's own compiler, just now, through a pipe.
    let component = unsafe { Component::deserialize(engine, &code) };
    component.map_err(|source| PluginError::Engine { source: source.into() })
}

/// Whether a component exports a role in whatever version.
fn exports(component: &Component, foundation: &Foundation, role: &str) -> bool {
    let wanted = format!("atg:plugin/{role}@");
    component
        .component_type()
        .exports(&foundation.engine)
        .any(|(name, _)| name.starts_with(&wanted))
}
