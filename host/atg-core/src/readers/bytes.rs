//! Bytes that can be read at any offset, and bodies in them.

use crate::snapshot::{Bodies, BodyBuffer, BodyRef};
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

    fn read_all(&self, all: &[BodyRef], into: &mut BodyBuffer) -> io::Result<()> {
        into.clear();
        let follows = |one: &BodyRef, next: &BodyRef| {
            let end = one.offset + u64::from(one.len);
            (end..=end + WIDEST_GAP).contains(&next.offset)
        };
        for run in all.chunk_by(follows) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            let base = into.bytes.len();
            let length = last.offset + u64::from(last.len) - first.offset;
            into.bytes.resize(base + length as usize, 0);
            self.0.read_exact_at(first.offset, &mut into.bytes[base..])?;
            into.ranges.extend(run.iter().map(|at| {
                let from = base + (at.offset - first.offset) as usize;
                from..from + at.len as usize
            }));
        }
        Ok(())
    }
}

/// How many bytes between two bodies are read rather than stepped over: a newline, a comma, a short row of something else.
const WIDEST_GAP: u64 = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_bodies_come_as_one_by_one() {
        let text: Vec<u8> = (0..20_000_u32).map(|at| (at % 251) as u8).collect();
        let bodies = ByteBodies(Arc::new(text.clone()));
        let places = [(3, 10), (13, 0), (13, 5), (20, 7), (2000, 100), (5, 9), (19_000, 1000)];
        let all = places.map(|(offset, len)| BodyRef { offset, len });
        let mut read = BodyBuffer {
            bytes: b"old".to_vec(),
            ranges: vec![0..1, 1..3],
        };
        bodies.read_all(&all, &mut read).unwrap();
        assert_eq!(read.iter().count(), all.len());
        assert_eq!(read.length(), all.iter().map(|at| u64::from(at.len)).sum::<u64>());
        for (at, body) in all.iter().zip(read.iter()) {
            let from = at.offset as usize;
            assert_eq!(*body, text[from..from + at.len as usize]);
        }
        let beyond = BodyRef { offset: 19_999, len: 2 };
        assert!(bodies.read_all(&[all[0], beyond], &mut read).is_err());
    }
}
