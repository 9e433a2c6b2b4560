//! The process that compiles: it limits itself before it reads a byte.

use std::ffi::OsString;
use std::io::{Read, Write};

use crate::check::MAX_COMPONENT;
use crate::engine;

/// Exit code of a component that cannot be compiled.
pub(super) const REFUSED: u8 = 1;
/// Exit code of a process that could not do its work.
const FAILED: u8 = 2;

/// What the process does: limits itself, compiles, writes. `arguments` are the words after `__compile`; why it failed goes to
/// standard error, which the parent reads. Gives the exit code.
pub fn compile_child(arguments: &[OsString], input: &mut dyn Read, output: &mut dyn Write) -> u8 {
    match work(arguments, input, output) {
        Ok(()) => 0,
        Err((code, message)) => {
            // Without a parent nobody needs to know.
            let _ = writeln!(std::io::stderr(), "{message}");
            code
        }
    }
}

fn work(arguments: &[OsString], input: &mut dyn Read, output: &mut dyn Write) -> Result<(), (u8, String)> {
    let limit = |name: &str| {
        arguments.iter().find_map(|word| {
            word.to_str()?
                .strip_prefix(name)?
                .strip_prefix('=')?
                .parse::<u64>()
                .ok()
        })
    };
    limit_self(limit("--memory"), limit("--seconds"));
    let mut component = Vec::new();
    let failed = |what: &str, error: &dyn std::fmt::Display| (FAILED, format!("{what}: {error}"));
    input
        .take(MAX_COMPONENT + 1)
        .read_to_end(&mut component)
        .map_err(|error| failed("cannot read the component", &error))?;
    if component.len() as u64 > MAX_COMPONENT {
        return Err((REFUSED, "the component is too large".to_owned()));
    }
    let engine = engine::compiler().map_err(|error| failed("cannot build the compiler", &error))?;
    let code = engine
        .precompile_component(&component)
        .map_err(|error| (REFUSED, chain(&error)))?;
    output
        .write_all(&code)
        .and_then(|()| output.flush())
        .map_err(|error| failed("cannot hand over the code", &error))
}

/// An error and its causes in one line.
fn chain(error: &wasmtime::Error) -> String {
    let all: Vec<String> = error.chain().map(ToString::to_string).collect();
    all.join(": ")
}

/// Limits address space and processor time. Where the system refuses, the parent's clock still holds.
#[cfg(unix)]
fn limit_self(memory: Option<u64>, seconds: Option<u64>) {
    let set = |what, value: u64| {
        let limit = libc::rlimit {
            rlim_cur: value as libc::rlim_t,
            rlim_max: value as libc::rlim_t,
        };
        // SAFETY: the structure is whole and lives through the call, which keeps nothing of it.
        unsafe { libc::setrlimit(what, &raw const limit) };
    };
    // A core file would hold the component, and as much as the limit allows.
    set(libc::RLIMIT_CORE, 0);
    if let Some(memory) = memory {
        set(libc::RLIMIT_AS, memory);
    }
    if let Some(seconds) = seconds {
        set(libc::RLIMIT_CPU, seconds);
    }
}

#[cfg(not(unix))]
fn limit_self(_: Option<u64>, _: Option<u64>) {}
