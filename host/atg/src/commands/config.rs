//! `atg config`

use super::Context;
use crate::args::{ConfigArguments, ConfigCommand};
use crate::errors::Error;
use crate::exit_code::ExitCode;

/// Prints settings, or the files they are read from.
pub(crate) fn run(arguments: &ConfigArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    match &arguments.command {
        ConfigCommand::Show { origin } => show(*origin, context)?,
        ConfigCommand::Path => path(context)?,
    }
    Ok(ExitCode::Done)
}

fn show(origin: bool, context: &Context<'_>) -> Result<(), Error> {
    let printer = context.printer;
    let listed = || {
        context
            .settings
            .resolved
            .iter()
            .filter(|resolved| resolved.key != "config")
    };
    let key_width = listed().map(|resolved| resolved.key.len()).max().unwrap_or(0);
    let value_width = listed()
        .map(|resolved| resolved.value.chars().count())
        .max()
        .unwrap_or(0)
        .min(32);
    for resolved in listed() {
        let value = if resolved.value.is_empty() {
            "-"
        } else {
            &resolved.value
        };
        let mut line = format!("{:key_width$}  ", resolved.key);
        match origin {
            true => line += &format!("{value:value_width$}  {}", printer.faint(&resolved.origin.to_string())),
            false => line += value,
        }
        printer.line(line.trim_end())?;
    }
    Ok(())
}

fn path(context: &Context<'_>) -> Result<(), Error> {
    let named = context
        .settings
        .resolved
        .iter()
        .find(|resolved| resolved.key == "config");
    let project = match named.filter(|resolved| !resolved.value.is_empty()) {
        Some(resolved) => resolved.value.clone().into(),
        None => context.effects.roots.project.join("atg.toml"),
    };
    let user = context
        .effects
        .roots
        .config
        .as_ref()
        .map(|folder| folder.join("atg.toml"));
    for (name, path) in [("project", Some(project)), ("user", user)] {
        let Some(path) = path else { continue };
        let state = if path.is_file() { "" } else { "  (not there)" };
        context.printer.line(&format!("{name:8} {}{state}", path.display()))?;
    }
    Ok(())
}
