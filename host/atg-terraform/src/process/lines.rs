//! What a child prints, read on threads of its own so that neither stream can block the other.

use std::io::{self, BufRead, BufReader, Read};
use std::process::Child;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::{LINE_LIMIT, Stream, Wanted};

/// What a reading thread hands over.
pub(super) enum Piece {
    /// A line and how many of its bytes were dropped.
    Line(Stream, String, u64),
    /// All of standard output and how many of its bytes were dropped.
    Document(Vec<u8>, u64),
}

/// Lines that may wait: a child that prints faster than it is listened to has to wait itself, and no memory grows.
const WAITING: usize = 16;

/// Starts the reading; the channel closes when both streams have ended.
pub(super) fn read(child: &mut Child, wanted: Wanted) -> Receiver<Piece> {
    let (sender, receiver) = sync_channel(WAITING);
    if let Some(output) = child.stdout.take() {
        let sender = sender.clone();
        thread::spawn(move || match wanted {
            Wanted::Lines => by_line(output, Stream::Output, &sender),
            Wanted::Document(limit) => whole(output, limit, &sender),
        });
    }
    if let Some(error) = child.stderr.take() {
        thread::spawn(move || by_line(error, Stream::Error, &sender));
    }
    receiver
}

/// A failure to read ends the stream: the child's exit code tells the rest.
fn by_line(source: impl Read, stream: Stream, sender: &SyncSender<Piece>) {
    let mut reader = BufReader::with_capacity(64 << 10, source);
    while let Ok(Some((text, dropped))) = line(&mut reader, LINE_LIMIT) {
        // The listener is gone when it killed the child; reading on lets that end.
        let _ = sender.send(Piece::Line(stream, text, dropped));
    }
}

fn whole(mut source: impl Read, limit: usize, sender: &SyncSender<Piece>) {
    let mut document = Vec::new();
    let kept = (&mut source).take(limit as u64).read_to_end(&mut document);
    let dropped = kept.and_then(|_| io::copy(&mut source, &mut io::sink())).unwrap_or(0);
    let _ = sender.send(Piece::Document(document, dropped));
}

/// The next line without its end; of a longer one its first `limit` bytes and the number of the others.
pub(super) fn line(reader: &mut impl BufRead, limit: usize) -> io::Result<Option<(String, u64)>> {
    let (mut kept, mut dropped, mut some) = (Vec::new(), 0u64, false);
    loop {
        let buffer = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if buffer.is_empty() {
            break;
        }
        some = true;
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        let room = part.len().min(limit - kept.len());
        kept.extend_from_slice(&part[..room]);
        dropped += (part.len() - room) as u64;
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            break;
        }
    }
    if !some {
        return Ok(None);
    }
    if kept.last() == Some(&b'\r') && dropped == 0 {
        kept.pop();
    }
    let text = match String::from_utf8(kept) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    Ok(Some((text, dropped)))
}
