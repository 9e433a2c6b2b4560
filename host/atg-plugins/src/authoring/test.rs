//! `atg plugin test`: golden cases in the real runtime, with the limits and the door that everybody's plugins have.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use atg_core::diagnosis::{CaseFile, Diagnostic};
use atg_core::metric::MetricResult;
use atg_core::readers::NoProgress;

use super::cases::{self, Case};
use super::error::AuthoringError;
use super::{difference, estates, expected, files, project};
use crate::catalog::{PluginEntry, entry_of_file};
use crate::{Plugin, PluginError, Runtime, RuntimeOptions, analyze, measure_all, render};

/// The time that cases describe, whatever the time is.
const AS_OF: &str = "2026-01-01T00:00:00Z";
/// What metrics and analyzers are held against.
const EXPECTED: &str = "expected.json";

/// How one file of one golden case came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseOutcome {
    /// The case: its folder's name below `testdata/`.
    pub case: String,
    /// The file in it that says what is expected.
    pub file: String,
    /// How it came out.
    pub verdict: CaseVerdict,
}

/// How a case came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseVerdict {
    /// What came out is what is expected.
    Passed,
    /// What came out was written down as what is expected.
    Blessed,
    /// Something else came out: what was expected after `-`, what came after `+`, line by line.
    Differs(String),
    /// Nothing came out that could be compared, and why.
    Failed(String),
}

impl CaseOutcome {
    /// Whether all is well.
    pub fn is_ok(&self) -> bool {
        matches!(self.verdict, CaseVerdict::Passed | CaseVerdict::Blessed)
    }
}

/// Runs the golden cases of the plugin in a folder, by name; with `bless`, writes down what comes out. `options` are those of
/// the binary: their settings and time give way to those of the cases.
///
/// # Errors
///
/// A folder without a plugin or without cases, a component that was not built or does not load, a case that lacks a file or
/// cannot be read. A plugin that fails in a case is no error but an outcome.
pub fn test(folder: &Path, bless: bool, options: &RuntimeOptions) -> Result<Vec<CaseOutcome>, AuthoringError> {
    let (manifest, text) = project::manifest(folder)?;
    let entry = built(folder, &manifest.id, &text)?;
    let cases = cases::find(folder)?;
    let mut outcomes = Vec::new();
    for case in &cases {
        let options = with_settings(options, &manifest.id, case)?;
        let load = |error: PluginError| AuthoringError::Load {
            name: entry.name(),
            hint: error.hint(),
            source: Box::new(error),
        };
        let runtime = Runtime::new(options).map_err(load)?;
        let plugin = runtime.load(&entry).map_err(load)?;
        run(&runtime, &plugin, case, bless, &mut outcomes)?;
    }
    Ok(outcomes)
}

/// The component that `plugin build` made, of the manifest that lies there now.
fn built(folder: &Path, id: &str, manifest: &str) -> Result<PluginEntry, AuthoringError> {
    let component = folder.join(format!("{id}.wasm"));
    if !component.is_file() {
        return Err(AuthoringError::NotBuilt {
            component,
            folder: folder.to_path_buf(),
            what: "has not been built",
        });
    }
    let bytes = std::fs::read(&component).map_err(|source| AuthoringError::Read {
        path: component.clone(),
        source,
    })?;
    if crate::check::manifest_text(&bytes).is_some_and(|text| text != manifest) {
        return Err(AuthoringError::NotBuilt {
            component,
            folder: folder.to_path_buf(),
            what: "was built before atg-plugin.toml changed",
        });
    }
    entry_of_file(&component).map_err(|error| AuthoringError::Load {
        name: component.display().to_string(),
        hint: error.hint(),
        source: Box::new(error),
    })
}

fn with_settings(options: &RuntimeOptions, id: &str, case: &Case) -> Result<RuntimeOptions, AuthoringError> {
    let settings = case.settings()?.into_iter().map(|(key, value)| match value {
        toml::Value::String(text) => (key, text),
        other => (key, other.to_string()),
    });
    let settings = BTreeMap::from([(id.to_owned(), settings.collect())]);
    Ok(RuntimeOptions {
        settings,
        as_of: AS_OF.to_owned(),
        ..options.clone()
    })
}

