//! The folder of iterations: who may work in it, which numbers are taken.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use atg_terraform::process::Interrupts;

use crate::error::{Holder, WorkflowError};
use crate::files;

/// The file that is locked while somebody iterates; it names who.
const LOCK: &str = ".iterate.lock";
/// The file that every Terraform of a round keeps locked to its end, even when atg dies before it; it holds the round's number.
const AT_WORK: &str = ".terraform-at-work.lock";
/// How often a lock that is taken is tried again.
const PAUSE: Duration = Duration::from_millis(100);

/// A folder of iterations in which nobody else iterates. The lock ends with the value, and with the process however it ends.
#[derive(Debug)]
pub struct Demos {
    root: PathBuf,
    _lock: File,
    at_work: File,
}

impl Demos {
    /// Makes the folder where it is not there, and takes its lock. `who` is told to whoever else wants it.
    pub fn open(root: &Path, who: &str) -> Result<Demos, WorkflowError> {
        std::fs::create_dir_all(root).map_err(|error| WorkflowError::file(root, "make the folder", error))?;
        let path = root.join(LOCK);
        let mut file = lock_file(&path)?;
        if !takes(&path, &file)? {
            return Err(WorkflowError::Busy {
                path: root.to_path_buf(),
                holder: Holder(holder(&mut file)),
            });
        }
        overwrite(&file, who).map_err(|error| WorkflowError::file(&path, "lock", error))?;
        files::sweep(root);
        Ok(Demos {
            root: root.to_path_buf(),
            _lock: file,
            at_work: lock_file(&root.join(AT_WORK))?,
        })
    }

    /// Waits until no Terraform is at work here that an atg which was killed has left. `told` hears once, in a line, what is
    /// waited for and what can be done; an interrupt ends the waiting.
    pub fn wait(&self, interrupts: &dyn Interrupts, told: &mut dyn FnMut(&str)) -> Result<(), WorkflowError> {
        let path = self.root.join(AT_WORK);
        let mut is_told = false;
        while !takes(&path, &self.at_work)? {
            if interrupts.count() > 0 {
                return Err(WorkflowError::Interrupted);
            }
            if !is_told {
                is_told = true;
                let number = std::fs::read_to_string(&path).ok().and_then(|text| text.parse().ok());
                let place = number.map_or_else(|| self.root.clone(), |number| folder(&self.root, number));
                let place = place.display();
                told(&format!(
                    "waiting for the Terraform in `{place}`, which outlived the atg that started it; should it hang, \
                     `fuser {place}` names the process to end"
                ));
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// What every Terraform of this folder keeps to its end, once it was waited for: see
    /// [`atg_terraform::process::Call::held`].
    pub(crate) fn at_work(&self) -> &File {
        &self.at_work
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
        overwrite(&self.at_work, &number.to_string())
            .map_err(|error| WorkflowError::file(self.root.join(AT_WORK), "write", error))?;
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

/// A file that is only there to be locked.
fn lock_file(path: &Path) -> Result<File, WorkflowError> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    options
        .open(path)
        .map_err(|error| WorkflowError::file(path, "lock", error))
}

/// Takes a lock; `false` where somebody else has it.
fn takes(path: &Path, file: &File) -> Result<bool, WorkflowError> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(WorkflowError::file(path, "lock", error)),
    }
}

fn overwrite(mut file: &File, text: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(text.as_bytes())
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
    use std::sync::atomic::AtomicU32;

    use atg_terraform::process::Never;

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
    fn a_terraform_that_was_left_is_waited_for() {
        let root = tempfile::tempdir().unwrap();
        let gone = Demos::open(root.path(), "process 7").unwrap();
        gone.wait(&Never, &mut |text| panic!("{text}")).unwrap();
        gone.reserve(Some(3), 0).unwrap();
        let left = gone.at_work().try_clone().unwrap();
        drop(gone);
        let next = Demos::open(root.path(), "process 8").unwrap();
        let mut told = Vec::new();
        let interrupted = next.wait(&AtomicU32::new(1), &mut |_| {});
        assert!(interrupted.unwrap_err().is_interruption());
        thread::scope(|scope| {
            let waiting = scope.spawn(|| next.wait(&Never, &mut |text| told.push(text.to_owned())));
            thread::sleep(PAUSE * 3);
            assert!(!waiting.is_finished());
            drop(left);
            waiting.join().unwrap().unwrap();
        });
        assert_eq!(told.len(), 1);
        let place = root.path().join("iteration3");
        let started = format!("waiting for the Terraform in `{}`, which outlived", place.display());
        assert!(told[0].starts_with(&started), "{told:?}");
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
