//! One diagnostic, as rules see it.

use super::lookup::Lookup;
use crate::{Fix, Severity};

/// A diagnostic as the rules see it; where one diagnostic tells of several problems, one of them.
#[derive(Debug, Clone, Default)]
pub struct Problem<'a> {
    /// A registered word: `static`, `init`, `validate`, `plan`, `apply`, `scan`, `auth`, `ci`; empty where it is not known.
    pub phase: &'a str,
    /// Whether it is a warning only.
    pub is_warning: bool,
    /// The service's word, such as `SkuNotAvailable`.
    pub code: Option<&'a str>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// One line.
    pub summary: &'a str,
    /// All of it; one line of it, where [`Rules::lines_after`](super::Rules::lines_after) splits it.
    pub detail: &'a str,
    /// The resource's address in the configuration.
    pub address: Option<&'a str>,
    /// The ARM type.
    pub arm_type: Option<&'a str>,
    /// The file that it is about.
    pub file: Option<&'a str>,
    /// The line in that file.
    pub line: Option<&'a str>,
    /// What the rule's patterns took, by name; see [`Problem::capture`].
    pub captures: Vec<(&'static str, &'a str)>,
}

impl<'a> Problem<'a> {
    /// What the rule's patterns took by this name.
    pub fn capture(&self, name: &str) -> Option<&'a str> {
        self.captures
            .iter()
            .find(|(other, _)| *other == name)
            .map(|(_, text)| *text)
    }

    /// Where it is, for a sentence: the address, else file and line.
    pub fn place(&self) -> String {
        match (self.address, self.file, self.line) {
            (Some(address), ..) => address.to_owned(),
            (None, Some(file), Some(line)) => [file, ", line ", line].concat(),
            (None, Some(file), None) => file.to_owned(),
            (None, None, _) => "the configuration".to_owned(),
        }
    }

    /// The ARM type: as the diagnostic tells it, else as the configuration of its address does.
    pub fn type_name(&self, lookup: &dyn Lookup) -> Option<String> {
        if let Some(known) = self.arm_type {
            return Some(known.to_owned());
        }
        let configuration = lookup.configuration(self.address?)?;
        let (name, _) = configuration.get("type")?.as_str()?.split_once('@')?;
        Some(name.to_owned())
    }

    /// A fix of the address; none where it is not known.
    pub fn fix(&self, kind: &str, path: &str, reason: &str) -> Option<Fix> {
        Some(Fix::new(kind, self.address?, reason).path(path))
    }

    pub(super) fn severity(&self) -> Severity {
        if self.is_warning {
            Severity::Warning
        } else {
            Severity::Error
        }
    }
}
