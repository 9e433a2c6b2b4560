//! `documents`: bytes on their way out, while the formatter works.

use std::sync::mpsc::SyncSender;
use std::time::Instant;

use wasmtime::component::{HasData, Resource};

use super::Refusal;
use super::bindings::atg::plugin::documents::{Host, HostDocument};
use crate::deadline::Deadline;
use crate::failure::{Kind, Stop};
use crate::limits::size;

/// Bytes of the largest document.
const LARGEST: u64 = 1 << 30;

/// Bytes that are passed on at once.
const PIECE: usize = 64 << 10;

/// What the guest's handle stands for: the one document of the call.
pub struct DocumentHandle;

/// The document of one call.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) out: Option<SyncSender<Vec<u8>>>,
    waiting: Vec<u8>,
    written: u64,
}

impl Document {
    /// Passes on what waits. Whether somebody still reads.
    pub(crate) fn flush(&mut self) -> bool {
        let piece = std::mem::take(&mut self.waiting);
        self.out
            .as_ref()
            .is_some_and(|out| piece.is_empty() || out.send(piece).is_ok())
    }
}

/// A document, and the clock, which stands still while the output is slow: a pager that waits for its reader is no fault of
/// the formatter.
pub(crate) struct DocumentView<'a> {
    pub(crate) document: &'a mut Document,
    pub(crate) deadline: &'a mut Deadline,
}

impl HasData for Document {
    type Data<'a> = DocumentView<'a>;
}

impl Host for DocumentView<'_> {}

impl HostDocument for DocumentView<'_> {
    fn write(&mut self, _: Resource<DocumentHandle>, data: Vec<u8>) -> Result<(), Refusal> {
        self.document.written += data.len() as u64;
        if self.document.written > LARGEST {
            return Err(Stop::new(
                Kind::BadOutput,
                format!("its document is larger than {}", size(LARGEST)),
            )
            .into());
        }
        // Small pieces are gathered: passing on costs more than making them, and that time is given back below.
        self.document.waiting.extend_from_slice(&data);
        if self.document.waiting.len() < PIECE {
            return Ok(());
        }
        let since = Instant::now();
        let sent = self.document.flush();
        self.deadline.extend(since.elapsed());
        // Whoever reads may have gone, and knows why.
        let gone = || Stop::new(Kind::Denied, "its document can no longer be written").into();
        sent.then_some(()).ok_or_else(gone)
    }

    fn drop(&mut self, _: Resource<DocumentHandle>) -> wasmtime::Result<()> {
        Ok(())
    }
}