/// One case: what lies in it says whom it is for.
fn run(
    runtime: &Runtime,
    plugin: &Plugin,
    case: &Case,
    bless: bool,
    outcomes: &mut Vec<CaseOutcome>,
) -> Result<(), AuthoringError> {
    let manifest = plugin.manifest();
    let mut told = |file: &str, came: Result<Vec<u8>, String>| -> Result<(), AuthoringError> {
        let verdict = match came {
            Err(why) => CaseVerdict::Failed(why),
            Ok(came) => compare(&case.folder.join(file), &came, bless)?,
        };
        outcomes.push(CaseOutcome {
            case: case.name.clone(),
            file: file.to_owned(),
            verdict,
        });
        Ok(())
    };
    if case.has("diagnostics.jsonl") {
        let evidence = Arc::new(diagnostics(case)?);
        let analyses: Vec<_> = manifest
            .analyzers()
            .map(|analyzer| {
                (
                    analyzer.name.clone(),
                    analyze(runtime, plugin, &analyzer.name, &evidence),
                )
            })
            .collect();
        return match analyses.is_empty() {
            true => Err(for_nobody(case, "diagnostics.jsonl", "analyzer")),
            false => told(EXPECTED, Ok(expected::analyses(&analyses).into_bytes())),
        };
    }
    let comparison = estates::compare(case)?;
    let names: Vec<_> = manifest.metrics().map(|metric| metric.name.clone()).collect();
    let mut metrics = Vec::new();
    if !names.is_empty() {
        metrics = measure_all(runtime, &[(plugin.clone(), names)], &comparison, &NoProgress);
        told(EXPECTED, Ok(expected::metrics(&metrics).into_bytes()))?;
    }
    for (file, name) in formatters(plugin, &metrics) {
        let report = Arc::new(estates::report(&comparison, &metrics, AS_OF));
        let mut document = Vec::new();
        let came = render(runtime, plugin, &name, &report, &mut document);
        told(
            &file,
            came.map(|()| document)
                .map_err(|error| crate::clean_line(&error.to_string()).into_owned()),
        )?;
    }
    if metrics.is_empty() && manifest.formatters().next().is_none() {
        return Err(for_nobody(case, "source.jsonl", "metric or formatter"));
    }
    Ok(())
}

/// The formatters with the file that each is held against: `expected.EXTENSION`, or `expected-NAME.EXTENSION` where two would
/// share one.
fn formatters(plugin: &Plugin, metrics: &[MetricResult]) -> Vec<(String, String)> {
    let all: Vec<_> = plugin.manifest().formatters().collect();
    let file = |formatter: &crate::manifest::FormatterProvides| {
        let extension = &formatter.extension;
        let shared = all.iter().filter(|other| other.extension == *extension).count() > 1;
        match shared || (extension == "json" && !metrics.is_empty()) {
            true => format!("expected-{}.{extension}", formatter.name),
            false => format!("expected.{extension}"),
        }
    };
    all.iter()
        .map(|formatter| (file(formatter), formatter.name.clone()))
        .collect()
}

fn for_nobody(case: &Case, file: &str, role: &str) -> AuthoringError {
    AuthoringError::Case {
        case: case.name.clone(),
        fault: format!("it holds {file}, and atg-plugin.toml provides no {role}"),
        hint: Some("metrics and formatters take source.jsonl and target.jsonl, analyzers diagnostics.jsonl".to_owned()),
    }
}

/// Holds what came out against what is expected, or writes it down.
fn compare(path: &PathBuf, came: &[u8], bless: bool) -> Result<CaseVerdict, AuthoringError> {
    let wanted = match std::fs::read(path) {
        Ok(wanted) => Some(wanted),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(source) => {
            return Err(AuthoringError::Read {
                path: path.clone(),
                source,
            });
        }
    };
    if wanted.as_deref() == Some(came) {
        return Ok(CaseVerdict::Passed);
    }
    if bless {
        files::write(path, came)?;
        return Ok(CaseVerdict::Blessed);
    }
    let Some(wanted) = wanted else {
        return Ok(CaseVerdict::Failed(
            "it is not there; `atg plugin test --bless` writes it".to_owned(),
        ));
    };
    Ok(CaseVerdict::Differs(
        match (std::str::from_utf8(&wanted), std::str::from_utf8(came)) {
            (Ok(wanted), Ok(came)) => difference::lines(wanted, came),
            _ => {
                let same = wanted
                    .iter()
                    .zip(came)
                    .take_while(|(wanted, came)| wanted == came)
                    .count();
                format!(
                    "{} bytes expected, {} came; byte {same} is the first that differs\n",
                    wanted.len(),
                    came.len()
                )
            }
        },
    ))
}

/// The case file of an analyzer: one iteration, or the numbers that the diagnostics carry.
fn diagnostics(case: &Case) -> Result<CaseFile, AuthoringError> {
    let bytes = case.bytes("diagnostics.jsonl")?;
    let text = String::from_utf8_lossy(&bytes);
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let diagnostic: Diagnostic = serde_json::from_str(line).map_err(|error| AuthoringError::Case {
            case: case.name.clone(),
            fault: format!("line {number} of diagnostics.jsonl is no diagnostic: {error}"),
            hint: Some("one JSON object a line, with phase, severity, summary, detail, address, …".to_owned()),
        })?;
        found.push(diagnostic.fingerprinted());
    }
    Ok(CaseFile {
        iterations: BTreeMap::from([(1, found)]),
        ..CaseFile::default()
    })
}
