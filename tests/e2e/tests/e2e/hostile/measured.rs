//! One run of atg, with the most memory that it held.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What came out.
pub(super) struct Measured {
    pub(super) code: Option<i32>,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: String,
    /// MiB; `None` where the system does not tell.
    pub(super) peak: Option<u64>,
    pub(super) took: Duration,
}

/// Runs a command to its end; looks at its memory on the way, which on Linux only grows in the figure looked at.
pub(super) fn run(command: &mut Command) -> Measured {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("atg starts");
    let (mut out, mut err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let stdout = thread::spawn(move || read(&mut out));
    let stderr = thread::spawn(move || read(&mut err));
    let mut peak = None;
    let code = loop {
        peak = peak.max(high_water(child.id()));
        if let Some(status) = child.try_wait().expect("atg runs") {
            break status.code();
        }
        assert!(start.elapsed() < Duration::from_secs(300), "atg does not end");
        thread::sleep(Duration::from_millis(2));
    };
    let stderr = String::from_utf8(stderr.join().expect("standard error")).expect("standard error is UTF-8");
    Measured {
        code,
        stdout: stdout.join().expect("standard output"),
        stderr,
        peak,
        took: start.elapsed(),
    }
}

fn read(from: &mut impl std::io::Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).expect("a pipe");
    bytes
}

/// The largest resident set so far, in MiB.
fn high_water(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}
