//! The run that a call is part of.

use crate::host;

/// The time that the data describes, RFC 3339. There is no clock.
pub fn as_of() -> String {
    host::as_of()
}

/// How far a call is; the host may show it.
pub fn progress(done: u32, total: u32) {
    host::progress(done, total);
}

/// Whether the host wants the call to end. Long loops may ask; the host also stops them at their deadline.
pub fn is_cancelled() -> bool {
    host::is_cancelled()
}
