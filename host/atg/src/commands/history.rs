//! `atg history`

use atg_core::report::{self, Presentation};
use atg_core::trend::Record;

use super::Context;
use crate::args::HistoryArguments;
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::plugins::Plugins;
use crate::rendering::Output;
use crate::{ages, tracking};

/// Shows the records that were asked for.
pub(crate) fn run(arguments: &HistoryArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let now = context.effects.clock.now();
    let since = arguments
        .since
        .as_deref()
        .map(|text| ages::since(text, now))
        .transpose()?;
    let plugins = Plugins::find(context)?;
    let output = Output::choose(
        arguments.format.as_deref(),
        arguments.output.as_deref(),
        &plugins,
        context,
    )?;
    let mut records = tracking::read(context)?;
    let count = records.len();
    records.retain(|record| since.is_none_or(|since| record.is_since(since)));
    records.retain(|record| arguments.scope.as_deref().is_none_or(|scope| record.has_scope(scope)));
    let Some(last) = records.last() else {
        let place = context.settings.history.display();
        let error = Error::failed(format!("`{place}` holds no record that was asked for"));
        return Err(error.hint(match count {
            0 => "`atg fidelity … --track` writes one".to_owned(),
            _ => format!("it holds {count} others; `atg history` shows all"),
        }));
    };
    let plain = in_a_line(last);
    let presentation = Presentation {
        title: "How fidelity developed".to_owned(),
        ..output.presentation(context)
    };
    output.deliver(
        report::trend(&records, &now.to_string(), &presentation),
        &plain,
        &plugins,
    )?;
    Ok(plugins.exit_code())
}

/// What is printed where no formatter can.
fn in_a_line(last: &Record) -> String {
    let overall = last
        .overall()
        .map_or_else(|| "unknown".to_owned(), |overall| format!("{overall:.1} %"));
    format!("fidelity {overall} at {}", last.timestamp)
}
