//! What only a file can suffer: other files in its place, other programs, locks, crashes, damage.

#[path = "contract/estates.rs"]
#[allow(dead_code, reason = "the contract suite uses all of it")]
mod estates;

use atg_core::readers::NoProgress;
use atg_graph::{GraphError, GraphStore, SqliteStore, Unusable, import};
use estates::{NOW, accounts, assert_same, plain, scan};
use rusqlite::Connection;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Why a path cannot be used; opening it to write and to read must agree, and leave every file of its folder as it was.
fn refused(path: &Path) -> Unusable {
    let content = || {
        let folder = path.parent().expect("a folder");
        let mut files: Vec<(PathBuf, Vec<u8>)> = std::fs::read_dir(folder)
            .expect("a list")
            .map(|entry| entry.expect("an entry").path())
            .map(|file| (file.clone(), std::fs::read(file).unwrap_or_default()))
            .collect();
        files.sort();
        files
    };
    let before = content();
    let why = |outcome: Result<SqliteStore, GraphError>| match outcome {
        Err(error @ GraphError::Unusable { .. }) => {
            assert!(error.hint().is_some());
            match error {
                GraphError::Unusable { what, .. } => what,
                _ => unreachable!("it was matched just now"),
            }
        }
        other => panic!("{other:?}"),
    };
    let (reading, writing) = (why(SqliteStore::open(path)), why(SqliteStore::open_or_create(path)));
    assert_eq!(reading, writing);
    assert!(content() == before, "something was changed");
    reading
}

