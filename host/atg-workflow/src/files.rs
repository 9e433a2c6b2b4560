//! Files that are whole or not there: written beside their place and renamed into it.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use serde::Serialize;
use tempfile::NamedTempFile;

use crate::error::WorkflowError;

/// What the names of half-written files end with.
pub(crate) const PART: &str = ".part";

/// Writes a file through a buffer; it appears when all of it is on the disk.
pub(crate) fn write(
    path: &Path,
    content: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> Result<(), WorkflowError> {
    whole(path, content).map_err(|error| WorkflowError::file(path, "write", error))
}

fn whole(path: &Path, content: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let part = part(folder.unwrap_or(Path::new(".")))?;
    let mut writer = BufWriter::with_capacity(1 << 16, part.as_file());
    content(&mut writer)?;
    writer.flush()?;
    drop(writer);
    part.as_file().sync_data()?;
    part.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file to be written, without a name that anybody looks for.
pub(crate) fn part(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(PART);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any file that a program makes: the user's mask takes away what it must not grant.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Writes a value as JSON for people and programs.
pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), WorkflowError> {
    write(path, |writer| {
        serde_json::to_writer_pretty(&mut *writer, value)?;
        writer.write_all(b"\n")
    })
}

/// Reads a file; nothing where there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, WorkflowError> {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
        Ok(_) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WorkflowError::file(path, "read", error)),
    }
}

/// Takes away what an earlier run that was killed left half-written in a folder.
pub(crate) fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_part = name
            .to_str()
            .is_some_and(|name| name.starts_with('.') && name.ends_with(PART));
        if is_part && let Err(error) = std::fs::remove_file(entry.path()) {
            tracing::debug!(path = %entry.path().display(), %error, "cannot remove a half-written file");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_json(&path, &[1, 2]).unwrap();
        assert_eq!(read(&path).unwrap().unwrap(), b"[\n  1,\n  2\n]\n");
        let failed = write(&path, |writer| {
            writer.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        let error = failed.unwrap_err();
        assert!(error.hint().unwrap().contains("disk is full"));
        assert_eq!(read(&path).unwrap().unwrap(), b"[\n  1,\n  2\n]\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(read(&folder.path().join("b.json")).unwrap().is_none());
    }

    #[test]
    fn what_a_killed_run_left_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".x1.part", "keep.part", ".keep"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(folder.path());
        let mut left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, [".keep", "keep.part"]);
    }
}
