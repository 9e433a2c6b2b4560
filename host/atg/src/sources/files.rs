//! Opening files as bytes that readers can read from anywhere.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use atg_core::readers::Bytes;

use crate::errors::Error;

/// What a zstd frame begins with (RFC 8878, 3.1.1).
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A regular file, read at offsets; nothing is mapped and nothing is held in memory.
struct FileBytes {
    file: File,
    length: u64,
}

impl Bytes for FileBytes {
    fn len(&self) -> u64 {
        self.length
    }

    #[cfg(unix)]
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, into, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.file, into, offset)
    }
}

/// Opens a file. Compressed ones, pipes and standard input (`-`) are put into a temporary file that has no name, so it is
/// gone with the process.
pub(super) fn open(path: &Path) -> Result<Arc<dyn Bytes>, Error> {
    let failed = |error| Error::read(path, error);
    if path == Path::new("-") {
        return spool(&mut io::stdin().lock(), path);
    }
    let facts = fs::metadata(path).map_err(failed)?;
    if facts.is_dir() {
        return Err(Error::failed(format!("cannot read `{}`", path.display()))
            .because("it is a directory")
            .hint("name a file in it; a directory of Terraform JSON is `tf:DIR`"));
    }
    let mut file = File::open(path).map_err(failed)?;
    if !facts.is_file() {
        return spool(&mut file, path);
    }
    let mut head = [0_u8; 4];
    let begun = file.read(&mut head).map_err(failed)?;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    if head[..begun] == ZSTD {
        let mut plain = zstd::Decoder::new(file).map_err(failed)?;
        return spool(&mut plain, path).map_err(|error| match error.advice() {
            None => error.hint("it is cut off or damaged; write or download it again"),
            Some(_) => error,
        });
    }
    if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("zst"))
    {
        return Err(Error::failed(format!("cannot read `{}`", path.display()))
            .because("it is named as zstd, and is none")
            .hint("rename it, or compress it with `zstd`"));
    }
    Ok(Arc::new(FileBytes {
        file,
        length: facts.len(),
    }))
}

fn spool(from: &mut dyn Read, path: &Path) -> Result<Arc<dyn Bytes>, Error> {
    let room = |error: io::Error| {
        Error::failed(format!("cannot unpack `{}`", path.display()))
            .because(error)
            .hint(format!(
                "it is unpacked in `{}`; make room there, or set TMPDIR",
                std::env::temp_dir().display()
            ))
    };
    let mut file = tempfile::tempfile().map_err(room)?;
    let mut buffer = vec![0_u8; 1 << 20];
    let mut length = 0;
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Error::read(path, error)),
        };
        file.write_all(&buffer[..count]).map_err(room)?;
        length += count as u64;
    }
    Ok(Arc::new(FileBytes { file, length }))
}

/// Every file of a folder with one of these endings, in the order of their names, whole. Folders in it are not entered:
/// Terraform does not enter them either.
pub(super) fn folder(path: &Path, endings: &[&str]) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let failed = |error| Error::read(path, error);
    if fs::metadata(path).map_err(failed)?.is_file() {
        return Ok(vec![(path.display().to_string(), whole(path)?)]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if endings.iter().any(|ending| name.ends_with(ending)) && !file.is_dir() {
            files.push(file);
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| Ok((file.display().to_string(), whole(file)?)))
        .collect()
}

fn whole(path: &Path) -> Result<Vec<u8>, Error> {
    let bytes = open(path)?;
    let length = usize::try_from(bytes.len()).unwrap_or(usize::MAX);
    let mut content = Vec::new();
    content
        .try_reserve_exact(length)
        .map_err(|error| Error::read(path, io::Error::other(error)))?;
    content.resize(length, 0);
    bytes
        .read_exact_at(0, &mut content)
        .map_err(|error| Error::read(path, error))?;
    Ok(content)
}

/// A small file as text: a mapping, a table of types, an objective.
pub(crate) fn whole_text(path: &Path) -> Result<String, Error> {
    String::from_utf8(whole(path)?).map_err(|error| {
        Error::failed(format!("cannot read `{}`", path.display()))
            .because(format!("byte {} is not UTF-8", error.utf8_error().valid_up_to() + 1))
            .hint("save it as UTF-8")
    })
}
