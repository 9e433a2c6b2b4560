//! The folder of iterations: who may work in it, which numbers are taken.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::{Holder, WorkflowError};
use crate::files;

/// The file that is locked while somebody iterates; it names who.
const LOCK: &str = ".iterate.lock";

/// A folder of iterations in which nobody else iterates. The lock ends with the value, and with the process however it ends.
#[derive(Debug)]
pub struct Demos {
    root: PathBuf,
    _lock: File,
}

impl Demos {
    /// Makes the folder where it is not there, and takes its lock. `who` is told to whoever else wants it.
    pub fn open(root: &Path, who: &str) -> Result<Demos, WorkflowError> {
        std::fs::create_dir_all(root).map_err(|error| WorkflowError::file(root, "make the folder", error))?;
        let path = root.join(LOCK);
        let lock_error = |error| WorkflowError::file(&path, "lock", error);
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(lock_error)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(WorkflowError::Busy {
                    path: root.to_path_buf(),
                    holder: Holder(holder(&mut file)),
                });
            }
            Err(TryLockError::Error(error)) => return Err(lock_error(error)),
        }
        name_holder(&mut file, who).map_err(lock_error)?;
        files::sweep(root);
        Ok(Demos {
            root: root.to_path_buf(),
            _lock: file,
        })
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Makes the folder of a new iteration: `wanted`, or one more than every number that was ever taken. A number below
    /// `floor` was taken by an iteration whose folder is gone.
    pub fn reserve(&self, wanted: Option<u32>, floor: u32) -> Result<(u32, PathBuf), WorkflowError> {
        let highest = numbers(&self.root).last().copied().unwrap_or(0);
        let next = highest.max(floor).checked_add(1).ok_or_else(|| {
            WorkflowError::failed(
                format!("iteration {highest} has the last number that there is"),
                "work in another folder with `--demos DIR`",
            )
        })?;
        let number = wanted.unwrap_or(next);
        if number < next {
            return Err(WorkflowError::usage(
                format!("iteration {number} was taken already"),
                format!("the next one is {next}; leave `--iteration` out to take it"),
            ));
        }
        let folder = folder(&self.root, number);
        std::fs::create_dir(&folder).map_err(|error| WorkflowError::file(&folder, "make the folder", error))?;
        Ok((number, folder))
    }
}

/// The folder of an iteration, whether it is there or not.
pub fn folder(root: &Path, number: u32) -> PathBuf {
    root.join(format!("iteration{number}"))
}

/// The numbers of all iterations whose folders are there, ascending.
pub fn numbers(root: &Path) -> Vec<u32> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let mut numbers: Vec<u32> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().to_str()?.strip_prefix("iteration")?.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers
}

fn name_holder(file: &mut File, who: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(who.as_bytes())
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    // Whoever holds it may be writing its name just now.
    let read = file.rewind().and_then(|()| file.take(4096).read_to_string(&mut text));
    if read.is_err() || text.trim().is_empty() {
        "it has not said which".clone_into(&mut text);
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_never_given_twice() {
        let root = tempfile::tempdir().unwrap();
        for name in ["iteration2", "iteration10", "iterationx", "other"] {
            std::fs::create_dir(root.path().join(name)).unwrap();
        }
        std::fs::write(root.path().join("iteration99"), "no folder").unwrap();
        let demos = Demos::open(root.path(), "me").unwrap();
        assert_eq!(numbers(root.path()), [2, 10]);
        assert_eq!(demos.reserve(None, 0).unwrap().0, 11);
        assert_eq!(demos.reserve(None, 40).unwrap().0, 41);
        let error = demos.reserve(Some(41), 0).unwrap_err();
        assert_eq!(error.to_string(), "iteration 41 was taken already");
        assert_eq!(demos.reserve(Some(50), 0).unwrap().0, 50);
    }

    #[test]
    fn one_at_a_time_and_the_other_is_told_who() {
        let root = tempfile::tempdir().unwrap();
        let held = Demos::open(root.path(), "process 7, since noon").unwrap();
        let error = Demos::open(root.path(), "me").unwrap_err();
        let WorkflowError::Busy { holder, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(holder.to_string(), "process 7, since noon");
        drop(held);
        Demos::open(root.path(), "me").unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("demos");
        std::fs::write(&file, "").unwrap();
        let error = Demos::open(&file, "me").unwrap_err();
        assert!(error.to_string().starts_with("cannot make the folder"), "{error}");
    }
}
