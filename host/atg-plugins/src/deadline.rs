//! Time: every call has a deadline, and a thread that ticks while there is a call.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use wasmtime::{Engine, EngineWeak, UpdateDeadline};

use crate::failure::{Kind, Stop};

/// How long a call may take where neither the manifest nor the user says anything.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

/// How often a running guest can be stopped.
const TICK: Duration = Duration::from_millis(10);
/// Ticks after which a guest is looked at, so that an interrupt is heard long before the deadline.
const LOOK: u64 = 10;

/// When a call ends at the latest.
#[derive(Debug, Clone)]
pub(crate) struct Deadline {
    at: Instant,
    limit: Duration,
    cancelled: Arc<AtomicBool>,
}

impl Deadline {
    /// A deadline from now on. Setting `cancelled` ends the call at the next look.
    pub(crate) fn new(limit: Duration, cancelled: Arc<AtomicBool>) -> Deadline {
        // A limit beyond what the clock can tell is no limit: a year will do.
        let longest = Duration::from_secs(365 * 24 * 3600);
        Deadline {
            at: Instant::now() + limit.min(longest),
            limit,
            cancelled,
        }
    }

    /// Gives back time that the guest did not use itself.
    pub(crate) fn extend(&mut self, by: Duration) {
        self.at += by;
    }

    /// Whether the call may go on.
    pub(crate) fn check(&self) -> Result<(), Stop> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Stop::new(Kind::Timeout, "it was interrupted"));
        }
        if Instant::now() >= self.at {
            return Err(Stop::timeout(self.limit));
        }
        Ok(())
    }

    /// What the engine does at an epoch: stop, or look again after so many ticks.
    pub(crate) fn at_epoch(&self) -> wasmtime::Result<UpdateDeadline> {
        self.check()?;
        Ok(UpdateDeadline::Continue(self.ticks()))
    }

    /// Ticks until the next look. The clock decides, ticks only bring the guest to it, so late ticks do not add up.
    pub(crate) fn ticks(&self) -> u64 {
        let left = self.at.saturating_duration_since(Instant::now());
        let whole = u64::try_from(left.as_millis() / TICK.as_millis()).unwrap_or(LOOK);
        whole.clamp(1, LOOK)
    }
}

/// Advances the engine's epoch while calls are running. Its thread is started by the first call, sleeps while there is none,
/// and ends with the ticker.
#[derive(Debug)]
pub(crate) struct Ticker {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    calls: usize,
    started: bool,
    /// Whether the thread sleeps until there is a call. Waking it costs more than many a call.
    idle: bool,
    over: bool,
}

/// A call that is running.
#[derive(Debug)]
pub(crate) struct Running(Arc<Shared>);

impl Ticker {
    pub(crate) fn new() -> Ticker {
        Ticker { shared: Arc::default() }
    }

    /// Ticks for this engine until what is given back is dropped.
    pub(crate) fn run(&self, engine: &Engine) -> std::io::Result<Running> {
        let mut state = self.shared.lock();
        if !state.started {
            let (shared, engine) = (Arc::clone(&self.shared), engine.weak());
            thread::Builder::new()
                .name("atg-ticker".to_owned())
                .stack_size(64 << 10)
                .spawn(move || tick(&shared, &engine))?;
            state.started = true;
        }
        state.calls += 1;
        if state.idle {
            self.shared.changed.notify_one();
        }
        drop(state);
        Ok(Running(Arc::clone(&self.shared)))
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tick(shared: &Shared, engine: &EngineWeak) {
    let mut state = shared.lock();
    let mut next = Instant::now() + TICK;
    while !state.over {
        if state.calls == 0 {
            state.idle = true;
            state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle = false;
            next = Instant::now() + TICK;
            continue;
        }
        let now = Instant::now();
        if now < next {
            state = shared
                .changed
                .wait_timeout(state, next - now)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            continue;
        }
        next = (next + TICK).max(now);
        match engine.upgrade() {
            Some(engine) => engine.increment_epoch(),
            None => return,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.lock().calls -= 1;
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.lock().over = true;
        self.shared.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_is_heard_before_the_deadline() {
        let cancelled = Arc::new(AtomicBool::new(false));
        let deadline = Deadline::new(Duration::MAX, Arc::clone(&cancelled));
        assert!(deadline.check().is_ok());
        assert_eq!(deadline.ticks(), LOOK);
        cancelled.store(true, Ordering::Relaxed);
        assert_eq!(deadline.check().unwrap_err().message, "it was interrupted");
    }

    #[test]
    fn time_that_was_not_the_guests_is_given_back() {
        let mut deadline = Deadline::new(Duration::ZERO, Arc::default());
        assert_eq!(deadline.check().unwrap_err().kind, Kind::Timeout);
        assert_eq!(deadline.ticks(), 1);
        deadline.extend(Duration::from_secs(60));
        assert!(deadline.check().is_ok());
    }
}
