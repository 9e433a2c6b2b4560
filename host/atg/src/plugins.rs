//! The plugins of a run: found by settings, loaded when they are used, and what went wrong with them told.
//!
//! A plugin that fails never ends a run: it is named on standard error, the others go on, and the exit code says it.

mod failed;

use std::cell::{Cell, OnceCell};
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use atg_core::align::Comparison;
use atg_core::diagnosis::CaseFile;
use atg_core::metric::MetricResult;
use atg_core::report::Report;
use atg_plugins::catalog::{Catalog, Embedded, Places, PluginEntry};
use atg_plugins::{Compiler, PluginError, Runtime, RuntimeOptions};
use atg_workflow::iterate::Analyzed;

use crate::commands::Context;
use crate::errors::{Error, causes};
use crate::estates;
use crate::exit_code::ExitCode;
use crate::formats::Format;
use crate::printer::Printer;
use crate::settings::nearest;

/// The metric that is none: `--metric none`.
const NONE: &str = "none";

/// What a run has at hand.
pub(crate) struct Plugins<'a> {
    context: &'a Context<'a>,
    catalog: Catalog,
    /// Made when the first plugin is loaded: looking at what there is needs none.
    runtime: OnceCell<Runtime>,
    trouble: Cell<bool>,
}

/// Metrics to be measured: which plugin, and the names of those of its metrics that are wanted.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    plugins: Vec<(PluginEntry, Vec<String>)>,
    /// Metrics that are gates and are not measured.
    pub gates_left_out: Vec<String>,
}

/// Where plugins are installed.
pub(crate) fn places(context: &Context<'_>) -> Places {
    let roots = &context.effects.roots;
    Places {
        project: Some(roots.in_project(".atg/plugins".as_ref())),
        user: roots.data.as_ref().map(|folder| folder.join("plugins")),
    }
}

/// The built-in plugins, as a catalog takes them.
pub(crate) fn embedded() -> Vec<Embedded> {
    let one = |plugin: &atg_builtin::Builtin| Embedded {
        manifest: plugin.manifest,
        sha256: plugin.sha256,
        component: plugin.component,
    };
    atg_builtin::BUILTIN.iter().map(one).collect()
}

/// Where compiled plugins are kept.
pub(crate) fn cache(context: &Context<'_>) -> Option<PathBuf> {
    context
        .effects
        .roots
        .cache
        .as_ref()
        .map(|folder| folder.join("plugins"))
}

/// What this run's settings allow plugins.
pub(crate) fn options(context: &Context<'_>) -> Result<RuntimeOptions, Error> {
    let settings = context.settings;
    let program = std::env::current_exe().map_err(|error| Error::failed("cannot find atg itself").because(error))?;
    Ok(RuntimeOptions {
        cache: cache(context),
        compiler: Compiler::new(program, [OsString::from(crate::commands::compile::NAME)]),
        timeout: settings.plugin_timeout,
        memory: settings.plugin_memory,
        grants: settings.grants.clone(),
        settings: settings.plugin_settings.clone(),
        as_of: context.effects.clock.now().to_string(),
        threads: settings.threads(),
    })
}

