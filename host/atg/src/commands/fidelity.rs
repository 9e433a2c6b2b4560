//! `atg fidelity`

use atg_core::fidelity::{Fidelity, FidelityOptions, Outcome};
use atg_core::figures::Percent;
use atg_core::report::{self, FidelityInput};

use super::Context;
use crate::args::FidelityArguments;
use crate::errors::Error;
use crate::estates;
use crate::exit_code::ExitCode;
use crate::listing::count;
use crate::objectives;
use crate::plugins::Plugins;
use crate::rendering::Output;
use crate::tracking::Tracked;

/// Compares, measures, tracks and reports.
pub(crate) fn run(arguments: &FidelityArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let fail_under = arguments.fail_under.map(percent).transpose()?;
    let plugins = Plugins::find(context)?;
    let output = Output::choose(
        arguments.format.as_deref(),
        arguments.output.as_deref(),
        &plugins,
        context,
    )?;
    let wanted = plugins.metrics(&arguments.metric)?;
    let objective = arguments.check_objective.as_deref().map(objectives::read).transpose()?;
    let state = if objective.is_some() {
        objectives::state(context)?
    } else {
        None
    };

    let estates = estates::compare(&arguments.source, &arguments.target, &arguments.filter, context)?;
    let metrics = plugins.measure(&wanted, &estates.comparison)?;
    let options = FidelityOptions {
        target: context.settings.target_fidelity,
        fail_under,
        objective: objective.as_ref(),
        state: state.as_ref(),
        gates_left_out: &wanted.gates_left_out,
    };
    let fidelity = Fidelity::measure(&estates.comparison, &metrics, &options);

    let now = context.effects.clock.now().to_string();
    let opened = output.open()?;
    let tracked = match arguments.track {
        true => Some(Tracked::begin(&estates, &fidelity, &now, context)?),
        false => None,
    };
    let report = report::fidelity(&FidelityInput {
        comparison: &estates.comparison,
        fidelity: &fidelity,
        metrics: &metrics,
        options: estates.options(),
        trend: tracked.as_ref().map(|tracked| tracked.trend.as_slice()),
        change: tracked.as_ref().and_then(|tracked| tracked.change.as_ref()),
        timestamp: &now,
        presentation: &output.presentation(context),
    });
    opened.deliver(report, &in_a_line(&fidelity), &plugins, || {
        tracked.map_or(Ok(()), Tracked::append)
    })?;
    Ok(plugins.exit_code().and(outcome(&fidelity, context)))
}

/// What is printed where no formatter can.
fn in_a_line(fidelity: &Fidelity) -> String {
    let ratio = fidelity.overall.ratio;
    let missing = ratio.total.saturating_sub(ratio.matched);
    match fidelity.printed(ratio) {
        Some(printed) => {
            let (matched, total) = (count(ratio.matched), count(ratio.total));
            format!(
                "fidelity {printed} %: {matched} of {total} resources matched, {} missing",
                count(missing)
            )
        }
        None => "fidelity unknown: the source holds nothing that can be compared".to_owned(),
    }
}

/// What was asked for and is not met, told and as an exit code.
fn outcome(fidelity: &Fidelity, context: &Context<'_>) -> ExitCode {
    let told = match fidelity.outcome {
        None | Some(Outcome::Met) => return ExitCode::Done,
        Some(Outcome::NotMet) => "is not met",
        Some(Outcome::Unknown) => "is not known to be met",
    };
    let objective = fidelity
        .objective
        .as_ref()
        .map(|(objective, _)| format!("the objective in `{}`", objective.file));
    let floor = fidelity.fail_under.map(|floor| format!("--fail-under {floor}"));
    let asked: Vec<String> = objective.into_iter().chain(floor).collect();
    context.printer.note(&format!("{} {told}", asked.join(" or ")));
    ExitCode::NotMet
}

fn percent(value: f64) -> Result<Percent, Error> {
    Percent::from_float(value).map_err(|error| Error::usage(format!("`--fail-under` cannot be {value}")).because(error))
}
