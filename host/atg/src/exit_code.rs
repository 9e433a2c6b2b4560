//! What the process tells its caller: one enum, matched exhaustively.

/// Every exit code of atg, weakest first: where several hold, the strongest is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExitCode {
    /// Done.
    Done,
    /// The objective or a check was not met, and it was asked for.
    NotMet,
    /// A plugin failed; what atg itself computes was printed all the same.
    PluginFailed,
    /// The command line or a setting makes no sense.
    Usage,
    /// Failed.
    Failed,
    /// A deployment is incomplete and can be resumed.
    Incomplete,
    /// Interrupted; nothing is half written.
    Interrupted,
}

impl ExitCode {
    /// All of them, in the order of their numbers.
    pub(crate) const ALL: [ExitCode; 7] = [
        ExitCode::Done,
        ExitCode::Failed,
        ExitCode::Usage,
        ExitCode::NotMet,
        ExitCode::PluginFailed,
        ExitCode::Incomplete,
        ExitCode::Interrupted,
    ];

    /// The number that the process ends with.
    pub(crate) const fn number(self) -> u8 {
        match self {
            ExitCode::Done => 0,
            ExitCode::Failed => 1,
            ExitCode::Usage => 2,
            ExitCode::NotMet => 3,
            ExitCode::PluginFailed => 4,
            ExitCode::Incomplete => 5,
            ExitCode::Interrupted => 130,
        }
    }

    /// One line for the help.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            ExitCode::Done => "done",
            ExitCode::Failed => "failed",
            ExitCode::Usage => "the command line or a setting makes no sense",
            ExitCode::NotMet => "objective or check not met (only where it was asked for)",
            ExitCode::PluginFailed => "a plugin failed; the rest was done",
            ExitCode::Incomplete => "a deployment is incomplete and can be resumed",
            ExitCode::Interrupted => "interrupted; nothing is half written",
        }
    }

    /// The stronger of two.
    #[must_use]
    pub(crate) fn and(self, other: ExitCode) -> ExitCode {
        self.max(other)
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        std::process::ExitCode::from(code.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_is_told() {
        use ExitCode::{Done, Failed, Incomplete, Interrupted, NotMet, PluginFailed};
        let falling = [Interrupted, Incomplete, Failed, PluginFailed, NotMet, Done];
        for (place, strong) in falling.iter().enumerate() {
            for weak in &falling[place..] {
                assert_eq!(strong.and(*weak), *strong);
                assert_eq!(weak.and(*strong), *strong);
            }
        }
        assert_eq!(ExitCode::ALL.map(ExitCode::number), [0, 1, 2, 3, 4, 5, 130]);
    }
}
