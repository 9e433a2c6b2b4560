//! `atg compare-iterations`

use std::sync::Arc;

use atg_core::iterations::IterationComparer;
use atg_core::report::{self, Presentation};

use super::Context;
use crate::args::CompareIterationsArguments;
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::plugins::Plugins;
use crate::rendering::Output;
use crate::sources::iterations;

/// Where the comparison is kept when nobody says otherwise, inside the folder of the iterations.
const USUAL_FILE: &str = "iteration_comparison.md";

/// Reads the iterations one by one and compares them.
pub(crate) fn run(arguments: &CompareIterationsArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let plugins = Plugins::find(context)?;
    let output = Output::choose(
        arguments.format.as_deref(),
        arguments.output.as_deref(),
        &plugins,
        context,
    )?;
    let numbers = iterations::list(&arguments.iterations, context)?;
    let mut comparer = IterationComparer::new();
    context.progress.begin("reading iterations");
    for (done, number) in (1..).zip(&numbers) {
        comparer.push(&iterations::read(*number, context)?)?;
        context.progress.steps(done, numbers.len() as u64);
    }
    context.progress.end();
    let comparison = Arc::new(comparer.finish());
    let plain: Vec<&str> = comparison.changes.iter().map(|change| change.text.as_str()).collect();
    let plain = plain.join("\n");
    let now = context.effects.clock.now().to_string();
    let title = title(&numbers);
    let report = |output: &Output| {
        let presentation = Presentation {
            title: title.clone(),
            ..output.presentation(context)
        };
        report::iterations(comparison.clone(), &now, &presentation)
    };
    if arguments.output.is_none() {
        let kept = Output::file("markdown", &context.settings.demos.join(USUAL_FILE), &plugins)?;
        kept.deliver(report(&kept), &plain, &plugins)?;
    }
    output.deliver(report(&output), &plain, &plugins)?;
    Ok(plugins.exit_code())
}

/// A few are named one by one, many by the first and the last.
fn title(numbers: &[u32]) -> String {
    match numbers {
        [first, .., last] if numbers.len() > 8 => format!("Iterations {first} to {last}"),
        _ => format!(
            "Iterations {}",
            numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        ),
    }
}
