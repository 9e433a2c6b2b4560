//! What the tests share: the built-in plugins, loaded once; estates, compared; reports.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::{Arc, LazyLock};

use atg_core::align::{AlignOptions, Comparison, align};
use atg_core::drift::AcceptedDrift;
use atg_core::fidelity::{Fidelity, FidelityOptions};
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::metric::MetricResult;
use atg_core::readers::{NoProgress, ReadOptions, document};
use atg_core::report::{self, ComparisonInput, FidelityInput, Options, Presentation, Report};
use atg_plugins::catalog::{Catalog, Embedded, Places};
use atg_plugins::{Compiler, Plugin, Runtime, RuntimeOptions, measure_all, render};
use atg_tenants::{Edge, Format, Side as Of, Tenants};

const TIMESTAMP: &str = "2026-01-01T00:00:00Z";

pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let one = |plugin: &atg_builtin::Builtin| Embedded {
        manifest: plugin.manifest,
        sha256: plugin.sha256,
        component: plugin.component,
    };
    let builtin: Vec<_> = atg_builtin::BUILTIN.iter().map(one).collect();
    Catalog::gather(&[], &Places::default(), &builtin)
});

/// All built-in plugins, compiled once for all tests, in a process of its own as for everybody.
pub(crate) struct Bench {
    pub(crate) runtime: Runtime,
    pub(crate) plugins: Vec<Plugin>,
    pub(crate) options: RuntimeOptions,
    _cache: tempfile::TempDir,
}

pub(crate) static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let cache = tempfile::tempdir().expect("a folder");
    let compiler = std::env::current_exe()
        .ok()
        .and_then(|test| Some(test.parent()?.parent()?.join("examples").join("compiler")))
        .expect("the folder of the examples");
    let options = RuntimeOptions {
        cache: Some(cache.path().to_path_buf()),
        compiler: Compiler::new(compiler, Vec::<OsString>::new()),
        timeout: None,
        memory: None,
        grants: BTreeMap::new(),
        settings: BTreeMap::new(),
        as_of: TIMESTAMP.to_owned(),
        threads: 2,
    };
    let runtime = Runtime::new(options.clone()).expect("a runtime");
    let loaded = runtime.load_all(&CATALOG.plugins);
    let plugins = loaded
        .into_iter()
        .map(|plugin| plugin.unwrap_or_else(|error| panic!("{}", chain(&error))))
        .collect();
    Bench {
        runtime,
        plugins,
        options,
        _cache: cache,
    }
});

pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

fn compare(source: Vec<u8>, target: Vec<u8>) -> Arc<Comparison> {
    let (mapping, filter) = (Mapping::default(), Filter::default());
    let read = |bytes: Vec<u8>, name: &str, side| {
        let options = ReadOptions {
            side,
            mapping: &mapping,
            filter: &filter,
            threads: 1,
            progress: &NoProgress,
        };
        Arc::new(document::read(Arc::new(bytes), name, options).expect("an estate"))
    };
    let options = AlignOptions {
        mapping: &mapping,
        drift: &AcceptedDrift::default(),
        compare_properties: true,
        threads: 1,
        progress: &NoProgress,
    };
    let (source, target) = (
        read(source, "source.json", Side::Source),
        read(target, "target.json", Side::Target),
    );
    Arc::new(align(source, target, &options).expect("a comparison"))
}

pub(crate) fn example() -> Arc<Comparison> {
    let bytes = |side| {
        let mut bytes = Vec::new();
        Tenants::example()
            .write(side, Format::Document, &mut bytes)
            .expect("an estate");
        bytes
    };
    compare(bytes(Of::Source), bytes(Of::Target))
}

pub(crate) fn edge(edge: Edge) -> Arc<Comparison> {
    compare(
        edge.document(Of::Source).into_bytes(),
        edge.document(Of::Target).into_bytes(),
    )
}

pub(crate) fn measure(comparison: &Arc<Comparison>) -> Vec<MetricResult> {
    let named = |plugin: &Plugin| {
        (
            plugin.clone(),
            plugin.manifest().metrics().map(|metric| metric.name.clone()).collect(),
        )
    };
    let plugins: Vec<_> = BENCH.plugins.iter().map(named).collect();
    measure_all(&BENCH.runtime, &plugins, comparison, &NoProgress)
}

/// Reports of the kinds that need no files, with everything in them.
pub(crate) fn reports(comparison: &Arc<Comparison>) -> Vec<Arc<Report>> {
    let (filter, mapping, drift) = (Filter::default(), Mapping::default(), AcceptedDrift::default());
    let options = Options {
        filter: &filter,
        mapping: &mapping,
        drift: &drift,
    };
    let presentation = Presentation {
        show_missing: true,
        show_extra: true,
        show_changed: true,
        chart: true,
        width: 80,
        ..Presentation::default()
    };
    let metrics = measure(comparison);
    let fidelity = Fidelity::measure(comparison, &metrics, &FidelityOptions::default());
    let fidelity = report::fidelity(&FidelityInput {
        comparison,
        fidelity: &fidelity,
        metrics: &metrics,
        options,
        trend: Some(&[]),
        change: None,
        timestamp: TIMESTAMP,
        presentation: &presentation,
    });
    let compared = report::comparison(&ComparisonInput {
        comparison,
        options,
        timestamp: TIMESTAMP,
        presentation: &presentation,
    });
    vec![
        Arc::new(fidelity),
        Arc::new(compared),
        Arc::new(report::trend(&[], TIMESTAMP, &presentation)),
    ]
}

/// What a formatter writes.
#[track_caller]
pub(crate) fn rendered(format: &str, report: &Arc<Report>) -> Vec<u8> {
    let plugin = BENCH
        .plugins
        .iter()
        .find(|plugin| plugin.manifest().formatters().any(|one| one.name == format));
    let mut document = Vec::new();
    if let Err(error) = render(
        &BENCH.runtime,
        plugin.expect("a formatter"),
        format,
        report,
        &mut document,
    ) {
        panic!("{format} of {}: {}", report.kind, chain(&error));
    }
    document
}
