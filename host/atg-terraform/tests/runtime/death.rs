//! What becomes of Terraform when atg dies, or Terraform itself.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicU32;
use std::time::{Duration, Instant};

use atg_terraform::binary::Binary;
use atg_terraform::commands::{Progress, Terraform, apply};
use atg_terraform::environment::{Environment, Wishes};
use atg_terraform::events::Event;
use atg_terraform::process::{End, Never, Patience};
use atg_terraform::redaction::Redactor;
use serde_json::json;

use crate::room::{Room, program};
use crate::{planned, prepared};

/// Names the folder for [`stands_for_atg`].
const FOLDER: &str = "ATG_TEST_DEATH_FOLDER";

/// `a` is done at once, `b` tells its process and lasts.
fn long() -> Room {
    let room = prepared(&json!({"resource": {"terraform_data": {
        "a": {"input": 1},
        "b": {"input": "${terraform_data.a.id}", "provisioner": [{"local-exec": {"command": "echo $PPID > terraform.pid; exec sleep 25"}}]}
    }}}));
    planned(&room);
    room
}

fn options() -> apply::ApplyOptions {
    apply::ApplyOptions {
        plan: "plan".into(),
        parallelism: None,
        lock_timeout: None,
    }
}

#[test]
#[ignore = "is the process that another test kills"]
fn stands_for_atg() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let environment = Environment::new(&|name| std::env::var_os(name), &Wishes::default()).unwrap();
    let terraform = Terraform {
        binary: &Binary::at(&program(), &environment, &Never).unwrap(),
        environment: &environment,
        folder: &folder,
        redactor: &Redactor::default(),
        interrupts: &AtomicU32::new(0),
        patience: Patience::default(),
        held: Some(&lock),
    };
    apply::run(&terraform, &options(), &mut |_| {}).unwrap();
}

#[test]
fn terraform_does_not_outlive_atg_unseen() {
    let room = long();
    let mut atg = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "death::stands_for_atg"])
        .env(FOLDER, room.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let terraform = number(&room.path());
    atg.kill().unwrap();
    atg.wait().unwrap();
    let lock = File::open(room.path().join("lock")).unwrap();
    assert!(
        lock.try_lock().is_err(),
        "the next atg would think that nobody is at work"
    );
    assert!(alive(terraform));
    let since = Instant::now();
    lock.lock().unwrap();
    assert!(since.elapsed() < Duration::from_secs(60));
    assert!(!alive(terraform));
    assert!(room.state().contains(&"a".to_owned()), "{:?}", room.state());
}

#[test]
fn an_apply_whose_terraform_is_killed_tells_what_may_exist() {
    let room = long();
    let path = room.path();
    let done = room
        .with(|terraform| {
            apply::run(terraform, &options(), &mut |progress| {
                if matches!(progress, Progress::Event(Event::ProvisionProgress(_))) {
                    let killed = Command::new("kill")
                        .args(["-9", &number(&path).to_string()])
                        .status()
                        .unwrap();
                    assert!(killed.success());
                }
            })
        })
        .unwrap();
    assert_eq!(done.stream.end, End::Signalled(9));
    let open: Vec<&str> = done
        .stream
        .transcript
        .unfinished()
        .iter()
        .map(|hook| hook.resource.addr.as_str())
        .collect();
    assert_eq!(open, ["terraform_data.b"]);
    assert_eq!(room.state(), ["a"]);
}

/// The process that runs the provisioner, as soon as it tells it.
fn number(folder: &Path) -> u32 {
    for _ in 0..600 {
        if let Ok(text) = std::fs::read_to_string(folder.join("terraform.pid"))
            && let Ok(number) = text.trim().parse()
        {
            return number;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("Terraform did not start what it should within 30 s");
}

/// Whether a process runs; one that is dead and not yet reaped does not.
fn alive(number: u32) -> bool {
    let status = Command::new("ps")
        .args(["-o", "stat=", "-p", &number.to_string()])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&status.stdout).trim().to_owned();
    !text.is_empty() && !text.starts_with('Z')
}
