//! Bodies read from the store on demand, from any thread: a small pool of connections.

use super::codec::Unpacking;
use super::{StoreFile, layout};
use crate::GraphError;
use atg_core::readers::LONGEST_ROW;
use atg_core::snapshot::{Bodies, BodyRef};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use zstd::zstd_safe::DDict;

/// One connection and what it needs to unpack.
pub(super) struct Reader {
    pub(super) connection: Connection,
    unpacking: Unpacking,
    dictionaries: HashMap<i64, Arc<DDict<'static>>>,
}

/// Readers that are not in use. As many are made as there are threads that read at once.
pub(super) struct Pool {
    file: Arc<StoreFile>,
    idle: Mutex<Vec<Reader>>,
    dictionaries: Mutex<HashMap<i64, Arc<DDict<'static>>>>,
}

impl Pool {
    pub(super) fn new(file: Arc<StoreFile>) -> Pool {
        Pool {
            file,
            idle: Mutex::default(),
            dictionaries: Mutex::default(),
        }
    }

    pub(super) fn take(&self) -> Result<Reader, GraphError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(reader) = idle {
            return Ok(reader);
        }
        let connection = layout::connect_to_read(&self.file).map_err(|error| self.file.fault("open", error))?;
        Ok(Reader {
            connection,
            unpacking: Unpacking::new(),
            dictionaries: HashMap::new(),
        })
    }

    pub(super) fn give(&self, reader: Reader) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
    }

    /// Reads with one of the connections.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Reader) -> Result<T, rusqlite::Error>) -> Result<T, GraphError> {
        let reader = self.take()?;
        let done = work(&reader).map_err(|error| self.file.fault("read from", error));
        self.give(reader);
        done
    }

    fn body(&self, reader: &mut Reader, at: BodyRef, into: &mut Vec<u8>) -> Result<(), GraphError> {
        let fault = |error| self.file.fault("read from", error);
        let length = at.len as usize;
        if length > LONGEST_ROW {
            return Err(self.file.damaged("a body is longer than any row can be"));
        }
        let Reader {
            connection,
            unpacking,
            dictionaries,
        } = reader;
        let mut statement = connection
            .prepare_cached("SELECT dictionary, content FROM body WHERE id = ?1")
            .map_err(fault)?;
        let mut rows = statement.query([at.offset.cast_signed()]).map_err(fault)?;
        let Some(row) = rows.next().map_err(fault)? else {
            return Err(self.file.damaged("a body is gone; was the store pruned meanwhile?"));
        };
        let number: i64 = row.get(0).map_err(fault)?;
        if number != 0 && !dictionaries.contains_key(&number) {
            dictionaries.insert(number, self.dictionary(connection, number)?);
        }
        let content = row
            .get_ref(1)
            .map_err(fault)?
            .as_blob()
            .map_err(|error| fault(error.into()))?;
        let dictionary = dictionaries.get(&number).map(Arc::as_ref);
        unpacking
            .unpack(content, dictionary, length, into)
            .map_err(|what| self.file.damaged(what))
    }

    fn dictionary(&self, connection: &Connection, number: i64) -> Result<Arc<DDict<'static>>, GraphError> {
        let mut known = self.dictionaries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(dictionary) = known.get(&number) {
            return Ok(Arc::clone(dictionary));
        }
        let content: Option<Vec<u8>> = connection
            .query_row("SELECT content FROM dictionary WHERE id = ?1", [number], |row| {
                row.get(0)
            })
            .optional()
            .map_err(|error| self.file.fault("read from", error))?;
        let Some(content) = content else {
            return Err(self.file.damaged("a dictionary is gone"));
        };
        let dictionary = Arc::new(DDict::create(&content));
        known.insert(number, Arc::clone(&dictionary));
        Ok(dictionary)
    }
}

impl Bodies for Pool {
    fn read(&self, at: BodyRef, into: &mut Vec<u8>) -> io::Result<()> {
        let mut reader = self.take().map_err(io::Error::other)?;
        let done = self.body(&mut reader, at, into).map_err(io::Error::other);
        self.give(reader);
        done
    }
}
