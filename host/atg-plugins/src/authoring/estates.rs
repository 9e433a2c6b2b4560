//! The two estates of a golden case, compared, and the report that formatters are shown.

use std::sync::Arc;

use atg_core::CoreError;
use atg_core::align::{AlignOptions, Comparison, align};
use atg_core::drift::AcceptedDrift;
use atg_core::fidelity::{Fidelity, FidelityOptions};
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::metric::MetricResult;
use atg_core::readers::{NoProgress, ReadOptions, document, resource_graph};
use atg_core::report::{self, FidelityInput, Options, Presentation, Report};
use atg_core::snapshot::Snapshot;

use super::cases::Case;
use super::error::AuthoringError;

/// Reads and aligns the case's estates: `.jsonl` as Resource Graph gives it, or `.json` of atg's own.
pub(super) fn compare(case: &Case) -> Result<Arc<Comparison>, AuthoringError> {
    let mapping = Mapping::default();
    let source = read(case, "source", Side::Source, &mapping)?;
    let target = read(case, "target", Side::Target, &mapping)?;
    let options = AlignOptions {
        mapping: &mapping,
        drift: &AcceptedDrift::default(),
        compare_properties: true,
        threads: 1,
        progress: &NoProgress,
    };
    align(source, target, &options)
        .map(Arc::new)
        .map_err(|error| failed(case, error))
}

fn read(case: &Case, name: &str, side: Side, mapping: &Mapping) -> Result<Arc<Snapshot>, AuthoringError> {
    let options = ReadOptions {
        side,
        mapping,
        filter: &Filter::default(),
        threads: 1,
        progress: &NoProgress,
    };
    let own = format!("{name}.json");
    let snapshot = if case.has(&own) {
        document::read(Arc::new(case.bytes(&own)?), &own, options)
    } else {
        let rows = format!("{name}.jsonl");
        resource_graph::read(Arc::new(case.bytes(&rows)?), &rows, options)
    };
    snapshot.map(Arc::new).map_err(|error| failed(case, error))
}

fn failed(case: &Case, error: CoreError) -> AuthoringError {
    AuthoringError::CaseFailed {
        case: case.name.clone(),
        hint: error.hint(),
        source: Box::new(error),
    }
}

/// The report of `atg fidelity` with everything in it, for a file.
pub(super) fn report(comparison: &Arc<Comparison>, metrics: &[MetricResult], timestamp: &str) -> Report {
    let (filter, mapping, drift) = (Filter::default(), Mapping::default(), AcceptedDrift::default());
    let fidelity = Fidelity::measure(comparison, metrics, &FidelityOptions::default());
    let presentation = Presentation {
        show_missing: true,
        show_extra: true,
        show_changed: true,
        chart: true,
        width: 80,
        ..Presentation::default()
    };
    report::fidelity(&FidelityInput {
        comparison,
        fidelity: &fidelity,
        metrics,
        options: Options {
            filter: &filter,
            mapping: &mapping,
            drift: &drift,
        },
        trend: None,
        change: None,
        timestamp,
        presentation: &presentation,
    })
}
