//! Why a plugin could not be loaded or failed, and what to do about it.

use std::io;
use std::path::PathBuf;

use atg_core::metric::Failure;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Every failure of loading and calling plugins. The cause is in `source()`; advice is in [`PluginError::hint`].
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
    /// The file could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The bytes are no WebAssembly.
    #[error("`{name}` is not WebAssembly")]
    NotWasm {
        /// The file, or the id of a built-in plugin.
        name: String,
    },
    /// A core module, where a component is needed.
    #[error("`{name}` is a core module, not a component")]
    CoreModule {
        /// The file, or the id of a built-in plugin.
        name: String,
    },
    /// More bytes than a component may have.
    #[error("`{name}` is too large: {size} bytes, and a component may have {limit}")]
    TooLarge {
        /// The file, or the id of a built-in plugin.
        name: String,
        /// Bytes that it has.
        size: u64,
        /// Bytes that it may have.
        limit: u64,
    },
    /// WebAssembly that is cut off or not valid.
    #[error("`{name}` is not a valid component")]
    Invalid {
        /// The file, or the id of a built-in plugin.
        name: String,
        /// What is wrong and where.
        #[source]
        source: Source,
    },
    /// A component without the section that holds a manifest.
    #[error("`{name}` has no manifest: it is a component, but no plugin of atg")]
    NoManifest {
        /// The file, or the id of a built-in plugin.
        name: String,
    },
    /// The manifest is not one.
    #[error("`{name}` has a bad manifest")]
    Manifest {
        /// The file, or the id of a built-in plugin.
        name: String,
        /// What is wrong with it.
        #[source]
        source: Source,
        /// What to do.
        hint: Option<String>,
    },
    /// Made for another version of the contract.
    #[error("cannot load plugin `{name}`: it needs atg:plugin {needs} ({interface}); this atg offers {offers}")]
    OtherContract {
        /// The plugin's id.
        name: String,
        /// The interface that was asked for, with its version.
        interface: String,
        /// The version that it needs.
        needs: String,
        /// The version that there is.
        offers: String,
    },
    /// It wants something that no plugin may have.
    #[error("cannot load plugin `{name}`: it imports `{interface}`, which atg does not offer")]
    UnknownInterface {
        /// The plugin's id.
        name: String,
        /// The interface.
        interface: String,
    },
    /// The manifest promises a role that the component does not export.
    #[error("cannot load plugin `{name}`: its manifest provides a {role}, and the component exports none")]
    MissingRole {
        /// The plugin's id.
        name: String,
        /// metric, formatter or analyzer.
        role: &'static str,
    },
    /// The plugin does not provide what was asked of it.
    #[error("plugin `{plugin}` has no {role} `{name}`")]
    NotProvided {
        /// The plugin's id.
        plugin: String,
        /// metric, formatter or analyzer.
        role: &'static str,
        /// What was asked for.
        name: String,
    },
    /// A setting that the manifest does not know, or a value of another type.
    #[error("setting `{plugin}.{key}` {fault}")]
    Setting {
        /// The plugin's id.
        plugin: String,
        /// The setting.
        key: String,
        /// What is wrong with it.
        fault: String,
        /// What to do.
        hint: Option<String>,
    },
    /// The process that compiles could not be started or spoken to.
    #[error("cannot start `{}` to compile plugin `{name}`", program.display())]
    CompilerStart {
        /// The plugin's id.
        name: String,
        /// The program.
        program: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// Compiling took too long or too much memory and was given up.
    #[error("compiling plugin `{name}` was given up: it takes more than {limit}")]
    CompileLimit {
        /// The plugin's id.
        name: String,
        /// `30 s` or `1024 MiB of memory`.
        limit: String,
    },
    /// The compiler refused.
    #[error("cannot compile plugin `{name}`: {message}")]
    Compile {
        /// The plugin's id.
        name: String,
        /// What the compiler said, cleaned.
        message: String,
    },
    /// The engine could not be built, or does not take what it made itself.
    #[error("the WebAssembly engine failed")]
    Engine {
        /// What it said.
        #[source]
        source: Source,
    },
    /// The component does not fit the interfaces, although their versions do.
    #[error("cannot link plugin `{name}`")]
    Link {
        /// The plugin's id.
        name: String,
        /// What does not fit.
        #[source]
        source: Source,
    },
    /// A call failed.
    #[error("plugin `{plugin}` failed in `{name}` ({}): {}", failure.kind, failure.message)]
    Failed {
        /// The plugin's id.
        plugin: String,
        /// The metric, formatter or analyzer.
        name: String,
        /// How, and what it was at.
        failure: Box<Failure>,
    },
    /// The output could not be written; the plugin is not to blame.
    #[error("cannot write the document")]
    Output {
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
}

impl PluginError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        let text = match self {
            PluginError::Read { source, .. } => match source.kind() {
                io::ErrorKind::NotFound => "`--plugin` takes a component's file, or the name of an installed plugin",
                io::ErrorKind::IsADirectory => "name the `.wasm` file in it; `atg plugin build FOLDER` makes one",
                _ => return None,
            },
            PluginError::NotWasm { .. } => "a plugin is a WebAssembly component: `atg plugin build FOLDER` makes one",
            PluginError::CoreModule { .. } => {
                "make a component of it: `atg plugin build FOLDER` does so for Rust, componentize tools for other languages"
            }
            PluginError::TooLarge { .. } => "build it optimised and without debug information",
            PluginError::Invalid { .. } => "the file is damaged or was not copied whole: build or download it again",
            PluginError::NoManifest { .. } => {
                "`atg plugin build FOLDER` puts atg-plugin.toml into the component as the section `atg-plugin`"
            }
            PluginError::Manifest { hint, .. } => {
                let otherwise = "mend atg-plugin.toml and build it again; `atg plugin check FILE` tells what is wrong";
                return Some(hint.clone().unwrap_or_else(|| otherwise.to_owned()));
            }
            PluginError::OtherContract { needs, offers, .. } => {
                let newer = semver::Version::parse(needs)
                    .ok()
                    .zip(semver::Version::parse(offers).ok());
                let what = match newer {
                    Some((needs, offers)) if needs < offers => "build the plugin with the SDK of this atg",
                    _ => "use an atg that offers it, or build the plugin with the SDK of this atg",
                };
                return Some(format!("{what} (`atg plugin build` renews it)"));
            }
            PluginError::UnknownInterface { interface, .. } if interface.starts_with("wasi:") => {
                "plugins have no files, network, environment, clock or randomness: build it without them (Rust: target \
                 wasm32-unknown-unknown; Python: componentize-py --stub-wasi; JavaScript: jco componentize --disable all)"
            }
            PluginError::UnknownInterface { .. } => {
                "a plugin imports interfaces of `atg:plugin` only; `wit/` lists them"
            }
            PluginError::MissingRole { role, .. } => {
                return Some(format!(
                    "export it with `atg_sdk::export!(TYPE: {role})`, or take it out of atg-plugin.toml"
                ));
            }
            PluginError::NotProvided { .. } => "`atg plugin list` shows what each plugin provides",
            PluginError::Setting { hint, plugin, .. } => {
                let otherwise = || format!("`atg plugin inspect {plugin}` lists its settings");
                return Some(hint.clone().unwrap_or_else(otherwise));
            }
            PluginError::CompilerStart { .. } => {
                "atg compiles plugins by starting itself: is the program still where it was?"
            }
            PluginError::CompileLimit { .. } => {
                "the component is made so that compiling it takes too much: do not trust it, or ask its author for a smaller one"
            }
            PluginError::Compile { .. } => {
                "the component uses what atg does not run: `atg plugin check FILE` tells more"
            }
            PluginError::Engine { .. } => "remove atg's cache folder and try again; `atg doctor` shows where it is",
            PluginError::Link { .. } => "build the plugin with the SDK of this atg (`atg plugin build` renews it)",
            PluginError::Failed { failure, .. } => return failure.hint.clone(),
            PluginError::Output { .. } => return None,
        };
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_what_to_do() {
        let name = || "a.wasm".to_owned();
        let unknown = |interface: &str| PluginError::UnknownInterface {
            name: name(),
            interface: interface.to_owned(),
        };
        let contract = |needs: &str| PluginError::OtherContract {
            name: name(),
            interface: format!("atg:plugin/graph@{needs}"),
            needs: needs.to_owned(),
            offers: "0.1.0".to_owned(),
        };
        for error in [
            PluginError::NotWasm { name: name() },
            PluginError::CoreModule { name: name() },
            PluginError::TooLarge {
                name: name(),
                size: 2,
                limit: 1,
            },
            PluginError::Invalid {
                name: name(),
                source: "cut".into(),
            },
            PluginError::NoManifest { name: name() },
            PluginError::Manifest {
                name: name(),
                source: "bad".into(),
                hint: None,
            },
            contract("0.9.0"),
            contract("0.0.1"),
            unknown("wasi:filesystem/types@0.2.3"),
            unknown("a:b/c"),
            PluginError::MissingRole {
                name: name(),
                role: "metric",
            },
            PluginError::CompileLimit {
                name: name(),
                limit: "30 s".to_owned(),
            },
        ] {
            assert!(error.to_string().contains("a.wasm"), "{error}");
            assert!(error.hint().is_some_and(|hint| !hint.is_empty()), "{error}");
        }
        assert_eq!(
            contract("0.9.0").to_string(),
            "cannot load plugin `a.wasm`: it needs atg:plugin 0.9.0 (atg:plugin/graph@0.9.0); this atg offers 0.1.0"
        );
        assert_ne!(contract("0.9.0").hint(), contract("0.0.1").hint());
        assert!(
            unknown("wasi:filesystem/types@0.2.3")
                .hint()
                .unwrap()
                .contains("--stub-wasi")
        );
    }
}
