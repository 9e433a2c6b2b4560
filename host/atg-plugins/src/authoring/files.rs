//! Writing files whole or not at all.

use std::io::{self, Write as _};
use std::path::Path;

use super::error::AuthoringError;

/// Writes a file and the folders above it; readers see the old content or the new, never half.
pub(super) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), AuthoringError> {
    replace(path, content.as_ref()).map_err(|source| AuthoringError::Write {
        path: path.to_path_buf(),
        source,
    })
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".atg-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: the user's mask takes its share.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Reads a text file.
pub(super) fn read(path: &Path) -> Result<String, AuthoringError> {
    std::fs::read_to_string(path).map_err(|source| AuthoringError::Read {
        path: path.to_path_buf(),
        source,
    })
}
