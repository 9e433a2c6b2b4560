//! What people mean by `--plugin REF` and `atg plugin inspect REF`.

use std::path::{Path, PathBuf};

use atg_core::spelling::{by_nearness, nearest};

use super::{Catalog, CatalogError};
use crate::check;
use crate::error::PluginError;
use crate::store::Installed;

/// What a reference is.
pub(super) enum Reference {
    /// A file.
    File(PathBuf),
    /// `NAME[@VERSION]`.
    Name,
}

impl Reference {
    /// A word with a slash or `.wasm` is a file; another is a name, unless nothing is called so and a file is there.
    pub(super) fn read<'a>(
        reference: &str,
        mut there: impl Iterator<Item = &'a Installed>,
        catalog: &Catalog,
    ) -> Reference {
        let path = Path::new(reference);
        if reference.contains(['/', '\\']) || reference.ends_with(".wasm") {
            return Reference::File(path.to_path_buf());
        }
        let (id, _) = parse_reference(reference);
        let is_known = there.any(|installed| installed.manifest.id == id) || catalog.plugin(id).is_some();
        if !is_known && path.exists() {
            Reference::File(path.to_path_buf())
        } else {
            Reference::Name
        }
    }
}

/// `NAME[@VERSION]`, taken apart.
pub(crate) fn parse_reference(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once('@') {
        Some((id, version)) => (id, Some(version)),
        None => (reference, None),
    }
}

/// The installed plugin that a name means; of several, the first: stores are listed the project's first, newest first.
pub(super) fn installed<'a>(
    reference: &str,
    there: impl Iterator<Item = &'a Installed> + Clone,
    catalog: &Catalog,
) -> Result<&'a Installed, CatalogError> {
    let (id, version) = parse_reference(reference);
    there
        .clone()
        .filter(|installed| installed.manifest.id == id)
        .find(|installed| version.is_none_or(|version| installed.manifest.version.to_string() == version))
        .ok_or_else(|| not_installed(reference, there, catalog))
}

/// Says that a plugin is not installed, and which one was probably meant.
pub(crate) fn not_installed<'a>(
    reference: &str,
    there: impl IntoIterator<Item = &'a Installed>,
    catalog: &Catalog,
) -> CatalogError {
    let (id, version) = parse_reference(reference);
    let there: Vec<_> = there.into_iter().collect();
    let versions: Vec<_> = there
        .iter()
        .filter(|installed| installed.manifest.id == id)
        .map(|installed| installed.manifest.version.to_string())
        .collect();
    if let (Some(version), false) = (version, versions.is_empty()) {
        let (id, version) = (id.to_owned(), version.escape_debug().to_string());
        return CatalogError::OtherVersion {
            id,
            version,
            installed: versions.join(", "),
        };
    }
    let mut ids: Vec<_> = there.iter().map(|installed| installed.manifest.id.as_str()).collect();
    ids.extend(catalog.plugins.iter().map(|entry| entry.manifest.id.as_str()));
    let hint = match nearest(id, ids.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if ids.is_empty() => "`atg plugin install FILE` installs one; a file is named with its path".to_owned(),
        None => {
            let near: Vec<_> = by_nearness(id, ids)
                .into_iter()
                .take(3)
                .map(|id| format!("`{id}`"))
                .collect();
            format!("there are {}; `atg plugin list` shows all", near.join(", "))
        }
    };
    CatalogError::NotInstalled {
        name: id.escape_debug().to_string(),
        hint,
    }
}

/// Reads a file that the user named; says it plainly where there is none.
pub(crate) fn read_named(path: &Path) -> Result<Vec<u8>, CatalogError> {
    if path.is_dir() {
        return Err(CatalogError::Folder {
            path: path.to_path_buf(),
        });
    }
    check::read_file(path).map_err(|error| match error {
        PluginError::Read { path, source } if source.kind() == std::io::ErrorKind::NotFound => {
            CatalogError::NoFile { path }
        }
        other => other.into(),
    })
}
