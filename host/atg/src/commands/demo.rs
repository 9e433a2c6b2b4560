//! `atg demo`: the example tenants, and the main job on them, each command printed before it runs.

use std::io::{BufWriter, Write};
use std::path::Path;

use atg_tenants::{Format, Side, Tenants};
use clap::Parser;

use super::Context;
use crate::args::{Arguments, DemoArguments};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::output::OutputFile;

const SOURCE: &str = "source.json";
const TARGET: &str = "target.json";
const OBJECTIVE: &str = "\
# Objective

The target is done when nothing of the source is missing:

```atg
fidelity >= 95
```
";

/// Makes the tenants and walks through the commands.
pub(crate) fn run(arguments: &DemoArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let folder = &arguments.folder;
    if folder.is_file() {
        return Err(Error::failed(format!("cannot write into `{}`", folder.display()))
            .because("it is a file")
            .hint("name a folder, or none: `atg demo`"));
    }
    let tenants = Tenants::example();
    for (side, name) in [(Side::Source, SOURCE), (Side::Target, TARGET)] {
        write(&tenants, side, &folder.join(name))?;
    }
    crate::output::write(&folder.join("OBJECTIVE.md"), OBJECTIVE.as_bytes())?;
    context.printer.note(&format!(
        "two example tenants are in `{}`: {SOURCE}, {TARGET}",
        folder.display()
    ));

    let place = |name: &str| folder.join(name).display().to_string();
    let (source, target) = (format!("file:{}", place(SOURCE)), format!("file:{}", place(TARGET)));
    let pair = ["--source", &source, "--target", &target];
    let (report, history) = (place("report.html"), place("fidelity_history.jsonl"));
    let graph = format!("sqlite:{}", place("graph.db"));
    let tracked = ["--track", "--history", &history];
    let steps: [Vec<&str>; 4] = [
        [&["fidelity"][..], &pair, &["--output", &report]].concat(),
        vec!["import", &source, "--as", "production", "--graph", &graph],
        vec!["snapshots", "list", "--graph", &graph],
        [&["fidelity"][..], &pair, &tracked].concat(),
    ];
    let mut code = ExitCode::Done;
    for words in steps {
        code = code.and(step(&words, context)?);
    }
    context.printer.note(&format!("the report for a browser: {report}"));
    Ok(code)
}

/// Prints a command as a person would type it, and runs it with the plugins that this run was given.
fn step(words: &[&str], context: &Context<'_>) -> Result<ExitCode, Error> {
    context.printer.line(&format!(
        "\n{}",
        context.printer.strong(&format!("$ atg {}", words.join(" ")))
    ))?;
    let mut all: Vec<String> = std::iter::once("atg")
        .chain(words.iter().copied())
        .map(str::to_owned)
        .collect();
    for plugin in &context.settings.plugins {
        all.extend(["--plugin".to_owned(), plugin.clone()]);
    }
    for (flag, thrown) in [
        ("--no-progress", !context.settings.progress),
        ("--quiet", context.settings.verbosity < 0),
    ] {
        if thrown {
            all.push(flag.to_owned());
        }
    }
    let parsed = Arguments::try_parse_from(all)
        .map_err(|error| Error::failed("the demo's own command makes no sense").because(error.to_string()))?;
    Ok(super::run(&parsed, context.effects))
}

fn write(tenants: &Tenants, side: Side, path: &Path) -> Result<(), Error> {
    let mut out = BufWriter::new(OutputFile::create(path)?);
    let written = tenants
        .write(side, Format::Document, &mut out)
        .and_then(|_| out.flush());
    written.map_err(|error| Error::write(path, error))?;
    let file = out
        .into_inner()
        .map_err(|error| Error::write(path, error.into_error()))?;
    file.finish()
}
