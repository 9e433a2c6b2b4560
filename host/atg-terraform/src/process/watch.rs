//! Staying with a child: its lines, the user's interrupts, the clock.

use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::lines::Piece;
use super::signals::{self, Fate};
use super::{Call, End, Interrupts, Notice, Outcome, Patience, Running, Seen, Stopped};
use crate::TerraformError;

/// How soon an interrupt, a deadline or an end is noticed.
const TICK: Duration = Duration::from_millis(20);
/// How long what a child left behind may keep its streams open.
const DRAIN: Duration = Duration::from_secs(2);

pub(super) struct Watch<'a> {
    start: Instant,
    patience: Patience,
    interrupts: &'a dyn Interrupts,
    program: String,
    stopped: Option<(Stopped, Instant)>,
    told: u32,
    killed: bool,
}

impl<'a> Watch<'a> {
    pub(super) fn new(call: &Call<'a>, start: Instant) -> Self {
        Watch {
            start,
            patience: call.patience,
            interrupts: call.interrupts,
            program: call.program.display().to_string(),
            stopped: None,
            told: 0,
            killed: false,
        }
    }

    pub(super) fn until_end(
        mut self,
        running: &mut Running,
        pieces: &Receiver<Piece>,
        seen: &mut dyn FnMut(Seen<'_>),
    ) -> Result<Outcome, TerraformError> {
        let (mut document, mut document_dropped) = (Vec::new(), 0);
        let (mut open, mut over): (bool, Option<Instant>) = (true, None);
        let mut looked = Instant::now();
        while open || over.is_none() {
            if open {
                match pieces.recv_timeout(TICK) {
                    Ok(Piece::Line(stream, text, dropped)) => {
                        let text = text.as_str();
                        seen(Seen::Line { stream, text, dropped });
                    }
                    Ok(Piece::Document(bytes, dropped)) => (document, document_dropped) = (bytes, dropped),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => open = false,
                }
                if looked.elapsed() < TICK && open {
                    continue;
                }
            } else {
                thread::sleep(TICK);
            }
            looked = Instant::now();
            match over {
                None => match signals::fate(&mut running.child) {
                    Fate::Running => self.look(running, seen),
                    Fate::Ended if !self.killed => over = Some(looked),
                    Fate::Ended | Fate::Killed => {
                        // Killed, by whomever, it could not end its providers: they go with it.
                        running.kill();
                        over = Some(looked);
                    }
                },
                // Something that it started holds its streams; it has nobody to report to any more.
                Some(since) if since.elapsed() > DRAIN => {
                    running.kill();
                    open = false;
                }
                Some(_) => {}
            }
        }
        let status = self.reap(running)?;
        Ok(Outcome {
            end: end(status),
            stopped: self.stopped.map(|(who, _)| who),
            took: self.start.elapsed(),
            document,
            dropped: document_dropped,
        })
    }

    /// Interrupts and deadlines.
    fn look(&mut self, running: &mut Running, seen: &mut dyn FnMut(Seen<'_>)) {
        let count = self.interrupts.count();
        let late = self.patience.deadline.is_some_and(|limit| self.start.elapsed() > limit);
        match self.stopped {
            None if count > 0 => self.ask(running, Stopped::Interrupt, Notice::Interrupted, seen),
            None if late => self.ask(running, Stopped::Deadline, Notice::DeadlinePassed, seen),
            None => {}
            Some((_, _)) if self.killed => {}
            Some((_, _)) if count > 1 => self.kill(running, seen),
            Some((Stopped::Deadline, since)) if since.elapsed() > self.patience.grace => self.kill(running, seen),
            Some((Stopped::Interrupt, since)) if since.elapsed() > self.patience.grace * (self.told + 1) => {
                self.told += 1;
                let waited = since.elapsed();
                seen(Seen::Notice(Notice::StillFinishing { waited }));
            }
            Some(_) => {}
        }
    }

    fn ask(&mut self, running: &mut Running, who: Stopped, notice: Notice, seen: &mut dyn FnMut(Seen<'_>)) {
        signals::interrupt(&mut running.child);
        self.stopped = Some((who, Instant::now()));
        seen(Seen::Notice(notice));
    }

    fn kill(&mut self, running: &mut Running, seen: &mut dyn FnMut(Seen<'_>)) {
        running.kill();
        self.killed = true;
        seen(Seen::Notice(Notice::Killed));
    }

    fn reap(&self, running: &mut Running) -> Result<ExitStatus, TerraformError> {
        let failed = |error| TerraformError::failed(format!("cannot tell how `{}` ended", self.program)).because(error);
        let status = running.child.wait().map_err(failed)?;
        running.ended = true;
        Ok(status)
    }
}

#[cfg(unix)]
fn end(status: ExitStatus) -> End {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Exited(code),
        (None, signal) => End::Signalled(signal.unwrap_or(0)),
    }
}

#[cfg(not(unix))]
fn end(status: ExitStatus) -> End {
    End::Exited(status.code().unwrap_or(1))
}
