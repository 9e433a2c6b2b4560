//! Finding the plugins of a run and settling who comes first.

use std::path::Path;
use std::sync::Arc;

use super::find::{Reference, installed, read_named};
use super::{Catalog, CatalogError, Component, Embedded, Origin, Places, PluginEntry, Problem, digest};
use crate::check;
use crate::manifest::Manifest;
use crate::store::{Installed, Store};

/// Gathers; see [`Catalog::gather`].
pub(super) fn gather(requested: &[String], places: &Places, builtin: &[Embedded]) -> Catalog {
    let mut catalog = Catalog::default();
    for embedded in builtin {
        match embed(embedded) {
            Ok(entry) => catalog.plugins.push(entry),
            Err(error) => catalog.problem("a built-in plugin", false, error),
        }
    }
    let own = catalog.plugins.len();
    let stores = [
        places.project.clone().map(Store::project),
        places.user.clone().map(Store::user),
    ];
    let listings: Vec<_> = stores.iter().flatten().map(Store::list).collect();

    let there: Vec<&Installed> = listings.iter().flat_map(|listing| &listing.plugins).collect();
    for reference in requested {
        match find(reference, &there, &catalog) {
            // Asking for what is there anyway changes nothing.
            Ok(entry) if entry.origin == Origin::BuiltIn => {}
            Ok(entry) => catalog.admit(entry, true),
            Err(error) => catalog.problem(reference, true, error),
        }
    }

    for listing in listings {
        for (path, error) in listing.problems {
            catalog.problem(&path.display().to_string(), false, error);
        }
        let mut last: Option<String> = None;
        for installed in listing.plugins {
            // The newest of each id comes first, and is the one.
            if last.as_ref() == Some(&installed.manifest.id) {
                continue;
            }
            last = Some(installed.manifest.id.clone());
            catalog.admit(installed.entry(), false);
        }
    }
    if let Some(others) = catalog.plugins.get_mut(own..) {
        others.sort_by(|one, other| one.manifest.id.cmp(&other.manifest.id));
    }
    catalog
}

/// Reads a built-in plugin's manifest. Nothing else is looked at: the build has, and every start would pay for it.
pub(super) fn embed(embedded: &Embedded) -> Result<PluginEntry, CatalogError> {
    let manifest = Manifest::parse(embedded.manifest).map_err(|error| crate::PluginError::Manifest {
        name: "a built-in plugin".to_owned(),
        hint: error.hint(),
        source: Box::new(error),
    })?;
    Ok(PluginEntry {
        manifest: Arc::new(manifest),
        origin: Origin::BuiltIn,
        sha256: embedded.sha256,
        component: Component::BuiltIn(embedded.component),
    })
}

/// The plugin that a word of `--plugin` means.
fn find(reference: &str, there: &[&Installed], catalog: &Catalog) -> Result<PluginEntry, CatalogError> {
    match Reference::read(reference, there.iter().copied(), catalog) {
        Reference::File(path) => file(&path),
        Reference::Name => match catalog
            .plugin(reference)
            .filter(|entry| entry.origin == Origin::BuiltIn)
        {
            Some(entry) => Ok(entry.clone()),
            None => installed(reference, there.iter().copied(), catalog).map(Installed::entry),
        },
    }
}

/// A file that was named, read and looked at from the outside.
pub(crate) fn file(path: &Path) -> Result<PluginEntry, CatalogError> {
    let bytes = read_named(path)?;
    let examined = check::examine(&path.display().to_string(), &bytes)?;
    Ok(PluginEntry {
        manifest: Arc::new(examined.manifest),
        origin: Origin::Path(path.to_path_buf()),
        sha256: digest(&bytes),
        component: Component::Memory(bytes.into()),
    })
}

impl Catalog {
    fn problem(&mut self, plugin: &str, requested: bool, error: CatalogError) {
        self.problems.push(Problem {
            plugin: plugin.to_owned(),
            requested,
            error: Arc::new(error),
        });
    }

    /// Takes a plugin in, unless one of its id came before or what it provides is taken.
    fn admit(&mut self, entry: PluginEntry, requested: bool) {
        let id = entry.manifest.id.clone();
        let before = self
            .plugins
            .iter()
            .find(|before| before.manifest.id == id && before.origin != Origin::BuiltIn);
        if let Some(before) = before {
            let same = before.sha256 == entry.sha256;
            if requested && !same {
                let error = CatalogError::RequestedTwice {
                    first: before.name(),
                    second: entry.name(),
                    id: id.clone(),
                };
                self.problem(&id, true, error);
            } else if let (false, Origin::Path(path)) = (requested || same, &before.origin) {
                let (path, version) = (path.display(), &entry.manifest.version);
                let note = format!("`{path}` is used in place of the installed plugin `{id}` {version}");
                self.notes.push(note);
            }
            return;
        }
        let name = entry.name();
        let fault = clash(&name, &entry.manifest, self);
        match fault {
            Ok(()) => self.plugins.push(entry),
            Err(error) => self.problem(&id, requested, error),
        }
    }
}

/// Makes sure that no plugin of a catalog has the id, or provides a name, of another one.
pub(crate) fn clash(file: &str, manifest: &Manifest, catalog: &Catalog) -> Result<(), CatalogError> {
    for other in &catalog.plugins {
        if other.manifest.id == manifest.id && other.origin == Origin::BuiltIn {
            return Err(CatalogError::BuiltInId {
                file: file.to_owned(),
                id: manifest.id.clone(),
            });
        }
        names_taken(file, manifest, &other.manifest)?;
    }
    Ok(())
}

/// Makes sure that a plugin provides nothing that another one provides.
pub(crate) fn names_taken(file: &str, manifest: &Manifest, other: &Manifest) -> Result<(), CatalogError> {
    let taken = manifest
        .provides
        .iter()
        .find(|mine| other.provided(mine.role(), mine.name()).is_some());
    match taken {
        None => Ok(()),
        Some(mine) => Err(CatalogError::NameTaken {
            file: file.to_owned(),
            role: mine.role().word(),
            name: mine.name().to_owned(),
            other: other.id.clone(),
        }),
    }
}
