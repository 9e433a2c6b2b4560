//! The built-in plugins in the real runtime: each loads, measures the example tenants, and renders every kind of report.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use atg_core::align::{AlignOptions, Comparison, align};
use atg_core::drift::AcceptedDrift;
use atg_core::fidelity::{Fidelity, FidelityOptions};
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::metric::{MetricResult, Score};
use atg_core::readers::{NoProgress, ReadOptions, document};
use atg_core::report::{self, ComparisonInput, FidelityInput, Options, Presentation, Report};
use atg_plugins::authoring::{self, CaseVerdict};
use atg_plugins::catalog::{Catalog, Embedded, Places};
use atg_plugins::check::{Verdict, check};
use atg_plugins::{Compiler, Plugin, Runtime, RuntimeOptions, measure_all, render};
use atg_tenants::{Edge, Format, Side as Of, Tenants};
use serde_json::Value;

/// Set, what comes out of golden cases is written down as what is expected.
const BLESS: &str = "ATG_BLESS";
const TIMESTAMP: &str = "2026-01-01T00:00:00Z";

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let one = |plugin: &atg_builtin::Builtin| Embedded {
        manifest: plugin.manifest,
        sha256: plugin.sha256,
        component: plugin.component,
    };
    let builtin: Vec<_> = atg_builtin::BUILTIN.iter().map(one).collect();
    Catalog::gather(&[], &Places::default(), &builtin)
});

/// All built-in plugins, compiled once for all tests, in a process of its own as for everybody.
struct Bench {
    runtime: Runtime,
    plugins: Vec<Plugin>,
    options: RuntimeOptions,
    _cache: tempfile::TempDir,
}

