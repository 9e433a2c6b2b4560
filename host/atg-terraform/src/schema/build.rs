//! A pack from a checkout of `Azure/bicep-types-az`.
//!
//! The repository holds a folder `generated` with `index.json` (`resources`: `Type@version` → `file#/place`) and a
//! `types.json` for every provider and version: a list of definitions that point at one another by place. Of every type
//! the newest version is read: the newest generally available one, or the newest preview where there is none. Only the
//! files of these are opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::pack::{Entry, Pack};
use super::rule::Rules;
use crate::TerraformError;
use convert::Conversion;
use index::{Found, Index};

mod convert;
mod index;
#[cfg(test)]
mod tests;

/// How far a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub done: usize,
    /// Files to read.
    pub total: usize,
}

/// Makes a pack of the newest version of every type in the checkout at `root`, which may also be its `generated` folder.
/// `progress` is called after every file.
///
/// # Errors
///
/// No index and no definitions there, a file that cannot be read, and definitions of another format, with the file.
pub fn build(root: &Path, mut progress: impl FnMut(Progress)) -> Result<Pack, TerraformError> {
    let folder = folder(root)?;
    let index = Index::read(&folder)?;
    let mut by_file: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for found in index.newest() {
        by_file.entry(&found.file).or_default().push(found);
    }
    let total = by_file.len();
    let mut rules = Rules::default();
    let mut entries = Vec::new();
    for (done, (file, found)) in by_file.into_iter().enumerate() {
        read_types(&folder.join(file), &found, &index, &mut rules, &mut entries)?;
        progress(Progress { done: done + 1, total });
    }
    Ok(Pack::new(rules, entries))
}

/// The folder of definitions: `root` or `generated` in it.
fn folder(root: &Path) -> Result<PathBuf, TerraformError> {
    let generated = root.join("generated");
    let is_indexed = |folder: &Path| folder.join(index::FILE).is_file();
    if is_indexed(&generated) || (generated.is_dir() && !is_indexed(root)) {
        return Ok(generated);
    }
    if is_indexed(root) {
        return Ok(root.to_owned());
    }
    Err(
        TerraformError::failed(format!("`{}` is no checkout of Azure/bicep-types-az", root.display()))
            .because(format!("there is neither `generated/{0}` nor `{0}` in it", index::FILE))
            .with_hint("git clone --depth 1 https://github.com/Azure/bicep-types-az makes one"),
    )
}

fn read_types(
    path: &Path,
    found: &[&Found],
    index: &Index,
    rules: &mut Rules,
    entries: &mut Vec<Entry>,
) -> Result<(), TerraformError> {
    let bytes = std::fs::read(path).map_err(|error| TerraformError::file(path, "read", error))?;
    let spelling = path.display().to_string();
    let definitions = index::parse(&bytes, &spelling)?;
    let definitions = definitions
        .list()
        .ok_or_else(|| index::wrong(&spelling, "a list of definitions must stand here"))?;
    let mut conversion = Conversion::new(definitions, rules);
    for found in found {
        let (body, scopes) = conversion
            .resource(found.place)
            .map_err(|why| index::wrong(&spelling, &why))?;
        entries.push(Entry {
            name: found.name.as_str().into(),
            version: found.version.as_str().into(),
            versions: index.versions(&found.name).into_boxed_slice(),
            scopes: Some(scopes),
            body,
        });
    }
    Ok(())
}
