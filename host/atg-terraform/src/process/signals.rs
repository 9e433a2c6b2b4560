//! Signals to a child and to all that it started.

#[cfg(not(unix))]
pub(super) use elsewhere::{fate, interrupt, kill, own_group};
#[cfg(unix)]
pub(super) use unix::{fate, interrupt, kill, own_group};

/// What has become of a child that is not reaped yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It runs.
    Running,
    /// It ended by itself.
    Ended,
    /// A signal ended it, so it could not end what it had started.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there are no signals"))]
    Killed,
}

#[cfg(unix)]
mod unix {
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use super::Fate;

    /// Makes the child the first of a process group of its own.
    pub(crate) fn own_group(command: &mut Command) {
        command.process_group(0);
    }

    /// Asks the child alone to stop: its providers are told by it, in their order.
    pub(crate) fn interrupt(child: &mut Child) {
        if let Some(id) = number(child) {
            // SAFETY: kill takes plain numbers. The child is not reaped yet, so the number is still its own.
            unsafe { libc::kill(id, libc::SIGINT) };
        }
    }

    /// Ends the child and all of its group. Only before it is reaped, while the number of the group is still its own.
    pub(crate) fn kill(child: &mut Child) {
        if let Some(id) = number(child) {
            // SAFETY: as above; a negative number names the group.
            unsafe { libc::kill(-id, libc::SIGKILL) };
        }
        // For the moment between fork and the new group. An error means that it has ended.
        let _ = child.kill();
    }

    /// Looks at the child without reaping it.
    pub(crate) fn fate(child: &mut Child) -> Fate {
        let Some(id) = number(child) else { return Fate::Ended };
        // SAFETY: siginfo_t is plain data for which zeros are valid, and waitid writes into it alone.
        let (status, information) = unsafe {
            let mut information: libc::siginfo_t = std::mem::zeroed();
            let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
            let status = libc::waitid(libc::P_PID, id.unsigned_abs(), &raw mut information, flags);
            (status, information)
        };
        // SAFETY: waitid sets the field; it stays 0 while the child runs.
        let running = status == 0 && unsafe { information.si_pid() } == 0;
        match information.si_code {
            _ if running => Fate::Running,
            libc::CLD_KILLED | libc::CLD_DUMPED => Fate::Killed,
            _ => Fate::Ended,
        }
    }

    fn number(child: &Child) -> Option<libc::pid_t> {
        libc::pid_t::try_from(child.id()).ok().filter(|id| *id > 1)
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use std::process::{Child, Command};

    use super::Fate;

    pub(crate) fn own_group(_: &mut Command) {}

    /// There is no gentle way without a console of one's own.
    pub(crate) fn interrupt(child: &mut Child) {
        let _ = child.kill();
    }

    pub(crate) fn kill(child: &mut Child) {
        let _ = child.kill();
    }

    pub(crate) fn fate(child: &mut Child) -> Fate {
        match child.try_wait() {
            Ok(None) => Fate::Running,
            _ => Fate::Ended,
        }
    }
}
