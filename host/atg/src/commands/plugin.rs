//! `atg plugin …`

mod inspect;
mod installing;
mod writing;

use atg_plugins::catalog::{Catalog, Places, PluginEntry};
use serde_json::json;

use super::Context;
use crate::args::{ListFormat, PluginArguments, PluginCommand};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::listing::{self, Column};
use crate::plugins::{self, Plugins};

/// Runs one of the commands.
pub(crate) fn run(arguments: &PluginArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    match &arguments.command {
        PluginCommand::List { format } => list(*format, context),
        PluginCommand::Inspect { reference, format } => inspect::inspect(reference, *format, context),
        PluginCommand::Check { references } => inspect::check(references, context),
        PluginCommand::New { role, name, folder } => writing::new(*role, name, folder.as_deref(), context),
        PluginCommand::Build { folder } => writing::build(folder, context),
        PluginCommand::Test { folder, bless } => writing::test(folder, *bless, context),
        PluginCommand::Install { file, project } => installing::install(file, *project, context),
        PluginCommand::Update { file, project } => installing::update(file, *project, context),
        PluginCommand::Remove { name, project } => installing::remove(name, *project, context),
    }
}

/// The built-in plugins alone.
fn builtin() -> Catalog {
    Catalog::gather(&[], &Places::default(), &plugins::embedded())
}

fn list(format: ListFormat, context: &Context<'_>) -> Result<ExitCode, Error> {
    let plugins = Plugins::find(context)?;
    let entries = &plugins.catalog().plugins;
    match format {
        ListFormat::Json => context.printer.json(&entries.iter().map(as_json).collect::<Vec<_>>())?,
        ListFormat::Table => {
            let columns = [
                Column::Left("PLUGIN"),
                Column::Left("VERSION"),
                Column::Left("PROVIDES"),
                Column::Left("FROM"),
            ];
            let row = |entry: &PluginEntry| {
                let manifest = &entry.manifest;
                let provides = manifest
                    .provides
                    .iter()
                    .map(|one| format!("{} {}", one.role().word(), one.name()));
                let provides = provides.collect::<Vec<_>>().join(", ");
                vec![
                    manifest.id.clone(),
                    manifest.version.to_string(),
                    provides,
                    entry.origin.word().to_owned(),
                ]
            };
            let rows: Vec<_> = entries.iter().map(row).collect();
            context.printer.lines(&listing::lines(&columns, &rows))?;
        }
    }
    Ok(plugins.exit_code())
}

fn as_json(entry: &PluginEntry) -> serde_json::Value {
    let manifest = &entry.manifest;
    let provides = manifest.provides.iter();
    let provides = provides.map(|one| json!({"kind": one.role().word(), "name": one.name(), "title": one.title()}));
    json!({
        "id": manifest.id,
        "version": manifest.version.to_string(),
        "title": manifest.title,
        "description": manifest.description,
        "provides": provides.collect::<Vec<_>>(),
        "from": entry.origin.word(),
        "path": entry.path().map(|path| path.display().to_string()),
    })
}
