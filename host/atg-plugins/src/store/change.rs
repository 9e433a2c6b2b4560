//! Installing, updating and removing.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use semver::Version;

use super::{Installed, Store, index};
use crate::catalog::{Catalog, CatalogError, clash, digest, not_installed, parse_reference};
use crate::check::{self, Examined};

/// What installing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is there now.
    Installed,
    /// It was there already, byte for byte.
    Unchanged,
    /// It took the place of older versions.
    Updated {
        /// The newest of them.
        from: Version,
    },
}

/// What was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The plugin.
    pub id: String,
    /// Its versions, newest first.
    pub versions: Vec<Version>,
}

impl Store {
    /// Installs a component after checking it; the versions that are there stay.
    ///
    /// # Errors
    ///
    /// A file that is no plugin of this atg, an id or name that a built-in or another installed plugin has, the same version
    /// with other content, or a folder that cannot be written.
    pub fn install(&self, file: &Path, builtin: &Catalog) -> Result<(Installed, Change), CatalogError> {
        let (examined, bytes) = self.admit(file, builtin)?;
        let sha256 = digest(&bytes);
        let manifest = &examined.manifest;
        if let Some(there) = self.list().find(&manifest.id, Some(&manifest.version)) {
            if there.sha256 != sha256 {
                return Err(CatalogError::SameVersion {
                    id: manifest.id.clone(),
                    version: manifest.version.clone(),
                });
            }
            if there.component.is_file() {
                return Ok((there.clone(), Change::Unchanged));
            }
        }
        Ok((self.put(examined, &bytes, sha256)?, Change::Installed))
    }

    /// Installs a newer version in place of those that are there.
    ///
    /// # Errors
    ///
    /// As [`Store::install`]; besides, a plugin that is not installed, or one that is not newer.
    pub fn update(&self, file: &Path, builtin: &Catalog) -> Result<(Installed, Change), CatalogError> {
        let (examined, bytes) = self.admit(file, builtin)?;
        let sha256 = digest(&bytes);
        let id = examined.manifest.id.clone();
        let listing = self.list();
        let Some(newest) = listing.find(&id, None) else {
            let hint = format!("`atg plugin install {}` installs it", file.display());
            return Err(CatalogError::NotInstalled { name: id, hint });
        };
        if newest.sha256 == sha256 {
            return Ok((newest.clone(), Change::Unchanged));
        }
        let (offered, installed) = (examined.manifest.version.clone(), newest.manifest.version.clone());
        if offered == installed {
            return Err(CatalogError::SameVersion { id, version: offered });
        }
        if offered < installed {
            return Err(CatalogError::NotNewer { id, offered, installed });
        }
        let put = self.put(examined, &bytes, sha256)?;
        for old in listing.plugins.iter().filter(|old| old.manifest.id == id) {
            self.drop_one(old)?;
        }
        Ok((put, Change::Updated { from: installed }))
    }

    /// Removes `NAME` in all versions, or `NAME@VERSION`.
    ///
    /// # Errors
    ///
    /// A plugin or version that is not installed here, or a folder that cannot be written.
    pub fn remove(&self, reference: &str) -> Result<Removed, CatalogError> {
        let (id, version) = parse_reference(reference);
        let listing = self.list();
        let of_id: Vec<_> = listing
            .plugins
            .iter()
            .filter(|installed| installed.manifest.id == id)
            .collect();
        let gone: Vec<_> = match version {
            None => of_id.clone(),
            Some(version) => of_id
                .iter()
                .copied()
                .filter(|one| one.manifest.version.to_string() == version)
                .collect(),
        };
        if gone.is_empty() {
            return Err(not_installed(reference, &listing.plugins, &Catalog::default()));
        }
        for one in &gone {
            self.drop_one(one)?;
        }
        Ok(Removed {
            id: id.to_owned(),
            versions: gone.iter().map(|one| one.manifest.version.clone()).collect(),
        })
    }

    /// Reads and checks a file that wants in.
    fn admit(&self, file: &Path, builtin: &Catalog) -> Result<(Examined, Vec<u8>), CatalogError> {
        let bytes = crate::catalog::read_named(file)?;
        let name = file.display().to_string();
        let examined = check::examine(&name, &bytes)?;
        clash(&name, &examined.manifest, builtin)?;
        // A plugin of the same id is the same plugin; the names of the others are taken.
        let listing = self.list();
        for other in listing
            .plugins
            .iter()
            .filter(|other| other.manifest.id != examined.manifest.id)
        {
            crate::catalog::names_taken(&name, &examined.manifest, &other.manifest)?;
        }
        Ok((examined, bytes))
    }

    /// Writes the component, then the index that makes it installed.
    fn put(&self, examined: Examined, bytes: &[u8], sha256: [u8; 32]) -> Result<Installed, CatalogError> {
        let component = self.component(&sha256);
        write(&component, bytes)?;
        let index = self.folder.join(index::name(&examined.manifest));
        write(&index, index::text(&examined.text, &sha256).as_bytes())?;
        Ok(Installed {
            manifest: std::sync::Arc::new(examined.manifest),
            sha256,
            component,
            index,
            origin: self.origin.clone(),
        })
    }

    /// Removes an index, and the component where no other index names it.
    fn drop_one(&self, one: &Installed) -> Result<(), CatalogError> {
        remove(&one.index)?;
        if self.list().plugins.iter().all(|other| other.sha256 != one.sha256) {
            remove(&one.component)?;
        }
        Ok(())
    }
}

fn remove(path: &Path) -> Result<(), CatalogError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(CatalogError::Write {
            path: path.to_path_buf(),
            source: error,
        }),
        _ => Ok(()),
    }
}

/// Writes a file and the folders above it; readers see the old content or the new, never half.
fn write(path: &Path, content: &[u8]) -> Result<(), CatalogError> {
    let fault = |source| CatalogError::Write {
        path: path.to_path_buf(),
        source,
    };
    let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    std::fs::create_dir_all(&folder).map_err(fault)?;
    let mut file = tempfile::Builder::new()
        .prefix(".atg-")
        .tempfile_in(&folder)
        .map_err(fault)?;
    file.write_all(content).map_err(fault)?;
    file.as_file().sync_all().map_err(fault)?;
    file.persist(path).map_err(|error| fault(error.error))?;
    Ok(())
}
