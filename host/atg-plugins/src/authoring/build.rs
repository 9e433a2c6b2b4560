//! `atg plugin build`: cargo makes a core module, which becomes a component that carries its manifest.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::AuthoringError;
use super::sdk::Renewal;
use super::toolchain::{TARGET, Toolchain};
use super::{files, project, sdk};

/// What was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The component: `FOLDER/ID.wasm`.
    pub component: PathBuf,
    /// Id and version, from the manifest.
    pub id: String,
    /// The plugin's own version.
    pub version: String,
    /// Bytes of the component.
    pub size: u64,
    /// What was done about the SDK in the folder.
    pub sdk: Renewal,
}

/// Builds the plugin in a folder. `tell` hears what happens before cargo speaks; cargo's own words go to standard error.
///
/// # Errors
///
/// A folder without a plugin, a manifest that is none (before cargo is started), a missing cargo or target, whatever
/// cargo refuses, and a module that is no plugin. An older component stays where it was.
pub fn build(folder: &Path, toolchain: &Toolchain, tell: &mut dyn FnMut(&str)) -> Result<Built, AuthoringError> {
    let project = project::Project::open(folder)?;
    let sdk = if project.uses_written_sdk() {
        sdk::renew(folder)?
    } else {
        Renewal::Current
    };
    if let Some(note) = sdk.note() {
        tell(&note);
    }
    toolchain.check_target(folder)?;
    let module = cargo_build(folder, toolchain, &project)?;
    let bytes = std::fs::read(&module).map_err(|source| AuthoringError::Read {
        path: module.clone(),
        source,
    })?;
    let component =
        atg_component::componentize(&bytes, &project.manifest_text).map_err(|error| AuthoringError::Component {
            module,
            hint: Some("does src/lib.rs end with `atg_sdk::export!(…)` for what atg-plugin.toml provides?".to_owned()),
            source: Box::new(error),
        })?;
    let path = folder.join(format!("{}.wasm", project.manifest.id));
    files::write(&path, &component)?;
    Ok(Built {
        component: path,
        id: project.manifest.id.clone(),
        version: project.manifest.version.to_string(),
        size: component.len() as u64,
        sdk,
    })
}

/// Runs cargo and finds, in what it reports, the module that it made: its place depends on the user's settings.
fn cargo_build(folder: &Path, toolchain: &Toolchain, project: &project::Project) -> Result<PathBuf, AuthoringError> {
    let cargo = toolchain.cargo();
    let start_error = |source| AuthoringError::CargoStart {
        cargo: cargo.to_path_buf(),
        source,
    };
    let mut command = Command::new(cargo);
    command
        .args(["build", "--release", "--lib", "--offline", "--target", TARGET])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    // Flags of an outer build (coverage, a linker for another target) are not meant for guests.
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        command.env_remove(variable);
    }
    let mut child = command.spawn().map_err(start_error)?;
    let mut module = None;
    if let Some(messages) = child.stdout.take() {
        for line in BufReader::new(messages).lines() {
            let line = line.map_err(start_error)?;
            if let Some(found) = module_of(&line, &project.package) {
                module = Some(found);
            }
        }
    }
    if !child.wait().map_err(start_error)?.success() {
        return Err(AuthoringError::Cargo {
            folder: folder.to_path_buf(),
            outside_crates: project.outside_crates,
        });
    }
    module.ok_or_else(|| AuthoringError::NoModule {
        folder: folder.to_path_buf(),
    })
}

/// The module that one of cargo's messages reports for a package, if it does. The shape of the messages:
/// <https://doc.rust-lang.org/cargo/reference/external-tools.html#artifact-messages>.
fn module_of(message: &str, package: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    if message["reason"] != "compiler-artifact" {
        return None;
    }
    // `…#name@version`, or `…/name#version` where the folder is called like the package.
    let id = message["package_id"].as_str()?;
    let (place, rest) = id.rsplit_once('#')?;
    let name = match rest.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next()?,
    };
    let is_dynamic = message["target"]["kind"]
        .as_array()?
        .iter()
        .any(|kind| kind == "cdylib");
    if name != package || !is_dynamic {
        return None;
    }
    let files = message["filenames"].as_array()?;
    files
        .iter()
        .filter_map(serde_json::Value::as_str)
        .find(|file| file.ends_with(".wasm"))
        .map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_found_in_cargos_messages() {
        let message = |id: &str, kind: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","package_id":"{id}","target":{{"kind":["{kind}","rlib"]}},
                    "filenames":["/x/libt.rlib","/x/t.wasm"]}}"#
            )
        };
        let found = Some(PathBuf::from("/x/t.wasm"));
        assert_eq!(
            module_of(&message("path+file:///home/me/other#t@0.1.0", "cdylib"), "t"),
            found
        );
        assert_eq!(
            module_of(&message("path+file:///home/me/t#0.1.0", "cdylib"), "t"),
            found
        );
        assert_eq!(module_of(&message("path+file:///home/me/t#0.1.0", "lib"), "t"), None);
        assert_eq!(
            module_of(&message("path+file:///home/me/.atg-sdk#atg-sdk@0.1.0", "cdylib"), "t"),
            None
        );
        assert_eq!(module_of("warning: not JSON", "t"), None);
    }
}