static BENCH: LazyLock<Bench> = LazyLock::new(|| {
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

fn chain(error: &dyn std::error::Error) -> String {
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

fn example() -> Arc<Comparison> {
    let bytes = |side| {
        let mut bytes = Vec::new();
        Tenants::example()
            .write(side, Format::Document, &mut bytes)
            .expect("an estate");
        bytes
    };
    compare(bytes(Of::Source), bytes(Of::Target))
}

fn edge(edge: Edge) -> Arc<Comparison> {
    compare(
        edge.document(Of::Source).into_bytes(),
        edge.document(Of::Target).into_bytes(),
    )
}

fn measure(comparison: &Arc<Comparison>) -> Vec<MetricResult> {
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
fn reports(comparison: &Arc<Comparison>) -> Vec<Arc<Report>> {
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
fn rendered(format: &str, report: &Arc<Report>) -> Vec<u8> {
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

#[test]
fn all_are_there_and_pass_every_check() {
    assert!(CATALOG.problems.is_empty(), "{:?}", CATALOG.problems);
    let ids: Vec<_> = CATALOG.plugins.iter().map(|entry| entry.manifest.id.as_str()).collect();
    assert_eq!(
        ids,
        atg_builtin::BUILTIN.iter().map(|plugin| plugin.id).collect::<Vec<_>>()
    );
    let names: Vec<_> = CATALOG.metrics().map(|(_, metric)| metric.name.as_str()).collect();
    for wanted in [
        "resources",
        "types",
        "resource-groups",
        "relationships",
        "properties",
        "structure",
    ] {
        assert!(names.contains(&wanted), "no metric `{wanted}` in {names:?}");
    }
    for wanted in ["table", "json", "markdown", "html", "csv", "junit"] {
        assert!(CATALOG.formatter(wanted).is_some(), "no formatter `{wanted}`");
    }
    assert!(CATALOG.analyzers().next().is_some());
    for plugin in atg_builtin::BUILTIN {
        for point in check(plugin.id, plugin.component, &Catalog::default()) {
            assert_eq!(point.verdict, Verdict::Ok, "{}: {point:?}", plugin.id);
        }
        let inspection =
            atg_plugins::inspect::inspect(plugin.id, &atg_plugins::catalog::Origin::BuiltIn, plugin.component);
        assert_eq!(inspection.expect("an inspection").sha256.len(), 64);
    }
    assert_eq!(BENCH.plugins.len(), atg_builtin::BUILTIN.len());
}

#[test]
fn the_example_tenants_are_measured_to_the_digit() {
    let metrics = measure(&example());
    let ratio = |name: &str| {
        let metric = metrics
            .iter()
            .find(|metric| metric.name == name)
            .unwrap_or_else(|| panic!("no metric `{name}`"));
        match &metric.score {
            Score::Ratio(ratio) => (ratio.matched, ratio.total),
            other => panic!("{name}: {other:?} {:?}", metric.failure),
        }
    };
    assert_eq!(ratio("resources"), (516, 1674));
    assert_eq!(ratio("types"), (42, 94));
    assert_eq!(ratio("resource-groups"), (58, 182));
    assert_eq!(ratio("relationships"), (1823, 5614));
    let resources = metrics
        .iter()
        .find(|metric| metric.name == "resources")
        .expect("it is there");
    let machines = resources
        .parts
        .iter()
        .find(|part| part.key.eq_ignore_ascii_case("Microsoft.Compute/virtualMachines"));
    let machines = machines.expect("a part of its own");
    assert_eq!((machines.matched, machines.total), (46, 54));
    for metric in &metrics {
        assert_eq!(metric.failure, None, "{}", metric.name);
        assert!(
            !matches!(metric.score, Score::Failed | Score::NotApplicable(_)),
            "{}: {:?}",
            metric.name,
            metric.score
        );
    }
    assert_eq!(metrics, measure(&example()), "measured twice");
}

#[test]
fn every_formatter_renders_every_report_and_twice_the_same() {
    let edges = [
        Edge::HarmfulText,
        Edge::Truncated,
        Edge::Copies,
        Edge::Coverage,
        Edge::EmptySource,
        Edge::BothEmpty,
    ]
    .map(edge);
    for comparison in edges.into_iter().chain([example()]) {
        let again = reports(&comparison);
        for (report, again) in reports(&comparison).iter().zip(&again) {
            for (_, formatter) in CATALOG.formatters() {
                let document = rendered(&formatter.name, report);
                assert!(!document.is_empty(), "{} of {} is empty", formatter.name, report.kind);
                assert!(
                    std::str::from_utf8(&document).is_ok(),
                    "{} of {} is no text",
                    formatter.name,
                    report.kind
                );
                assert_eq!(
                    document,
                    rendered(&formatter.name, again),
                    "{} of {}",
                    formatter.name,
                    report.kind
                );
            }
        }
    }
}

#[test]
fn documents_are_what_they_say() {
    let reports = reports(&example());
    let json: Value = serde_json::from_slice(&rendered("json", &reports[0])).expect("JSON");
    assert_eq!(json["fidelity"]["overall"], 30.8);
    assert_eq!(json["fidelity"]["missing_resources"], 1158);
    assert_eq!(json["source"]["resources"], 1674);
    assert_eq!(json["missing"].as_array().map(Vec::len), Some(1158));
    assert_eq!(
        json["metrics"].as_array().map(Vec::len),
        Some(CATALOG.metrics().count())
    );

    let html = String::from_utf8(rendered("html", &reports[0])).expect("text");
    assert!(
        html.starts_with("<!doctype html>") || html.starts_with("<!DOCTYPE html>"),
        "{}",
        &html[..60]
    );
    assert!(html.trim_end().ends_with("</html>"));

    let csv = rendered("csv", &reports[0]);
    let mut rows = csv::ReaderBuilder::new().flexible(false).from_reader(csv.as_slice());
    assert!(rows.records().all(|row| row.is_ok()), "rows of different lengths");

    let junit = String::from_utf8(rendered("junit", &reports[0])).expect("text");
    assert!(junit.contains("<testsuite"), "{junit}");
    let table = String::from_utf8(rendered("table", &reports[0])).expect("text");
    assert!(table.contains("30.8"), "{table}");
    let markdown = String::from_utf8(rendered("markdown", &reports[0])).expect("text");
    assert!(markdown.contains("30.8"), "{markdown}");
}

#[test]
fn golden_cases_come_out_as_expected() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins");
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = String::new();
    for plugin in atg_builtin::BUILTIN {
        // As `atg plugin build` leaves a plugin's folder, and outside the sources.
        let (from, to) = (sources.join(plugin.id), folder.path().join(plugin.id));
        copy(&from.join("testdata"), &to.join("testdata"));
        std::fs::write(to.join("atg-plugin.toml"), plugin.manifest).expect("a manifest");
        std::fs::write(to.join(format!("{}.wasm", plugin.id)), plugin.component).expect("a component");
        let bless = std::env::var_os(BLESS).is_some();
        let outcomes = authoring::test(&to, bless, &BENCH.options)
            .unwrap_or_else(|error| panic!("{}: {}", plugin.id, chain(&error)));
        assert!(!outcomes.is_empty(), "{} has no golden case", plugin.id);
        for outcome in outcomes {
            match outcome.verdict {
                CaseVerdict::Passed | CaseVerdict::Blessed => {}
                CaseVerdict::Differs(why) | CaseVerdict::Failed(why) => {
                    wrong.push_str(&format!("{} {}/{}:\n{why}\n", plugin.id, outcome.case, outcome.file));
                }
            }
        }
        if bless {
            copy(&to.join("testdata"), &from.join("testdata"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\nif that is right, run the test with {BLESS}=1"
    );
}

/// Copies a folder.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), &to).expect("a copy");
        }
    }
}
