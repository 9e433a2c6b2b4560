//! Which versions of which types there are, and where they are defined.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use atg_core::CoreError;

use crate::TerraformError;
use crate::schema::decode::tree::Tree;

/// The index beside the definitions.
pub(super) const FILE: &str = "index.json";

/// What a provider's folder of one version holds.
const TYPES: &str = "types.json";

/// Versions that stand in the specifications and that no service answers to; the azapi provider leaves them out too
/// (its `internal/azure/loader.go`).
const UNSUPPORTED: [(&str, &[&str]); 2] = [
    ("microsoft.keyvault/vaults/keys", &["2026-02-01", "2026-03-01-preview"]),
    (
        "microsoft.keyvault/vaults/secrets",
        &["2026-02-01", "2026-03-01-preview"],
    ),
];

/// One version of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) version: String,
    /// Below the folder of definitions, with `/`.
    pub(super) file: String,
    /// Of the definition in the file.
    pub(super) place: usize,
}

/// All versions by folded type name, oldest first.
#[derive(Debug)]
pub(super) struct Index {
    by_type: BTreeMap<String, Vec<Found>>,
}

impl Index {
    /// Reads the index; where there is none, looks through all definitions.
    pub(super) fn read(folder: &Path) -> Result<Index, TerraformError> {
        let path = folder.join(FILE);
        let mut index = Index {
            by_type: BTreeMap::new(),
        };
        if path.is_file() {
            index.read_listed(&path)?;
        } else {
            index.look_through(folder)?;
        }
        for versions in index.by_type.values_mut() {
            versions.sort_by(|one, other| one.version.cmp(&other.version).then_with(|| one.name.cmp(&other.name)));
            versions.dedup_by(|one, other| one.version == other.version);
        }
        if index.by_type.is_empty() {
            return Err(wrong(&path.display().to_string(), "it names no resource types"));
        }
        Ok(index)
    }

    /// Of every type, the version that a pack describes.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Found> {
        self.by_type.values().filter_map(|versions| {
            let stable = versions
                .iter()
                .rev()
                .find(|found| is_generally_available(&found.version));
            stable.or(versions.last())
        })
    }

    /// Every version of a type, oldest first.
    pub(super) fn versions(&self, name: &str) -> Vec<String> {
        let versions = self.by_type.get(&name.to_ascii_lowercase());
        versions
            .into_iter()
            .flatten()
            .map(|found| found.version.clone())
            .collect()
    }

    fn read_listed(&mut self, path: &Path) -> Result<(), TerraformError> {
        let spelling = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| TerraformError::file(path, "read", error))?;
        let tree = parse(&bytes, &spelling)?;
        let resources = tree
            .get("resources")
            .and_then(Tree::object)
            .ok_or_else(|| wrong(&spelling, "`resources` is missing"))?;
        for (name, place) in resources {
            let place = place
                .get("$ref")
                .and_then(Tree::text)
                .and_then(|place| place.rsplit_once("#/"));
            let Some((file, place)) = place.filter(|(file, _)| stays_below(file)) else {
                return Err(wrong(
                    &spelling,
                    &format!("`{name}` must have a `$ref` like `file#/place`"),
                ));
            };
            let place = place
                .parse()
                .map_err(|_| wrong(&spelling, &format!("`{name}`: `{place}` is no place")))?;
            self.add(name, file, place);
        }
        Ok(())
    }

    fn look_through(&mut self, folder: &Path) -> Result<(), TerraformError> {
        for path in files(folder)? {
            let bytes = std::fs::read(&path).map_err(|error| TerraformError::file(&path, "read", error))?;
            let tree = parse(&bytes, &path.display().to_string())?;
            let Ok(below) = path.strip_prefix(folder) else { continue };
            let file = below
                .iter()
                .map(|part| part.to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            for (place, definition) in tree.list().unwrap_or_default().iter().enumerate() {
                if definition.get("$type").and_then(Tree::text) == Some("ResourceType")
                    && let Some(name) = definition.get("name").and_then(Tree::text)
                {
                    self.add(name, &file, place);
                }
            }
        }
        Ok(())
    }

    /// Keeps `Type@version`; names without a version are of other kinds.
    fn add(&mut self, name: &str, file: &str, place: usize) {
        let Some((name, version)) = name.rsplit_once('@') else {
            return;
        };
        let folded = name.to_ascii_lowercase();
        if UNSUPPORTED
            .iter()
            .any(|(of, versions)| *of == folded && versions.contains(&version))
        {
            return;
        }
        self.by_type.entry(folded).or_default().push(Found {
            name: name.to_owned(),
            version: version.to_owned(),
            file: file.to_owned(),
            place,
        });
    }
}

/// `2024-05-01`, and nothing after it.
fn is_generally_available(version: &str) -> bool {
    version.len() == 10 && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Whether a path of the index stays in the folder.
fn stays_below(file: &str) -> bool {
    !file.is_empty() && file.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Every file of definitions below a folder, in the order of their paths.
fn files(folder: &Path) -> Result<Vec<PathBuf>, TerraformError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| TerraformError::file(&folder, "read", error))?;
        for entry in entries {
            let entry = entry.map_err(|error| TerraformError::file(&folder, "read", error))?;
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == TYPES) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// JSON, with the place of what is wrong in it.
pub(super) fn parse<'t>(bytes: &'t [u8], spelling: &str) -> Result<Tree<'t>, TerraformError> {
    serde_json::from_slice(bytes).map_err(|error| {
        CoreError::unreadable(
            spelling,
            Some(error.line() as u64),
            Some(error.column() as u64),
            crate::schema::decode::wording(&error),
        )
        .into()
    })
}

/// A file that holds something else than it should.
pub(super) fn wrong(spelling: &str, message: &str) -> TerraformError {
    CoreError::unreadable(spelling, None, None, message)
        .with_hint("the folder must be as Azure/bicep-types-az has it since 2024")
        .into()
}
