//! A diagnostic that a rule must know.

use super::Problem;

/// A diagnostic as it really comes, and what its rule makes of it. [`check`](super::check()) holds rules against their
/// examples, and documents show them.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    pub(super) phase: &'static str,
    pub(super) code: Option<&'static str>,
    pub(super) status: Option<u16>,
    pub(super) summary: &'static str,
    pub(super) detail: &'static str,
    pub(super) address: Option<&'static str>,
    pub(super) arm_type: Option<&'static str>,
    pub(super) file: Option<&'static str>,
    pub(super) line: Option<&'static str>,
    pub(super) is_warning: bool,
    pub(super) configuration: &'static str,
    pub(super) source: &'static str,
    pub(super) captures: &'static [(&'static str, &'static str)],
    pub(super) fixes: [Option<Wanted>; 4],
    pub(super) says: &'static str,
}

/// A fix that is expected: kind, path, value.
pub(super) type Wanted = (&'static str, &'static str, &'static str);

impl Example {
    /// A diagnostic of a phase. Nothing is expected but that the rule knows it; where fixes are told, exactly these.
    pub const fn new(phase: &'static str) -> Example {
        Example {
            phase,
            code: None,
            status: None,
            summary: "",
            detail: "",
            address: None,
            arm_type: None,
            file: None,
            line: None,
            is_warning: false,
            configuration: "",
            source: "",
            captures: &[],
            fixes: [None; 4],
            says: "",
        }
    }

    /// With a code.
    #[must_use]
    pub const fn code(mut self, code: &'static str) -> Example {
        self.code = Some(code);
        self
    }

    /// With the status of an answer.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Example {
        self.status = Some(status);
        self
    }

    /// With a summary.
    #[must_use]
    pub const fn summary(mut self, text: &'static str) -> Example {
        self.summary = text;
        self
    }

    /// With a detail.
    #[must_use]
    pub const fn detail(mut self, text: &'static str) -> Example {
        self.detail = text;
        self
    }

    /// At an address.
    #[must_use]
    pub const fn address(mut self, address: &'static str) -> Example {
        self.address = Some(address);
        self
    }

    /// Of an ARM type.
    #[must_use]
    pub const fn arm_type(mut self, name: &'static str) -> Example {
        self.arm_type = Some(name);
        self
    }

    /// In a file, at a line.
    #[must_use]
    pub const fn at(mut self, file: &'static str, line: &'static str) -> Example {
        self.file = Some(file);
        self.line = Some(line);
        self
    }

    /// As a warning.
    #[must_use]
    pub const fn warning(mut self) -> Example {
        self.is_warning = true;
        self
    }

    /// Where this is the configuration of the address, as JSON.
    #[must_use]
    pub const fn configuration(mut self, json: &'static str) -> Example {
        self.configuration = json;
        self
    }

    /// Where this is the source of the address, as JSON.
    #[must_use]
    pub const fn source(mut self, json: &'static str) -> Example {
        self.source = json;
        self
    }

    /// What the patterns must take: these, and maybe more.
    #[must_use]
    pub const fn captures(mut self, captures: &'static [(&'static str, &'static str)]) -> Example {
        self.captures = captures;
        self
    }

    /// One more fix that must be proposed: kind, path, value as JSON. Four at most.
    #[must_use]
    pub const fn fix(mut self, kind: &'static str, path: &'static str, value: &'static str) -> Example {
        let mut place = 0;
        while place < self.fixes.len() && self.fixes[place].is_some() {
            place += 1;
        }
        self.fixes[place] = Some((kind, path, value));
        self
    }

    /// The message must be this.
    #[must_use]
    pub const fn says(mut self, message: &'static str) -> Example {
        self.says = message;
        self
    }

    /// The diagnostic as the rules see it.
    pub fn problem(&self) -> Problem<'static> {
        Problem {
            phase: self.phase,
            is_warning: self.is_warning,
            code: self.code,
            status: self.status,
            summary: self.summary,
            detail: self.detail,
            address: self.address,
            arm_type: self.arm_type,
            file: self.file,
            line: self.line,
            ..Problem::default()
        }
    }
}
