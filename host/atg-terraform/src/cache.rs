//! The plugin cache that all folders share, and its lock.
//!
//! Terraform does not guard its cache: two `init` at once may leave half a provider in it. An advisory lock on a file beside
//! it is held round each `init`, by the child too, so that the cache is not open to others before the last one is done.

#[cfg(test)]
mod tests;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::TerraformError;
use crate::process::Interrupts;

/// How often a lock that is taken is tried again.
const PAUSE: Duration = Duration::from_millis(100);
/// The file that is locked, in the cache's folder.
const LOCK: &str = ".atg-init.lock";

/// A folder in which installed providers are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginCache {
    folder: PathBuf,
}

/// The cache, held until this is dropped and what was started with [`CacheGuard::file`] has ended.
#[derive(Debug)]
pub struct CacheGuard {
    file: File,
}

impl PluginCache {
    /// A cache in `folder`, which is made where it is missing. The same folder goes into
    /// [`crate::environment::Wishes::plugin_cache`].
    pub fn open(folder: &Path) -> Result<PluginCache, TerraformError> {
        std::fs::create_dir_all(folder).map_err(|error| TerraformError::file(folder, "make", error))?;
        Ok(PluginCache {
            folder: folder.to_path_buf(),
        })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes the lock for an `init` in the folder `work`. While another has it, it is waited for; `busy` is told once who has
    /// it. An interrupt ends the waiting.
    pub fn lock(
        &self,
        work: &Path,
        interrupts: &dyn Interrupts,
        busy: &mut dyn FnMut(&str),
    ) -> Result<CacheGuard, TerraformError> {
        let path = self.folder.join(LOCK);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| TerraformError::file(&path, "open", error))?;
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if interrupts.count() > 0 => return Err(TerraformError::Interrupted),
                Err(TryLockError::WouldBlock) => {
                    if !told {
                        busy(&holder(&path));
                        told = true;
                    }
                    thread::sleep(PAUSE);
                }
                Err(TryLockError::Error(error)) => {
                    return Err(TerraformError::failed(format!("cannot lock `{}`", path.display()))
                        .because(error)
                        .with_hint("put the plugin cache on a disk of this machine"));
                }
            }
        }
        let sign = format!("process {} for `{}`\n", std::process::id(), work.display());
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(sign.as_bytes()));
        match written {
            Ok(()) => Ok(CacheGuard { file }),
            Err(error) => Err(TerraformError::file(&path, "write", error)),
        }
    }
}

impl CacheGuard {
    /// The locked file, for [`crate::process::Call::held`].
    pub fn file(&self) -> &File {
        &self.file
    }
}

/// Who has the lock, as they wrote it; they may be just about to.
fn holder(path: &Path) -> String {
    match std::fs::read_to_string(path) {
        Ok(text) if !text.trim().is_empty() => text.trim().chars().take(500).collect(),
        _ => "another process".to_owned(),
    }
}
