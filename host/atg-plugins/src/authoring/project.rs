//! A plugin's folder: its crate and its manifest.

use std::path::{Path, PathBuf};

use super::error::AuthoringError;
use super::{files, sdk};
use crate::manifest::Manifest;

/// A plugin's folder, read.
pub(super) struct Project {
    /// What Cargo.toml calls the package.
    pub package: String,
    /// Whether it depends on anything but the SDK.
    pub outside_crates: bool,
    /// The manifest, checked.
    pub manifest: Manifest,
    /// The manifest's text, which goes into the component.
    pub manifest_text: String,
    sdk_path: Option<PathBuf>,
}

impl Project {
    /// Reads Cargo.toml and atg-plugin.toml.
    pub(super) fn open(folder: &Path) -> Result<Project, AuthoringError> {
        let (manifest, manifest_text) = manifest(folder)?;
        let cargo_file = folder.join("Cargo.toml");
        if !cargo_file.is_file() {
            return Err(AuthoringError::NoPlugin {
                folder: folder.to_path_buf(),
                missing: "Cargo.toml",
            });
        }
        let cargo: toml::Table = files::read(&cargo_file)?
            .parse()
            .map_err(|error| AuthoringError::Manifest {
                path: cargo_file.clone(),
                source: Box::<toml::de::Error>::new(error),
                hint: None,
            })?;
        let package = cargo
            .get("package")
            .and_then(|package| package.get("name"))
            .and_then(toml::Value::as_str);
        let Some(package) = package else {
            return Err(AuthoringError::Manifest {
                path: cargo_file,
                source: "it has no `[package]` with a `name`".into(),
                hint: Some("name the folder of the plugin's own crate".to_owned()),
            });
        };
        let dependencies = cargo.get("dependencies").and_then(toml::Value::as_table);
        let sdk_path = dependencies
            .and_then(|all| all.get("atg-sdk"))
            .and_then(|sdk| sdk.get("path"))
            .and_then(toml::Value::as_str)
            .map(PathBuf::from);
        let outside_crates = dependencies.is_some_and(|all| all.keys().any(|name| name != "atg-sdk"));
        Ok(Project {
            package: package.to_owned(),
            outside_crates,
            manifest,
            manifest_text,
            sdk_path,
        })
    }

    /// Whether it depends on the SDK that `plugin new` writes, and not on one of the author's choice.
    pub(super) fn uses_written_sdk(&self) -> bool {
        self.sdk_path
            .as_deref()
            .is_some_and(|path| path.strip_prefix(".").unwrap_or(path) == Path::new(sdk::FOLDER))
    }
}

/// Reads and checks the manifest alone.
pub(super) fn manifest(folder: &Path) -> Result<(Manifest, String), AuthoringError> {
    let path = folder.join("atg-plugin.toml");
    if !path.is_file() {
        return Err(AuthoringError::NoPlugin {
            folder: folder.to_path_buf(),
            missing: "atg-plugin.toml",
        });
    }
    let text = files::read(&path)?;
    match Manifest::parse(&text) {
        Ok(manifest) => Ok((manifest, text)),
        Err(error) => Err(AuthoringError::Manifest {
            path,
            hint: error.hint(),
            source: Box::new(error),
        }),
    }
}
