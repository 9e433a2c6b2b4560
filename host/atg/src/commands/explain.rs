//! `atg explain`

use atg_workflow::explain::{Chapter, Life, explain};

use super::Context;
use crate::args::{ExplainArguments, RoundsFormat};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::listing::wrapped;

/// Tells the life of one resource.
pub(crate) fn run(arguments: &ExplainArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let settings = context.settings;
    let life = explain(
        &settings.demos,
        &arguments.id,
        arguments.iteration,
        &settings.generation.overlay,
    )?;
    match arguments.format {
        RoundsFormat::Json => context.printer.json(&life)?,
        RoundsFormat::Table => context.printer.lines(&told(&life, context))?,
    }
    Ok(ExitCode::Done)
}

/// How many iterations are told; earlier ones are counted.
const TOLD: usize = 8;

fn told(life: &Life, context: &Context<'_>) -> Vec<String> {
    let printer = context.printer;
    let width = usize::from(printer.console.width);
    let line = |title: &str, text: &str| format!("  {title:<12}{}", wrapped(text, width, 14));
    let mut lines = vec![printer.strong(&life.id)];
    lines.push(line("type", &life.type_name));
    let skipped = life.iterations.len().saturating_sub(TOLD);
    if let Some(source) = life
        .iterations
        .iter()
        .rev()
        .map(|one| &one.source)
        .find(|source| !source.is_empty())
    {
        lines.push(line("seen in", source));
    }
    if skipped > 0 {
        lines.push(line(
            "earlier",
            &format!("{skipped} more iterations; `--format json` tells them all"),
        ));
    }
    for chapter in &life.iterations[skipped..] {
        let title = format!("round {}", chapter.iteration);
        lines.push(line(&title, &generated(chapter)));
        for error in &chapter.errors {
            lines.push(line("", &format!("error: {error}")));
        }
        if let Some(root) = &chapter.root {
            lines.push(line("", &format!("follows from {root}")));
        }
    }
    for fix in &life.fixes {
        let text = format!(
            "{}, {}, {} ({}, since round {}): {}",
            fix.what, fix.effect, fix.state, fix.plugin, fix.iteration, fix.reason
        );
        lines.push(line("fix", &text));
    }
    lines.push(line("target", "not known: nothing was deployed from here"));
    lines
}

fn generated(chapter: &Chapter) -> String {
    let address = chapter.address.as_deref().unwrap_or_default();
    let reason = chapter.reason.as_deref().unwrap_or_default();
    let outcome = match chapter.outcome {
        "emitted" => format!(
            "emitted as {address} in {}",
            chapter.file.as_deref().unwrap_or("the configuration")
        ),
        "merged" => format!("merged into {address}: {reason}"),
        other => format!("{other}: {reason}"),
    };
    match (chapter.validated, chapter.errors.len()) {
        (false, _) => format!("{outcome}; not validated"),
        (true, 0) => format!("{outcome}; valid"),
        (true, 1) => format!("{outcome}; 1 error"),
        (true, errors) => format!("{outcome}; {errors} errors"),
    }
}
