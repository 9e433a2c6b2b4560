//! Bytes that can be read at any offset, and bodies in them.

use crate::snapshot::{Bodies, BodyRef};
use std::io;
use std::sync::Arc;

/// Something to read from: a file, a buffer. Must not change while it is used.
pub trait Bytes: Send + Sync {
    /// How many there are.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads some bytes at an offset; 0 at the end only.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize>;

    /// Reads all of `into` at an offset.
    fn read_exact_at(&self, mut offset: u64, mut into: &mut [u8]) -> io::Result<()> {
        while !into.is_empty() {
            match self.read_at(offset, into) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => {
                    offset += count as u64;
                    into = &mut into[count..];
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl Bytes for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(<[u8]>::len(self));
        let count = into.len().min(<[u8]>::len(self) - from);
        into[..count].copy_from_slice(&self[from..from + count]);
        Ok(count)
    }
}

impl Bytes for Vec<u8> {
    fn len(&self) -> u64 {
        Vec::len(self) as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.as_slice().read_at(offset, into)
    }
}

impl Bytes for Arc<[u8]> {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.as_ref().read_at(offset, into)
    }
}

/// Bodies that are ranges of the input itself.
pub struct ByteBodies(pub Arc<dyn Bytes>);

impl Bodies for ByteBodies {
    fn read(&self, at: BodyRef, into: &mut Vec<u8>) -> io::Result<()> {
        into.resize(at.len as usize, 0);
        self.0.read_exact_at(at.offset, into)
    }
}
