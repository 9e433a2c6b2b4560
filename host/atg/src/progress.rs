//! Progress on standard error: only on a terminal, and only of what takes more than a second.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use atg_core::readers;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::printer::Printer;

/// How long something may take unseen.
const PATIENCE: Duration = Duration::from_secs(1);

/// One task at a time, named when it begins.
pub(crate) struct Progress {
    shown: bool,
    task: Mutex<Option<Shown>>,
}

struct Shown {
    title: String,
    begun: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// For this printer.
    pub(crate) fn new(printer: &Printer) -> Progress {
        Progress {
            shown: printer.shows_progress(),
            task: Mutex::new(None),
        }
    }

    /// Begins a task.
    pub(crate) fn begin(&self, title: &str) {
        self.end();
        if self.shown {
            *self.lock() = Some(Shown {
                title: title.to_owned(),
                begun: Instant::now(),
                bar: None,
            });
        }
    }

    /// Begins a task that is measured in bytes; how many there will be may be unknown.
    pub(crate) fn task(&self, title: &str, total: Option<u64>) -> Task<'_> {
        self.begin(title);
        let done = AtomicU64::new(0);
        Task {
            progress: self,
            done,
            total,
        }
    }

    /// How far it is, in steps.
    pub(crate) fn steps(&self, done: u64, total: u64) {
        self.at(done, total, "{msg} {bar:32} {pos} of {len}");
    }

    fn at(&self, done: u64, total: u64, template: &str) {
        if !self.shown {
            return;
        }
        let mut task = self.lock();
        let Some(task) = task.as_mut().filter(|task| task.begun.elapsed() >= PATIENCE) else {
            return;
        };
        let bar = task.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("━╸─"));
            }
            bar.set_message(task.title.clone());
            bar.with_elapsed(task.begun.elapsed())
        });
        bar.set_length(total);
        bar.set_position(done);
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = self.lock().take().and_then(|task| task.bar) {
            bar.finish_and_clear();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Shown>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

/// Hears from a library how far it is.
pub(crate) struct Task<'a> {
    progress: &'a Progress,
    done: AtomicU64,
    total: Option<u64>,
}

impl readers::Progress for Task<'_> {
    fn advance(&self, bytes: u64) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        match self.total {
            Some(total) => {
                let template = "{msg} {bar:32} {bytes} of {total_bytes}, {eta} left";
                self.progress.at(done, total.max(done), template);
            }
            None => self.progress.at(done, done, "{msg}: {bytes}"),
        }
    }
}
