//! `atg plugin inspect` and `check`: what can be said of a plugin without running it.

use atg_plugins::catalog::{Catalog, Origin, locate};
use atg_plugins::check::{self, Verdict};
use atg_plugins::inspect;

use super::{Context, builtin};
use crate::args::ListFormat;
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::listing::wrapped;
use crate::plugins::{embedded, places};

pub(super) fn inspect(reference: &str, format: ListFormat, context: &Context<'_>) -> Result<ExitCode, Error> {
    let located = locate(reference, &places(context), &embedded())?;
    let inspection = inspect::inspect(&located.name, &located.origin, &located.bytes()?)?;
    match format {
        ListFormat::Json => context.printer.json(&inspection)?,
        ListFormat::Table => {
            for (word, text) in inspection.rows() {
                let lines = wrapped(&text, context.printer.console.width.into(), 15);
                context.printer.line(&format!("{word:13}  {lines}"))?;
            }
        }
    }
    Ok(ExitCode::Done)
}

pub(super) fn check(references: &[String], context: &Context<'_>) -> Result<ExitCode, Error> {
    let mut code = ExitCode::Done;
    for reference in references {
        let located = locate(reference, &places(context), &embedded())?;
        // What is built in does not clash with itself.
        let others = if located.origin == Origin::BuiltIn {
            Catalog::default()
        } else {
            builtin()
        };
        let points = check::check(&located.name, &located.bytes()?, &others);
        let loads = points.iter().all(|point| point.verdict != Verdict::NotOk);
        let verdict = if loads { "loads" } else { "does not load" };
        context.printer.line(&format!("{}: {verdict}", located.name))?;
        let text = |text: &str| wrapped(text, context.printer.console.width.into(), 21);
        for point in points {
            let (word, detail) = (point.verdict.word(), text(&point.detail));
            context
                .printer
                .line(&format!("  {word:7} {:10} {detail}", point.what))?;
            if let Some(hint) = point.hint {
                context.printer.line(&format!("{:21}{}", "", text(&hint)))?;
            }
        }
        if !loads {
            code = ExitCode::Failed;
        }
    }
    Ok(code)
}
