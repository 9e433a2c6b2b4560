//! Collects what `atg plugin new` writes: the SDK's sources, the contract, and the templates, so that the binary alone suffices.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let crate_folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = crate_folder.join("../..").canonicalize()?;
    let mut code = String::new();

    let mut sdk = Vec::new();
    collect(&root.join("sdk/rust/src"), Path::new("src"), &["rs"], &mut sdk)?;
    collect(&root.join("wit"), Path::new("wit"), &["wit"], &mut sdk)?;
    list(
        &mut code,
        "SDK",
        "The SDK's sources and the contract, by path inside the SDK's folder.",
        &sdk,
    );

    let mut templates = Vec::new();
    collect(&root.join("sdk/templates"), Path::new(""), &[], &mut templates)?;
    list(
        &mut code,
        "TEMPLATES",
        "The templates, by `ROLE/path`; `plugin/` is in every plugin.",
        &templates,
    );

    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join("authoring.rs"), code)
}

/// Adds the files below a folder, in the order of their names; without extensions, all of them.
fn collect(folder: &Path, prefix: &Path, extensions: &[&str], files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut entries = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, inside) = (entry.path(), prefix.join(entry.file_name()));
        if path.is_dir() {
            // Released copies of the contract are for comparing, not for authors.
            if entry.file_name() != "released" {
                collect(&path, &inside, extensions, files)?;
            }
        } else if extensions.is_empty() || path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x)) {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push((inside.to_string_lossy().replace('\\', "/"), path));
        }
    }
    Ok(())
}

fn list(code: &mut String, name: &str, about: &str, files: &[(String, PathBuf)]) {
    let _ = writeln!(code, "/// {about}\npub(super) static {name}: &[(&str, &str)] = &[");
    for (inside, path) in files {
        let _ = writeln!(
            code,
            "    ({inside:?}, include_str!({:?})),",
            path.display().to_string()
        );
    }
    code.push_str("];\n");
}
