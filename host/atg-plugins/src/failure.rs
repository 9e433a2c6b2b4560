//! Why a call failed: from an error of the engine to a story for people.

mod frames;

use std::fmt;
use std::time::Duration;

use atg_core::metric::Failure;
use wasmtime::{Trap, WasmBacktrace};

use crate::capabilities::log::Panic;
use crate::clean::{clean_line, cut};

/// Bytes of a message.
const MESSAGE: usize = 4 << 10;

/// How a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Trap,
    Panic,
    Timeout,
    Memory,
    Denied,
    Contract,
    BadOutput,
    GuestError,
}

impl Kind {
    /// The word of the report.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Kind::Trap => "trap",
            Kind::Panic => "panic",
            Kind::Timeout => "timeout",
            Kind::Memory => "memory",
            Kind::Denied => "denied",
            Kind::Contract => "contract",
            Kind::BadOutput => "bad-output",
            Kind::GuestError => "guest-error",
        }
    }

    /// What to do next.
    fn hint(self, plugin: &str) -> String {
        match self {
            Kind::Trap | Kind::Panic => {
                "this is a fault of the plugin: tell its author what the frames say, or go on without it".to_owned()
            }
            Kind::Timeout => "allow more with `--plugin-timeout 60s`, or compare less with `--type`".to_owned(),
            Kind::Memory => "allow more with `--plugin-memory 512MiB`, or compare less with `--type`".to_owned(),
            Kind::Denied => format!(
                "what `{plugin}` may use is what its manifest declares: `atg plugin inspect {plugin}` lists it, and \
                 `--grant {plugin}:sensitive` adds values that may be secrets"
            ),
            Kind::Contract => {
                "the plugin breaks the rules of the contract: build it again with the SDK of this atg (`atg plugin build`)".to_owned()
            }
            Kind::BadOutput => {
                "this is a fault of the plugin: tell its author; its golden cases (`atg plugin test`) can show it".to_owned()
            }
            Kind::GuestError => {
                format!("the plugin says itself that it cannot; `atg plugin inspect {plugin}` lists its settings")
            }
        }
    }
}

/// What the host stops a guest with.
#[derive(Debug, Clone)]
pub(crate) struct Stop {
    pub(crate) kind: Kind,
    pub(crate) message: String,
}

impl Stop {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Stop {
        Stop {
            kind,
            message: message.into(),
        }
    }

    /// The guest came to its deadline.
    pub(crate) fn timeout(limit: Duration) -> Stop {
        Stop::new(Kind::Timeout, format!("it did not end within {}", duration(limit)))
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Stop {}

/// `10 s` or `500 ms`.
pub(crate) fn duration(limit: Duration) -> String {
    if limit.subsec_millis() == 0 && limit.as_secs() > 0 {
        format!("{} s", limit.as_secs())
    } else {
        format!("{} ms", limit.as_millis())
    }
}

/// Makes a failure of a kind with the hint that belongs to it. The message is cleaned and cut.
pub(crate) fn failure(plugin: &str, kind: Kind, message: &str) -> Failure {
    Failure {
        kind: kind.word().to_owned(),
        message: cut(clean_line(message).into_owned(), MESSAGE),
        subject: None,
        frames: Vec::new(),
        hint: Some(kind.hint(plugin)),
    }
}

/// The story of an error of the engine. `panic` is what the guest said just before.
pub(crate) fn explain(plugin: &str, error: &wasmtime::Error, panic: Option<&Panic>) -> Failure {
    let (kind, message) = classify(error, panic);
    let mut failure = failure(plugin, kind, &message);
    failure.frames = error
        .downcast_ref::<WasmBacktrace>()
        .map(frames::frames)
        .unwrap_or_default();
    failure
}

fn classify(error: &wasmtime::Error, panic: Option<&Panic>) -> (Kind, String) {
    if let Some(stop) = error.downcast_ref::<Stop>() {
        return (stop.kind, stop.message.clone());
    }
    if let Some(panic) = panic {
        return (Kind::Panic, panic.to_string());
    }
    if let Some(trap) = error.downcast_ref::<Trap>() {
        let words = match trap {
            Trap::StackOverflow => "it called itself until its stack was full".to_owned(),
            Trap::MemoryOutOfBounds => "it reached beyond its memory".to_owned(),
            Trap::UnreachableCodeReached => "it came to an instruction that only traps".to_owned(),
            other => other.to_string(),
        };
        return (Kind::Trap, words);
    }
    let cause = error.root_cause().to_string();
    // The engine has no type for this one.
    if cause.contains("fuel allocated for hostcalls") {
        return (
            Kind::BadOutput,
            "it handed over more than 16 MiB in one call".to_owned(),
        );
    }
    (Kind::Contract, cause)
}
