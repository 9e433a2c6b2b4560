//! One child process, measured by the operating system's own accounting.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::chore::{Failure, shown};

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Wall time, seconds.
    pub wall: f64,
    /// User and system time of the process and its own children, seconds.
    pub cpu: f64,
    /// Largest resident set of the process, MiB.
    pub peak: f64,
}

/// Runs a command once, its output thrown away. Any of `codes` is a good end.
pub(crate) fn measure(command: &mut Command, codes: &[i32]) -> Result<Cost, Failure> {
    let name = shown(command);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    #[cfg_attr(unix, allow(clippy::zombie_processes, reason = "wait4 waits for it"))]
    let mut child = command
        .spawn()
        .map_err(|error| format!("cannot start `{name}`: {error}"))?;
    let (code, cpu, peak) = wait(&mut child)?;
    let wall = start.elapsed().as_secs_f64();
    match code {
        Some(code) if codes.contains(&code) => Ok(Cost { wall, cpu, peak }),
        Some(code) => Err(format!("`{name}` ended with exit code {code}").into()),
        None => Err(format!("`{name}` was ended by a signal").into()),
    }
}

/// Runs several commands in turn, `rounds` times after one warm-up, so that a drifting machine touches all alike.
/// The answer holds, for each command, its runs in order: compare them pair by pair.
pub(crate) fn in_turn(rounds: usize, commands: &mut [(&mut Command, &[i32])]) -> Result<Vec<Vec<Cost>>, Failure> {
    let mut runs = vec![Vec::with_capacity(rounds); commands.len()];
    for round in 0..=rounds {
        for (slot, (command, codes)) in runs.iter_mut().zip(commands.iter_mut()) {
            let cost = measure(command, codes)?;
            if round > 0 {
                slot.push(cost);
            }
        }
    }
    Ok(runs)
}

/// The middle one; of an even number the lower middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values
        .get(values.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or(f64::NAN)
}

/// The figures that a program tells, one JSON object a line.
pub(crate) fn told(command: &mut Command) -> Result<BTreeMap<String, f64>, Failure> {
    #[derive(serde::Deserialize)]
    struct Line {
        what: String,
        value: f64,
    }
    let name = shown(command);
    let output = command
        .output()
        .map_err(|error| format!("cannot start `{name}`: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "`{name}` ended with {}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )
        .into());
    }
    let lines = String::from_utf8(output.stdout)?;
    lines
        .lines()
        .map(|line| Ok(serde_json::from_str::<Line>(line).map(|line| (line.what, line.value))?))
        .collect()
}

/// One of them.
pub(crate) fn value(figures: &BTreeMap<String, f64>, what: &str) -> Result<f64, Failure> {
    figures
        .get(what)
        .copied()
        .ok_or_else(|| format!("`{what}` was not measured").into())
}

#[cfg(unix)]
#[allow(unsafe_code, reason = "only wait4 tells what one child used")]
fn wait(child: &mut std::process::Child) -> Result<(Option<i32>, f64, f64), Failure> {
    let id = i32::try_from(child.id())?;
    let mut status = 0;
    // SAFETY: zeroed bytes are a valid `rusage`; both pointers outlive the call; the child is not waited for elsewhere.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        if libc::wait4(id, &raw mut status, 0, &raw mut usage) != id {
            return Err(std::io::Error::last_os_error().into());
        }
        usage
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    let code = libc::WIFEXITED(status).then(|| libc::WEXITSTATUS(status));
    // Linux counts in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") {
        1024.0 * 1024.0
    } else {
        1024.0
    };
    Ok((
        code,
        seconds(usage.ru_utime) + seconds(usage.ru_stime),
        usage.ru_maxrss as f64 / unit,
    ))
}

#[cfg(not(unix))]
fn wait(child: &mut std::process::Child) -> Result<(Option<i32>, f64, f64), Failure> {
    Ok((child.wait()?.code(), f64::NAN, f64::NAN))
}
