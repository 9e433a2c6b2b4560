//! Lines for the log, which users see with `--verbose`.

use crate::bindings::atg::plugin::log::Level;
use crate::host;

/// The finest detail.
pub fn trace(message: &str) {
    host::log(Level::Trace, message);
}

/// For whoever looks for a mistake.
pub fn debug(message: &str) {
    host::log(Level::Debug, message);
}

/// Good to know.
pub fn info(message: &str) {
    host::log(Level::Info, message);
}

/// Something may be wrong.
pub fn warn(message: &str) {
    host::log(Level::Warn, message);
}

/// Something is wrong.
pub fn error(message: &str) {
    host::log(Level::Error, message);
}
