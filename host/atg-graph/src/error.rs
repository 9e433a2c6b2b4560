//! What can go wrong with a store, and what to do about it.

use atg_core::CoreError;
use std::io;
use std::path::PathBuf;

/// Every failure of atg-graph. The cause is in `source()`, never also in the text; advice is in [`GraphError::hint`].
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// What lies at the path is no store that this atg can use. It was not changed.
    #[error("cannot use `{path}` as graph store", path = path.display())]
    Unusable {
        /// The store as the user named it.
        path: PathBuf,
        /// What it is instead.
        #[source]
        what: Unusable,
    },
    /// The file or its folder cannot be opened or made.
    #[error("cannot open the graph store `{path}`", path = path.display())]
    Open {
        /// The store as the user named it.
        path: PathBuf,
        /// What the operating system or SQLite said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Others wrote for so long that waiting ended.
    #[error("the graph store `{path}` is busy", path = path.display())]
    Busy {
        /// The store as the user named it.
        path: PathBuf,
        /// Scans that are being written, one line each.
        writers: Vec<String>,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// No room on the disk.
    #[error("cannot write to the graph store `{path}`", path = path.display())]
    Full {
        /// The store as the user named it.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// Any other failure of the database.
    #[error("cannot {doing} the graph store `{path}`", path = path.display())]
    Database {
        /// The store as the user named it.
        path: PathBuf,
        /// What was being done, such as `read from`.
        doing: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// A scope that was never scanned or imported.
    #[error("the graph store knows no `{asked}`")]
    UnknownScope {
        /// What was asked for.
        asked: String,
        /// All scopes, the nearest spelling first.
        known: Vec<String>,
    },
    /// A subscription that several scopes hold.
    #[error("`{asked}` was stored under several names")]
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// The scopes.
        names: Vec<String>,
    },
    /// A number that no snapshot of the scope has.
    #[error("there is no snapshot {number} of `{scope}`")]
    UnknownSnapshot {
        /// The scope.
        scope: String,
        /// What was asked for.
        number: u64,
        /// All that are there.
        known: Vec<u64>,
    },
    /// A scope's name that could not be asked for later.
    #[error("`{name}` cannot be the name of a scope")]
    BadName {
        /// The name.
        name: String,
    },
    /// The unfinished scan was removed by another process that took it for abandoned.
    #[error("the scan of `{scope}` was taken for abandoned and removed")]
    Abandoned {
        /// The scope.
        scope: String,
    },
    /// From reading or building a snapshot.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// The place that an export goes to took no more.
    #[error("cannot write the export of `{scope}`")]
    Write {
        /// The scope.
        scope: String,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
}

/// Why a path is no usable store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Nothing is there, and a store is only made where something is written.
    #[error("nothing was stored there yet")]
    Missing,
    /// A folder.
    #[error("it is a directory")]
    Directory,
    /// Neither file nor folder.
    #[error("it is not a regular file")]
    NotAFile,
    /// A file that is no SQLite database.
    #[error("it is not an SQLite database")]
    NotADatabase,
    /// A database that does not carry our mark.
    #[error("it is the database of another program (application id {application_id:#010x})")]
    OtherProgram {
        /// The mark in its header.
        application_id: u32,
    },
    /// Written by a newer atg.
    #[error("it has layout {found}; this atg knows up to {known}")]
    Newer {
        /// The version in its header.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// Ours, but its content does not hold together.
    #[error("it is damaged: {what}")]
    Damaged {
        /// What does not hold.
        what: String,
    },
}

impl GraphError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            GraphError::Unusable { path, what } => Some(what.hint(path)),
            GraphError::Open { .. } => {
                Some("check the rights of the file and its folder, or name another store with `--graph sqlite:PATH`".to_owned())
            }
            GraphError::Busy { writers, .. } if writers.is_empty() => {
                Some("another program writes to it, or holds it open in a transaction; try again when it is done".to_owned())
            }
            GraphError::Busy { writers, .. } => {
                Some(format!("being written now: {}; try again when that is done", writers.join("; ")))
            }
            GraphError::Full { .. } => {
                Some("make room on the disk, or remove old snapshots with `atg snapshots prune --keep N`; what was stored before is unharmed".to_owned())
            }
            GraphError::Database { .. } => None,
            GraphError::UnknownScope { known, .. } if known.is_empty() => {
                Some("the store is empty; fill it with `atg import SOURCE`".to_owned())
            }
            GraphError::UnknownScope { known, .. } => {
                const SHOWN: usize = 8;
                let more = known.len().saturating_sub(SHOWN);
                let listed = known.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                Some(format!("stored are {listed}{more}; `atg snapshots list` shows all"))
            }
            GraphError::Ambiguous { names, .. } => {
                let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                Some(format!("name one of {listed}"))
            }
            GraphError::UnknownSnapshot { scope, known, .. } => {
                let listed = known.iter().map(|number| format!("`{scope}@{number}`")).collect::<Vec<_>>().join(", ");
                Some(format!("stored are {listed}"))
            }
            GraphError::BadName { .. } => Some(
                "a scope's name has one to 200 characters, no control characters, no blank at its ends, and does not end in `@` and digits".to_owned(),
            ),
            GraphError::Abandoned { .. } => Some("run it again".to_owned()),
            GraphError::Core(error) => error.hint(),
            GraphError::Write { source, .. } => (source.kind() == io::ErrorKind::StorageFull)
                .then(|| "the disk is full; make room and run it again".to_owned()),
        }
    }
}

impl Unusable {
    fn hint(&self, path: &std::path::Path) -> String {
        match self {
            Unusable::Missing => "fill it with `atg import SOURCE`, or name another store with `--graph sqlite:PATH`".to_owned(),
            Unusable::Directory => format!("name a file, such as `--graph sqlite:{}`", path.join("graph.db").display()),
            Unusable::NotAFile | Unusable::NotADatabase | Unusable::OtherProgram { .. } => {
                "it was left as it is; name another file with `--graph sqlite:PATH`".to_owned()
            }
            Unusable::Newer { .. } => "it was left as it is; use a newer atg, or name another file with `--graph sqlite:PATH`".to_owned(),
            Unusable::Damaged { .. } => {
                "`sqlite3 FILE .recover` may save what is in it; name another file with `--graph sqlite:PATH` and import again".to_owned()
            }
        }
    }
}
