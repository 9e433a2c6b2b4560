//! Golden cases: `testdata/CASE/` beside a plugin's sources.

use std::path::{Path, PathBuf};

use super::error::AuthoringError;
use super::files;

/// One case, found and not yet run.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) folder: PathBuf,
}

/// The cases of a plugin, by name; at least one.
pub(super) fn find(plugin: &Path) -> Result<Vec<Case>, AuthoringError> {
    let testdata = plugin.join("testdata");
    let entries = match std::fs::read_dir(&testdata) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(none(plugin)),
        Err(source) => return Err(AuthoringError::Read { path: testdata, source }),
    };
    let mut cases = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| AuthoringError::Read {
            path: testdata.clone(),
            source,
        })?;
        let folder = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if folder.is_dir() && !name.starts_with('.') {
            cases.push(Case { name, folder });
        }
    }
    if cases.is_empty() {
        return Err(none(plugin));
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(cases)
}

fn none(plugin: &Path) -> AuthoringError {
    AuthoringError::NoCases {
        folder: plugin.to_path_buf(),
    }
}

impl Case {
    /// Bytes of a file that the case must have.
    pub(super) fn bytes(&self, name: &str) -> Result<Vec<u8>, AuthoringError> {
        match std::fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(AuthoringError::Case {
                case: self.name.clone(),
                fault: format!("there is no {name} in testdata/{}", self.name),
                hint: None,
            }),
            Err(source) => Err(AuthoringError::Read {
                path: self.folder.join(name),
                source,
            }),
        }
    }

    /// Whether the case has a file.
    pub(super) fn has(&self, name: &str) -> bool {
        self.folder.join(name).is_file()
    }

    /// Settings of the case: `KEY = VALUE`, as a user would set them.
    pub(super) fn settings(&self) -> Result<Vec<(String, toml::Value)>, AuthoringError> {
        if !self.has("settings.toml") {
            return Ok(Vec::new());
        }
        let path = self.folder.join("settings.toml");
        let table: toml::Table =
            files::read(&path)?
                .parse()
                .map_err(|error: toml::de::Error| AuthoringError::Manifest {
                    path,
                    source: Box::new(error),
                    hint: Some("`KEY = VALUE` for the keys under [settings] of atg-plugin.toml".to_owned()),
                })?;
        Ok(table.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_come_by_name_and_none_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(find(folder.path()), Err(AuthoringError::NoCases { .. })));
        for name in ["b", "a", ".hidden"] {
            std::fs::create_dir_all(folder.path().join("testdata").join(name)).unwrap();
        }
        std::fs::write(folder.path().join("testdata/README.md"), "notes").unwrap();
        let found = find(folder.path()).unwrap();
        assert_eq!(
            found.iter().map(|case| case.name.as_str()).collect::<Vec<_>>(),
            ["a", "b"]
        );
        let error = found[0].bytes("source.jsonl").unwrap_err();
        assert_eq!(
            error.to_string(),
            "golden case `a`: there is no source.jsonl in testdata/a"
        );
        std::fs::write(folder.path().join("testdata/a/settings.toml"), "threshold = 3").unwrap();
        assert_eq!(
            found[0].settings().unwrap(),
            [("threshold".to_owned(), toml::Value::Integer(3))]
        );
        std::fs::write(folder.path().join("testdata/a/settings.toml"), "threshold = ").unwrap();
        assert!(found[0].settings().unwrap_err().hint().is_some());
    }
}
