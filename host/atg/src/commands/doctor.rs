//! `atg doctor`: whether everything that atg needs is there; each line is `ok`, or what to run.

use std::ffi::OsStr;
use std::path::Path;

use atg_graph::{GraphError, GraphStore, SqliteStore, Unusable};
use atg_plugins::authoring::{TARGET, Toolchain};

use super::Context;
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::interrupt;
use crate::iterating::{self, Tools};
use crate::listing::counted;
use crate::plugins::Plugins;
use crate::settings::Trust;

/// What became of one check.
enum Found {
    /// All is well, and what there is.
    Good(String),
    /// What is wrong, and what to run.
    Wrong(String, String),
    /// Nothing needs it yet.
    Later(String),
}

/// One check by its name.
type Check = (&'static str, fn(&Context<'_>) -> Found);

/// Checks one after the other; the exit code says whether something is to be done.
pub(crate) fn run(context: &Context<'_>) -> Result<ExitCode, Error> {
    let checks: [Check; 7] = [
        ("store", store),
        ("plugin cache", cache),
        ("plugins", plugins),
        ("project", project),
        ("plugin build", build),
        ("terraform", terraform),
        ("az", |context| program("az", context)),
    ];
    let mut code = ExitCode::Done;
    for (name, check) in checks {
        let (mark, text) = match check(context) {
            Found::Good(text) => ("ok", text),
            Found::Later(text) => ("-", text),
            Found::Wrong(what, run) => {
                code = ExitCode::Failed;
                ("!", format!("{what}\n{:18}{run}", ""))
            }
        };
        context.printer.line(&format!("{mark:3} {name:13} {text}"))?;
    }
    Ok(code)
}

fn store(context: &Context<'_>) -> Found {
    let path = &context.settings.graph;
    let place = path.display();
    match SqliteStore::open(path).and_then(|store| store.scopes()) {
        Ok(scopes) => Found::Good(format!("`{place}`, {}", counted(scopes.len() as u64, "scope"))),
        Err(GraphError::Unusable {
            what: Unusable::Missing,
            ..
        }) => Found::Good(format!("`{place}` is made by the first `atg import`")),
        Err(error) => wrong(&error.into()),
    }
}

fn cache(context: &Context<'_>) -> Found {
    let Some(folder) = crate::plugins::cache(context) else {
        return Found::Wrong(
            "there is no home folder".to_owned(),
            "set XDG_CACHE_HOME to a folder that you own".to_owned(),
        );
    };
    let nearest = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(&folder);
    match tempfile::Builder::new().prefix(".atg-doctor-").tempfile_in(nearest) {
        Ok(_) => Found::Good(format!("`{}`", folder.display())),
        Err(error) => Found::Wrong(
            format!(
                "`{}` cannot be written ({error}): plugins are compiled anew in every run",
                folder.display()
            ),
            "run `chown` or `chmod` on it, or set XDG_CACHE_HOME".to_owned(),
        ),
    }
}

fn plugins(context: &Context<'_>) -> Found {
    let checked = Plugins::find(context).map(|plugins| plugins.load_everything());
    match checked {
        Ok((count, None)) => Found::Good(format!("{} load", counted(count as u64, "plugin"))),
        Ok((_, Some(error))) | Err(error) => wrong(&error),
    }
}

fn project(context: &Context<'_>) -> Found {
    let folder = &context.effects.roots.project;
    let file = folder.join("atg.toml");
    if !file.is_file() {
        return Found::Good("no atg.toml, usual settings".to_owned());
    }
    match Trust::of(context.effects).holds(folder) {
        true => Found::Good(format!("`{}`, trusted", file.display())),
        false if context.settings.warnings.is_empty() => Found::Good(format!("`{}`", file.display())),
        false => Found::Wrong(
            format!("`{}` grants more than usual and is not trusted", file.display()),
            "atg trust".to_owned(),
        ),
    }
}

fn build(context: &Context<'_>) -> Found {
    match toolchain(context).and_then(|found| found.check_target(Path::new(".")).map(|()| found).map_err(Error::from)) {
        Ok(found) => Found::Good(format!("`{}`, target {TARGET}", found.cargo().display())),
        Err(error) => wrong(&error),
    }
}

/// The cargo that builds plugins.
pub(crate) fn toolchain(context: &Context<'_>) -> Result<Toolchain, Error> {
    let environment = &context.effects.environment;
    let variable = |name| environment.get(name).map(OsStr::new);
    let home = environment
        .get("HOME")
        .or_else(|| environment.get("USERPROFILE"))
        .map(Path::new);
    Ok(Toolchain::find(variable("CARGO"), variable("PATH"), home)?)
}

/// The one that `iterate` would run, asked for its version.
fn terraform(context: &Context<'_>) -> Found {
    if iterating::search(context).locate().is_err() && context.settings.generation.terraform_bin.is_none() {
        return Found::Later("not found; `atg iterate` needs Terraform 1.5 or OpenTofu 1.8, or newer".to_owned());
    }
    match Tools::find(context, interrupt::finishes()) {
        Ok(tools) => Found::Good(format!("{}, `{}`", tools.binary, tools.binary.path().display())),
        Err(error) => wrong(&error),
    }
}

fn program(name: &str, context: &Context<'_>) -> Found {
    match context.effects.spawner.output(name, &["--version"]) {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            Found::Good(text.lines().next().unwrap_or(name).trim().to_owned())
        }
        _ => Found::Later("not found; nothing in this version needs it".to_owned()),
    }
}

fn wrong(error: &Error) -> Found {
    let causes: String = error.causes().iter().map(|cause| format!(": {cause}")).collect();
    let what = format!("{error}{causes}");
    Found::Wrong(
        what,
        error
            .advice()
            .unwrap_or_else(|| "run the command that uses it for more".to_owned()),
    )
}
