//! The folder that Terraform works in, prepared once for all batches.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use atg_terraform::binary::{Binary, Search};
use atg_terraform::commands::{Terraform, init, validate};
use atg_terraform::environment::{Environment, Installation, Wishes};
use atg_terraform::process::{Never, Patience};
use atg_terraform::redaction::Redactor;
use serde_json::{Value, json};

use crate::{Failure, reasons};

/// A folder, a Terraform, and the real azapi.
pub(crate) struct Workshop {
    /// In it Terraform runs.
    folder: PathBuf,
    binary: Binary,
    environment: Environment,
}

impl Workshop {
    /// Makes the folder, shows the provider to Terraform, and runs `init`.
    pub(crate) fn open(place: &Path) -> Result<Workshop, Failure> {
        let own = |name: &str| std::env::var_os(name);
        let real: OsString = own(azapi_stand_in::REAL)
            .filter(|real| !real.is_empty())
            .ok_or_else(|| {
                format!(
                    "only the real azapi can judge all types: name its binary with {}",
                    azapi_stand_in::REAL
                )
            })?;
        let place = std::path::absolute(place)?;
        let folder = place.join("batch");
        std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make `{}`: {error}", folder.display()))?;
        let config = azapi_stand_in::mirror(&place, Path::new(&real))
            .map_err(|error| format!("cannot show `{}` to Terraform: {error}", real.display()))?;
        let wishes = Wishes {
            installation: Installation::CliConfig(config),
            ..Wishes::default()
        };
        let environment = Environment::new(&own, &wishes)?;
        let workshop = Workshop {
            binary: Binary::find(&Search::new(None, &own), &environment, &Never)?,
            folder,
            environment,
        };
        workshop.init()?;
        Ok(workshop)
    }

    fn init(&self) -> Result<(), Failure> {
        self.clear()?;
        let main =
            json!({"terraform": {"required_providers": {"azapi": {"source": "azure/azapi", "version": "~> 2.0"}}}});
        std::fs::write(self.folder.join("main.tf.json"), main.to_string())?;
        let done = self.with(|terraform| init::run(terraform, &init::InitOptions::default(), None, &mut |_| {}))?;
        if done.succeeded {
            return Ok(());
        }
        let said = done.diagnostics.iter().filter_map(|one| one.detail.as_deref());
        Err(format!(
            "`terraform init` failed in `{}`: {}",
            self.folder.display(),
            said.collect::<Vec<_>>().join("; ")
        )
        .into())
    }

    /// Where configurations go.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What judged: `Terraform 1.11.4, azapi 2.12.0`.
    pub(crate) fn tools(&self) -> String {
        format!("{}, azapi {}", self.binary, azapi_stand_in::VERSION)
    }

    /// Takes the last configuration away.
    pub(crate) fn clear(&self) -> Result<(), Failure> {
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// What `validate` says, a line a problem, each with the address that it is of.
    pub(crate) fn validate(&self) -> Result<Vec<(String, String)>, Failure> {
        let validation = self.with(|terraform| validate::run(terraform, &mut |_| {}))?;
        let mut said = Vec::new();
        for diagnostic in validation.document["diagnostics"].as_array().into_iter().flatten() {
            let word = |name: &str| diagnostic.get(name).and_then(Value::as_str).unwrap_or_default();
            if word("severity") == "warning" {
                continue;
            }
            let lines = reasons::lines(word("summary"), word("detail"));
            said.extend(lines.into_iter().map(|line| (word("address").to_owned(), line)));
        }
        Ok(said)
    }

    fn with<T>(&self, work: impl FnOnce(&Terraform<'_>) -> T) -> T {
        work(&Terraform {
            binary: &self.binary,
            environment: &self.environment,
            folder: &self.folder,
            redactor: &Redactor::default(),
            interrupts: &Never,
            patience: Patience::default(),
            held: None,
        })
    }
}
