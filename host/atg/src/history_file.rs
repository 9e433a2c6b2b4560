//! The file that `--track` appends to: one record a line, never lost, never torn, however many processes append at once.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::errors::Error;
use crate::interrupt;

/// A history that nobody else can append to until this is dropped.
pub(crate) struct LockedHistory {
    file: File,
    path: PathBuf,
}

impl LockedHistory {
    /// Opens the file, makes it where it is missing, and waits for its lock.
    pub(crate) fn open(path: &Path) -> Result<LockedHistory, Error> {
        let failed = |error| Error::write(path, error);
        if path.is_dir() {
            return Err(Error::failed(format!("cannot write `{}`", path.display()))
                .because("it is a directory")
                .hint("name a file with `--history`"));
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(failed)?;
        match file.lock() {
            // Some network file systems have no locks; appending is then as safe as their appending is.
            Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(failed(error)),
            _ => Ok(LockedHistory {
                file,
                path: path.to_path_buf(),
            }),
        }
    }

    /// All that stands in it.
    pub(crate) fn text(&mut self) -> Result<String, Error> {
        let mut text = String::new();
        let read = self
            .file
            .seek(SeekFrom::Start(0))
            .and_then(|_| self.file.read_to_string(&mut text));
        read.map_err(|error| Error::read(&self.path, error))?;
        Ok(text)
    }

    /// Appends one record. What cannot be written whole is taken back.
    pub(crate) fn append(&mut self, record: &str) -> Result<(), Error> {
        interrupt::uninterrupted(|| self.append_whole(record)).map_err(|error| Error::write(&self.path, error))
    }

    fn append_whole(&mut self, record: &str) -> io::Result<()> {
        let before = self.file.metadata()?.len();
        let mut line = String::with_capacity(record.len() + 2);
        if before > 0 && !self.ends_with_newline(before)? {
            // Somebody else's line was torn, or an editor left the last newline out; ours begins a line of its own.
            line.push('\n');
        }
        line.push_str(record);
        line.push('\n');
        let written = self
            .file
            .write_all(line.as_bytes())
            .and_then(|()| self.file.sync_data());
        if written.is_err() {
            // The first error is the one to tell.
            let _ = self.file.set_len(before);
        }
        written
    }

    fn ends_with_newline(&mut self, length: u64) -> io::Result<bool> {
        let mut last = [0_u8];
        self.file.seek(SeekFrom::Start(length - 1))?;
        self.file.read_exact(&mut last)?;
        Ok(last == *b"\n")
    }
}

/// All that stands in a history, without waiting for anybody.
pub(crate) fn read(path: &Path) -> Result<String, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::failed(format!(
            "there is no history at `{}` yet",
            path.display()
        ))
        .hint("`atg fidelity … --track` begins one")),
        Err(error) => Err(Error::read(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_does_not_take_ours_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/history.jsonl");
        LockedHistory::open(&path).unwrap().append("{\"a\":1}").unwrap();
        OpenOptions::new()
            .append(true)
            .open(&path)
            .unwrap()
            .write_all(b"{\"torn")
            .unwrap();
        LockedHistory::open(&path).unwrap().append("{\"b\":2}").unwrap();
        assert_eq!(read(&path).unwrap(), "{\"a\":1}\n{\"torn\n{\"b\":2}\n");
    }

    #[test]
    fn many_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for record in 0..25 {
                        let line = format!("{writer}:{record}:{}", "x".repeat(5000));
                        LockedHistory::open(path).unwrap().append(&line).unwrap();
                    }
                });
            }
        });
        let text = read(&path).unwrap();
        assert_eq!(text.lines().count(), 200);
        assert!(
            text.lines()
                .all(|line| line.split_once(':').unwrap().1.split_once(':').unwrap().1.len() == 5000)
        );
    }
}
