//! The messages of Terraform's plugin protocol 6 that the stand-in sends; numbers of fields are the protocol's.

use crate::wire::Message;

/// A step of the way to an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Attribute(&'static str),
    Item(u64),
}

/// Something to tell the user; always an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    pub(crate) summary: String,
    pub(crate) detail: String,
    /// The attribute that is meant; empty for the whole block.
    pub(crate) at: Vec<Step>,
}

impl Diagnostic {
    /// One of the whole block.
    pub(crate) fn new(summary: &str, detail: impl Into<String>) -> Diagnostic {
        Diagnostic {
            summary: summary.to_owned(),
            detail: detail.into(),
            at: Vec::new(),
        }
    }

    /// The same of an attribute.
    pub(crate) fn at(mut self, at: &[Step]) -> Diagnostic {
        self.at = at.to_vec();
        self
    }

    fn message(&self) -> Message {
        let mut message = Message::default();
        message.number(1, 1).text(2, &self.summary).text(3, &self.detail);
        if !self.at.is_empty() {
            message.message(4, &path(&self.at));
        }
        message
    }
}

/// The message `AttributePath`.
fn path(steps: &[Step]) -> Message {
    let mut path = Message::default();
    for step in steps {
        let mut message = Message::default();
        match step {
            Step::Attribute(name) => message.text(1, name),
            // Also where it is 0: which of several numbers it is, is what is said.
            Step::Item(number) => message.chosen(3, *number),
        };
        path.message(1, &message);
    }
    path
}

/// A value, already in MessagePack.
fn value(bytes: &[u8]) -> Message {
    let mut message = Message::default();
    message.bytes(1, bytes);
    message
}

/// An answer that is only diagnostics, in a field.
pub(crate) fn diagnostics(field: u32, diagnostics: &[Diagnostic]) -> Message {
    let mut message = Message::default();
    for diagnostic in diagnostics {
        message.message(field, &diagnostic.message());
    }
    message
}

/// An answer of a value and diagnostics.
pub(crate) fn answer(field: u32, bytes: &[u8], in_field: u32, said: &[Diagnostic]) -> Message {
    let mut message = diagnostics(in_field, said);
    message.message(field, &value(bytes));
    message
}

/// The answer to a plan.
pub(crate) fn planned(bytes: &[u8], replaces: &[&'static str], said: &[Diagnostic]) -> Message {
    let mut message = answer(1, bytes, 4, said);
    for name in replaces {
        message.message(2, &path(&[Step::Attribute(name)]));
    }
    message
}

/// The answer to an import: nothing was found, and why.
pub(crate) fn not_imported(said: &[Diagnostic]) -> Message {
    diagnostics(2, said)
}
