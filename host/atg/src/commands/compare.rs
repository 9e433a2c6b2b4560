//! `atg compare`

use std::path::Path;

use atg_core::align::Comparison;
use atg_core::report::{self, ComparisonInput, Presentation};

use super::Context;
use crate::args::{CompareArguments, FilterArguments};
use crate::errors::Error;
use crate::estates;
use crate::exit_code::ExitCode;
use crate::listing::count;
use crate::plugins::Plugins;
use crate::rendering::Output;

/// Compares two scopes and shows what was asked for.
pub(crate) fn run(arguments: &CompareArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let wanted = Wanted {
        scopes: [&arguments.source, &arguments.target],
        filter: &arguments.filter,
        format: arguments.format.as_deref(),
        output: arguments.output.as_deref(),
        exit_code: arguments.exit_code,
    };
    compare(&wanted, context, |presentation| Presentation {
        show_missing: arguments.show_missing,
        show_extra: arguments.show_extra,
        show_changed: arguments.show_changed,
        chart: arguments.chart,
        ..presentation
    })
}

/// Compares two snapshots and shows everything: `atg snapshots diff`.
pub(crate) fn everything(
    earlier: &str,
    later: &str,
    format: Option<&str>,
    output: Option<&Path>,
    context: &Context<'_>,
) -> Result<ExitCode, Error> {
    let filter = FilterArguments::default();
    let wanted = Wanted {
        scopes: [earlier, later],
        filter: &filter,
        format,
        output,
        exit_code: false,
    };
    compare(&wanted, context, |presentation| Presentation {
        show_missing: true,
        show_extra: true,
        show_changed: true,
        ..presentation
    })
}

struct Wanted<'a> {
    scopes: [&'a str; 2],
    filter: &'a FilterArguments,
    format: Option<&'a str>,
    output: Option<&'a Path>,
    exit_code: bool,
}

fn compare(
    wanted: &Wanted<'_>,
    context: &Context<'_>,
    show: impl FnOnce(Presentation) -> Presentation,
) -> Result<ExitCode, Error> {
    let plugins = Plugins::find(context)?;
    let output = Output::choose(wanted.format, wanted.output, &plugins, context)?;
    let [source, target] = wanted.scopes;
    let estates = estates::compare(source, target, wanted.filter, context)?;
    let report = report::comparison(&ComparisonInput {
        comparison: &estates.comparison,
        options: estates.options(),
        timestamp: &context.effects.clock.now().to_string(),
        presentation: &show(output.presentation(context)),
    });
    output.deliver(report, &in_a_line(&estates.comparison), &plugins)?;
    let differs = wanted.exit_code && differs(&estates.comparison);
    Ok(plugins
        .exit_code()
        .and(if differs { ExitCode::NotMet } else { ExitCode::Done }))
}

/// What is printed where no formatter can.
fn in_a_line(comparison: &Comparison) -> String {
    let matching = &comparison.matching;
    let [matched, missing, extra] = [matching.matched(), matching.missing, matching.extra].map(count);
    let differences = count(comparison.differences().len());
    format!("{matched} matched, {missing} missing, {extra} extra, {differences} differences in properties")
}

fn differs(comparison: &Comparison) -> bool {
    let (matching, edges) = (&comparison.matching, comparison.edge_counts());
    let counts = [
        matching.missing,
        matching.extra,
        comparison.differences().len(),
        edges.missing,
        edges.extra,
    ];
    counts.iter().any(|count| *count > 0)
}
