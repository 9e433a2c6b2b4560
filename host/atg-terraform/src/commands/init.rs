//! `terraform init`: providers and the backend.

use std::ffi::OsString;
use std::path::PathBuf;

use super::{Listener, Progress, Streamed, Terraform, option, words};
use crate::TerraformError;
use crate::binary::Binary;
use crate::cache::PluginCache;

/// What becomes of the lock file of providers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LockFile {
    /// It is written, or completed.
    #[default]
    Update,
    /// It must be there and hold; nothing is written.
    Readonly,
}

/// How a folder is prepared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InitOptions {
    /// Whether the backend is set up; a folder that is only validated needs none, nor its credentials.
    pub backend: bool,
    /// Files with settings of the backend. Settings themselves are never arguments: they may be keys.
    pub backend_config: Vec<PathBuf>,
    /// Whether a backend that changed is taken as new, without moving its state.
    pub reconfigure: bool,
    /// Whether newer providers are taken than the lock file names.
    pub upgrade: bool,
    /// What becomes of the lock file.
    pub lock_file: LockFile,
}

/// The arguments.
pub fn init_args(options: &InitOptions, binary: &Binary) -> Vec<OsString> {
    let mut arguments = words(&["init", "-input=false", "-no-color"]);
    if binary.init_speaks_json() {
        arguments.push("-json".into());
    }
    arguments.push(option("backend", options.backend.to_string()));
    arguments.extend(options.backend_config.iter().map(|file| option("backend-config", file)));
    for (wanted, word) in [(options.reconfigure, "-reconfigure"), (options.upgrade, "-upgrade")] {
        if wanted {
            arguments.push(word.into());
        }
    }
    if options.lock_file == LockFile::Readonly {
        arguments.push("-lockfile=readonly".into());
    }
    arguments
}

/// Prepares the folder. With a shared plugin cache it waits until no other atg is in it, and says so: Terraform itself does
/// not guard the cache, and two that fill it at once break it.
pub fn run(
    terraform: &Terraform<'_>,
    options: &InitOptions,
    cache: Option<&PluginCache>,
    listener: &mut Listener<'_>,
) -> Result<Streamed, TerraformError> {
    let guard = match cache {
        Some(cache) => Some(cache.lock(terraform.folder, terraform.interrupts, &mut |holder| {
            tracing::info!(%holder, "waiting for the plugin cache");
            listener(Progress::CacheBusy(holder));
        })?),
        None => None,
    };
    let mut terraform = *terraform;
    if let Some(guard) = &guard {
        // The cache must not be opened to others while this init lives, whatever becomes of atg.
        terraform.held = Some(guard.file());
    }
    let (streamed, outcome) = terraform.stream("init", &init_args(options, terraform.binary), listener)?;
    terraform.finished("init", &outcome, &streamed.transcript)?;
    Ok(streamed)
}
