//! What a look at a configuration alone shows: no provider is asked, nothing is started.
//!
//! | code | what was seen | severity |
//! |---|---|---|
//! | `undeclared-resource`, `-data`, `-variable`, `-local`, `-module`, `-provider` | a reference to something that is not declared | error |
//! | `dependency-cycle` | blocks that wait for one another | error |
//! | `self-reference` | a block that refers to itself | error |
//! | `duplicate-address` | an address that is declared twice | error |
//! | `duplicate-name` | two blocks that would create the same Azure resource | error |
//! | `repeated-argument` | an argument that stands twice in one object | error |
//! | `placeholder-subscription` | an id of a subscription that is no GUID | error |
//! | `placeholder-value` | a text that waits to be replaced | error |
//! | `zero-tenant-id`, `zero-subscription-id`, `zero-id` | a GUID of zeros | error |
//! | `other-subscription` | an id that points elsewhere than most | warning |
//! | `empty-argument` | an argument that must hold something and does not | warning |
//! | `bare-expression` | a reference that stands without `${…}` | warning |
//! | `hard-coded-secret` | a secret in clear; it is never printed | warning |

mod duplicates;
mod graph;
mod ids;
mod values;

use atg_core::diagnosis::Diagnostic;
use serde_json::{Map, Value};

use super::{Block, BlockKind, Configuration};
use crate::overlay::Path;

/// Where diagnostics go while a configuration is looked at.
#[derive(Default)]
struct Seen {
    /// With file and line for sorting.
    all: Vec<(String, u32, Diagnostic)>,
}

/// What is wrong, before it has a place.
struct Problem {
    code: &'static str,
    severity: &'static str,
    summary: String,
    detail: String,
}

impl Problem {
    fn error(code: &'static str, summary: impl Into<String>, detail: impl Into<String>) -> Problem {
        Problem {
            code,
            severity: "error",
            summary: summary.into(),
            detail: detail.into(),
        }
    }

    fn warning(code: &'static str, summary: impl Into<String>, detail: impl Into<String>) -> Problem {
        Problem {
            severity: "warning",
            ..Problem::error(code, summary, detail)
        }
    }
}

impl Seen {
    fn push(&mut self, block: Block<'_>, problem: Problem) {
        self.push_at(block, block.file(), block.line(), problem);
    }

    fn push_at(&mut self, block: Block<'_>, file: &str, line: u32, problem: Problem) {
        let diagnostic = Diagnostic {
            phase: Some("static".to_owned()),
            severity: Some(problem.severity.to_owned()),
            code: Some(problem.code.to_owned()),
            summary: Some(problem.summary),
            detail: Some(problem.detail),
            address: Some(block.address()),
            resource_type: Some(block.arm_type().to_owned()).filter(|name| !name.is_empty()),
            file: Some(file.to_owned()),
            line: Some(line.to_string()),
            ..Diagnostic::default()
        };
        self.all.push((file.to_owned(), line, diagnostic.fingerprinted()));
    }
}

impl Configuration {
    /// Looks at every block once; see the table in this module's comment. The diagnostics have phase `static`, a file, a
    /// line and a fingerprint, and are in the order of the files and lines.
    pub fn look(&self) -> Vec<Diagnostic> {
        let mut seen = Seen::default();
        let mut subscriptions = ids::Subscriptions::default();
        let mut names = duplicates::Names::default();
        for declared in &self.blocks {
            let block = self.shown(declared);
            let mut repeated = Vec::new();
            let body = self.body_of(declared, &mut repeated);
            duplicates::repeated(block, &repeated, &mut seen);
            graph::undeclared(self, block, &body, &mut seen);
            if !matches!(block.kind(), BlockKind::Other | BlockKind::Variable | BlockKind::Output) {
                texts(&Path::default(), &body, &mut |path, text| {
                    let problem = ids::problem(path, text).or_else(|| values::problem(path, text));
                    if let Some(problem) = problem {
                        seen.push(block, problem);
                    }
                    subscriptions.meet(block, text);
                });
            }
            values::empty(block, &body, &mut seen);
            names.meet(self, block, &body);
        }
        duplicates::addresses(self, &mut seen);
        graph::cycles(self, &mut seen);
        names.tell(self, &mut seen);
        subscriptions.tell(self, &mut seen);
        seen.all.sort_by(|a, b| {
            (&a.0, a.1, &a.2.code, &a.2.address, &a.2.detail).cmp(&(&b.0, b.1, &b.2.code, &b.2.address, &b.2.detail))
        });
        seen.all.into_iter().map(|(_, _, diagnostic)| diagnostic).collect()
    }
}

/// Every text within a block, with its path.
fn texts(path: &Path, members: &Map<String, Value>, found: &mut dyn FnMut(&Path, &str)) {
    for (name, value) in members.iter().filter(|(name, _)| *name != "//") {
        text(&path.member(name), value, found);
    }
}

fn text(path: &Path, value: &Value, found: &mut dyn FnMut(&Path, &str)) {
    match value {
        Value::String(text) => found(path, text),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, item)| text(&path.item(at), item, found)),
        Value::Object(members) => texts(path, members, found),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
