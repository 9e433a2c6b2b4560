//! What it takes before the first call.

use atg_plugins::{Plugin, Runtime};

use crate::{Outcome, builtin, tell};

/// Tells the CPU that eight built-in plugins take.
pub(crate) fn ready(runtime: &Runtime) -> Outcome<()> {
    let before = cpu();
    let catalog = builtin();
    let eight = catalog
        .plugins
        .get(..8)
        .ok_or("there are fewer than eight built-in plugins")?;
    let loaded = runtime
        .load_all(eight)
        .into_iter()
        .collect::<Result<Vec<Plugin>, _>>()?;
    tell("eight ready, ms of CPU", cpu() - before);
    drop(loaded);
    Ok(())
}

/// CPU of this process so far, in milliseconds.
fn cpu() -> f64 {
    // SAFETY: zeroed bytes are a valid `rusage`, and the pointer is to one.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    let milliseconds = |time: libc::timeval| time.tv_sec as f64 * 1e3 + time.tv_usec as f64 / 1e3;
    milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
}
