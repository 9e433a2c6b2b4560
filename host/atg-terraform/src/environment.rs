//! The environment of a child, built from nothing.
//!
//! Of what atg itself finds in its environment, a child gets only what names places (`PATH`, `HOME`, temporary folders) and
//! proxies. Everything else is set here or handed in: a `TF_CLI_ARGS` in a user's shell, a `TF_VAR_…` or the credentials of
//! another tenant change no round.

mod cli_config;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use tempfile::TempPath;

use crate::TerraformError;

/// Names that are handed on from atg's own environment.
const HANDED_ON: [&str; 17] = [
    "PATH",
    "HOME",
    "TMPDIR",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    // Without these a program does not start on Windows, or does not find the user's folder.
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "COMSPEC",
    "PATHEXT",
    "USERPROFILE",
    "APPDATA",
    "TEMP",
    "TMP",
];

/// Where providers come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Installation {
    /// From the registry of each provider, whatever the user's own CLI configuration says.
    #[default]
    Registry,
    /// From a folder laid out as `HOST/NAMESPACE/NAME/VERSION/PLATFORM/…`, and from nowhere else.
    FilesystemMirror(PathBuf),
    /// From a mirror that speaks the provider network mirror protocol; an https address.
    NetworkMirror(String),
    /// As the user's own CLI configuration file says, with all that is in it.
    CliConfig(PathBuf),
}

/// What the user chose for all children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Where providers come from.
    pub installation: Installation,
    /// A folder in which installed providers are kept for all folders; see [`crate::cache`].
    pub plugin_cache: Option<PathBuf>,
    /// Where a folder's providers and modules are noted instead of `.terraform`.
    pub data_folder: Option<PathBuf>,
    /// Certificates that are trusted instead of the system's: a PEM file.
    pub certificate_file: Option<PathBuf>,
    /// The same as a folder.
    pub certificate_folder: Option<PathBuf>,
    /// Terraform's own log (`TF_LOG`): trace, debug, info, warn, error. It goes to standard error and may hold anything.
    pub log: Option<String>,
}

/// All that a child finds in its environment.
#[derive(Clone)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
    secrets: Vec<String>,
    /// The CLI configuration that was written for the child; removed with the last copy of this value.
    _cli_config: Option<Arc<TempPath>>,
}

impl Environment {
    /// Builds it. `own` looks a name up in atg's own environment. Writes a CLI configuration file into the temporary folder,
    /// and makes the plugin cache's folder where it is missing: Terraform refuses one that is not there.
    pub fn new(own: &dyn Fn(&str) -> Option<OsString>, wishes: &Wishes) -> Result<Environment, TerraformError> {
        let mut variables = BTreeMap::new();
        let mut set = |name: &str, value: &OsStr| variables.insert(OsString::from(name), value.to_owned());
        for name in HANDED_ON {
            if let Some(value) = own(name) {
                set(name, &value);
            }
        }
        for (name, value) in [
            ("TF_IN_AUTOMATION", "1"),
            ("TF_INPUT", "0"),
            ("CHECKPOINT_DISABLE", "1"),
        ] {
            set(name, value.as_ref());
        }
        if let Some(folder) = &wishes.plugin_cache {
            std::fs::create_dir_all(folder).map_err(|error| TerraformError::file(folder, "make", error))?;
            set("TF_PLUGIN_CACHE_DIR", folder.as_ref());
            // Else a folder without a lock file, as each new iteration is, would fetch every provider again.
            set("TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE", "1".as_ref());
        }
        for (name, wish) in [
            ("TF_DATA_DIR", &wishes.data_folder),
            ("SSL_CERT_FILE", &wishes.certificate_file),
            ("SSL_CERT_DIR", &wishes.certificate_folder),
        ] {
            if let Some(path) = wish {
                set(name, path.as_ref());
            }
        }
        if let Some(level) = &wishes.log {
            set("TF_LOG", level.to_uppercase().as_ref());
        }
        let cli_config = match &wishes.installation {
            Installation::CliConfig(path) => {
                cli_config::readable(path)?;
                set("TF_CLI_CONFIG_FILE", path.as_ref());
                None
            }
            other => {
                let written = cli_config::write(other)?;
                set("TF_CLI_CONFIG_FILE", written.as_ref());
                Some(Arc::new(written))
            }
        };
        Ok(Environment {
            variables,
            secrets: Vec::new(),
            _cli_config: cli_config,
        })
    }

    /// The same with credentials, for commands that talk to Azure; `init` and `validate` need none. Only names that begin
    /// with `ARM_`, and `AZURE_CONFIG_DIR` for those of the Azure CLI, are credentials; an error names any other.
    pub fn with_credentials<'a>(
        mut self,
        credentials: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Environment, TerraformError> {
        for (name, value) in credentials {
            if !name.starts_with("ARM_") && name != "AZURE_CONFIG_DIR" {
                return Err(
                    TerraformError::failed(format!("`{name}` is not handed to Terraform as a credential"))
                        .with_hint("the names of credentials begin with ARM_"),
                );
            }
            if secret(name) {
                self.secrets.push(value.to_owned());
            }
            self.variables.insert(name.into(), value.into());
        }
        Ok(self)
    }

    /// The same with the value of a variable of the configuration. Values never go into arguments.
    #[must_use]
    pub fn with_variable(mut self, name: &str, value: &str) -> Environment {
        self.variables.insert(format!("TF_VAR_{name}").into(), value.into());
        self
    }

    /// The same with the value of a sensitive variable, which then counts among [`Environment::secrets`].
    #[must_use]
    pub fn with_secret_variable(mut self, name: &str, value: &str) -> Environment {
        self.secrets.push(value.to_owned());
        self.with_variable(name, value)
    }

    /// The values that nobody may see, for a [`crate::redaction::Redactor`].
    pub fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    /// Takes everything from a command and gives it this.
    pub(crate) fn clothe(&self, command: &mut Command) {
        command.env_clear().envs(&self.variables);
    }
}

/// Whether a credential of this name is one that nobody may see; ids and places may be seen.
fn secret(name: &str) -> bool {
    let words = ["SECRET", "PASSWORD", "TOKEN", "KEY", "CERTIFICATE"];
    words.iter().any(|word| name.contains(word)) && !["_PATH", "_URL", "_DIR"].iter().any(|end| name.ends_with(end))
}

/// Names only: values may be secrets.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}
