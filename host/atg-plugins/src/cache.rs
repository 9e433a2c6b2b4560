//! Compiled code, kept between runs: `CACHE/components/SHA256-COMPATIBILITY.cwasm`.
//!
//! Compiled code is machine code that runs with all of the user's rights. It is taken only from a folder and a file that
//! belong to this user and that nobody else can write, and it is never taken from anywhere but atg's own compiler.

use std::fs::{self, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use wasmtime::Engine;
use wasmtime::component::Component;

use crate::catalog::hex;

/// Where compiled code is kept. A cache that cannot be used is as good as none.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: Option<PathBuf>,
    compatibility: String,
}

impl Cache {
    /// A cache below a folder, for code of one kind of engine. Creates nothing.
    pub(crate) fn new(below: Option<&Path>, compatibility: String) -> Cache {
        Cache {
            folder: below.map(|below| below.join("components")),
            compatibility,
        }
    }

    fn path(&self, sha256: &[u8; 32]) -> Option<(&Path, PathBuf)> {
        let folder = self.folder.as_deref()?;
        Some((
            folder,
            folder.join(format!("{}-{}.cwasm", hex(sha256), self.compatibility)),
        ))
    }

    /// The code of a component, where it is there and can be trusted. What cannot be loaded, such as code for another
    /// processor, is as good as absent: it is compiled again, and written over.
    pub(crate) fn load(&self, engine: &Engine, sha256: &[u8; 32]) -> Option<Component> {
        let (folder, path) = self.path(sha256)?;
        let about_folder = fs::symlink_metadata(folder).ok()?;
        let about_file = fs::symlink_metadata(&path).ok()?;
        if !(about_folder.is_dir() && about_file.is_file() && is_ours(&about_folder) && is_ours(&about_file)) {
            tracing::warn!(path = %path.display(), "compiled code is not used: others than you could have written it");
            return None;
        }
        // SAFETY: the file was written by `store`, from what atg's own compiler made: it carries the engine's version, and
        // lies where only this user can write. It is replaced, never changed, while it may be in use.
        let loaded = unsafe { Component::deserialize_file(engine, &path) };
        loaded
            .inspect_err(|error| tracing::debug!(path = %path.display(), %error, "compiled code is made anew"))
            .ok()
    }

    /// Whether there seems to be code of a component.
    pub(crate) fn has(&self, sha256: &[u8; 32]) -> bool {
        self.path(sha256).is_some_and(|(_, path)| path.exists())
    }

    /// Keeps code for the next run. Failing is no failure: the next run compiles again.
    pub(crate) fn store(&self, sha256: &[u8; 32], code: &[u8]) {
        let Some((folder, path)) = self.path(sha256) else {
            return;
        };
        if let Err(error) = write(folder, &path, code) {
            tracing::debug!(path = %path.display(), %error, "compiled code is not kept");
        }
    }
}

fn write(folder: &Path, path: &Path, code: &[u8]) -> io::Result<()> {
    create_private(folder)?;
    let about = fs::symlink_metadata(folder)?;
    if !(about.is_dir() && is_ours(&about)) {
        return Err(io::Error::other("the folder belongs to others"));
    }
    // A file of its own, renamed when it is whole: readers see all of it or none, and so does whoever comes after a crash.
    let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    file.write_all(code)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(unix)]
fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Whether a file or folder belongs to this user, and nobody else can write it.
#[cfg(unix)]
fn is_ours(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // SAFETY: the call takes nothing and cannot fail.
    let user = unsafe { libc::geteuid() };
    about.uid() == user && about.mode() & 0o022 == 0
}

/// Elsewhere a user's cache folder is the user's by the system's own rules.
#[cfg(not(unix))]
fn is_ours(_: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{engine, testing};

    #[test]
    fn code_comes_back_only_where_nobody_else_could_write_it() {
        let folder = tempfile::tempdir().unwrap();
        let runner = engine::runner(1).unwrap();
        let cache = Cache::new(Some(folder.path()), "x".to_owned());
        let code = engine::compiler()
            .unwrap()
            .precompile_component(&testing::component("(component)"))
            .unwrap();
        assert!(cache.load(&runner, &[1; 32]).is_none());
        cache.store(&[1; 32], &code);
        assert!(cache.load(&runner, &[1; 32]).is_some());
        assert!(cache.load(&runner, &[2; 32]).is_none());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let components = folder.path().join("components");
            assert_eq!(fs::metadata(&components).unwrap().permissions().mode() & 0o777, 0o700);
            fs::set_permissions(&components, fs::Permissions::from_mode(0o777)).unwrap();
            assert!(cache.load(&runner, &[1; 32]).is_none());
            fs::set_permissions(&components, fs::Permissions::from_mode(0o700)).unwrap();
            let file = cache.path(&[1; 32]).unwrap().1;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
            assert!(cache.load(&runner, &[1; 32]).is_none());
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            assert!(cache.load(&runner, &[1; 32]).is_some());
        }
    }

    #[test]
    fn half_a_file_and_no_folder_are_as_good_as_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let runner = engine::runner(1).unwrap();
        let cache = Cache::new(Some(folder.path()), "x".to_owned());
        cache.store(&[1; 32], b"\x7fELF and no more");
        assert!(cache.load(&runner, &[1; 32]).is_none());
        Cache::new(None, String::new()).store(&[1; 32], b"");
        let blocked = folder.path().join("file");
        fs::write(&blocked, "").unwrap();
        Cache::new(Some(&blocked), String::new()).store(&[1; 32], b"");
    }
}
