//! Starting, watching and interrupting a child.
//!
//! A child gets a process group of its own, so a terminal's Ctrl-C reaches atg alone, and atg hands it on once: Terraform
//! gives up what it is doing when it is asked a second time.
//!
//! **When atg dies**, its ends of the pipes close. Terraform then ends at the next line that it prints, which an apply does
//! at least every ten seconds, with all that it completed in its state. Nothing that starts meanwhile can miss it: a file
//! lock that is handed down as [`Call::held`] stays taken until the last process of the group is gone, because the child and
//! its providers hold the same open file as their standard input. The kernel's "kill with the parent" is not used: it
//! follows the thread that started the child, not atg, and would cut a write to Azure in two.

mod lines;
mod signals;
#[cfg(test)]
mod tests;
mod watch;

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::TerraformError;
use crate::environment::Environment;

/// How often the user asked to stop.
pub trait Interrupts: Sync {
    /// 0: go on. 1: stop when it is safe. 2 and more: stop now, whatever is lost.
    fn count(&self) -> u32;
}

impl Interrupts for AtomicU32 {
    fn count(&self) -> u32 {
        self.load(Ordering::Relaxed)
    }
}

/// Nobody interrupts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Never;

impl Interrupts for Never {
    fn count(&self) -> u32 {
        0
    }
}

/// How long a child may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// When it is asked to stop; `None` never.
    pub deadline: Option<Duration>,
    /// How long it may take to stop once asked. After a deadline it is killed then; after a user's interrupt the user is
    /// told that it is still at work, and decides.
    pub grace: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            deadline: None,
            grace: Duration::from_secs(30),
        }
    }
}

/// One start of a program.
pub struct Call<'a> {
    /// What is started.
    pub program: &'a Path,
    /// Its arguments; never a secret, every user of the machine can read them.
    pub arguments: &'a [OsString],
    /// All that it finds in its environment.
    pub environment: &'a Environment,
    /// Where it runs.
    pub folder: &'a Path,
    /// How long it may take.
    pub patience: Patience,
    /// Whether the user asked to stop.
    pub interrupts: &'a dyn Interrupts,
    /// A locked file that stays locked until the child and all that it started have ended, even when atg dies first.
    pub held: Option<&'a File>,
}

/// What is done with standard output; standard error is always read line by line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Line by line.
    Lines,
    /// As one document of at most this many bytes; more is read and dropped.
    Document(usize),
}

/// One of the two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

/// Something that happened while a child ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen<'a> {
    /// It printed a line, without its end; what is not UTF-8 became U+FFFD.
    Line {
        /// Where.
        stream: Stream,
        /// What; at most [`LINE_LIMIT`] bytes of it.
        text: &'a str,
        /// How many bytes of the line were dropped.
        dropped: u64,
    },
    /// Something that the user should know.
    Notice(Notice),
}

/// What the user is told while waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The interrupt was handed on.
    Interrupted,
    /// The child finishes what it began; another interrupt kills it.
    StillFinishing {
        /// Since the interrupt.
        waited: Duration,
    },
    /// The deadline passed and the child was asked to stop.
    DeadlinePassed,
    /// The child was killed.
    Killed,
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Notice::Interrupted => f.write_str("interrupted; Terraform finishes what it began"),
            Notice::StillFinishing { waited } => write!(
                f,
                "Terraform is still finishing what it began, {} s after the interrupt; interrupt again to kill it, which may \
                 leave resources that its state does not know",
                waited.as_secs()
            ),
            Notice::DeadlinePassed => f.write_str("Terraform took too long and was asked to stop"),
            Notice::Killed => f.write_str("Terraform was killed"),
        }
    }
}

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With this exit code.
    Exited(i32),
    /// By this signal.
    Signalled(i32),
}

/// Who stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// The user.
    Interrupt,
    /// The clock.
    Deadline,
}

/// The whole of what came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// Who stopped it, where somebody did.
    pub stopped: Option<Stopped>,
    /// How long it ran.
    pub took: Duration,
    /// Standard output, where a document was wanted.
    pub document: Vec<u8>,
    /// How many bytes of the document were dropped.
    pub dropped: u64,
}

/// The most that is kept of one line, in bytes.
pub const LINE_LIMIT: usize = 4 << 20;

/// Starts a program and stays with it to its end. Fails when it cannot be started, and at once with
/// [`TerraformError::Interrupted`] when the user interrupted before; every other end is an [`Outcome`].
pub fn run(call: &Call<'_>, wanted: Wanted, seen: &mut dyn FnMut(Seen<'_>)) -> Result<Outcome, TerraformError> {
    if call.interrupts.count() > 0 {
        return Err(TerraformError::Interrupted);
    }
    let start = Instant::now();
    let mut running = Running {
        child: spawn(call)?,
        ended: false,
    };
    let pieces = lines::read(&mut running.child, wanted);
    watch::Watch::new(call, start).until_end(&mut running, &pieces, seen)
}

/// A started child, which does not outlive this value.
struct Running {
    child: Child,
    ended: bool,
}

impl Running {
    fn kill(&mut self) {
        signals::kill(&mut self.child);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            self.kill();
            // Killed and ours: it ends; its status is nobody's business any more.
            let _ = self.child.wait();
        }
    }
}

fn spawn(call: &Call<'_>) -> Result<Child, TerraformError> {
    let program = call.program.display();
    if !call.folder.is_dir() {
        return Err(
            TerraformError::failed(format!("cannot run `{program}` in `{}`", call.folder.display()))
                .because("there is no such folder"),
        );
    }
    let mut command = Command::new(call.program);
    command.args(call.arguments).current_dir(call.folder);
    call.environment.clothe(&mut command);
    let failed = |error: io::Error| {
        let hint = match error.kind() {
            io::ErrorKind::PermissionDenied => Some("make it executable: chmod +x, on a disk that allows it"),
            io::ErrorKind::NotFound => Some("it, or the interpreter that its first line names, is missing"),
            io::ErrorKind::ArgumentListTooLong => Some("the environment or the arguments are too long"),
            io::ErrorKind::OutOfMemory | io::ErrorKind::WouldBlock => Some("the machine is out of memory or processes"),
            _ => None,
        };
        let failed = TerraformError::failed(format!("cannot start `{program}`")).because(error);
        match hint {
            Some(hint) => failed.with_hint(hint),
            None => failed,
        }
    };
    let stdin = match call.held {
        // An empty file or one read to its end: whoever reads it finds nothing, as with the null device.
        Some(file) => Stdio::from(file.try_clone().map_err(failed)?),
        None => Stdio::null(),
    };
    command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
    signals::own_group(&mut command);
    // A program that is just being installed is busy for a moment.
    for _ in 0..40 {
        match command.spawn() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => thread::sleep(Duration::from_millis(25)),
            other => return other.map_err(failed),
        }
    }
    command.spawn().map_err(failed)
}
