//! A folder with a configuration, and the real Terraform that works in it.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;

use atg_terraform::binary::{Binary, Search};
use atg_terraform::commands::Terraform;
use atg_terraform::environment::{Environment, Installation, Wishes};
use atg_terraform::process::{Never, Patience};
use atg_terraform::redaction::Redactor;
use serde_json::Value;

/// A folder of a test's own.
pub(crate) struct Room {
    /// Removed at the end.
    pub(crate) folder: tempfile::TempDir,
    /// The program.
    pub(crate) binary: Binary,
    /// What it finds.
    pub(crate) environment: Environment,
    /// Knows `s3cret-of-tests`.
    pub(crate) redactor: Redactor,
    /// How often somebody asked to stop.
    pub(crate) interrupts: AtomicU32,
}

impl Room {
    /// A folder with `main.tf.json`. Providers come from an empty mirror: what a test needs is built into Terraform.
    pub(crate) fn new(configuration: &Value) -> Room {
        let folder = tempfile::tempdir().unwrap();
        let mirror = folder.path().join("mirror");
        std::fs::create_dir(&mirror).unwrap();
        let wishes = Wishes {
            installation: Installation::FilesystemMirror(mirror),
            plugin_cache: Some(folder.path().join("cache")),
            ..Wishes::default()
        };
        let environment = Environment::new(&|name| std::env::var_os(name), &wishes).unwrap();
        let room = Room {
            binary: Binary::at(&program(), &environment, &Never).unwrap(),
            folder,
            environment,
            redactor: Redactor::new(["s3cret-of-tests"]),
            interrupts: AtomicU32::new(0),
        };
        std::fs::create_dir(room.path()).unwrap();
        room.write("main.tf.json", &configuration.to_string());
        room
    }

    /// Where the configuration is.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Writes a file beside the configuration.
    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).unwrap();
    }

    /// Hands the Terraform of this folder to `work`.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Terraform<'_>) -> T) -> T {
        let folder = self.path();
        work(&Terraform {
            binary: &self.binary,
            environment: &self.environment,
            folder: &folder,
            redactor: &self.redactor,
            interrupts: &self.interrupts,
            patience: Patience::default(),
            held: None,
        })
    }

    /// A script in front of the program, which it has as `$TERRAFORM`.
    pub(crate) fn program(&self, name: &str, script: &str) -> Binary {
        let path = self.folder.path().join(name);
        let text = format!("#!/bin/sh\nTERRAFORM='{}'\n{script}\n", program().display());
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        Binary::at(&path, &self.environment, &Never).unwrap()
    }

    /// Names of the resources in the state, sorted.
    pub(crate) fn state(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path().join("terraform.tfstate")).unwrap();
        let state: Value = serde_json::from_str(&text).unwrap();
        let mut names: Vec<String> = state["resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|resource| resource["name"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    }
}

/// The program under test: `ATG_TERRAFORM`, else PATH, else what `cargo xtask setup` has fetched.
pub(crate) fn program() -> PathBuf {
    let own = |name: &str| std::env::var_os(name);
    let fetched = tools().join("terraform/terraform");
    match Search::new(None, &own).locate() {
        Ok(path) => path,
        Err(_) if fetched.is_file() => fetched,
        Err(error) => panic!("these tests need a real Terraform ({error}): run `cargo xtask setup`"),
    }
}

fn tools() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| OsString::from("target"));
    root.join(target).join("tools")
}