#[test]
fn a_store_is_only_made_where_something_is_written() {
    let folder = folder();
    let path = folder.path().join("deep/down/graph.db");
    let error = SqliteStore::open(&path).expect_err("nothing is there");
    assert!(
        matches!(
            &error,
            GraphError::Unusable {
                what: Unusable::Missing,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(!path.exists() && !folder.path().join("deep").exists());
    SqliteStore::open_or_create(&path).expect("it is made");
    SqliteStore::open(&path).expect("it is there");
}

#[test]
fn an_empty_file_becomes_a_store() {
    let folder = folder();
    let path = folder.path().join("graph.db");
    std::fs::write(&path, "").expect("a file");
    assert!(matches!(
        SqliteStore::open(&path),
        Err(GraphError::Unusable {
            what: Unusable::Missing,
            ..
        })
    ));
    SqliteStore::open_or_create(&path).expect("it is made");
}

#[test]
fn a_directory_is_refused() {
    let folder = folder();
    let path = folder.path().join("graph.db");
    std::fs::create_dir(&path).expect("a folder");
    assert_eq!(refused(&path), Unusable::Directory);
}

#[test]
fn what_is_no_database_is_refused() {
    let folder = folder();
    let path = folder.path().join("graph.db");
    for content in [
        "x",
        "SQLite format 3",
        "{\"schema_version\":1,\"resources\":[]}",
        &"notes ".repeat(1000),
    ] {
        std::fs::write(&path, content).expect("a file");
        assert_eq!(refused(&path), Unusable::NotADatabase);
    }
}

#[test]
fn the_database_of_another_program_is_refused() {
    let folder = folder();
    let path = folder.path().join("other.db");
    let other = Connection::open(&path).expect("a database");
    other
        .execute_batch("PRAGMA application_id = 252006674; CREATE TABLE notes (text)")
        .expect("a table");
    drop(other);
    assert_eq!(
        refused(&path),
        Unusable::OtherProgram {
            application_id: 252_006_674
        }
    );
    let path = folder.path().join("unmarked.db");
    Connection::open(&path)
        .and_then(|other| other.execute_batch("CREATE TABLE scope (name)"))
        .expect("a table");
    assert_eq!(refused(&path), Unusable::OtherProgram { application_id: 0 });
}

#[test]
fn a_newer_layout_is_refused() {
    let folder = folder();
    let path = folder.path().join("graph.db");
    drop(SqliteStore::open_or_create(&path).expect("a store"));
    let newer = Connection::open(&path).expect("a database");
    newer
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99")
        .expect("a version");
    drop(newer);
    assert_eq!(refused(&path), Unusable::Newer { found: 99, known: 1 });
}

#[test]
fn damage_is_told_and_never_a_panic() {
    let folder = folder();
    let path = folder.path().join("graph.db");
    let store = SqliteStore::open_or_create(&path).expect("a store");
    import(
        &store,
        &accounts(3000, |number| number * 7919),
        &scan("one"),
        &NoProgress,
    )
    .expect("it is stored");
    drop(store);
    let whole = std::fs::read(&path).expect("the file");
    let mut failures = 0;
    // Overwrites a stretch at many places; each time either all is well (the place was free) or an error says so.
    for round in 0..40 {
        let mut damaged = whole.clone();
        let from = 100 + (whole.len() - 400) / 40 * round;
        damaged[from..from + 300].fill(0xa5);
        let path = folder.path().join(format!("damaged-{round}.db"));
        std::fs::write(&path, damaged).expect("a file");
        let outcome = SqliteStore::open(&path).and_then(|store| {
            let found = store.find("one")?;
            let snapshot = store.load(&found, "one", plain())?;
            let mut body = Vec::new();
            (0..snapshot.len()).try_for_each(|resource| snapshot.body(resource, &mut body))?;
            Ok(())
        });
        failures += u32::from(outcome.is_err());
    }
    assert!(failures > 10, "only {failures} of 40 were noticed");
    let cut = folder.path().join("cut.db");
    std::fs::write(&cut, &whole[..whole.len() / 2]).expect("a file");
    let outcome = SqliteStore::open(&cut).and_then(|store| {
        let found = store.find("one")?;
        store.load(&found, "one", plain()).map(|_| ())
    });
    assert!(outcome.is_err());
}

#[test]
fn whoever_is_busy_is_named() {
    let folder = folder();
    let path = folder.path().join("graph.db");
    let patient = SqliteStore::open_or_create(&path).expect("a store");
    let mut writer = patient.begin_scan(&scan("production")).expect("a scan begins");
    writer.upsert(&[b"{}"], NOW).expect("a row is kept");
    let mut locker = Connection::open(&path).expect("a connection");
    let lock = locker
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .expect("the lock");
    let hasty = SqliteStore::with_patience(path, Duration::from_millis(50), false).expect("reading needs no lock");
    assert!(hasty.scopes().expect("a list").is_empty());
    let error = hasty
        .begin_scan(&scan("other"))
        .map(|_| ())
        .expect_err("somebody writes");
    assert!(matches!(error, GraphError::Busy { .. }), "{error:?}");
    let hint = error.hint().unwrap_or_default();
    assert!(
        hint.contains("`production` by a test since 2026-01-05T08:00:00Z"),
        "{hint}"
    );
    drop(lock);
    hasty.begin_scan(&scan("other")).expect("nobody writes any more");
}

#[test]
fn many_make_the_same_store_at_once() {
    for _ in 0..5 {
        let folder = folder();
        let path = folder.path().join("graph.db");
        std::thread::scope(|threads| {
            for number in 0..4 {
                let path = &path;
                threads.spawn(move || {
                    let store = SqliteStore::open_or_create(path).expect("a store");
                    let scope = format!("scope {number}");
                    import(&store, &accounts(50, |_| number), &scan(&scope), &NoProgress).expect("it is stored");
                });
            }
        });
        assert_eq!(
            SqliteStore::open(&path)
                .and_then(|store| store.scopes())
                .expect("a list")
                .len(),
            4
        );
    }
}

/// A process that writes without end, until it is killed or this is dropped.
struct Writing {
    child: Child,
    /// Kept, so that it can go on telling.
    _told: BufReader<ChildStdout>,
}

impl Drop for Writing {
    fn drop(&mut self) {
        let killed = self.child.kill().and_then(|()| self.child.wait());
        assert!(killed.is_ok(), "{killed:?}");
    }
}

/// Starts the example that writes without end, and waits until it has written so many batches.
fn writing(path: &Path, scope: &str, batches: usize) -> Writing {
    let example = std::env::current_exe()
        .ok()
        .and_then(|test| Some(test.parent()?.parent()?.join("examples").join("crash_writer")))
        .expect("the folder of the examples");
    let mut child = Command::new(&example)
        .args([path.as_os_str(), scope.as_ref()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", example.display()));
    let mut told = BufReader::new(child.stdout.take().expect("its output"));
    for _ in 0..batches {
        let read = told.read_line(&mut String::new()).expect("a line");
        assert!(read > 0, "it ended early");
    }
    Writing { child, _told: told }
}

#[test]
fn a_killed_scan_leaves_the_last_one_in_use() {
    let folder = folder();
    let path = folder.path().join("graph.db");
    let store = SqliteStore::open_or_create(&path).expect("a store");
    let original = accounts(500, |_| 1);
    import(&store, &original, &scan("one"), &NoProgress).expect("it is stored");
    for batches in [1, 3, 9] {
        drop(writing(&path, "one", batches));
    }
    drop(store);
    // A new process finds the store as if nothing had happened, and can write to it.
    let store = SqliteStore::open(&path).expect("the store");
    let stored = store.find("one").expect("it is found");
    assert_eq!(stored.number, 1);
    assert_same(&store.load(&stored, "one", plain()).expect("it is loaded"), &original);
    let changed = accounts(500, |_| 2);
    let stored = import(&store, &changed, &scan("one"), &NoProgress).expect("it is stored");
    assert_eq!(stored.number, 2);
    assert_same(&store.load(&stored, "one", plain()).expect("it is loaded"), &changed);
    let pruned = store.prune(1, None, "2026-01-05T10:00:00Z").expect("it is pruned");
    assert_eq!((pruned.abandoned, pruned.snapshots, pruned.bodies), (3, 1, 500));
    let check = Connection::open(&path).expect("a connection");
    let rows = |sql: &str| check.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a count");
    assert_eq!(rows("SELECT count(*) FROM body"), 500);
    assert_eq!(rows("SELECT count(*) FROM snapshot"), 1);
    let sound: String = check
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("a check");
    assert_eq!(sound, "ok");
}

#[test]
fn two_processes_write_at_once() {
    let folder = folder();
    let path = folder.path().join("graph.db");
    let store = SqliteStore::open_or_create(&path).expect("a store");
    let mut other = writing(&path, "theirs", 2);
    let original = accounts(3000, |_| 1);
    let stored = import(&store, &original, &scan("ours"), &NoProgress).expect("it is stored meanwhile");
    assert!(
        other.child.try_wait().expect("a state").is_none(),
        "the other one still writes"
    );
    drop(other);
    assert_same(&store.load(&stored, "ours", plain()).expect("it is loaded"), &original);
    assert_eq!(store.scopes().expect("a list").len(), 1);
}
