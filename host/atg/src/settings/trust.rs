//! Which folders' `atg.toml` may let plugins see more or start programs: those that the user said yes to, as they were then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::effects::Effects;
use crate::errors::Error;
use crate::output;

/// The list, in the user's state folder. A changed file must be trusted anew, as direnv does.
pub(crate) struct Trust {
    file: Option<PathBuf>,
    folders: BTreeMap<String, String>,
}

impl Trust {
    /// Reads it; a list that cannot be read trusts nobody.
    pub(crate) fn of(effects: &Effects) -> Trust {
        let file = effects.roots.state.as_ref().map(|folder| folder.join("trusted.json"));
        let text = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
        let folders = text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        Trust { file, folders }
    }

    /// Whether a folder is trusted with what its `atg.toml` says now.
    pub(crate) fn holds(&self, folder: &Path) -> bool {
        let Some((name, print)) = fingerprint(folder) else {
            return false;
        };
        self.folders.get(&name) == Some(&print)
    }

    /// Trusts a folder.
    pub(crate) fn add(&mut self, folder: &Path) -> Result<(), Error> {
        let Some((name, print)) = fingerprint(folder) else {
            return Err(
                Error::usage(format!("there is no `atg.toml` in `{}`", folder.display()))
                    .hint("trust is about what an `atg.toml` may do; name the folder that holds it"),
            );
        };
        self.folders.insert(name, print);
        self.save()
    }

    /// Takes it back; says whether there was anything to take back.
    pub(crate) fn remove(&mut self, folder: &Path) -> Result<bool, Error> {
        let name = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        let was = self.folders.remove(&name.to_string_lossy().into_owned()).is_some();
        if was {
            self.save()?;
        }
        Ok(was)
    }

    fn save(&self) -> Result<(), Error> {
        let Some(file) = &self.file else {
            return Err(Error::failed("there is no home folder to remember trust in")
                .hint("set XDG_STATE_HOME to a folder that you own"));
        };
        let text = serde_json::to_string_pretty(&self.folders)
            .map_err(|error| Error::failed("cannot write down what is trusted").because(error))?;
        output::write(file, format!("{text}\n").as_bytes())
    }
}

fn fingerprint(folder: &Path) -> Option<(String, String)> {
    let folder = std::fs::canonicalize(folder).ok()?;
    let bytes = std::fs::read(folder.join("atg.toml")).ok()?;
    let print: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some((folder.to_string_lossy().into_owned(), print))
}
