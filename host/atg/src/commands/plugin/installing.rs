//! `atg plugin install`, `update`, `remove`

use std::path::Path;

use atg_plugins::store::{Change, Installed, Store};

use super::{Context, builtin};
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::plugins::places;

pub(super) fn install(file: &Path, project: bool, context: &Context<'_>) -> Result<ExitCode, Error> {
    let store = store(project, context)?;
    let (installed, change) = store.install(file, &builtin())?;
    tell(&installed, &change, &store, context);
    Ok(ExitCode::Done)
}

pub(super) fn update(file: &Path, project: bool, context: &Context<'_>) -> Result<ExitCode, Error> {
    let store = store(project, context)?;
    let (installed, change) = store.update(file, &builtin())?;
    tell(&installed, &change, &store, context);
    Ok(ExitCode::Done)
}

pub(super) fn remove(name: &str, project: bool, context: &Context<'_>) -> Result<ExitCode, Error> {
    let store = store(project, context)?;
    let removed = store.remove(name)?;
    let versions: Vec<String> = removed.versions.iter().map(ToString::to_string).collect();
    let (versions, place) = (versions.join(", "), store.folder().display());
    context
        .printer
        .note(&format!("removed `{}` {versions} from `{place}`", removed.id));
    Ok(ExitCode::Done)
}

fn store(project: bool, context: &Context<'_>) -> Result<Store, Error> {
    let places = places(context);
    let store = if project {
        places.project.map(Store::project)
    } else {
        places.user.map(Store::user)
    };
    store.ok_or_else(|| {
        Error::failed("there is no home folder to install plugins in")
            .hint("set XDG_DATA_HOME to a folder that you own, or install into the project with `--project`")
    })
}

fn tell(installed: &Installed, change: &Change, store: &Store, context: &Context<'_>) {
    let (plugin, place) = (
        format!("`{}` {}", installed.manifest.id, installed.manifest.version),
        store.folder().display(),
    );
    context.printer.note(&match change {
        Change::Installed => format!("installed {plugin} in `{place}`"),
        Change::Unchanged => format!("{plugin} is in `{place}` already"),
        Change::Updated { from } => format!("updated {plugin} in `{place}`, before it was {from}"),
    });
}
