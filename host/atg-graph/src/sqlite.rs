//! The store in one SQLite file: no server, and `sqlite3` can open it.
//!
//! A snapshot is its packed columns in blocks; bodies lie in a table of their own, compressed one by one, each kept once
//! however many snapshots hold it. Readers never wait: the database is in WAL mode and unfinished scans are invisible.

mod bodies;
mod catalogue;
mod codec;
mod header;
mod layout;
mod load;
mod packing;
mod prune;
mod scan;

use crate::error::Unusable;
use crate::store::check_name;
use crate::{GraphError, GraphStore, NewScan, Pruned, ScanWriter, ScopeSummary, StoredSnapshot};
use atg_core::readers::ReadOptions;
use atg_core::snapshot::Snapshot;
use bodies::Pool;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a writer waits for another one, unless said otherwise.
const PATIENCE: Duration = Duration::from_secs(30);

/// A store in an SQLite file.
#[derive(Clone)]
pub struct SqliteStore {
    file: Arc<StoreFile>,
    pool: Arc<Pool>,
}

/// Where the store is, and how long to wait for it.
#[derive(Debug)]
pub(crate) struct StoreFile {
    path: PathBuf,
    patience: Duration,
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SqliteStore").field(&self.file.path).finish()
    }
}

impl SqliteStore {
    /// Opens a store that is there. Nothing is written; whatever is no store of ours is left as it is.
    pub fn open(path: impl Into<PathBuf>) -> Result<SqliteStore, GraphError> {
        SqliteStore::with_patience(path.into(), PATIENCE, false)
    }

    /// Opens a store, and makes it and its folder where nothing is there.
    pub fn open_or_create(path: impl Into<PathBuf>) -> Result<SqliteStore, GraphError> {
        SqliteStore::with_patience(path.into(), PATIENCE, true)
    }

    /// The same, waiting so long for other writers.
    pub fn with_patience(path: PathBuf, patience: Duration, create: bool) -> Result<SqliteStore, GraphError> {
        let file = Arc::new(StoreFile { path, patience });
        match header::inspect(&file.path)? {
            header::Found::Ours => {}
            header::Found::Nothing if create => layout::create(&file)?,
            header::Found::Nothing => return Err(file.unusable(Unusable::Missing)),
        }
        // One connection is opened now, so that what is wrong is said here and not in the middle of the work.
        let pool = Arc::new(Pool::new(Arc::clone(&file)));
        pool.give(pool.take()?);
        Ok(SqliteStore { file, pool })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.file.path
    }
}

impl GraphStore for SqliteStore {
    fn location(&self) -> String {
        self.file.path.display().to_string()
    }

    fn begin_scan(&self, scan: &NewScan<'_>) -> Result<Box<dyn ScanWriter + '_>, GraphError> {
        check_name(scan.scope)?;
        Ok(Box::new(scan::SqliteScan::begin(self, scan)?))
    }

    fn scopes(&self) -> Result<Vec<ScopeSummary>, GraphError> {
        self.pool.with(|reader| catalogue::scopes(&reader.connection))
    }

    fn snapshots(&self, scope: &str) -> Result<Vec<StoredSnapshot>, GraphError> {
        self.pool.with(|reader| catalogue::snapshots(&reader.connection, scope))
    }

    fn counts(&self, snapshot: &StoredSnapshot) -> Result<Vec<(String, u64)>, GraphError> {
        self.pool
            .with(|reader| catalogue::counts(&reader.connection, snapshot.id))
    }

    fn load(&self, snapshot: &StoredSnapshot, name: &str, options: ReadOptions<'_>) -> Result<Snapshot, GraphError> {
        load::load(self, snapshot, name, options)
    }

    fn prune(&self, keep: u32, scope: Option<&str>, now: &str) -> Result<Pruned, GraphError> {
        prune::prune(self, keep, scope, now)
    }
}

impl StoreFile {
    fn unusable(&self, what: Unusable) -> GraphError {
        GraphError::Unusable {
            path: self.path.clone(),
            what,
        }
    }

    fn damaged(&self, what: impl Into<String>) -> GraphError {
        self.unusable(Unusable::Damaged { what: what.into() })
    }

    /// Tells what SQLite said in our words.
    fn fault(&self, doing: &'static str, source: rusqlite::Error) -> GraphError {
        let path = self.path.clone();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => GraphError::Busy {
                path,
                writers: self.writers(),
                source,
            },
            Some(ErrorCode::DiskFull) => GraphError::Full { path, source },
            Some(ErrorCode::NotADatabase) => self.unusable(Unusable::NotADatabase),
            Some(ErrorCode::DatabaseCorrupt) => self.damaged(source.to_string()),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => GraphError::Open {
                path,
                source: Box::new(source),
            },
            _ => GraphError::Database { path, doing, source },
        }
    }

    /// Who is writing, as far as that can be read.
    fn writers(&self) -> Vec<String> {
        layout::connect(self)
            .and_then(|connection| catalogue::writers(&connection))
            .unwrap_or_default()
    }
}
