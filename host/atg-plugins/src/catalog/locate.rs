//! One plugin, wherever it is: what `atg plugin inspect` and `check` look at.

use std::borrow::Cow;

use super::find::{Reference, installed, read_named};
use super::gather::embed;
use super::{Catalog, CatalogError, Component, Embedded, Origin, Places};
use crate::error::PluginError;
use crate::store::{Installed, Store};

/// A component that was found; it may be no plugin at all.
#[derive(Debug, Clone)]
pub struct Located {
    /// What messages call it: the file, or `NAME@VERSION`.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Its bytes, or where they are.
    pub component: Component,
}

impl Located {
    /// The component.
    ///
    /// # Errors
    ///
    /// An installed file that cannot be read or is too large.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, PluginError> {
        match &self.component {
            Component::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Component::BuiltIn(bytes) => Ok(Cow::Borrowed(bytes)),
            Component::File(path) => crate::check::read_file(path).map(Cow::Owned),
        }
    }
}

/// Finds the component that a reference means: a file, an installed plugin, or a built-in one.
///
/// # Errors
///
/// A file that cannot be read, or a name that nothing has.
pub fn locate(reference: &str, places: &Places, builtin: &[Embedded]) -> Result<Located, CatalogError> {
    let stores = [
        places.project.clone().map(Store::project),
        places.user.clone().map(Store::user),
    ];
    let listings: Vec<_> = stores.iter().flatten().map(Store::list).collect();
    let there: Vec<&Installed> = listings.iter().flat_map(|listing| &listing.plugins).collect();
    let catalog = Catalog {
        plugins: builtin.iter().filter_map(|one| embed(one).ok()).collect(),
        ..Catalog::default()
    };
    if let Reference::File(path) = Reference::read(reference, there.iter().copied(), &catalog) {
        let component = Component::Memory(read_named(&path)?.into());
        return Ok(Located {
            name: path.display().to_string(),
            origin: Origin::Path(path),
            component,
        });
    }
    let entry = match catalog.plugin(reference) {
        Some(entry) => entry.clone(),
        None => installed(reference, there.iter().copied(), &catalog)?.entry(),
    };
    let name = format!("{}@{}", entry.manifest.id, entry.manifest.version);
    Ok(Located {
        name,
        origin: entry.origin,
        component: entry.component,
    })
}
