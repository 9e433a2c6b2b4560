//! The tables, and connections to them.

use super::StoreFile;
use crate::GraphError;
use crate::error::Unusable;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::time::{Duration, Instant};

/// Our mark in the header: `atg1`.
pub(super) const APPLICATION_ID: u32 = 0x6174_6731;
/// The layout that is written, and the newest that is read.
pub(super) const LAYOUT: u32 = 1;

const TABLES: &str = include_str!("layout.sql");
/// Larger than usual: bodies are half a kibibyte and come in order, packed columns are megabytes.
const PAGE: u32 = 8192;
/// Pages that the log may hold before they go into the database itself.
const CHECKPOINT: u32 = 8192;

/// A connection that may write; the file must be there.
pub(super) fn connect(file: &StoreFile) -> Result<Connection, rusqlite::Error> {
    open(file, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

/// A connection that only reads. It is opened for writing, because readers share the log's index, and then told not to.
pub(super) fn connect_to_read(file: &StoreFile) -> Result<Connection, rusqlite::Error> {
    let connection = connect(file)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -4096)?;
    Ok(connection)
}

fn open(file: &StoreFile, how: OpenFlags) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(&file.path, how | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(file.patience)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    Ok(connection)
}

/// Makes the store. Two processes may do so at once: one makes it, the other finds it made.
pub(super) fn create(file: &StoreFile) -> Result<(), GraphError> {
    if let Some(folder) = file.path.parent() {
        std::fs::create_dir_all(folder).map_err(|source| GraphError::Open {
            path: file.path.clone(),
            source: Box::new(source),
        })?;
    }
    let fault = |error| file.fault("make", error);
    let mut connection =
        open(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).map_err(fault)?;
    // Both only take effect while the file is empty.
    connection.pragma_update(None, "page_size", PAGE).map_err(fault)?;
    connection
        .pragma_update(None, "auto_vacuum", "INCREMENTAL")
        .map_err(fault)?;
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Exclusive)
        .map_err(fault)?;
    let mark = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let tables: u32 = transaction
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(fault)?;
    let application_id = mark("application_id").map_err(fault)?;
    if application_id != APPLICATION_ID {
        if application_id != 0 || tables > 0 {
            return Err(file.unusable(Unusable::OtherProgram { application_id }));
        }
        transaction.execute_batch(TABLES).map_err(fault)?;
        transaction
            .pragma_update(None, "application_id", APPLICATION_ID)
            .map_err(fault)?;
        transaction.pragma_update(None, "user_version", LAYOUT).map_err(fault)?;
    }
    // The header is in the file itself once this is done; only then the log is switched on.
    transaction.commit().map_err(fault)?;
    switch_log_on(&connection, file.patience).map_err(fault)
}

/// SQLite does not wait by itself for this change.
fn switch_log_on(connection: &Connection, patience: Duration) -> Result<(), rusqlite::Error> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error)
                if start.elapsed() < patience
                    && matches!(
                        error.sqlite_error_code(),
                        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
                    ) =>
            {
                std::thread::sleep(Duration::from_millis(20));
            }
            outcome => return outcome,
        }
    }
}
