//! Whose file it is, by the first hundred bytes and without opening it as a database.
//!
//! Offsets are those of the file format's description, section 1.3: <https://www.sqlite.org/fileformat.html>.

use super::layout::{APPLICATION_ID, LAYOUT};
use crate::GraphError;
use crate::error::Unusable;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const LENGTH: usize = 100;
const SCHEMA_COOKIE: usize = 40;
const USER_VERSION: usize = 60;
const APPLICATION: usize = 68;

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// No file, an empty one, or a database without a table.
    Nothing,
    /// A store of a layout that we know.
    Ours,
}

pub(super) fn inspect(path: &Path) -> Result<Found, GraphError> {
    let unusable = |what| {
        Err(GraphError::Unusable {
            path: path.to_owned(),
            what,
        })
    };
    let unopened = |source: io::Error| GraphError::Open {
        path: path.to_owned(),
        source: Box::new(source),
    };
    let facts = match std::fs::metadata(path) {
        Ok(facts) => facts,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(unopened(error)),
    };
    if facts.is_dir() {
        return unusable(Unusable::Directory);
    }
    if !facts.is_file() {
        return unusable(Unusable::NotAFile);
    }
    let mut header = Vec::with_capacity(LENGTH);
    File::open(path)
        .and_then(|file| file.take(LENGTH as u64).read_to_end(&mut header))
        .map_err(unopened)?;
    if header.is_empty() {
        return Ok(Found::Nothing);
    }
    if header.len() < LENGTH || !header.starts_with(MAGIC) {
        return unusable(Unusable::NotADatabase);
    }
    let number = |at: usize| {
        header[at..at + 4]
            .iter()
            .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte))
    };
    match (number(APPLICATION), number(USER_VERSION)) {
        (APPLICATION_ID, 1..=LAYOUT) => Ok(Found::Ours),
        (APPLICATION_ID, 0) => unusable(Unusable::Damaged {
            what: "its header has no layout".to_owned(),
        }),
        (APPLICATION_ID, found) => unusable(Unusable::Newer { found, known: LAYOUT }),
        // No table was ever made in it: somebody is just making a store, or stopped before there was anything in it.
        (0, 0) if number(SCHEMA_COOKIE) == 0 => Ok(Found::Nothing),
        (application_id, _) => unusable(Unusable::OtherProgram { application_id }),
    }
}
