#![cfg(unix)]

use std::io::Cursor;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::*;
use crate::environment::Wishes;

/// A folder with a program in it.
struct Fake {
    folder: tempfile::TempDir,
    environment: Environment,
}

impl Fake {
    fn new(script: &str) -> Fake {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("terraform");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let environment = Environment::new(&|name| std::env::var_os(name), &Wishes::default()).unwrap();
        Fake { folder, environment }
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("terraform")
    }

    fn run(&self, patience: Patience, interrupts: &dyn Interrupts, wanted: Wanted) -> (Outcome, Vec<String>) {
        let mut seen = Vec::new();
        let outcome = self.try_run(patience, interrupts, wanted, &mut |happened| {
            seen.push(match happened {
                Seen::Line { text, dropped: 0, .. } => text.to_owned(),
                Seen::Line { text, dropped, .. } => format!("{} and {dropped}", text.len()),
                Seen::Notice(Notice::StillFinishing { .. }) => "still finishing".to_owned(),
                Seen::Notice(notice) => format!("{notice:?}"),
            });
        });
        (outcome.unwrap(), seen)
    }

    fn try_run(
        &self,
        patience: Patience,
        interrupts: &dyn Interrupts,
        wanted: Wanted,
        seen: &mut dyn FnMut(Seen<'_>),
    ) -> Result<Outcome, TerraformError> {
        let call = Call {
            program: &self.program(),
            arguments: &["a b".into(), "c".into()],
            environment: &self.environment,
            folder: self.folder.path(),
            patience,
            interrupts,
            held: None,
        };
        run(&call, wanted, seen)
    }
}

fn short(deadline: u64, grace: u64) -> Patience {
    Patience {
        deadline: Some(Duration::from_millis(deadline)),
        grace: Duration::from_millis(grace),
    }
}

/// Asks to stop as often as `count` says, from the moment that the file is there.
struct When(PathBuf, u32);

impl Interrupts for When {
    fn count(&self) -> u32 {
        if self.0.exists() { self.1 } else { 0 }
    }
}

#[test]
fn both_streams_arguments_folder_and_exit_code() {
    let fake = Fake::new("echo \"$1|$2\"; pwd; echo oops >&2; read -r line || echo nothing to read; exit 7");
    let (outcome, mut seen) = fake.run(Patience::default(), &Never, Wanted::Lines);
    seen.sort();
    let folder = fake.folder.path().canonicalize().unwrap().display().to_string();
    let mut wanted = vec![
        "a b|c".to_owned(),
        folder,
        "oops".to_owned(),
        "nothing to read".to_owned(),
    ];
    wanted.sort();
    assert_eq!((outcome.end, outcome.stopped, seen), (End::Exited(7), None, wanted));
}

#[test]
fn a_document_is_kept_whole_and_capped() {
    let fake = Fake::new("printf 'one\\ntwo'; echo noise >&2");
    let (outcome, seen) = fake.run(Patience::default(), &Never, Wanted::Document(1 << 20));
    assert_eq!((outcome.document.as_slice(), outcome.dropped), (&b"one\ntwo"[..], 0));
    assert_eq!(seen, ["noise"]);
    let (outcome, _) = fake.run(Patience::default(), &Never, Wanted::Document(4));
    assert_eq!((outcome.document.as_slice(), outcome.dropped), (&b"one\n"[..], 3));
}

#[test]
fn a_line_without_end_does_not_grow() {
    let fake = Fake::new("head -c 67108864 /dev/zero | tr '\\0' x; echo; printf 'last \\377'");
    let (outcome, seen) = fake.run(Patience::default(), &Never, Wanted::Lines);
    let dropped = (64 << 20) - LINE_LIMIT;
    assert_eq!(
        seen,
        [format!("{LINE_LIMIT} and {dropped}"), "last \u{fffd}".to_owned()]
    );
    assert_eq!(outcome.end, End::Exited(0));
}

#[test]
fn lines_end_where_they_end() {
    let mut reader = Cursor::new(b"a\r\n\nabcdef\nx".to_vec());
    let mut next = || lines::line(&mut reader, 4).unwrap();
    assert_eq!(next(), Some(("a".to_owned(), 0)));
    assert_eq!(next(), Some((String::new(), 0)));
    assert_eq!(next(), Some(("abcd".to_owned(), 2)));
    assert_eq!(next(), Some(("x".to_owned(), 0)));
    assert_eq!(next(), None);
}

#[test]
fn an_interrupt_is_sent_once_and_waited_for() {
    let fake = Fake::new(
        "trap 'echo interrupt; n=1' INT; touch ready; while [ -z \"$n\" ]; do sleep 0.02; done; sleep 0.4; echo done; exit 1",
    );
    let interrupts = When(fake.folder.path().join("ready"), 1);
    let (outcome, seen) = fake.run(short(60_000, 150), &interrupts, Wanted::Lines);
    assert_eq!(
        (outcome.end, outcome.stopped),
        (End::Exited(1), Some(Stopped::Interrupt))
    );
    assert_eq!(seen.iter().filter(|line| *line == "interrupt").count(), 1);
    assert_eq!(seen[0], "Interrupted");
    assert!(seen.contains(&"still finishing".to_owned()));
    assert_eq!(seen.last().map(String::as_str), Some("done"));
}

#[test]
fn a_second_interrupt_kills_the_whole_group() {
    let fake = Fake::new("trap '' INT; sleep 60 & echo $! > child; touch ready; wait");
    let interrupts = When(fake.folder.path().join("ready"), 2);
    let (outcome, seen) = fake.run(Patience::default(), &interrupts, Wanted::Lines);
    assert_eq!(
        (outcome.end, outcome.stopped),
        (End::Signalled(libc::SIGKILL), Some(Stopped::Interrupt))
    );
    assert_eq!(seen, ["Interrupted", "Killed"]);
    gone(&std::fs::read_to_string(fake.folder.path().join("child")).unwrap());
}

#[test]
fn a_deadline_asks_then_kills() {
    let fake = Fake::new("trap '' INT; while :; do sleep 0.05; done");
    let (outcome, seen) = fake.run(short(100, 100), &Never, Wanted::Lines);
    assert_eq!(
        (outcome.end, outcome.stopped),
        (End::Signalled(libc::SIGKILL), Some(Stopped::Deadline))
    );
    assert_eq!(seen, ["DeadlinePassed", "Killed"]);
    let polite = Fake::new("trap 'exit 3' INT; while :; do sleep 0.02; done");
    let (outcome, seen) = polite.run(short(100, 10_000), &Never, Wanted::Lines);
    assert_eq!((outcome.end, seen), (End::Exited(3), vec!["DeadlinePassed".to_owned()]));
}

#[test]
fn what_a_killed_child_left_behind_goes_with_it() {
    let fake = Fake::new("sleep 60 & echo $! > child; kill -9 $$");
    let (outcome, _) = fake.run(Patience::default(), &Never, Wanted::Lines);
    assert_eq!((outcome.end, outcome.stopped), (End::Signalled(libc::SIGKILL), None));
    gone(&std::fs::read_to_string(fake.folder.path().join("child")).unwrap());
}

#[test]
fn what_keeps_the_streams_open_does_not_hold_atg() {
    let fake = Fake::new("sleep 60 & echo $! > child; echo said");
    let (outcome, seen) = fake.run(Patience::default(), &Never, Wanted::Lines);
    assert_eq!((outcome.end, seen), (End::Exited(0), vec!["said".to_owned()]));
    assert!(outcome.took < Duration::from_secs(30));
    gone(&std::fs::read_to_string(fake.folder.path().join("child")).unwrap());
}

#[test]
fn a_lock_that_is_handed_down_is_held_by_the_child() {
    let fake = Fake::new("sleep 1");
    let path = fake.folder.path().join("lock");
    let file = File::create(&path).unwrap();
    file.lock().unwrap();
    let other = File::open(&path).unwrap();
    let call = Call {
        program: &fake.program(),
        arguments: &[],
        environment: &fake.environment,
        folder: fake.folder.path(),
        patience: Patience::default(),
        interrupts: &Never,
        held: Some(&file),
    };
    let mut running = Running {
        child: spawn(&call).unwrap(),
        ended: false,
    };
    // As if atg died: its own copy is closed, without an unlock.
    drop(file);
    assert!(matches!(other.try_lock(), Err(std::fs::TryLockError::WouldBlock)));
    running.child.wait().unwrap();
    running.ended = true;
    other.try_lock().unwrap();
}

#[test]
fn what_cannot_start_says_why() {
    let fake = Fake::new("");
    let start = |interrupts: &dyn Interrupts| {
        let error = fake
            .try_run(Patience::default(), interrupts, Wanted::Lines, &mut |_| {})
            .unwrap_err();
        let cause = std::error::Error::source(&error)
            .map(ToString::to_string)
            .unwrap_or_default();
        (error.to_string(), cause, error.hint().unwrap_or_default())
    };
    assert_eq!(start(&AtomicU32::new(1)).0, "interrupted");
    std::fs::set_permissions(fake.program(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let (text, cause, hint) = start(&Never);
    assert!(
        text.starts_with("cannot start `") && cause.contains("ermission") && hint.contains("chmod"),
        "{text} {cause} {hint}"
    );
    std::fs::write(fake.program(), "\0\0garbage").unwrap();
    std::fs::set_permissions(fake.program(), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(start(&Never).1.contains("format"), "{:?}", start(&Never));
    std::fs::remove_file(fake.program()).unwrap();
    assert!(start(&Never).2.contains("missing"));
}

/// Waits until a process is no more, or is a dead child that nobody of ours reaps.
fn gone(number: &str) {
    let status = PathBuf::from("/proc").join(number.trim()).join("stat");
    for _ in 0..100 {
        match std::fs::read_to_string(&status) {
            Err(_) => return,
            Ok(text) if text.contains(") Z ") => return,
            Ok(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
    panic!("process {number} is still there");
}
