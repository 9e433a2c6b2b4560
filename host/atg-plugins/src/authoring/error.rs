//! What can go wrong while a plugin is written, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Every failure of `plugin new`, `build` and `test`. The cause is in `source()`; advice is in [`AuthoringError::hint`].
#[derive(Debug, thiserror::Error)]
pub enum AuthoringError {
    /// The name cannot be a plugin's id and a crate's name.
    #[error("`{name}` cannot be a plugin's name: {reason}")]
    Name {
        /// As the user wrote it.
        name: String,
        /// What is wrong with it.
        reason: String,
        /// Whether it is spelled well, and used by somebody else.
        taken: bool,
    },
    /// There is something there already.
    #[error("`{}` {what}", folder.display())]
    Occupied {
        /// The folder.
        folder: PathBuf,
        /// `is not empty` or `is a file`.
        what: &'static str,
    },
    /// A file or folder could not be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// Which one.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// A file or folder could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The folder holds no plugin.
    #[error("`{}` is not a plugin's folder: there is no {missing} in it", folder.display())]
    NoPlugin {
        /// The folder.
        folder: PathBuf,
        /// What every plugin's folder holds.
        missing: &'static str,
    },
    /// The manifest is not one.
    #[error("cannot use `{}`", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
        /// What to do.
        hint: Option<String>,
    },
    /// There is no cargo.
    #[error("cannot find cargo, which builds plugins written in Rust")]
    NoCargo,
    /// Cargo is there and does not start.
    #[error("cannot start `{}`", cargo.display())]
    CargoStart {
        /// The program.
        cargo: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The Rust target is not installed.
    #[error("the Rust target {target} is not installed")]
    NoTarget {
        /// The target.
        target: &'static str,
        /// Whether there is a rustup to install it with.
        rustup: bool,
    },
    /// Cargo ran and failed; it has said why.
    #[error("cargo could not build `{}`", folder.display())]
    Cargo {
        /// The folder.
        folder: PathBuf,
        /// Whether crates from a registry are among the dependencies.
        outside_crates: bool,
    },
    /// Cargo succeeded and made no module.
    #[error("cargo made no WebAssembly module of `{}`", folder.display())]
    NoModule {
        /// The folder.
        folder: PathBuf,
    },
    /// The module could not be turned into a component.
    #[error("cannot turn `{}` into a component", module.display())]
    Component {
        /// The core module.
        module: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
        /// What to do.
        hint: Option<String>,
    },
    /// The component is not there, or is not what the folder says.
    #[error("`{}` {what}", component.display())]
    NotBuilt {
        /// The component.
        component: PathBuf,
        /// The plugin's folder.
        folder: PathBuf,
        /// `has not been built`, or why it is out of date.
        what: &'static str,
    },
    /// The component does not load.
    #[error("cannot test `{name}`")]
    Load {
        /// The component.
        name: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
        /// What to do.
        hint: Option<String>,
    },
    /// There is nothing to test with.
    #[error("`{}` has no golden cases", folder.display())]
    NoCases {
        /// The plugin's folder.
        folder: PathBuf,
    },
    /// A golden case is incomplete or wrong.
    #[error("golden case `{case}`: {fault}")]
    Case {
        /// Its folder's name.
        case: String,
        /// What is wrong.
        fault: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A golden case could not be read or run.
    #[error("golden case `{case}` cannot be run")]
    CaseFailed {
        /// Its folder's name.
        case: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
        /// What to do.
        hint: Option<String>,
    },
}

impl AuthoringError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            AuthoringError::Name { name, taken: true, .. } => Some(format!("choose another one, such as `my-{name}`")),
            AuthoringError::Name { .. } => {
                Some("lower-case letters, digits and single dashes, a letter first: `location-kept`".to_owned())
            }
            AuthoringError::Occupied { .. } => {
                Some("choose another name, or say where with --folder DIR".to_owned())
            }
            AuthoringError::NoPlugin { folder, .. } => Some(format!(
                "`atg plugin new metric NAME` makes one; then `atg plugin build NAME`. `{}` was looked at",
                std::path::absolute(folder).unwrap_or_else(|_| folder.clone()).display()
            )),
            AuthoringError::NoCargo => {
                Some("install Rust from https://rustup.rs, or set CARGO to the cargo to use".to_owned())
            }
            AuthoringError::NoTarget { target, rustup: true } => Some(format!("run `rustup target add {target}`")),
            AuthoringError::NoTarget { target, rustup: false } => Some(format!(
                "there is no rustup here: install the target with the tool that installed Rust (Debian: \
                 `apt install libstd-rust-dev-wasm32`, Fedora: `dnf install rust-std-static-{target}`)"
            )),
            AuthoringError::Cargo { folder, outside_crates: true } => Some(format!(
                "plugins are built without network: where crates are missing, run `cargo fetch --manifest-path {}` once",
                folder.join("Cargo.toml").display()
            )),
            AuthoringError::NoModule { .. } => {
                Some("Cargo.toml needs `[lib]` with `crate-type = [\"cdylib\", \"rlib\"]`".to_owned())
            }
            AuthoringError::NoCases { .. } => Some(
                "a case is a folder `testdata/CASE` with source.jsonl, target.jsonl and, written by --bless, what is expected"
                    .to_owned(),
            ),
            AuthoringError::NotBuilt { folder, .. } => Some(format!("run `atg plugin build {}`", folder.display())),
            AuthoringError::Manifest { hint, .. }
            | AuthoringError::Load { hint, .. }
            | AuthoringError::Component { hint, .. }
            | AuthoringError::Case { hint, .. }
            | AuthoringError::CaseFailed { hint, .. } => hint.clone(),
            AuthoringError::Write { .. }
            | AuthoringError::Read { .. }
            | AuthoringError::CargoStart { .. }
            | AuthoringError::Cargo { .. } => None,
        }
    }
}
