//! Line and column of an offset, counted only when there is an error to report.

use super::Bytes;
use crate::CoreError;
use crate::normalize::FaultyRow;

/// The line (from 1) on which an offset lies, and the offset at which that line begins.
pub(super) fn line_of(bytes: &dyn Bytes, offset: u64) -> (u64, u64) {
    let mut buffer = vec![0_u8; 1 << 20];
    let (mut line, mut start, mut at) = (1, 0, 0);
    while at < offset {
        let want = usize::try_from(offset - at).unwrap_or(usize::MAX).min(buffer.len());
        // An unreadable file ends the count; the place is then only as good as what was read.
        let Ok(count @ 1..) = bytes.read_at(at, &mut buffer[..want]) else {
            break;
        };
        for newline in memchr::memchr_iter(b'\n', &buffer[..count]) {
            line += 1;
            start = at + newline as u64 + 1;
        }
        at += count as u64;
    }
    (line, start)
}

/// A fault within a row that begins at an offset.
pub(super) fn row_error(bytes: &dyn Bytes, file: &str, offset: u64, fault: FaultyRow) -> CoreError {
    let (line, start) = line_of(bytes, offset);
    let before = if fault.line == 1 { offset - start } else { 0 };
    CoreError::unreadable(
        file,
        Some(line + fault.line - 1),
        Some(fault.column + before),
        fault.message,
    )
    .with_hint("look at that line; a file that was cut off or changed on its way is best exported again")
}

/// A fault at an offset.
pub(super) fn error_at(bytes: &dyn Bytes, file: &str, offset: u64, message: impl Into<String>) -> CoreError {
    let (line, start) = line_of(bytes, offset);
    CoreError::unreadable(file, Some(line), Some(offset - start + 1), message)
}
