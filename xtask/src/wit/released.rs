//! Whether released packages are what they were when they were released.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use wit_bindgen_core::wit_parser::{PackageId, Resolve};

use crate::chore::Failure;

/// Released copies that changed, came or went since their sums were recorded; and, where the version in `wit/` is a
/// released one, each file that differs from its copy.
pub(super) fn breaches(root: &Path, resolve: &Resolve, package: PackageId) -> Result<Vec<String>, Failure> {
    let wit = root.join("wit");
    let folder = wit.join("released");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut breaches = Vec::new();
    let sums = std::fs::read_to_string(folder.join("SHA256SUMS"))
        .map_err(|error| format!("cannot read wit/released/SHA256SUMS: {error}"))?;
    let recorded = recorded(&sums)?;
    let there = copies(&folder)?;
    for (path, sum) in &there {
        match recorded.get(path) {
            Some(expected) if expected == sum => {}
            Some(_) => breaches.push(format!("wit/released/{path} has changed since it was released")),
            None => breaches.push(format!("wit/released/{path} is not in wit/released/SHA256SUMS")),
        }
    }
    for path in recorded.keys().filter(|path| !there.contains_key(*path)) {
        breaches.push(format!("wit/released/{path} is gone"));
    }
    if let Some(version) = &resolve.packages[package].name.version {
        let copy = folder.join(version.to_string());
        if copy.is_dir() {
            breaches.extend(differences(&files(&wit)?, &files(&copy)?, &version.to_string()));
        }
    }
    Ok(breaches)
}

/// The lines of a list as `sha256sum` writes it: path → sum.
fn recorded(sums: &str) -> Result<BTreeMap<String, String>, Failure> {
    sums.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (sum, path) = line
                .split_once("  ")
                .ok_or_else(|| format!("wit/released/SHA256SUMS: `{line}` is not a sum, two spaces and a path"))?;
            Ok((path.to_owned(), sum.to_owned()))
        })
        .collect()
}

/// Every file in the folders of released versions: `VERSION/NAME` → sum.
fn copies(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut sums = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        let version = entry.file_name().to_string_lossy().into_owned();
        for (name, bytes) in files(&entry.path())? {
            let sum: String = Sha256::digest(&bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            sums.insert(format!("{version}/{name}"), sum);
        }
    }
    Ok(sums)
}

/// The `.wit` files of one folder.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wit") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, std::fs::read(&path)?);
        }
    }
    Ok(files)
}

fn differences(
    current: &BTreeMap<String, Vec<u8>>,
    released: &BTreeMap<String, Vec<u8>>,
    version: &str,
) -> Vec<String> {
    let mut breaches = Vec::new();
    for (name, bytes) in current {
        if released.get(name) != Some(bytes) {
            breaches.push(format!(
                "wit/{name} differs from what was released as {version}: a change needs a new version of the package"
            ));
        }
    }
    for name in released.keys().filter(|name| !current.contains_key(*name)) {
        breaches.push(format!("wit/{name} was released as part of {version} and is gone"));
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_file_that_changed_came_or_went_is_named() {
        let root = tempfile::tempdir().unwrap();
        let released = root.path().join("wit/released/0.1.0");
        std::fs::create_dir_all(&released).unwrap();
        let text = "package a:b@0.1.0;\n";
        for path in [
            "wit/a.wit",
            "wit/b.wit",
            "wit/released/0.1.0/a.wit",
            "wit/released/0.1.0/b.wit",
        ] {
            std::fs::write(root.path().join(path), text).unwrap();
        }
        let sum: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        let sums = root.path().join("wit/released/SHA256SUMS");
        std::fs::write(&sums, format!("{sum}  0.1.0/a.wit\n{sum}  0.1.0/b.wit\n")).unwrap();
        let found = || {
            let mut resolve = Resolve::default();
            let (package, _) = resolve.push_dir(root.path().join("wit")).unwrap();
            breaches(root.path(), &resolve, package).unwrap()
        };
        assert_eq!(found(), Vec::<String>::new());

        std::fs::write(root.path().join("wit/a.wit"), "package a:b@0.1.0;\n// changed\n").unwrap();
        assert_eq!(found().len(), 1, "{:?}", found());
        std::fs::write(released.join("a.wit"), "package a:b@0.1.0;\n// changed\n").unwrap();
        assert_eq!(found(), ["wit/released/0.1.0/a.wit has changed since it was released"]);
        std::fs::write(released.join("c.wit"), text).unwrap();
        std::fs::remove_file(released.join("b.wit")).unwrap();
        let all = found().join("\n");
        assert!(
            all.contains("c.wit is not in") && all.contains("b.wit is gone") && all.contains("wit/b.wit differs"),
            "{all}"
        );
    }
}
