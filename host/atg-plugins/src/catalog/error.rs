//! Why a plugin cannot be used, installed or removed.

use std::io;
use std::path::PathBuf;

use crate::error::PluginError;
use crate::manifest::ManifestError;

/// Every failure of finding, installing and removing plugins. The cause is in `source()`; advice in [`CatalogError::hint`].
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// The file is no plugin that this atg can use.
    #[error(transparent)]
    Plugin(#[from] PluginError),
    /// There is no file of that name.
    #[error("there is no file `{}`", path.display())]
    NoFile {
        /// As it was asked for.
        path: PathBuf,
    },
    /// A folder stands where a file is wanted.
    #[error("`{}` is a folder, not a plugin's file", path.display())]
    Folder {
        /// As it was asked for.
        path: PathBuf,
    },
    /// No installed plugin is called so.
    #[error("no plugin `{name}` is installed")]
    NotInstalled {
        /// As it was asked for, without a version.
        name: String,
        /// What to do.
        hint: String,
    },
    /// The plugin is installed in other versions.
    #[error("plugin `{id}` is not installed in version {version}")]
    OtherVersion {
        /// The plugin.
        id: String,
        /// The version that was asked for.
        version: String,
        /// Those that there are.
        installed: String,
    },
    /// Its id is the id of a built-in plugin.
    #[error("`{file}` calls itself `{id}`, as a built-in plugin does")]
    BuiltInId {
        /// The file or the installed plugin.
        file: String,
        /// The id.
        id: String,
    },
    /// Two that were asked for have one id.
    #[error("`{first}` and `{second}` are both plugin `{id}`")]
    RequestedTwice {
        /// The one that is used.
        first: String,
        /// The other.
        second: String,
        /// Their id.
        id: String,
    },
    /// What it provides is provided already.
    #[error("`{file}` provides the {role} `{name}`, which plugin `{other}` provides too")]
    NameTaken {
        /// The file or the installed plugin.
        file: String,
        /// metric, formatter or analyzer.
        role: &'static str,
        /// The name.
        name: String,
        /// The plugin that provides it already.
        other: String,
    },
    /// An index file of a store says nothing that can be used.
    #[error("cannot use `{}`", path.display())]
    Index {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: IndexError,
    },
    /// A newer version is installed.
    #[error("plugin `{id}` {offered} is not newer than {installed}, which is installed")]
    NotNewer {
        /// The plugin.
        id: String,
        /// The version in the file.
        offered: semver::Version,
        /// The version that is installed.
        installed: semver::Version,
    },
    /// The same version is installed, with other content.
    #[error("plugin `{id}` {version} is installed already, and its content differs")]
    SameVersion {
        /// The plugin.
        id: String,
        /// Its version.
        version: semver::Version,
    },
    /// A store's file or folder could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// A store's file or folder could not be written or removed.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// Which one.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
}

/// What is wrong with an index file.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Its first line is none that a store writes.
    #[error("its first line is not `# atg-plugin 1 SHA256`")]
    Head,
    /// Its manifest is none.
    #[error("its manifest is not one")]
    Manifest(#[source] ManifestError),
    /// It is named after another plugin or version.
    #[error("it holds plugin `{0}`")]
    Name(String),
}

impl CatalogError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            CatalogError::Plugin(error) => return error.hint(),
            CatalogError::NoFile { .. } => {
                "`--plugin` takes a .wasm file, or the name of an installed plugin (`atg plugin list`)".to_owned()
            }
            CatalogError::Folder { path } => {
                let folder = path.display();
                let name = path.file_name().unwrap_or("plugin".as_ref()).to_string_lossy();
                format!("name the file in it: `{folder}/{name}.wasm`, which `atg plugin build {folder}` makes")
            }
            CatalogError::NotInstalled { hint, .. } => hint.clone(),
            CatalogError::OtherVersion { id, installed, .. } => {
                format!("there is {installed}; `{id}` alone takes the newest")
            }
            CatalogError::BuiltInId { .. } => {
                "give it another `id` in atg-plugin.toml and build it again: built-in plugins cannot be replaced"
                    .to_owned()
            }
            CatalogError::RequestedTwice { .. } => "name one of them only".to_owned(),
            CatalogError::NameTaken { role, name, .. } => {
                format!("give the {role} `{name}` another `name` in atg-plugin.toml and build it again")
            }
            CatalogError::Index { .. } => {
                "remove the file, and install the plugin again with `atg plugin install FILE`".to_owned()
            }
            CatalogError::NotNewer { id, installed, .. } => {
                format!("to go back, `atg plugin remove {id}@{installed}`, then `atg plugin install FILE`")
            }
            CatalogError::SameVersion { id, version } => {
                format!("give it a higher `version` in atg-plugin.toml, or `atg plugin remove {id}@{version}` first")
            }
            CatalogError::Read { .. } | CatalogError::Write { .. } => return None,
        })
    }
}
