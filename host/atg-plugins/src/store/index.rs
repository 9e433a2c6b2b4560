//! Index files: one line with the component's digest, then the manifest as it stands in the component.

use std::io::Read as _;
use std::path::Path;

use crate::catalog::{CatalogError, IndexError, hex};
use crate::manifest::{MAX_MANIFEST, Manifest};

/// What the first line begins with; the number counts layouts of the file.
const HEAD: &str = "# atg-plugin 1 ";

/// More bytes than an index file may have.
const LONGEST: u64 = (MAX_MANIFEST + 256) as u64;

/// Whether a file is named as index files are.
pub(super) fn is_one(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

/// What an index file's name is.
pub(super) fn name(manifest: &Manifest) -> String {
    format!("{}@{}.toml", manifest.id, manifest.version)
}

/// What an index file holds.
pub(super) fn text(manifest: &str, sha256: &[u8; 32]) -> String {
    format!("{HEAD}{}\n{manifest}", hex(sha256))
}

/// Reads an index file.
pub(super) fn read(path: &Path) -> Result<(Manifest, [u8; 32]), CatalogError> {
    let wrong = |source| CatalogError::Index {
        path: path.to_path_buf(),
        source,
    };
    let unreadable = |source| CatalogError::Read {
        path: path.to_path_buf(),
        source,
    };
    // Somebody else's large file is no index, and is not worth its memory.
    let mut bytes = Vec::with_capacity(2 << 10);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(LONGEST).read_to_end(&mut bytes).map_err(unreadable)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| wrong(IndexError::Head))?;
    let (head, manifest) = text.split_once('\n').ok_or_else(|| wrong(IndexError::Head))?;
    let sha256 = head
        .strip_prefix(HEAD)
        .and_then(unhex)
        .ok_or_else(|| wrong(IndexError::Head))?;
    let manifest = Manifest::parse(manifest).map_err(|error| wrong(IndexError::Manifest(error)))?;
    if path
        .file_name()
        .is_none_or(|found| found.to_string_lossy() != name(&manifest))
    {
        return Err(wrong(IndexError::Name(format!("{}@{}", manifest.id, manifest.version))));
    }
    Ok((manifest, sha256))
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut digest = [0; 32];
    for (at, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(digest)
}
