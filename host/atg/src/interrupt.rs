//! Ctrl-C and termination: what is half written goes, and the process ends with 130. Work that has something to finish first
//! is told; whoever interrupts it a third time does not wait for it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use crate::exit_code::ExitCode;

/// Files that must not survive an interruption. A signal has no argument, so this is the one global of the program.
static HALF_WRITTEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static ONCE: Once = Once::new();
/// Whether the work at hand ends by itself when it is told.
static FINISHES: AtomicBool = AtomicBool::new(false);
/// How often it was told.
static TOLD: AtomicU32 = AtomicU32::new(0);
/// So often it may be told before the process ends whatever it is doing: to stop, and to stop at any price.
const PATIENCE: u32 = 2;

fn half_written() -> MutexGuard<'static, Vec<PathBuf>> {
    HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts listening. Where the system refuses, its own way of ending stays.
pub(crate) fn listen() {
    ONCE.call_once(|| {
        let outcome = ctrlc::set_handler(|| {
            if FINISHES.load(Ordering::SeqCst) && TOLD.fetch_add(1, Ordering::SeqCst) < PATIENCE {
                return;
            }
            // The lock is never given back: a file that is being put in place is finished first, no other begins.
            let paths = half_written();
            for path in paths.iter() {
                // It may be gone already; there is nobody left to tell.
                let _ = std::fs::remove_file(path);
            }
            std::process::exit(i32::from(ExitCode::Interrupted.number()));
        });
        if let Err(error) = outcome {
            tracing::debug!(%error, "cannot listen for interrupts");
        }
    });
}

/// From here on the work looks at what is returned, and ends by itself.
pub(crate) fn finishes() -> &'static AtomicU32 {
    FINISHES.store(true, Ordering::SeqCst);
    &TOLD
}

/// A temporary file that an interruption removes; dropping it ends the watch, not the file.
pub(crate) struct Watched(PathBuf);

impl Watched {
    /// Watches a path.
    pub(crate) fn new(path: &Path) -> Watched {
        half_written().push(path.to_path_buf());
        Watched(path.to_path_buf())
    }

    /// Does the last step (a rename) while no interruption can come between, then ends the watch.
    pub(crate) fn finish<T>(self, last: impl FnOnce() -> T) -> T {
        let mut paths = half_written();
        let outcome = last();
        paths.retain(|path| *path != self.0);
        drop(paths);
        outcome
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        half_written().retain(|path| *path != self.0);
    }
}

/// Does something that must not be cut in two, such as appending a line to a history.
pub(crate) fn uninterrupted<T>(work: impl FnOnce() -> T) -> T {
    let _held = half_written();
    work()
}