impl<'a> Plugins<'a> {
    /// Looks which plugins there are, and tells which cannot be used. None is read that is installed, and none is loaded.
    pub(crate) fn find(context: &'a Context<'a>) -> Result<Plugins<'a>, Error> {
        let catalog = Catalog::gather(&context.settings.plugins, &places(context), &embedded());
        let plugins = Plugins {
            context,
            catalog,
            runtime: OnceCell::new(),
            trouble: Cell::new(false),
        };
        for note in &plugins.catalog.notes {
            context.printer.note(note);
        }
        for problem in &plugins.catalog.problems {
            plugins.tell(
                &problem.error.to_string(),
                &causes(&*problem.error),
                problem.error.hint().as_deref(),
            );
        }
        plugins.tell_unknown_ids();
        Ok(plugins)
    }

    /// Settings and grants for plugins that are not there: most likely a typing mistake.
    fn tell_unknown_ids(&self) {
        let (settings, printer) = (self.context.settings, self.context.printer);
        let given = settings.plugin_settings.keys().map(|id| ("settings", id));
        for (what, id) in given.chain(settings.grants.keys().map(|id| ("grants", id))) {
            let failed = self.catalog.problems.iter().any(|problem| problem.plugin == *id);
            if failed || self.catalog.plugin(id).is_some() {
                continue;
            }
            let known = self.catalog.plugins.iter().map(|entry| entry.manifest.id.as_str());
            let hint = nearest(id, known).map_or_else(
                || "`atg plugin list` shows all".to_owned(),
                |near| format!("did you mean `{near}`? `atg plugin list` shows all"),
            );
            printer.warning(
                &format!("there are {what} for a plugin `{id}`, and no such plugin"),
                Some(&hint),
            );
        }
    }

    fn runtime(&self) -> Result<&Runtime, Error> {
        if let Some(runtime) = self.runtime.get() {
            return Ok(runtime);
        }
        let runtime = Runtime::new(options(self.context)?)?;
        Ok(self.runtime.get_or_init(|| runtime))
    }

    /// Where the run prints.
    pub(crate) fn printer(&self) -> &'a Printer {
        self.context.printer
    }

    /// All that were found.
    pub(crate) fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The formatters that can be chosen.
    pub(crate) fn formats(&self) -> Vec<Format> {
        let format = |(_, formatter): (_, &atg_plugins::manifest::FormatterProvides)| Format {
            name: formatter.name.clone(),
            extension: formatter.extension.clone(),
            binary: formatter.binary,
        };
        self.catalog.formatters().map(format).collect()
    }

    /// The metrics of these names; all where none is named, and none at all for `none`.
    pub(crate) fn metrics(&self, named: &[String]) -> Result<Wanted, Error> {
        let known = || self.catalog.metrics().map(|(_, metric)| metric.name.as_str());
        for name in named.iter().filter(|name| *name != NONE) {
            if !known().any(|metric| metric == name) {
                let error = Error::usage(format!("there is no metric `{name}`"));
                let list = known().chain([NONE]).collect::<Vec<_>>().join(", ");
                return Err(match nearest(name, known()) {
                    Some(near) => error.hint(format!("did you mean `{near}`? There are {list}")),
                    None => error.hint(format!("there are {list}; a plugin can bring another (`--plugin`)")),
                });
            }
        }
        let is_wanted = |name: &str| named.is_empty() || named.iter().any(|wanted| wanted == name);
        let mut wanted = Wanted::default();
        for entry in &self.catalog.plugins {
            let (names, left_out): (Vec<_>, Vec<_>) =
                entry.manifest.metrics().partition(|metric| is_wanted(&metric.name));
            wanted.gates_left_out.extend(
                left_out
                    .iter()
                    .filter(|metric| metric.gate)
                    .map(|metric| metric.name.clone()),
            );
            if !names.is_empty() {
                wanted
                    .plugins
                    .push((entry.clone(), names.iter().map(|metric| metric.name.clone()).collect()));
            }
        }
        Ok(wanted)
    }

    /// Loads and measures. What failed is among the results, and told.
    pub(crate) fn measure(&self, wanted: &Wanted, comparison: &Arc<Comparison>) -> Result<Vec<MetricResult>, Error> {
        let runtime = self.runtime()?;
        let entries: Vec<PluginEntry> = wanted.plugins.iter().map(|(entry, _)| entry.clone()).collect();
        let (mut loaded, mut refused) = (Vec::new(), Vec::new());
        for (plugin, (_, names)) in runtime.load_all(&entries).into_iter().zip(&wanted.plugins) {
            refused.push(plugin.map(|plugin| loaded.push((plugin, names.clone()))).err());
        }
        let bytes = estates::bytes(&comparison.source) + estates::bytes(&comparison.target);
        let task = self.context.progress.task("measuring", Some(bytes));
        let measured = atg_plugins::measure_all(runtime, &loaded, comparison, &task);
        self.context.progress.end();
        for result in &measured {
            if let Some(failure) = &result.failure {
                self.tell_failure(&result.plugin, &format!("metric `{}`", result.name), failure);
            }
        }
        let mut measured = measured.into_iter();
        let mut results = Vec::new();
        for ((entry, names), refused) in wanted.plugins.iter().zip(refused) {
            match refused {
                None => results.extend(measured.by_ref().take(names.len())),
                Some(error) => {
                    self.tell_error(&error);
                    results.extend(names.iter().filter_map(|name| failed::metric(entry, name, &error)));
                }
            }
        }
        Ok(results)
    }

    /// Lets every analyzer look at a case. What failed has been told.
    pub(crate) fn analyze(&self, case: &Arc<CaseFile>) -> Result<Vec<Analyzed>, Error> {
        let runtime = self.runtime()?;
        let with_analyzers = self
            .catalog
            .plugins
            .iter()
            .filter(|entry| entry.manifest.analyzers().next().is_some());
        let entries: Vec<PluginEntry> = with_analyzers.cloned().collect();
        let mut loaded = Vec::new();
        for (plugin, entry) in runtime.load_all(&entries).into_iter().zip(&entries) {
            let names: Vec<String> = entry
                .manifest
                .analyzers()
                .map(|analyzer| analyzer.name.clone())
                .collect();
            match plugin {
                Ok(plugin) => loaded.push((plugin, names)),
                Err(error) => self.tell_error(&error),
            }
        }
        let analyses = atg_plugins::analyze_all(runtime, &loaded, case);
        let called = loaded
            .iter()
            .flat_map(|(plugin, names)| names.iter().map(move |name| (plugin.manifest().id.as_str(), name)));
        let mut analyzed = Vec::new();
        for ((plugin, name), analysis) in called.zip(analyses) {
            if let Some(failure) = &analysis.failure {
                self.tell_failure(plugin, &format!("analyzer `{name}`"), failure);
            }
            analyzed.push(Analyzed {
                plugin: plugin.to_owned(),
                name: name.clone(),
                analysis,
            });
        }
        Ok(analyzed)
    }

    /// Lets a formatter write a report. `false` where it failed, which has been told; an error where its bytes could not go
    /// where they should.
    pub(crate) fn render(&self, format: &str, report: &Arc<Report>, out: &mut dyn Write) -> Result<bool, Error> {
        let Some((entry, _)) = self.catalog.formatter(format) else {
            return Err(Error::failed(format!("there is no formatter `{format}`")));
        };
        let runtime = self.runtime()?;
        let loaded = runtime.load(entry);
        match loaded.and_then(|plugin| atg_plugins::render(runtime, &plugin, format, report, out)) {
            Ok(()) => Ok(true),
            Err(error @ PluginError::Output { .. }) => Err(error.into()),
            Err(PluginError::Failed { plugin, name, failure }) => {
                self.tell_failure(&plugin, &format!("formatter `{name}`"), &failure);
                Ok(false)
            }
            Err(error) => {
                self.tell_error(&error);
                Ok(false)
            }
        }
    }

    /// Loads every plugin; how many load, and the first error.
    pub(crate) fn load_everything(&self) -> (usize, Option<Error>) {
        let mut loaded = 0;
        let mut first = None;
        let runtime = match self.runtime() {
            Ok(runtime) => runtime,
            Err(error) => return (0, Some(error)),
        };
        for plugin in runtime.load_all(&self.catalog.plugins) {
            match plugin {
                Ok(_) => loaded += 1,
                Err(error) => first = first.or(Some(error.into())),
            }
        }
        (loaded, first)
    }

    /// What the run ends with as far as plugins decide.
    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.trouble.get() {
            ExitCode::PluginFailed
        } else {
            ExitCode::Done
        }
    }

    fn tell_error(&self, error: &PluginError) {
        self.tell(&error.to_string(), &causes(error), error.hint().as_deref());
    }

    fn tell_failure(&self, plugin: &str, what: &str, failure: &atg_core::metric::Failure) {
        let (text, causes) = failed::words(plugin, what, failure, self.context.printer.is_verbose());
        self.tell(&text, &causes, failure.hint.as_deref());
    }

    fn tell(&self, text: &str, causes: &[String], hint: Option<&str>) {
        self.trouble.set(true);
        self.context.printer.trouble(text, causes, hint);
    }
}
