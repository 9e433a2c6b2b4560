//! Compiling in a process of its own, with limits: a component may be made so that compiling it takes all there is.

mod child;

pub use child::compile_child;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::clean::{clean_line, cut};
use crate::error::PluginError;
use crate::failure::duration;
use crate::limits::size;

/// How the process is started that reads a component on standard input and writes compiled code to standard output.
#[derive(Debug, Clone)]
pub struct Compiler {
    /// The program: atg itself.
    pub program: PathBuf,
    /// `__compile`, and whatever comes before it. The runtime appends its own words, which [`compile_child`] is given.
    pub arguments: Vec<OsString>,
    /// How long it may take.
    pub timeout: Duration,
    /// How many bytes of address space it may take.
    pub memory: u64,
}

/// Bytes of compiled code that are taken; several times what the largest component makes.
const LARGEST_CODE: u64 = 512 << 20;
/// Bytes of what the compiler says that are kept.
const LONGEST_MESSAGE: u64 = 4 << 10;

impl Compiler {
    /// A compiler with the usual limits, 30 s and 2 GiB.
    pub fn new(program: PathBuf, arguments: impl IntoIterator<Item = OsString>) -> Compiler {
        Compiler {
            program,
            arguments: arguments.into_iter().collect(),
            timeout: Duration::from_secs(30),
            memory: 2 << 30,
        }
    }

    /// Compiles a component. `name` is what messages call the plugin.
    pub(crate) fn compile(&self, name: &str, component: &[u8]) -> Result<Vec<u8>, PluginError> {
        let start_error = |source| PluginError::CompilerStart {
            name: name.to_owned(),
            program: self.program.clone(),
            source,
        };
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .arg(format!("--memory={}", self.memory))
            .arg(format!("--seconds={}", self.timeout.as_secs() + 1))
            .env_clear()
            .envs(std::env::vars_os().filter(|(key, _)| key == "SystemRoot" || key == "LD_LIBRARY_PATH"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(start_error)?;
        let outcome = self.talk(&mut child, component);
        if outcome.is_none() {
            // It may have ended in the meantime, which is as good.
            let _ = child.kill();
        }
        let status = child.wait().map_err(start_error)?;
        match outcome {
            None => Err(PluginError::CompileLimit {
                name: name.to_owned(),
                limit: duration(self.timeout),
            }),
            Some((code, _)) if status.success() && !code.is_empty() => Ok(code),
            Some((_, message)) => Err(self.refusal(name, status, &message)),
        }
    }

    /// Hands the component over and takes code and message; nothing where that takes too long.
    fn talk(&self, child: &mut Child, component: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let deadline = Instant::now() + self.timeout;
        let (mut input, output, errors) = (child.stdin.take()?, child.stdout.take()?, child.stderr.take()?);
        thread::scope(|scope| {
            // Each of the three ends when the process does.
            scope.spawn(move || {
                // A compiler that gives up early closes its end, and says why on standard error.
                let _ = input.write_all(component);
            });
            let code = read_aside(scope, output, LARGEST_CODE);
            let message = read_aside(scope, errors, LONGEST_MESSAGE);
            let left = || deadline.saturating_duration_since(Instant::now());
            let outcome = code
                .recv_timeout(left())
                .ok()
                .and_then(|code| Some((code, message.recv_timeout(left()).ok()?)));
            if outcome.is_none() {
                // Otherwise the readers, and with them the scope, would wait for it.
                let _ = child.kill();
            }
            outcome
        })
    }

    fn refusal(&self, name: &str, status: ExitStatus, message: &[u8]) -> PluginError {
        let name = name.to_owned();
        let message = cut(
            clean_line(&String::from_utf8_lossy(message)).into_owned(),
            LONGEST_MESSAGE as usize,
        );
        if status.code() == Some(i32::from(child::REFUSED)) {
            return PluginError::Compile { name, message };
        }
        // An allocator that gets nothing aborts, and a system that is asked for too much time or memory kills.
        if ended_by_force(status) || message.contains("memory allocation") {
            return PluginError::CompileLimit {
                name,
                limit: format!("{} of memory", size(self.memory)),
            };
        }
        let message = if message.is_empty() {
            format!("the compiler ended with {status}")
        } else {
            message
        };
        PluginError::Compile { name, message }
    }
}

fn read_aside<'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    from: impl Read + Send + 'scope,
    most: u64,
) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::sync_channel(1);
    scope.spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error says more than the error of a pipe.
        let _ = from.take(most).read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    receiver
}

#[cfg(unix)]
fn ended_by_force(status: ExitStatus) -> bool {
    std::os::unix::process::ExitStatusExt::signal(&status).is_some()
}

#[cfg(not(unix))]
fn ended_by_force(_: ExitStatus) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests;
