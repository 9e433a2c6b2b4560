//! `log`: what a guest tells its developer.

use std::fmt;
use std::sync::Arc;

use wasmtime::component::HasData;

use super::bindings::atg::plugin::log::{Host, Level};
use crate::clean::{clean_line, cut};
use crate::failure::{Kind, Stop};
use crate::limits::size;

/// Bytes that a call may log.
const ALL: usize = 1 << 20;
/// Bytes that a call may log at levels that people see without asking; what comes after is for those who ask.
const LOUD: usize = 8 << 10;
/// Bytes of one message.
const MESSAGE: usize = 2 << 10;

/// The log of one call.
#[derive(Debug)]
pub(crate) struct Log {
    plugin: Arc<str>,
    written: usize,
    loud: usize,
    panic: Option<Panic>,
}

/// What a guest said just before it trapped.
#[derive(Debug, Clone)]
pub(crate) struct Panic {
    message: String,
    location: String,
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location.as_str() {
            "" => f.write_str(&self.message),
            location => write!(f, "{} ({location})", self.message),
        }
    }
}

impl Log {
    pub(crate) fn new(plugin: Arc<str>) -> Log {
        Log {
            plugin,
            written: 0,
            loud: 0,
            panic: None,
        }
    }

    /// What it said in a panic, if it did.
    pub(crate) fn panic(&self) -> Option<&Panic> {
        self.panic.as_ref()
    }
}

impl HasData for Log {
    type Data<'a> = &'a mut Log;
}

impl Host for Log {
    fn write(&mut self, level: Level, message: String) -> wasmtime::Result<()> {
        // A line costs even where it is empty.
        self.written += message.len() + 16;
        if self.written > ALL {
            return Err(Stop::new(Kind::BadOutput, format!("it logged more than {}", size(ALL as u64))).into());
        }
        let plugin = &*self.plugin;
        let message = cut(clean_line(&message).into_owned(), MESSAGE);
        let loud = matches!(level, Level::Error | Level::Warn);
        if loud {
            self.loud += message.len() + 16;
        }
        match level {
            _ if loud && self.loud > LOUD => tracing::debug!(plugin, "{message}"),
            Level::Error => tracing::error!(plugin, "{message}"),
            Level::Warn => tracing::warn!(plugin, "{message}"),
            Level::Info => tracing::info!(plugin, "{message}"),
            Level::Debug => tracing::debug!(plugin, "{message}"),
            Level::Trace => tracing::trace!(plugin, "{message}"),
        }
        Ok(())
    }

    fn panic(&mut self, message: String, location: String) -> wasmtime::Result<()> {
        // The first one is the cause; a panic while unwinding is not.
        self.panic.get_or_insert(Panic {
            message: cut(message, MESSAGE),
            location: cut(location, 256),
        });
        Ok(())
    }
}
